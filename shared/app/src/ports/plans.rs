//! Plans: immutable once stored.

use async_trait::async_trait;
use domain::{
    BasisPoints, ContentHash, ListingKey, PlanId, RunId,
    diff::Field,
    plan::{PlannedListing, Target, Warning},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::StoreError;

/// A plan without its listings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    /// [`domain::plan::plan_hash`]: what a person approves.
    pub hash: ContentHash,
    /// Listings looked at, and those of them that have something to push.
    pub listings: u64,
    pub listings_changed: u64,
    pub changes: u64,
    /// Changes that differ and will not be pushed, each with its reason in the entry.
    pub blocked: u64,
    pub conflicts: u64,
    /// What a person should know although nothing is in the way.
    #[serde(default)]
    pub warnings: u64,
    /// Write calls, read-backs included.
    pub calls: u64,
    /// What the calls take at the shops' call budgets, rounded up to whole seconds.
    pub seconds: u64,
    /// Only these fields were planned; absent for all.
    pub fields: Option<Vec<Field>>,
    /// The largest price move that was let through.
    pub guard: BasisPoints,
    /// The run that this plan undoes.
    pub undoes: Option<RunId>,
    pub created_at: Timestamp,
    pub created_by: String,
}

/// One listing of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanEntry {
    pub planned: PlannedListing,
    /// What the listing should be. For a plan made of products it is made again when the job starts; for an undo
    /// this one holds.
    pub target: Target,
    pub calls: u32,
    /// The largest price move that was let through here.
    pub guard: BasisPoints,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

#[async_trait]
pub trait Plans: Send + Sync {
    async fn create(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError>;
    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError>;
    async fn entry(&self, id: &PlanId, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError>;
    /// In key order.
    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<PlanEntry>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError>;
}
