//! Trouble on demand.

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
    /// Part of the path; empty meets every call.
    #[serde(rename = "match", default)]
    pub part: String,
    pub kind: Kind,
    /// How many calls it meets.
    #[serde(default = "once")]
    pub times: u32,
    #[serde(default)]
    pub delay_ms: u64,
    /// Lets this many matching calls through first.
    #[serde(default)]
    pub skip: u32,
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

    /// The fault that meets a call of `path`, used up by one.
    pub fn take(&mut self, path: &str) -> Option<Fault> {
        let position = self.0.iter().position(|fault| fault.times > 0 && path.contains(&fault.part))?;
        let fault = &mut self.0[position];
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
