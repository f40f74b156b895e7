use super::*;

fn grid(rows: &[&[&str]]) -> Grid {
    let row = |(nth, cells): (usize, &&[&str])| GridRow {
        number: u32::try_from(nth).unwrap() + 1,
        cells: cells.iter().map(|text| Cell::text(*text)).collect(),
    };
    Grid { name: "Produk".to_owned(), rows: rows.iter().enumerate().map(row).collect() }
}

#[test]
fn headings_may_stand_below_empty_rows_and_in_any_order() {
    let table =
        Table::of(grid(&[&["", " "], &["Harga dasar", "\u{feff}SKU "], &["150.000", "A"], &["", ""]]));
    let table = table.unwrap().unwrap();
    assert_eq!(table.heading_row, 2);
    assert_eq!(table.lines.len(), 1, "an empty row is no line");
    assert_eq!(table.lines[0].row, 3);
    assert_eq!(table.lines[0].content(Column::Sku).as_deref(), Some("A"));
    assert_eq!(table.lines[0].content(Column::Title), None);
    assert!(table.has(Column::BasePrice) && !table.has(Column::Title));
}

#[test]
fn a_column_that_is_not_read_is_named() {
    let table = Table::of(grid(&[&["SKU", "Catatan", "", "Kosong"], &["A", "laris", "lain", "", "jauh"]]));
    let ignored: Vec<_> =
        table.unwrap().unwrap().ignored.iter().map(|h| (h.letters(), h.text.clone())).collect();
    let named = |letters: &str, text: &str| (letters.to_owned(), text.to_owned());
    assert_eq!(ignored, [named("B", "Catatan"), named("C", ""), named("E", "")]);
}

#[test]
fn wrong_headings_are_told_with_their_columns() {
    let BadHeadings { row, faults } = Table::of(grid(&[&["SKU", "Stok", "sku"]])).unwrap().unwrap_err();
    assert_eq!((row, faults[0].0.letters(), faults[0].1.code()), (1, "C".to_owned(), "sheet_heading_twice"));
    let BadHeadings { faults, .. } = Table::of(grid(&[&["Stok", "Merek"]])).unwrap().unwrap_err();
    assert_eq!(faults[0].1.code(), "sheet_heading_missing");
    assert!(Table::of(grid(&[&["Petunjuk"], &["Isi kolom SKU"]])).is_none(), "a sheet of notes is no table");
    assert!(Table::of(grid(&[])).is_none());
}
