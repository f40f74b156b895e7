//! Uploaded spreadsheets of masters: their changes, their errors, and the progress of applying them.

use async_trait::async_trait;
use domain::{ContentHash, Product, ProductId, SheetId, VariantId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::StoreError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetPhase {
    /// Read and compared; nothing is changed yet.
    Checked,
    /// Accepted by a person; products are being written.
    Applying,
    Finished,
}

/// The part of a spreadsheet that a person accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetPart {
    /// All of it; only a spreadsheet without any error.
    All,
    /// The products without an error.
    Valid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    Csv,
    Xlsx,
}

/// One uploaded spreadsheet, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetImport {
    pub id: SheetId,
    pub phase: SheetPhase,
    pub format: SheetFormat,
    /// Rows below the headings that are not empty.
    pub rows: u64,
    /// Products that it would create, products that it would change, and products that it names without a change.
    pub creates: u64,
    pub updates: u64,
    pub unchanged: u64,
    /// Products with at least one error; nothing of them is ever applied.
    pub rejected: u64,
    /// The total number of errors, including those that are not stored.
    pub errors: u64,
    /// The number of errors that are stored.
    pub errors_listed: u64,
    /// Columns with an unknown heading, which are not read.
    pub ignored: Vec<SheetColumn>,
    /// Batches of entries and of errors, numbered from 0.
    pub batches: u32,
    pub error_batches: u32,
    /// The hash of all entries, which a person accepts.
    pub hash: ContentHash,
    pub created_at: Timestamp,
    pub created_by: String,
    pub part: Option<SheetPart>,
    pub accepted_at: Option<Timestamp>,
    pub accepted_by: Option<String>,
    /// Products that were written, that had changed since the preview, and that could not be written.
    pub applied: u64,
    pub conflicts: u64,
    pub failed: u64,
    pub finished_at: Option<Timestamp>,
}

/// A column of a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetColumn {
    pub sheet: String,
    /// Its letters, such as `AB`.
    pub column: String,
    pub heading: String,
}

/// One error in a spreadsheet, with its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetError {
    pub sheet: String,
    /// As spreadsheets count: the first row is 1.
    pub row: u32,
    /// Its letters, such as `AB`.
    pub column: String,
    /// The heading over it, as it is written in the file.
    pub heading: String,
    /// The cell's text, shortened.
    pub value: String,
    /// Stable, as in `docs/SHEETS.md` and `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia; empty if the text of the code is sufficient.
    pub text: String,
    /// In English.
    pub text_en: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetAction {
    Create,
    Update,
}

/// The effect of a spreadsheet on one product. Immutable once stored: exactly this product is written, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetEntry {
    pub action: SheetAction,
    pub sheet: String,
    /// The rows of the product.
    pub rows: Vec<u32>,
    /// The version that was compared with; 0 for a new product.
    pub expected: u64,
    pub changes: Vec<SheetChange>,
    pub after: Product,
}

/// One field of a product that a spreadsheet changes, as a spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetChange {
    /// A column of `domain::sheet`, such as `base_price`, or `variant` for a variant that is added or removed.
    pub field: String,
    pub variant: Option<VariantId>,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetResult {
    Applied,
    /// The product changed since the preview, so it was not written.
    Conflict,
    /// It could not be written, for the reason named.
    Failed,
}

/// The result of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetOutcome {
    pub product: ProductId,
    pub result: SheetResult,
    /// Absent where it was applied.
    pub code: Option<String>,
    pub text: String,
    pub text_en: String,
}

#[async_trait]
pub trait Sheets: Send + Sync {
    /// Stores a checked spreadsheet with its entries and errors; `Conflict` when the id exists.
    async fn create(
        &self,
        import: &SheetImport,
        batches: &[Vec<SheetEntry>],
        errors: &[Vec<SheetError>],
    ) -> Result<(), StoreError>;
    async fn get(&self, id: &SheetId) -> Result<Option<SheetImport>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<SheetImport>, StoreError>;
    async fn batch(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetEntry>>, StoreError>;
    async fn errors(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetError>>, StoreError>;
    /// The results of a batch; `None` until it was processed.
    async fn outcomes(&self, id: &SheetId, number: u32) -> Result<Option<Vec<SheetOutcome>>, StoreError>;
    /// Changes the phase from checked to applying; `false` if it was not checked.
    async fn accept(
        &self,
        id: &SheetId,
        part: SheetPart,
        actor: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Stores the results of a batch and counts them exactly once; `false` if they were stored before.
    async fn record(&self, id: &SheetId, number: u32, outcomes: &[SheetOutcome]) -> Result<bool, StoreError>;
    /// Changes the phase from applying to finished; `false` if it was not applying.
    async fn finish(&self, id: &SheetId, at: Timestamp) -> Result<bool, StoreError>;
}

impl SheetImport {
    /// Adds outcomes to the counters. Only this function decides what each outcome counts.
    pub fn count(&mut self, outcomes: &[SheetOutcome]) {
        for outcome in outcomes {
            match outcome.result {
                SheetResult::Applied => self.applied += 1,
                SheetResult::Conflict => self.conflicts += 1,
                SheetResult::Failed => self.failed += 1,
            }
        }
    }
}
