//! What a sheet would change, before anything is changed.

use app::ports::{SheetAction, SheetPhase};
use domain::{ProductStatus, Rupiah};
use testkit::{
    Kind,
    build::{ProductVerbs, a_product, a_product_named, rupiah},
};

use crate::world::{World, grid, set};

fn two() -> [domain::Product; 2] {
    let sizes = a_product_named("2")
        .with_variants(&["Ukuran"], &[(&["S"], "MTK-2-S", 50_000), (&["L"], "MTK-2-L", 75_000)]);
    [a_product(), sizes]
}

#[tokio::test]
async fn a_sheet_of_skus_and_prices_is_enough() {
    let world = World::with(&two()).await;
    let sheet = grid(&[&["SKU", "Harga dasar"], &["mtk-2-l", "Rp 80.000"], &["MTK-1", "150.000"]]);
    let import = world.check(sheet).await;
    assert_eq!((import.rows, import.updates, import.unchanged, import.errors), (2, 1, 1, 0));
    assert_eq!(import.phase, SheetPhase::Checked);
    let entries = world.entries(&import).await;
    assert_eq!(entries[0].rows, [2]);
    let change = &entries[0].changes[0];
    assert_eq!(
        (change.field.as_str(), change.from.as_str(), change.to.as_str()),
        ("base_price", "75000", "80000")
    );
    assert_eq!(entries[0].after.variants[1].base_price, Some(Rupiah::new(80_000)));
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0, "reading writes no product");
    assert_eq!(world.fakes.outbox.next_pricing(), None);
}

#[tokio::test]
async fn every_field_can_be_changed_and_each_change_is_shown() {
    let world = World::with(&two()).await;
    let mut sheet = world.exported().await;
    // Row 2 and 3 are the product with sizes: it was written last.
    let first = if sheet.rows[1].cells[1].text.ends_with('2') { 2 } else { 3 };
    for (heading, text) in [
        ("Judul", "Judul Baru"),
        ("Deskripsi", "Baris satu\nBaris dua"),
        ("Kategori", "Rangka"),
        ("Merek", "Motekar"),
        ("Status", "arsip"),
        ("Berat (g)", "1.250 g"),
        ("Panjang (cm)", "10,5"),
        ("Pre-order (hari)", "7"),
        ("Gambar", "https://images.test/a.png https://images.test/b.png"),
        ("Opsi 1", "Besar"),
        ("Nilai opsi 1", "M"),
        ("SKU", "MTK-2-M"),
        ("Harga dasar (Rp)", "60000"),
        ("Modal (Rp)", "20.000"),
        ("Stok", "12"),
        ("Berat varian (g)", "30"),
    ] {
        set(&mut sheet, first, heading, text);
    }
    let import = world.check(sheet).await;
    assert_eq!(
        (import.updates, import.unchanged, import.errors),
        (1, 1, 0),
        "{:?}",
        world.errors(&import).await
    );
    let entry = world.entries(&import).await.remove(0);
    let after = &entry.after;
    assert_eq!(after.title.as_str(), "Judul Baru");
    assert_eq!(after.description, "Baris satu\nBaris dua");
    assert_eq!((after.category.as_deref(), after.brand.as_deref()), (Some("Rangka"), Some("Motekar")));
    assert_eq!(after.status, ProductStatus::Archived);
    assert_eq!(after.weight.unwrap().get(), 1250);
    assert_eq!(after.dimensions.unwrap().length.to_centimetres(), "10.5");
    assert_eq!(after.pre_order.unwrap().get(), 7);
    assert_eq!(after.images.len(), 2);
    assert_eq!(after.options, ["Besar"]);
    let variant = &after.variants[0];
    assert_eq!(variant.option_values, ["M"]);
    assert_eq!(variant.sku.as_ref().unwrap().as_str(), "MTK-2-M");
    assert_eq!((variant.base_price, variant.cost), (Some(rupiah(60_000)), Some(rupiah(20_000))));
    assert_eq!((variant.stock, variant.weight.map(domain::Grams::get)), (Some(12), Some(30)));
    assert_eq!(after.variants[1], two()[1].variants[1], "the other row said nothing new");
    let fields: Vec<&str> = entry.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "title",
            "description",
            "category",
            "brand",
            "status",
            "weight_g",
            "length_cm",
            "pre_order_days",
            "images",
            "option_1",
            "value_1",
            "sku",
            "base_price",
            "cost",
            "stock",
            "variant_weight_g",
        ]
    );
}

