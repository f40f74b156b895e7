use super::*;
use crate::{BasisPoints, Rupiah};

mod book;
mod laws;
mod stored;
mod table;

fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount)
}

fn percent(name: &str, rate: i32, cap: Option<i64>) -> Fee {
    let kind = FeeKind::Percent { rate: BasisPoints(rate), cap: cap.map(rp) };
    Fee { name: name.to_owned(), kind, enabled: true, group: FeeGroup::Commission }
}

fn per_order(amount: i64) -> Fee {
    let kind = FeeKind::PerOrder { amount: rp(amount) };
    Fee { name: "pesanan".to_owned(), kind, enabled: true, group: FeeGroup::Order }
}

fn schedule(fees: Vec<Fee>) -> FeeSchedule {
    FeeSchedule { fees, source: "test".to_owned(), valid_from: "2026-01-01".to_owned() }
}

fn quoted(base: i64, cost: Option<i64>, rule: &PriceRule, fees: &FeeSchedule) -> Result<Quote, NoPrice> {
    match quote(Some(rp(base)), cost.map(rp), Some((rule, 1)), Some((fees, 1))) {
        QuoteOutcome::Quoted(quote) => Ok(quote),
        QuoteOutcome::Refused { reason } => Err(reason),
    }
}
