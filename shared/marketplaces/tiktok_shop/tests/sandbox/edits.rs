use app::{
    ChannelError,
    marketplace::{ListingWriter, StepOutcome},
};
use domain::{
    ExternalId, ListingStatus, OfferId, PreOrderDays, Rupiah, Sku, VariantId,
    plan::{ContentEdit, NewOffer, Step, TargetImage},
};
use serde_json::json;

use crate::harness::{Bench, bench, id, listing, offer_id, png};

pub async fn apply(bench: &Bench, id: &ExternalId, step: Step) -> Result<StepOutcome, ChannelError> {
    let before = bench.content(id).await;
    bench.client.apply(&bench.session, id, &before, &step).await
}

fn prices(offers: &[(OfferId, i64)]) -> Step {
    Step::Prices { offers: offers.iter().map(|(id, price)| (id.clone(), Rupiah::new(*price))).collect() }
}

fn variant(sku: &str, value: &str) -> NewOffer {
    NewOffer {
        variant: VariantId::derived(&[sku]),
        sku: Some(Sku::parse(sku).unwrap()),
        option_values: vec![value.to_owned()],
        price: Rupiah::new(125_000),
        stock: 3,
        weight: None,
    }
}

#[tokio::test]
async fn prices_are_set_in_one_call_and_read_back_to_the_rupiah() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000, 170_000])]);
    let outcome =
        apply(&bench, &id(1), prices(&[(offer_id(1, 0), 180_000), (offer_id(1, 2), 204_000)])).await;
    assert_eq!(outcome.unwrap(), StepOutcome::default());
    let content = bench.content(&id(1)).await;
    let read: Vec<_> = content.offers.iter().map(|offer| offer.price.unwrap().get()).collect();
    assert_eq!(read, [180_000, 160_000, 204_000]);
    assert_eq!(bench.writes().await, 1);
    assert_eq!(content.storefronts, ["tiktok_shop", "tokopedia"]);
}

