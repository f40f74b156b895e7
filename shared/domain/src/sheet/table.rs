//! A sheet of neutral rows, and its headings.

use std::collections::BTreeMap;

use super::{
    Cell, Column, Fault, MAX_COLUMNS, clean,
    grid::{Grid, GridRow},
    headings::{NAMING, foreign, heading_row},
    letters,
    shopee::Layout,
};

/// Where a column stands and how its heading is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 0.
    pub index: usize,
    pub text: String,
}

impl Heading {
    /// Of the sheet as a whole.
    const fn none() -> Self {
        Self { index: 0, text: String::new() }
    }

    pub fn letters(&self) -> String {
        letters(self.index)
    }
}

/// A sheet whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    /// The row of the headings.
    pub heading_row: u32,
    pub headings: BTreeMap<Column, Heading>,
    /// Headings that mean nothing here, over columns that hold something.
    pub ignored: Vec<Heading>,
    /// Rows that hold anything in a known column.
    pub lines: Vec<Line>,
}

/// Headings that are missing or stand twice, in the row of the headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadHeadings {
    pub row: u32,
    pub faults: Vec<(Heading, Fault)>,
}

/// One row under known headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub row: u32,
    cells: BTreeMap<Column, Cell>,
}

impl Line {
    /// The cell of a column; absent where the sheet lacks the column.
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.get(&column)
    }

    /// Every cell that is not blank, with its column.
    pub fn cells(&self) -> impl Iterator<Item = (Column, &Cell)> {
        self.cells.iter().filter(|(_, cell)| !cell.is_blank()).map(|(column, cell)| (*column, cell))
    }

    /// What the cell says; `None` where it is blank or its column is missing.
    pub fn content(&self, column: Column) -> Option<String> {
        self.cells.get(&column).map(Cell::content).filter(|content| !content.is_empty())
    }
}

impl Table {
    /// The sheet under its headings: the row that looks most like them, or those of one of Shopee's own files. `None`
    /// where no heading is known: a sheet of notes. Faults are about headings, each with the index of its column.
    pub fn of(grid: Grid) -> Option<Result<Self, BadHeadings>> {
        let Grid { name, rows } = grid;
        if let Some(layout) = Layout::of(&rows) {
            return Some(Ok(Self::of_shopee(name, rows, &layout)));
        }
        if let Some((index, program)) = foreign(&rows) {
            let row = rows.get(index).map_or(0, |row| row.number);
            let fault = Fault::Foreign { program: program.to_owned() };
            return Some(Err(BadHeadings { row, faults: vec![(Heading::none(), fault)] }));
        }
        let index = heading_row(&rows)?;
        let mut rows = rows.into_iter().skip(index);
        let first = rows.next()?;
        let (mut headings, mut unknown, mut faults) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (index, cell) in first.cells.iter().take(MAX_COLUMNS).enumerate() {
            let heading = Heading { index, text: clean(&cell.text) };
            match Column::of_heading(&heading.text) {
                Some(column) if headings.contains_key(&column) => {
                    faults.push((heading, Fault::HeadingTwice));
                }
                Some(column) => {
                    headings.insert(column, heading);
                }
                None => unknown.push(heading),
            }
        }
        if !NAMING.iter().any(|column| headings.contains_key(column)) {
            faults.push((Heading::none(), Fault::HeadingMissing { row: first.number.to_string() }));
        }
        if !faults.is_empty() {
            return Some(Err(BadHeadings { row: first.number, faults }));
        }
        Some(Ok(Self::under(name, &first, headings, unknown, rows.collect())))
    }

    fn of_shopee(name: String, rows: Vec<GridRow>, layout: &Layout) -> Self {
        let first = rows.get(layout.heading).cloned().unwrap_or_default();
        let heading = |index: usize| Heading {
            index,
            text: first.cells.get(index).map(|cell| clean(&cell.text)).unwrap_or_default(),
        };
        let headings: BTreeMap<Column, Heading> =
            layout.columns.iter().map(|(column, index)| (*column, heading(*index))).collect();
        let used: Vec<usize> = layout.columns.values().copied().collect();
        let unknown = (0..first.cells.len().min(MAX_COLUMNS)).filter(|index| !used.contains(index));
        let unknown: Vec<Heading> = unknown.map(heading).collect();
        let rows = rows.into_iter().skip(layout.data).map(|row| layout.adapted(row)).collect();
        Self::under(name, &first, headings, unknown, rows)
    }

    fn under(
        name: String,
        first: &GridRow,
        headings: BTreeMap<Column, Heading>,
        mut unknown: Vec<Heading>,
        rows: Vec<GridRow>,
    ) -> Self {
        let holds = |heading: &Heading| {
            rows.iter().any(|row| row.cells.get(heading.index).is_some_and(|cell| !cell.is_blank()))
        };
        let beyond = first.cells.len().min(MAX_COLUMNS);
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(MAX_COLUMNS);
        unknown.extend((beyond..widest).map(|index| Heading { index, text: String::new() }));
        let ignored = unknown.into_iter().filter(holds).collect();
        let line = |row: GridRow| {
            let mut cells = row.cells;
            let of = |heading: &Heading| cells.get_mut(heading.index).map(std::mem::take).unwrap_or_default();
            let cells: BTreeMap<Column, Cell> = take_each(&headings, of);
            Line { row: row.number, cells }
        };
        let lines =
            rows.into_iter().map(line).filter(|line| !line.cells.values().all(Cell::is_blank)).collect();
        Self { name, heading_row: first.number, headings, ignored, lines }
    }

    pub fn has(&self, column: Column) -> bool {
        self.headings.contains_key(&column)
    }
}

fn take_each(
    headings: &BTreeMap<Column, Heading>,
    mut of: impl FnMut(&Heading) -> Cell,
) -> BTreeMap<Column, Cell> {
    headings.iter().map(|(column, heading)| (*column, of(heading))).collect()
}
