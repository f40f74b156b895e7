//! Measurements: what the functions, the webhook and the catalogue search cost in time, memory and table units.
//!
//! Owns: the parts of `make bench` that run in Rust; `tests/local/bench.py` runs them all, adds what is measured on a
//! whole stack and the monthly bill, and prints one table. `docs/BENCH.md` says what each figure means. Refuses:
//! failing because of a figure. A figure that misses its target is only marked.

use clap::{Parser, Subcommand};

mod functions;
mod matching;
mod prices;
mod report;
mod search;
mod shopee_push;
mod webhook;
mod whole;

use report::Report;

#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    /// One JSON object in place of a table.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    part: Part,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Start, memory, processor time and size of each function, under a stub of Lambda's runtime API.
    Functions(functions::Options),
    /// The webhook's handler: in memory, and over the table and queues that the environment names.
    Webhook(webhook::Options),
    /// The catalogue search over made-up products.
    Catalogue(search::Options),
    /// Two catalogues matched, from files to a file.
    Match(matching::MatchOptions),
    /// The matcher's weights and thresholds, fitted to labelled catalogues and tried on what they were not fitted to.
    Calibrate(matching::CalibrateOptions),
    /// The matcher on made-up catalogues of growing size.
    Matching(matching::ScaleOptions),
    /// Quoting every offer of a large catalogue in the domain.
    Prices(prices::Options),
    /// Requests over the whole catalogue, over the table and queues that the environment names.
    Whole(whole::Options),
}

// One thread, like each function on Lambda.
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let report: Report = match cli.part {
        Part::Functions(options) => functions::run(options).await?,
        Part::Webhook(options) => webhook::run(&options).await?,
        Part::Catalogue(options) => search::run(&options)?,
        Part::Match(options) => matching::run(&options)?,
        Part::Calibrate(options) => matching::calibrate(&options)?,
        Part::Matching(options) => matching::scale(&options),
        Part::Prices(options) => prices::run(&options)?,
        Part::Whole(options) => whole::run(&options).await?,
    };
    report.print(cli.json)
}
