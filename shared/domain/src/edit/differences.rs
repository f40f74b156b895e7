//! The changes of an edit, for the audit: every changed field with both complete values.

use serde_json::{Map, Value, json};

use crate::{Product, Variant};

/// Field by field, from → to. Variants are named by their id.
pub fn differences(before: &Product, after: &Product) -> Value {
    let mut changed = Map::new();
    let (mut old, mut new) = (fields(before), fields(after));
    for bookkeeping in ["updated_at", "created_at", "variants", "sources", "flagged", "set_at"] {
        old.remove(bookkeeping);
        new.remove(bookkeeping);
    }
    compare(&mut changed, "", &old, &new);
    for variant in &after.variants {
        match before.variant(&variant.id) {
            Some(known) => {
                let name = format!("variants.{}.", variant.id);
                compare(&mut changed, &name, &fields(known), &fields(variant));
            }
            None => {
                changed.insert(format!("variants.{}", variant.id), json!({ "from": null, "to": variant }));
            }
        }
    }
    let removed = |variant: &&Variant| after.variant(&variant.id).is_none();
    for variant in before.variants.iter().filter(removed) {
        changed.insert(format!("variants.{}", variant.id), json!({ "from": variant, "to": null }));
    }
    json!({ "changed": changed })
}

fn fields(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn compare(
    changed: &mut Map<String, Value>,
    prefix: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) {
    for (name, to) in new {
        let from = old.get(name).unwrap_or(&Value::Null);
        if from != to {
            changed.insert(format!("{prefix}{name}"), json!({ "from": from, "to": to }));
        }
    }
}
