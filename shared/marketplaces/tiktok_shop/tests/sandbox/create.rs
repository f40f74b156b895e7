use app::{
    ChannelError,
    marketplace::{ListingReader, ListingWriter, NewListing},
};
use bytes::Bytes;
use domain::{ListingStatus, Rupiah, Sku, VariantId, plan::NewOffer};

use crate::harness::{Bench, bench, listing, png};

async fn new_listing(bench: &Bench, values: &[&str]) -> NewListing {
    let reference = bench.client.upload_image(&bench.session, png(800, 800), "a.png").await.unwrap();
    let mut content = listing(5, &[1]).content;
    content.images = vec![domain::ListingImage { reference, url: None }];
    content.offers.clear();
    content.options = if values.is_empty() { vec![] } else { vec!["Warna".to_owned()] };
    let offer = |(i, value): (usize, Option<&&str>)| NewOffer {
        variant: VariantId::derived(&["new", &i.to_string()]),
        sku: Some(Sku::parse(&format!("NEW-{i}")).unwrap()),
        option_values: value.map(|value| (*value).to_owned()).into_iter().collect(),
        price: Rupiah::new(180_000),
        stock: 9,
        weight: None,
    };
    let offers = if values.is_empty() {
        vec![offer((0, None))]
    } else {
        values.iter().enumerate().map(|(i, value)| offer((i, Some(value)))).collect()
    };
    NewListing { idempotency_key: "0199c0ff-ee00-7000-8000-000000000001".to_owned(), content, offers }
}

#[tokio::test]
async fn a_new_listing_is_what_it_was_asked_to_be() {
    let bench = bench().await;
    let new = new_listing(&bench, &["Merah", "Hitam", "Biru"]).await;
    let id = bench.client.create(&bench.session, &new).await.unwrap();
    let content = bench.content(&id).await;
    assert_eq!((&content.title, &content.description), (&new.content.title, &new.content.description));
    assert_eq!(content.images[0].reference, new.content.images[0].reference);
    assert_eq!((content.options, content.status), (vec!["Warna".to_owned()], ListingStatus::Live));
    assert_eq!(content.storefronts, ["tiktok_shop", "tokopedia"]);
    assert_eq!(content.pre_order, new.content.pre_order);
    for (offer, new) in content.offers.iter().zip(&new.offers) {
        assert_eq!((&offer.sku, &offer.option_values), (&new.sku, &new.option_values));
        assert_eq!((offer.price, offer.stock), (Some(new.price), Some(new.stock)));
    }
    let found = bench.client.find_by_sku(&bench.session, &[Sku::parse("NEW-1").unwrap()]).await.unwrap();
    assert_eq!(found, Some(id));
}

#[tokio::test]
async fn a_listing_without_variants_has_one_offer() {
    let bench = bench().await;
    let new = new_listing(&bench, &[]).await;
    let id = bench.client.create(&bench.session, &new).await.unwrap();
    let content = bench.content(&id).await;
    assert_eq!((content.options.len(), content.offers.len()), (0, 1));
}

#[tokio::test]
async fn a_lost_answer_never_makes_a_second_listing() {
    for kind in ["drop_after", "server_error", "html"] {
        let bench = bench().await;
        let new = new_listing(&bench, &[]).await;
        bench.fault("/product/202309/products", kind, 1).await;
        // The search for its SKUs and the look at the warehouses come first and are not what fails here.
        let error = bench.client.create(&bench.session, &new).await.unwrap_err();
        assert!(matches!(error, ChannelError::OutcomeUnknown { .. }), "{kind}: {error:?}");
        let id = bench.client.create(&bench.session, &new).await.unwrap();
        // Found by its SKU, also where the channel has forgotten the key.
        let later = NewListing { idempotency_key: "another-key".to_owned(), ..new.clone() };
        for again in [&new, &later] {
            assert_eq!(bench.client.create(&bench.session, again).await.unwrap(), id, "{kind}");
        }
        assert_eq!(bench.client.list(&bench.session, None, None).await.unwrap().total, Some(1), "{kind}");
    }
}

#[tokio::test]
async fn what_a_new_listing_lacks_is_named_before_a_call() {
    let bench = bench().await;
    let new = new_listing(&bench, &["Merah", "Hitam"]).await;
    bench.delete("_sandbox/journal").await;
    let change = |change: &dyn Fn(&mut NewListing)| {
        let mut new = new.clone();
        change(&mut new);
        new
    };
    let cases = [
        (change(&|new| new.content.weight = None), "weight"),
        (change(&|new| new.content.category = None), "category"),
        (change(&|new| new.content.images.clear()), "images"),
        (change(&|new| new.content.title = "a".repeat(256)), "title"),
        (change(&|new| new.offers[1].price = Rupiah::new(5)), "variants[1].price"),
        (change(&|new| new.offers[0].option_values.clear()), "variants"),
        (change(&|new| new.content.options[0] = "x".repeat(21)), "options"),
    ];
    for (new, field) in cases {
        let error = bench.client.create(&bench.session, &new).await.unwrap_err();
        assert!(
            matches!(&error, ChannelError::Invalid(invalid) if invalid.field == field),
            "{field}: {error:?}"
        );
    }
    assert_eq!(bench.paths().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_deleted_listing_is_gone_and_deleting_it_again_is_no_failure() {
    let bench = bench().await;
    let new = new_listing(&bench, &[]).await;
    let id = bench.client.create(&bench.session, &new).await.unwrap();
    bench.client.delete(&bench.session, &id).await.unwrap();
    bench.client.delete(&bench.session, &id).await.unwrap();
    assert!(bench.client.fetch(&bench.session, &[id]).await.unwrap().is_empty());
    let skus = [Sku::parse("NEW-0").unwrap()];
    assert_eq!(bench.client.find_by_sku(&bench.session, &skus).await.unwrap(), None);
}

#[tokio::test]
async fn a_picture_is_a_picture_of_a_fitting_size() {
    let bench = bench().await;
    let upload = |bytes: Bytes| {
        let bench = &bench;
        async move { bench.client.upload_image(&bench.session, bytes, "a.png").await.map_err(|e| e.code()) }
    };
    assert_eq!(upload(Bytes::from_static(b"<svg/>")).await, Err("channel_limit"));
    assert_eq!(upload(Bytes::new()).await, Err("channel_limit"));
    assert_eq!(upload(png(200, 200)).await, Err("channel_rejected"));
    assert!(upload(png(800, 800)).await.is_ok());
}

#[tokio::test]
async fn a_category_that_is_not_on_tokopedia_is_refused_with_its_field() {
    let bench = bench().await;
    let mut new = new_listing(&bench, &[]).await;
    new.content.category = Some(domain::listing::Named { id: "853002".to_owned(), name: None });
    let error = bench.client.create(&bench.session, &new).await.unwrap_err();
    assert!(
        matches!(&error, ChannelError::Rejected { field: Some(field), .. } if field == "category"),
        "{error:?}"
    );
    let reasons = bench.client.check_listing(&bench.session, &new).await.unwrap();
    assert_eq!(reasons.len(), 1);
    new.content.storefronts = vec!["tiktok_shop".to_owned()];
    assert!(bench.client.check_listing(&bench.session, &new).await.unwrap().is_empty());
    assert!(bench.client.create(&bench.session, &new).await.is_ok());
}
