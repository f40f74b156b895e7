//! Categories, brands, warehouses and the other reads that support a listing.

use serde::{Deserialize, Serialize};

use super::tolerant;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Categories {
    #[serde(deserialize_with = "tolerant::list")]
    pub categories: Vec<Category>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub leaf_category_id: Option<String>,
}

/// `local_name` in the tree, `name` in a recommendation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub parent_id: Option<String>,
    #[serde(alias = "name", deserialize_with = "tolerant::text")]
    pub local_name: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_leaf: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub permission_statuses: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CategoryRules {
    /// Absent where the shop may list no special products at all.
    #[serde(deserialize_with = "tolerant::list")]
    pub allowed_special_product_types: Vec<String>,
    pub package_dimension: Rule,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rule {
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_required: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attributes {
    #[serde(deserialize_with = "tolerant::list")]
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attribute {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub name: String,
    /// `SALES_PROPERTY` or `PRODUCT_PROPERTY`.
    #[serde(rename = "type", deserialize_with = "tolerant::text")]
    pub kind: String,
    /// The page spells it `is_requried`; clients have also seen it spelt right.
    #[serde(alias = "is_requried", deserialize_with = "tolerant::flag")]
    pub is_required: bool,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_customizable: bool,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_multiple_selection: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub values: Vec<super::product::AttributeValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brands {
    #[serde(deserialize_with = "tolerant::list")]
    pub brands: Vec<super::product::Brand>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub next_page_token: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Warehouses {
    #[serde(deserialize_with = "tolerant::list")]
    pub warehouses: Vec<Warehouse>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Warehouse {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
    /// `ENABLED`, `DISABLED`, or `RESTRICTED` (holiday or order-limit mode).
    #[serde(deserialize_with = "tolerant::text")]
    pub effect_status: String,
    /// `SALES_WAREHOUSE` or `RETURN_WAREHOUSE`; one place that is both has two ids.
    #[serde(rename = "type", deserialize_with = "tolerant::text")]
    pub kind: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_default: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeliveryOptions {
    #[serde(deserialize_with = "tolerant::list")]
    pub delivery_options: Vec<super::product::DeliveryOption>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Prerequisites {
    #[serde(deserialize_with = "tolerant::list")]
    pub check_results: Vec<Prerequisite>,
}

/// One thing that a shop needs before it can list; `check_item` is `SHOP_STATUS`, `BANk_ACCOUNT` (sic) and so on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Prerequisite {
    #[serde(deserialize_with = "tolerant::text")]
    pub check_item: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_failed: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub fail_reasons: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListingCheck {
    #[serde(deserialize_with = "tolerant::text")]
    pub check_result: String,
    #[serde(deserialize_with = "tolerant::list")]
    pub fail_reasons: Vec<super::ExtraError>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InventorySearch {
    #[serde(deserialize_with = "tolerant::list")]
    pub inventory: Vec<ProductInventory>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProductInventory {
    #[serde(deserialize_with = "tolerant::text")]
    pub product_id: String,
    #[serde(deserialize_with = "tolerant::list")]
    pub skus: Vec<SkuInventory>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SkuInventory {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::integer")]
    pub total_available_quantity: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Webhooks {
    #[serde(deserialize_with = "tolerant::list")]
    pub webhooks: Vec<Webhook>,
}

/// A shop's own address for one kind of push.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub event_type: String,
    pub address: String,
}
