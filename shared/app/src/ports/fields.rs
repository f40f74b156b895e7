//! The field report and the field mapping: what the channels have in common, and who decides which field.

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
    /// Names what it was computed from: every listing's content, its product, the price rules and the fees. Equal states give
    /// equal reports.
    pub state: ContentHash,
    /// Listings that were looked at; those that are gone from their shop do not count.
    pub listings: u64,
    pub report: FieldReport,
    /// Reports whose open products are still to be cleared away.
    #[serde(default)]
    pub replaced: Vec<ReportId>,
}

/// A report in the making: where it is, and what it has counted so far. Versioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInMaking {
    pub id: ReportId,
    pub started_at: Timestamp,
    /// Shops in the order in which they are read.
    pub shops: Vec<(Channel, ShopId)>,
    /// The shop that is being read, as an index into `shops`, and where in it.
    pub shop: usize,
    pub cursor: Option<String>,
    /// Counts steps from 0: a message names the step that it asks for, so that a repeat counts once.
    pub step: u32,
    pub listings: u64,
    pub state: ContentHash,
    pub report: FieldReport,
    #[serde(default)]
    pub replaced: Vec<ReportId>,
}

/// A product that the report found worth a look in some field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenProduct {
    pub product: ProductId,
    pub verdict: Verdict,
}

#[async_trait]
pub trait FieldReports: Send + Sync {
    /// The newest finished report.
    async fn current_report(&self) -> Result<Option<StoredReport>, StoreError>;

    /// When something moved last that no report may have counted; absent where nothing ever did.
    async fn report_moved_at(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Notes that something moved. The last one to write counts.
    async fn report_moved(&self, at: Timestamp) -> Result<(), StoreError>;

    /// The report in the making.
    async fn report_in_making(&self) -> Result<Option<Versioned<ReportInMaking>>, StoreError>;

    /// Stores how far a report is. `expected` is 0 where none is in the making.
    async fn put_report_in_making(
        &self,
        making: &ReportInMaking,
        expected: u64,
    ) -> Result<Versioned<ReportInMaking>, StoreError>;

    /// Gives up the report in the making, read at `expected`.
    async fn drop_report_in_making(&self, expected: u64) -> Result<(), StoreError>;

    /// Keeps the open products of one step, by field. A repeat stores the same again.
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

    /// Removes the open products of reports that were replaced; those that are gone already do not matter.
    async fn clear_open_products(&self, report: &ReportId) -> Result<(), StoreError>;

    /// Makes it the newest finished report and ends its making, read at `expected`: both or neither.
    async fn finish_report(&self, report: &StoredReport, expected: u64) -> Result<(), StoreError>;
}

/// Stored versions count from 1 and stay readable.
#[async_trait]
pub trait FieldMappings: Send + Sync {
    /// The newest mapping of a channel; absent while nobody has changed it.
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
