//! Warehouses, the stock in them, and how parcels leave them.

use app::marketplace::tolerant;
use serde::Deserialize;

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
    pub delivery_options: Vec<super::listing::DeliveryOption>,
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
