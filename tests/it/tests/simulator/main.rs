//! Random schedules of everything that can happen to two shops at once: edits by people on every side, sales, plans, runs,
//! undos and cancels, messages that are lost, doubled or reordered, workers that die between any two effects, channels
//! that lose answers, refuse calls and audits. Time is simulated and everything follows from the seed.
//!
//! After every step the laws of [`laws`] hold; when all is quiet, both shops are what the masters and rules make of them.
//! `SIMULATOR_SEEDS=100000` runs more seeds and `SIMULATOR_FIRST=17 SIMULATOR_SEEDS=1` one of them again.

mod actions;
mod laws;
mod queue;
mod shops;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use shops::Shops;

/// The seeds of a run without settings.
const SEEDS: u64 = 100;
/// Steps of one schedule.
const STEPS: usize = 60;

#[expect(clippy::disallowed_methods, reason = "a setting of this test alone")]
fn setting(name: &str, without: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(without)
}

/// Runs the schedule of one seed to its quiet end.
async fn simulate(shops: &mut Shops) {
    shops.open().await;
    for _ in 0..STEPS {
        shops.step().await;
    }
    shops.quiet().await;
}

/// What went wrong with `seed`, with the schedule that led there.
fn failure(seed: u64) -> Option<String> {
    let mut shops = Shops::new(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(simulate(&mut shops))));
    let panic = ended.err()?;
    let said = panic.downcast_ref::<String>().cloned();
    let said =
        said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default();
    Some(format!("seed {seed}: {said}\n  {}", shops.log.join("\n  ")))
}

#[test]
fn whatever_happens_the_shops_end_as_they_should_and_no_price_is_live_that_nobody_approved() {
    let (first, seeds) = (setting("SIMULATOR_FIRST", 0), setting("SIMULATOR_SEEDS", SEEDS));
    let next = AtomicU64::new(first);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let look = || {
        let mut failures = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + seeds || failures.len() > 2 {
                return failures;
            }
            failures.extend(failure(seed));
        }
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let looking: Vec<_> = (0..threads).map(|_| scope.spawn(look)).collect();
        looking.into_iter().flat_map(|thread| thread.join().expect("panics are caught")).collect()
    });
    assert!(failures.is_empty(), "{} of the seeds tried:\n{}", failures.len(), failures.join("\n\n"));
}
