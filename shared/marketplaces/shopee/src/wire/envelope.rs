//! What is around every answer.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::tolerant::{Int, Text, or_default};

#[derive(Debug, Deserialize)]
pub struct Envelope {
    /// Every documented answer has it; one without it is some other server's.
    #[serde(default, deserialize_with = "present")]
    error: Option<Text>,
    #[serde(default)]
    pub message: Text,
    /// The authorise pages and a few others say `msg`.
    #[serde(default)]
    pub msg: Text,
    #[serde(default)]
    pub debug_message: Text,
    /// A text, or in batches an array of objects; kept as it is and only reported.
    pub warning: Option<Box<RawValue>>,
    pub response: Option<Box<RawValue>>,
    #[serde(default)]
    pub request_id: Text,
}

impl Envelope {
    /// The channel's word for what went wrong; empty where nothing did.
    pub fn error(&self) -> &str {
        self.error.as_ref().map_or("", |error| error.0.trim())
    }

    /// Success is an empty `error`; the documents' samples also show `-` and a blank.
    pub fn is_error(&self) -> bool {
        !matches!(self.error(), "" | "-")
    }

    /// It has something of what an answer of the channel has.
    pub fn is_the_channels(&self) -> bool {
        self.error.is_some() || self.response.is_some()
    }

    pub fn text(&self) -> &str {
        [&self.message, &self.msg, &self.debug_message]
            .into_iter()
            .map(|text| text.0.trim())
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// What the channel remarked without refusing.
    pub fn warning_text(&self) -> Option<String> {
        let raw = self.warning.as_ref()?.get().trim();
        let text = serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned());
        let text = text.trim();
        (!matches!(text, "" | "-" | "null" | "[]" | "{}")).then(|| text.to_owned())
    }
}

/// `null` is there, absent is not.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
    Text::deserialize(deserializer).map(Some)
}

/// The refusals inside an answer. They come with an empty `error`, and together with one.
#[derive(Debug, Default, Deserialize)]
pub struct Failures {
    #[serde(default, deserialize_with = "or_default")]
    pub failure_list: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
pub struct Failure {
    #[serde(default)]
    pub item_id: Int,
    #[serde(default)]
    pub model_id: Int,
    #[serde(default)]
    pub failed_reason: Text,
}

/// For calls whose answer says nothing more.
#[derive(Debug, Default, Deserialize)]
pub struct Nothing {}
