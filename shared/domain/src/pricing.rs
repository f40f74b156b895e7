//! From base price to channel price, every step in whole rupiah.

use serde::{Deserialize, Serialize};

use crate::{BasisPoints, Rupiah};

/// How a channel's price comes from the base price. Stored in versions; never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRule {
    /// Added to the base: 15 % turns 150,000 into 172,500.
    pub markup: BasisPoints,
    #[serde(default)]
    pub rounding: Rounding,
    /// The least the seller keeps above cost, after fees; without a cost nothing is priced where this is set.
    #[serde(default)]
    pub minimum_margin: Option<BasisPoints>,
    #[serde(default)]
    pub ceiling: Option<Rupiah>,
    /// The largest price move of one push.
    #[serde(default = "default_guard")]
    pub guard: BasisPoints,
}

impl PriceRule {
    /// The base price as it is.
    pub fn base_prices() -> Self {
        Self {
            markup: BasisPoints::ZERO,
            rounding: Rounding::None,
            minimum_margin: None,
            ceiling: None,
            guard: default_guard(),
        }
    }
}

impl FeeSchedule {
    /// A channel that takes nothing.
    pub fn none() -> Self {
        Self { fees: Vec::new(), source: "own store".to_owned(), valid_from: "2026-01-01".to_owned() }
    }
}

fn default_guard() -> BasisPoints {
    crate::plan::DEFAULT_GUARD
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    #[default]
    None,
    Up100,
    Up500,
    Up1000,
}

impl Rounding {
    fn apply(self, price: Rupiah) -> Rupiah {
        let step = match self {
            Self::None => return price,
            Self::Up100 => 100,
            Self::Up500 => 500,
            Self::Up1000 => 1000,
        };
        Rupiah::new(
            price.get().div_euclid(step) * step + if price.get().rem_euclid(step) > 0 { step } else { 0 },
        )
    }
}

/// The dated fees that a channel takes. Stored in versions; never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    pub fees: Vec<Fee>,
    /// Where the numbers come from, for the person who checks them.
    pub source: String,
    /// The day from which they hold, as `2026-01-01`.
    pub valid_from: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// As the seller knows it, such as `Biaya administrasi`.
    pub name: String,
    #[serde(flatten)]
    pub kind: FeeKind,
    /// A programme that the seller takes part in; fees that are off cost nothing.
    pub enabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FeeKind {
    /// Of the item's price, at most `cap` for one item.
    Percent { rate: BasisPoints, cap: Option<Rupiah> },
    /// Once for an order; a quote assumes an order of one item.
    PerOrder { amount: Rupiah },
}

impl Fee {
    /// What the channel takes of one item sold at `price`, each fee rounded half up.
    pub fn of(&self, price: Rupiah) -> Option<Rupiah> {
        if !self.enabled {
            return Some(Rupiah::ZERO);
        }
        match &self.kind {
            FeeKind::Percent { rate, cap } => {
                let fee = price.percent(*rate)?;
                Some(cap.map_or(fee, |cap| fee.min(cap)))
            }
            FeeKind::PerOrder { amount } => Some(*amount),
        }
    }
}

/// A computed channel price with every step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub base: Rupiah,
    /// What the listing asks, and the buyer pays for the item.
    pub price: Rupiah,
    pub rule_version: u64,
    pub fee_version: u64,
    pub steps: Vec<QuoteStep>,
    pub fees: Vec<FeeTaken>,
    /// What the seller keeps of one item after all fees.
    pub keeps: Rupiah,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteStep {
    /// `base`, `markup` or `rounding`.
    pub what: String,
    /// The price after this step.
    pub price: Rupiah,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeTaken {
    pub name: String,
    pub amount: Rupiah,
}

/// A price, or the reason why there is none. Without a price nothing is pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum QuoteOutcome {
    Quoted(Quote),
    Refused { reason: NoPrice },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPrice {
    BasePriceMissing,
    RuleMissing,
    FeeScheduleMissing,
    CostMissing,
    UnderFloor,
    OverCeiling,
    OutOfRange,
}

impl NoPrice {
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
        }
    }
}

/// A rule or schedule with the version it is stored under.
pub type At<'a, T> = Option<(&'a T, u64)>;

/// Quotes one variant on one channel. Pure: the same input gives the same rupiah for ever.
pub fn quote(
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    rule: At<'_, PriceRule>,
    fees: At<'_, FeeSchedule>,
) -> QuoteOutcome {
    match try_quote(base, cost, rule, fees) {
        Ok(quote) => QuoteOutcome::Quoted(quote),
        Err(reason) => QuoteOutcome::Refused { reason },
    }
}

fn try_quote(
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    rule: At<'_, PriceRule>,
    fees: At<'_, FeeSchedule>,
) -> Result<Quote, NoPrice> {
    let base = base.ok_or(NoPrice::BasePriceMissing)?;
    let (rule, rule_version) = rule.ok_or(NoPrice::RuleMissing)?;
    let (schedule, fee_version) = fees.ok_or(NoPrice::FeeScheduleMissing)?;
    let marked_up =
        base.percent(rule.markup).and_then(|extra| base.checked_add(extra)).ok_or(NoPrice::OutOfRange)?;
    let price = rule.rounding.apply(marked_up);
    let step = |what: &str, price| QuoteStep { what: what.to_owned(), price };
    let steps = vec![step("base", base), step("markup", marked_up), step("rounding", price)];
    if Rupiah::price(price.get()).is_err() {
        return Err(NoPrice::OutOfRange);
    }
    if rule.ceiling.is_some_and(|ceiling| price > ceiling) {
        return Err(NoPrice::OverCeiling);
    }
    let (mut taken, mut keeps) = (Vec::new(), price);
    for fee in schedule.fees.iter().filter(|fee| fee.enabled) {
        let amount = fee.of(price).ok_or(NoPrice::OutOfRange)?;
        keeps = keeps.checked_sub(amount).ok_or(NoPrice::OutOfRange)?;
        taken.push(FeeTaken { name: fee.name.clone(), amount });
    }
    if let Some(margin) = rule.minimum_margin {
        let cost = cost.ok_or(NoPrice::CostMissing)?;
        let least =
            cost.percent(margin).and_then(|extra| cost.checked_add(extra)).ok_or(NoPrice::OutOfRange)?;
        if keeps < least {
            return Err(NoPrice::UnderFloor);
        }
    }
    Ok(Quote { base, price, rule_version, fee_version, steps, fees: taken, keeps })
}
