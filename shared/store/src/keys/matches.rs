//! Keys of matches and of the decisions about them.

use domain::{Channel, ListingKey, MatchId, ShopId};
use jiff::Timestamp;

use super::{Key, moment, ordered};

pub fn match_record(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "MATCH")
}

/// The state of two products before they were merged.
pub fn merger(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "MERGER")
}

/// The state of products and listings before and after a decision.
pub fn standing(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "STANDING")
}

/// The short rows of a shop's matches. Each match has a row in the partitions of both its shops.
pub fn match_rows(channel: &Channel, shop: &ShopId) -> String {
    format!("MATCHES#{channel}#{shop}")
}

/// Open and decided matches have different prefixes, so that each can be read without the other.
pub const fn match_state(open: bool) -> &'static str {
    if open { "OPEN#" } else { "DECIDED#" }
}

/// The beginning of the sort keys of one listing's rows.
pub fn match_rows_of(key: &ListingKey, open: bool) -> String {
    format!("{}{}#", match_state(open), key.external_id)
}

/// The row of a match in the partition of the shop of `own`.
pub fn match_row(own: &ListingKey, other: &ListingKey, open: bool) -> Key {
    Key::new(match_rows(&own.channel, &own.shop), match_rows_of(own, open) + &ordered(other))
}

/// The partition of `gsi1` with the matches of one tier and decision.
pub fn match_list(tier: &str, decision: &str) -> String {
    format!("MATCHES#{tier}#{decision}")
}

/// Open matches sort by score, decided ones by time, both ascending. Lists are read from the end.
pub fn match_place(score: u32, decided: Option<Timestamp>, id: &MatchId) -> String {
    let decided = decided.map(moment).unwrap_or_default();
    format!("{decided}#{score:04}#{id}")
}
