//! CSV files, as Excel and other spreadsheets write them.

use domain::sheet::{Cell, Column, Fault, Grid, GridRow, MAX_COLUMNS, escaped};

use super::{MOST_ROWS, Unreadable, encoding};

/// Longer than any cell of a spreadsheet, so a quote was opened and never closed.
const LONGEST_CELL: usize = 40_000;

/// The separator between cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Separator {
    #[default]
    Comma,
    /// The separator of Excel in Indonesian.
    Semicolon,
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Reads a file. Its separator is the one with which the most headings are known.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Grid, Unreadable> {
    let text = encoding::decode(bytes)?;
    let (said, text) = said_separator(&text);
    let separator = said.unwrap_or_else(|| guess(text));
    structure(text, separator)?;
    let mut reader = reader(text, separator);
    let mut record = ::csv::StringRecord::new();
    let (mut rows, mut number, mut begun): (Vec<GridRow>, u32, usize) = (Vec::new(), 0, 0);
    while reader
        .read_record(&mut record)
        .map_err(|_| Unreadable::Broken(Fault::QuoteOpen { row: (number + 1).to_string() }))?
    {
        // The reader skips empty lines, but they count as rows in a spreadsheet.
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        number += 1 + blank_lines(text, begun, end);
        begun = end;
        if record.iter().any(|cell| cell.len() > LONGEST_CELL) {
            return Err(Unreadable::Broken(Fault::QuoteOpen { row: number.to_string() }));
        }
        let cells = record.iter().take(MAX_COLUMNS).map(Cell::text).collect();
        rows.push(GridRow { number, cells });
        if rows.len() > MOST_ROWS {
            break;
        }
    }
    shape(&rows)?;
    Ok(Grid { name: name.to_owned(), rows })
}

/// Reads Excel's own line `sep=;`, which names the separator and is not a row.
fn said_separator(text: &str) -> (Option<u8>, &str) {
    let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) else {
        return (None, text);
    };
    let separator = rest.bytes().next().filter(u8::is_ascii);
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    (separator.filter(|byte| !matches!(byte, b'\r' | b'\n')), rest)
}

fn guess(text: &str) -> u8 {
    let known = |separator: &Separator| {
        let mut record = ::csv::StringRecord::new();
        let mut reader = reader(text, separator.byte());
        // The headings may come after empty rows and the title of a report.
        let mut best = (0, 0);
        for _ in 0..40 {
            if !reader.read_record(&mut record).unwrap_or(false) {
                break;
            }
            let count = record.iter().filter(|cell| Column::of_heading(cell).is_some()).count();
            best = best.max((count, record.len()));
        }
        best
    };
    // If several are equal, the first is used: a file of one column has no separator at all.
    let best = Separator::ALL.into_iter().rev().max_by_key(known).unwrap_or_default();
    best.byte()
}

fn reader(text: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// The number of empty lines before the record that was read from `begun` to `end`. This range may contain the line end
/// of the record before it, completely, partly or not at all.
fn blank_lines(text: &str, begun: usize, end: usize) -> u32 {
    let mut rest = text.get(begun..end).unwrap_or_default();
    let after_line_end = |rest: &'_ str| {
        rest.strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))
            .map(|left| rest.len() - left.len())
    };
    let before = text.get(..begun).unwrap_or_default();
    if before.ends_with('\r') {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    } else if !before.is_empty() && !before.ends_with('\n') {
        rest = rest.get(after_line_end(rest).unwrap_or(0)..).unwrap_or_default();
    }
    let mut count = 0;
    while let Some(length) = after_line_end(rest) {
        rest = rest.get(length..).unwrap_or_default();
        count += 1;
    }
    count
}

/// Checks the quotes: after the quote that closes a cell, only the next cell or the next row may follow. If other text
/// follows, the quote was opened by mistake and the text up to it was read as one cell.
fn structure(text: &str, separator: u8) -> Result<(), Unreadable> {
    let separator = char::from(separator);
    let mut chars = text.chars().peekable();
    // The current row, and the row of the open quote.
    let (mut row, mut opened, mut at_start): (u32, Option<u32>, bool) = (1, None, true);
    while let Some(c) = chars.next() {
        if let Some(begun) = opened {
            if c == '"' && chars.peek() == Some(&'"') {
                chars.next();
            } else if c == '"' {
                while chars.peek() == Some(&' ') {
                    chars.next();
                }
                let ends = chars.peek().is_none_or(|next| *next == separator || matches!(next, '\r' | '\n'));
                if !ends {
                    return Err(Unreadable::Broken(Fault::QuoteOpen { row: begun.to_string() }));
                }
                opened = None;
            }
            continue;
        }
        match c {
            '"' if at_start => opened = Some(row),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row += 1;
                at_start = true;
            }
            c => at_start = c == separator,
        }
    }
    opened.map_or(Ok(()), |row| Err(Unreadable::Broken(Fault::QuoteOpen { row: row.to_string() })))
}

/// Checks that each row below the headings has as many cells as there are headings. Additional empty cells at the end
/// are allowed.
fn shape(rows: &[GridRow]) -> Result<(), Unreadable> {
    let filled =
        |row: &GridRow| row.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    let Some(heading) = domain::sheet::heading_row(rows) else { return Ok(()) };
    let headings = rows.get(heading).map_or(0, |row| row.cells.len());
    let least = rows.get(heading).map_or(0, filled);
    for row in rows.iter().skip(heading + 1) {
        let cells = filled(row);
        if cells > headings || (cells > 0 && row.cells.len() < least) {
            return Err(Unreadable::Broken(Fault::RowRagged {
                row: row.number.to_string(),
                cells: cells.max(row.cells.len().min(least)).to_string(),
                headings: least.to_string(),
            }));
        }
    }
    Ok(())
}

/// Writes a file that Excel opens as UTF-8, with Windows line ends. A cell that a spreadsheet would run as a formula
/// gets an apostrophe, which `read` removes again.
pub fn write(rows: &[Vec<String>], separator: Separator) -> Result<Vec<u8>, ::csv::Error> {
    append(b"\xef\xbb\xbf".to_vec(), rows, separator)
}

/// Writes only the rows, to be appended to a file whose beginning was written before.
pub fn write_more(rows: &[Vec<String>], separator: Separator) -> Result<Vec<u8>, ::csv::Error> {
    append(Vec::new(), rows, separator)
}

fn append(begun: Vec<u8>, rows: &[Vec<String>], separator: Separator) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(separator.byte())
        .terminator(::csv::Terminator::CRLF)
        .from_writer(begun);
    for row in rows {
        writer.write_record(row.iter().map(|cell| escaped(cell, false)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
