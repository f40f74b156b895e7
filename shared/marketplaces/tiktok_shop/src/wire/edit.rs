//! What is sent to create and edit products.

use serde::Serialize;
use serde_json::Value;

/// Partial Edit: a property that is left out stays, a property that is sent replaces the whole of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PartialEdit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_images: Option<Vec<ImageUri>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_weight: Option<Weight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skus: Option<Vec<Sku>>,
    /// Always sent: the documented default would take the product out of Tokopedia.
    pub listing_platforms: Vec<String>,
}

/// Create Product.
#[derive(Debug, Serialize)]
pub struct Create {
    pub save_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    pub title: String,
    pub description: String,
    pub category_id: String,
    pub category_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<String>,
    pub main_images: Vec<ImageUri>,
    pub skus: Vec<Sku>,
    pub package_weight: Weight,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_attributes: Vec<ProductAttribute>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delivery_option_ids: Vec<String>,
    pub listing_platforms: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImageUri {
    pub uri: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weight {
    pub value: String,
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dimensions {
    pub length: String,
    pub width: String,
    pub height: String,
    pub unit: String,
}

#[derive(Debug, Serialize)]
pub struct ProductAttribute {
    pub id: String,
    pub values: Vec<AttributeValue>,
}

#[derive(Debug, Serialize)]
pub struct AttributeValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A whole SKU: within `skus` everything that is left out is wiped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sku {
    /// Absent for a new one. Ids of existing SKUs that are missing from the list are deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sales_attributes: Vec<SalesAttribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller_sku: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    pub inventory: Vec<Inventory>,
    /// [`PreSale`], or as it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_sale: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_sku_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_code: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_identifier_codes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_urls: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku_unit_count: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku_weight: Option<Weight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku_dimensions: Option<Dimensions>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub combined_skus: Vec<CombinedSku>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Value>,
}

/// Of `id` and `name` the id wins; the same for values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SalesAttribute {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku_img: Option<ImageUri>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supplementary_sku_images: Vec<ImageUri>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Price {
    /// Whole rupiah as a text without decimals. Reading shows it as `sale_price`.
    pub amount: String,
    pub currency: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inventory {
    pub warehouse_id: String,
    pub quantity: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backorder_quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_time: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreSale {
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Must be absent for the type `NONE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_type: Option<FulfillmentType>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FulfillmentType {
    pub handling_duration_days: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CombinedSku {
    pub product_id: String,
    pub sku_id: String,
    pub sku_count: i64,
}

/// Update Price.
#[derive(Debug, Serialize)]
pub struct Prices {
    pub skus: Vec<SkuPrice>,
}

#[derive(Debug, Serialize)]
pub struct SkuPrice {
    pub id: String,
    pub price: Price,
}

/// Update Inventory. Every warehouse that the SKU is assigned to has to be named.
#[derive(Debug, Serialize)]
pub struct Inventories {
    pub skus: Vec<SkuInventory>,
}

#[derive(Debug, Serialize)]
pub struct SkuInventory {
    pub id: String,
    pub inventory: Vec<WarehouseQuantity>,
}

/// `backorder_quantity` and `handling_time` persist when left out.
#[derive(Debug, Serialize)]
pub struct WarehouseQuantity {
    pub warehouse_id: String,
    /// Absolute.
    pub quantity: i64,
}

/// Activate and deactivate.
#[derive(Debug, Serialize)]
pub struct Lifecycle {
    pub product_ids: Vec<String>,
    /// Always sent: without it only TikTok Shop's storefront follows.
    pub listing_platforms: Vec<String>,
}

/// Delete Products: a JSON body on a DELETE.
#[derive(Debug, Serialize)]
pub struct Delete {
    pub product_ids: Vec<String>,
}

/// Search Products. Both ends of the times are inclusive.
#[derive(Debug, Default, Serialize)]
pub struct Search {
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time_ge: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time_le: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seller_skus: Vec<String>,
}
