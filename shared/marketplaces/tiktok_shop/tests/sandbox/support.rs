use app::{ChannelError, marketplace::ListingReader};
use tiktok_shop::Webhook;

use crate::harness::{bench, id, listing, offer_id};

#[tokio::test]
async fn categories_are_those_of_both_storefronts() {
    let bench = bench().await;
    let categories = bench.client.categories(&bench.session).await.unwrap();
    let ids: Vec<_> = categories.iter().map(|category| category.id.as_str()).collect();
    assert_eq!(ids, ["851848", "853000", "853001", "853099"], "853002 is not on Tokopedia");
    assert_eq!((categories[0].parent.as_deref(), categories[1].parent.as_deref()), (None, Some("851848")));
}

#[tokio::test]
async fn a_category_says_whether_it_takes_pre_orders() {
    let bench = bench().await;
    let limits = |category: Option<&'static str>| {
        let bench = &bench;
        async move { bench.client.limits(&bench.session, category).await }
    };
    assert!(limits(None).await.unwrap().pre_order_days.is_some());
    assert!(limits(Some("853000")).await.unwrap().pre_order_days.is_some());
    assert!(limits(Some("853099")).await.unwrap().pre_order_days.is_none());
    assert!(matches!(limits(Some("1")).await, Err(ChannelError::Rejected { .. })));
}

#[tokio::test]
async fn what_supports_a_listing_is_read() {
    let bench = bench().await;
    let (client, session) = (&bench.client, &bench.session);
    let rules = client.category_rules(session, "853000").await.unwrap();
    assert_eq!(rules.attributes.len(), 1, "the axes of variants are no attributes");
    assert_eq!((rules.attributes[0].name.as_str(), rules.attributes[0].values.len()), ("Bahan", 2));
    assert!(rules.takes_pre_order && rules.documents.is_empty());
    assert!(!client.category_rules(session, "853099").await.unwrap().takes_pre_order);
    let brand = client.create_brand(session, "Motekar").await.unwrap();
    let brands = client.brands(session, "853000", "mot").await.unwrap();
    assert_eq!((brands.len(), &brands[0].id), (1, &brand));
    let leaf = client.recommend_category(session, "Frame Drone 5 inch").await.unwrap();
    assert_eq!(leaf.as_deref(), Some("853000"));
    assert_eq!(client.recommend_category(session, "Sepatu").await.unwrap(), None);
    assert!(client.prerequisites(session).await.unwrap().iter().all(|item| !item.is_failed));
    let warehouses = client.warehouses(session).await.unwrap();
    assert_eq!(warehouses.len(), 1, "the place that takes returns has another id and sells nothing");
    let options = client.delivery_options(session, &warehouses[0].id).await.unwrap();
    assert_eq!(options.len(), 2);
}

#[tokio::test]
async fn the_stock_of_many_products_is_one_call() {
    let bench = bench().await;
    bench.sandbox.seed((0..3).map(|n| listing(n, &[1_000, 2_000])).collect());
    let stock = bench.client.stock_on_hand(&bench.session, &[id(0), id(2)]).await.unwrap();
    assert_eq!(stock.len(), 2);
    assert_eq!(stock[1].offers, [(offer_id(2, 0), 5), (offer_id(2, 1), 5)]);
    assert_eq!(bench.paths().await.len(), 1);
}

#[tokio::test]
async fn addresses_of_pushes_are_set_read_and_removed() {
    let bench = bench().await;
    let webhook = Webhook {
        event_type: "PRODUCT_STATUS_CHANGE".to_owned(),
        address: "https://hooks.example.id/webhooks/tiktok_shop".to_owned(),
    };
    bench.client.set_webhook(&bench.session, &webhook).await.unwrap();
    assert_eq!(bench.client.webhooks(&bench.session).await.unwrap(), [webhook]);
    for _ in 0..2 {
        bench.client.delete_webhook(&bench.session, "PRODUCT_STATUS_CHANGE").await.unwrap();
    }
    assert!(bench.client.webhooks(&bench.session).await.unwrap().is_empty());
    let plain = Webhook { event_type: "X".to_owned(), address: "http://hooks.example.id/".to_owned() };
    assert!(bench.client.set_webhook(&bench.session, &plain).await.is_err());
}
