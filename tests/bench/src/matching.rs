//! The matcher as a tool: matching two files, the calibration, and the time for catalogues of growing size.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use anyhow::Context as _;
use clap::Args;
use domain::matching::{Candidate, Compared, Matcher, Settings, Settled, Side, Tier};

use crate::report::{Report, number};

mod calibrate;
mod data;
mod files;
mod fit;
mod made;
mod score;

/// Rows or pairs that a thread processes at a time.
const CHUNK: usize = 512;
/// A usual seller's catalogue has up to this many listings on each side.
const USUAL: usize = 4_000;

#[derive(Debug, Args)]
pub struct MatchOptions {
    /// CSV with `id,title,image_phash`; `sku`, `price` and `variants` when there are any.
    #[arg(long)]
    left: PathBuf,
    #[arg(long)]
    right: PathBuf,
    /// Written: `left_id,right_id,rank,score,tier`.
    #[arg(long)]
    output: PathBuf,
    #[arg(long, default_value_t = 1)]
    threads: usize,
}

#[derive(Debug, Args)]
pub struct CalibrateOptions {
    #[arg(long)]
    left: PathBuf,
    #[arg(long)]
    right: PathBuf,
    /// CSV with `left_id,right_id`: the pairs that are one product.
    #[arg(long)]
    truth: PathBuf,
    /// Where to write the calibration; `shared/domain/src/matching/calibration.json` is what the product uses.
    #[arg(long)]
    output: Option<PathBuf>,
    #[arg(long, default_value_t = 5)]
    folds: u64,
}

#[derive(Debug, Args)]
pub struct ScaleOptions {
    /// Listings on each side, one run per number.
    #[arg(long, value_delimiter = ',', default_values_t = [4_000, 20_000, 100_000])]
    listings: Vec<usize>,
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// The candidates of two catalogues, found on several threads. The result does not depend on the number of threads.
pub fn decide(matcher: &Matcher<'_>, threads: usize) -> Vec<Candidate> {
    matcher.decide(&compare(matcher, threads))
}

fn compare(matcher: &Matcher<'_>, threads: usize) -> Vec<Compared> {
    let mut pairs = Vec::new();
    for side in [Side::Left, Side::Right] {
        pairs.extend(spread(matcher.rows(side), threads, |rows| matcher.near(side, rows)));
    }
    let pairs = matcher.join(pairs);
    spread(pairs.len(), threads, |range| matcher.compare(&pairs[range]))
}

/// Splits `length` into ranges, runs `work` on them on `threads` threads, and returns the results in order.
fn spread<T: Send>(
    length: usize,
    threads: usize,
    work: impl Fn(std::ops::Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let chunk = |number: usize| number * CHUNK..((number + 1) * CHUNK).min(length);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number * CHUNK >= length {
                return done;
            }
            done.push((number, work(chunk(number))));
        }
    };
    let mut parts: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    parts.sort_by_key(|(number, _)| *number);
    parts.into_iter().flat_map(|(_, part)| part).collect()
}

/// Matches two files.
pub fn run(options: &MatchOptions) -> anyhow::Result<Report> {
    let started = Instant::now();
    let (left, right) = (files::catalogue(&options.left)?, files::catalogue(&options.right)?);
    let settings = Settings::default();
    let matcher = Matcher::new(&left.items, &right.items, &Settled::default(), &settings);
    let candidates = decide(&matcher, options.threads);
    files::write(&options.output, &matcher, &candidates)?;
    let mut report = Report::default();
    let sizes = format!("{} × {} listings matched", left.items.len(), right.items.len());
    report.tell(sizes, format!("{:.2} s", started.elapsed().as_secs_f64()));
    for (tier, name) in [(Tier::Auto, "auto"), (Tier::Suggested, "suggested")] {
        let count = candidates.iter().filter(|candidate| candidate.tier == tier).count();
        report.tell(format!("tier {name}"), count.to_string());
    }
    for (path, catalogue) in [(&options.left, &left), (&options.right, &right)] {
        let unreadable = catalogue.unreadable_hashes;
        if unreadable > 0 {
            report.tell(format!("{}: image_phash that is none", path.display()), unreadable.to_string());
        }
    }
    report.tell("peak memory", format!("{:.0} MB", peak_megabytes()));
    Ok(report)
}

/// Fits weights and thresholds, and measures them on listings that were not used for the fit.
pub fn calibrate(options: &CalibrateOptions) -> anyhow::Result<Report> {
    let data = data::Data {
        left: files::catalogue(&options.left)?.items,
        right: files::catalogue(&options.right)?.items,
        truth: files::truth(&options.truth)?,
    };
    let (calibration, report) = calibrate::run(&data, options.folds);
    if let Some(path) = &options.output {
        let text = serde_json::to_string_pretty(&calibration)? + "\n";
        fs::write(path, text).with_context(|| path.display().to_string())?;
    }
    Ok(report)
}

/// Measures the matcher's time on invented catalogues. A usual size is measured on one core; larger ones may use
/// several.
pub fn scale(options: &ScaleOptions) -> Report {
    let mut report = Report::default();
    let mut before: Option<(usize, f64)> = None;
    for &listings in &options.listings {
        let usual = listings <= USUAL;
        let threads = if usual { 1 } else { options.threads };
        let (left, right, truth) = made::catalogues(listings);
        let started = Instant::now();
        let settings = Settings::default();
        let matcher = Matcher::new(&left, &right, &Settled::default(), &settings);
        let weighed = started.elapsed().as_secs_f64();
        let compared = compare(&matcher, threads);
        let met = started.elapsed().as_secs_f64();
        let candidates = matcher.decide(&compared);
        let took = started.elapsed().as_secs_f64();
        let figure = format!("{listings} × {listings} made-up listings, threads: {threads}");
        let bound = if usual { 5.0 } else { 900.0 };
        report.judge(figure, format!("{took:.1} s"), format!("≤ {bound:.0} s"), took <= bound);
        let memory = peak_megabytes();
        if usual {
            report.judge("  peak memory", format!("{memory:.0} MB"), "≤ 500 MB", memory <= 500.0);
        } else {
            report.tell("  peak memory", format!("{memory:.0} MB"));
        }
        report.tell("  of it weighing and indexing, on one thread", format!("{weighed:.1} s"));
        let found = found(&matcher, &candidates, &truth);
        report.tell("  true partner within five", format!("{:.3}", found / number(truth.len())));
        // Seconds as if on one thread, so that rows with different numbers of threads can be compared.
        let worked = took + (met - weighed) * number(threads.saturating_sub(1));
        if let Some((fewer, faster)) = before {
            let power = (worked / faster).ln() / (number(listings) / number(fewer)).ln();
            report.tell(
                format!("  growth since {fewer}: work as listings to the power of"),
                format!("{power:.2}"),
            );
        }
        report.fact(format!("seconds_{listings}"), took);
        before = Some((listings, worked));
    }
    report.fact("peak_megabytes", peak_megabytes());
    report
}

fn found(matcher: &Matcher<'_>, candidates: &[Candidate], truth: &[(String, String)]) -> f64 {
    let truth: std::collections::HashSet<(&str, &str)> =
        truth.iter().map(|(left, right)| (left.as_str(), right.as_str())).collect();
    let id = |side, row| matcher.item(side, row).id.as_str();
    number(
        candidates
            .iter()
            .filter(|c| {
                c.rank_left <= 5 && truth.contains(&(id(Side::Left, c.left), id(Side::Right, c.right)))
            })
            .count(),
    )
}

/// The largest resident memory of this process so far, in MB; NaN if the system does not report it.
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1e3
}
