//! XLSX files. The unpacked size is measured before a file is read, and cells are read one by one, so that a sheet that
//! claims a million rows needs no memory for them.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use domain::sheet::{Cell, CellKind, Column, Grid, GridRow, MAX_COLUMNS, escaped};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{MOST_ROWS, Unreadable};

/// The most sheets that are read, and the most files in the archive.
const MAX_SHEETS: usize = 20;
const MAX_PARTS: usize = 1_000;
/// Many cells can share one text, so the unpacked size does not limit the memory for its copies. These are the limits
/// for one cell (a little above Excel's own) and for all texts together, in bytes.
const LONGEST_CELL: usize = 40_000;
const MOST_TEXT: usize = 48 << 20;
/// The columns with whole numbers. All others are texts, so that Excel does not change codes.
const NUMBERS: [Column; 7] = [
    Column::Weight,
    Column::PreOrder,
    Column::BasePrice,
    Column::Cost,
    Column::Stock,
    Column::VariantWeight,
    Column::Version,
];
/// The number format of a text.
const TEXT: &str = "@";

pub(super) fn read(bytes: &[u8], most: u64) -> Result<Vec<Grid>, Unreadable> {
    measure(bytes, most)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names: Vec<String> = workbook.sheet_names();
    let (mut left, mut room) = (MOST_ROWS, MOST_TEXT);
    let mut grids = Vec::new();
    for name in names.into_iter().take(MAX_SHEETS) {
        let rows = rows(&mut workbook, &name, left, &mut room)?;
        left = left.saturating_sub(rows.len());
        grids.push(Grid { name, rows });
    }
    Ok(grids)
}

/// Unpacks every part without keeping it and counts the bytes, because the sizes in an archive's header cannot be
/// trusted.
fn measure(bytes: &[u8], most: u64) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_PARTS {
        return Err(Unreadable::TooLarge);
    }
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| damaged())?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    most: usize,
    room: &mut usize,
) -> Result<Vec<GridRow>, Unreadable> {
    // A chart is a sheet without cells.
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Ok(Vec::new()) };
    let mut rows: Vec<GridRow> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            continue;
        }
        let length = length(cell.get_value());
        if length > LONGEST_CELL {
            return Err(Unreadable::TooLarge);
        }
        *room = room.checked_sub(length).ok_or(Unreadable::TooLarge)?;
        let value = of(cell.get_value());
        if value.text.is_empty() {
            continue;
        }
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.number != number) {
            if rows.len() >= most {
                break;
            }
            rows.push(GridRow { number, cells: Vec::new() });
        }
        let Some(last) = rows.last_mut() else { continue };
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::default());
        }
        if let Some(slot) = last.cells.get_mut(column) {
            *slot = value;
        }
    }
    Ok(rows)
}

/// The bytes of a text, measured before it is copied.
fn length(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

fn of(value: &DataRef<'_>) -> Cell {
    let (text, kind) = match value {
        DataRef::Empty => (String::new(), CellKind::Text),
        DataRef::String(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Bool(flag) => (if *flag { "ya" } else { "tidak" }.to_owned(), CellKind::Boolean),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) => (digits(*number), CellKind::Number),
        DataRef::DateTime(moment) => (digits(moment.as_f64()), CellKind::Date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), CellKind::Date),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
    };
    Cell { text, kind }
}

/// A number with the fifteen digits that Excel shows, without an exponent.
fn digits(number: f64) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{shown}")
}

fn damaged() -> Unreadable {
    Unreadable::Because(
        "Berkas XLSX ini rusak atau bersandi. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah lagi.",
        "This XLSX file is damaged or has a password. Open it in Excel, save it as .xlsx again and upload it.",
    )
}

/// Writes a workbook of one sheet. Texts are written as text cells, so that no spreadsheet runs them as formulas.
pub fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Produk")?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format(TEXT));
    let columns: Vec<Column> = Column::all().collect();
    for (index, column) in (0..).zip(&columns) {
        if !NUMBERS.contains(column) {
            sheet.set_column_format(index, &text)?;
        }
        sheet.set_column_width(
            index,
            if matches!(column, Column::Title | Column::Description) { 40 } else { 16 },
        )?;
    }
    for (number, row) in (0..).zip(rows) {
        for ((index, column), value) in (0..).zip(&columns).zip(row) {
            if number == 0 {
                sheet.write_string_with_format(number, index, value, &bold)?;
                continue;
            }
            let whole = value.parse::<u32>().ok();
            let whole = whole.filter(|whole| NUMBERS.contains(column) && whole.to_string() == *value);
            if let Some(whole) = whole {
                sheet.write_number(number, index, whole)?;
            } else if !value.is_empty() {
                sheet.write_string_with_format(number, index, escaped(value, true), &text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    workbook.save_to_buffer()
}
