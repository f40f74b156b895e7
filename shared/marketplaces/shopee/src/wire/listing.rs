//! Items and their models as they are read.

use serde::Deserialize;

use super::tolerant::{Amount, Decimal, Flag, Int, or_default, string};

#[derive(Debug, Default, Deserialize)]
pub struct ItemList {
    #[serde(default, deserialize_with = "or_default")]
    pub item: Vec<ListedItem>,
    pub total_count: Option<Int>,
    pub has_next_page: Option<Flag>,
    /// Absent on the last page.
    pub next_offset: Option<Int>,
}

#[derive(Debug, Deserialize)]
pub struct ListedItem {
    pub item_id: Int,
    #[serde(default)]
    pub update_time: Int,
}

#[derive(Debug, Default, Deserialize)]
pub struct SearchResult {
    #[serde(default, deserialize_with = "or_default")]
    pub item_id_list: Vec<Int>,
}

#[derive(Debug, Default, Deserialize)]
pub struct BaseInfo {
    #[serde(default, deserialize_with = "or_default")]
    pub item_list: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub item_id: Int,
    #[serde(default)]
    pub category_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub item_name: String,
    #[serde(default, deserialize_with = "string")]
    pub description: String,
    #[serde(default, deserialize_with = "string")]
    pub description_type: String,
    pub description_info: Option<DescriptionInfo>,
    #[serde(default, deserialize_with = "string")]
    pub item_sku: String,
    #[serde(default)]
    pub update_time: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub attribute_list: Vec<Attribute>,
    /// Absent where the item has models.
    #[serde(default, deserialize_with = "or_default")]
    pub price_info: Vec<PriceInfo>,
    pub stock_info_v2: Option<StockInfo>,
    #[serde(default, deserialize_with = "or_default")]
    pub image: Images,
    /// Kilograms, as a text.
    #[serde(default)]
    pub weight: Decimal,
    pub dimension: Option<Dimension>,
    #[serde(default, deserialize_with = "or_default")]
    pub logistic_info: Vec<Logistic>,
    pub pre_order: Option<PreOrder>,
    #[serde(default, deserialize_with = "string")]
    pub item_status: String,
    #[serde(default)]
    pub has_model: Flag,
    /// Of the item or of one of its models; says nothing of what it holds.
    #[serde(default)]
    pub has_promotion: Flag,
    pub brand: Option<Brand>,
}

#[derive(Debug, Deserialize)]
pub struct DescriptionInfo {
    pub extended_description: Option<ExtendedDescription>,
}

#[derive(Debug, Default, Deserialize)]
pub struct ExtendedDescription {
    #[serde(default, deserialize_with = "or_default")]
    pub field_list: Vec<DescriptionField>,
}

#[derive(Debug, Deserialize)]
pub struct DescriptionField {
    #[serde(default, deserialize_with = "string")]
    pub text: String,
    pub image_info: Option<ImageInfo>,
}

#[derive(Debug, Deserialize)]
pub struct ImageInfo {
    #[serde(default, deserialize_with = "string")]
    pub image_id: String,
    #[serde(default, deserialize_with = "string")]
    pub image_url: String,
}

#[derive(Debug, Deserialize)]
pub struct Attribute {
    pub attribute_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub original_attribute_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub attribute_value_list: Vec<AttributeValue>,
}

#[derive(Debug, Deserialize)]
pub struct AttributeValue {
    #[serde(default)]
    pub value_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub original_value_name: String,
    #[serde(default, deserialize_with = "string")]
    pub value_unit: String,
}

#[derive(Debug, Deserialize)]
pub struct PriceInfo {
    /// The seller's own price: the only one that is compared and written.
    pub original_price: Option<Amount>,
    /// What buyers pay right now. Read only to see that a promotion runs; may have decimals then.
    pub current_price: Option<Decimal>,
}

#[derive(Debug, Deserialize)]
pub struct StockInfo {
    pub summary_info: Option<StockSummary>,
    #[serde(default, deserialize_with = "or_default")]
    pub seller_stock: Vec<SellerStock>,
}

#[derive(Debug, Deserialize)]
pub struct StockSummary {
    pub total_available_stock: Option<Int>,
}

#[derive(Debug, Deserialize)]
pub struct SellerStock {
    #[serde(default)]
    pub stock: Int,
}

#[derive(Debug, Default, Deserialize)]
pub struct Images {
    #[serde(default, deserialize_with = "or_default")]
    pub image_id_list: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub image_url_list: Vec<String>,
    /// `1:1` or `3:4`.
    #[serde(default, deserialize_with = "string")]
    pub image_ratio: String,
}

#[derive(Debug, Deserialize)]
pub struct Dimension {
    #[serde(default)]
    pub package_length: Decimal,
    #[serde(default)]
    pub package_width: Decimal,
    #[serde(default)]
    pub package_height: Decimal,
}

#[derive(Debug, Deserialize)]
pub struct Logistic {
    pub logistic_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub logistic_name: String,
    #[serde(default)]
    pub enabled: Flag,
}

#[derive(Debug, Deserialize)]
pub struct PreOrder {
    #[serde(default)]
    pub is_pre_order: Flag,
    #[serde(default)]
    pub days_to_ship: Int,
}

#[derive(Debug, Deserialize)]
pub struct Brand {
    #[serde(default)]
    pub brand_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub original_brand_name: String,
}

/// `get_model_list`, and the part of it that `add_model` and `init_tier_variation` answer with.
#[derive(Debug, Default, Deserialize)]
pub struct Models {
    #[serde(default, deserialize_with = "or_default")]
    pub tier_variation: Vec<Tier>,
    #[serde(default, deserialize_with = "or_default")]
    pub standardise_tier_variation: Vec<StandardTier>,
    #[serde(default, deserialize_with = "or_default")]
    pub model: Vec<Model>,
}

#[derive(Debug, Deserialize)]
pub struct Tier {
    #[serde(default, deserialize_with = "string")]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub option_list: Vec<TierOption>,
}

#[derive(Debug, Deserialize)]
pub struct TierOption {
    #[serde(default, deserialize_with = "string")]
    pub option: String,
    pub image: Option<ImageInfo>,
}

#[derive(Debug, Deserialize)]
pub struct StandardTier {
    #[serde(default)]
    pub variation_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub variation_name: String,
    #[serde(default)]
    pub variation_group_id: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub variation_option_list: Vec<StandardOption>,
}

#[derive(Debug, Deserialize)]
pub struct StandardOption {
    #[serde(default)]
    pub variation_option_id: Int,
    #[serde(default, deserialize_with = "string")]
    pub variation_option_name: String,
    #[serde(default, deserialize_with = "string")]
    pub image_id: String,
}

#[derive(Debug, Deserialize)]
pub struct Model {
    pub model_id: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub tier_index: Vec<Int>,
    #[serde(default, deserialize_with = "string")]
    pub model_sku: String,
    #[serde(default, deserialize_with = "or_default")]
    pub price_info: Vec<PriceInfo>,
    pub stock_info_v2: Option<StockInfo>,
    #[serde(default)]
    pub weight: Decimal,
    pub dimension: Option<Dimension>,
}
