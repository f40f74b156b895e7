use std::collections::BTreeSet;

use app::{
    catalogue::products::{self, VariantEdit},
    ports::{Listing, Versioned},
};
use domain::{
    BasisPoints, ListingKey, OfferId, Product, Rupiah,
    diff::{Field, Owner},
    pricing::PriceRule,
};
use testkit::build::{ListingVerbs, a_listing, a_sku, an_offer, rupiah};

use crate::world::{World, shopee, tiktok};

impl World {
    async fn listing(&self, key: &ListingKey) -> Listing {
        self.ports.listings.get(key).await.unwrap().unwrap()
    }

    async fn product_of(&self, key: &ListingKey) -> Product {
        let id = self.listing(key).await.state.value.product.expect("the listing has a product");
        self.ports.products.get(&id).await.unwrap().unwrap().value
    }

    async fn rule(&self, channel: &domain::Channel, percent: i32) {
        let rule = PriceRule::of_markup(BasisPoints::percent(percent));
        self.ports.rules.put_price_rule(channel, &rule, 0).await.unwrap();
    }
}

fn attention(product: &Product) -> Vec<&str> {
    product.attention.iter().map(String::as_str).filter(|flag| *flag != "images_missing").collect()
}

fn skus(product: &Product) -> Vec<Option<&str>> {
    product.variants.iter().map(|variant| variant.sku.as_ref().map(domain::Sku::as_str)).collect()
}

#[tokio::test]
async fn an_equal_sku_joins_two_shops_and_links_each_offer() {
    let world = World::connected().await;
    let ours = world.put(
        &shopee(),
        a_listing("1")
            .with_offers(&["Ukuran"], &[(&["5 inci"], "MTK-5", 100_000), (&["7 inci"], "MTK-7", 120_000)]),
    );
    let theirs = world.put(
        &tiktok(),
        a_listing("171")
            .with_offers(&["Size"], &[(&["7\""], "mtk-7", 120_000), (&["5\""], "MTK - 5", 100_000)]),
    );
    world.import().await;

    let product = world.product_of(&ours).await;
    assert_eq!(world.product_of(&theirs).await, product);
    assert_eq!(product.channels, BTreeSet::from([shopee(), tiktok()]));
    assert_eq!(attention(&product), Vec::<&str>::new());
    let (here, there) =
        (world.listing(&ours).await.state.value.links, world.listing(&theirs).await.state.value.links);
    let offer = |id: &str| OfferId::parse(id).unwrap();
    assert_eq!(here[&offer("1")], there[&offer("2")]);
    assert_eq!(here[&offer("2")], there[&offer("1")]);
}

#[tokio::test]
async fn a_variant_that_only_the_second_shop_has_is_added() {
    let world = World::connected().await;
    let ours = world.put(&shopee(), a_listing("1").with_offers(&["Ukuran"], &[(&["5"], "MTK-5", 100_000)]));
    world.put(
        &tiktok(),
        a_listing("171").with_offers(&["Ukuran"], &[(&["5"], "MTK-5", 110_000), (&["7"], "MTK-7", 130_000)]),
    );
    for channel in [shopee(), tiktok()] {
        world.rule(&channel, 0).await;
    }
    world.import().await;
    let product = world.product_of(&ours).await;
    assert_eq!(skus(&product), [Some("MTK-5"), Some("MTK-7")]);
    assert_eq!(product.variants[1].base_price, Some(rupiah(130_000)));
    assert_eq!(attention(&product), ["base_price_differs", "variants_differ"]);
    let claims = world.ports.products.sku_claims(&["MTK-7".to_owned()]).await.unwrap();
    assert_eq!(claims[0].product, product.id);
}

#[tokio::test]
async fn an_offer_with_a_sku_written_otherwise_or_missing_is_linked_by_its_options() {
    let world = World::connected().await;
    let rows: [(&[&str], &str, i64); 3] =
        [(&["A"], "X-1", 1_000), (&["B"], "X-2", 1_000), (&["C"], "X-3", 1_000)];
    let ours = world.put(&shopee(), a_listing("1").with_offers(&["Warna"], &rows));
    let theirs = world.put(
        &tiktok(),
        a_listing("171").with_offers(&["Warna"], &rows).with(|content| {
            content.offers[1].sku = Some(a_sku("X2"));
            content.offers[2].sku = None;
        }),
    );
    world.import().await;
    let product = world.product_of(&ours).await;
    assert_eq!(product.variants.len(), 3);
    assert_eq!(world.listing(&theirs).await.state.value.links, world.listing(&ours).await.state.value.links);
    assert_eq!(attention(&product), ["sku_differs", "sku_missing"]);
}

