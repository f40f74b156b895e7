//! The few ways in which this crate talks to DynamoDB: conditional writes, packs, batches and paged queries. Every call
//! requests its consumed capacity, and every failure is returned as a [`StoreError`].

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    time::Duration,
};

use app::StoreError;
use aws_sdk_dynamodb::types::AttributeValue;
use backon::{BackoffBuilder, ExponentialBuilder};

mod error;
mod expr;
mod pack;
mod query;
mod read;
mod refusal;
mod write;

pub(crate) use error::failure;
pub(crate) use expr::Expr;
pub(crate) use query::{Query, cursor_of, read_cursor};
pub(crate) use refusal::Refused;
pub(crate) use write::{Outcome, Write};

pub(crate) type Item = HashMap<String, AttributeValue>;

/// Requests of one call that run at the same time.
const CONCURRENCY: usize = 8;

pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

#[expect(clippy::needless_pass_by_value, reason = "numbers are passed by value")]
pub(crate) fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// A text attribute.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// A number attribute; `None` when it is missing or does not fit into `N`.
pub(crate) fn number<N: std::str::FromStr>(item: &Item, name: &str) -> Option<N> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

pub(crate) fn flag(item: &Item, name: &str) -> bool {
    item.get(name).and_then(|value| value.as_bool().ok()).copied().unwrap_or(false)
}

/// The version of a stored record.
pub(crate) fn version(item: &Item) -> Result<u64, StoreError> {
    number(item, "version").ok_or_else(|| crate::body::unreadable(item, "version is missing"))
}

/// Waits between tries of a request that DynamoDB wants to be tried again. They are partly random, so that two writers
/// that collided do not collide again.
fn delays() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(15))
        .with_max_delay(Duration::from_secs(1))
        .with_max_times(12)
        .with_jitter()
        .build()
}

/// A unique text. It distinguishes a writer's own item from an equal item of another writer.
pub(crate) fn nonce() -> String {
    format!("{:016x}{:016x}", RandomState::new().hash_one(0), RandomState::new().hash_one(1))
}
