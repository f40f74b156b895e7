//! Failures on demand.

use std::time::Duration;

use axum::{http::HeaderMap, response::Response};
use serde::Deserialize;

use super::{Sandbox, broken_body, gate::TOKEN_HEADER, reply::Reply};

/// One failure to come: `times` calls whose path contains `match`.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule {
    #[serde(rename = "match", default)]
    pub part: String,
    pub kind: Kind,
    #[serde(default = "once")]
    pub times: u32,
    #[serde(default)]
    pub delay_ms: u64,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    RateLimit,
    ServerError,
    /// The connection is closed before anything happens.
    DropBefore,
    /// The call has its effect, then the connection is closed without an answer.
    DropAfter,
    Slow,
    /// The access token dies; refreshing helps.
    TokenRevoked,
    /// A page of some proxy in place of an answer.
    Html,
}

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Slow(Duration),
    DropBefore,
    DropAfter,
    Instead(Kind),
}

#[derive(Debug, Default)]
pub struct Faults(Vec<Rule>);

impl Faults {
    pub fn add(&mut self, rule: Rule) {
        self.0.push(rule);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The first rule that fits, used up by one.
    pub fn take(&mut self, path: &str) -> Option<Fault> {
        let matching = self.0.iter_mut().filter(|rule| rule.times > 0 && path.contains(&rule.part));
        let mut due = None;
        for rule in matching {
            rule.passed += 1;
            if rule.passed >= rule.every {
                due = Some(rule);
                break;
            }
        }
        let rule = due?;
        rule.passed = 0;
        rule.times -= 1;
        Some(match rule.kind {
            Kind::Slow => Fault::Slow(Duration::from_millis(rule.delay_ms)),
            Kind::DropBefore => Fault::DropBefore,
            Kind::DropAfter => Fault::DropAfter,
            kind => Fault::Instead(kind),
        })
    }
}

pub async fn wait(fault: &Fault) {
    if let Fault::Slow(delay) = fault {
        tokio::time::sleep(*delay).await;
    }
}

/// What is answered in place of the real thing.
pub fn instead(fault: &Fault, sandbox: &Sandbox, headers: &HeaderMap) -> Option<Reply> {
    let Fault::Instead(kind) = fault else { return None };
    Some(match kind {
        Kind::RateLimit => Reply::fail(36_009_002, "Too many requests"),
        Kind::TokenRevoked => {
            if let Some(token) = headers.get(TOKEN_HEADER).and_then(|token| token.to_str().ok()) {
                sandbox.lock().state.access.remove(token);
            }
            Reply::fail(105_002, "Expired credentials, the access token is no longer valid")
        }
        Kind::Html => Reply::html(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        _ => Reply::fail(36_009_003, "Internal error. Please try again."),
    })
}

/// The connection, closed without a word.
pub fn closed() -> Response {
    Response::new(broken_body())
}
