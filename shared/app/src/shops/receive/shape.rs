//! The stored shape of a push of an unknown kind: its fields and their types, without any values.
//!
//! Pushes of orders and chats contain buyers' names, addresses and messages. To support a new kind of push, a developer
//! needs its structure, but no personal data.

use serde_json::{Map, Value};

/// Field names come from the channel; a longer text is not a field name.
const LONGEST_NAME: usize = 40;
/// The most fields of one object that are included.
const MOST_FIELDS: usize = 60;
/// The deepest level of nested objects that is included.
const DEEPEST: usize = 6;

/// The shape of a body as JSON: `{"ordersn": "text", "items": [{"quantity": "number"}]}`.
pub(super) fn of(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => shape(&value, DEEPEST).to_string(),
        Err(_) => Value::from(format!("not JSON, {} bytes", body.len())).to_string(),
    }
}

fn shape(value: &Value, deeper: usize) -> Value {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "text".into(),
        Value::Array(_) | Value::Object(_) if deeper == 0 => "…".into(),
        // The elements of a list have the same shape, so the first one is enough.
        Value::Array(items) => items.first().map(|first| shape(first, deeper - 1)).into_iter().collect(),
        Value::Object(fields) => fields_of(fields, deeper - 1),
    }
}

fn fields_of(fields: &Map<String, Value>, deeper: usize) -> Value {
    let shown = fields.iter().take(MOST_FIELDS).map(|(name, value)| {
        // Some bodies use the number of a person or an order as a field name.
        let is_name = name.len() <= LONGEST_NAME
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
            && name.chars().filter(char::is_ascii_digit).count() < 5;
        (if is_name { name.clone() } else { "…".to_owned() }, shape(value, deeper))
    });
    Value::Object(shown.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_and_kinds_are_kept_and_no_value() {
        let body = json!({
            "code": 3, "shop_id": 14_701_711, "timestamp": 1_790_000_000,
            "data": {"ordersn": "2610ABC", "buyer": {"name": "Siti Rahma", "phone": "+62811"}, "items": [{"n": 1}, {"n": 2}], "note": null, "cod": true},
        });
        assert_eq!(
            of(body.to_string().as_bytes()),
            r#"{"code":"number","shop_id":"number","timestamp":"number","data":{"ordersn":"text","buyer":{"name":"text","phone":"text"},"items":[{"n":"number"}],"note":"null","cod":"bool"}}"#
        );
        assert_eq!(of(b"Siti Rahma, Jl. Melati 5"), r#""not JSON, 24 bytes""#);
        assert_eq!(of(br#"{"081234567": 1, "Siti Rahma": 2}"#), r#"{"…":"number"}"#);
    }

    proptest! {
        /// Whatever a push contains, no personal data is stored.
        #[test]
        fn no_text_of_a_body_survives(texts in prop::collection::vec("[A-Z][a-z]{6,12} [A-Z][a-z]{6,12}", 1..6), depth in 1_usize..10) {
            let mut body = json!(texts);
            for name in 0..depth {
                body = json!({ format!("f{name}"): body, "note": texts[0] });
            }
            let kept = of(body.to_string().as_bytes());
            for text in &texts {
                prop_assert!(!kept.contains(text.as_str()), "{kept}");
            }
        }
    }
}
