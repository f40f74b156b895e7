//! One change of a plan.

use serde::{Deserialize, Serialize};

use super::Blocker;
use crate::{
    OfferId, VariantId,
    diff::{Decision, Field, Value},
};

/// One field of one listing: from → to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: Field,
    /// The offer, for a field kept per offer. Absent for an offer that does not exist yet.
    pub offer: Option<OfferId>,
    /// The variant that the offer sells, where it is known.
    pub variant: Option<VariantId>,
    pub from: Value,
    pub to: Value,
    /// What is done about it.
    pub decision: Decision,
    /// Why it will not be pushed although it differs; absent when nothing prevents it.
    pub blocked: Option<Blocker>,
}

impl Change {
    /// Will be sent to the channel.
    pub fn is_pushed(&self) -> bool {
        self.decision == Decision::Push && self.blocked.is_none()
    }
}

/// Holds a change back that would be pushed and that nothing holds back yet.
pub(super) fn block(change: &mut Change, blocker: Blocker) {
    if change.decision == Decision::Push && change.blocked.is_none() {
        change.blocked = Some(blocker);
    }
}
