//! The capacity that this process consumed, for the bench and for estimates of the monthly bill.
//!
//! DynamoDB reports what each request consumed. Emulators count writes well and reads badly (one unit per request, or
//! nothing for a batch). So a read counts at least as much as the sizes of its items cost.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use aws_sdk_dynamodb::types::{AttributeValue, ConsumedCapacity};

use crate::db::Item;

/// Capacity comes in half units, so half units are counted as integers.
static READ_HALVES: AtomicU64 = AtomicU64::new(0);
static WRITE_HALVES: AtomicU64 = AtomicU64::new(0);
static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// The write units of one partition: in the newest second, and in the busiest second.
#[derive(Debug, Clone, Copy, Default)]
struct Busy {
    second: u64,
    units: u64,
    worst: u64,
}

/// The writes of each partition since [`watch_partitions`]; `None` before that call.
static PARTITIONS: Mutex<Option<(Instant, BTreeMap<String, Busy>)>> = Mutex::new(None);

/// Starts counting the writes of each partition by the second. Only for benches, because it keeps every written key in
/// memory.
pub fn watch_partitions() {
    *PARTITIONS.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), BTreeMap::new()));
}

/// The `most` partitions whose busiest second had the most write units, with that second's units. Indexes not included.
pub fn busiest_partitions(most: usize) -> Vec<(String, u64)> {
    let watched = PARTITIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let partitions = watched.iter().flat_map(|(_, partitions)| partitions);
    let mut all: Vec<(String, u64)> = partitions.map(|(key, busy)| (key.clone(), busy.worst)).collect();
    all.sort_by_key(|(_, worst)| std::cmp::Reverse(*worst));
    all.truncate(most);
    all
}

/// Counts the writes of each partition by their size in bytes. A transaction costs twice as much.
pub(crate) fn wrote_under(written: impl IntoIterator<Item = (String, usize)>, transaction: bool) {
    let mut watched = PARTITIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((since, partitions)) = watched.as_mut() else { return };
    let now = since.elapsed().as_secs();
    for (partition, size) in written {
        let units = size.div_ceil(1024).max(1) as u64 * if transaction { 2 } else { 1 };
        let busy = partitions.entry(partition).or_default();
        if busy.second != now {
            (busy.second, busy.units) = (now, 0);
        }
        busy.units += units;
        busy.worst = busy.worst.max(busy.units);
    }
}

/// The partition and the size in bytes of an item that is put.
pub(crate) fn placed(item: &Item) -> (String, usize) {
    (crate::db::text(item, "pk").unwrap_or_default().to_owned(), size(item))
}

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
    /// The consumption since `earlier`.
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

/// How the sizes of a read are rounded up: each item alone, or all items of a query together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read<'a> {
    /// Strongly consistent reads of `asked` keys.
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

/// The consumption that DynamoDB reports, in half units.
fn told<'a>(consumed: impl IntoIterator<Item = &'a ConsumedCapacity>) -> u64 {
    let units: f64 = consumed.into_iter().filter_map(|c| c.capacity_units).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and never negative")]
    let halves = (units * 2.0).round() as u64;
    halves
}

/// The 4 KB blocks that a read is charged for: at least one, also when no item was found.
fn blocks(bytes: usize) -> u64 {
    bytes.div_ceil(4096).max(1) as u64
}

/// The size of an item by DynamoDB's rules, in bytes; accurate enough for an estimate of the bill.
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
