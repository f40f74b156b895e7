//! What was called.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;

/// Enough for several imports of a whole shop.
const LONGEST: usize = 200_000;

#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    pub seq: u64,
    pub at: Timestamp,
    pub method: String,
    pub path: String,
    pub status: u16,
    /// As answered; `dropped` where no answer was given.
    pub error: String,
    /// Changes the shop. Token calls do not.
    pub write: bool,
}

#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Stats {
    pub calls: u64,
    pub writes: u64,
    pub throttled: u64,
    pub errors: u64,
    pub by_path: BTreeMap<String, u64>,
}

impl Journal {
    pub fn add(&mut self, mut entry: Entry) {
        self.last += 1;
        entry.seq = self.last;
        if self.entries.len() == LONGEST {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Entries after number `since`.
    pub fn since(&self, since: u64) -> Vec<Entry> {
        self.entries.iter().filter(|entry| entry.seq > since).cloned().collect()
    }

    pub fn clear(&mut self) {
        self.entries.clear();
    }

    pub fn stats(&self) -> Stats {
        let mut stats = Stats::default();
        for entry in &self.entries {
            stats.calls += 1;
            stats.writes += u64::from(entry.write);
            stats.throttled += u64::from(entry.status == 429);
            stats.errors += u64::from(!entry.error.is_empty());
            *stats.by_path.entry(entry.path.clone()).or_default() += 1;
        }
        stats
    }
}
