//! Bulk tasks: requested work over the whole catalogue, with its progress.

use std::collections::BTreeMap;

use app::{
    ports,
    pricing::{base_reading, whatif},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::preview::Preview;
use crate::problem::Problem;
pub use crate::wire::enums::BulkKind;

/// What the prices in the shops mean.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseReadingRequest {
    pub reading: Reading,
}

/// `shop_prices_include_fees`: fees and mark-ups are in them, and live prices stay. `shop_prices_are_base`: live prices
/// become what the rules make of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    ShopPricesIncludeFees,
    ShopPricesAreBase,
}

impl From<Reading> for base_reading::Reading {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::ShopPricesIncludeFees => Self::ShopPricesIncludeFees,
            Reading::ShopPricesAreBase => Self::ShopPricesAreBase,
        }
    }
}

/// Work over many records that was asked for once. The queue does it in pages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkTask {
    pub id: String,
    pub kind: BulkKind,
    pub started_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// Absent while there is more to do.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// Pages done.
    pub pages: u32,
    /// Records looked at.
    pub looked_at: u64,
    /// Records by what became of them.
    pub counts: BTreeMap<String, u64>,
    /// Of a `price_preview`: what was found so far.
    pub preview: Option<Preview>,
    /// It does not go on by itself: a page of it lies in the dead letters of the pricing queue, to be sent again.
    pub stalled: bool,
}

impl BulkTask {
    pub fn of(task: &ports::BulkTask, now: Timestamp) -> Result<Self, Problem> {
        let preview = match task.kind {
            ports::BulkKind::PricePreview => whatif::found(task)?.as_ref().map(Preview::from),
            _ => None,
        };
        Ok(Self {
            id: task.id.to_string(),
            kind: task.kind.into(),
            started_by: task.started_by.clone(),
            started_at: task.started_at,
            finished_at: task.finished_at,
            pages: task.pages,
            looked_at: task.looked_at,
            counts: task.counts.clone(),
            preview,
            stalled: task.is_stalled(now),
        })
    }
}

impl BulkTask {
    /// Of the rest of a request, where there is one.
    pub fn rest(task: Option<&ports::BulkTask>, state: &crate::ApiState) -> Result<Option<Self>, Problem> {
        task.map(|task| Self::of(task, state.ports.clock.now())).transpose()
    }
}

/// A preview that the queue goes on with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewStarted {
    /// Its `preview` says what was found so far.
    pub task: BulkTask,
}

/// What became of one record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkRow {
    /// Of the product, listing or match.
    pub key: String,
    pub outcome: String,
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

impl From<ports::BulkRow> for BulkRow {
    fn from(row: ports::BulkRow) -> Self {
        Self { key: row.key, outcome: row.outcome, details: row.details }
    }
}