#[tokio::test]
async fn an_offer_that_is_gone_is_named() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    for step in [prices(&[(offer_id(9, 9), 180_000)]), Step::Stock { offers: vec![(offer_id(9, 9), 1)] }] {
        let error = apply(&bench, &id(1), step).await.unwrap_err();
        assert!(matches!(error, ChannelError::NotFound { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn stock_is_absolute_and_may_be_nothing() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    let step = Step::Stock { offers: vec![(offer_id(1, 0), 42), (offer_id(1, 1), 0)] };
    for _ in 0..2 {
        apply(&bench, &id(1), step.clone()).await.unwrap();
        let read: Vec<_> = bench.content(&id(1)).await.offers.iter().map(|o| o.stock.unwrap()).collect();
        assert_eq!(read, [42, 0]);
    }
}

#[tokio::test]
async fn every_warehouse_of_a_sku_is_named_and_the_first_takes_the_difference() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let mut snapshot = bench.sandbox.snapshot();
    let inventory = &mut snapshot["products"][id(1).as_str()]["live"]["skus"][0]["inventory"];
    inventory.as_array_mut().unwrap().push(json!({ "warehouse_id": "7068517275539719943", "quantity": 4 }));
    bench.sandbox.restore(snapshot).unwrap();
    assert_eq!(bench.content(&id(1)).await.offers[0].stock, Some(9));
    apply(&bench, &id(1), Step::Stock { offers: vec![(offer_id(1, 0), 42)] }).await.unwrap();
    let raw = bench.get(&format!("_sandbox/products/{}", id(1))).await;
    let held = &raw["product"]["skus"][0]["inventory"];
    assert_eq!((&held[0]["quantity"], &held[1]["quantity"]), (&json!(38), &json!(4)));
}

#[tokio::test]
async fn a_listing_in_tokopedia_only_stays_there_and_its_edits_are_watched() {
    let bench = bench().await;
    let mut only = listing(1, &[25_000]);
    only.content.storefronts = vec!["tokopedia".to_owned()];
    bench.sandbox.seed(vec![only]);
    let title = Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned());
    let step = Step::Content(ContentEdit { title: title.clone(), ..ContentEdit::default() });
    assert!(apply(&bench, &id(1), step).await.unwrap().audited, "nothing says whether an audit runs");
    apply(&bench, &id(1), prices(&[(offer_id(1, 0), 30_000)])).await.unwrap();
    let content = bench.content(&id(1)).await;
    assert_eq!((Some(content.title), content.storefronts), (title, vec!["tokopedia".to_owned()]));
    assert_eq!((content.offers[0].price, content.status), (Some(Rupiah::new(30_000)), ListingStatus::Live));
}

#[tokio::test]
async fn text_pictures_parcel_and_pre_order_are_edited_and_tokopedia_stays() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    let reference = bench.client.upload_image(&bench.session, png(900, 900), "a.png").await.unwrap();
    let before = bench.content(&id(1)).await;
    let edit = ContentEdit {
        title: Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned()),
        description: Some("<p>Baru &amp; lebih kuat.</p>".to_owned()),
        images: Some(vec![
            TargetImage {
                id: domain::ImageId::derived(&["a"]),
                url: "x".to_owned(),
                reference: Some(reference.clone()),
            },
            TargetImage {
                id: domain::ImageId::derived(&["b"]),
                url: "y".to_owned(),
                reference: Some("tos-alisg-i/img1".to_owned()),
            },
        ]),
        weight: Some(domain::Grams::parse(305).unwrap()),
        dimensions: before.dimensions,
        pre_order: Some(Some(PreOrderDays::parse(7).unwrap())),
    };
    let outcome = apply(&bench, &id(1), Step::Content(edit)).await.unwrap();
    assert!(!outcome.audited, "the stand-in judges at once here");
    let after = bench.content(&id(1)).await;
    assert_eq!(
        (after.title.as_str(), after.description.as_str()),
        ("Frame Drone FPV Motekar Judul Baru 2026", "<p>Baru &amp; lebih kuat.</p>")
    );
    assert_eq!(
        after.images.iter().map(|i| i.reference.as_str()).collect::<Vec<_>>(),
        [reference.as_str(), "tos-alisg-i/img1"]
    );
    assert_eq!((after.weight.unwrap().get(), after.pre_order.unwrap().get()), (305, 7));
    assert_eq!((after.storefronts, after.status), (before.storefronts, ListingStatus::Live));
    assert_eq!(after.offers, before.offers, "offers keep ids, SKUs, prices and stock");
}

#[tokio::test]
async fn a_pre_order_can_be_taken_away() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let edit = ContentEdit { pre_order: Some(None), ..ContentEdit::default() };
    apply(&bench, &id(1), Step::Content(edit)).await.unwrap();
    assert_eq!(bench.content(&id(1)).await.pre_order, None);
}

#[tokio::test]
async fn a_listing_known_without_its_storefronts_does_not_lose_tokopedia() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let mut before = bench.content(&id(1)).await;
    before.storefronts.clear();
    let title = Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned());
    let step = Step::Content(ContentEdit { title, ..ContentEdit::default() });
    bench.client.apply(&bench.session, &id(1), &before, &step).await.unwrap();
    assert_eq!(bench.content(&id(1)).await.storefronts, ["tiktok_shop", "tokopedia"]);
}

