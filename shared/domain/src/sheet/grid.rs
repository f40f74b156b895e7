//! The cells of a file as they stand, before anything is known of them.

use super::Cell;

/// One sheet of a file, as it was read. A CSV file has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    pub name: String,
    pub rows: Vec<GridRow>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridRow {
    /// As spreadsheets count: the first row is 1. A CSV record counts as one row however many lines it has.
    pub number: u32,
    pub cells: Vec<Cell>,
}
