//! The calls and their answers, and the call budget.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// Enough for the import of a full shop several times over.
const KEPT: usize = 200_000;

/// One call. Dropped ones have the status 0 and the code -1.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub seq: u64,
    pub method: String,
    pub path: String,
    pub status: u16,
    pub code: i64,
    pub write: bool,
    pub at: Timestamp,
    /// The path with its ids as placeholders, for counting.
    #[serde(skip)]
    template: String,
}

impl Entry {
    pub fn new(method: String, path: String, template: String, write: bool, now: i64) -> Self {
        let at = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
        Self { seq: 0, method, path, status: 0, code: -1, write, at, template }
    }

    pub fn answered(self, status: u16, code: i64) -> Self {
        Self { status, code, ..self }
    }
}

/// Calls in the order in which they were answered.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
    calls: BTreeMap<String, u64>,
    writes: u64,
    throttled: u64,
}

impl Journal {
    pub fn add(&mut self, mut entry: Entry) {
        self.last += 1;
        entry.seq = self.last;
        *self.calls.entry(format!("{} {}", entry.method, entry.template)).or_default() += 1;
        self.writes += u64::from(entry.write);
        self.throttled += u64::from(entry.status == 429);
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Entries after a sequence number, or from a time on.
    pub fn since(&self, since: Option<&str>) -> Vec<&Entry> {
        let after = since.and_then(|text| text.parse::<u64>().ok());
        let from = since.and_then(|text| text.parse::<Timestamp>().ok());
        let wanted = |entry: &&Entry| {
            after.is_none_or(|after| entry.seq > after) && from.is_none_or(|from| entry.at >= from)
        };
        self.entries.iter().filter(wanted).collect()
    }

    pub fn clear(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }

    pub fn stats(&self) -> Value {
        json!({
            "calls": self.calls,
            "total": self.calls.values().sum::<u64>(),
            "writes": self.writes,
            "throttled": self.throttled,
        })
    }
}

/// A bucket that holds one second of calls and a fifth more, for the unevenness of a network.
#[derive(Debug)]
pub struct Budget {
    per_second: i64,
    /// Thousandths of a call.
    left: i64,
    /// Unix milliseconds.
    at: i64,
}

impl Budget {
    pub fn new(per_second: u32) -> Self {
        let per_second = i64::from(per_second.max(1));
        Self { per_second, left: Self::most(per_second), at: 0 }
    }

    const fn most(per_second: i64) -> i64 {
        per_second * 1000 + per_second * 200
    }

    pub fn take(&mut self, now: i64) -> bool {
        let passed = (now - self.at).clamp(0, 10_000);
        self.left = (self.left + passed * self.per_second).min(Self::most(self.per_second));
        self.at = now;
        let enough = self.left >= 1000;
        if enough {
            self.left -= 1000;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_lets_a_second_of_calls_through_and_refills_with_time() {
        let mut budget = Budget::new(10);
        assert_eq!((0..20).filter(|_| budget.take(1_000_000)).count(), 12);
        assert_eq!((0..20).filter(|_| budget.take(1_000_500)).count(), 5);
    }
}
