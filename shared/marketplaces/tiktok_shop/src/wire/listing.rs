//! A product as Search Products and Get Product show it. Prices, ids and measures are texts, quantities numbers.

use app::marketplace::tolerant;
use serde::Deserialize;
use serde_json::Value;

/// One page of Search Products. The pages disagree whether the last one lacks `next_page_token` or has it empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchPage {
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub total_count: Option<i64>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub next_page_token: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub products: Vec<Product>,
}

/// A product. Search leaves out pictures, description, sales attributes and weight.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Product {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    /// Absent for a product that is in Tokopedia only.
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub status: Option<String>,
    /// Independent of the audit; absent like `status`.
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub product_status: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub title: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub description: String,
    #[serde(deserialize_with = "tolerant::list")]
    pub category_chains: Vec<CategoryLink>,
    pub brand: Option<Brand>,
    #[serde(deserialize_with = "tolerant::list")]
    pub main_images: Vec<Image>,
    pub package_dimensions: Option<Dimensions>,
    pub package_weight: Option<Weight>,
    #[serde(deserialize_with = "tolerant::list")]
    pub product_attributes: Vec<ProductAttribute>,
    #[serde(deserialize_with = "tolerant::list")]
    pub audit_failed_reasons: Vec<AuditFailure>,
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub update_time: Option<i64>,
    #[serde(deserialize_with = "tolerant::list")]
    pub delivery_options: Vec<DeliveryOption>,
    #[serde(deserialize_with = "tolerant::list")]
    pub integrated_platform_statuses: Vec<PlatformStatus>,
    pub audit: Option<Audit>,
    #[serde(deserialize_with = "tolerant::list")]
    pub skus: Vec<Sku>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CategoryLink {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub local_name: Option<String>,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_leaf: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Brand {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
}

/// `uri` is the identity; `urls` are addresses of one delivery network or another.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Image {
    #[serde(deserialize_with = "tolerant::text")]
    pub uri: String,
    #[serde(deserialize_with = "tolerant::list")]
    pub urls: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Dimensions {
    #[serde(deserialize_with = "tolerant::text")]
    pub length: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub width: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub height: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub unit: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Weight {
    #[serde(deserialize_with = "tolerant::text")]
    pub value: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub unit: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProductAttribute {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub values: Vec<AttributeValue>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AttributeValue {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AuditFailure {
    #[serde(deserialize_with = "tolerant::list")]
    pub reasons: Vec<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub listing_platform: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DeliveryOption {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_available: bool,
}

/// The status on another storefront than TikTok Shop's own: `TOKOPEDIA`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PlatformStatus {
    #[serde(deserialize_with = "tolerant::text")]
    pub platform: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub status: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Audit {
    #[serde(deserialize_with = "tolerant::text")]
    pub status: String,
}

/// A SKU with everything that has to be sent back when the list of SKUs is edited: what is left out there is wiped.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sku {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub seller_sku: Option<String>,
    pub price: Option<Price>,
    #[serde(deserialize_with = "tolerant::list")]
    pub inventory: Vec<Inventory>,
    #[serde(deserialize_with = "tolerant::list")]
    pub sales_attributes: Vec<SalesAttribute>,
    /// [`PreSale`]; kept as it was read, to be sent back so.
    pub pre_sale: Option<Value>,
    pub sku_weight: Option<Weight>,
    pub sku_dimensions: Option<Dimensions>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub external_sku_id: Option<String>,
    pub identifier_code: Option<Value>,
    #[serde(deserialize_with = "tolerant::list")]
    pub extra_identifier_codes: Vec<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub external_urls: Vec<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub sku_unit_count: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub combined_skus: Vec<CombinedSku>,
    #[serde(deserialize_with = "tolerant::list")]
    pub fees: Vec<Value>,
}

/// For local sellers one page calls `sale_price` the display price, another `tax_exclusive_price`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Price {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub currency: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub sale_price: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub tax_exclusive_price: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Inventory {
    #[serde(deserialize_with = "tolerant::text")]
    pub warehouse_id: String,
    #[serde(deserialize_with = "tolerant::integer")]
    pub quantity: i64,
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub backorder_quantity: Option<i64>,
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub handling_time: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SalesAttribute {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub value_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub value_name: Option<String>,
    pub sku_img: Option<Image>,
    #[serde(deserialize_with = "tolerant::list")]
    pub supplementary_sku_images: Vec<Image>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PreSale {
    #[serde(rename = "type", deserialize_with = "tolerant::text")]
    pub kind: String,
    pub fulfillment_type: Option<FulfillmentType>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FulfillmentType {
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub handling_duration_days: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CombinedSku {
    #[serde(deserialize_with = "tolerant::text")]
    pub product_id: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub sku_id: String,
    #[serde(deserialize_with = "tolerant::integer")]
    pub sku_count: i64,
}

/// What create and the edits answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Saved {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub product_id: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub skus: Vec<SavedSku>,
    pub audit: Option<Audit>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SavedSku {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub seller_sku: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub sales_attributes: Vec<SalesAttribute>,
}

/// An uploaded picture.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UploadedImage {
    #[serde(deserialize_with = "tolerant::text")]
    pub uri: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListingCheck {
    #[serde(deserialize_with = "tolerant::text")]
    pub check_result: String,
    #[serde(deserialize_with = "tolerant::list")]
    pub fail_reasons: Vec<super::envelope::ExtraError>,
}
