use std::collections::BTreeMap;

use app::marketplace::{ChannelAuth, FetchedListing, ListingReader, ListingWriter};
use domain::{ExternalId, ListingContent, ListingStatus, Rupiah, Sku};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use testkit::catalogue::{DEFAULT_SEED, SHOPEE_LISTINGS, generate};

use crate::world::*;

async fn walk(world: &World, since: Option<Timestamp>) -> (Vec<String>, u32, Option<u64>) {
    let (mut ids, mut cursor, mut pages, mut total) = (Vec::new(), None::<String>, 0, None);
    loop {
        let page = world.shopee.list(&world.session, cursor.as_deref(), since).await.unwrap();
        pages += 1;
        total = total.or(page.total);
        ids.extend(page.listings.iter().map(|listing| listing.id.to_string()));
        cursor = page.next;
        if cursor.is_none() {
            return (ids, pages, total);
        }
    }
}

fn many(count: usize) -> Vec<FetchedListing> {
    (0..count)
        .map(|n| {
            let mut content = content(&format!("Suku cadang {n}"));
            content.offers = vec![sold("0", &format!("MTK-{n}"), &[], 50_000)];
            let updated_at = Timestamp::from_second(1_700_000_000 + i64::try_from(n).unwrap() * 7_919).ok();
            FetchedListing {
                id: id(&(5_000 + n).to_string()),
                content,
                updated_at,
                audit: None,
                partial: false,
            }
        })
        .collect()
}

#[tokio::test]
async fn a_whole_shop_is_walked_in_pages_of_a_hundred() {
    let world = World::start().await;
    world.sandbox.seed(many(248));
    let (ids, pages, total) = walk(&world, None).await;
    assert_eq!((ids.len(), pages, total), (250, 3, Some(250)));
    assert_eq!(world.calls("product/get_item_list").await, 3, "the lower bound");
}

#[tokio::test]
async fn the_whole_seeded_catalogue_comes_back_unchanged_at_the_lower_bound_of_calls() {
    let world = World::start().await;
    let seeded = generate(DEFAULT_SEED, world.base.as_str(), "http://127.0.0.1:1").shopee;
    world.sandbox.seed(seeded.clone());
    let (ids, pages, total) = walk(&world, None).await;
    assert_eq!((ids.len(), total), (SHOPEE_LISTINGS + 2, Some(3_649)));
    let mut read = BTreeMap::new();
    for batch in ids.chunks(50) {
        let ids: Vec<ExternalId> = batch.iter().map(|text| id(text)).collect();
        for listing in world.shopee.fetch(&world.session, &ids).await.unwrap() {
            read.insert(listing.id.clone(), listing);
        }
    }
    let with_models = read.values().filter(|listing| !listing.content.options.is_empty()).count();
    let calls = world.ask("stats").await["calls"].as_u64().unwrap();
    let bound = 37 + 73 + u64::try_from(with_models).unwrap();
    assert_eq!((pages, calls), (37, bound), "list + detail + one for each item with models");
    for expected in seeded {
        let got = &read[&expected.id];
        assert_eq!(bare(got.content.clone()), bare(expected.content), "{}", expected.id);
        assert_eq!(got.updated_at, expected.updated_at);
    }
}

/// Without what the calls of an import do not tell: the name of a category, and our own addresses of pictures.
fn bare(mut content: ListingContent) -> ListingContent {
    if let Some(category) = &mut content.category {
        category.name = None;
    }
    let of_offers = content.offers.iter_mut().filter_map(|offer| offer.image.as_mut());
    for picture in content.images.iter_mut().chain(of_offers) {
        picture.url = None;
    }
    content
}

#[tokio::test]
async fn changes_since_a_moment_are_listed_alone() {
    let world = World::start().await;
    world.sandbox.seed(many(20));
    let since = now() - SignedDuration::from_mins(1);
    world.tell("edit", json!({ "item_id": 5003, "name": "Suku cadang baru" })).await;
    let (mut ids, ..) = walk(&world, Some(since)).await;
    ids.sort();
    assert_eq!(ids, [SINGLE, COLOURS, "5003"], "the two that were just made, and the one just edited");
}

#[tokio::test]
async fn an_offset_that_is_refused_is_gone_around_by_windows_of_time() {
    let world = World::start_with(|options| options.max_offset = Some(200)).await;
    world.sandbox.seed(many(900));
    let (mut ids, ..) = walk(&world, None).await;
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 902, "every item is seen, some of them twice");
}

#[tokio::test]
async fn an_import_makes_no_call_more_than_it_must() {
    let world = World::start().await;
    let ids = [id(SINGLE), id(COLOURS), id("999999"), id("not-a-number")];
    let found = world.shopee.fetch(&world.session, &ids).await.unwrap();
    assert_eq!(found.len(), 2, "unknown ids are left out");
    assert_eq!(world.calls("product/get_item_base_info").await, 1);
    assert_eq!(world.calls("product/get_model_list").await, 1, "one for the one item with models");
    assert_eq!(world.ask("stats").await["calls"], 2);
}

#[tokio::test]
async fn a_listing_comes_back_as_it_was_put_there() {
    let world = World::start().await;
    for seeded in catalogue() {
        let mut read = world.content(seeded.id.as_str()).await;
        for picture in &mut read.images {
            assert!(picture.url.take().unwrap().starts_with(world.base.as_str()));
        }
        assert_eq!(read, seeded.content);
    }
}

