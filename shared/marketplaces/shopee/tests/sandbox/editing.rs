use app::{
    ChannelError,
    marketplace::{ListingWriter, StepOutcome},
};
use domain::{
    Dimensions, Grams, ImageId, Length, ListingStatus, Rupiah, Sku, VariantId,
    diff::Field,
    plan::{ContentEdit, Step, TargetImage},
};
use serde_json::json;

use crate::world::*;

async fn apply(world: &World, listing: &str, step: Step) -> Result<StepOutcome, ChannelError> {
    let before = world.content(listing).await;
    world.shopee.apply(&world.session, &id(listing), &before, &step).await
}

fn field_of(error: &ChannelError) -> (String, &'static str) {
    match error {
        ChannelError::Invalid(invalid) => (invalid.field.clone(), invalid.code),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn prices_are_written_exactly_on_items_with_and_without_models() {
    let world = World::start().await;
    let single = Step::Prices { offers: vec![(offer("0"), Rupiah::new(172_500))] };
    apply(&world, SINGLE, single).await.unwrap();
    let models = [("2001", 115_000), ("2003", 120_001)].map(|(id, price)| (offer(id), Rupiah::new(price)));
    apply(&world, COLOURS, Step::Prices { offers: models.to_vec() }).await.unwrap();
    assert_eq!(world.content(SINGLE).await.offers[0].price, Some(Rupiah::new(172_500)));
    let prices: Vec<i64> =
        world.content(COLOURS).await.offers.iter().map(|offer| offer.price.unwrap().get()).collect();
    assert_eq!(prices, [115_000, 100_000, 120_001]);
    assert_eq!(world.calls("product/update_price").await, 2);
}

#[tokio::test]
async fn prices_that_the_channel_would_refuse_are_never_sent() {
    let world = World::start().await;
    let step =
        |offer_id: &str, price: i64| Step::Prices { offers: vec![(offer(offer_id), Rupiah::new(price))] };
    let low = apply(&world, SINGLE, step("0", 50)).await.unwrap_err();
    assert_eq!(field_of(&low), ("0.price".into(), "price_out_of_range"));
    let spread = apply(&world, COLOURS, step("2001", 700_001)).await.unwrap_err();
    assert_eq!(field_of(&spread), ("price".into(), "price_spread"), "offers that are not touched count too");
    assert_eq!(world.ask("stats").await["writes"], 0);
    apply(&world, COLOURS, step("2001", 700_000)).await.unwrap();
}

#[tokio::test]
async fn a_price_that_a_promotion_holds_is_told_as_locked() {
    let world = World::start().await;
    world.tell("promotions", json!({ "item_id": 1002, "model_id": 2001, "price": 80_000 })).await;
    let both = [("2001", 90_000), ("2002", 110_000)].map(|(id, price)| (offer(id), Rupiah::new(price)));
    // One part taken, one refused: success with a failure list.
    let error = apply(&world, COLOURS, Step::Prices { offers: both.to_vec() }).await.unwrap_err();
    let ChannelError::InPromotion { reason, .. } = &error else { panic!("{error:?}") };
    assert!(reason.contains("2001") && reason.contains("locked"), "{reason}");
    assert_eq!(world.content(COLOURS).await.offers[1].price, Some(Rupiah::new(110_000)));
    // All refused: an error with a failure list.
    let alone = Step::Prices { offers: vec![(offer("2001"), Rupiah::new(90_000))] };
    let error = apply(&world, COLOURS, alone).await.unwrap_err();
    assert_eq!(error.code(), "in_promotion", "{error:?}");
}

#[tokio::test]
async fn stock_is_set_to_zero_as_well_as_to_anything_else() {
    let world = World::start().await;
    apply(&world, SINGLE, Step::Stock { offers: vec![(offer("0"), 0)] }).await.unwrap();
    apply(&world, COLOURS, Step::Stock { offers: vec![(offer("2002"), 0), (offer("2003"), 12)] })
        .await
        .unwrap();
    assert_eq!(world.content(SINGLE).await.offers[0].stock, Some(0));
    let stocks: Vec<_> = world.content(COLOURS).await.offers.iter().map(|offer| offer.stock).collect();
    assert_eq!(stocks, [Some(7), Some(0), Some(12)]);
    let too_much = Step::Stock { offers: vec![(offer("0"), 10_000_001)] };
    assert_eq!(field_of(&apply(&world, SINGLE, too_much).await.unwrap_err()).1, "stock_out_of_range");
}

#[tokio::test]
async fn stock_names_its_places_only_where_there_are_several() {
    let places = vec!["IDZ".to_owned(), "ID2".to_owned()];
    let world = World::start_with(|options| options.locations = places).await;
    apply(&world, SINGLE, Step::Stock { offers: vec![(offer("0"), 9)] }).await.unwrap();
    assert_eq!(world.content(SINGLE).await.offers[0].stock, Some(9));
    assert_eq!(world.calls("shop/get_warehouse_detail").await, 1);
    apply(&world, SINGLE, Step::Stock { offers: vec![(offer("0"), 8)] }).await.unwrap();
    assert_eq!(world.calls("shop/get_warehouse_detail").await, 1, "places are remembered");
}

#[tokio::test]
async fn skus_are_set_on_the_item_or_on_its_models() {
    let world = World::start().await;
    let sku = |text: &str| Sku::parse(text).unwrap();
    apply(&world, SINGLE, Step::Skus { offers: vec![(offer("0"), sku("NEW-1"))] }).await.unwrap();
    apply(&world, COLOURS, Step::Skus { offers: vec![(offer("2003"), sku("NEW-2"))] }).await.unwrap();
    assert_eq!(world.content(SINGLE).await.offers[0].sku, Some(sku("NEW-1")));
    assert_eq!(world.content(COLOURS).await.offers[2].sku, Some(sku("NEW-2")));
}

#[tokio::test]
async fn a_new_weight_of_the_listing_leaves_the_variants_their_own() {
    let kinds = [None, Some("server_error"), Some("drop_after"), Some("drop_before"), Some("rate_limit")];
    for fault in kinds {
        let world = World::start().await;
        let mut heavy = catalogue().remove(1);
        heavy.id = id("1008");
        heavy.content.offers[0].weight = Some(Grams::parse(300).unwrap());
        world.sandbox.seed(vec![heavy]);
        let own = world.content("1008").await.offers[0].id.clone();
        if let Some(kind) = fault {
            world.fault("update_model", kind, 1).await;
        }
        let edit = ContentEdit { weight: Some(Grams::parse(400).unwrap()), ..ContentEdit::default() };
        apply(&world, "1008", Step::Content(edit)).await.unwrap();
        let read = world.content("1008").await;
        assert_eq!(read.weight, Some(Grams::parse(400).unwrap()), "{fault:?}");
        let weights: Vec<_> = read.offers.iter().map(|offer| offer.weight).collect();
        assert_eq!(weights, [Some(Grams::parse(300).unwrap()), None, None], "{fault:?}");
        assert_eq!((&read.offers[0].id, &read.offers[0].sku), (&own, &Sku::parse("MTK-CAM-R").ok()));
    }
}

#[tokio::test]
async fn content_is_edited_field_by_field() {
    let world = World::start().await;
    let before = world.content(SINGLE).await;
    let uploaded = world
        .shopee
        .upload_image(&world.session, bytes::Bytes::from_static(&[0xff, 0xd8, 0xff, 0xe0, 1, 2]), "a.jpg")
        .await
        .unwrap();
    let picture = |reference: &str| TargetImage {
        id: ImageId::derived(&[reference]),
        url: "https://example.com/a.jpg".into(),
        reference: Some(reference.to_owned()),
    };
    let cm = |text: &str| Length::from_centimetres(text).unwrap();
    let edit = ContentEdit {
        title: Some("Frame 5 inci, edisi kedua".into()),
        images: Some(vec![picture(&uploaded), picture("id-cover")]),
        weight: Some(Grams::parse(333).unwrap()),
        dimensions: Some(Dimensions { length: cm("20"), width: cm("10"), height: cm("6") }),
        pre_order: Some(None),
        ..ContentEdit::default()
    };
    apply(&world, SINGLE, Step::Content(edit)).await.unwrap();
    let after = world.content(SINGLE).await;
    assert_eq!(after.title, "Frame 5 inci, edisi kedua");
    assert_eq!(after.description, before.description, "what was not named is not touched");
    assert_eq!(after.images[0].reference, uploaded);
    assert_eq!((after.weight.unwrap().get(), after.pre_order), (333, None));
    assert_eq!(after.dimensions.unwrap().height.to_whole_centimetres(), 6);
    let bytes =
        world.http.get(after.images[0].url.clone().unwrap()).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], &[0xff, 0xd8, 0xff, 0xe0, 1, 2]);

    let description =
        ContentEdit { description: Some("Deskripsi yang baru.".into()), ..ContentEdit::default() };
    apply(&world, SINGLE, Step::Content(description)).await.unwrap();
    assert_eq!(world.content(SINGLE).await.description, "Deskripsi yang baru.");
}

