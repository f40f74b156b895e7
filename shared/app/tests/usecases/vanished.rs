//! What vanished from its shop holds nothing back: its SKU, its place and its exceptions pass on or are free.

use app::{
    catalogue::matches::{self, To},
    ports::{Listing, Overrides, Versioned},
};
use domain::{ListingKey, Product, ProductId, ProductStatus, Rupiah};
use testkit::build::{ListingVerbs, a_listing, a_sku, an_external_id, an_offer_id};

use crate::world::{World, shop, shopee, tiktok};

/// A shop of enough other listings that one more or less is believed.
async fn world() -> World {
    let world = World::connected().await;
    for nth in 0..10 {
        let title = format!("Rumah lampu nomor {nth} untuk gerbang balap");
        world
            .put(&shopee(), a_listing(&format!("90{nth}")).with_title(&title).with_sku(&format!("RL-{nth}")));
    }
    world
}

async fn listing(world: &World, key: &ListingKey) -> Listing {
    world.ports.listings.get(key).await.unwrap().unwrap()
}

async fn product(world: &World, key: &ListingKey) -> Versioned<Product> {
    let id = listing(world, key).await.state.value.product.expect("it has a product");
    stored(world, &id).await
}

async fn stored(world: &World, id: &ProductId) -> Versioned<Product> {
    world.ports.products.get(id).await.unwrap().unwrap()
}

async fn owner(world: &World, sku: &str) -> Option<ProductId> {
    let claims = world.ports.products.sku_claims(&[a_sku(sku).folded()]).await.unwrap();
    claims.into_iter().next().map(|claim| claim.product)
}

fn skus(product: &Product) -> Vec<Option<String>> {
    product.variants.iter().map(|variant| variant.sku.as_ref().map(ToString::to_string)).collect()
}

#[tokio::test]
async fn the_sku_of_a_product_that_vanished_goes_to_the_listing_that_has_it_now() {
    let world = world().await;
    let old = world.put(&shopee(), a_listing("1").with_title("Tas Baterai LiPo Tahan Api").with_sku("MTK-1"));
    world.import().await;
    let before = product(&world, &old).await.value;
    world.shopee.remove(&shop(&shopee()), &an_external_id("1"));
    let new = world.put(&shopee(), a_listing("2").with_title("Propeler 5 inci Tiga Bilah").with_sku("MTK-1"));
    world.import().await;
    let now = product(&world, &new).await.value;
    assert_ne!(now.id, before.id, "other titles are other things");
    assert_eq!(skus(&now), [Some("MTK-1".to_owned())]);
    assert_eq!(owner(&world, "MTK-1").await.as_ref(), Some(&now.id));
    let left = stored(&world, &before.id).await.value;
    assert_eq!((skus(&left), left.status), (vec![None], ProductStatus::Active));
    assert!(left.attention.contains("sku_freed"), "{:?}", left.attention);
    assert!(world.told().await.contains(&"listing_successor".to_owned()), "a person may know better");
    let history = world.ports.audit.list(Some(before.id.as_str()), None, 10).await.unwrap().items;
    assert!(history.iter().any(|entry| entry.action == "product.sku_freed"));
}

#[tokio::test]
async fn the_sku_of_a_variant_that_nothing_sells_any_more_is_free_and_that_of_the_others_is_not() {
    let world = world().await;
    let two = a_listing("1").with_title("Dudukan Kamera GoPro TPU").with(|content| {
        let one = content.offers[0].clone();
        content.options = vec!["Ukuran".to_owned()];
        let offer = |id: &str, size: &str, sku: &str| domain::Offer {
            id: an_offer_id(id),
            sku: Some(a_sku(sku)),
            option_values: vec![size.to_owned()],
            ..one.clone()
        };
        content.offers = vec![offer("11", "Kecil", "MTK-K"), offer("12", "Besar", "MTK-B")];
    });
    let old = world.put(&shopee(), two);
    world.import().await;
    let before = product(&world, &old).await.value;
    world.shopee.edit(&shop(&shopee()), &an_external_id("1"), |content| {
        content.offers.remove(1);
    });
    let new = world.put(&shopee(), a_listing("2").with_title("Tas Baterai LiPo").with_sku("MTK-B"));
    let other = world.put(&shopee(), a_listing("3").with_title("Kabel Balance 4S").with_sku("MTK-K"));
    world.import().await;
    assert_eq!(skus(&product(&world, &new).await.value), [Some("MTK-B".to_owned())]);
    assert_eq!(skus(&product(&world, &other).await.value), [None], "it is sold under another name");
    let left = stored(&world, &before.id).await.value;
    assert_eq!(skus(&left), [Some("MTK-K".to_owned()), None]);
}

