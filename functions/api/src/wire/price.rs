//! Price rules, fee schedules and quotes.

use app::ports::Versioned;
use domain::{
    Rupiah,
    pricing::{self, FeeKind, QuoteOutcome},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{enums::Rounding, number::Percent, reason::no_price};

/// How a channel's price comes from the base price.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// Added to the base: 15 turns 150,000 into 172,500.
    #[schema(value_type = f64, example = 15)]
    pub markup_percent: Percent,
    #[serde(default = "no_rounding")]
    pub rounding: Rounding,
    /// The least the seller keeps above cost, after fees.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub minimum_margin_percent: Option<Percent>,
    /// No price may be above it, in whole rupiah.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub ceiling: Option<Rupiah>,
    /// The largest price move of one push; 30 when left out.
    #[serde(default = "default_guard")]
    #[schema(value_type = f64, example = 30)]
    pub guard_percent: Percent,
}

fn no_rounding() -> Rounding {
    Rounding::None
}

fn default_guard() -> Percent {
    Percent(domain::plan::DEFAULT_GUARD)
}

impl From<&pricing::PriceRule> for PriceRule {
    fn from(rule: &pricing::PriceRule) -> Self {
        Self {
            markup_percent: Percent(rule.markup),
            rounding: rule.rounding.into(),
            minimum_margin_percent: rule.minimum_margin.map(Percent),
            ceiling: rule.ceiling,
            guard_percent: Percent(rule.guard),
        }
    }
}

impl From<PriceRule> for pricing::PriceRule {
    fn from(rule: PriceRule) -> Self {
        Self {
            markup: rule.markup_percent.0,
            rounding: rule.rounding.into(),
            minimum_margin: rule.minimum_margin_percent.map(|percent| percent.0),
            ceiling: rule.ceiling,
            guard: rule.guard_percent.0,
        }
    }
}

/// A channel's price rule as it is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredPriceRule {
    pub channel: String,
    pub rule: PriceRule,
    /// Also the `ETag`; every quote names the version it was made with.
    pub version: u64,
    /// After a save: the channel's offers are being quoted again.
    pub recomputing: bool,
}

/// The dated fees that a channel takes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeSchedule {
    pub fees: Vec<Fee>,
    /// Where the numbers come from.
    #[schema(example = "seller.shopee.co.id, biaya administrasi")]
    pub source: String,
    /// The day from which they hold.
    #[schema(format = Date, example = "2026-01-01")]
    pub valid_from: String,
}

/// One fee: a percentage of the item's price, or an amount for each order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// As the seller knows it.
    #[schema(example = "Biaya administrasi")]
    pub name: String,
    pub kind: FeeKindName,
    /// Of a fee of kind `percent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 8)]
    pub percent: Option<Percent>,
    /// The most that a fee of kind `percent` takes of one item, in whole rupiah.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub cap: Option<Rupiah>,
    /// Of a fee of kind `per_order`, in whole rupiah.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub amount: Option<Rupiah>,
    /// A fee that is off costs nothing.
    #[serde(default = "enabled")]
    pub enabled: bool,
}

