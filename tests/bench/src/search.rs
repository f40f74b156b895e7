//! The catalogue search over invented products.

use clap::Args;

use crate::report::{Report, as_ms, ms, number};

/// The limit for the time of one search.
const TARGET_MS: f64 = 100.0;

#[derive(Debug, Args)]
pub struct Options {
    #[arg(long, default_value_t = 100_000)]
    products: usize,
}

pub fn run(options: &Options) -> anyhow::Result<Report> {
    let found = store::catalogue::bench(options.products)?;
    let mut report = Report::default();
    let target = format!("≤ {TARGET_MS:.0} ms");
    for (query, took, matches) in &found.queries {
        let figure = format!("search of {}: {query} ({matches} found)", found.cards);
        report.judge(figure, ms(*took), &target, as_ms(*took) <= TARGET_MS);
    }
    let worst = found.worst();
    report.judge("slowest search", ms(worst), target, as_ms(worst) <= TARGET_MS);
    report.tell("putting all cards into memory, without the network", ms(found.load));
    report.tell("memory of all cards", format!("{:.1} MB", number(found.bytes) / 1e6));
    report.fact("worst_ms", as_ms(worst));
    Ok(report)
}
