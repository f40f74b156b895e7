//! Computed prices.

use domain::pricing::QuoteOutcome;
use serde::Serialize;
use utoipa::ToSchema;

use app::words::{SellerText, no_price};

use crate::wire::number::Percent;

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
    /// Whose rule applied: `channel`, `category:<name>`, `product:<id>` or `variant:<product id>:<variant id>`.
    pub rule_scope: String,
    /// Whose fees: `channel` or `category:<name>`.
    pub fee_scope: String,
    pub steps: Vec<QuoteStep>,
    pub fees: Vec<FeeTaken>,
    /// What the seller keeps of an order of one item after all fees. In larger orders a fee for the order weighs less.
    pub keeps: i64,
    /// What is kept above the base; below zero where the fees take more than was added: + 15 % against a commission of
    /// 15 % does not keep the base.
    pub over_base: i64,
    /// What one piece costs, where that is known.
    pub cost: Option<i64>,
    /// What is kept above the cost.
    pub profit: Option<i64>,
    /// The profit on the cost, rounded down: what a rule's minimum margin is compared to.
    #[schema(value_type = Option<f64>)]
    pub margin_percent: Option<Percent>,
    /// The minimum margin of a wider rule, where the rule that applied names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub inherited_margin_percent: Option<Percent>,
}

/// The price after one step: `base`; `markup`, or `target` and `net`, or `fixed`; `rounding`; and `floor` where rounding
/// down went under the floor and the next round price up was taken.
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
                rule_scope: quote.rule_scope.to_string(),
                fee_scope: quote.fee_scope.to_string(),
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
                over_base: quote.over_base().get(),
                cost: quote.cost.map(domain::Rupiah::get),
                profit: quote.profit().map(domain::Rupiah::get),
                margin_percent: quote.margin().map(Percent),
                inherited_margin_percent: quote.inherited_margin.map(Percent),
            }),
            QuoteOutcome::Refused { reason } => {
                let SellerText { text, text_en } = no_price(*reason);
                Self::Refused(NoQuote { reason: reason.as_str().to_owned(), text, text_en })
            }
        }
    }
}
