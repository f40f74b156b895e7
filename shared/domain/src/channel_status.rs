//! How a listing stands on its channel: each word of the channel, what it means here, and what can be edited then.
//!
//! Every channel has one table of these rows. Reading, planning and telling all use it, so that no rule asks for a
//! channel by name. A word that is in no table is [`ListingStatus::Unknown`]: nothing is pushed to it and it is never
//! taken for gone.

use serde::{Deserialize, Serialize};

use crate::{ListingStatus, diff::Field};

/// What the channel lets us change of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edits {
    All,
    /// Everything but showing and hiding it: the channel decides that after the seller has corrected the listing.
    NotVisibility,
    None,
}

impl Edits {
    pub fn allow(self, field: Field) -> bool {
        match self {
            Self::All => true,
            Self::NotVisibility => field != Field::Visibility,
            Self::None => false,
        }
    }
}

/// A row of a channel's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelStatus {
    /// As the channel spells it, such as `BANNED`.
    pub word: String,
    pub status: ListingStatus,
    pub edits: Edits,
}

/// What can be edited of a listing with `status` by the channel's table. Rows of one status agree, which a test of each
/// channel holds. A channel without a table lets everything be edited that buyers see or the seller has hidden.
pub fn edits(table: &[ChannelStatus], status: ListingStatus) -> Edits {
    let row = table.iter().find(|row| row.status == status);
    row.map_or_else(|| default_edits(status), |row| row.edits)
}

const fn default_edits(status: ListingStatus) -> Edits {
    match status {
        ListingStatus::Live | ListingStatus::Unlisted => Edits::All,
        ListingStatus::Refused => Edits::NotVisibility,
        ListingStatus::UnderReview
        | ListingStatus::Frozen
        | ListingStatus::Draft
        | ListingStatus::Deleted
        | ListingStatus::Unknown => Edits::None,
    }
}

impl ListingStatus {
    /// Not on the channel any more. Nothing else counts as gone.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Deleted)
    }

    /// The channel has taken the listing from buyers: the seller gets a notice when that happens.
    pub const fn is_taken_down(self) -> bool {
        matches!(self, Self::Refused | Self::Frozen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [ListingStatus; 8] = [
        ListingStatus::Live,
        ListingStatus::Unlisted,
        ListingStatus::UnderReview,
        ListingStatus::Refused,
        ListingStatus::Frozen,
        ListingStatus::Draft,
        ListingStatus::Deleted,
        ListingStatus::Unknown,
    ];

    #[test]
    fn a_row_of_the_table_decides_and_only_deleted_is_gone() {
        let row = |word: &str, status, edits| ChannelStatus { word: word.to_owned(), status, edits };
        let table = [row("PENDING", ListingStatus::UnderReview, Edits::All)];
        assert_eq!(edits(&table, ListingStatus::UnderReview), Edits::All);
        assert_eq!(edits(&[], ListingStatus::UnderReview), Edits::None);
        assert_eq!(edits(&table, ListingStatus::Frozen), Edits::None);
        assert!(!Edits::NotVisibility.allow(Field::Visibility) && Edits::NotVisibility.allow(Field::Title));
        let gone: Vec<_> = ALL.into_iter().filter(|status| status.is_gone()).collect();
        assert_eq!(gone, [ListingStatus::Deleted]);
    }
}
