//! Every error names its sheet, row and column.

use domain::sheet::{Cell, CellKind, Fault};
use testkit::build::{ProductVerbs, a_product, a_product_named};

use crate::world::{World, grid};

async fn world() -> World {
    let sizes = a_product_named("2")
        .with_variants(&["Ukuran"], &[(&["S"], "00123", 50_000), (&["L"], "MTK-2-L", 75_000)]);
    World::with(&[a_product(), sizes]).await
}

#[tokio::test]
async fn each_error_is_told_where_it_stands() {
    let world = world().await;
    let one = a_product().id.to_string();
    let two = a_product_named("2").id.to_string();
    let unknown = a_product_named("9").id.to_string();
    let cases: &[(&[&[&str]], &[&str])] = &[
        (&[&["SKU", "Harga dasar"], &["MTK-1", "150.5"]], &["B2 sheet_money_ambiguous"]),
        (&[&["SKU", "Harga dasar"], &["MTK-1", "seratus"]], &["B2 sheet_money_malformed"]),
        (&[&["SKU", "Harga dasar"], &["MTK-1", "1,5E+05"]], &["B2 sheet_scientific"]),
        (&[&["SKU", "Harga dasar"], &["MTK-1", "0"]], &["B2 price_zero"]),
        (&[&["SKU", "Modal"], &["MTK-1", "900.000.000"]], &["B2 cost_out_of_range"]),
        (&[&["SKU", "Stok"], &["MTK-1", "dua"]], &["B2 sheet_number_malformed"]),
        (&[&["SKU", "Berat (g)"], &["MTK-1", "900000"]], &["B2 weight_out_of_range"]),
        (&[&["SKU", "Berat varian (g)"], &["MTK-1", "0"]], &["B2 weight_out_of_range"]),
        (&[&["SKU", "Pre-order (hari)"], &["MTK-1", "200"]], &["B2 pre_order_out_of_range"]),
        (&[&["SKU", "Panjang (cm)"], &["MTK-1", "1.250"]], &["B2 sheet_length_malformed"]),
        (&[&["SKU", "Panjang (cm)"], &["MTK-1", "(kosong)"]], &["B2 sheet_dimensions_incomplete"]),
        (&[&["SKU", "Status"], &["MTK-1", "dijual"]], &["B2 sheet_status_unknown"]),
        (&[&["SKU", "Status"], &["MTK-1", "(kosong)"]], &["B2 sheet_cannot_clear"]),
        (&[&["SKU", "Hapus varian"], &["MTK-1", "mungkin"]], &["B2 sheet_mark_unknown"]),
        (&[&["SKU", "Hapus varian"], &["MTK-1", "ya"]], &["A2 variant_count"]),
        (&[&["SKU", "Kategori"], &["MTK-1", "satu\ndua"]], &["B2 text_malformed"]),
        (&[&["SKU", "Gambar"], &["MTK-1", "gambar.png"]], &["B2 image_url_malformed"]),
        (&[&["SKU", "Opsi 2"], &["MTK-1", "Warna"]], &["B2 sheet_options_gap"]),
        (&[&["SKU", "Opsi 1"], &["MTK-1", "Warna"]], &["A2 option_malformed"]),
        (&[&["SKU", "Judul"], &["LAIN", "a\nb"]], &["B2 title_control_character"]),
        (&[&["SKU", "Stok"], &["TIDAK-ADA", "1"]], &["A2 sku_unknown"]),
        (&[&["SKU", "Stok"], &["", "1"]], &["A2 sheet_product_unclear"]),
        (&[&["ID produk", "Stok"], &["prd_?", "1"]], &["A2 id_malformed"]),
        (&[&["ID produk", "Stok"], &[&unknown, "1"]], &["A2 sheet_product_unknown"]),
        (&[&["ID produk", "Stok"], &["", "1"]], &["A2 sheet_product_unclear"]),
        (&[&["ID produk", "ID varian"], &[&one, "var_0199c0ffee"]], &["B2 sheet_variant_unknown"]),
        (&[&["ID produk", "Stok"], &[&two, "1"]], &["A2 sheet_variant_unclear"]),
        (
            &[&["ID produk", "SKU", "Nilai opsi 1"], &[&two, "MTK-2-L", ""], &[&two, "", "L"]],
            &["A3 sheet_variant_twice"],
        ),
        (&[&["ID produk", "Merek"], &[&two, "Satu"], &[&two, "Dua"]], &["B3 sheet_rows_disagree"]),
        (&[&["ID produk", "Versi", "Merek"], &[&one, "7", "Baru"]], &["B2 sheet_version_stale"]),
        (&[&["ID produk", "SKU"], &[&one, "mtk-2-l"]], &["B2 sheet_sku_in_use"]),
        (&[&["Judul", "Berat (g)", "SKU"], &["A", "1", "N-1"], &["B", "1", "n-1"]], &["C3 sheet_sku_twice"]),
        (&[&["ID produk", "Nilai opsi 1", "SKU"], &[&two, "S", "123"]], &["C2 sheet_sku_zeros_lost"]),
        (&[&["ID produk", "SKU"], &[&one, "2-Mar"]], &["B2 sheet_cell_date"]),
        (&[&["SKU", "Stok", "SKU"], &["MTK-1", "1", ""]], &["C1 sheet_heading_twice"]),
        (&[&["Stok"], &["1"]], &["A1 sheet_heading_missing"]),
        (&[&["Catatan"], &["1"]], &["A1 sheet_heading_missing"]),
    ];
    let mut met: Vec<String> = vec!["sheet_cell_error".to_owned(), "sheet_too_many_rows".to_owned()];
    for (rows, expected) in cases {
        let import = world.check(grid(rows)).await;
        assert_eq!(world.places(&import).await, *expected, "{rows:?}");
        // Of two rows that want one SKU the first may have it.
        let first_is_fine = expected[0].ends_with("sheet_sku_twice");
        assert_eq!(import.batches, u32::from(first_is_fine), "{rows:?}");
        for error in world.errors(&import).await {
            assert_eq!(error.sheet, "Produk");
            assert!(!error.text_en.is_empty(), "{error:?}");
            assert!(!error.code.starts_with("sheet_") || !error.text.is_empty(), "{error:?}");
            met.push(error.code);
        }
    }
    for fault in Fault::all() {
        assert!(met.iter().any(|known| known == fault.code()), "no case meets {}", fault.code());
    }
}

