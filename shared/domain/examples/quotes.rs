//! Quotes of cases that come in as JSON lines, as JSON lines: the domain's side of `tests/oracle/prices.py`.
//!
//! Owns: asking `domain::pricing::quote` what it makes of each case.
//! Refuses: judging; the oracle computes every case by the stated rules and compares.

use std::io::{BufRead, Write};

use domain::{
    Rupiah,
    pricing::{FeeSchedule, PriceRule, quote},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    rule: Option<PriceRule>,
    fees: Option<FeeSchedule>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let case: Case = serde_json::from_str(&line?)?;
        let rule = case.rule.as_ref().map(|rule| (rule, 1));
        let fees = case.fees.as_ref().map(|fees| (fees, 1));
        serde_json::to_writer(&mut out, &quote(case.base, case.cost, rule, fees))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
