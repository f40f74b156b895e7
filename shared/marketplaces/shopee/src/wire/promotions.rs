//! What locks the price of an item, and why an item was banned or moved down.

use serde::Deserialize;

use super::tolerant::{Int, Text, or_default};

#[derive(Debug, Default, Deserialize)]
pub struct Promotions {
    #[serde(default, deserialize_with = "or_default")]
    pub success_list: Vec<ItemPromotions>,
}

#[derive(Debug, Deserialize)]
pub struct ItemPromotions {
    pub item_id: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub promotion: Vec<Promotion>,
}

#[derive(Debug, Deserialize)]
pub struct Promotion {
    #[serde(default)]
    pub promotion_type: Text,
    #[serde(default)]
    pub model_id: Int,
    #[serde(default)]
    pub start_time: Int,
    #[serde(default)]
    pub end_time: Int,
    #[serde(default)]
    pub promotion_staging: Text,
}

#[derive(Debug, Default, Deserialize)]
pub struct Violations {
    #[serde(default, deserialize_with = "or_default")]
    pub item_list: Vec<Violation>,
}

#[derive(Debug, Deserialize)]
pub struct Violation {
    pub item_id: Int,
    #[serde(default)]
    pub item_status: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub item_status_details: Vec<ViolationDetail>,
    #[serde(default, deserialize_with = "or_default")]
    pub deboost_details: Vec<ViolationDetail>,
    /// The other spelling of the same.
    #[serde(default, deserialize_with = "or_default")]
    pub deboosted_details: Vec<ViolationDetail>,
}

#[derive(Debug, Deserialize)]
pub struct ViolationDetail {
    #[serde(default)]
    pub violation_type: Text,
    #[serde(default)]
    pub violation_reason: Text,
    #[serde(default)]
    pub suggestion: Text,
}