#[tokio::test]
async fn a_listing_in_another_shop_is_the_product_whose_only_listing_vanished() {
    let world = world().await;
    let title = "Dudukan Kamera GoPro TPU untuk Drone FPV";
    let old = world.put(&shopee(), a_listing("1").with_title(title).with_sku("MTK-1"));
    world.import().await;
    let before = product(&world, &old).await.value;
    world.shopee.remove(&shop(&shopee()), &an_external_id("1"));
    world.import().await;
    let new = world.put(&tiktok(), a_listing("171").with_title(title).with_sku("MTK-1"));
    world.import().await;
    assert_eq!(product(&world, &new).await.value.id, before.id);
}

/// A listing without a SKU is deleted and made again; in between, the seller has given it a cost and texts of its own.
async fn made_again(title: &str, picture: &str) -> (World, ProductId, ListingKey) {
    let world = world().await;
    let bare = |id: &str, title: &str, picture: &str| {
        a_listing(id).with_title(title).with(|content| {
            content.offers[0].sku = None;
            content.images.truncate(1);
            picture.clone_into(&mut content.images[0].reference);
        })
    };
    let old = world.put(&shopee(), bare("1", "Dudukan Kamera GoPro TPU untuk Drone FPV", "foto-1"));
    world.import().await;
    let Versioned { mut value, version } = product(&world, &old).await;
    value.variants[0].cost = Some(Rupiah::new(40_000));
    world.ports.products.put(&value, version, &[]).await.unwrap();
    let Versioned { value: mut state, version } = listing(&world, &old).await.state;
    state.overrides = Overrides { title: Some("Judul khusus".to_owned()), ..Overrides::default() };
    world.ports.listings.put_state(&state, version).await.unwrap();
    world.shopee.remove(&shop(&shopee()), &an_external_id("1"));
    let new = world.put(&shopee(), bare("2", title, picture));
    world.import().await;
    (world, value.id, new)
}

#[tokio::test]
async fn a_listing_without_a_sku_that_is_made_again_is_offered_and_takes_cost_and_texts_over() {
    let (world, before, new) = made_again("Dudukan Kamera GoPro TPU untuk Drone FPV Baru", "foto-1").await;
    assert!(world.told().await.contains(&"listing_successor".to_owned()));
    let own = product(&world, &new).await.value.id;
    assert_ne!(own, before, "a person is asked first");
    let overrides = async || listing(&world, &new).await.state.value.overrides;
    let linked = matches::link(&world.ports, "rina", &new, &To::Product(before.clone())).await.unwrap();
    assert_eq!(linked.product, before);
    let joined = product(&world, &new).await.value;
    assert_eq!((&joined.id, joined.variants[0].cost), (&before, Some(Rupiah::new(40_000))));
    assert_eq!(overrides().await.title.as_deref(), Some("Judul khusus"));
    let old = listing(&world, &ListingKey { external_id: an_external_id("1"), ..new.clone() }).await;
    assert_eq!(old.state.value.product, None, "it holds no place");
}

#[tokio::test]
async fn neither_another_title_nor_another_number_in_it_is_offered_as_successor() {
    for (title, picture) in [
        ("Tas Baterai LiPo Tahan Api", "foto-1"),
        ("Dudukan Kamera GoPro TPU untuk Drone FPV 7 inci", "foto-1"),
        ("Dudukan Kamera GoPro TPU untuk Drone FPV Baru", "foto-2"),
    ] {
        let (world, before, new) = made_again(title, picture).await;
        assert!(!world.told().await.contains(&"listing_successor".to_owned()), "{title} {picture}");
        assert_ne!(product(&world, &new).await.value.id, before);
    }
}
