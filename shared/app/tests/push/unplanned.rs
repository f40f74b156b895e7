//! Whatever a person names for a plan is either pushed or has its reason.

use app::{
    catalogue::products,
    ports::{CatalogueQuery, Plan},
    publishing::{
        observe::observe,
        planning::{PlanRequest, make_plan},
    },
};
use domain::{Product, ProductId, ProductStatus, diff::Field, plan::NothingPlanned};
use testkit::build::*;

use crate::desk::Desk;

async fn named(desk: &Desk, product: &Product, request: PlanRequest) -> Plan {
    let request = PlanRequest {
        products: vec![product.id.clone()],
        skus: product.variants[0].sku.clone().into_iter().collect(),
        ..request
    };
    make_plan(&desk.ports, "owner", request).await.unwrap()
}

/// The reason for the product, which is the same for its SKU where it still has one.
async fn reason(desk: &Desk, product: &Product, request: PlanRequest) -> NothingPlanned {
    let plan = named(desk, product, request).await;
    assert_eq!(plan.listings_changed, 0);
    let names: Vec<&str> = plan.unplanned.iter().map(|one| one.named.as_str()).collect();
    assert_eq!(names, [product.id.as_str(), product.variants[0].sku.as_ref().unwrap().as_str()]);
    assert!(plan.unplanned.iter().all(|one| one.reason == plan.unplanned[0].reason));
    plan.unplanned[0].reason.clone()
}

#[tokio::test]
async fn what_is_pushed_needs_no_reason() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = named(&desk, &product, PlanRequest::default()).await;
    assert_eq!((plan.listings_changed, plan.unplanned), (1, vec![]));
}

#[tokio::test]
async fn a_listing_that_says_what_it_should_or_may_not_be_pushed_is_told_apart() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let titles = || PlanRequest { fields: Some([Field::Title].into()), ..PlanRequest::default() };
    assert_eq!(reason(&desk, &product, titles()).await, NothingPlanned::NothingDiffers);
    desk.base_price(&product, 900_000).await;
    assert_eq!(reason(&desk, &product, PlanRequest::default()).await, NothingPlanned::NothingToPush);
}

#[tokio::test]
async fn a_channel_without_the_product_and_a_deleted_listing_are_told_apart() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    desk.shopee.remove(&desk.shop, &an_external_id("1"));
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let channels = vec![desk.channel.clone()];
    let gone = NothingPlanned::ListingsGone { channels: channels.clone() };
    let request = PlanRequest { channels, ..PlanRequest::default() };
    assert_eq!(reason(&desk, &product, request).await, gone);
    let unlisted = a_product_named("2");
    desk.ports.products.create(&unlisted).await.unwrap();
    assert_eq!(reason(&desk, &unlisted, PlanRequest::default()).await, NothingPlanned::NotListed);
}

#[tokio::test]
async fn products_out_of_sale_say_so() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    products::archive(&desk.ports, "owner", &product.id, None).await.unwrap();
    assert_eq!(reason(&desk, &product, PlanRequest::default()).await, NothingPlanned::ProductArchived);
    let (merged, into) = (desk.listed("2").await, ProductId::derived(&["other"]));
    desk.edited(&merged, |product| {
        product.status = ProductStatus::Archived;
        product.merged_into = Some(into.clone());
    })
    .await;
    // It gave its SKU up: the id is all that still names it.
    let request = PlanRequest { products: vec![merged.id.clone()], ..PlanRequest::default() };
    let plan = make_plan(&desk.ports, "owner", request).await.unwrap();
    assert_eq!(plan.unplanned[0].reason, NothingPlanned::ProductMerged { into });
}

#[tokio::test]
async fn a_filter_that_finds_nothing_to_push_counts_its_reasons() {
    let desk = Desk::new().await;
    let (_, blocked) = (desk.listed("1").await, desk.listed("2").await);
    desk.base_price(&blocked, 900_000).await;
    for number in ["3", "4"] {
        desk.ports.products.create(&a_product_named(number)).await.unwrap();
    }
    desk.shopee.remove(&desk.shop, &an_external_id("1"));
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let request = PlanRequest { filter: Some(CatalogueQuery::default()), ..PlanRequest::default() };
    let plan = make_plan(&desk.ports, "owner", request).await.unwrap();
    assert_eq!((plan.listings_changed, plan.unplanned), (0, vec![]));
    let expected = [("listings_gone", 1), ("not_listed", 2), ("nothing_to_push", 1)];
    assert_eq!(plan.totals.nothing_planned, expected.map(|(code, count)| (code.to_owned(), count)).into());
}
