//! Readers for JSON values whose type the channels' own documents disagree about. Nothing passes through a float: a
//! number is read from its digits.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::{Value, value::RawValue};

/// A number, a text or a flag as it was written. `None` for `null`.
pub fn scalar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    match raw.get().trim() {
        "null" => Ok(None),
        text if text.starts_with('"') => serde_json::from_str(text).map(Some).map_err(D::Error::custom),
        other if other.starts_with(['{', '[']) => Err(D::Error::custom("expected a number or a text")),
        other => Ok(Some(other.to_owned())),
    }
}

/// A text, also where a number is sent. `null` is empty.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(scalar(deserializer)?.unwrap_or_default())
}

/// The same, and `None` for `null` or an empty text.
pub fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(scalar(deserializer)?.filter(|text| !text.is_empty()))
}

/// A whole number, also as a text. `null` and the empty text are 0.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(optional_integer(deserializer)?.unwrap_or_default())
}

/// The same, and `None` for `null` or an empty text.
pub fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let text = scalar(deserializer)?.unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = whole(&text).ok_or_else(|| D::Error::custom(format!("not a whole number: {text}")))?;
    Ok(Some(number))
}

/// A whole number that has to be there.
pub fn required_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    optional_integer(deserializer)?.ok_or_else(|| D::Error::custom("expected a whole number"))
}

/// A flag, also as a text or a number. `null` is no.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = scalar(deserializer)?.unwrap_or_default();
    Ok(matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "1" | "yes"))
}

/// Reads a field that may be `null` as its default; use with `#[serde(default)]`.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A list, where `null` is an empty one and a single value is a list of it.
pub fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let items = match Value::deserialize(deserializer)? {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        // Documents show lists as one text with its quotes (`allowed_special_product_types`).
        Value::String(text) => vec![Value::String(text.trim_matches('"').to_owned())],
        single => vec![single],
    };
    items.into_iter().map(|item| serde_json::from_value(item).map_err(D::Error::custom)).collect()
}

/// The whole number that a decimal text means: `172500.00` is 172500; `1.5` and `1e5` are `None`.
pub fn whole(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    part.bytes().all(|digit| digit == b'0').then(|| whole.parse().ok()).flatten()
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
        let json = r#"{"id":1729592969712207008,"at":"1644412885","kinds":null}"#;
        let direct: Sample = serde_json::from_str(json).unwrap();
        let through_a_value: Sample = serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
        for sample in [direct, through_a_value] {
            assert_eq!((sample.id.as_str(), sample.at), ("1729592969712207008", Some(1_644_412_885)));
            assert!(sample.kinds.is_empty());
        }
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
        assert!(serde_json::from_str::<Sample>(r#"{"id":{}}"#).is_err());
    }

    #[test]
    fn a_list_written_as_one_quoted_text_is_read() {
        let sample: Sample = serde_json::from_str(r#"{"id":"1","kinds":"\"PRE_ORDER\""}"#).unwrap();
        assert_eq!(sample.kinds, ["PRE_ORDER"]);
    }
}