#[tokio::test]
async fn variants_are_added_once_however_often_the_step_is_repeated() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    let before = bench.content(&id(1)).await;
    let new = vec![variant("MTK-1-NEW", "7 inch"), variant("MTK-1-1", "4 inch")];
    let step = Step::AddVariants { options: vec!["Ukuran".to_owned()], offers: new.clone() };
    let first = apply(&bench, &id(1), step.clone()).await.unwrap();
    assert_eq!(first.added[&new[1].variant], offer_id(1, 1), "one was there already");
    let again = apply(&bench, &id(1), step).await.unwrap();
    assert_eq!((again.added, bench.writes().await), (first.added.clone(), 1));
    let after = bench.content(&id(1)).await;
    assert_eq!(after.offers[..2], before.offers, "prices and stock of the others stay");
    assert_eq!(after.offers[2].id, first.added[&new[0].variant]);
    assert_eq!(after.offers[2].option_values, ["7 inch"]);
    assert_eq!((after.offers[2].price, after.offers[2].stock), (Some(Rupiah::new(125_000)), Some(3)));
    assert_eq!(after.pre_order, before.pre_order, "all SKUs of a product have the same pre-order");
}

#[tokio::test]
async fn a_variant_on_other_axes_is_refused_before_a_call() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let step =
        Step::AddVariants { options: vec!["Ukuran".to_owned()], offers: vec![variant("MTK-X", "7 inch")] };
    let error = apply(&bench, &id(1), step).await.unwrap_err();
    assert!(
        matches!(&error, ChannelError::Invalid(invalid) if invalid.code == "variant_axes_differ"),
        "{error:?}"
    );
    assert_eq!(bench.writes().await, 0);
}

#[tokio::test]
async fn skus_are_renamed_within_the_whole_list_and_only_where_they_differ() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    let step = Step::Skus { offers: vec![(offer_id(1, 1), Sku::parse("MTK-BARU").unwrap())] };
    apply(&bench, &id(1), step.clone()).await.unwrap();
    let skus: Vec<_> =
        bench.content(&id(1)).await.offers.iter().map(|o| o.sku.clone().unwrap().to_string()).collect();
    assert_eq!(skus, ["MTK-1-0", "MTK-BARU"]);
    apply(&bench, &id(1), step).await.unwrap();
    assert_eq!(bench.writes().await, 1);
}

#[tokio::test]
async fn a_listing_is_hidden_and_shown_on_every_storefront_and_repeats_are_no_failure() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    for (listed, status) in [(false, ListingStatus::Unlisted), (true, ListingStatus::Live)] {
        for _ in 0..2 {
            apply(&bench, &id(1), Step::Visibility { listed }).await.unwrap();
            let content = bench.content(&id(1)).await;
            assert_eq!((content.status, content.storefront_status.len()), (status, 0));
        }
    }
}

#[tokio::test]
async fn a_hidden_listing_gets_its_price_and_stock_by_an_edit() {
    let bench = bench().await;
    let mut hidden = listing(1, &[150_000, 160_000]);
    hidden.content.status = ListingStatus::Unlisted;
    bench.sandbox.seed(vec![hidden]);
    apply(&bench, &id(1), prices(&[(offer_id(1, 0), 180_000)])).await.unwrap();
    apply(&bench, &id(1), Step::Stock { offers: vec![(offer_id(1, 1), 8)] }).await.unwrap();
    let content = bench.content(&id(1)).await;
    assert_eq!((content.offers[0].price, content.offers[1].stock), (Some(Rupiah::new(180_000)), Some(8)));
    assert_eq!((content.status, content.storefronts.len()), (ListingStatus::Unlisted, 2));
    let prices = bench.paths().await.iter().any(|path| path.ends_with("prices/update"));
    assert!(!prices, "the call for prices takes live products only");
}

#[tokio::test]
async fn variants_are_removed_and_the_last_one_stays() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000, 170_000])]);
    let before = bench.content(&id(1)).await;
    let remove = |offers: Vec<OfferId>| {
        let (bench, before) = (&bench, &before);
        async move { bench.client.remove_offers(&bench.session, &id(1), before, &offers).await }
    };
    remove(vec![offer_id(1, 1)]).await.unwrap();
    remove(vec![offer_id(1, 1)]).await.unwrap();
    assert_eq!(bench.writes().await, 1, "what is gone is not removed again");
    let left: Vec<_> = bench.content(&id(1)).await.offers.into_iter().map(|offer| offer.id).collect();
    assert_eq!(left, [offer_id(1, 0), offer_id(1, 2)]);
    let error = remove(left).await.unwrap_err();
    assert!(matches!(&error, ChannelError::Invalid(invalid) if invalid.code == "last_variant"), "{error:?}");
}