#[tokio::test]
async fn content_outside_the_shops_limits_is_refused_before_the_call() {
    let world = World::start().await;
    let picture =
        || TargetImage { id: ImageId::derived(&["x"]), url: String::new(), reference: Some("id".into()) };
    let cases = [
        (ContentEdit { title: Some("a".repeat(256)), ..Default::default() }, "title", "too_long"),
        (ContentEdit { title: Some("abc".into()), ..Default::default() }, "title", "too_short"),
        (
            ContentEdit { images: Some(vec![picture(); 10]), ..Default::default() },
            "images",
            "too_many_images",
        ),
        (
            ContentEdit {
                images: Some(vec![TargetImage { reference: None, ..picture() }]),
                ..Default::default()
            },
            "images[0]",
            "image_not_uploaded",
        ),
        (
            ContentEdit { pre_order: Some(domain::PreOrderDays::parse(2).ok()), ..Default::default() },
            "pre_order",
            "pre_order_out_of_range",
        ),
        (
            ContentEdit { description: Some("#a ".repeat(19)), ..Default::default() },
            "description",
            "too_many_hashtags",
        ),
    ];
    for (edit, field, code) in cases {
        let error = apply(&world, SINGLE, Step::Content(edit)).await.unwrap_err();
        assert_eq!(field_of(&error), (field.to_owned(), code));
    }
    assert_eq!(world.ask("stats").await["writes"], 0);
}

