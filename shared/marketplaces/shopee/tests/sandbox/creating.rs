use app::{
    ChannelError,
    marketplace::{FetchedListing, ListingWriter, NewListing},
};
use domain::{ListingContent, ListingStatus, Rupiah};

use crate::world::*;

fn single() -> NewListing {
    NewListing {
        idempotency_key: "job-1".into(),
        content: content("Antena TPU"),
        offers: vec![new_offer("only", Some("MTK-ANT"), &[], 45_000)],
    }
}

fn with_variants() -> NewListing {
    let options = vec!["Warna".to_owned(), "Ukuran".to_owned()];
    NewListing {
        idempotency_key: "job-2".into(),
        content: ListingContent { options, ..content("Ducting 3 inci") },
        offers: vec![
            new_offer("a", Some("MTK-DCT-A"), &["Merah", "S"], 80_000),
            new_offer("b", None, &["Merah", "M"], 90_000),
            new_offer("c", Some("MTK-DCT-C"), &["Hitam", "S"], 85_000),
        ],
    }
}

#[tokio::test]
async fn a_new_listing_is_live_as_it_was_asked_for() {
    let world = World::start().await;
    let wish = single();
    let made = world.shopee.create(&world.session, &wish).await.unwrap();
    let read = world.content(made.as_str()).await;
    assert_eq!((read.title.as_str(), read.status), ("Antena TPU", ListingStatus::Live));
    assert_eq!((&read.pre_order, &read.weight), (&wish.content.pre_order, &wish.content.weight));
    assert_eq!(read.shipping[0].id, "8003");
    let offer = &read.offers[0];
    assert_eq!(offer.sku, wish.offers[0].sku);
    assert_eq!((offer.price, offer.stock), (Some(Rupiah::new(45_000)), Some(3)));
}

#[tokio::test]
async fn a_new_listing_with_variants_has_them_all() {
    let world = World::start().await;
    let wish = with_variants();
    let made = world.shopee.create(&world.session, &wish).await.unwrap();
    let read = world.content(made.as_str()).await;
    assert_eq!((&read.options, read.status), (&wish.content.options, ListingStatus::Live));
    for (read, wish) in read.offers.iter().zip(&wish.offers) {
        assert_eq!(
            (&read.option_values, &read.sku, read.price),
            (&wish.option_values, &wish.sku, Some(wish.price))
        );
    }
    assert_eq!(read.offers.len(), 3);
}

#[tokio::test]
async fn a_listing_that_is_asked_for_hidden_stays_hidden() {
    let world = World::start().await;
    let mut wish = single();
    wish.content.status = ListingStatus::Unlisted;
    wish.content.shipping.clear();
    let made = world.shopee.create(&world.session, &wish).await.unwrap();
    let read = world.content(made.as_str()).await;
    assert_eq!(read.status, ListingStatus::Unlisted);
    assert_eq!(read.shipping.len(), 3, "without a choice, all that buyers can choose at checkout");
}

#[tokio::test]
async fn a_repeat_finds_the_first_try_and_makes_no_second_listing() {
    let world = World::start().await;
    for mut wish in [single(), with_variants()] {
        if wish.offers.len() == 1 {
            // Without a SKU the key of the attempt is what it is found by.
            wish.offers[0].sku = None;
        }
        let first = world.shopee.create(&world.session, &wish).await.unwrap();
        let second = world.shopee.create(&world.session, &wish).await.unwrap();
        assert_eq!(first, second);
    }
    assert_eq!(world.calls("product/add_item").await, 2);
    assert_eq!(world.calls("product/init_tier_variation").await, 1);
}

