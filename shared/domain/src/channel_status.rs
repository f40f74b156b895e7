//! The status of a listing on its channel: each word of the channel, its meaning here, and what can be edited in this
//! status.
//!
//! Every channel has one table of these rows. Reading, planning and notices all use it, so that no rule depends on a
//! channel's name. A word that is not in the table is [`ListingStatus::Unknown`]: nothing is pushed to such a listing,
//! and it is never treated as deleted.

use serde::{Deserialize, Serialize};

use crate::{ListingStatus, diff::Field};

/// What the channel lets us change of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edits {
    All,
    /// Everything except showing and hiding it, which the channel decides after the seller has corrected the listing.
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

/// What can be edited in `status` according to the channel's table. All rows of one status must agree; each channel has
/// a test for that. Without a table, a listing can be edited if buyers see it or the seller has hidden it.
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

    /// The channel has removed the listing from sale. The seller gets a notice when that happens.
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
