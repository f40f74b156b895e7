//! What is written. Absent fields are left out, zeros never are.

use domain::Rupiah;
use serde::{Deserialize, Serialize};

use super::tolerant::{Int, Number, or_default, string};

#[derive(Debug, Serialize)]
pub struct PriceUpdate {
    pub item_id: u64,
    pub price_list: Vec<Price>,
}

#[derive(Debug, Serialize)]
pub struct Price {
    /// 0 for an item without models.
    pub model_id: u64,
    pub original_price: Rupiah,
}

#[derive(Debug, Serialize)]
pub struct StockUpdate {
    pub item_id: u64,
    pub stock_list: Vec<ModelStock>,
}

#[derive(Debug, Serialize)]
pub struct ModelStock {
    pub model_id: u64,
    pub seller_stock: Vec<SellerStock>,
}

#[derive(Debug, Clone, Serialize)]
pub struct SellerStock {
    /// Only for shops with several locations; others must leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<String>,
    pub stock: u32,
}

#[derive(Debug, Serialize)]
pub struct UnlistItems {
    pub item_list: Vec<UnlistItem>,
}

#[derive(Debug, Serialize)]
pub struct UnlistItem {
    pub item_id: u64,
    pub unlist: bool,
}

#[derive(Debug, Serialize)]
pub struct ItemRef {
    pub item_id: u64,
}

#[derive(Debug, Serialize)]
pub struct ModelRef {
    pub item_id: u64,
    pub model_id: u64,
}

/// `update_item` and, with the fields that only it needs, `add_item`.
#[derive(Debug, Default, Serialize)]
pub struct ItemEdit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_info: Option<DescriptionInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Images>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_order: Option<PreOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_price: Option<Rupiah>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller_stock: Option<Vec<SellerStock>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logistic_info: Option<Vec<Logistic>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_list: Option<Vec<Attribute>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Brand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_status: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct DescriptionInfo {
    pub extended_description: ExtendedDescription,
}

#[derive(Debug, Serialize)]
pub struct ExtendedDescription {
    pub field_list: Vec<DescriptionField>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "field_type", rename_all = "snake_case")]
pub enum DescriptionField {
    Text { text: String },
    Image { image_info: ImageRef },
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ImageRef {
    pub image_id: String,
}

#[derive(Debug, Serialize)]
pub struct Images {
    pub image_id_list: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_ratio: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Dimension {
    pub package_height: u32,
    pub package_length: u32,
    pub package_width: u32,
}

#[derive(Debug, Serialize)]
pub struct PreOrder {
    pub is_pre_order: bool,
    /// Left out for an ordinary item: the market's own days hold then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_to_ship: Option<u16>,
}

#[derive(Debug, Serialize)]
pub struct Logistic {
    pub logistic_id: u64,
    pub enabled: bool,
}

#[derive(Debug, Serialize)]
pub struct Attribute {
    pub attribute_id: u64,
    pub attribute_value_list: Vec<AttributeValue>,
}

#[derive(Debug, Serialize)]
pub struct AttributeValue {
    /// 0 for the seller's own words.
    pub value_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_value_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_unit: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Brand {
    pub brand_id: u64,
    pub original_brand_name: String,
}

/// `init_tier_variation`.
#[derive(Debug, Serialize)]
pub struct InitTiers {
    pub item_id: u64,
    pub standardise_tier_variation: Vec<Tier>,
    pub model: Vec<NewModel>,
}

/// `update_tier_variation`. Models that are not named here are deleted by the channel.
#[derive(Debug, Serialize)]
pub struct UpdateTiers {
    pub item_id: u64,
    pub standardise_tier_variation: Vec<Tier>,
    pub model_list: Vec<KeptModel>,
}

#[derive(Debug, Serialize)]
pub struct KeptModel {
    pub tier_index: Vec<usize>,
    pub model_id: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tier {
    /// 0 for a free text.
    pub variation_id: u64,
    pub variation_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variation_group_id: Option<u64>,
    pub variation_option_list: Vec<TierOption>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TierOption {
    pub variation_option_id: u64,
    pub variation_option_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<String>,
}

/// `add_model`.
#[derive(Debug, Serialize)]
pub struct AddModels {
    pub item_id: u64,
    pub model_list: Vec<NewModel>,
}

#[derive(Debug, Serialize)]
pub struct NewModel {
    pub tier_index: Vec<usize>,
    pub original_price: Rupiah,
    pub seller_stock: Vec<SellerStock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<Number>,
}

/// `update_model`.
#[derive(Debug, Serialize)]
pub struct UpdateModels {
    pub item_id: u64,
    pub model: Vec<ModelEdit>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ModelEdit {
    pub model_id: u64,
    pub model_sku: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
}

/// The answer of `add_item`.
#[derive(Debug, Deserialize)]
pub struct AddedItem {
    pub item_id: Int,
}

/// The answer of `media_space/upload_image`.
#[derive(Debug, Default, Deserialize)]
pub struct UploadedImages {
    pub image_info: Option<UploadedImage>,
    #[serde(default, deserialize_with = "or_default")]
    pub image_info_list: Vec<UploadedEntry>,
}

#[derive(Debug, Deserialize)]
pub struct UploadedEntry {
    #[serde(default, deserialize_with = "string")]
    pub error: String,
    #[serde(default, deserialize_with = "string")]
    pub message: String,
    pub image_info: Option<UploadedImage>,
}

#[derive(Debug, Deserialize)]
pub struct UploadedImage {
    #[serde(default, deserialize_with = "string")]
    pub image_id: String,
}
