//! The computation of a price: method, rounding, limits, fees.

use super::{
    At, Chosen, FeeSchedule, FeeTaken, Method, NetTarget, NoPrice, PriceRule, Quote, QuoteOutcome, QuoteStep,
    Scope, keeps_of, net,
};
use crate::{BasisPoints, Rupiah};

/// As a minimum margin, it means no floor, and no cost is needed. It removes the floor of a wider rule.
pub const NO_FLOOR: BasisPoints = BasisPoints(-10_000);

/// The prices of the variant that is quoted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Item {
    pub base: Option<Rupiah>,
    pub cost: Option<Rupiah>,
    /// The minimum margin of a wider rule, which is used if the rule that applies has none.
    pub margin: Option<BasisPoints>,
}

/// Quotes one variant by the channel's own rule and schedule. Pure: the same input always gives the same price, and a
/// higher base never gives a lower price.
pub fn quote(
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    rule: At<'_, PriceRule>,
    fees: At<'_, FeeSchedule>,
) -> QuoteOutcome {
    let rule = rule.map(|(value, version)| Chosen { value, version, scope: &Scope::Channel });
    let fees = fees.map(|(value, version)| Chosen { value, version, scope: &Scope::Channel });
    quote_item(Item { base, cost, margin: None }, rule, fees)
}

/// Quotes one variant by the rule and the schedule that apply to it.
pub fn quote_item(
    item: Item,
    rule: Option<Chosen<'_, PriceRule>>,
    fees: Option<Chosen<'_, FeeSchedule>>,
) -> QuoteOutcome {
    match try_quote(item, rule, fees) {
        Ok(quote) => QuoteOutcome::Quoted(quote),
        Err(reason) => QuoteOutcome::Refused { reason },
    }
}

fn try_quote(
    item: Item,
    rule: Option<Chosen<'_, PriceRule>>,
    fees: Option<Chosen<'_, FeeSchedule>>,
) -> Result<Quote, NoPrice> {
    let base = item.base.ok_or(NoPrice::BasePriceMissing)?;
    let chosen = rule.ok_or(NoPrice::RuleMissing)?;
    let schedule = fees.ok_or(NoPrice::FeeScheduleMissing)?;
    let (rule, fees) = (chosen.value, schedule.value);
    let inherited = if rule.minimum_margin.is_some() { None } else { item.margin };
    let margin = rule.minimum_margin.or(inherited).filter(|margin| *margin > NO_FLOOR);
    let floor = margin.map(|margin| on_cost(item, margin)).transpose()?;
    let mut steps = vec![step("base", base)];
    let price = price_of(item, base, rule, fees, floor, &mut steps)?;
    if Rupiah::price(price.get()).is_err() {
        return Err(NoPrice::OutOfRange);
    }
    if rule.ceiling.is_some_and(|ceiling| price > ceiling) {
        return Err(NoPrice::OverCeiling);
    }
    let (mut taken, mut keeps) = (Vec::new(), price);
    for fee in fees.fees.iter().filter(|fee| fee.enabled) {
        let amount = fee.of(price).ok_or(NoPrice::OutOfRange)?;
        keeps = keeps.checked_sub(amount).ok_or(NoPrice::OutOfRange)?;
        taken.push(FeeTaken { name: fee.name.clone(), amount });
    }
    if floor.is_some_and(|floor| keeps < floor) {
        return Err(NoPrice::UnderFloor);
    }
    Ok(Quote {
        base,
        price,
        rule_version: chosen.version,
        fee_version: schedule.version,
        rule_scope: chosen.scope.clone(),
        fee_scope: schedule.scope.clone(),
        cost: item.cost,
        inherited_margin: inherited,
        steps,
        fees: taken,
        keeps,
    })
}

/// The price by the rule's method, with each step to it.
fn price_of(
    item: Item,
    base: Rupiah,
    rule: &PriceRule,
    fees: &FeeSchedule,
    floor: Option<Rupiah>,
    steps: &mut Vec<QuoteStep>,
) -> Result<Rupiah, NoPrice> {
    match rule.method {
        Method::Markup => {
            let extra = base.percent(rule.markup).ok_or(NoPrice::OutOfRange)?;
            let raw = base.checked_add(extra).ok_or(NoPrice::OutOfRange)?;
            steps.push(step("markup", raw));
            rounded(rule, fees, raw, floor, steps)
        }
        Method::KeepNet { target } => {
            let target = match target {
                NetTarget::Base => base,
                NetTarget::Cost { margin } => on_cost(item, margin)?,
            };
            steps.push(step("target", target));
            steps.push(step("net", net::least_price(fees, target, super::Rounding::None)?));
            // The lowest round price that keeps the target, because rounding down would miss it.
            let price = net::least_price(fees, target, rule.rounding)?;
            steps.push(step("rounding", price));
            Ok(price)
        }
        Method::Fixed { price } => {
            steps.push(step("fixed", price));
            Ok(price)
        }
    }
}

/// Rounds as the rule says. If rounding down leaves less than the floor, the next higher round price is used.
fn rounded(
    rule: &PriceRule,
    fees: &FeeSchedule,
    raw: Rupiah,
    floor: Option<Rupiah>,
    steps: &mut Vec<QuoteStep>,
) -> Result<Rupiah, NoPrice> {
    // With a mark-down of 100 % there is nothing to round.
    Rupiah::price(raw.get()).map_err(|_| NoPrice::OutOfRange)?;
    let round = rule.rounding.apply(raw);
    steps.push(step("rounding", round));
    let Some(floor) = floor.filter(|_| round < raw) else { return Ok(round) };
    if keeps_of(fees, round, 1).ok_or(NoPrice::OutOfRange)? >= floor {
        return Ok(round);
    }
    let up = rule.rounding.up(raw);
    steps.push(step("floor", up));
    Ok(up)
}

/// The cost plus a margin on it.
fn on_cost(item: Item, margin: BasisPoints) -> Result<Rupiah, NoPrice> {
    let cost = item.cost.ok_or(NoPrice::CostMissing)?;
    cost.percent(margin).and_then(|extra| cost.checked_add(extra)).ok_or(NoPrice::OutOfRange)
}

fn step(what: &str, price: Rupiah) -> QuoteStep {
    QuoteStep { what: what.to_owned(), price }
}