#[tokio::test]
async fn a_listing_is_hidden_and_shown_again() {
    let world = World::start().await;
    for (listed, status) in [(false, ListingStatus::Unlisted), (true, ListingStatus::Live)] {
        for _ in 0..2 {
            apply(&world, SINGLE, Step::Visibility { listed }).await.unwrap();
        }
        assert_eq!(world.content(SINGLE).await.status, status);
    }
    world.tell("edit", json!({ "item_id": 1001, "status": "BANNED" })).await;
    let error = apply(&world, SINGLE, Step::Visibility { listed: true }).await.unwrap_err();
    assert!(matches!(&error, ChannelError::Rejected { field: Some(field), .. } if field == "visibility"));
}

fn add(offers: Vec<domain::plan::NewOffer>) -> Step {
    Step::AddVariants { options: vec!["Warna".to_owned()], offers }
}

#[tokio::test]
async fn variants_are_added_once_and_leave_the_others_alone() {
    let world = World::start().await;
    let before = world.content(COLOURS).await;
    let step = add(vec![
        new_offer("green", Some("MTK-CAM-G"), &["Hijau"], 110_000),
        new_offer("red", Some("mtk-cam-r"), &["Merah tua"], 100_000),
        new_offer("blue", None, &["biru"], 100_000),
    ]);
    let first = apply(&world, COLOURS, step.clone()).await.unwrap();
    assert_eq!(first.added[&VariantId::derived(&["red"])], offer("2001"), "known by its SKU");
    assert_eq!(first.added[&VariantId::derived(&["blue"])], offer("2003"), "known by its option");
    let after = world.content(COLOURS).await;
    assert_eq!(after.offers[..3], before.offers[..]);
    assert_eq!(after.offers.len(), 4);
    let green = &after.offers[3];
    assert_eq!(green.id, first.added[&VariantId::derived(&["green"])]);
    assert_eq!((green.price, green.stock), (Some(Rupiah::new(110_000)), Some(3)));
    assert_eq!(green.option_values, ["Hijau"]);

    world.forget_calls().await;
    let again = apply(&world, COLOURS, step).await.unwrap();
    assert_eq!(again.added, first.added);
    assert_eq!(world.ask("stats").await["writes"], 0, "a repeat adds nothing");
}

