//! Plans: computed page by page, and immutable once they are ready.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    BasisPoints, Channel, ContentHash, JobId, ListingKey, PlanId, ProductId, RunId, Sku,
    diff::Field,
    plan::{PlannedListing, Target, Unplanned, Visibility, Warning},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CatalogueQuery, Page, runs::Failure};
use crate::StoreError;

mod view;
pub use view::{
    EntryFilter, EntryRow, EntryView, FromTo, MoneyMove, PlanCounts, PlanMoney, PlanTotals, RowChange,
    VariantView, decision_word,
};

/// A person's request for a plan. The products are the union of all that is named. A request without names and without
/// a filter is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanRequest {
    pub products: Vec<ProductId>,
    pub skus: Vec<Sku>,
    /// Its `limit`, `sort` and `cursor` are ignored: every product that matches is planned.
    pub filter: Option<CatalogueQuery>,
    /// Empty for every channel that a product is listed on.
    pub channels: Vec<Channel>,
    /// Plan these fields only.
    pub fields: Option<BTreeSet<Field>>,
    /// The largest price move of one push; without it, each channel's own guard applies.
    pub guard: Option<BasisPoints>,
    /// Also propose to create the listings that products do not have yet on the asked channels.
    pub create: bool,
    /// Show or hide the listings, and nothing else of them.
    pub visibility: Option<Visibility>,
}

impl PlanRequest {
    /// The fields that are planned; absent for all. Who shows or hides a listing changes nothing else of it.
    pub fn planned_fields(&self) -> Option<BTreeSet<Field>> {
        match self.visibility {
            Some(_) => Some([Field::Visibility].into()),
            None => self.fields.clone(),
        }
    }
}

/// Which jobs of a run are undone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndoScope {
    #[default]
    Run,
    /// One wave, from 0.
    Wave(u32),
    Jobs(Vec<JobId>),
}

/// The input of a plan. Stored beside the plan, written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanSource {
    /// The products that were named, each once and in order, and the request.
    Products {
        named: Vec<ProductId>,
        request: Box<PlanRequest>,
    },
    Undo {
        run: RunId,
        scope: UndoScope,
    },
    /// Deletes these listings, each once and in order.
    Deletion {
        listings: Vec<ListingKey>,
    },
}

/// The position in the computation of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanPlace {
    /// Nothing is left.
    #[default]
    End,
    /// The next of the products or jobs that were named, or of the run's jobs.
    At(u32),
    /// The page of the filter after `cursor`, without its first `skip` products.
    Filter { cursor: Option<String>, skip: u32 },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Its listings are being planned, page by page; it cannot be carried out yet.
    Preparing,
    /// Complete, and never changed again.
    #[default]
    Ready,
    /// It could not be made; `failure` says why.
    Failed,
}

/// A plan without its listings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    /// [`domain::plan::plan_hash`] over all listings so far. When the plan is ready, a person approves this hash.
    pub hash: ContentHash,
    #[serde(default)]
    pub state: PlanState,
    #[serde(default)]
    pub failure: Option<Failure>,
    /// Products (for an undo: jobs) processed so far, and the total.
    #[serde(default)]
    pub looked_at: u64,
    #[serde(default)]
    pub to_look_at: u64,
    #[serde(default)]
    pub place: PlanPlace,
    /// Counts the writes of this record, so that a page is added only to the state from which it was computed.
    #[serde(default)]
    pub step: u64,
    /// Pages of entries, from 0.
    #[serde(default)]
    pub pages: u32,
    /// Listings processed, and those of them that have something to push.
    pub listings: u64,
    pub listings_changed: u64,
    pub changes: u64,
    /// Changes that differ and will not be pushed, each with its reason in the entry.
    pub blocked: u64,
    pub conflicts: u64,
    /// The number of warnings, which do not block anything.
    #[serde(default)]
    pub warnings: u64,
    /// The same counts by channel, field and reason, and the sums of the prices.
    #[serde(default)]
    pub totals: PlanTotals,
    /// Write calls, read-backs included.
    pub calls: u64,
    /// The calls of each shop, as `channel:shop`.
    #[serde(default)]
    pub calls_by_shop: BTreeMap<String, u64>,
    /// The time for the calls with the shops' call budgets, rounded up to whole seconds.
    pub seconds: u64,
    /// Only these fields were planned; absent for all.
    pub fields: Option<Vec<Field>>,
    /// The largest allowed price move.
    pub guard: BasisPoints,
    /// The run that this plan undoes.
    pub undoes: Option<RunId>,
    /// What a person asked buyers to see or not to see; then nothing else is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// It deletes listings, which a person asked for by their names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deletes: bool,
    /// Named products and SKUs with nothing to push, each with its reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplanned: Vec<Unplanned>,
    pub created_at: Timestamp,
    pub created_by: String,
}

/// One listing of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanEntry {
    pub planned: PlannedListing,
    /// What the listing should be. For a plan of products it is computed again when the job starts; for an undo this
    /// one is used.
    pub target: Target,
    pub calls: u32,
    /// The largest allowed price move for this listing.
    pub guard: BasisPoints,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    #[serde(default)]
    pub view: EntryView,
}

/// The most entries of one page: they and the plan's record are written in one transaction.
pub const PLAN_PAGE: usize = 90;

#[async_trait]
pub trait Plans: Send + Sync {
    /// Stores a plan without entries, and its source. `Conflict` when the plan exists.
    async fn begin(&self, plan: &Plan, source: &PlanSource) -> Result<(), StoreError>;
    async fn source(&self, id: &PlanId) -> Result<Option<PlanSource>, StoreError>;
    /// Stores `plan` and its newest page of at most [`PLAN_PAGE`] entries, all or nothing. `Conflict` unless the stored
    /// plan is exactly one step before it. Without entries no page is added.
    async fn advance(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError>;
    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError>;
    /// An entry, by its page.
    async fn entry(&self, id: &PlanId, page: u32, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError>;
    /// Those of these entries that exist, each named by its page and listing, in any order.
    async fn entries_of(
        &self,
        id: &PlanId,
        named: &[(u32, ListingKey)],
    ) -> Result<Vec<PlanEntry>, StoreError>;
    /// Page by page, each in key order, with the page of each.
    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError>;
    /// The entries that `filter` takes, in the order of [`Plans::entries`]. A page may be short, or empty, and have a
    /// `next`.
    async fn find(
        &self,
        id: &PlanId,
        filter: &EntryFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError>;
}
