//! What a channel makes of the number of its calls: how many it serves, how many it refuses as too many, and how long an
//! answer takes.

use std::{sync::Arc, time::Duration};

use app::ports::Clock;
use tokio::time::Instant;

use crate::fake::SimulatedClock;

/// Lets everything through until a test says otherwise.
#[derive(Debug, Default)]
pub struct Gate {
    /// Calls served a second, from a bucket that holds one second of them.
    pub per_second: Option<u32>,
    /// Of a thousand calls so many are refused, whatever the pace.
    pub refuses_of_thousand: u64,
    /// Before this every call is refused.
    pub closed_until: Option<Instant>,
    /// The time that it goes by, and by which an answer takes [`latency`](Gate::latency); the runtime's otherwise.
    pub clock: Option<Arc<SimulatedClock>>,
    pub latency: Duration,
    /// When each call came.
    pub arrivals: Vec<Instant>,
    pub refused: u64,
    /// In thousandths of a call.
    level: u64,
    filled_at: Option<Instant>,
    drawn: u64,
}

impl Gate {
    /// Notes a call that comes now; `false` when it is one too many.
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

    /// Numbers without a pattern, the same in every run.
    fn draw(&mut self) -> u64 {
        self.drawn =
            self.drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.drawn >> 33
    }

    /// The most calls that came within one second.
    pub fn busiest_second(&self) -> usize {
        let within = |from: &Instant| {
            self.arrivals.iter().filter(|at| *at >= from && **at - *from < Duration::from_secs(1)).count()
        };
        self.arrivals.iter().map(within).max().unwrap_or(0)
    }
}
