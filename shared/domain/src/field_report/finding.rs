//! One field of one product: every channel's value, and what follows.

use std::collections::BTreeMap;

use super::{
    Group, Side, Verdict, compare,
    compared::{self, Compared},
    counts::{VariantCounts, pair_of},
    per_offer, value,
};
use crate::{Channel, ListingKey, diff::Field};

/// What one listing says in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub listing: ListingKey,
    /// For a person; absent where the listing says nothing.
    pub value: Option<String>,
}

/// What is true of one field of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub field: Field,
    /// Over all channels; absent for a product that is on one channel only.
    pub verdict: Option<Verdict>,
    /// Every two listings of different channels say it to the letter alike.
    pub identical: bool,
    /// By channel, whether one of its listings says anything.
    pub has: BTreeMap<Channel, bool>,
    /// By two channels in their order: the gravest verdict over their listings.
    pub pairs: BTreeMap<(Channel, Channel), PairFinding>,
    /// In the order of the listings' keys.
    pub values: Vec<Shown>,
}

/// What is true of one field between two channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairFinding {
    pub verdict: Verdict,
    pub identical: bool,
    /// For a field kept per offer: the variants that both channels have.
    pub variants: VariantCounts,
}

/// Looks at one field of one product.
pub fn find(field: Field, group: &Group<'_>) -> Finding {
    let mut sides: Vec<&Side<'_>> = group.sides.iter().collect();
    sides.sort_by_key(|side| side.key);
    let mut has: BTreeMap<Channel, bool> = BTreeMap::new();
    for side in &sides {
        *has.entry(side.key.channel.clone()).or_default() |= compared::has(field, side.content);
    }
    let mut pairs: BTreeMap<(Channel, Channel), PairFinding> = BTreeMap::new();
    for (index, one) in sides.iter().enumerate() {
        for other in sides.iter().skip(index + 1).filter(|other| other.key.channel != one.key.channel) {
            let (Compared { verdict, identical }, variants) = compared(field, one, other);
            let new = PairFinding { verdict, identical, variants };
            pairs
                .entry(pair_of(&one.key.channel, &other.key.channel))
                .and_modify(|known| known.join(new))
                .or_insert(new);
        }
    }
    let shown = |side: &&Side<'_>| Shown { listing: side.key.clone(), value: value::shown(field, side) };
    Finding {
        field,
        verdict: pairs.values().map(|pair| pair.verdict).max(),
        identical: !pairs.is_empty() && pairs.values().all(|pair| pair.identical),
        has,
        values: sides.iter().map(shown).collect(),
        pairs,
    }
}

fn compared(field: Field, one: &Side<'_>, other: &Side<'_>) -> (Compared, VariantCounts) {
    if field.is_per_offer() {
        per_offer::compare(field, one, other)
    } else {
        (compare::compare(field, one, other), VariantCounts::default())
    }
}

impl PairFinding {
    /// Two shops of one channel: the graver verdict stands, and their variants add up.
    fn join(&mut self, other: Self) {
        self.verdict = self.verdict.max(other.verdict);
        self.identical &= other.identical;
        self.variants.add(other.variants);
    }
}
