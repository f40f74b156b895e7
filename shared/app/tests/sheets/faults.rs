//! Every error names its sheet, row and column.

use domain::sheet::{Cell, CellKind, Column, Fault};
use testkit::build::{ProductVerbs, a_product, a_product_named};

use crate::world::{World, grid};

async fn world() -> World {
    let sizes = a_product_named("2")
        .with_variants(&["Ukuran"], &[(&["S"], "00123", 50_000), (&["L"], "MTK-2-L", 75_000)]);
    let codes = a_product_named("3")
        .with_variants(&["Ukuran"], &[(&["S"], "6932169358293", 50_000), (&["L"], "5-3", 75_000)]);
    World::with(&[a_product(), sizes, codes]).await
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
        (&[&["SKU", "Stok"], &["MTK-1", "99999999999"]], &["B2 sheet_number_too_large"]),
        (&[&["SKU", "Stok"], &["123", "1"]], &["A2 sheet_sku_zeros_lost"]),
        (&[&["SKU", "Judul", "Stok"], &["123", "Bukan produk baru", "1"]], &["A2 sheet_sku_zeros_lost"]),
        (&[&["SKU", "Stok"], &["6.93217E+12", "1"]], &["A2 sheet_sku_digits_lost"]),
        (&[&["SKU", "Stok"], &["1,91431E+18", "1"]], &["A2 sheet_scientific"]),
        (&[&["SKU", "Stok"], &["05-Mar", "1"]], &["A2 sheet_sku_date"]),
        (&[&["SKU", "Stok"], &["03/05/2026", "1"]], &["A2 sheet_sku_date"]),
        (&[&["SKU", "Stok"], &["07-Jun", "1"]], &["A2 sheet_cell_date"]),
        (&[&["SKU", "Stok"], &["TRUE", "1"]], &["A2 sheet_cell_boolean"]),
        (&[&["SKU", "Stok"], &["#REF!", "1"]], &["A2 sheet_cell_error"]),
        (&[&["SKU", "Merek"], &["MTK-1", "#N/A"]], &["B2 sheet_cell_error"]),
        (&[&["SKU", "Nilai opsi 1"], &["MTK-2-L", "#NILAI!"]], &["B2 sheet_cell_error"]),
        (&[&["SKU", "Stok"], &["7", "1"]], &["A2 sku_unknown"]),
        (&[&["SKU", "Stok", "SKU"], &["MTK-1", "1", ""]], &["C1 sheet_heading_twice"]),
        (&[&["Laporan stok toko"], &[""], &["Barang", "Stok"], &["A", "1"]], &["A3 sheet_heading_missing"]),
        (&[&["Handle", "Title", "Variant SKU"], &["kaos", "Kaos", "V-1"]], &["A1 sheet_foreign"]),
        (&[&["ID", "SKU", "In stock?", "Regular price"], &["44", "MTK-1", "1", "5"]], &["A1 sheet_foreign"]),
        (&[&["Product ID", "SKU ID", "Seller SKU"], &["17", "18", "MTK-1"]], &["A1 sheet_foreign"]),
        (&[&["Stok"], &["1"]], &["A1 sheet_heading_missing"]),
        (&[&["Catatan"], &["1"]], &["A1 sheet_heading_missing"]),
    ];
    // Those of a file's rows and of typed cells have tests of their own.
    let mut met: Vec<String> =
        ["sheet_too_many_rows", "sheet_cell_decimal", "sheet_quote_open", "sheet_row_ragged"]
            .map(str::to_owned)
            .into();
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

