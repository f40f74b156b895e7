//! Products of more SKUs than a transaction holds, claims that a crash left behind, and packs.

use app::{
    StoreError,
    ports::{
        Catalogue, CatalogueQuery, CatalogueSort, ListingState, Listings, NewMaster, Products, Versioned,
    },
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{ListingKey, Product, ProductId, VariantId};
use futures::future::join_all;
use testkit::build::{ProductVerbs as _, a_content, a_key, a_moment, a_product_named, a_sku, observed};

use super::table;

/// As many variants as a product may have, each with a SKU that begins with `prefix`.
fn a_large_product(name: &str, prefix: &str) -> Product {
    let mut product = a_product_named(name);
    let first = product.variants[0].clone();
    product.options = vec!["Ukuran".to_owned()];
    product.variants = (0..100)
        .map(|nth| domain::Variant {
            id: VariantId::derived(&[name, &nth.to_string()]),
            sku: Some(a_sku(&format!("{prefix}-{nth:03}"))),
            option_values: vec![format!("{nth} mm")],
            ..first.clone()
        })
        .collect();
    product
}

fn folded(product: &Product) -> Vec<String> {
    product.variants.iter().filter_map(|variant| Some(variant.sku.as_ref()?.folded())).collect()
}

async fn claimed(store: &store::Store, product: &Product, by: &ProductId) -> usize {
    let claims = store.sku_claims(&folded(product)).await.expect("claims can be read");
    claims.iter().filter(|claim| &claim.product == by).count()
}

#[tokio::test]
async fn a_product_of_a_hundred_skus_is_created_changed_and_refused_whole() {
    let (store, client, table) = table::open_store().await;
    let product = a_large_product("large", "OLD");
    store.create(&product).await.unwrap();
    assert_eq!(claimed(&store, &product, &product.id).await, 100);

    let renamed = Product { variants: a_large_product("large", "NEW").variants, ..product.clone() };
    assert_eq!(store.put(&renamed, 1, &[]).await.unwrap().version, 2);
    assert_eq!(claimed(&store, &renamed, &product.id).await, 100);
    assert_eq!(store.sku_claims(&folded(&product)).await.unwrap(), [], "the old SKUs are free");

    // Another product that wants one SKU of the first: its last one.
    let mut rival = a_large_product("rival", "RIVAL");
    rival.variants[99].sku = Some(a_sku("new-099"));
    let refused = store.create(&rival).await;
    let product_id = product.id.to_string();
    assert_eq!(refused, Err(StoreError::SkuTaken { sku: "new-099".to_owned(), product: product_id }));
    assert_eq!(Products::get(&store, &rival.id).await, Ok(None));
    assert_eq!(claimed(&store, &rival, &rival.id).await, 0, "nothing of the refused one stays claimed");
    assert_eq!(table::sort_keys(&client, &table, &format!("P#{}", rival.id)).await, [""; 0]);

    let stale = store.put(&product, 1, &[]).await;
    assert_eq!(stale, Err(StoreError::Conflict));
    assert_eq!(claimed(&store, &renamed, &product.id).await, 100, "a stale write costs no claim");
    assert_eq!(store.sku_claims(&folded(&product)).await.unwrap(), []);
}

#[tokio::test]
async fn of_two_large_products_that_want_the_same_skus_one_wins() {
    let store = table::store().await;
    let rivals: Vec<Product> = ["a", "b", "c"].iter().map(|name| a_large_product(name, "SAME")).collect();
    let created = join_all(rivals.iter().map(|rival| store.create(rival))).await;
    // In the worst case all of them failed. Two of them never own the same SKU.
    let winners: Vec<&Product> =
        rivals.iter().zip(&created).filter(|(_, created)| created.is_ok()).map(|(rival, _)| rival).collect();
    assert!(winners.len() <= 1, "{created:?}");
    let claims = store.sku_claims(&folded(&rivals[0])).await.unwrap();
    match winners.first() {
        Some(winner) => {
            assert_eq!(claims.len(), 100);
            assert!(claims.iter().all(|claim| claim.product == winner.id));
        }
        None => assert!(store.create(&rivals[0]).await.is_ok(), "what gave way left nothing in the way"),
    }
}

#[tokio::test]
async fn a_claim_without_its_product_is_cleared_by_who_needs_the_sku() {
    let (store, client, table) = table::open_store().await;
    let ghost = ProductId::derived(&["ghost"]);
    let orphan = |sku: &str| {
        let attribute = |text: &str| AttributeValue::S(text.to_owned());
        client
            .put_item()
            .table_name(&table)
            .item("pk", attribute(&format!("SKU#{sku}")))
            .item("sk", attribute("SKU"))
            .item("sku", attribute(sku))
            .item("product", attribute(ghost.as_str()))
            .item("variant", attribute(VariantId::derived(&["ghost"]).as_str()))
    };
    for sku in ["ORPHAN-1", "ORPHAN-2", "ORPHAN-3"] {
        orphan(sku).send().await.unwrap();
    }
    let one = a_product_named("one")
        .with_variants(&["Warna"], &[(&["merah"], "orphan-1", 10_000), (&["biru"], "orphan-2", 10_000)]);
    store.create(&one).await.unwrap();
    assert_eq!(claimed(&store, &one, &one.id).await, 2);
    let two = NewMaster { product: a_product_named("two").with_sku("orphan-3"), listings: Vec::new() };
    assert_eq!(store.create_masters(std::slice::from_ref(&two)).await, Ok(vec![true]));
    assert_eq!(claimed(&store, &two.product, &two.product.id).await, 1);
}

async fn a_seen_listing(store: &store::Store, key: &ListingKey) -> Versioned<ListingState> {
    store.observe(&[observed(key, a_content())]).await.expect("observations are stored");
    Listings::get(store, key).await.expect("listings can be read").expect("it was just seen").state
}

#[tokio::test]
async fn sixty_masters_go_in_packs_and_only_the_impossible_ones_are_left_out() {
    let store = table::store().await;
    store.create(&a_product_named("owner").with_sku("TAKEN")).await.unwrap();
    let mut masters = Vec::new();
    for nth in 0..60 {
        let key = a_key(&format!("shopee:1:{nth:04}"));
        let mut state = a_seen_listing(&store, &key).await;
        let product = a_product_named(&format!("pack {nth}")).with_sku(match nth {
            7 => "taken",
            // The same SKU twice in one call: the first one gets it.
            20 | 21 => "TWICE",
            _ => key.external_id.as_str(),
        });
        state.value.product = Some(product.id.clone());
        if nth == 33 {
            state.version += 5;
        }
        masters.push(NewMaster { product, listings: vec![state] });
    }
    let written = store.create_masters(&masters).await.unwrap();
    let left_out: Vec<usize> = (0..60).filter(|nth| !written[*nth]).collect();
    assert_eq!(left_out, [7, 21, 33]);

    let shop = a_key("shopee:1:0");
    let open = store.unlinked(&shop.channel, &shop.shop, None, 100).await.unwrap();
    let open: Vec<String> = open.items.iter().map(|key| key.external_id.to_string()).collect();
    assert_eq!(open, ["0007", "0021", "0033"], "what was linked is linked at once, for every reader");
    let linked = store.of_product(&masters[0].product.id).await.unwrap();
    assert_eq!(linked, [a_key("shopee:1:0000")]);
    assert_eq!(store.create_masters(&masters).await.unwrap(), vec![false; 60], "a repeat writes nothing");
}

#[tokio::test]
async fn another_process_finds_a_product_whatever_time_it_carries() {
    let (here, there) = table::two_stores().await;
    let query = CatalogueQuery { sort: CatalogueSort::Title, limit: 10, ..CatalogueQuery::default() };
    let first = a_product_named("first");
    here.create(&first).await.unwrap();
    assert_eq!(there.search(&query).await.unwrap().total, 1);

    // Its time is long before everything that the other process has read.
    let late =
        a_product_named("late").with_updated_at(a_moment() - jiff::SignedDuration::from_hours(24 * 365));
    here.create(&late).await.unwrap();
    assert_eq!(here.search(&query).await.unwrap().total, 2, "its own writes at once");
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(there.search(&query).await.unwrap().total, 2, "those of others within a second");

    let changed = first.with_title("Judul baru");
    here.put(&changed, 1, &[]).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let by_title = CatalogueQuery { text: Some("judul".to_owned()), ..query };
    let found = there.search(&by_title).await.unwrap().cards;
    assert_eq!(
        found.iter().map(|card| (card.title.as_str(), card.version)).collect::<Vec<_>>(),
        [("Judul baru", 2)]
    );
}
