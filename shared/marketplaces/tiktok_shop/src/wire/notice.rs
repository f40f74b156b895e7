//! Pushes. Ids come as texts or numbers; the inventory push has been seen with and without an envelope.

use app::marketplace::tolerant;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Notice {
    #[serde(rename = "type", deserialize_with = "tolerant::optional_integer")]
    pub kind: Option<i64>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub tts_notification_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub shop_id: Option<String>,
    /// Unix seconds.
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub timestamp: Option<i64>,
    /// Read only for the kinds that concern us, so that a strange push of another kind is no error.
    pub data: Value,
}

/// The fields that matter to us out of all kinds of push.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Data {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub product_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub sku_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub status: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub suspended_reason: Option<String>,
    pub audit: Option<super::listing::Audit>,
    #[serde(deserialize_with = "tolerant::list")]
    pub integrated_platform_statuses: Vec<super::listing::PlatformStatus>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub message: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub expiration_time: Option<i64>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub tts_shop_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub event_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub occurred_at: Option<String>,
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
