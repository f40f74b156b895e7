//! What the process consumed of the table, for the bench and the monthly bill.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Capacity comes in halves of a unit, so halves are counted and no float is kept.
static READ_HALVES: AtomicU64 = AtomicU64::new(0);
static WRITE_HALVES: AtomicU64 = AtomicU64::new(0);
static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// Consumption of this process since it started, indexes included.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Meter {
    /// Read request units.
    pub read_units: f64,
    /// Write request units.
    pub write_units: f64,
    /// Requests to DynamoDB that were answered.
    pub requests: u64,
}

impl Meter {
    /// What was consumed after `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            read_units: self.read_units - earlier.read_units,
            write_units: self.write_units - earlier.write_units,
            requests: self.requests - earlier.requests,
        }
    }
}

/// Reads the counters.
pub fn meter() -> Meter {
    #[expect(clippy::cast_precision_loss, reason = "a process does not consume 2^52 units")]
    let units = |halves: &AtomicU64| halves.load(Ordering::Relaxed) as f64 / 2.0;
    Meter {
        read_units: units(&READ_HALVES),
        write_units: units(&WRITE_HALVES),
        requests: REQUESTS.load(Ordering::Relaxed),
    }
}

pub(crate) fn read<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    count(&READ_HALVES, consumed);
}

pub(crate) fn wrote<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    count(&WRITE_HALVES, consumed);
}

fn count<'a>(counter: &AtomicU64, consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    let units: f64 = consumed.into_iter().filter_map(|c| c.capacity_units).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and never negative")]
    counter.fetch_add((units * 2.0).round() as u64, Ordering::Relaxed);
    REQUESTS.fetch_add(1, Ordering::Relaxed);
}
