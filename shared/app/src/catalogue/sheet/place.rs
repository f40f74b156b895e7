//! The place of something in an uploaded file.

use domain::{
    Invalid,
    sheet::{Column, Fault, Line, Table},
};

use crate::{
    ports::SheetError,
    words::{self, SellerText},
};

/// A row of one of the file's sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub table: usize,
    /// Index into the table's lines.
    pub line: usize,
}

/// Something wrong in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub at: At,
    pub column: Column,
    pub code: String,
    pub text: String,
    pub text_en: String,
}

impl Wrong {
    pub fn new(at: At, column: Column, fault: &Fault) -> Self {
        let SellerText { text, text_en } = words::sheet_fault(fault);
        Self { at, column, code: fault.code().to_owned(), text, text_en }
    }

    /// A value that the field itself refuses.
    pub fn invalid(at: At, column: Column, invalid: &Invalid) -> Self {
        let SellerText { text, text_en } = words::invalid(invalid);
        Self { at, column, code: invalid.code.to_owned(), text, text_en }
    }
}

pub(super) fn line(tables: &[Table], at: At) -> Option<&Line> {
    tables.get(at.table).and_then(|table| table.lines.get(at.line))
}

/// The row as spreadsheets count.
pub(super) fn row(tables: &[Table], at: At) -> u32 {
    line(tables, at).map_or(0, |line| line.row)
}

/// The error with its place spelled out. A column that the sheet lacks is shown where its rows are named.
pub(super) fn error(tables: &[Table], wrong: Wrong) -> SheetError {
    let table = tables.get(wrong.at.table);
    let named = [wrong.column, Column::ProductId, Column::Sku, Column::Title];
    let column = named.into_iter().find(|column| table.is_some_and(|table| table.has(*column)));
    let heading = table.zip(column).and_then(|(table, column)| table.headings.get(&column));
    let line = line(tables, wrong.at);
    let value = line.zip(column).and_then(|(line, column)| line.content(column)).unwrap_or_default();
    SheetError {
        sheet: table.map(|table| table.name.clone()).unwrap_or_default(),
        row: line.map_or(0, |line| line.row),
        column: heading.map(domain::sheet::Heading::letters).unwrap_or_default(),
        heading: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
        value: value.chars().take(120).collect(),
        code: wrong.code,
        text: wrong.text,
        text_en: wrong.text_en,
    }
}
