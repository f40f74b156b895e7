//! The field report and the field mapping in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{FieldMappings, FieldReports, OpenProduct, Page, ReportInMaking, StoredReport, Versioned},
};
use async_trait::async_trait;
use domain::{Channel, diff::Field, field_mapping::FieldMapping, ids::ReportId};
use jiff::Timestamp;

use super::memory::{Kind, Memory, bad_cursor};

#[derive(Debug, Default)]
pub(super) struct FieldTables {
    /// By channel, the versions from 1.
    mappings: BTreeMap<Channel, Vec<FieldMapping>>,
    current: Option<StoredReport>,
    making: Option<Versioned<ReportInMaking>>,
    moved: Option<Timestamp>,
    open: BTreeMap<(ReportId, Field, u32), Vec<OpenProduct>>,
}

impl FieldTables {
    fn newest(&self, channel: &Channel) -> Option<Versioned<FieldMapping>> {
        let versions = self.mappings.get(channel)?;
        Some(Versioned { value: versions.last()?.clone(), version: versions.len() as u64 })
    }

    fn making_version(&self) -> u64 {
        self.making.as_ref().map_or(0, |making| making.version)
    }
}

#[async_trait]
impl FieldMappings for Memory {
    async fn field_mapping(&self, channel: &Channel) -> Result<Option<Versioned<FieldMapping>>, StoreError> {
        Ok(self.state().fields.newest(channel))
    }

    async fn field_mapping_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FieldMapping>, StoreError> {
        let Some(index) = version.checked_sub(1).and_then(|index| usize::try_from(index).ok()) else {
            return Ok(None);
        };
        Ok(self.state().fields.mappings.get(channel).and_then(|versions| versions.get(index)).cloned())
    }

    async fn put_field_mapping(
        &self,
        channel: &Channel,
        mapping: &FieldMapping,
        expected: u64,
    ) -> Result<Versioned<FieldMapping>, StoreError> {
        let mut state = self.state();
        if state.fields.newest(channel).map_or(0, |newest| newest.version) != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::FieldMapping)?;
        state.fields.mappings.entry(channel.clone()).or_default().push(mapping.clone());
        Ok(Versioned { value: mapping.clone(), version: expected + 1 })
    }
}

#[async_trait]
impl FieldReports for Memory {
    async fn current_report(&self) -> Result<Option<StoredReport>, StoreError> {
        Ok(self.state().fields.current.clone())
    }

    async fn report_moved_at(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.state().fields.moved)
    }

    async fn report_moved(&self, at: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::FieldReport)?;
        state.fields.moved = Some(at);
        Ok(())
    }

    async fn report_in_making(&self) -> Result<Option<Versioned<ReportInMaking>>, StoreError> {
        Ok(self.state().fields.making.clone())
    }

    async fn put_report_in_making(
        &self,
        making: &ReportInMaking,
        expected: u64,
    ) -> Result<Versioned<ReportInMaking>, StoreError> {
        let mut state = self.state();
        if state.fields.making_version() != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::FieldReport)?;
        let stored = Versioned { value: making.clone(), version: expected + 1 };
        state.fields.making = Some(stored.clone());
        Ok(stored)
    }

    async fn drop_report_in_making(&self, expected: u64) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.fields.making_version() != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::FieldReport)?;
        state.fields.making = None;
        Ok(())
    }

    async fn put_open_products(
        &self,
        report: &ReportId,
        step: u32,
        open: &BTreeMap<Field, Vec<OpenProduct>>,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        for (field, products) in open {
            state.write(Kind::FieldReport)?;
            state.fields.open.insert((report.clone(), *field, step), products.clone());
        }
        Ok(())
    }

    async fn open_products(
        &self,
        report: &ReportId,
        field: Field,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<OpenProduct>, StoreError> {
        let start: usize = cursor.map_or(Ok(0), str::parse).map_err(|_| bad_cursor())?;
        let state = self.state();
        let steps = state.fields.open.range((report.clone(), field, 0)..=(report.clone(), field, u32::MAX));
        let all: Vec<&OpenProduct> = steps.flat_map(|(_, products)| products).collect();
        let items: Vec<OpenProduct> =
            all.iter().skip(start).take(limit).map(|open| (*open).clone()).collect();
        let end = start + items.len();
        Ok(Page { items, next: (end < all.len()).then(|| end.to_string()) })
    }

    async fn clear_open_products(&self, report: &ReportId) -> Result<(), StoreError> {
        let mut state = self.state();
        let stored = state.fields.open.keys().filter(|(id, ..)| id == report).count();
        for _ in 0..stored {
            state.write(Kind::FieldReport)?;
        }
        state.fields.open.retain(|(id, ..), _| id != report);
        Ok(())
    }

    async fn finish_report(&self, report: &StoredReport, expected: u64) -> Result<(), StoreError> {
        let mut state = self.state();
        if expected == 0 || state.fields.making_version() != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::FieldReport)?;
        state.fields.current = Some(report.clone());
        state.fields.making = None;
        Ok(())
    }
}
