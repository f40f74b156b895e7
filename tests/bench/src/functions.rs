//! Measures every function as Lambda runs it: the built program with a stub of the runtime API, compared with a bare
//! function.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use platform::config::Env;

mod events;
mod process;
mod seed;
mod stub;

use crate::report::{Report, number};
use events::Case;
use process::{Measured, Program};

const BARE: &str = "bare";
/// The bounds that the issue sets.
const TIMES_BARE: f64 = 1.5;
const LARGEST_MB: f64 = 12.0;
/// Two close figures differ by noise, so a start is measured this many times and the median is compared.
const STARTS: usize = 15;

#[derive(Debug, Args)]
pub struct Options {
    /// Where the programs of the release build are.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// Events to each function after the first.
    #[arg(long, default_value_t = 300)]
    events: usize,
    #[arg(long, default_value_t = STARTS)]
    starts: usize,
}

/// The measurements of one case.
struct Found {
    case: Case,
    starts: Vec<f64>,
    measured: Measured,
}

pub async fn run(options: Options) -> anyhow::Result<Report> {
    let env = Env::of_process();
    let seeded = seed::seed(&env).await.context("the local stack of tests/local/bench.py is needed")?;
    let mut found = Vec::new();
    for case in events::all(&seeded) {
        let program = Program::of(&options.programs, case.program)?;
        let measured = program
            .work(&case, options.events)
            .await
            .with_context(|| format!("{}: {}", case.program, case.what))?;
        found.push(Found { case, starts: Vec::new(), measured });
    }
    // The cases take turns, so that other load on the machine affects all of them equally.
    for _ in 0..options.starts {
        for one in &mut found {
            let start = Program::of(&options.programs, one.case.program)?.start().await?;
            one.starts.push(start.to_first_poll.as_secs_f64() * 1e3);
        }
    }
    report(&options.programs, found)
}

fn report(programs: &Path, mut found: Vec<Found>) -> anyhow::Result<Report> {
    for one in &mut found {
        one.starts.sort_by(f64::total_cmp);
    }
    let Some(bare) = found.iter().position(|one| one.case.program == BARE) else {
        bail!("there is no yardstick");
    };
    let bare = found.remove(bare);
    let (bare_start, bare_memory) = (median(&bare.starts), bare.measured.peak_mb);
    let mut report = Report::default();
    tell(&mut report, &bare, programs)?;
    for one in &found {
        let (name, what) = (one.case.program, one.case.what);
        let (start, memory) = (median(&one.starts), one.measured.peak_mb);
        judge(&mut report, &format!("{name}: start to first poll"), start, bare_start, "ms");
        judge(&mut report, &format!("{name}: peak memory, {what}"), memory, bare_memory, "MB");
        tell(&mut report, one, programs)?;
    }
    Ok(report)
}

/// Reports a figure as a multiple of the bare function's.
fn judge(report: &mut Report, figure: &str, value: f64, bare: f64, unit: &str) {
    let times = value / bare;
    report.judge(
        figure,
        format!("{value:.1} {unit} = {times:.2} × bare"),
        format!("≤ {TIMES_BARE} × bare"),
        times <= TIMES_BARE,
    );
}

/// Reports the figures that are not compared with the bare function.
fn tell(report: &mut Report, one: &Found, programs: &Path) -> anyhow::Result<()> {
    let Case { program, what, .. } = one.case;
    let (start, Measured { peak_mb, first_ms, event_ms, cpu_ms, .. }) = (median(&one.starts), &one.measured);
    let size = number(std::fs::metadata(programs.join(program))?.len()) / 1e6;
    if program == BARE {
        report.tell("bare: start to first poll", format!("{start:.1} ms"));
        report.tell(format!("bare: peak memory, {what}"), format!("{peak_mb:.1} MB"));
    }
    report.tell(format!("{program}: processor time an event, {what}"), format!("{cpu_ms:.2} ms"));
    let figure = format!("{program}: first / median event, {what}");
    report.tell(figure, format!("{first_ms:.1} / {event_ms:.1} ms"));
    if !report.facts.contains_key(&format!("{program}.size_mb")) {
        let target = format!("≤ {LARGEST_MB:.0} MB");
        report.judge(
            format!("{program}: size of the program"),
            format!("{size:.1} MB"),
            target,
            size <= LARGEST_MB,
        );
    }
    for (fact, value) in [
        ("start_ms", start),
        ("start_cpu_ms", one.measured.start_cpu_ms),
        ("peak_mb", *peak_mb),
        ("first_ms", *first_ms),
        ("event_ms", *event_ms),
        ("cpu_ms", *cpu_ms),
        ("size_mb", size),
    ] {
        report.fact(format!("{program}.{fact}"), value);
    }
    Ok(())
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
