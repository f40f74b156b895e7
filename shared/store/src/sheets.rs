//! Uploaded spreadsheets. Entries and errors are written first, in batches, and the sheet last, so that a sheet that
//! can be read is complete. Values that change later are attributes beside the record: the phase, who accepted it,
//! counters.

use app::{
    StoreError,
    ports::{
        Page, SheetEntry, SheetError, SheetImport, SheetOutcome, SheetPart, SheetPhase, SheetResult, Sheets,
    },
};
use async_trait::async_trait;
use domain::SheetId;
use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Store, body,
    db::{Expr, Item, Outcome, Query, Write, n, number, s, text},
    keys::{self, Key, Newest},
};

/// A spreadsheet can be viewed for this long. Its changes stay in the audit.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Each result with the name of its counter.
const COUNTERS: [(SheetResult, &str); 3] = [
    (SheetResult::Applied, "n_applied"),
    (SheetResult::Conflict, "n_conflicts"),
    (SheetResult::Failed, "n_failed"),
];

#[async_trait]
impl Sheets for Store {
    async fn create(
        &self,
        import: &SheetImport,
        batches: &[Vec<SheetEntry>],
        errors: &[Vec<SheetError>],
    ) -> Result<(), StoreError> {
        // A repeated creation must not change the batches of a stored sheet.
        if Sheets::get(self, &import.id).await?.is_some() {
            return Err(StoreError::Conflict);
        }
        let mut items = Vec::with_capacity(batches.len() + errors.len());
        for (number, batch) in (0..).zip(batches) {
            items.push(kept(keys::sheet_entries(&import.id, number), import.created_at, batch)?);
        }
        for (number, batch) in (0..).zip(errors) {
            items.push(kept(keys::sheet_errors(&import.id, number), import.created_at, batch)?);
        }
        self.put_all(items).await?;
        let mut item = kept(keys::sheet(&import.id), import.created_at, import)?;
        Newest::Sheets.index(&mut item, import.created_at, import.id.as_str());
        item.insert("phase".to_owned(), s(word(import.phase)));
        self.write(Write::put(item).when(Expr::absent())).await?.or_conflict()
    }

    async fn get(&self, id: &SheetId) -> Result<Option<SheetImport>, StoreError> {
        self.read(keys::sheet(id)).await?.as_ref().map(read_sheet).transpose()
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<SheetImport>, StoreError> {
        let page = self.page(&Query::newest(Newest::Sheets), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(read_sheet).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn batch(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetEntry>>, StoreError> {
        self.unpacked(keys::sheet_entries(id, number)).await
    }

    async fn errors(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetError>>, StoreError> {
        self.unpacked(keys::sheet_errors(id, number)).await
    }

    async fn outcomes(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetOutcome>>, StoreError> {
        self.unpacked(keys::sheet_results(id, number)).await
    }

    async fn accept(
        &self,
        id: &SheetId,
        part: SheetPart,
        actor: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let part = match part {
            SheetPart::All => "all",
            SheetPart::Valid => "valid",
        };
        let change = Expr::new("SET #phase = :to, #part = :part, #accepted_by = :actor, #accepted_at = :at")
            .value(":part", s(part))
            .value(":actor", s(actor))
            .value(":at", s(at.to_string()));
        self.advance_sheet(id, SheetPhase::Checked, SheetPhase::Applying, change).await
    }

    async fn record(&self, id: &SheetId, number: u32, outcomes: &[SheetOutcome]) -> Result<bool, StoreError> {
        let none = || StoreError::Corrupt(format!("there is no sheet {id}"));
        let sheet = Sheets::get(self, id).await?.ok_or_else(none)?;
        let item = kept(keys::sheet_results(id, number), sheet.created_at, outcomes)?;
        let mut count = Expr::new("ADD #n_applied :applied, #n_conflicts :conflicts, #n_failed :failed");
        for (result, name) in COUNTERS {
            let counted = outcomes.iter().filter(|outcome| outcome.result == result).count();
            count = count.value(&name.replace("n_", ":"), n(counted));
        }
        let writes = vec![
            Write::put(item).when(Expr::absent()),
            Write::update(keys::sheet(id), count).when(Expr::exists()),
        ];
        match self.transact(writes).await? {
            Outcome::Written => Ok(true),
            Outcome::Refused(refused) if refused.iter().any(|(place, _)| *place == 0) => Ok(false),
            Outcome::Refused(_) => Err(none()),
        }
    }

    async fn finish(&self, id: &SheetId, at: Timestamp) -> Result<bool, StoreError> {
        let change = Expr::new("SET #phase = :to, #finished_at = :at").value(":at", s(at.to_string()));
        self.advance_sheet(id, SheetPhase::Applying, SheetPhase::Finished, change).await
    }
}

impl Store {
    async fn unpacked<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, StoreError> {
        self.read(key).await?.as_ref().map(body::unpack).transpose()
    }

    async fn advance_sheet(
        &self,
        id: &SheetId,
        from: SheetPhase,
        to: SheetPhase,
        change: Expr,
    ) -> Result<bool, StoreError> {
        let change = change.value(":to", s(word(to)));
        let when = Expr::new("#phase = :from").value(":from", s(word(from)));
        Ok(self.write(Write::update(keys::sheet(id), change).when(when)).await?.is_written())
    }
}

fn kept<T: Serialize + ?Sized>(key: Key, created_at: Timestamp, value: &T) -> Result<Item, StoreError> {
    let mut item = key.into_item();
    item.insert("ttl".to_owned(), n((created_at + KEPT).as_second()));
    item.insert(body::BODY.to_owned(), body::pack(value)?);
    Ok(item)
}

const fn word(phase: SheetPhase) -> &'static str {
    match phase {
        SheetPhase::Checked => "checked",
        SheetPhase::Applying => "applying",
        SheetPhase::Finished => "finished",
    }
}

/// The record with the values that changed since it was stored.
fn read_sheet(item: &Item) -> Result<SheetImport, StoreError> {
    let mut sheet: SheetImport = body::unpack(item)?;
    let moment = |name: &str| text(item, name).and_then(|at| at.parse().ok());
    sheet.phase = match text(item, "phase") {
        Some("checked") => SheetPhase::Checked,
        Some("applying") => SheetPhase::Applying,
        Some("finished") => SheetPhase::Finished,
        other => return Err(body::unreadable(item, &format!("the phase is {other:?}"))),
    };
    sheet.part = match text(item, "part") {
        Some("all") => Some(SheetPart::All),
        Some("valid") => Some(SheetPart::Valid),
        _ => None,
    };
    sheet.accepted_by = text(item, "accepted_by").map(str::to_owned);
    sheet.accepted_at = moment("accepted_at");
    sheet.finished_at = moment("finished_at");
    sheet.applied = number(item, "n_applied").unwrap_or(0);
    sheet.conflicts = number(item, "n_conflicts").unwrap_or(0);
    sheet.failed = number(item, "n_failed").unwrap_or(0);
    Ok(sheet)
}
