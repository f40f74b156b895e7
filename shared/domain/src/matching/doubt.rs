//! How far a contradiction holds a pair back, whatever its likeness: similar words never outvote it.

use super::{
    conflict::Conflict,
    features::Features,
    sku::SkuSays,
    trust::{self, Trust},
};

/// What a pair may be at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Nothing holds it back.
    #[default]
    None,
    /// Never linked without asking; may be the one suggestion.
    Asked,
    /// Two things contradict it, or the SKU does: one of several candidates at most.
    Doubted,
}

impl Doubt {
    /// The most certainty, as log-odds, that a pair keeps: 85 and 25 of 100.
    pub fn most(self) -> f64 {
        match self {
            Self::None => f64::INFINITY,
            Self::Asked => 1.735,
            Self::Doubted => -1.099,
        }
    }
}

/// What contradicts a pair besides the conflicts of its titles, and how far that holds it back.
#[expect(clippy::struct_excessive_bools, reason = "four independent contradictions, any of which may hold")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Against {
    /// Other SKUs, where SKUs agree between the shops.
    pub(super) sku: bool,
    /// Other pictures, where pictures agree between the shops.
    pub(super) picture: bool,
    /// One word in place of another.
    pub(super) word: bool,
    /// Something that both titles name, and not the same.
    pub(super) named: bool,
    pub(super) doubt: Doubt,
}

/// The logarithm under which one word that stands alone is kept in the features.
const ONE: f32 = 0.7;

impl Against {
    /// `bits` between the nearest pictures; `own` where no other listing shows them; `conflicts` of the titles.
    pub(super) fn new(
        f: &Features,
        (bits, own): (Option<u32>, bool),
        sku: &SkuSays,
        conflicts: &[Conflict],
        trust: Trust,
    ) -> Self {
        let near = own && bits.is_some_and(|bits| bits <= trust::NEAR);
        let one_for_one = f.swapped > 0.0 || (f.alone_min > 0.0 && f.alone_max < ONE);
        let named = !conflicts.is_empty();
        if matches!(sku, SkuSays::Equal(_)) {
            let doubt = if named { Doubt::Asked } else { Doubt::None };
            return Self { sku: false, picture: false, word: false, named, doubt };
        }
        if !trust.is_careful() {
            let doubt = if named { Doubt::Asked } else { Doubt::None };
            return Self { sku: false, picture: false, word: false, named, doubt };
        }
        let other_sku = trust.sku && *sku == SkuSays::Different;
        let picture = trust.picture && bits.is_some_and(|bits| bits > trust::FAR);
        let words = named || one_for_one;
        let same_words = f.alone_max == 0.0;
        let doubt = match () {
            () if other_sku && (words || !(near || same_words)) => Doubt::Doubted,
            () if !near && (named || (words && picture)) => Doubt::Doubted,
            () if other_sku || picture || words || f.grade_conflict > 0.0 => Doubt::Asked,
            // Without a SKU and a picture of its own, a title that says more is another product as often as not.
            () if !near && !same_words => Doubt::Asked,
            () => Doubt::None,
        };
        Self { sku: other_sku, picture, word: one_for_one, named, doubt }
    }
}
