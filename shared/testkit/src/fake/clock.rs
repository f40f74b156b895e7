//! Time and ids under the control of a test.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use app::ports::{Clock, Ids};
use jiff::Timestamp;

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Timestamp>,
}

impl FixedClock {
    /// 2026-11-20 08:00 in Jakarta: a working day on which nothing special happens.
    pub const START: i64 = 1_795_136_400;

    pub fn new(now: Timestamp) -> Self {
        Self { now: Mutex::new(now) }
    }

    pub fn set(&self, now: Timestamp) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves time forward and returns the new time.
    pub fn advance(&self, by: Duration) -> Timestamp {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
        *now
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new(Timestamp::from_second(Self::START).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids that count up: they sort in the order in which they were drawn, and a test can know them in advance.
#[derive(Debug, Default)]
pub struct CountingIds {
    next: AtomicU64,
}

impl CountingIds {
    /// The `nth` id, counted from 1, in the format of a UUID v7.
    pub fn nth(nth: u64) -> String {
        format!("01990000-0000-7000-8000-{nth:012x}")
    }
}

impl Ids for CountingIds {
    fn unique(&self) -> String {
        Self::nth(self.next.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