#[tokio::test]
async fn a_sku_that_another_listing_has_is_a_refusal_and_no_duplicate() {
    let world = World::start().await;
    let mut wish = with_variants();
    world.shopee.create(&world.session, &wish).await.unwrap();
    wish.offers.push(new_offer("d", None, &["Hitam", "XL"], 85_000));
    let error = world.shopee.create(&world.session, &wish).await.unwrap_err();
    assert!(
        matches!(&error, ChannelError::Rejected { code, .. } if code == "sku_taken_in_shop"),
        "{error:?}"
    );
    assert_eq!(world.calls("product/add_item").await, 1);
}

#[tokio::test]
async fn a_hidden_listing_of_somebody_else_is_named_and_not_put_on_sale() {
    let world = World::start().await;
    let wish = single();
    let stranger = ListingContent {
        status: ListingStatus::Unlisted,
        offers: vec![sold("0", "MTK-ANT", &[], 45_000)],
        ..content("Antena lama, jangan dijual")
    };
    let id = id("1009");
    world.sandbox.seed(vec![FetchedListing {
        id: id.clone(),
        content: stranger,
        updated_at: None,
        audit: None,
        partial: false,
    }]);
    let error = world.shopee.create(&world.session, &wish).await.unwrap_err();
    let ChannelError::Rejected { code, reason, .. } = &error else { panic!("{error:?}") };
    assert_eq!(code, "sku_taken_in_shop");
    assert!(reason.contains("1009") && reason.contains("Antena lama"), "{reason}");
    assert_eq!(world.content(id.as_str()).await.status, ListingStatus::Unlisted);
    assert_eq!(world.ask("stats").await["writes"], 0);
}

#[tokio::test]
async fn a_lost_answer_at_any_step_ends_in_one_whole_listing() {
    for part in ["add_item", "init_tier_variation", "unlist_item"] {
        for kind in ["drop_after", "drop_before", "html"] {
            let world = World::start().await;
            world.fault(part, kind, 1).await;
            let wish = with_variants();
            let made = match world.shopee.create(&world.session, &wish).await {
                Ok(made) => made,
                // Nobody can know yet; the job comes again.
                Err(ChannelError::OutcomeUnknown { .. }) => {
                    world.shopee.create(&world.session, &wish).await.unwrap()
                }
                Err(error) => panic!("{part} {kind}: {error:?}"),
            };
            let read = world.content(made.as_str()).await;
            assert_eq!((read.offers.len(), read.status), (3, ListingStatus::Live), "{part} {kind}");
            let items = world.ask("items").await["items"].as_array().unwrap().len();
            assert_eq!(items, 3, "{part} {kind}: two of the seed and one new");
        }
    }
}

type Spoil = fn(&mut NewListing);

#[tokio::test]
async fn a_listing_that_lacks_something_is_refused_before_the_call() {
    let world = World::start().await;
    let cases: [(Spoil, &str, &str); 6] = [
        (|wish| wish.content.weight = None, "weight", "weight_missing"),
        (|wish| wish.content.category = None, "category", "category_missing"),
        (|wish| wish.content.images.clear(), "images", "too_few_images"),
        (|wish| wish.content.description.clear(), "description", "too_short"),
        (|wish| wish.offers.clear(), "variants", "variant_count"),
        (|wish| wish.offers[0].price = Rupiah::new(1), "variants[0].price", "price_out_of_range"),
    ];
    for (spoil, field, code) in cases {
        let mut wish = single();
        spoil(&mut wish);
        match world.shopee.create(&world.session, &wish).await.unwrap_err() {
            ChannelError::Invalid(invalid) => {
                assert_eq!((invalid.field.as_str(), invalid.code), (field, code));
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(world.ask("stats").await["writes"], 0);
}

#[tokio::test]
async fn pictures_that_are_none_are_refused_before_the_call() {
    let world = World::start().await;
    let gif = bytes::Bytes::from_static(b"GIF89a");
    let error = world.shopee.upload_image(&world.session, gif, "a.gif").await.unwrap_err();
    assert_eq!(error.code(), "channel_limit");
    assert_eq!(world.calls("media_space/upload_image").await, 0);
}
