//! What the process consumed of the table, for the bench and the monthly bill.
//!
//! DynamoDB says what each request consumed. Emulators count writes well and reads badly (one unit a request, or
//! nothing for a batch), so a read counts for at least what the sizes of its items cost.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity};

use crate::db::Item;

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

/// How a read's items are rounded: each on its own, or all of a query together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read<'a> {
    /// Strongly consistent reads by key, as many as were asked for.
    Keys {
        asked: usize,
        found: &'a [Item],
    },
    Query {
        consistent: bool,
        found: &'a [Item],
    },
}

pub(crate) fn read<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>, read: Read<'_>) {
    let halves = match read {
        Read::Keys { asked, found } => {
            let found_halves: u64 = found.iter().map(|item| 2 * blocks(size(item))).sum();
            found_halves + 2 * (asked.saturating_sub(found.len()) as u64)
        }
        Read::Query { consistent, found } => {
            let blocks = blocks(found.iter().map(size).sum());
            if consistent { 2 * blocks } else { blocks }
        }
    };
    READ_HALVES.fetch_add(halves.max(told(consumed)), Ordering::Relaxed);
    REQUESTS.fetch_add(1, Ordering::Relaxed);
}

pub(crate) fn wrote<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) {
    WRITE_HALVES.fetch_add(told(consumed), Ordering::Relaxed);
    REQUESTS.fetch_add(1, Ordering::Relaxed);
}

/// What DynamoDB says, in halves of a unit.
fn told<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) -> u64 {
    let units: f64 = consumed.into_iter().filter_map(|c| c.capacity_units).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and never negative")]
    let halves = (units * 2.0).round() as u64;
    halves
}

/// Reads are charged by blocks of 4 KB, and for one where nothing is there.
fn blocks(bytes: usize) -> u64 {
    bytes.div_ceil(4096).max(1) as u64
}

/// The size of an item by DynamoDB's rules, near enough for a bill.
fn size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value_size(value)).sum()
}

fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => number.len().div_ceil(2) + 1,
        AttributeValue::B(blob) => blob.as_ref().len(),
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + value_size(value)).sum::<usize>(),
        AttributeValue::M(map) => {
            3 + map.iter().map(|(name, value)| 1 + name.len() + value_size(value)).sum::<usize>()
        }
        _ => 1,
    }
}
