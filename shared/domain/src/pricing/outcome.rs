//! Quotes, and the reasons why there is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Scope;
use crate::{BasisPoints, Rupiah, VariantId};

/// A computed channel price with every step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub base: Rupiah,
    /// The listing's price, which the buyer pays for the item.
    pub price: Rupiah,
    pub rule_version: u64,
    pub fee_version: u64,
    /// The scope of the rule that applied; left out of the JSON if it is the channel's own.
    #[serde(default, skip_serializing_if = "Scope::is_channel")]
    pub rule_scope: Scope,
    #[serde(default, skip_serializing_if = "Scope::is_channel")]
    pub fee_scope: Scope,
    /// What one piece costs the seller, where that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Rupiah>,
    /// The minimum margin of a wider rule, if the rule that applied has none. It is stored because the quote names only
    /// one rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited_margin: Option<BasisPoints>,
    pub steps: Vec<QuoteStep>,
    /// The fees of an order of one item.
    pub fees: Vec<FeeTaken>,
    /// What the seller keeps of an order of one item after all fees.
    pub keeps: Rupiah,
}

/// The price after one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteStep {
    /// `base`; then `markup`, or `target` (the amount to keep) and `net` (the lowest price that keeps it), or `fixed`;
    /// then `rounding`, and `floor` if rounding down went below the floor and the next higher round price was used.
    pub what: String,
    pub price: Rupiah,
}

/// What one fee takes of an order of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeTaken {
    pub name: String,
    pub amount: Rupiah,
}

impl Quote {
    /// What is left of one item after fees and cost. `None` without a known cost.
    pub fn profit(&self) -> Option<Rupiah> {
        self.keeps.checked_sub(self.cost?)
    }

    /// The profit on the cost, rounded down, as the rule's minimum margin counts it. `None` without a cost above zero.
    pub fn margin(&self) -> Option<BasisPoints> {
        let cost = self.cost.filter(|cost| *cost > Rupiah::ZERO)?;
        let rate = self.profit()?.get().checked_mul(10_000)?.div_euclid(cost.get());
        i32::try_from(rate).ok().map(BasisPoints)
    }

    /// What the seller keeps above the base; negative if the fees take more than was added.
    pub fn over_base(&self) -> Rupiah {
        Rupiah::new(self.keeps.get().saturating_sub(self.base.get()))
    }

    fn figures(&self) -> impl PartialEq + '_ {
        (self.base, self.price, self.keeps, self.cost, &self.steps, &self.fees)
    }
}

/// A price, or the reason why there is none. Without a price nothing is pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly every outcome is a quote")]
pub enum QuoteOutcome {
    Quoted(Quote),
    Refused { reason: NoPrice },
}

impl QuoteOutcome {
    /// The price, where there is one.
    pub fn price(&self) -> Option<Rupiah> {
        match self {
            Self::Quoted(quote) => Some(quote.price),
            Self::Refused { .. } => None,
        }
    }

    /// Whether both have the same amounts and reasons, whatever versions they name. The older one can still be
    /// recomputed from the versions it names, so nothing has to be written.
    pub fn same_figures(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Quoted(one), Self::Quoted(two)) => one.figures() == two.figures(),
            _ => self == other,
        }
    }
}

/// Whether two listings' quotes are for the same variants with the same figures.
pub fn same_figures(
    one: &BTreeMap<VariantId, QuoteOutcome>,
    two: &BTreeMap<VariantId, QuoteOutcome>,
) -> bool {
    one.len() == two.len()
        && one.iter().zip(two).all(|((id, a), (other, b))| id == other && a.same_figures(b))
}

/// Why there is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPrice {
    BasePriceMissing,
    RuleMissing,
    FeeScheduleMissing,
    CostMissing,
    UnderFloor,
    OverCeiling,
    OutOfRange,
    /// No price keeps the target after the fees.
    NetUnreachable,
    /// The price is outside the channel's limits.
    OutsideLimits,
    /// The listing's most expensive variant would cost more than the allowed multiple of the cheapest.
    PriceSpread,
    /// The base price came from a shop before the channel had a rule, and the meaning of the shop's prices was not
    /// declared yet.
    BaseReadingOpen,
}

impl NoPrice {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::BasePriceMissing,
        Self::RuleMissing,
        Self::FeeScheduleMissing,
        Self::CostMissing,
        Self::UnderFloor,
        Self::OverCeiling,
        Self::OutOfRange,
        Self::NetUnreachable,
        Self::OutsideLimits,
        Self::PriceSpread,
        Self::BaseReadingOpen,
    ];

    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BasePriceMissing => "base_price_missing",
            Self::RuleMissing => "price_rule_missing",
            Self::FeeScheduleMissing => "fee_schedule_missing",
            Self::CostMissing => "cost_missing",
            Self::UnderFloor => "under_floor",
            Self::OverCeiling => "over_ceiling",
            Self::OutOfRange => "price_out_of_range",
            Self::NetUnreachable => "net_unreachable",
            Self::OutsideLimits => "price_outside_limits",
            Self::PriceSpread => "price_spread",
            Self::BaseReadingOpen => "base_reading_open",
        }
    }

    /// Reads [`NoPrice::as_str`].
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}
