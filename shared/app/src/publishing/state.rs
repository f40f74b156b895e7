//! How a listing stands, derived from what is kept of it: what was observed, what it should be, what both sides agreed on,
//! and how far its last push came.

use std::collections::BTreeSet;

use domain::{
    ListingStatus, SyncState,
    diff::{Decision, Field, FieldKey, base_of},
    plan::{Blocker, Change, PlannedListing},
};

use crate::ports::{Listing, PushMark, PushPhase};

/// A state with the fields that it is about, and the codes of what is not pushed although it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: SyncState,
    pub fields: BTreeSet<Field>,
    pub blocked: BTreeSet<String>,
}

/// Derives the state of `listing`; `planned` is its plan over every field, absent where it has no product.
pub(crate) fn standing(
    listing: &Listing,
    planned: Option<&PlannedListing>,
    push: Option<&PushMark>,
) -> Standing {
    let changes = || planned.iter().flat_map(|planned| &planned.changes).filter(|change| counts(change));
    let fields = |which: &dyn Fn(&Change) -> bool| -> BTreeSet<Field> {
        changes().filter(|change| which(change)).map(|change| change.field).collect()
    };
    let conflicts = fields(&|change| change.decision == Decision::Conflict);
    let base = base_of(&listing.observed.content);
    let moved = |change: &Change| {
        let key = FieldKey { field: change.field, offer: change.offer.clone() };
        let agreed = listing.state.value.base.get(&key);
        change.decision == Decision::Push && agreed.is_some_and(|agreed| base.get(&key) != Some(agreed))
    };
    let drifted = fields(&moved);
    let wanted = fields(&|change| change.decision == Decision::Push);
    let blocked = planned.iter().flat_map(|planned| &planned.changes);
    let blocked = blocked.filter_map(|change| change.blocked.as_ref()).map(Blocker::code).collect();

    let phase = push.map(|push| push.phase);
    let refused_edit = push.is_some_and(|push| push.code.as_deref() == Some("audit_refused"));
    let state = listing.state.value.channel_status;
    let differs = !wanted.is_empty() || !conflicts.is_empty();
    let (state, fields) = if listing.state.value.gone || state.is_gone() {
        (SyncState::Gone, BTreeSet::new())
    } else if phase == Some(PushPhase::AtWork) {
        (SyncState::Pushing, wanted)
    } else if state == ListingStatus::Frozen {
        (SyncState::Frozen, wanted)
    } else if listing.state.value.awaiting.is_some() || state == ListingStatus::UnderReview {
        (SyncState::Auditing, wanted)
    } else if !conflicts.is_empty() {
        (SyncState::Conflict, conflicts)
    } else if state == ListingStatus::Refused {
        (SyncState::Refused, wanted)
    } else if phase == Some(PushPhase::Failed) && differs {
        (if refused_edit { SyncState::Refused } else { SyncState::Failed }, wanted)
    } else if !drifted.is_empty() {
        (SyncState::Drift, drifted)
    } else if !wanted.is_empty() {
        (SyncState::Pending, wanted)
    } else {
        (SyncState::Synced, BTreeSet::new())
    };
    Standing { state, fields, blocked }
}

/// A change counts unless it is left alone on purpose, or has no value that could be pushed: then the listing does not
/// wait for a push, and its `blocked` says why.
fn counts(change: &Change) -> bool {
    !matches!(
        change.blocked,
        Some(
            Blocker::MovedByChannel { .. }
                | Blocker::VariantGone
                | Blocker::NoPrice { .. }
                | Blocker::ProductArchived
                | Blocker::ProductMerged { .. }
                | Blocker::ListingMoved { .. }
        )
    )
}
