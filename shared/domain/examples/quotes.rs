//! Quotes of cases that come in as JSON lines, as JSON lines: the domain's side of `tests/oracle/prices.py`.
//!
//! Owns: asking `domain::pricing` what it makes of each case.
//! Refuses: judging; the oracle computes every case by the stated rules and compares.

use std::io::{BufRead, Write};

use domain::{
    Product, ProductId, Rupiah, Title, Variant, VariantId,
    pricing::{FeeSchedule, FeeVersion, PriceBook, PriceRule, QuoteOutcome, Scope, quote},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
enum Case {
    Book(BookCase),
    Plain(PlainCase),
}

/// One variant by one rule and one schedule.
#[derive(Deserialize)]
struct PlainCase {
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    rule: Option<PriceRule>,
    fees: Option<FeeSchedule>,
}

/// One variant by a channel's whole book on one day.
#[derive(Deserialize)]
struct BookCase {
    base: Option<Rupiah>,
    cost: Option<Rupiah>,
    product: ProductId,
    variant: VariantId,
    category: Option<String>,
    today: jiff::civil::Date,
    rules: Vec<StoredRule>,
    schedules: Vec<StoredFees>,
}

#[derive(Deserialize)]
struct StoredRule {
    scope: String,
    version: u64,
    rule: PriceRule,
}

#[derive(Deserialize)]
struct StoredFees {
    scope: String,
    version: u64,
    schedule: FeeSchedule,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let outcome = match serde_json::from_str(&line?)? {
            Case::Book(case) => by_book(case)?,
            Case::Plain(case) => {
                let rule = case.rule.as_ref().map(|rule| (rule, 1));
                let fees = case.fees.as_ref().map(|fees| (fees, 1));
                quote(case.base, case.cost, rule, fees)
            }
        };
        serde_json::to_writer(&mut out, &outcome)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn by_book(case: BookCase) -> Result<QuoteOutcome, domain::Invalid> {
    let mut book = PriceBook::default();
    for stored in case.rules {
        book.rules.insert(Scope::parse(&stored.scope)?, (stored.rule, stored.version));
    }
    let versions = case.schedules.into_iter().map(|stored| {
        let StoredFees { scope, version, schedule } = stored;
        Ok(FeeVersion { scope: Scope::parse(&scope)?, version, schedule })
    });
    let book = book.with_fees(&versions.collect::<Result<Vec<_>, domain::Invalid>>()?, case.today);
    let variant = Variant {
        id: case.variant,
        sku: None,
        option_values: Vec::new(),
        base_price: case.base,
        cost: case.cost,
        stock: None,
        weight: None,
        image: None,
    };
    let blank = Product::blank(case.product, Title::parse("Produk")?, jiff::Timestamp::UNIX_EPOCH);
    let product = Product { category: case.category, ..blank };
    Ok(book.quote(&product, &variant))
}
