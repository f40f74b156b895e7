//! A variant as it is on a channel.

use serde::{Deserialize, Serialize};

/// A variant as one listing shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Unique within its listing.
    pub id: String,
    /// Such as `["Hitam", "5 inch"]`; empty for a product without variants.
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub sku: Option<String>,
    /// In whole rupiah.
    #[serde(default)]
    pub price: Option<i64>,
}
