//! Where the headings of a sheet stand, and whose file it is.

use std::collections::BTreeSet;

use super::{Cell, Column, clean, column::fold, grid::GridRow};

/// Rows that hold anything and are looked at for headings: a report has its title and its date above them.
const LOOKED_AT: usize = 30;
/// The columns by which products are found: one of them is needed.
pub(super) const NAMING: [Column; 3] = [Column::ProductId, Column::Sku, Column::Title];

/// The row that looks most like headings: the one with most known headings among those that name products, or among
/// all where none does. `None` where no heading is known: a sheet of notes.
pub fn heading_row(rows: &[GridRow]) -> Option<usize> {
    let filled = rows.iter().enumerate().filter(|(_, row)| !is_blank(row)).take(LOOKED_AT);
    let mut best: Option<(usize, (bool, usize))> = None;
    for (nth, (index, row)) in filled.enumerate() {
        let known = known(row);
        let names = NAMING.iter().any(|column| known.contains(column));
        let cells = row.cells.iter().filter(|cell| !cell.is_blank()).count();
        // A single known word among others is a note about a column, unless it stands in the first row.
        let is_note = nth > 0 && known.len() < 2 && known.len() < cells;
        let rank = (names, known.len());
        if !known.is_empty() && !is_note && best.is_none_or(|(_, before)| rank > before) {
            best = Some((index, rank));
        }
    }
    best.map(|(index, _)| index)
}

/// The number of the row that comes nearest to headings, for an error about a file that has none.
pub fn nearest_row(rows: &[GridRow]) -> u32 {
    let filled = rows.iter().filter(|row| !is_blank(row)).take(LOOKED_AT);
    // Of rows that know as many words, the first.
    let best = filled.min_by_key(|row| std::cmp::Reverse(known(row).len()));
    best.map_or(1, |row| row.number)
}

fn known(row: &GridRow) -> BTreeSet<Column> {
    row.cells.iter().filter_map(|cell| Column::of_heading(&clean(&cell.text))).collect()
}

pub(super) fn is_blank(row: &GridRow) -> bool {
    row.cells.iter().all(Cell::is_blank)
}

/// Headings that only one program's files have together: one of each group stands in one row.
const PROGRAMS: [(&str, &[&[&str]]); 4] = [
    ("Shopify", &[&["handle"], &["variantsku", "variantprice", "variantinventoryqty"]]),
    ("WooCommerce", &[&["regularprice"], &["instock", "attribute1name", "taxstatus", "saleprice"]]),
    ("TikTok Shop", &[&["skuid", "idsku"], &["productid", "idproduk", "sellersku", "skupenjual"]]),
    (
        "TikTok Shop",
        &[&["sellersku", "skupenjual"], &["mainimage", "parcelweight", "packageweight", "beratpaket"]],
    ),
];

/// The program whose file this is, where it is not ours, and the index of the row that says so.
pub(super) fn foreign(rows: &[GridRow]) -> Option<(usize, &'static str)> {
    let filled = rows.iter().enumerate().filter(|(_, row)| !is_blank(row)).take(LOOKED_AT);
    filled.into_iter().find_map(|(index, row)| {
        let words: BTreeSet<String> = row.cells.iter().map(|cell| fold(&cell.text)).collect();
        let says =
            |groups: &[&[&str]]| groups.iter().all(|group| group.iter().any(|word| words.contains(*word)));
        PROGRAMS.iter().find(|(_, groups)| says(groups)).map(|(name, _)| (index, *name))
    })
}
