//! The rate limits of a channel: how many calls it serves, how many it refuses, and how long an answer takes.

use std::{sync::Arc, time::Duration};

use app::ports::Clock;
use tokio::time::Instant;

use crate::fake::SimulatedClock;

/// Serves every call until a test sets a limit.
#[derive(Debug, Default)]
pub struct Gate {
    /// Calls served per second, as a token bucket that holds one second of calls.
    pub per_second: Option<u32>,
    /// Of 1,000 calls, this many are refused, whatever the pace.
    pub refuses_of_thousand: u64,
    /// Until this time every call is refused.
    pub closed_until: Option<Instant>,
    /// The clock of the limits and of [`latency`](Gate::latency); without one, the runtime's clock.
    pub clock: Option<Arc<SimulatedClock>>,
    pub latency: Duration,
    /// The time of each call.
    pub arrivals: Vec<Instant>,
    pub refused: u64,
    /// Calls left in the bucket, in thousandths of a call.
    level: u64,
    filled_at: Option<Instant>,
    drawn: u64,
}

impl Gate {
    /// Records a call; returns `false` when it is over the limit.
    pub(super) fn serves(&mut self) -> bool {
        let now = self.clock.as_ref().map_or_else(Instant::now, |clock| clock.instant());
        self.arrivals.push(now);
        let closed = self.closed_until.is_some_and(|until| now < until);
        let serves = !closed && self.draw() % 1_000 >= self.refuses_of_thousand && self.take(now);
        self.refused += u64::from(!serves);
        serves
    }

    fn take(&mut self, now: Instant) -> bool {
        let Some(per_second) = self.per_second.map(u64::from) else { return true };
        let full = per_second * 1_000;
        self.level = match self.filled_at {
            None => full,
            Some(before) => {
                let micros = u64::try_from((now - before).as_micros()).unwrap_or(u64::MAX);
                (self.level + micros.saturating_mul(per_second) / 1_000).min(full)
            }
        };
        self.filled_at = Some(now);
        let enough = self.level >= 1_000;
        self.level -= if enough { 1_000 } else { 0 };
        enough
    }

    /// Pseudo-random numbers, the same in every run.
    fn draw(&mut self) -> u64 {
        self.drawn =
            self.drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.drawn >> 33
    }

    /// The most calls within one second.
    pub fn busiest_second(&self) -> usize {
        let within = |from: &Instant| {
            self.arrivals.iter().filter(|at| *at >= from && **at - *from < Duration::from_secs(1)).count()
        };
        self.arrivals.iter().map(within).max().unwrap_or(0)
    }
}
