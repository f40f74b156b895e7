//! The counts and the money of a plan.

use std::collections::BTreeMap;

use app::{ports, publishing::freshness::Freshness as Found};
use domain::Rupiah;
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::enums::{Decision, Field};

/// `fresh`: nothing it was made from has moved, as far as its first 100 listings show. `stale`: it would be refused
/// listing by listing, so make a new plan. `used`: it is carried out, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    Fresh,
    Stale,
    Used,
}

impl From<&Found> for Freshness {
    fn from(found: &Found) -> Self {
        match found {
            Found::Fresh => Self::Fresh,
            Found::Stale => Self::Stale,
            Found::Used(_) => Self::Used,
        }
    }
}

/// Counts of one channel or field.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct PlanCounts {
    /// Listings looked at; of a field, those where it differs.
    pub listings: u64,
    /// Listings that have something to push.
    pub listings_changed: u64,
    /// Changes that will be pushed.
    pub changes: u64,
    pub blocked: u64,
    pub conflicts: u64,
}

impl From<&ports::PlanCounts> for PlanCounts {
    fn from(counts: &ports::PlanCounts) -> Self {
        let ports::PlanCounts { listings, listings_changed, changes, blocked, conflicts } = *counts;
        Self { listings, listings_changed, changes, blocked, conflicts }
    }
}

/// The prices that will be pushed and whose price before is known, summed over one piece of each. Whole rupiah.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct PlanMoney {
    /// How many prices change.
    pub prices: u64,
    pub raised: u64,
    pub lowered: u64,
    pub buyer_pays: MoneySum,
    /// What the seller keeps after all fees, of those prices for which a fee schedule holds.
    pub keeps: MoneySum,
    /// How many prices `keeps` adds up.
    pub keeps_known: u64,
}

#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct MoneySum {
    pub from: i64,
    pub to: i64,
}

impl From<&ports::PlanMoney> for PlanMoney {
    fn from(money: &ports::PlanMoney) -> Self {
        Self {
            prices: money.prices,
            raised: money.raised,
            lowered: money.lowered,
            buyer_pays: MoneySum { from: money.buyer_pays_from, to: money.buyer_pays_to },
            keeps: MoneySum { from: money.keeps_from, to: money.keeps_to },
            keeps_known: money.keeps_known,
        }
    }
}

/// A variant as a person knows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantLabel {
    /// Its option values, or its SKU where it has none; empty for the only variant of a product without SKU.
    pub label: String,
    pub sku: Option<String>,
}

impl From<&ports::VariantView> for VariantLabel {
    fn from(view: &ports::VariantView) -> Self {
        Self { label: view.label.clone(), sku: view.sku.as_ref().map(ToString::to_string) }
    }
}

/// What a change of a price means for an order of one piece.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct MoneyMove {
    pub buyer_pays: MoneyPair,
    /// After all fees, by the schedule that held when the plan was made.
    pub keeps: MoneyPair,
}

/// Whole rupiah; absent where it is not known.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct MoneyPair {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

impl From<ports::FromTo> for MoneyPair {
    fn from(pair: ports::FromTo) -> Self {
        Self { from: pair.from.map(Rupiah::get), to: pair.to.map(Rupiah::get) }
    }
}

impl From<ports::MoneyMove> for MoneyMove {
    fn from(money: ports::MoneyMove) -> Self {
        Self { buyer_pays: money.buyer_pays.into(), keeps: money.keeps.into() }
    }
}

pub(super) fn by_channel(totals: &ports::PlanTotals) -> BTreeMap<String, PlanCounts> {
    totals.by_channel.iter().map(|(channel, counts)| (channel.to_string(), counts.into())).collect()
}

pub(super) fn by_field(totals: &ports::PlanTotals) -> BTreeMap<Field, PlanCounts> {
    totals.by_field.iter().map(|(field, counts)| ((*field).into(), counts.into())).collect()
}

pub(super) fn by_decision(plan: &ports::Plan) -> BTreeMap<Decision, u64> {
    let counts = [
        (Decision::Push, plan.totals.wanted),
        (Decision::Adopt, plan.totals.adopted),
        (Decision::Conflict, plan.conflicts),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}
