//! What a plan is made of, and the comparison of one field.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Target, Withheld};
use crate::{
    BasisPoints, ContentHash, Limits, ListingContent, ListingKey, ProductId, VariantId,
    channel_status::Edits,
    diff::{Decision, Field, FieldKey, Owners, Value, decide},
};

/// All that the plan of one listing depends on.
#[derive(Debug, Clone, Copy)]
pub struct PlanInput<'a> {
    pub key: &'a ListingKey,
    pub product: &'a ProductId,
    pub target: &'a Target,
    pub observed: &'a ListingContent,
    /// What both sides last agreed on, field by field.
    pub base: &'a BTreeMap<FieldKey, ContentHash>,
    pub owners: &'a Owners,
    pub limits: &'a Limits,
    /// Plan these fields only; absent for all.
    pub fields: Option<&'a BTreeSet<Field>>,
    /// The largest price move of one push.
    pub guard: BasisPoints,
    /// The version of the channel's field mapping; 0 while nobody changed it. Part of the hash, so that a plan made
    /// before a change of the mapping is stale.
    pub mapping: u64,
    /// What the channel lets us change while the listing is as observed.
    pub edits: Edits,
    /// What may not be pushed for reasons that the values themselves do not show.
    pub withheld: &'a Withheld,
}

pub(super) fn wanted(input: &PlanInput<'_>, field: Field) -> bool {
    input.fields.is_none_or(|fields| fields.contains(&field))
}

/// Adds the change of one field, when it differs and somebody has to act.
pub(super) fn compare(
    input: &PlanInput<'_>,
    changes: &mut Vec<Change>,
    key: FieldKey,
    variant: Option<&VariantId>,
    from: Value,
    to: Value,
) {
    if !wanted(input, key.field) {
        return;
    }
    let decision = decide(input.owners.of(key.field), &to.hash(), input.base.get(&key), &from.hash());
    if decision != Decision::Agree {
        let FieldKey { field, offer } = key;
        changes.push(Change { field, offer, variant: variant.cloned(), from, to, decision, blocked: None });
    }
}
