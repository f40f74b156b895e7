//! Where the category trees of channels are kept.

use domain::Channel;
use jiff::Timestamp;

use super::{Key, moment};

pub fn categories(channel: &Channel) -> String {
    format!("CATEGORIES#{channel}")
}

/// Names the current tree.
pub fn category_head(channel: &Channel) -> Key {
    Key::new(categories(channel), "HEAD")
}

pub const CATEGORY_PART: &str = "PART#";

/// The parts of the tree that was read at `read_at`.
pub fn category_part_prefix(read_at: Timestamp) -> String {
    format!("{CATEGORY_PART}{}#", moment(read_at))
}

pub fn category_part(channel: &Channel, read_at: Timestamp, part: usize) -> Key {
    Key::new(categories(channel), format!("{}{part:03}", category_part_prefix(read_at)))
}

/// What the channel requires of the listings in one of its categories.
pub fn category_rules(channel: &Channel, category: &str) -> Key {
    Key::new(categories(channel), format!("RULES#{category}"))
}

/// The channel's category of each of the seller's own.
pub fn category_choices(channel: &Channel) -> Key {
    Key::new(categories(channel), "CHOICES")
}
