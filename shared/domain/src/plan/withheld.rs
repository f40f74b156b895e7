//! What may not be pushed although it differs, for reasons that the values themselves do not show.

use std::collections::BTreeMap;

use super::{
    Blocker,
    change::{Change, block},
};
use crate::{
    Lack, VariantId,
    diff::{Decision, Field, FieldKey},
};

/// Reasons against a listing, its fields, or variants that would be added. They keep a change out of the plan's hash,
/// so that a job whose reasons are others than those that were approved is stale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Against everything of the listing.
    pub listing: Option<Blocker>,
    /// Against one field; of one offer, for a field kept per offer.
    pub fields: BTreeMap<FieldKey, Blocker>,
    /// Against adding a variant.
    pub variants: BTreeMap<VariantId, Blocker>,
    /// What a listing that is to be created still lacks.
    pub lacks: Vec<Lack>,
}

impl Withheld {
    /// A listing is created whole or not at all: one thing that is missing or refused holds everything.
    pub(super) fn hold_creation(&self, changes: &mut [Change]) {
        let refused = changes.iter().find(|change| change.blocked.is_some()).map(|change| change.field);
        let blocker = match refused {
            _ if !self.lacks.is_empty() => Blocker::CreationLacks { missing: self.lacks.clone() },
            Some(field) => Blocker::CreationHeld { field },
            None => return,
        };
        for change in changes {
            block(change, blocker.clone());
        }
    }

    pub(super) fn apply(&self, changes: &mut [Change]) {
        for change in changes {
            if let Some(blocker) = &self.listing
                && change.decision == Decision::Push
            {
                // It comes before any other: whatever else is fixed, nothing of this listing is pushed.
                change.blocked = Some(blocker.clone());
            }
            let key = FieldKey { field: change.field, offer: change.offer.clone() };
            if let Some(blocker) = self.fields.get(&key) {
                block(change, blocker.clone());
            }
            let added = change.variant.as_ref().filter(|_| key == FieldKey::listing(Field::Variants));
            if let Some(blocker) = added.and_then(|variant| self.variants.get(variant)) {
                block(change, blocker.clone());
            }
        }
    }
}