#[tokio::test]
async fn limits_are_checked_before_any_call() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let content = |edit: ContentEdit| Step::Content(edit);
    let image = TargetImage { id: domain::ImageId::derived(&["a"]), url: "x".to_owned(), reference: None };
    let steps = [
        (content(ContentEdit { title: Some("a".repeat(256)), ..ContentEdit::default() }), "title"),
        (content(ContentEdit { title: Some("pendek".to_owned()), ..ContentEdit::default() }), "title"),
        (
            content(ContentEdit { description: Some("x".repeat(10_001)), ..ContentEdit::default() }),
            "description",
        ),
        (content(ContentEdit { images: Some(vec![image.clone(); 10]), ..ContentEdit::default() }), "images"),
        (content(ContentEdit { images: Some(vec![image]), ..ContentEdit::default() }), "images"),
        (
            content(ContentEdit { pre_order: Some(PreOrderDays::parse(31).ok()), ..ContentEdit::default() }),
            "pre_order_days",
        ),
        (prices(&[(offer_id(1, 0), 99)]), "price"),
        (prices(&[(offer_id(1, 0), 100_000_001)]), "price"),
        (Step::Stock { offers: vec![(offer_id(1, 0), 100_000)] }, "stock"),
        (Step::Skus { offers: vec![(offer_id(1, 0), Sku::parse("A B").unwrap())] }, "sku"),
    ];
    let before = bench.content(&id(1)).await;
    bench.delete("_sandbox/journal").await;
    for (step, field) in steps {
        let error = bench.client.apply(&bench.session, &id(1), &before, &step).await.unwrap_err();
        assert!(
            matches!(&error, ChannelError::Invalid(invalid) if invalid.field == field),
            "{field}: {error:?}"
        );
    }
    assert_eq!(bench.paths().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_platforms_are_in_every_write_that_takes_them() {
    // Without them the stand-in drops Tokopedia: that it does is what makes the other tests mean something.
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let path = format!("product/202509/products/{}/partial_edit", id(1));
    crate::gateway::signed(
        &bench,
        "POST",
        &format!("/{path}"),
        Some(json!({ "title": "Frame Drone FPV Motekar tanpa platform" })),
    )
    .await;
    assert_eq!(bench.content(&id(1)).await.storefronts, ["tiktok_shop"]);
}

#[tokio::test]
async fn the_table_of_statuses_says_what_the_channel_lets_edit() {
    for row in &tiktok_shop::capabilities().statuses {
        // `INITIAL` is never a `status`; a draft could be edited, which would publish it.
        if matches!(row.word.as_str(), "INITIAL" | "DRAFT") {
            assert_eq!(row.edits, domain::channel_status::Edits::None, "{}", row.word);
            continue;
        }
        let bench = bench().await;
        bench.sandbox.seed(vec![listing(1, &[150_000])]);
        let before = bench.content(&id(1)).await;
        bench.post("_sandbox/edit", json!({ "product_id": id(1).as_str(), "status": row.word })).await;
        let title = Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned());
        let steps = [
            Step::Content(ContentEdit { title, ..ContentEdit::default() }),
            Step::Skus { offers: vec![(offer_id(1, 0), Sku::parse("MTK-NEW").unwrap())] },
        ];
        for step in steps {
            let taken = bench.client.apply(&bench.session, &id(1), &before, &step).await;
            let allowed = row.edits.allow(domain::diff::Field::Title);
            assert_eq!(taken.is_ok(), allowed, "{} {step:?}: {taken:?}", row.word);
        }
    }
}