fn enabled() -> bool {
    true
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeKindName {
    Percent,
    PerOrder,
}

impl From<&pricing::FeeSchedule> for FeeSchedule {
    fn from(schedule: &pricing::FeeSchedule) -> Self {
        let fee = |fee: &pricing::Fee| {
            let (kind, percent, cap, amount) = match fee.kind {
                FeeKind::Percent { rate, cap } => (FeeKindName::Percent, Some(Percent(rate)), cap, None),
                FeeKind::PerOrder { amount } => (FeeKindName::PerOrder, None, None, Some(amount)),
            };
            Fee { name: fee.name.clone(), kind, percent, cap, amount, enabled: fee.enabled }
        };
        Self {
            fees: schedule.fees.iter().map(fee).collect(),
            source: schedule.source.clone(),
            valid_from: schedule.valid_from.clone(),
        }
    }
}

impl TryFrom<FeeSchedule> for pricing::FeeSchedule {
    type Error = domain::Invalid;

    fn try_from(schedule: FeeSchedule) -> Result<Self, domain::Invalid> {
        let fee = |(index, fee): (usize, Fee)| {
            let missing = |field: &str| {
                let problem = format!("a fee of this kind needs `{field}`");
                domain::Invalid::new(format!("fees[{index}].{field}"), "field_missing", problem)
            };
            let kind = match fee.kind {
                FeeKindName::Percent => {
                    FeeKind::Percent { rate: fee.percent.ok_or_else(|| missing("percent"))?.0, cap: fee.cap }
                }
                FeeKindName::PerOrder => {
                    FeeKind::PerOrder { amount: fee.amount.ok_or_else(|| missing("amount"))? }
                }
            };
            Ok(pricing::Fee { name: fee.name, kind, enabled: fee.enabled })
        };
        Ok(Self {
            fees: schedule.fees.into_iter().enumerate().map(fee).collect::<Result<_, _>>()?,
            source: schedule.source,
            valid_from: schedule.valid_from,
        })
    }
}

/// A channel's fee schedule as it is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredFeeSchedule {
    pub channel: String,
    pub schedule: FeeSchedule,
    /// Also the `ETag`; every quote names the version it was made with.
    pub version: u64,
    /// After a save: the channel's offers are being quoted again.
    pub recomputing: bool,
}

impl StoredPriceRule {
    pub fn of(channel: &domain::Channel, stored: &Versioned<pricing::PriceRule>, recomputing: bool) -> Self {
        let rule = (&stored.value).into();
        Self { channel: channel.to_string(), rule, version: stored.version, recomputing }
    }
}

impl StoredFeeSchedule {
    pub fn of(
        channel: &domain::Channel,
        stored: &Versioned<pricing::FeeSchedule>,
        recomputing: bool,
    ) -> Self {
        let schedule = (&stored.value).into();
        Self { channel: channel.to_string(), schedule, version: stored.version, recomputing }
    }
}

/// A computed price with every step, or the reason why there is none.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Quote {
    Quoted(Quoted),
    Refused(NoQuote),
}

/// Every amount is in whole rupiah.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quoted {
    pub base: i64,
    /// What the listing asks, and the buyer pays for the item.
    pub price: i64,
    pub rule_version: u64,
    pub fee_version: u64,
    pub steps: Vec<QuoteStep>,
    pub fees: Vec<FeeTaken>,
    /// What the seller keeps of one item after all fees.
    pub keeps: i64,
}

/// The price after one step: `base`, `markup` or `rounding`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuoteStep {
    pub what: String,
    pub price: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeeTaken {
    pub name: String,
    pub amount: i64,
}

/// No price: nothing is pushed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoQuote {
    /// As in `docs/ERRORS.md`.
    pub reason: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl From<&QuoteOutcome> for Quote {
    fn from(outcome: &QuoteOutcome) -> Self {
        match outcome {
            QuoteOutcome::Quoted(quote) => Self::Quoted(Quoted {
                base: quote.base.get(),
                price: quote.price.get(),
                rule_version: quote.rule_version,
                fee_version: quote.fee_version,
                steps: quote
                    .steps
                    .iter()
                    .map(|step| QuoteStep { what: step.what.clone(), price: step.price.get() })
                    .collect(),
                fees: quote
                    .fees
                    .iter()
                    .map(|fee| FeeTaken { name: fee.name.clone(), amount: fee.amount.get() })
                    .collect(),
                keeps: quote.keeps.get(),
            }),
            QuoteOutcome::Refused { reason } => {
                let (text, text_en) = no_price(*reason);
                Self::Refused(NoQuote {
                    reason: reason.as_str().to_owned(),
                    text: text.to_owned(),
                    text_en: text_en.to_owned(),
                })
            }
        }
    }
}