#[tokio::test]
async fn a_new_product_needs_a_title_and_a_weight_and_gets_its_rows_as_variants() {
    let world = World::with(&two()).await;
    let sheet = grid(&[
        &["Title", "Weight (g)", "Option 1", "Option 1 value", "SKU", "Base price"],
        &["Baru", "40", "Warna", "Hitam", "B-1", "10000"],
        &["", "", "", "Putih", "B-2", "11000"],
        &["Tanpa berat", "", "", "", "C-1", "5000"],
        &["Polos", "15", "", "", "", ""],
    ]);
    let import = world.check(sheet).await;
    assert_eq!((import.creates, import.rejected), (2, 1));
    assert_eq!(world.places(&import).await, ["B4 weight_missing"]);
    let entries = world.entries(&import).await;
    assert!(entries.iter().all(|entry| entry.action == SheetAction::Create && entry.expected == 0));
    assert_eq!(entries[0].rows, [2, 3]);
    assert_eq!(entries[0].after.variants.len(), 2);
    assert_eq!(entries[0].after.variants[1].option_values, ["Putih"]);
    assert_eq!(entries[1].after.variants.len(), 1, "a product without a word about variants has one");
}

#[tokio::test]
async fn variants_are_added_by_a_row_and_removed_only_by_the_mark() {
    let world = World::with(&two()).await;
    let id = two()[1].id.to_string();
    let sheet = grid(&[
        &["ID produk", "Nilai opsi 1", "SKU", "Harga dasar", "Hapus varian"],
        &[&id, "XL", "MTK-2-XL", "90000", ""],
        &[&id, "S", "", "", "ya"],
    ]);
    let import = world.check(sheet).await;
    let entry = world.entries(&import).await.remove(0);
    let skus: Vec<&str> = entry.after.variants.iter().map(|v| v.sku.as_ref().unwrap().as_str()).collect();
    assert_eq!(skus, ["MTK-2-L", "MTK-2-XL"], "L was not named and stays");
    assert_eq!(entry.changes.iter().filter(|change| change.field == "variant").count(), 2);
}

#[tokio::test]
async fn an_empty_cell_empties_only_what_it_may_and_only_beside_the_title() {
    let world = World::with(&two()).await;
    let mut sheet = world.exported().await;
    for row in 2..=4 {
        for heading in [
            "Kategori",
            "Harga dasar (Rp)",
            "SKU",
            "Modal (Rp)",
            "Panjang (cm)",
            "Lebar (cm)",
            "Tinggi (cm)",
            "Gambar",
        ] {
            set(&mut sheet, row, heading, "");
        }
    }
    let entries = world.entries(&world.check(sheet.clone()).await).await;
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        assert_eq!((&entry.after.category, entry.after.dimensions), (&None, None));
        assert_eq!(entry.after.images.len(), 1, "pictures are not lost by a gap");
        assert!(
            entry
                .after
                .variants
                .iter()
                .all(|v| v.cost.is_none() && v.base_price.is_some() && v.sku.is_some())
        );
    }
    // The same gaps in a sheet whose title column is gone say nothing about the product.
    let title = sheet.rows[0].cells.iter().position(|cell| cell.text == "Judul").unwrap();
    for row in &mut sheet.rows {
        row.cells.remove(title);
    }
    let entries = world.entries(&world.check(sheet).await).await;
    assert!(entries.iter().all(|entry| entry.after.category.is_some() && entry.after.dimensions.is_some()));
}

