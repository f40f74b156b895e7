//! Plans in memory: immutable once stored.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{EntryFilter, EntryRow, Page, Plan, PlanEntry, PlanSource, Plans},
};
use async_trait::async_trait;
use domain::{ListingKey, PlanId};

use super::{
    imports::newest_key,
    memory::{Kind, Memory, page, page_newest},
};

#[derive(Debug)]
struct Stored {
    plan: Plan,
    source: PlanSource,
    entries: BTreeMap<(u32, ListingKey), PlanEntry>,
}

#[derive(Debug, Default)]
pub(super) struct PlanTable {
    by_id: BTreeMap<PlanId, Stored>,
}

#[async_trait]
impl Plans for Memory {
    async fn begin(&self, plan: &Plan, source: &PlanSource) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.plans.by_id.contains_key(&plan.id) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Plan)?;
        let stored = Stored { plan: plan.clone(), source: source.clone(), entries: BTreeMap::new() };
        state.plans.by_id.insert(plan.id.clone(), stored);
        Ok(())
    }

    async fn source(&self, id: &PlanId) -> Result<Option<PlanSource>, StoreError> {
        Ok(self.state().plans.by_id.get(id).map(|stored| stored.source.clone()))
    }

    async fn advance(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError> {
        let mut state = self.state();
        let before = state.plans.by_id.get(&plan.id).map(|stored| stored.plan.step + 1);
        if before != Some(plan.step) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Plan)?;
        let page = plan.pages.saturating_sub(1);
        if let Some(stored) = state.plans.by_id.get_mut(&plan.id) {
            stored.plan = plan.clone();
            let added = entries.iter().map(|entry| ((page, entry.planned.key.clone()), entry.clone()));
            stored.entries.extend(added);
        }
        Ok(())
    }

    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        Ok(self.state().plans.by_id.get(id).map(|stored| stored.plan.clone()))
    }

    async fn entry(&self, id: &PlanId, page: u32, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError> {
        let state = self.state();
        Ok(state.plans.by_id.get(id).and_then(|stored| stored.entries.get(&(page, key.clone())).cloned()))
    }

    async fn entries_of(
        &self,
        id: &PlanId,
        named: &[(u32, ListingKey)],
    ) -> Result<Vec<PlanEntry>, StoreError> {
        let state = self.state();
        let Some(stored) = state.plans.by_id.get(id) else { return Ok(Vec::new()) };
        Ok(named.iter().filter_map(|place| stored.entries.get(place).cloned()).collect())
    }

    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError> {
        let state = self.state();
        let Some(stored) = state.plans.by_id.get(id) else { return Ok(Page::empty()) };
        let entries =
            stored.entries.iter().map(|((at, key), entry)| (format!("{at:06}#{key}"), (*at, entry.clone())));
        Ok(page(entries, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn find(
        &self,
        id: &PlanId,
        filter: &EntryFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError> {
        let state = self.state();
        let Some(stored) = state.plans.by_id.get(id) else { return Ok(Page::empty()) };
        let taken = stored.entries.iter().filter(|(_, entry)| filter.takes(&EntryRow::of(entry)));
        let entries = taken.map(|((at, key), entry)| (format!("{at:06}#{key}"), (*at, entry.clone())));
        Ok(page(entries, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError> {
        let state = self.state();
        let plans = state.plans.by_id.values().map(|stored| &stored.plan);
        let by_time: BTreeMap<String, &Plan> =
            plans.map(|plan| (newest_key(plan.created_at, plan.id.as_str()), plan)).collect();
        Ok(page_newest(by_time.into_iter().map(|(key, plan)| (key, plan.clone())), cursor, limit))
    }
}