/// Every column by every kind of cell: what a cell cannot be there is an error at its place, and nothing else happens.
#[tokio::test]
async fn no_column_takes_a_cell_of_another_kind() {
    let world = world().await;
    for column in Column::all().filter(|column| *column != Column::Sku) {
        for (kind, text, code) in [
            (CellKind::Error, "#REF!", "sheet_cell_error"),
            (CellKind::Text, "#N/A", "sheet_cell_error"),
            (CellKind::Date, "46086", "sheet_cell_date"),
            (CellKind::Boolean, "ya", "sheet_cell_boolean"),
            (CellKind::Number, "12.75", "sheet_cell_decimal"),
        ] {
            if (kind, column) == (CellKind::Boolean, Column::Delete)
                || (kind == CellKind::Number && !column.is_text())
            {
                continue;
            }
            let mut sheet = grid(&[&["SKU", column.heading()], &["MTK-1", "x"]]);
            sheet.rows[1].cells[1] = Cell { text: text.to_owned(), kind };
            let import = world.check(sheet).await;
            assert_eq!(world.places(&import).await, [format!("B2 {code}")], "{column:?} {kind:?}");
            assert_eq!(import.batches, 0);
        }
    }
    for (kind, text, code) in [
        (CellKind::Error, "#REF!", "sheet_cell_error"),
        (CellKind::Date, "46086", "sheet_sku_date"),
        (CellKind::Date, "46500", "sheet_cell_date"),
        (CellKind::Boolean, "ya", "sheet_cell_boolean"),
        (CellKind::Number, "90.75", "sheet_cell_decimal"),
        (CellKind::Number, "1914310000010100000", "sheet_scientific"),
    ] {
        let mut sheet = grid(&[&["SKU", "Stok"], &["x", "1"]]);
        sheet.rows[1].cells[0] = Cell { text: text.to_owned(), kind };
        assert_eq!(world.places(&world.check(sheet).await).await, [format!("A2 {code}")], "{kind:?} {text}");
    }
}

#[tokio::test]
async fn the_damage_names_the_code_that_was_meant() {
    let world = world().await;
    let import =
        world.check(grid(&[&["SKU", "Stok"], &["6.93217E+12", "1"], &["05-Mar", "1"], &["123", "1"]])).await;
    let errors = world.errors(&import).await;
    for (error, sku) in errors.iter().zip(["6932169358293", "5-3", "00123"]) {
        assert!(error.text.contains(sku) && error.text_en.contains(sku), "{error:?}");
    }
    assert_eq!(errors.len(), 3);
}

#[tokio::test]
async fn pictures_are_listed_with_any_separator_or_refused() {
    let world = world().await;
    let (a, b) = ("https://gambar.contoh/a.jpg", "https://gambar.contoh/b.jpg");
    let commas = "https://gambar.contoh/w_1,h_2/a";
    for list in [
        format!("{a}, {b}"),
        format!("{a};{b}"),
        format!("{a}\n{b}"),
        format!("{a},{b},"),
        format!("{a} ; {b}"),
    ] {
        let import = world.check(grid(&[&["SKU", "Gambar"], &["MTK-1", &list]])).await;
        let entries = world.entries(&import).await;
        let urls: Vec<&str> = entries[0].after.images.iter().map(|image| image.url.as_str()).collect();
        assert_eq!(urls, [a, b], "{list}");
    }
    let import = world.check(grid(&[&["SKU", "Gambar"], &["MTK-1", &format!("{commas};{b}")]])).await;
    let urls: Vec<String> =
        world.entries(&import).await[0].after.images.iter().map(|image| image.url.clone()).collect();
    assert_eq!(urls, [commas, b], "a comma within an address stays");
    for list in ["a.jpg, b.jpg", "a.jpg;b.jpg", "https://gambar.contoh/a.jpg,b.jpg"] {
        let import = world.check(grid(&[&["SKU", "Gambar"], &["MTK-1", list]])).await;
        let places = world.places(&import).await;
        assert!(
            !places.is_empty() && places.iter().all(|place| place == "B2 image_url_malformed"),
            "{list}: {places:?}"
        );
    }
}

