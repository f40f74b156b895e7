//! Keys of cards and their index, and of the days of pushes.

use domain::{Channel, ContentHash, ListingKey, ProductId};
use jiff::Timestamp;

use super::{CATALOGUE_SHARDS, Key, moment};

/// The shard of the catalogue index that a product's card is in.
pub fn catalogue_shard(id: &ProductId) -> u8 {
    shard_of(id.as_str())
}

fn shard_of(name: &str) -> u8 {
    let digest = ContentHash::of_bytes(name.as_bytes());
    let first = digest.as_str().get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    first.unwrap_or(0) % CATALOGUE_SHARDS
}

pub fn catalogue_partition(shard: u8) -> String {
    format!("CAT#{shard}")
}

/// Sorts by the time of the write, not by the product's `updated_at`, because readers request what was written since
/// their last read.
pub fn catalogue_place(written: Timestamp, id: &ProductId) -> String {
    format!("{}#{id}", moment(written))
}

/// The shard of the catalogue index for a listing's card. It does not depend on the product.
pub fn listing_shard(key: &ListingKey) -> u8 {
    shard_of(&key.to_string())
}

/// Like [`catalogue_place`], for a listing's card.
pub fn listing_place(written: Timestamp, key: &ListingKey) -> String {
    format!("{}#{key}", moment(written))
}

/// The partition of push counts: one item for each day and channel.
pub const PUSH_DAYS: &str = "PUSHES";

pub fn push_day(date: jiff::civil::Date, channel: &Channel) -> Key {
    Key::new(PUSH_DAYS, format!("{}{channel}", push_day_from(date)))
}

/// The beginning of the sort keys of a day.
pub fn push_day_from(date: jiff::civil::Date) -> String {
    format!("{date}#")
}

/// The listing's card. It is not in the partition of the listing's other three items, because those are read together.
pub fn listing_card(key: &ListingKey) -> Key {
    Key::new(format!("LC#{key}"), "CARD")
}