#[tokio::test]
async fn the_word_for_it_empties_what_an_empty_cell_keeps() {
    let world = World::with(&[a_product()]).await;
    let sheet =
        grid(&[&["SKU", "Harga dasar", "Gambar", "Kategori"], &["MTK-1", "(kosong)", "(EMPTY)", "(kosong)"]]);
    let after = world.entries(&world.check(sheet).await).await.remove(0).after;
    assert_eq!(after.variants[0].base_price, None);
    assert!(after.images.is_empty());
    assert_eq!(after.category, None);
}

#[tokio::test]
async fn columns_that_are_missing_stay_as_they_are() {
    let world = World::with(&two()).await;
    let sheet = grid(&[&["ID produk", "Merek"], &[two()[0].id.as_str(), "Motekar"]]);
    let entry = world.entries(&world.check(sheet).await).await.remove(0);
    let expected = domain::Product { brand: Some("Motekar".to_owned()), ..two()[0].clone() };
    assert_eq!(entry.after, expected);
}

#[tokio::test]
async fn reading_the_same_request_twice_keeps_one_sheet() {
    let world = World::with(&two()).await;
    let sheet = grid(&[&["Judul", "Berat (g)"], &["Baru", "10"]]);
    let id = domain::SheetId::derived(&["the request"]);
    let check = || {
        let grids = vec![sheet.clone()];
        app::catalogue::sheet::check(&world.ports, "ani", id.clone(), app::ports::SheetFormat::Csv, grids)
    };
    assert_eq!(check().await.unwrap(), check().await.unwrap());
    assert_eq!(world.fakes.memory.writes_of(Kind::Sheet), 1);
}

#[tokio::test]
async fn what_nobody_sees_makes_no_second_sku_variant_or_product() {
    let world = World::with(&two()).await;
    let disguised: &[&[&str]] = &[
        &["\u{feff}ＳＫＵ", "Harga\u{a0}dasar\u{200b}"],
        &["MTK-2-S\u{200b}", "50.000"],
        &["ＭＴＫ－２－Ｌ", "75\u{200b}.000"],
        &["\u{202a}mtk\u{2060}-1\u{a0}", "１５０.０００"],
    ];
    let import = world.check(grid(disguised)).await;
    assert_eq!(world.places(&import).await, Vec::<String>::new());
    assert_eq!((import.creates, import.updates, import.unchanged), (0, 0, 2));

    let (title, products) = (a_product_named("2").title, two());
    let by_values: &[&[&str]] = &[
        &["Judul", "ID produk", "Nilai opsi 1", "Stok"],
        &[title.as_str(), products[1].id.as_str(), "S\u{200b}", "3"],
        &[&format!("{title}\u{200b}"), "", "\u{feff}l", "4"],
    ];
    let import = world.check(grid(by_values)).await;
    let entries = world.entries(&import).await;
    assert_eq!((import.creates, import.updates, import.errors), (0, 1, 0));
    assert_eq!(entries[0].after.variants.len(), 2);

    let made: &[&[&str]] = &[
        &["Judul", "SKU", "Berat (g)", "Nilai opsi 1", "Opsi 1"],
        &["Gantungan\u{200b} Kunci", "N-1\u{200b}", "20", "Merah\u{ad}", "\u{feff}Warna"],
    ];
    let import = world.check(grid(made)).await;
    let after = &world.entries(&import).await[0].after;
    let variant = &after.variants[0];
    assert_eq!(
        (after.title.as_str(), variant.sku.as_ref().unwrap().as_str(), after.options[0].as_str()),
        ("Gantungan Kunci", "N-1", "Warna")
    );
    assert_eq!(variant.option_values, ["Merah"]);
}
