//! The sync state of a product on a channel, the same on every screen.

use serde::{Deserialize, Serialize};

/// The state of a listing, or of a product on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// The product has no listing on the channel.
    NotListed,
    /// The channel shows what we want.
    Synced,
    /// The channel does not show what we want, and no run is working on it.
    Pending,
    /// A run is working on it.
    Pushing,
    /// The channel checks an edit before buyers see it.
    Auditing,
    /// It was edited on the channel since both sides agreed.
    Drift,
    /// A field changed on both sides: a person decides.
    Conflict,
    /// The last push failed.
    Failed,
    /// The channel refused the last edit, or took the listing down until it is corrected.
    Refused,
    /// The channel has frozen the listing: nobody can edit it.
    Frozen,
    /// Not found on the channel any more.
    Gone,
}

impl SyncState {
    /// Every state, in the order of [`SyncState`].
    pub const ALL: [Self; 11] = [
        Self::NotListed,
        Self::Synced,
        Self::Pending,
        Self::Pushing,
        Self::Auditing,
        Self::Drift,
        Self::Conflict,
        Self::Failed,
        Self::Refused,
        Self::Frozen,
        Self::Gone,
    ];

    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotListed => "not_listed",
            Self::Synced => "synced",
            Self::Pending => "pending",
            Self::Pushing => "pushing",
            Self::Auditing => "auditing",
            Self::Drift => "drift",
            Self::Conflict => "conflict",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Frozen => "frozen",
            Self::Gone => "gone",
        }
    }

    /// Reads [`SyncState::as_str`].
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a person has to act before the listing follows its product again.
    pub const fn needs_a_person(self) -> bool {
        matches!(self, Self::Drift | Self::Conflict | Self::Failed | Self::Refused | Self::Frozen)
    }

    /// How urgent it is. Of several listings of a product on one channel, the state of the most urgent one is shown. A
    /// listing that is gone is used only if no other is left.
    pub const fn urgency(self) -> u8 {
        match self {
            Self::NotListed => 0,
            Self::Gone => 1,
            Self::Synced => 2,
            Self::Pending => 3,
            Self::Auditing => 4,
            Self::Pushing => 5,
            Self::Drift => 6,
            Self::Frozen => 7,
            Self::Refused => 8,
            Self::Failed => 9,
            Self::Conflict => 10,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_has_its_word_and_an_urgency_of_its_own() {
        for state in SyncState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(SyncState::find(state.as_str()), Some(state));
        }
        let urgencies: BTreeSet<u8> = SyncState::ALL.into_iter().map(SyncState::urgency).collect();
        assert_eq!(urgencies.len(), SyncState::ALL.len());
        assert_eq!(SyncState::find("sync"), None);
    }
}
