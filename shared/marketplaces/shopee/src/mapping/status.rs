//! The status of an item: the one table of `item_status`.

use domain::{
    ListingStatus,
    channel_status::{ChannelStatus, Edits},
};

/// Each word of the documents, our status for it, and what can be edited then. A banned item is corrected by an edit,
/// and cannot be shown or hidden until then (`error_busi_cannot_delist_reviewing_or_banned_item`); one under review
/// cannot be edited. `DELETED` is not documented and was seen.
pub(crate) const STATUSES: [(&str, ListingStatus, Edits); 7] = [
    ("NORMAL", ListingStatus::Live, Edits::All),
    ("UNLIST", ListingStatus::Unlisted, Edits::All),
    ("BANNED", ListingStatus::Refused, Edits::NotVisibility),
    ("REVIEWING", ListingStatus::UnderReview, Edits::None),
    ("SELLER_DELETE", ListingStatus::Deleted, Edits::None),
    ("SHOPEE_DELETE", ListingStatus::Deleted, Edits::None),
    ("DELETED", ListingStatus::Deleted, Edits::None),
];

pub(crate) fn of(word: &str) -> ListingStatus {
    let row = STATUSES.iter().find(|(known, ..)| *known == word);
    row.map_or(ListingStatus::Unknown, |(_, status, _)| *status)
}

/// The statuses that a list requests: items that buyers see or may see again.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    STATUSES.iter().filter(|(_, status, _)| !status.is_gone()).map(|(word, ..)| *word)
}

pub(crate) fn table() -> Vec<ChannelStatus> {
    let row = |(word, status, edits): &(&str, ListingStatus, Edits)| ChannelStatus {
        word: (*word).to_owned(),
        status: *status,
        edits: *edits,
    };
    STATUSES.iter().map(row).collect()
}
