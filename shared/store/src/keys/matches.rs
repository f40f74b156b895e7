//! Keys of matches and of the decisions about them.

use domain::{Channel, ListingKey, MatchId, ShopId};
use jiff::Timestamp;

use super::{Key, moment, ordered};

pub fn match_record(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "MATCH")
}

/// How two products stood before they became one.
pub fn merger(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "MERGER")
}

/// How things stood before and after a decision.
pub fn standing(id: &MatchId) -> Key {
    Key::new(format!("MATCH#{id}"), "STANDING")
}

/// The matches of a shop's listings, in short: each match stands in the partitions of both its shops.
pub fn match_rows(channel: &Channel, shop: &ShopId) -> String {
    format!("MATCHES#{channel}#{shop}")
}

/// Open and decided matches apart, so that each can be read without the other.
pub const fn match_state(open: bool) -> &'static str {
    if open { "OPEN#" } else { "DECIDED#" }
}

/// The rows of one listing begin with this.
pub fn match_rows_of(key: &ListingKey, open: bool) -> String {
    format!("{}{}#", match_state(open), key.external_id)
}

/// The row of a match in the partition of the shop of `own`.
pub fn match_row(own: &ListingKey, other: &ListingKey, open: bool) -> Key {
    Key::new(match_rows(&own.channel, &own.shop), match_rows_of(own, open) + &ordered(other))
}

/// The part of `gsi1` with the matches of one tier and decision.
pub fn match_list(tier: &str, decision: &str) -> String {
    format!("MATCHES#{tier}#{decision}")
}

/// Of open matches the best stand last, of decided ones the newest: lists are read from the end.
pub fn match_place(score: u32, decided: Option<Timestamp>, id: &MatchId) -> String {
    let decided = decided.map(moment).unwrap_or_default();
    format!("{decided}#{score:04}#{id}")
}
