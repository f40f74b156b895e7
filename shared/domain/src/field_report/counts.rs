//! Counts of the variants that two channels have.

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Channel;

/// The variants that both of two channels have, by what is true of them. For the field `variants`, `lacking` counts
/// those that one of the two does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantCounts {
    pub agree: u64,
    pub differ: u64,
    pub lacking: u64,
}

impl VariantCounts {
    pub(super) fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Agree => self.agree += 1,
            Verdict::Differ => self.differ += 1,
            Verdict::Lacking => self.lacking += 1,
            Verdict::Absent | Verdict::Incomparable => {}
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.agree += other.agree;
        self.differ += other.differ;
        self.lacking += other.lacking;
    }
}

/// Two channels in their order.
pub(super) fn pair_of(a: &Channel, b: &Channel) -> (Channel, Channel) {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}
