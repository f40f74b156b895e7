//! What is around every answer.

use app::marketplace::tolerant;
use serde::Deserialize;
use serde_json::Value;

/// What every answer is wrapped in. `code` decides, not the HTTP status.
#[derive(Debug, Clone, Deserialize)]
pub struct Envelope {
    #[serde(deserialize_with = "tolerant::required_integer")]
    pub code: i64,
    #[serde(default, deserialize_with = "tolerant::text")]
    pub message: String,
    #[serde(default, deserialize_with = "tolerant::optional_text")]
    pub request_id: Option<String>,
    #[serde(default)]
    pub data: Value,
}

/// What an answer with code 0 may still say went wrong (`data.errors`) or is worth knowing (`data.warnings`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Remarks {
    #[serde(deserialize_with = "tolerant::list")]
    pub errors: Vec<PartialError>,
    #[serde(deserialize_with = "tolerant::list")]
    pub warnings: Vec<Warning>,
}

/// An object with a `message` in the pages; a bare text is read as well.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Value")]
pub struct Warning {
    pub message: String,
}

impl From<Value> for Warning {
    fn from(value: Value) -> Self {
        let message = value.get("message").unwrap_or(&value);
        Self { message: message.as_str().map_or_else(|| message.to_string(), str::to_owned) }
    }
}

/// One failure inside an answer that succeeded as a whole.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PartialError {
    #[serde(deserialize_with = "tolerant::integer")]
    pub code: i64,
    #[serde(deserialize_with = "tolerant::text")]
    pub message: String,
    pub detail: Detail,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub sku_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub product_id: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub listing_platform: Option<String>,
    #[serde(deserialize_with = "tolerant::list")]
    pub extra_errors: Vec<ExtraError>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ExtraError {
    #[serde(deserialize_with = "tolerant::integer")]
    pub code: i64,
    #[serde(deserialize_with = "tolerant::text")]
    pub message: String,
}
