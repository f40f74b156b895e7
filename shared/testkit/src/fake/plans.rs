//! Plans in memory: immutable once stored.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Page, Plan, PlanEntry, Plans},
};
use async_trait::async_trait;
use domain::{ListingKey, PlanId};

use super::{
    imports::newest_key,
    memory::{Kind, Memory, page, page_newest},
};

#[derive(Debug, Default)]
pub(super) struct PlanTable {
    by_id: BTreeMap<PlanId, (Plan, BTreeMap<String, PlanEntry>)>,
}

#[async_trait]
impl Plans for Memory {
    async fn create(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.plans.by_id.contains_key(&plan.id) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Plan)?;
        let entries = entries.iter().map(|entry| (entry.planned.key.to_string(), entry.clone())).collect();
        state.plans.by_id.insert(plan.id.clone(), (plan.clone(), entries));
        Ok(())
    }

    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        Ok(self.state().plans.by_id.get(id).map(|(plan, _)| plan.clone()))
    }

    async fn entry(&self, id: &PlanId, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError> {
        let state = self.state();
        Ok(state.plans.by_id.get(id).and_then(|(_, entries)| entries.get(&key.to_string()).cloned()))
    }

    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<PlanEntry>, StoreError> {
        let state = self.state();
        let Some((_, entries)) = state.plans.by_id.get(id) else { return Ok(Page::empty()) };
        let entries = entries.iter().map(|(key, entry)| (key.clone(), entry.clone()));
        Ok(page(entries, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError> {
        let state = self.state();
        let plans = state.plans.by_id.values().map(|(plan, _)| plan);
        let by_time: BTreeMap<String, &Plan> =
            plans.map(|plan| (newest_key(plan.created_at, plan.id.as_str()), plan)).collect();
        Ok(page_newest(by_time.into_iter().map(|(key, plan)| (key, plan.clone())), cursor, limit))
    }
}