#[tokio::test]
async fn what_excel_made_of_a_cell_is_told_by_its_kind() {
    let world = world().await;
    let mut sheet = grid(&[&["SKU", "Harga dasar", "Judul"], &["MTK-1", "", ""], &["MTK-2-L", "", ""]]);
    sheet.rows[1].cells[1] = Cell { text: "150.125".to_owned(), kind: CellKind::Number };
    sheet.rows[2].cells[1] = Cell { text: "#REF!".to_owned(), kind: CellKind::Error };
    sheet.rows[2].cells[2] = Cell { text: "2026-03-02".to_owned(), kind: CellKind::Date };
    let places = world.places(&world.check(sheet).await).await;
    assert_eq!(places, ["B2 sheet_money_ambiguous", "C3 sheet_cell_date", "B3 sheet_cell_error"]);
}

#[tokio::test]
async fn a_file_that_is_too_long_is_refused_whole() {
    let world = World::new();
    let rows: Vec<Vec<String>> = std::iter::once(vec!["Judul".to_owned(), "Berat (g)".to_owned()])
        .chain((0..=domain::sheet::MAX_ROWS).map(|n| vec![format!("Produk {n}"), "1".to_owned()]))
        .collect();
    let import = world.check(crate::world::grid_of(&rows)).await;
    assert_eq!(world.places(&import).await, ["A20002 sheet_too_many_rows"]);
    assert_eq!((import.creates, import.batches), (0, 0));
}

#[tokio::test]
async fn all_errors_are_told_at_once_in_the_order_of_the_rows() {
    let world = world().await;
    let sheet = grid(&[
        &["SKU", "Harga dasar", "Stok"],
        &["MTK-1", "1,5", "x"],
        &["TIDAK-ADA", "", "1"],
        &["MTK-2-L", "80000", "-1"],
    ]);
    let import = world.check(sheet).await;
    assert_eq!(
        world.places(&import).await,
        [
            "B2 sheet_money_ambiguous",
            "C2 sheet_number_malformed",
            "A3 sku_unknown",
            "C4 sheet_number_malformed"
        ]
    );
    assert_eq!((import.errors, import.rejected, import.batches), (4, 3, 0));
}
