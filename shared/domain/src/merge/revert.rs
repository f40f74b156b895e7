//! Undoes the effect of a merger on a product, without undoing later changes.

use std::collections::BTreeSet;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Product, Variant, VariantId};

/// `now` without the change from `before` to `after`: each field that still has the value of `after` gets the value of
/// `before`. A variant that came with the change is removed, unless it is one of `sold`.
pub fn revert(before: &Product, after: &Product, now: &Product, sold: &BTreeSet<&VariantId>) -> Product {
    let mut reverted: Product = three_way(before, after, now);
    reverted.sources = three_way(&before.sources, &after.sources, &now.sources);
    reverted.flagged = three_way(&before.flagged, &after.flagged, &now.flagged);
    let came = after.attention.difference(&before.attention);
    let gone = before.attention.difference(&after.attention);
    reverted.attention =
        now.attention.iter().filter(|flag| !came.clone().any(|one| &one == flag)).cloned().collect();
    reverted.attention.extend(gone.cloned());
    reverted.variants = variants(before, after, now, sold);
    if reverted.check().is_ok() {
        reverted
    } else {
        Product { variants: now.variants.clone(), ..now.clone() }
    }
}

fn variants(before: &Product, after: &Product, now: &Product, sold: &BTreeSet<&VariantId>) -> Vec<Variant> {
    let mut variants = Vec::new();
    for variant in &now.variants {
        match (before.variant(&variant.id), after.variant(&variant.id)) {
            (Some(old), Some(made)) => variants.push(three_way(old, made, variant)),
            (None, Some(_)) if !sold.contains(&variant.id) => {}
            _ => variants.push(variant.clone()),
        }
    }
    let lost = before
        .variants
        .iter()
        .filter(|old| after.variant(&old.id).is_none() && now.variant(&old.id).is_none());
    variants.extend(lost.cloned());
    if variants.is_empty() { now.variants.clone() } else { variants }
}

/// Compares the JSON of the records field by field, so that fields that are added later are included.
fn three_way<T: Serialize + DeserializeOwned + Clone>(before: &T, after: &T, now: &T) -> T {
    let fields = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (before, after, mut merged) = (fields(before), fields(after), fields(now));
    let names: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    for name in names {
        if merged.get(&name) == after.get(&name) && before.get(&name) != after.get(&name) {
            match before.get(&name) {
                Some(value) => merged.insert(name, value.clone()),
                None => merged.remove(&name),
            };
        }
    }
    serde_json::from_value(Value::Object(merged)).unwrap_or_else(|_| now.clone())
}
