//! What a channel answers when it is asked for its listings.

use domain::{ExternalId, ListingContent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One page of listing names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingPage {
    pub listings: Vec<ListedItem>,
    /// Opaque; absent on the last page.
    pub next: Option<String>,
    /// How many the shop has in all, where it tells.
    pub total: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedItem {
    pub id: ExternalId,
    pub updated_at: Option<Timestamp>,
}

/// A listing as the channel gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedListing {
    pub id: ExternalId,
    pub content: ListingContent,
    /// The channel's own time of the last change.
    pub updated_at: Option<Timestamp>,
    /// The channel refuses to show the whole listing, as for a frozen one: `content` is what its list says of it.
    pub partial: bool,
    /// How the channel's audit of the last edit stands, where it tells. No part of the content: what buyers see is the
    /// same whatever it says.
    pub audit: Option<Audit>,
}

impl FetchedListing {
    /// The listing with what was known `before` where the channel shows a part of it only.
    #[must_use]
    pub fn completed(self, before: Option<&ListingContent>) -> Self {
        match before {
            Some(before) if self.partial => {
                Self { content: self.content.listed_over(before), partial: false, ..self }
            }
            _ => self,
        }
    }
}

/// What a channel's audit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    pub verdict: AuditVerdict,
    /// Why it refused, in the channel's own words.
    pub reasons: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditVerdict {
    Waiting,
    Passed,
    Refused,
}