#[tokio::test]
async fn shopees_own_files_are_read_as_they_come() {
    let world = world().await;
    let sales = grid(&[
        &[
            "et_title_product_id",
            "et_title_product_name",
            "et_title_variation_id",
            "et_title_parent_sku",
            "et_title_variation_sku",
            "et_title_variation_price",
            "et_title_variation_stock",
        ],
        &["sales_info", "220408_floatingstock", "0", "1000000002", "{}"],
        &["Kode Produk", "Nama Produk", "Kode Variasi", "SKU Induk", "SKU", "Harga", "Stok"],
        &["Tidak wajib", "Tidak wajib", "Tidak wajib", "Tidak wajib", "Tidak wajib", "Wajib", "Wajib"],
        &["", "", "", "", "", "Isi harga tanpa titik", ""],
        &["31000009", "Judul di Shopee", "310000090", "", "MTK-2-L", "86250", "12"],
        &["31000010", "Judul lain di Shopee", "0", "MTK-1", "", "172500", "8"],
    ]);
    let import = world.check(sales).await;
    assert_eq!(world.places(&import).await, Vec::<String>::new());
    assert_eq!((import.rows, import.updates, import.creates), (2, 2, 0));
    let entries = world.entries(&import).await;
    let changed: Vec<(u32, &str, &str)> = entries
        .iter()
        .flat_map(|entry| entry.changes.iter().map(|c| (entry.rows[0], c.field.as_str(), c.to.as_str())))
        .collect();
    assert_eq!(
        changed,
        [(6, "stock", "12"), (7, "stock", "8")],
        "neither title nor price of the shop is a master's"
    );
    assert!(import.ignored.iter().any(|column| column.heading == "Harga"));

    let upload = grid(&[
        &[
            "ps_category|0|0",
            "ps_product_name|1|0",
            "ps_product_description|1|0",
            "ps_sku_parent_short|0|0",
            "et_title_variation_integration_no|0|0",
            "et_title_variation_1|0|0",
            "et_title_option_for_variation_1|0|0",
            "ps_price|1|1",
            "ps_stock|0|1",
            "ps_sku_short|0|0",
            "ps_weight|1|1",
        ],
        &[
            "Kategori",
            "Nama Produk",
            "Deskripsi Produk",
            "SKU Induk",
            "Kode Integrasi Variasi",
            "Nama Variasi 1",
            "Varian untuk Variasi 1",
            "Harga",
            "Stok",
            "Kode Variasi",
            "Berat",
        ],
        &["101761", "Mount Baru", "Deskripsi", "MB1", "1", "Warna", "Hitam", "50000", "5", "MB1-H", "0.1"],
        &["101761", "Mount Baru", "Deskripsi", "MB1", "1", "Warna", "Putih", "50000", "4", "MB1-P", "0.1"],
        &["101761", "Mount Dua", "Deskripsi", "MB2", "", "", "", "50000", "3", "", "250"],
    ]);
    let import = world.check(upload).await;
    assert_eq!(world.places(&import).await, Vec::<String>::new());
    assert_eq!((import.creates, import.updates), (2, 0));
    let entries = world.entries(&import).await;
    let first = &entries[0].after;
    assert_eq!((first.options.as_slice(), first.variants.len()), (["Warna".to_owned()].as_slice(), 2));
    assert_eq!(first.weight.map(domain::Grams::get), Some(100));
    assert_eq!(first.variants[0].base_price, None, "a price at a shop is no base price");
    let second = &entries[1].after;
    assert_eq!(second.variants[0].sku.as_ref().unwrap().as_str(), "MB2");
    assert_eq!(second.weight.map(domain::Grams::get), Some(250));
}

#[tokio::test]
async fn headings_below_the_title_of_a_report_are_found() {
    let world = world().await;
    let report: &[&[&str]] = &[
        &["Laporan stok toko 12/05/2026", ""],
        &["", ""],
        &["SKU", "Stok"],
        &["MTK-1", "5"],
        &["TIDAK-ADA", "1"],
    ];
    let import = world.check(grid(report)).await;
    assert_eq!(world.places(&import).await, ["A5 sku_unknown"]);
    assert_eq!(import.updates, 1);
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
