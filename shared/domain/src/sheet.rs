//! Masters as a spreadsheet: one row per variant, in neutral cells.
//!
//! Owns: the columns and their headings, how a product is written into cells, how a cell that a seller typed (or that
//! Excel made of it) is read, and what is refused because it could mean two things.
//! Refuses: file formats, and deciding what a row does to which product. The rules are explained in `docs/SHEETS.md`.

mod cell;
mod column;
mod damage;
mod fault;
mod grid;
mod headings;
mod money;
mod number;
mod shopee;
mod table;
mod write;

pub use cell::{Cell, CellKind, clean, escaped, is_clear_word, letters};
pub use column::Column;
pub use damage::Damage;
pub use fault::Fault;
pub use grid::{Grid, GridRow};
pub use headings::{heading_row, nearest_row};
pub use money::money;
pub use number::{centimetres, marked, plain, sku_text, status, whole};
pub use table::{BadHeadings, Heading, Line, Table};
pub use write::{headings, rows, shown, shown_of};

/// The most rows of a spreadsheet, headings not counted.
pub const MAX_ROWS: usize = 20_000;
/// The most columns that are looked at.
pub const MAX_COLUMNS: usize = 200;

#[cfg(test)]
mod tests;
