//! Readers for values whose type the channel's own pages disagree about.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

/// A text, also where a number stands: a 64-bit id never passes through a float.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(optional_text(deserializer)?.unwrap_or_default())
}

/// The same, and nothing for `null` or an empty text.
pub fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Value::Number(number) if !number.is_f64() => Ok(Some(number.to_string())),
        Value::Number(number) => Ok(Some(number.to_string()).filter(|text| !text.contains(['e', 'E']))),
        other => Err(D::Error::custom(format!("expected a text, found {other}"))),
    }
}

/// A whole number, also as a text. `null` and the empty text are 0.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(optional_integer(deserializer)?.unwrap_or_default())
}

/// The same, and nothing for `null` or an empty text.
pub fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => text.trim().parse().map(Some).map_err(D::Error::custom),
        // `5.0` is 5, read from its digits.
        Value::Number(number) => {
            let text = number.to_string();
            let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
            let whole = part.bytes().all(|digit| digit == b'0').then(|| whole.parse().ok()).flatten();
            whole.map(Some).ok_or_else(|| D::Error::custom("expected a whole number"))
        }
        other => Err(D::Error::custom(format!("expected a whole number, found {other}"))),
    }
}

/// A whole number that has to be there.
pub fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    optional_integer(deserializer)?.ok_or_else(|| D::Error::custom("expected a whole number"))
}

/// A flag, also as a text or a number. `null` is no.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(flag),
        Value::String(text) => Ok(matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "1" | "yes")),
        Value::Number(number) => Ok(number.as_i64() == Some(1)),
        other => Err(D::Error::custom(format!("expected a flag, found {other}"))),
    }
}

/// A list, where `null` is an empty one and a single value is a list of it.
pub fn list<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let items = match Value::deserialize(deserializer)? {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        // Pages show lists as one text, quotes and all (`allowed_special_product_types`).
        Value::String(text) => vec![Value::String(text.trim_matches('"').to_owned())],
        single => vec![single],
    };
    items.into_iter().map(|item| serde_json::from_value(item).map_err(D::Error::custom)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        #[serde(deserialize_with = "text")]
        id: String,
        #[serde(default, deserialize_with = "optional_integer")]
        at: Option<i64>,
        #[serde(default, deserialize_with = "list")]
        kinds: Vec<String>,
        #[serde(default, deserialize_with = "flag")]
        leaf: bool,
    }

    #[test]
    fn a_numeric_id_keeps_every_digit() {
        let sample: Sample =
            serde_json::from_str(r#"{"id":1729592969712207008,"at":"1644412885","kinds":null}"#).unwrap();
        assert_eq!((sample.id.as_str(), sample.at), ("1729592969712207008", Some(1_644_412_885)));
        assert!(sample.kinds.is_empty());
    }

    #[test]
    fn flags_and_counts_are_read_in_every_spelling() {
        for (json, leaf) in
            [("true", true), ("\"true\"", true), ("1", true), ("null", false), ("\"\"", false)]
        {
            let json = format!(r#"{{"id":"1","at":5.0,"leaf":{json}}}"#);
            let sample: Sample = serde_json::from_str(&json).unwrap();
            assert_eq!((sample.leaf, sample.at), (leaf, Some(5)), "{json}");
        }
        assert!(serde_json::from_str::<Sample>(r#"{"id":"1","at":5.5}"#).is_err());
    }

    #[test]
    fn a_list_written_as_one_quoted_text_is_read() {
        let sample: Sample = serde_json::from_str(r#"{"id":"1","kinds":"\"PRE_ORDER\""}"#).unwrap();
        assert_eq!(sample.kinds, ["PRE_ORDER"]);
    }
}
