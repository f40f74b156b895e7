//! What is exported and read again changes nothing, whatever the catalogue holds.

use app::ports::CatalogueQuery;
use domain::{
    Product, ProductImage, ProductStatus, Rupiah,
    sheet::{Grid, headings, rows},
};
use proptest::{collection::vec, option, prelude::*};
use testkit::{
    Kind,
    build::{ProductVerbs, a_product_named, a_sku, centimetres, days, grams},
};

use crate::world::{World, grid_of};

/// Texts as sellers and channels leave them: formulas, quotes, spaces around, every kind of line end, other scripts.
fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[ '=+@|\\-\t\r\n\"a;,.]{0,12}",
        "[=+@-][0-9A-Z(),]{0,12}",
        Just("150.000".to_owned()),
        Just("(kosong)".to_owned()),
        Just("2-Mar".to_owned()),
        Just("=\"00123\"".to_owned()),
        Just("_x000D_ _x0041_".to_owned()),
    ]
}

prop_compose! {
    fn a_variant_of(number: usize)(
        sku in option::of("[A-Z0-9=+-][A-Z0-9 '=+E.-]{0,10}"),
        value in a_text(),
        price in option::of(1_i64..100_000_000),
        cost in option::of(0_i64..100_000_000),
        stock in option::of(any::<u32>()),
        weight in option::of(1_u32..300_000),
    ) -> domain::Variant {
        let mut variant = testkit::build::a_variant();
        // The first letter keeps SKUs of one catalogue apart.
        variant.sku = sku.map(|sku| a_sku(&format!("{sku}#{number}")));
        variant.option_values = vec![value];
        variant.base_price = price.map(Rupiah::new);
        variant.cost = cost.map(Rupiah::new);
        variant.stock = stock;
        variant.weight = weight.map(grams);
        variant
    }
}

prop_compose! {
    fn a_catalogue_product(number: usize)(
        title in "[=+'-]?\\PC{0,30}[a-z]",
        description in a_text(),
        category in option::of(a_text()),
        brand in option::of(a_text()),
        option in a_text(),
        weight in option::of(1_u32..300_000),
        sides in option::of(1_u32..900),
        pre_order in option::of(1_u16..=90),
        archived: bool,
        urls in vec(a_text(), 0..4),
        variants in vec(a_variant_of(number), 1..5),
    ) -> Product {
        let mut product = a_product_named(&number.to_string()).with_title(&title);
        product.description = description;
        product.category = category;
        product.brand = brand;
        product.weight = weight.map(grams);
        product.dimensions = sides.map(|cm| centimetres(cm, 1, 2));
        product.pre_order = pre_order.map(days);
        product.status = if archived { ProductStatus::Archived } else { ProductStatus::Active };
        product.images = urls
            .into_iter()
            .enumerate()
            .map(|(n, url)| ProductImage {
                id: domain::ImageId::derived(&[&number.to_string(), &n.to_string()]),
                url,
                origin: None, copies: Vec::new(),
            })
            .collect();
        product.options = vec![option];
        product.variants = variants;
        for (n, variant) in product.variants.iter_mut().enumerate() {
            let id = [number.to_string(), n.to_string()];
            variant.id = domain::VariantId::derived(&[&id[0], &id[1]]);
            variant.option_values[0].push_str(&n.to_string());
            variant.sku = variant.sku.take().map(|sku| a_sku(&format!("{sku}.{n}")));
        }
        product
    }
}

fn a_catalogue() -> impl Strategy<Value = Vec<Product>> {
    (1_usize..6).prop_flat_map(|count| (0..count).map(a_catalogue_product).collect::<Vec<_>>())
}

fn shuffled(mut grid: Grid, order: &[prop::sample::Index]) -> Grid {
    let count = grid.rows.len() - 1;
    for (nth, index) in order.iter().enumerate().take(count) {
        grid.rows.swap(1 + nth % count, 1 + index.index(count));
    }
    grid
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn an_export_that_is_read_again_is_no_change(
        products in a_catalogue(),
        order in vec(any::<prop::sample::Index>(), 0..10),
        crlf: bool,
    ) {
        block_on(async {
            let world = World::with(&products).await;
            let mut grid = shuffled(world.exported().await, &order);
            if crlf {
                // What a spreadsheet does to line ends and spaces when it saves.
                for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    cell.text = format!("{} ", cell.text.replace('\n', "\r\n"));
                }
            }
            let import = world.check(grid).await;
            prop_assert_eq!(world.errors(&import).await, vec![]);
            prop_assert_eq!(world.entries(&import).await, vec![]);
            prop_assert_eq!(import.unchanged, products.len() as u64);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn the_whole_seeded_catalogue_comes_back_unchanged() {
    let seed = testkit::catalogue::generate(
        testkit::catalogue::DEFAULT_SEED,
        "http://127.0.0.1:1/shopee",
        "http://127.0.0.1:1/tiktok",
    );
    let mut products = Vec::new();
    for listing in seed.shopee.iter().chain(&seed.tiktok) {
        products.push(master_of(products.len(), &listing.content));
    }
    assert_eq!(products.len(), 4_147);
    let world = World::with(&products).await;
    let found = app::catalogue::sheet::export(&world.ports, &CatalogueQuery::default()).await.unwrap();
    let mut table: Vec<Vec<String>> = vec![headings().into_iter().map(str::to_owned).collect()];
    table.extend(found.iter().flat_map(|product| rows(&product.value, product.version)));
    let variants: usize = products.iter().map(|product| product.variants.len()).sum();
    assert_eq!(table.len(), variants + 1);
    let import = world.check(grid_of(&table)).await;
    assert_eq!((import.unchanged, import.updates, import.errors), (4_147, 0, 0));
    assert_eq!(import.ignored, []);
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
}

/// The product that a listing would become; SKUs are left to one of those that share one.
fn master_of(number: usize, content: &domain::ListingContent) -> Product {
    let mut product = a_product_named(&format!("seed-{number}")).with_title(&content.title);
    product.description.clone_from(&content.description);
    product.category = content.category.as_ref().and_then(|category| category.name.clone());
    product.brand = content.brand.as_ref().and_then(|brand| brand.name.clone());
    product.weight = content.weight;
    product.dimensions = content.dimensions;
    product.pre_order = content.pre_order;
    product.options.clone_from(&content.options);
    let variant = |(nth, offer): (usize, &domain::Offer)| domain::Variant {
        id: domain::VariantId::derived(&[&number.to_string(), &nth.to_string()]),
        sku: offer.sku.as_ref().map(|sku| a_sku(&format!("{number}/{nth}/{sku}"))),
        option_values: offer.option_values.clone(),
        base_price: offer.price,
        cost: None,
        stock: offer.stock,
        weight: offer.weight,
        image: None,
    };
    product.variants = content.offers.iter().enumerate().map(variant).collect();
    product
}