#[tokio::test]
async fn variants_that_do_not_fit_are_refused_before_the_call() {
    let world = World::start().await;
    let cases = [
        (add(vec![new_offer("a", None, &["Warna yang terlalu panjang"], 100_000)]), "option_value_length"),
        (add(vec![new_offer("a", None, &["Hijau"], 700_001)]), "price_spread"),
        (add(vec![new_offer("a", None, &["Hijau", "Besar"], 100_000)]), "variant_axes_differ"),
        (
            add((0..48).map(|n| new_offer(&n.to_string(), None, &[&format!("W{n}")], 100_000)).collect()),
            "too_many_variants",
        ),
    ];
    for (step, code) in cases {
        assert_eq!(field_of(&apply(&world, COLOURS, step).await.unwrap_err()).1, code);
    }
    let no_axes = apply(&world, SINGLE, add(vec![new_offer("a", None, &["Hijau"], 150_000)])).await;
    assert_eq!(field_of(&no_axes.unwrap_err()).1, "variant_axes_differ");
    assert_eq!(world.ask("stats").await["writes"], 0);
}

#[tokio::test]
async fn variants_are_removed_but_never_the_last() {
    let world = World::start().await;
    let before = world.content(COLOURS).await;
    let remove = async |ids: &[&str]| {
        let offers: Vec<_> = ids.iter().map(|id| offer(id)).collect();
        world.shopee.remove_offers(&world.session, &id(COLOURS), &before, &offers).await
    };
    remove(&["2003"]).await.unwrap();
    remove(&["2003"]).await.unwrap();
    assert_eq!(world.content(COLOURS).await.offers.len(), 2);
    assert_eq!(field_of(&remove(&["2001", "2002", "2003"]).await.unwrap_err()).1, "last_variant");
}

#[tokio::test]
async fn a_listing_that_is_not_there_is_not_found() {
    let world = World::start().await;
    let before = world.content(SINGLE).await;
    for unknown in ["77", "not-a-number"] {
        let step = Step::Prices { offers: vec![(offer("0"), Rupiah::new(1_000))] };
        let error = world.shopee.apply(&world.session, &id(unknown), &before, &step).await.unwrap_err();
        assert_eq!(error.code(), "channel_not_found");
    }
}

#[tokio::test]
async fn the_table_of_statuses_says_what_the_channel_lets_edit() {
    for row in &shopee::capabilities().statuses {
        if row.word == "DELETED" {
            continue;
        }
        let world = World::start().await;
        let before = world.content(SINGLE).await;
        world.tell("edit", json!({ "item_id": 1001, "status": row.word })).await;
        let title = Some("Frame 5 inci yang baru".to_owned());
        let steps = [
            (Field::Title, Step::Content(ContentEdit { title, ..ContentEdit::default() })),
            (Field::Visibility, Step::Visibility { listed: row.status != ListingStatus::Live }),
        ];
        for (field, step) in steps {
            let taken = world.shopee.apply(&world.session, &id(SINGLE), &before, &step).await;
            assert_eq!(taken.is_ok(), row.edits.allow(field), "{} {field:?}: {taken:?}", row.word);
        }
    }
}

#[tokio::test]
async fn what_a_promotion_holds_is_read_with_its_end_and_refused_by_the_channel() {
    let world = World::start().await;
    world.tell("promotions", json!({ "item_id": 1001, "price": 80_000 })).await;
    let content = world.content(SINGLE).await;
    let promotion = content.promotion.clone().unwrap();
    assert!(promotion.until.unwrap() > now());
    assert!(content.offers[0].price_locked);
    assert_eq!(world.content(SINGLE).await, content, "reading twice says the same");
    let none = ContentEdit::default;
    let steps = [
        (Field::Title, Step::Content(ContentEdit { title: Some("Frame 5 inci baru".to_owned()), ..none() })),
        (
            Field::Description,
            Step::Content(ContentEdit { description: Some("Teks yang lain.".repeat(3)), ..none() }),
        ),
        (
            Field::PreOrder,
            Step::Content(ContentEdit { pre_order: Some(domain::PreOrderDays::parse(9).ok()), ..none() }),
        ),
        (Field::Visibility, Step::Visibility { listed: false }),
    ];
    for (field, step) in steps {
        assert!(promotion.fields.contains(&field), "{field:?}");
        let error = world.shopee.apply(&world.session, &id(SINGLE), &content, &step).await.unwrap_err();
        let ChannelError::InPromotion { field: named, .. } = &error else { panic!("{field:?}: {error:?}") };
        assert_eq!(named.as_deref(), Some(field.as_str()));
    }
    let weight = Step::Content(ContentEdit { weight: Grams::parse(400).ok(), ..none() });
    world.shopee.apply(&world.session, &id(SINGLE), &content, &weight).await.unwrap();
    assert!(world.content(COLOURS).await.promotion.is_none());
}
