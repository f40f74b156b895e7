//! What both sides had agreed on, kept as a value from when the channel moves away from it.
//!
//! A listing's base is hashes: enough to decide, and nothing to show. While the channel says what was agreed, the
//! observation has the value. Whoever stores the observation in which it says something else keeps it here.

use std::collections::BTreeMap;

use domain::{
    ContentHash, ListingContent,
    diff::{FieldKey, Value, observed_value, offer_value},
};

/// The agreed values that `after` does not show: those that `before` still showed, and of those that were `kept` the ones
/// that are agreed on still.
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

/// What `content` says in `field`; nothing where it has no such offer.
pub(super) fn value(content: &ListingContent, field: &FieldKey) -> Option<Value> {
    match &field.offer {
        None => Some(observed_value(content, field.field)),
        Some(offer) => content.offer(offer).map(|offer| offer_value(offer, field.field)),
    }
}