#[tokio::test]
async fn a_running_promotion_locks_the_price_and_does_not_replace_it() {
    let world = World::start().await;
    world.tell("promotions", json!({ "item_id": 1002, "model_id": 2001, "price": 80_000 })).await;
    let content = world.content(COLOURS).await;
    let locked: Vec<bool> = content.offers.iter().map(|offer| offer.price_locked).collect();
    assert_eq!(locked, [true, false, false]);
    assert_eq!(content.offers[0].price, Some(Rupiah::new(100_000)));
    let promotions = world.shopee.promotions(&world.session, &[id(COLOURS)]).await.unwrap();
    assert_eq!((promotions.len(), promotions[0].offer.clone()), (1, Some(offer("2001"))));
}

#[tokio::test]
async fn a_listing_is_found_by_a_sku_however_it_is_spelled() {
    let world = World::start().await;
    let find = async |sku: &str| {
        let skus = [Sku::parse(sku).unwrap()];
        world.shopee.find_by_sku(&world.session, &skus).await.unwrap()
    };
    assert_eq!(find("mtk-frm5").await, Some(id(SINGLE)));
    assert_eq!(find("MTK-FRM").await, None, "a part of a SKU is no SKU");
    assert_eq!(find("MTK-NONE").await, None);
}

#[tokio::test]
async fn the_shop_tells_who_it_is_and_what_it_takes() {
    let world = World::start().await;
    let info = world.shopee.shop_info(&world.session).await.unwrap();
    assert_eq!(info.region.as_deref(), Some("ID"));
    assert!(info.authorization_expires_at.unwrap() > now());
    let limits = world.shopee.limits(&world.session, Some("101933")).await.unwrap();
    assert_eq!(info.limits.as_ref(), Some(&limits));
    assert_eq!((limits.title.min, limits.title.max, limits.price.min), (5, 255, Rupiah::new(99)));
    assert_eq!(limits.pre_order_days.unwrap().min, 3);
}

#[tokio::test]
async fn what_a_seller_may_choose_from_is_read() {
    let world = World::start().await;
    let categories = world.shopee.categories(&world.session).await.unwrap();
    let drones = categories.iter().find(|category| category.id == "101933").unwrap();
    assert!(drones.is_leaf && drones.parent.as_deref() == Some("100739"));
    assert!(world.shopee.warehouses(&world.session).await.unwrap().is_empty(), "one place is none to name");
    let rules = world.shopee.category_rules(&world.session, "101933").await.unwrap();
    assert_eq!(rules.attributes[0].name, "Bahan");
    assert!(rules.attributes[0].free_values && !rules.attributes[0].several_values);
    assert!(!rules.brand_required && rules.takes_pre_order);
    let brands = world.shopee.brands(&world.session, "101933", "no").await.unwrap();
    assert_eq!(brands[0].id, "0");
    assert!(world.shopee.brands(&world.session, "101933", "motekar").await.unwrap().is_empty());
    let leaf = world.shopee.recommend_category(&world.session, "Baling-baling Drone").await.unwrap();
    assert_eq!(leaf.as_deref(), Some("101933"));
    assert_eq!(world.shopee.recommend_category(&world.session, "Sepatu").await.unwrap(), None);
    let channels = world.shopee.shipping_channels(&world.session).await.unwrap();
    assert_eq!(channels.iter().filter(|channel| !channel.at_checkout).count(), 1);
    assert!(world.shopee.violations(&world.session, &[id(SINGLE)]).await.unwrap()[0].reasons.is_empty());
}

#[tokio::test]
async fn a_shop_with_several_places_names_them() {
    let places = || vec!["IDZ".to_owned(), "ID2".to_owned()];
    let world = World::start_with(|options| options.locations = places()).await;
    let known = world.shopee.warehouses(&world.session).await.unwrap();
    let ids: Vec<&str> = known.iter().map(|place| place.id.as_str()).collect();
    assert_eq!(ids, ["IDZ", "ID2"]);
    assert_eq!(world.content(SINGLE).await.offers[0].stock, Some(7));
}

#[tokio::test]
async fn a_deleted_listing_is_gone() {
    let world = World::start().await;
    world.shopee.delete(&world.session, &id(SINGLE)).await.unwrap();
    assert!(world.shopee.fetch(&world.session, &[id(SINGLE)]).await.unwrap().is_empty());
    assert_eq!(walk(&world, None).await.0, [COLOURS]);
    let again = world.shopee.delete(&world.session, &id(SINGLE)).await.unwrap_err();
    assert_eq!(again.code(), "channel_not_found");
}

#[tokio::test]
async fn a_shop_survives_a_restart() {
    let world = World::start().await;
    world.tell("edit", json!({ "item_id": 1001, "status": "UNLIST" })).await;
    let other = World::start().await;
    other.sandbox.restore(world.sandbox.snapshot()).unwrap();
    // The tokens came along: the first world's session is still authorised at the second.
    let found = other.shopee.fetch(&world.session, &[id(SINGLE)]).await.unwrap();
    assert_eq!(found[0].content.status, ListingStatus::Unlisted);
}
