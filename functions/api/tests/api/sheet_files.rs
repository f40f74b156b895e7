//! Spreadsheet files: those that Excel and other programs save, and those that must be refused.

use api::sheet::{Separator, Unreadable, read, read_within, write_csv, write_xlsx};
use app::ports::SheetFormat;
use domain::sheet::{Cell, CellKind, Column, Fault, Grid, Table, clean, headings};
use proptest::{collection::vec, prelude::*};

fn texts(grid: &Grid) -> Vec<(u32, Vec<&str>)> {
    let rows = grid.rows.iter();
    rows.map(|row| (row.number, row.cells.iter().map(|cell| cell.text.as_str()).collect())).collect()
}

fn csv(bytes: &[u8]) -> Grid {
    let (format, mut grids) = read(bytes, "produk.csv").unwrap();
    assert_eq!((format, grids.len()), (SheetFormat::Csv, 1));
    grids.remove(0)
}

#[test]
fn every_encoding_that_excel_saves_is_read() {
    let text = "SKU;Judul\r\nA-1;Kafé – 5″\r\n";
    let utf_16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let files = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf_16(u16::to_le_bytes, b"\xff\xfe"),
        utf_16(u16::to_be_bytes, b"\xfe\xff"),
        utf_16(u16::to_le_bytes, b""),
        utf_16(u16::to_be_bytes, b""),
    ];
    for file in files {
        let grid = csv(&file);
        assert_eq!(texts(&grid), [(1, vec!["SKU", "Judul"]), (2, vec!["A-1", "Kafé – 5″"])]);
    }
    let western = csv(b"SKU,Judul\nA-1,Kaf\xe9 \x96 \x80\n");
    assert_eq!(western.rows[1].cells[1].text, "Kafé – €");
    for binary in [&b"SKU\x00\x00\x00"[..], b"\xff\xfeS", b"SKU\n\x81\xe9"] {
        assert!(read(binary, "x").is_err(), "{binary:?}");
    }
}

#[test]
fn the_separator_is_the_one_under_which_the_headings_are_known() {
    for (file, cells) in [
        ("SKU;Harga dasar\nA;\"1,5\"\n", ["A", "1,5"]),
        ("SKU,Harga dasar\nA,\"150,000\"\n", ["A", "150,000"]),
        ("SKU\tHarga dasar\nA\t5\n", ["A", "5"]),
        ("sep=;\r\nSKU;Harga dasar\r\nA;5\r\n", ["A", "5"]),
        ("\n;\nSKU;Harga dasar\nA;5\n", ["A", "5"]),
    ] {
        let grid = csv(file.as_bytes());
        let last: Vec<&str> = grid.rows.last().unwrap().cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(last, cells, "{file:?}");
    }
}

#[test]
fn rows_are_counted_as_a_spreadsheet_counts_them() {
    let grid = csv(b"\r\nSKU,Deskripsi\r\n\r\nA,\"dua\r\nbaris\r\n\r\nisi\"\r\n,\r\n\r\n\r\nB,x");
    let numbers: Vec<u32> = grid.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 4, 5, 8]);
}

#[test]
fn a_quote_that_never_closes_is_told() {
    let file = format!("SKU,Judul\nA,\"buka\n{}", "B,judul lain\n".repeat(5_000));
    assert!(
        matches!(read(file.as_bytes(), "x"), Err(Unreadable::Broken(Fault::QuoteOpen { row })) if row == "2")
    );
}

/// An error in the structure names the row where it began. Rows that only look unusual are read.
#[test]
fn broken_rows_are_told_where_they_began() {
    let quote = |row: &str| Some(Fault::QuoteOpen { row: row.to_owned() });
    let ragged = |row: &str, cells: &str, headings: &str| {
        Some(Fault::RowRagged { row: row.to_owned(), cells: cells.to_owned(), headings: headings.to_owned() })
    };
    for (file, expected) in [
        ("SKU,Judul\nA,\"buka\nB,dua\nC,\"tiga\"\n", quote("2")),
        ("SKU,Judul\n\nA,\"Frame 5\" hitam\"\n", quote("3")),
        ("SKU,Judul\nA,\"satu\ndua\"\nB,\"tiga", quote("3")),
        ("SKU,Harga dasar\nA,150,000\n", ragged("2", "3", "2")),
        ("SKU,Judul,Stok\nA,Strap\npanjang,5\n", ragged("2", "2", "3")),
        ("Laporan,\n,\nSKU,Stok\nA,5\nB\n", ragged("5", "1", "2")),
        ("SKU,Judul\nA,Frame 5\" hitam\nB,\"a \"\"b\"\" c\"\n", None),
        ("SKU,Judul\nA,\"satu\ndua, tiga\"\n,\n\nB,x,,\n", None),
        ("SKU\nA\nB\n", None),
    ] {
        match (read(file.as_bytes(), "x"), expected) {
            (Ok(_), None) => {}
            (Err(Unreadable::Broken(fault)), Some(expected)) => assert_eq!(fault, expected, "{file}"),
            (read, expected) => panic!("{file:?}: {read:?} is not {expected:?}"),
        }
    }
}

