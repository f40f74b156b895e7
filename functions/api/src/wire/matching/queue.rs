//! The queue of matches: one entry for each listing that may have a partner in another shop.

use std::collections::BTreeMap;

use app::catalogue::matches::{Counts, Entry, QueueTier};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Match, MatchSide, Said};
use crate::wire::{
    enums::{MatchDecision, MatchTier},
    number::Percent,
};

/// A page of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchQueue {
    pub items: Vec<MatchEntry>,
    /// Ask with `?cursor=` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Entries on all pages.
    pub total: usize,
    pub counts: MatchCounts,
}

/// What there is in all, whatever tier or decision was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchCounts {
    /// Listings that wait for a person's answer: the open ones without `unlikely`.
    pub waiting: u64,
    /// Open entries by tier, each with a number.
    pub open: BTreeMap<MatchTier, u64>,
    /// Pairs by what was decided.
    pub decided: BTreeMap<MatchDecision, u64>,
}

/// A listing with those of other shops that may be, are, or are not the same product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchEntry {
    pub listing: MatchSide,
    /// Of the best candidate; `unlikely` where none is worth a look.
    pub tier: MatchTier,
    /// How sure the best candidate is, 0 to 100.
    #[schema(value_type = f64)]
    pub score_percent: Percent,
    /// The best first; of decided ones the newest. Of open ones at most five.
    pub candidates: Vec<MatchCandidate>,
}

/// A listing that may be the partner of an entry's listing, and the match between the two.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchCandidate {
    /// Of the match, as decisions name it.
    pub id: String,
    pub tier: MatchTier,
    /// How sure it is, 0 to 100.
    #[schema(value_type = f64)]
    pub score_percent: Percent,
    pub listing: MatchSide,
    /// What speaks for and against it, the weightiest first.
    pub evidence: Vec<Said>,
    pub decision: MatchDecision,
    /// Where an undo leads; absent where there is nothing to undo.
    pub before: Option<MatchDecision>,
    /// Who decided; the import's id for what was linked automatically.
    pub decided_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// Both belong to one product now.
    pub one_product: bool,
    /// For `If-Match`.
    pub version: u64,
}

impl MatchEntry {
    /// An entry with its matches; nothing where none of them exists any more.
    pub fn of(entry: &Entry, matches: Vec<Match>) -> Option<Self> {
        let mut listing = None;
        let mut candidates = Vec::with_capacity(matches.len());
        for (found, row) in matches.into_iter().filter_map(|found| {
            let row = entry.candidates.iter().find(|row| row.id.as_str() == found.id)?;
            Some((found, row))
        }) {
            let (own, other) =
                if row.left == entry.listing { (found.left, found.right) } else { (found.right, found.left) };
            listing.get_or_insert(own);
            candidates.push(MatchCandidate {
                id: found.id,
                tier: QueueTier::of(row.tier, row.score).into(),
                score_percent: found.score_percent,
                listing: other,
                evidence: found.evidence,
                decision: found.decision,
                before: found.before,
                decided_by: found.decided_by,
                decided_at: found.decided_at,
                found_at: found.found_at,
                one_product: found.one_product,
                version: found.version,
            });
        }
        let score_percent = candidates.first()?.score_percent;
        Some(Self { listing: listing?, tier: entry.tier.into(), score_percent, candidates })
    }
}

impl From<&Counts> for MatchCounts {
    fn from(counts: &Counts) -> Self {
        let open = |tier: &QueueTier| (MatchTier::from(*tier), counts.open.get(tier).copied().unwrap_or(0));
        Self {
            waiting: counts.asks_a_person(),
            open: QueueTier::ALL.iter().map(open).collect(),
            decided: counts.decided.iter().map(|(decision, count)| ((*decision).into(), *count)).collect(),
        }
    }
}
