//! The values that both sides agreed on, stored when the channel changes them.
//!
//! A listing's base consists of hashes, which are enough to decide but cannot be shown. While the channel shows the
//! agreed value, the observation has it. When an observation with another value is stored, the agreed value is kept
//! here.

use std::collections::BTreeMap;

use crate::{
    ContentHash, ListingContent,
    diff::{FieldKey, Value, observed_value, offer_value},
};

/// The agreed values that `after` does not show: those that `before` showed, and those of `kept` that are still agreed
/// on.
pub fn kept(
    base: &BTreeMap<FieldKey, ContentHash>,
    before: &ListingContent,
    kept: &BTreeMap<FieldKey, Value>,
    after: &ListingContent,
) -> BTreeMap<FieldKey, Value> {
    let mut all = BTreeMap::new();
    for (field, agreed) in base {
        let is_agreed = |value: &Value| value.hash() == *agreed;
        if value(after, field).as_ref().is_some_and(is_agreed) {
            continue;
        }
        let known =
            value(before, field).filter(is_agreed).or_else(|| kept.get(field).cloned().filter(is_agreed));
        all.extend(known.map(|value| (field.clone(), value)));
    }
    all
}

/// The value of `field` in `content`; `None` if it has no such offer.
pub fn value(content: &ListingContent, field: &FieldKey) -> Option<Value> {
    match &field.offer {
        None => Some(observed_value(content, field.field)),
        Some(offer) => content.offer(offer).map(|offer| offer_value(offer, field.field)),
    }
}
