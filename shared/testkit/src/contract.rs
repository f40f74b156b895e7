//! One contract suite per port: the promises of the port's documentation, as functions that run over any
//! implementation.
//!
//! Every function uses new, unique keys, so that it can run repeatedly and against a table that others use. Like a
//! test, it panics with a sentence about the broken promise.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::{Channel, ContentHash, ShopId};
use jiff::Timestamp;

mod budget;
mod bulk;
mod cards;
mod catalogue;
mod categories;
mod connections;
mod fields;
mod imports;
mod listings;
pub mod marketplace;
mod matches;
mod media;
mod operations;
mod pictures;
mod plans;
mod preferences;
mod products;
mod pushes;
mod rules;
mod runs;
mod sheets;
mod titles;

pub use budget::budget;
pub use bulk::bulk_tasks;
pub use cards::listing_cards;
pub use catalogue::catalogue;
pub use categories::categories;
pub use connections::{connections, locks, secrets};
pub use fields::{field_mappings, field_reports};
pub use imports::imports;
pub use listings::listings;
pub use marketplace::marketplace;
pub use matches::matches;
pub use media::media;
pub use operations::{audit, dead_letters, events, idempotency, notifications};
pub use pictures::image_hashes;
pub use plans::plans;
pub use preferences::preferences;
pub use products::products;
pub use pushes::pushes;
pub use rules::{matching_rules, repricings, rules};
pub use runs::runs;
pub use sheets::sheets;
pub use titles::{title_rules, verifications};

/// A unique word of lower-case letters and digits: no call returned it before, in this process or another.
pub fn unique() -> String {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let count = DRAWN.fetch_add(1, Ordering::Relaxed);
    #[expect(clippy::disallowed_methods, reason = "only the key of a test's record depends on it")]
    let moment = Timestamp::now().as_nanosecond();
    let digest =
        ContentHash::of_parts(&[&moment.to_string(), &count.to_string(), &std::process::id().to_string()]);
    // It starts with a letter, because every newtype that is parsed from it accepts that.
    format!("q{}", &digest.as_str()[..15])
}

/// A channel that nobody else uses.
fn own_channel() -> Channel {
    Channel::parse(&unique()).expect("a unique word is a valid channel")
}

/// A shop that nobody else uses.
fn own_shop() -> ShopId {
    ShopId::parse(&unique()).expect("a unique word is a valid shop")
}

/// A moment later than the moments of all earlier calls, in this run and in earlier ones, with a few seconds of room
/// after each.
fn later() -> Timestamp {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    #[expect(clippy::disallowed_methods, reason = "only the order of a test's records depends on it")]
    let now = Timestamp::now().as_second() - 1_790_000_000;
    let count = i64::try_from(DRAWN.fetch_add(1, Ordering::Relaxed)).unwrap_or(0);
    moment() + jiff::SignedDuration::from_secs(now * 1_000 + count * 10)
}

/// The fixed time of every contract. It is late enough that no store removes the records as expired while the suite
/// runs.
fn moment() -> Timestamp {
    Timestamp::from_second(1_950_000_000).expect("a constant within range")
}