#[tokio::test]
async fn skus_of_two_products_prove_nothing() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("1").with_sku("A"));
    world.put(&shopee(), a_listing("2").with_sku("B"));
    let theirs = world.put(
        &tiktok(),
        a_listing("171")
            .with_offers(&["Isi"], &[(&["1"], "A", 10_000), (&["2"], "B", 10_000), (&["3"], "C", 10_000)]),
    );
    world.import().await;
    let product = world.product_of(&theirs).await;
    assert_eq!(product.channels, BTreeSet::from([tiktok()]));
    assert_eq!(skus(&product), [None, None, Some("C")], "a SKU keeps its one owner");
    assert_eq!(attention(&product), ["sku_duplicate"]);
    let observed = world.listing(&theirs).await.observed.content;
    assert_eq!(observed.offers[0].sku, Some(a_sku("A")), "the listing keeps what it says");
}

#[tokio::test]
async fn two_listings_of_one_shop_with_one_sku_stay_two_products() {
    let world = World::connected().await;
    let first = world.put(&shopee(), a_listing("1").with_sku("A"));
    let second = world.put(&shopee(), a_listing("2").with_sku("a"));
    world.import().await;
    assert_eq!(skus(&world.product_of(&first).await), [Some("A")]);
    let other = world.product_of(&second).await;
    assert_eq!((skus(&other), attention(&other)), (vec![None], vec!["sku_duplicate"]));
}

#[tokio::test]
async fn a_listing_that_was_deleted_and_listed_again_is_the_same_product_with_all_that_was_typed_for_it() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("9").with_sku("OTHER"));
    let old = world.put(&shopee(), a_listing("1").with_sku("A"));
    world.import().await;
    let before = world.product_of(&old).await;
    let edit = VariantEdit { cost: Some(Some(rupiah(21_000))), ..VariantEdit::default() };
    products::edit_variant(&world.ports, "owner", &before.id, "A", None, edit).await.unwrap();
    let Versioned { mut value, version } = world.listing(&old).await.state;
    value.overrides.title = Some("Judul khusus toko ini".to_owned());
    value.owners.0.insert(Field::Stock, Owner::Channel);
    world.ports.listings.put_state(&value, version).await.unwrap();

    world.shopee.remove(&old.shop, &old.external_id);
    let new = world.put(&shopee(), a_listing("2").with_sku("a"));
    let import = world.import().await;
    assert_eq!((import.masters_created, import.masters_joined), (0, 1));
    let after = world.product_of(&new).await;
    assert_eq!((&after.id, skus(&after)), (&before.id, vec![Some("a")]), "as the shop writes it now");
    assert_eq!(after.variants[0].cost, Some(rupiah(21_000)));
    let state = world.listing(&new).await.state.value;
    assert_eq!(state.overrides.title.as_deref(), Some("Judul khusus toko ini"));
    assert_eq!(state.owners.of(Field::Stock), Owner::Channel);
    assert_eq!(state.links.values().collect::<Vec<_>>(), [&after.variants[0].id]);
    let gone = world.listing(&old).await.state.value;
    assert_eq!((gone.gone, gone.product, gone.links.len()), (true, None, 0), "history that holds nothing");
}

#[tokio::test]
async fn a_sku_that_was_given_to_another_thing_is_asked_about() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("9").with_sku("OTHER"));
    let old = world.put(&shopee(), a_listing("1").with_sku("A").with_title("Lengan Drone 5 Inci Pendek"));
    world.import().await;
    world.shopee.remove(&old.shop, &old.external_id);
    let new = world.put(&shopee(), a_listing("2").with_sku("A").with_title("Lengan Drone 7 Inci Pendek"));
    world.import().await;
    assert!(world.product_of(&new).await.id != world.product_of(&old).await.id);
    assert!(world.told().await.contains(&"listing_successor".to_owned()));
}

#[tokio::test]
async fn an_import_tells_of_a_variant_that_was_deleted() {
    let world = World::connected().await;
    let rows: [(&[&str], &str, i64); 2] = [(&["5 inci"], "MTK-5", 1_000), (&["7 inci"], "MTK-7", 1_000)];
    let key = world.put(&shopee(), a_listing("1").with_offers(&["Ukuran"], &rows));
    world.import().await;
    world.shopee.edit(&key.shop, &key.external_id, |content| {
        content.offers.remove(1);
    });
    world.import().await;
    assert!(world.told().await.contains(&"variant_gone".to_owned()));
}

#[tokio::test]
async fn a_sku_of_a_listing_that_is_still_there_makes_no_successor() {
    let world = World::connected().await;
    let first = world.put(&shopee(), a_listing("1").with_sku("A"));
    world.import().await;
    let second = world.put(&shopee(), a_listing("2").with_sku("A"));
    world.import().await;
    assert_ne!(world.product_of(&first).await.id, world.product_of(&second).await.id);
}

