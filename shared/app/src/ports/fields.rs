//! The field report (where channels agree and differ) and the field mapping (who decides which field).

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Channel, ContentHash, ProductId, ShopId,
    diff::Field,
    field_mapping::FieldMapping,
    field_report::{FieldReport, Verdict},
    ids::ReportId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Page, Versioned};
use crate::StoreError;

/// A finished field report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReport {
    pub id: ReportId,
    /// Absent in reports of earlier versions.
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    pub computed_at: Timestamp,
    /// The hash of the input: every listing's content and product, the price rules and the fees. Equal states give
    /// equal reports.
    pub state: ContentHash,
    /// The number of listings that were read, without those that are gone.
    pub listings: u64,
    pub report: FieldReport,
    /// Earlier reports whose open products still have to be removed.
    #[serde(default)]
    pub replaced: Vec<ReportId>,
}

/// A report that is being computed: its position, and the counts so far. Versioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInMaking {
    pub id: ReportId,
    pub started_at: Timestamp,
    /// Shops in the order in which they are read.
    pub shops: Vec<(Channel, ShopId)>,
    /// The shop that is being read, as an index into `shops`, and the position in it.
    pub shop: usize,
    pub cursor: Option<String>,
    /// Counts steps from 0. A message names its step, so that a repeat counts once.
    pub step: u32,
    pub listings: u64,
    pub state: ContentHash,
    pub report: FieldReport,
    #[serde(default)]
    pub replaced: Vec<ReportId>,
}

/// A product that needs a decision in a field according to the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenProduct {
    pub product: ProductId,
    pub verdict: Verdict,
}

#[async_trait]
pub trait FieldReports: Send + Sync {
    /// The newest finished report.
    async fn current_report(&self) -> Result<Option<StoredReport>, StoreError>;

    /// The time of the last change of data that reports use; `None` if there was none.
    async fn report_moved_at(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Records such a change. The last write wins.
    async fn report_moved(&self, at: Timestamp) -> Result<(), StoreError>;

    /// The report that is being computed.
    async fn report_in_making(&self) -> Result<Option<Versioned<ReportInMaking>>, StoreError>;

    /// Stores the progress of a report. `expected` is 0 if none is being computed.
    async fn put_report_in_making(
        &self,
        making: &ReportInMaking,
        expected: u64,
    ) -> Result<Versioned<ReportInMaking>, StoreError>;

    /// Discards the report that is being computed, read at `expected`.
    async fn drop_report_in_making(&self, expected: u64) -> Result<(), StoreError>;

    /// Stores the open products of one step, by field. A repeat stores the same again.
    async fn put_open_products(
        &self,
        report: &ReportId,
        step: u32,
        open: &BTreeMap<Field, Vec<OpenProduct>>,
    ) -> Result<(), StoreError>;

    /// The open products of a field, in the order of their steps.
    async fn open_products(
        &self,
        report: &ReportId,
        field: Field,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<OpenProduct>, StoreError>;

    /// Removes the open products of a report that was replaced. It is no error if they are already removed.
    async fn clear_open_products(&self, report: &ReportId) -> Result<(), StoreError>;

    /// Stores it as the newest finished report and removes the report that is being computed, read at `expected`; both
    /// or neither.
    async fn finish_report(&self, report: &StoredReport, expected: u64) -> Result<(), StoreError>;
}

/// Stored versions count from 1 and stay readable.
#[async_trait]
pub trait FieldMappings: Send + Sync {
    /// The newest mapping of a channel; `None` if it was never changed.
    async fn field_mapping(&self, channel: &Channel) -> Result<Option<Versioned<FieldMapping>>, StoreError>;

    async fn field_mapping_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FieldMapping>, StoreError>;

    /// `expected` is 0 for the first.
    async fn put_field_mapping(
        &self,
        channel: &Channel,
        mapping: &FieldMapping,
        expected: u64,
    ) -> Result<Versioned<FieldMapping>, StoreError>;
}
