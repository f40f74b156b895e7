//! Imports in memory: each step counts once.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    StoreError,
    ports::{Import, ImportPhase, Imports, Page, PageMark, PageResult, Part, PartOf},
};
use async_trait::async_trait;
use domain::{Channel, ExternalId, ImportId, ShopId};
use jiff::Timestamp;

use super::memory::{Kind, Memory, page_newest};

type MarkKey = (ImportId, Channel, ShopId, String);

#[derive(Debug, Default)]
pub(super) struct ImportTable {
    by_id: BTreeMap<ImportId, Import>,
    marks: BTreeSet<MarkKey>,
    listed: BTreeMap<MarkKey, Vec<ExternalId>>,
    parts: BTreeMap<MarkKey, Part>,
    latest: BTreeMap<(Channel, ShopId), ImportId>,
    lists_lag: bool,
}

impl Memory {
    /// From now on the list of imports is empty, like an index that lags.
    pub fn import_lists_lag(&self) {
        self.state().imports.lists_lag = true;
    }
}

#[async_trait]
impl Imports for Memory {
    async fn create(&self, import: &Import) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.imports.by_id.contains_key(&import.id) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Import)?;
        state.imports.by_id.insert(import.id.clone(), import.clone());
        for shop in &import.shops {
            let key = (shop.channel.clone(), shop.shop.clone());
            state.imports.latest.insert(key, import.id.clone());
        }
        Ok(())
    }

    async fn latest(&self, channel: &Channel, shop: &ShopId) -> Result<Option<Import>, StoreError> {
        let state = self.state();
        let id = state.imports.latest.get(&(channel.clone(), shop.clone()));
        Ok(id.and_then(|id| state.imports.by_id.get(id)).cloned())
    }

    async fn get(&self, id: &ImportId) -> Result<Option<Import>, StoreError> {
        Ok(self.state().imports.by_id.get(id).cloned())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Import>, StoreError> {
        let state = self.state();
        if state.imports.lists_lag {
            return Ok(Page::empty());
        }
        let by_time: BTreeMap<String, &Import> =
            state.imports.by_id.values().map(|i| (newest_key(i.started_at, i.id.as_str()), i)).collect();
        Ok(page_newest(by_time.into_iter().map(|(key, import)| (key, import.clone())), cursor, limit))
    }

    async fn mark(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        mark: &PageMark,
    ) -> Result<PageResult, StoreError> {
        let mut state = self.state();
        let Some(mut import) = state.imports.by_id.get(id).cloned() else {
            return Err(StoreError::Corrupt(format!("there is no import {id}")));
        };
        let key = (id.clone(), channel.clone(), shop.clone(), mark.name());
        let recorded = match mark.part() {
            Some(part) => state.imports.parts.get(&key).is_some_and(|known| known.number >= part.number),
            None => state.imports.marks.contains(&key),
        };
        if recorded {
            return Ok(PageResult::Repeated(import));
        }
        state.write(Kind::ImportMark)?;
        mark.count(&mut import, channel, shop);
        if let PageMark::Listed { listings, .. } = mark {
            state.imports.listed.insert(key.clone(), listings.clone());
        }
        match mark.part() {
            Some(part) => drop(state.imports.parts.insert(key, part)),
            None => drop(state.imports.marks.insert(key)),
        }
        state.imports.by_id.insert(id.clone(), import.clone());
        Ok(PageResult::Counted(import))
    }

    async fn part(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        of: PartOf<'_>,
    ) -> Result<Option<Part>, StoreError> {
        let key = (id.clone(), channel.clone(), shop.clone(), of.name());
        Ok(self.state().imports.parts.get(&key).cloned())
    }

    async fn is_marked(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        name: &str,
    ) -> Result<bool, StoreError> {
        let key = (id.clone(), channel.clone(), shop.clone(), name.to_owned());
        Ok(self.state().imports.marks.contains(&key))
    }

    async fn listed_on(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        page: u32,
    ) -> Result<Vec<ExternalId>, StoreError> {
        let key = (id.clone(), channel.clone(), shop.clone(), format!("list-{page}"));
        Ok(self.state().imports.listed.get(&key).cloned().unwrap_or_default())
    }

    async fn listed(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
    ) -> Result<Vec<ExternalId>, StoreError> {
        let state = self.state();
        let of_shop = |key: &&MarkKey| &key.0 == id && &key.1 == channel && &key.2 == shop;
        let pages = state.imports.listed.iter().filter(|(key, _)| of_shop(key));
        Ok(pages.flat_map(|(_, listings)| listings.clone()).collect())
    }

    async fn advance(
        &self,
        id: &ImportId,
        from: ImportPhase,
        to: ImportPhase,
        at: Timestamp,
        failure: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(mut import) = state.imports.by_id.get(id).cloned().filter(|import| import.phase == from)
        else {
            return Ok(false);
        };
        state.write(Kind::Import)?;
        import.phase = to;
        if matches!(to, ImportPhase::Finished | ImportPhase::Failed) {
            import.finished_at = Some(at);
        }
        import.failure = failure.map(str::to_owned).or(import.failure);
        state.imports.by_id.insert(id.clone(), import);
        Ok(true)
    }
}

/// Sorts by time, then by id.
pub(super) fn newest_key(at: Timestamp, id: &str) -> String {
    format!("{:024}#{id}", at.as_nanosecond())
}
