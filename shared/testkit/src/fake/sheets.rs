//! Uploaded spreadsheets in memory: each batch counts once.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Page, SheetEntry, SheetError, SheetImport, SheetOutcome, SheetPart, SheetPhase, Sheets},
};
use async_trait::async_trait;
use domain::SheetId;
use jiff::Timestamp;

use super::{
    imports::newest_key,
    memory::{Kind, Memory, page_newest},
};

#[derive(Debug, Default)]
pub(super) struct SheetTable {
    by_id: BTreeMap<SheetId, Stored>,
}

#[derive(Debug)]
struct Stored {
    import: SheetImport,
    batches: Vec<Vec<SheetEntry>>,
    errors: Vec<Vec<SheetError>>,
    outcomes: BTreeMap<u32, Vec<SheetOutcome>>,
}

#[async_trait]
impl Sheets for Memory {
    async fn create(
        &self,
        import: &SheetImport,
        batches: &[Vec<SheetEntry>],
        errors: &[Vec<SheetError>],
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.sheets.by_id.contains_key(&import.id) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Sheet)?;
        let stored = Stored {
            import: import.clone(),
            batches: batches.to_vec(),
            errors: errors.to_vec(),
            outcomes: BTreeMap::new(),
        };
        state.sheets.by_id.insert(import.id.clone(), stored);
        Ok(())
    }

    async fn get(&self, id: &SheetId) -> Result<Option<SheetImport>, StoreError> {
        Ok(self.state().sheets.by_id.get(id).map(|stored| stored.import.clone()))
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<SheetImport>, StoreError> {
        let state = self.state();
        let imports = state.sheets.by_id.values().map(|stored| &stored.import);
        let by_time: BTreeMap<String, SheetImport> = imports
            .map(|import| (newest_key(import.created_at, import.id.as_str()), import.clone()))
            .collect();
        Ok(page_newest(by_time.into_iter(), cursor, limit))
    }

    async fn batch(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetEntry>>, StoreError> {
        let state = self.state();
        Ok(state.sheets.by_id.get(id).and_then(|stored| stored.batches.get(number as usize).cloned()))
    }

    async fn errors(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetError>>, StoreError> {
        let state = self.state();
        Ok(state.sheets.by_id.get(id).and_then(|stored| stored.errors.get(number as usize).cloned()))
    }

    async fn outcomes(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetOutcome>>, StoreError> {
        let state = self.state();
        Ok(state.sheets.by_id.get(id).and_then(|stored| stored.outcomes.get(&number).cloned()))
    }

    async fn accept(
        &self,
        id: &SheetId,
        part: SheetPart,
        actor: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.advance(id, SheetPhase::Checked, |import| {
            import.phase = SheetPhase::Applying;
            import.part = Some(part);
            import.accepted_at = Some(at);
            import.accepted_by = Some(actor.to_owned());
        })
    }

    async fn record(&self, id: &SheetId, number: u32, outcomes: &[SheetOutcome]) -> Result<bool, StoreError> {
        let mut state = self.state();
        let stored = state.sheets.by_id.get(id);
        let Some(stored) = stored else {
            return Err(StoreError::Corrupt(format!("there is no sheet {id}")));
        };
        if stored.outcomes.contains_key(&number) {
            return Ok(false);
        }
        state.write(Kind::SheetResult)?;
        if let Some(stored) = state.sheets.by_id.get_mut(id) {
            stored.import.count(outcomes);
            stored.outcomes.insert(number, outcomes.to_vec());
        }
        Ok(true)
    }

    async fn finish(&self, id: &SheetId, at: Timestamp) -> Result<bool, StoreError> {
        self.advance(id, SheetPhase::Applying, |import| {
            import.phase = SheetPhase::Finished;
            import.finished_at = Some(at);
        })
    }
}

impl Memory {
    fn advance(
        &self,
        id: &SheetId,
        from: SheetPhase,
        change: impl FnOnce(&mut SheetImport),
    ) -> Result<bool, StoreError> {
        let mut state = self.state();
        if state.sheets.by_id.get(id).is_none_or(|stored| stored.import.phase != from) {
            return Ok(false);
        }
        state.write(Kind::Sheet)?;
        if let Some(stored) = state.sheets.by_id.get_mut(id) {
            change(&mut stored.import);
        }
        Ok(true)
    }
}
