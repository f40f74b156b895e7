//! Bulk tasks in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{BulkRow, BulkTask, BulkTasks, Page, Versioned},
};
use async_trait::async_trait;
use domain::ids::BulkTaskId;

use super::memory::{Kind, Memory, page_newest};

#[derive(Debug, Default)]
pub(super) struct BulkTables {
    tasks: BTreeMap<BulkTaskId, Versioned<BulkTask>>,
    rows: BTreeMap<(BulkTaskId, u32), BTreeMap<String, BulkRow>>,
    alone: BTreeMap<String, BulkTaskId>,
    lists_lag: bool,
}

impl Memory {
    /// From now on the list of bulk tasks shows nothing, as an index does that has not caught up.
    pub fn bulk_lists_lag(&self) {
        self.state().bulk.lists_lag = true;
    }
}

#[async_trait]
impl BulkTasks for Memory {
    async fn create(&self, task: &BulkTask) -> Result<bool, StoreError> {
        let mut state = self.state();
        if state.bulk.tasks.contains_key(&task.id) {
            return Ok(false);
        }
        if let Some(what) = task.kind.works_alone_at() {
            if state.bulk.alone.contains_key(what) {
                return Err(StoreError::Conflict);
            }
            state.write(Kind::BulkTask)?;
            state.bulk.alone.insert(what.to_owned(), task.id.clone());
        } else {
            state.write(Kind::BulkTask)?;
        }
        state.bulk.tasks.insert(task.id.clone(), Versioned { value: task.clone(), version: 1 });
        Ok(true)
    }

    async fn get(&self, id: &BulkTaskId) -> Result<Option<Versioned<BulkTask>>, StoreError> {
        Ok(self.state().bulk.tasks.get(id).cloned())
    }

    async fn put(&self, task: &BulkTask, expected: u64) -> Result<Versioned<BulkTask>, StoreError> {
        let mut state = self.state();
        if state.bulk.tasks.get(&task.id).map(|known| known.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::BulkTask)?;
        if task.is_finished() {
            state.bulk.alone.retain(|_, holder| *holder != task.id);
        }
        let next = Versioned { value: task.clone(), version: expected + 1 };
        state.bulk.tasks.insert(task.id.clone(), next.clone());
        Ok(next)
    }

    async fn alone_at(&self, what: &str) -> Result<Option<BulkTaskId>, StoreError> {
        Ok(self.state().bulk.alone.get(what).cloned())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<BulkTask>, StoreError> {
        let state = self.state();
        if state.bulk.lists_lag {
            return Ok(Page::empty());
        }
        let all = state.bulk.tasks.values().map(|known| &known.value);
        let ordered: BTreeMap<String, BulkTask> =
            all.map(|one| (format!("{:.9}#{}", one.started_at, one.id), one.clone())).collect();
        Ok(page_newest(ordered.into_iter(), cursor, limit))
    }

    async fn put_rows(&self, task: &BulkTask, page: u32, rows: &[BulkRow]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut state = self.state();
        state.write(Kind::BulkTask)?;
        let stored = state.bulk.rows.entry((task.id.clone(), page)).or_default();
        stored.extend(rows.iter().map(|row| (row.key.clone(), row.clone())));
        Ok(())
    }

    async fn rows(&self, id: &BulkTaskId, page: u32) -> Result<Vec<BulkRow>, StoreError> {
        let state = self.state();
        let rows = state.bulk.rows.get(&(id.clone(), page)).into_iter().flat_map(BTreeMap::values);
        Ok(rows.cloned().collect())
    }
}