#[tokio::test]
async fn axes_that_do_not_fit_keep_the_listings_apart() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("1").with_sku("A"));
    let theirs = world.put(
        &tiktok(),
        a_listing("171").with_offers(&["Warna"], &[(&["Merah"], "A", 10_000), (&["Biru"], "B", 10_000)]),
    );
    world.import().await;
    let product = world.product_of(&theirs).await;
    assert_eq!(product.channels, BTreeSet::from([tiktok()]));
    assert_eq!(skus(&product), [None, Some("B")]);
}

#[tokio::test]
async fn the_base_price_is_what_the_channels_rule_makes_the_price_of() {
    let world = World::connected().await;
    world.rule(&shopee(), 15).await;
    world.rule(&tiktok(), 20).await;
    let ours = world.put(&shopee(), a_listing("1").with_sku("A").with_price(172_500));
    world.put(&tiktok(), a_listing("171").with_sku("A").with_price(180_000));
    let odd = world.put(&tiktok(), a_listing("172").with_sku("B").with_price(180_001));
    world.import().await;
    let product = world.product_of(&ours).await;
    assert_eq!(product.variants[0].base_price, Some(rupiah(150_000)));
    assert_eq!(attention(&product), Vec::<&str>::new(), "both shops say the same base price");
    let odd = world.product_of(&odd).await;
    assert_eq!(odd.variants[0].base_price, Some(rupiah(150_001)));
}

#[tokio::test]
async fn what_a_product_cannot_hold_is_said_and_left_to_the_channel() {
    let world = World::connected().await;
    let key = world.put(
        &shopee(),
        a_listing("1").with_title(&"panjang ".repeat(40)).with(|content| {
            content.options = vec!["Warna".into()];
            // The channel gives two offers that its own axis does not tell apart.
            content.offers = ["1", "2"]
                .map(|id| domain::Offer {
                    id: OfferId::parse(id).unwrap(),
                    sku: None,
                    option_values: vec!["Merah".into()],
                    price: Some(Rupiah::ZERO),
                    ..an_offer()
                })
                .to_vec();
        }),
    );
    world.import().await;
    let product = world.product_of(&key).await;
    assert_eq!(product.title.as_str().chars().count(), 255);
    assert_eq!(product.variants.len(), 2);
    assert_eq!(
        attention(&product),
        ["base_price_missing", "options_unclear", "sku_missing", "title_adapted"]
    );
    let owners = world.listing(&key).await.state.value.owners;
    assert_eq!(owners.of(Field::Title), Owner::Channel, "our shorter title is not pushed over theirs");
}

#[tokio::test]
async fn a_listing_that_no_product_can_hold_is_left_and_told() {
    let world = World::connected().await;
    let key = world.put(&shopee(), a_listing("1").with(|content| content.offers.clear()));
    let import = world.import().await;
    assert_eq!((import.masters_created, import.phase), (0, app::ports::ImportPhase::Finished));
    assert_eq!(world.listing(&key).await.state.value.product, None);
    assert!(world.told().await.contains(&"listing_without_product".to_owned()));
}

#[tokio::test]
async fn a_listing_that_was_unlinked_from_its_product_gets_another() {
    let world = World::connected().await;
    let key = world.put(&shopee(), a_listing("1").with_sku("A"));
    world.import().await;
    let first = world.product_of(&key).await;
    let Versioned { mut value, version } = world.listing(&key).await.state;
    value.product = None;
    value.links.clear();
    // Its SKU went to another code meanwhile, so that nothing joins it back.
    world.shopee.edit(&key.shop, &key.external_id, |content| content.offers[0].sku = Some(a_sku("B")));
    world.ports.listings.put_state(&value, version).await.unwrap();
    world.import().await;
    let second = world.product_of(&key).await;
    assert_ne!(second.id, first.id);
    assert_eq!(skus(&second), [Some("B")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_that_build_the_same_listings_make_each_master_once() {
    let world = World::connected().await;
    let keys: Vec<ListingKey> = (1..=20)
        .map(|n| world.put(&shopee(), a_listing(&n.to_string()).with_sku(&format!("S{}", n / 2))))
        .collect();
    world.import().await;
    // Undo the building by hand, then let four workers at it.
    let fresh = World::connected().await;
    for key in &keys {
        let content = world.listing(key).await.observed;
        fresh.ports.listings.observe(&[content]).await.unwrap();
    }
    let workers = (0..4).map(|_| {
        let (ports, keys) = (fresh.ports.clone(), keys.clone());
        tokio::spawn(async move { app::catalogue::master_builder::masters_of(&ports, &keys).await.unwrap() })
    });
    let built = futures::future::join_all(workers).await;
    assert_eq!(built.into_iter().map(|built| built.unwrap().created).sum::<u64>(), 20);
    assert_eq!(fresh.fakes.memory.writes_of(testkit::Kind::Product), 20);
}