#[test]
fn a_workbook_keeps_what_kind_its_cells_are() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(2, 0, "SKU").unwrap().write_string(2, 1, "Harga dasar").unwrap();
    sheet.write_string(3, 0, "00123").unwrap().write_number(3, 1, 150_000).unwrap();
    sheet.write_number(4, 0, 123).unwrap().write_number(4, 1, 150.125).unwrap();
    sheet.write_number(5, 1, 110_000.000_000_000_01).unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number_with_format(6, 1, 46_000, &date).unwrap();
    sheet.write_formula(7, 1, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_boolean(8, 1, true).unwrap();
    workbook.add_worksheet().set_name("Catatan").unwrap().write_string(0, 0, "halo").unwrap();
    let (format, grids) = read(&workbook.save_to_buffer().unwrap(), "x").unwrap();
    assert_eq!(format, SheetFormat::Xlsx);
    assert_eq!(grids.iter().map(|grid| grid.name.as_str()).collect::<Vec<_>>(), ["Sheet1", "Catatan"]);
    let kinds: Vec<(u32, &str, CellKind)> = grids[0]
        .rows
        .iter()
        .filter_map(|row| row.cells.get(1).map(|cell| (row.number, cell.text.as_str(), cell.kind)))
        .collect();
    assert_eq!(
        kinds,
        [
            (3, "Harga dasar", CellKind::Text),
            (4, "150000", CellKind::Number),
            (5, "150.125", CellKind::Number),
            (6, "110000", CellKind::Number),
            (7, "46000", CellKind::Date),
            (8, "#DIV/0!", CellKind::Error),
            (9, "ya", CellKind::Boolean),
        ]
    );
    assert_eq!(grids[0].rows[1].cells[0], Cell::text("00123"));
    assert_eq!(grids[0].rows[2].cells[0], Cell { text: "123".to_owned(), kind: CellKind::Number });
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_kept() {
    use std::io::Write as _;
    const MOST: u64 = 1_000_000;
    let zeros = vec![b' '; 1_000_001];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&zeros).unwrap();
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 20_000, "the bomb is small: {}", bomb.len());
    assert_eq!(read_within(&bomb, "x", MOST), Err(Unreadable::TooLarge));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&zeros).unwrap();
    assert_eq!(read_within(&gzip.finish().unwrap(), "x", MOST), Err(Unreadable::TooLarge));
    // One text that many cells share: it is small in the file and in the archive.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let shared = "x".repeat(30_000);
    for row in 0..2_000 {
        sheet.write_string(row, 0, shared.as_str()).unwrap();
    }
    let shared = workbook.save_to_buffer().unwrap();
    assert!(shared.len() < 100_000, "the shared text is small: {}", shared.len());
    assert_eq!(read_within(&shared, "x", MOST), Err(Unreadable::TooLarge));
    // A cell at the far end of the sheet must not allocate memory for all cells before it.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap().write_string(0, 0, "SKU").unwrap();
    let (_, grids) = read(&workbook.save_to_buffer().unwrap(), "x").unwrap();
    assert_eq!(texts(&grids[0]), [(1, vec!["SKU"])]);
}

#[test]
fn what_is_no_spreadsheet_is_told_so() {
    let old = read(b"\xd0\xcf\x11\xe0\xa1\xb1", "x").unwrap_err();
    assert!(matches!(old, Unreadable::Because(id, _) if id.contains(".xls")));
    assert!(read(b"PK\x03\x04 not really", "x").is_err());
    assert!(read(b"\x1f\x8b damaged", "x").is_err());
}

#[test]
fn a_gzipped_file_is_the_file() {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"SKU\nA\n").unwrap();
    assert_eq!(texts(&csv(&gzip.finish().unwrap())), [(1, vec!["SKU"]), (2, vec!["A"])]);
}

/// Rows as in an export: clean texts, and whole numbers in the number columns.
fn a_sheet() -> impl Strategy<Value = Vec<Vec<String>>> {
    let text = prop_oneof![
        "\\PC{0,20}",
        "['=+@|\\-\t\n\"a;, ]{0,8}",
        Just("=HYPERLINK(\"http://x\")".to_owned()),
        Just("_x000D_".to_owned()),
        Just("007".to_owned()),
    ];
    vec(vec(text, Column::all().count()), 1..6)
}

fn assert_comes_back(rows: &[Vec<String>], bytes: &[u8]) -> Result<(), TestCaseError> {
    let (_, mut grids) = read(bytes, "Produk").unwrap();
    let table = Table::of(grids.remove(0)).unwrap().unwrap();
    let written: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
    let kept = written.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
    let content = |line: &domain::sheet::Line, column| line.content(column).unwrap_or_default();
    let read: Vec<Vec<String>> =
        table.lines.iter().map(|line| Column::all().map(|column| content(line, column)).collect()).collect();
    prop_assert_eq!(read, kept.cloned().collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_it_was(rows in a_sheet()) {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
        let mut table = vec![headings().into_iter().map(str::to_owned).collect::<Vec<_>>()];
        table.extend(rows.iter().cloned());
        for separator in [Separator::Comma, Separator::Semicolon, Separator::Tab] {
            assert_comes_back(&rows, &write_csv(&table, separator).unwrap())?;
        }
        assert_comes_back(&rows, &write_xlsx(&table).unwrap())?;
    }

    #[test]
    fn no_cell_of_a_csv_file_begins_like_a_formula(rows in a_sheet()) {
        let file = write_csv(&rows, Separator::Comma).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&file[3..]);
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '|']), "{}", cell);
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _read_or_refused = read(&bytes, "x");
        let zip: Vec<u8> = b"PK\x03\x04".iter().copied().chain(bytes).collect();
        let _read_or_refused = read(&zip, "x");
    }
}
