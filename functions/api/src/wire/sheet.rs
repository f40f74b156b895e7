//! Uploaded spreadsheets of masters.

use app::ports;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::enums::{SheetAction, SheetFormat, SheetPart, SheetPhase, SheetResult};
use std::collections::BTreeMap;

use app::words;

/// One uploaded spreadsheet: what it would change, what is wrong with it, how far it is applied.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetImport {
    pub id: String,
    pub phase: SheetPhase,
    pub format: SheetFormat,
    /// Rows below the headings that hold anything.
    pub rows: u64,
    /// Products that it would create, change, and those that it names and leaves as they are.
    pub creates: u64,
    pub updates: u64,
    pub unchanged: u64,
    /// Products with at least one error: nothing of them is applied.
    pub rejected: u64,
    pub errors: u64,
    /// How many of the errors can be read; the first ones.
    pub errors_listed: u64,
    /// Columns that were not read, because their heading means nothing here.
    pub ignored: Vec<SheetColumn>,
    /// Of what would be written: name it when you apply.
    pub hash: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    pub created_by: String,
    /// What was accepted, by whom.
    pub part: Option<SheetPart>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
    pub accepted_by: Option<String>,
    /// Products written, products that had moved since the preview, products that could not be written.
    pub applied: u64,
    pub conflicts: u64,
    pub failed: u64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

/// A column of a spreadsheet. Without letters it means a whole sheet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetColumn {
    pub sheet: String,
    #[schema(example = "AB")]
    pub column: String,
    pub heading: String,
}

/// One thing that is wrong, and its place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetError {
    pub sheet: String,
    /// As spreadsheets count: the first row is 1.
    pub row: u32,
    #[schema(example = "AB")]
    pub column: String,
    /// The heading over it.
    pub heading: String,
    /// The content of the cell, shortened.
    pub value: String,
    /// Stable, as in `docs/SHEETS.md` and `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub detail: String,
    /// In English.
    pub detail_en: String,
}

/// What the spreadsheet does to one product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetEntry {
    pub product: String,
    pub title: String,
    pub action: SheetAction,
    pub sheet: String,
    pub rows: Vec<u32>,
    /// The version that was compared with; 0 for a new product.
    pub version: u64,
    pub changes: Vec<SheetChange>,
    /// Absent until it was applied.
    pub outcome: Option<SheetOutcome>,
}

/// One field, as a spreadsheet shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetChange {
    /// A column, such as `base_price`, or `variant` for a whole one that comes or goes.
    pub field: String,
    pub variant: Option<String>,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetOutcome {
    pub result: SheetResult,
    pub code: Option<String>,
    /// In Bahasa Indonesia.
    pub detail: String,
    /// In English.
    pub detail_en: String,
}

/// What is accepted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplySheet {
    /// The `hash` of the preview that was looked at.
    pub hash: String,
    pub part: SheetPart,
}

impl From<&ports::SheetImport> for SheetImport {
    fn from(import: &ports::SheetImport) -> Self {
        Self {
            id: import.id.to_string(),
            phase: import.phase.into(),
            format: import.format.into(),
            rows: import.rows,
            creates: import.creates,
            updates: import.updates,
            unchanged: import.unchanged,
            rejected: import.rejected,
            errors: import.errors,
            errors_listed: import.errors_listed,
            ignored: import.ignored.iter().map(SheetColumn::from).collect(),
            hash: import.hash.to_string(),
            created_at: import.created_at,
            created_by: import.created_by.clone(),
            part: import.part.map(Into::into),
            accepted_at: import.accepted_at,
            accepted_by: import.accepted_by.clone(),
            applied: import.applied,
            conflicts: import.conflicts,
            failed: import.failed,
            finished_at: import.finished_at,
        }
    }
}

impl From<&ports::SheetColumn> for SheetColumn {
    fn from(column: &ports::SheetColumn) -> Self {
        let ports::SheetColumn { sheet, column, heading } = column.clone();
        Self { sheet, column, heading }
    }
}

impl From<&ports::SheetError> for SheetError {
    fn from(error: &ports::SheetError) -> Self {
        let ports::SheetError { sheet, row, column, heading, value, code, text, text_en } = error.clone();
        // A sheet that was checked before texts were stored has none.
        let detail = if text.is_empty() { words::coded(&code, &BTreeMap::new()).text } else { text };
        Self { sheet, row, column, heading, value, code, detail, detail_en: text_en }
    }
}

impl SheetEntry {
    pub fn of(entry: &ports::SheetEntry, outcome: Option<&ports::SheetOutcome>) -> Self {
        let change = |change: &ports::SheetChange| SheetChange {
            field: change.field.clone(),
            variant: change.variant.as_ref().map(ToString::to_string),
            from: change.from.clone(),
            to: change.to.clone(),
        };
        Self {
            product: entry.after.id.to_string(),
            title: entry.after.title.to_string(),
            action: entry.action.into(),
            sheet: entry.sheet.clone(),
            rows: entry.rows.clone(),
            version: entry.expected,
            changes: entry.changes.iter().map(change).collect(),
            outcome: outcome.map(SheetOutcome::from),
        }
    }
}

impl From<&ports::SheetOutcome> for SheetOutcome {
    fn from(outcome: &ports::SheetOutcome) -> Self {
        Self {
            result: outcome.result.into(),
            code: outcome.code.clone(),
            detail: outcome.text.clone(),
            detail_en: outcome.text_en.clone(),
        }
    }
}
