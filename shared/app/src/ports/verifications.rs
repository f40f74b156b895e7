//! The checks of the whole catalogue, and what they found.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Channel, ListingKey, OfferId, ProductId, ShopId, VariantId, VerificationId,
    titles::{Risk, Titled},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Page, TitleOrigin};
use crate::StoreError;

/// What a check of the whole catalogue asks of every listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Every stored quote is what its stored rule and fee versions give, reads as the listing's target, and is what the
    /// channel shows; `pending` explains those that wait for a push.
    Prices,
    /// Every proposed, accepted and locked title may represent its master; a proposal outside the band truly says why.
    Titles,
    /// No two channels have the same title where one was accepted or locked, nor the same proposal.
    TitlesDiffer,
    /// Every listing has a product, every offer a variant, and every field of a channel a field of the master.
    Mapping,
}

impl Check {
    pub const ALL: [Self; 4] = [Self::Prices, Self::Titles, Self::TitlesDiffer, Self::Mapping];
}

/// How many things passed a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub passed: u64,
    /// Not as wished, with a reason that is known, by reason.
    pub explained: BTreeMap<String, u64>,
    pub failed: u64,
}

/// Something that failed a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offence {
    pub check: Check,
    /// Absent for what is wrong with a channel as a whole.
    #[serde(default)]
    pub listing: Option<ListingKey>,
    /// Given where there is no listing to name it.
    #[serde(default)]
    pub channel: Option<Channel>,
    #[serde(default)]
    pub product: Option<ProductId>,
    #[serde(default)]
    pub variant: Option<VariantId>,
    #[serde(default)]
    pub offer: Option<OfferId>,
    /// Stable, such as `quote_differs`.
    pub reason: String,
    /// What was found and what was expected, for a person.
    pub details: String,
}

/// A check of every listing of every shop, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub id: VerificationId,
    pub started_by: String,
    pub started_at: Timestamp,
    /// Absent while it runs.
    pub finished_at: Option<Timestamp>,
    /// When the last page was done; absent before the first.
    #[serde(default)]
    pub moved_on_at: Option<Timestamp>,
    /// At which it was read; 0 before it is stored.
    #[serde(default)]
    pub version: u64,
    /// Pages looked at so far.
    pub pages: u32,
    /// Where the next page begins; absent before the first, and when only the sum is left.
    #[serde(default)]
    pub next: Option<VerificationPlace>,
    /// Listings looked at so far.
    pub listings: u64,
    pub checks: BTreeMap<Check, Tally>,
    /// Where the listings' titles come from.
    #[serde(default)]
    pub origins: BTreeMap<TitleOrigin, u64>,
    /// Accepted titles whose master or rule has changed since.
    #[serde(default)]
    pub outdated: u64,
    /// Titles that are too similar to another, in all; counted when it is finished.
    #[serde(default)]
    pub risks: u64,
    /// How many of them are kept to be listed: the worst.
    #[serde(default)]
    pub risks_kept: u64,
}

impl Verification {
    /// Whether it will not go on by itself: a page of it was given up.
    pub fn is_stalled(&self, now: Timestamp) -> bool {
        let since = self.moved_on_at.unwrap_or(self.started_at);
        self.finished_at.is_none() && super::repricings::is_overdue(since, now)
    }
}

/// What one page of a verification found. Repeating a page replaces it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedPage {
    pub listings: u64,
    pub checks: BTreeMap<Check, Tally>,
    pub origins: BTreeMap<TitleOrigin, u64>,
    /// Accepted titles whose master or rule has changed since.
    #[serde(default)]
    pub outdated: u64,
    pub offences: Vec<Offence>,
    /// What the channels show now, for the risks.
    pub titles: Vec<Titled>,
    /// By listing, the normalised title that was accepted or locked, else the proposed one: compared over all channels
    /// at the end.
    pub proposed: Vec<(ListingKey, String)>,
}

/// Where a verification goes on: a shop and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationPlace {
    pub channel: Channel,
    pub shop: ShopId,
    pub cursor: Option<String>,
}

#[async_trait]
pub trait Verifications: Send + Sync {
    /// Replaces the head that was read at its version, and returns it as it is stored. `Conflict` when it moved.
    async fn put(&self, verification: &Verification) -> Result<Verification, StoreError>;

    async fn get(&self, id: &VerificationId) -> Result<Option<Verification>, StoreError>;

    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Verification>, StoreError>;

    /// Stores page `number` together with the head that has counted it, as [`Verifications::put`] does: of two workers
    /// at one page, what one of them found is stored, and it is what was counted. Kept for 30 days, as what follows
    /// from it is.
    async fn put_page(
        &self,
        verification: &Verification,
        number: u32,
        page: &VerifiedPage,
    ) -> Result<Verification, StoreError>;

    /// The pages in order.
    async fn pages(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<VerifiedPage>, StoreError>;

    /// Stores the risks, the worst first, in slices.
    async fn put_risks(&self, verification: &Verification, slices: &[Vec<Risk>]) -> Result<(), StoreError>;

    /// The slices of risks in order.
    async fn risks(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Vec<Risk>>, StoreError>;
}
