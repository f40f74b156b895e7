//! Failures on demand.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// 429 and `error_rate_limit`.
    RateLimit,
    /// 500 and `error_server`.
    ServerError,
    /// The connection breaks before anything was done.
    DropBefore,
    /// Everything is done, then the connection breaks without an answer.
    DropAfter,
    /// The answer comes after `delay_ms`.
    Slow,
    /// All access tokens are dead from now on.
    TokenRevoked,
    /// 502 and a page of HTML.
    Html,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fault {
    /// Part of the path; empty for every call.
    #[serde(rename = "match", default)]
    pub part: String,
    pub kind: Kind,
    /// How many calls it hits.
    #[serde(default = "once")]
    pub times: u32,
    #[serde(default)]
    pub delay_ms: u64,
    /// Lets this many matching calls through first.
    #[serde(default)]
    pub skip: u32,
    /// Hits only one of so many matching calls: 100 is one per cent of them. 0 and 1 are all of them.
    #[serde(default)]
    pub every: u32,
    /// Matching calls since the last one that it hit.
    #[serde(skip)]
    pub passed: u32,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn all(&self) -> &[Fault] {
        &self.0
    }

    /// The fault for a call of `path`, used up by one.
    pub fn take(&mut self, path: &str) -> Option<Fault> {
        let matching = self.0.iter_mut().filter(|fault| fault.times > 0 && path.contains(&fault.part));
        let mut due = None;
        for fault in matching {
            fault.passed += 1;
            if fault.passed >= fault.every {
                due = Some(fault);
                break;
            }
        }
        let fault = due?;
        fault.passed = 0;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.times -= 1;
        let met = fault.clone();
        self.0.retain(|fault| fault.times > 0);
        Some(met)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(every: u32, kind: Kind) -> Fault {
        Fault { part: "product".to_owned(), kind, times: u32::MAX, delay_ms: 0, skip: 0, every, passed: 0 }
    }

    #[test]
    fn a_rate_meets_its_share_of_the_calls_beside_other_rates() {
        let mut faults = Faults::default();
        faults.add(fault(100, Kind::RateLimit));
        faults.add(fault(200, Kind::ServerError));
        let met: Vec<Kind> =
            (0..2_000).filter_map(|_| faults.take("/api/v2/product/x")).map(|met| met.kind).collect();
        let limited = met.iter().filter(|kind| **kind == Kind::RateLimit).count();
        assert_eq!((limited, met.len() - limited), (20, 9));
        assert!(faults.take("/api/v2/shop/x").is_none(), "another path");
    }
}
