//! Listings that do not exist yet: proposed whole, created once, read back, taken back.

use app::{
    ports::{CatalogueQuery, JobState, Plan, PlanEntry},
    publishing::{
        planning::{PlanRequest, make_plan},
        undo::make_undo_plan,
    },
};
use domain::{
    CategoryAttribute, CategoryRules, Lack, ListingContent, ListingDetails, ListingStatus, Product,
    diff::Field,
    listing::{Attribute, AttributeValue, Named},
    plan::Blocker,
};
use rstest::rstest;
use testkit::{Fault, build::*, fake::Verb};

use crate::desk::Desk;

/// A connected shop without the product.
async fn desk() -> Desk {
    let desk = Desk::new().await;
    desk.shop_record().await;
    desk.shopee.category_asks(CategoryRules { takes_pre_order: true, ..CategoryRules::default() });
    desk
}

/// A whole product of `variants` variants that is listed nowhere.
async fn unlisted(desk: &Desk, name: &str, variants: usize) -> Product {
    let mut product = a_product_named(name);
    product.variants[0].base_price = Some(rupiah(150_000));
    if variants > 1 {
        product.options = vec!["Ukuran".to_owned()];
        let variant = |number: usize| domain::Variant {
            id: domain::VariantId::derived(&[name, &number.to_string()]),
            sku: Some(a_sku(&format!("MTK-{name}-{number}"))),
            option_values: vec![format!("Ukuran {number}")],
            ..product.variants[0].clone()
        };
        product.variants = (1..=variants).map(variant).collect();
    }
    let category = Named { id: "100630".to_owned(), name: None };
    let details = ListingDetails { category: Some(category), ..ListingDetails::default() };
    product.details.insert(desk.channel.clone(), details);
    desk.ports.products.create(&product).await.unwrap();
    product
}

async fn proposed(desk: &Desk, product: &Product) -> (Plan, PlanEntry) {
    let request = PlanRequest {
        products: vec![product.id.clone()],
        channels: vec![desk.channel.clone()],
        create: true,
        ..PlanRequest::default()
    };
    let plan = make_plan(&desk.ports, "owner", request).await.unwrap();
    let mut entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    assert_eq!(entries.len(), 1);
    (plan, entries.remove(0).1)
}

fn all_live(desk: &Desk) -> Vec<ListingContent> {
    desk.shopee.listings(&desk.shop).into_iter().map(|listing| listing.content).collect()
}

#[rstest]
#[case(1)]
#[case(3)]
#[tokio::test]
async fn a_product_is_created_with_the_price_that_was_approved(#[case] variants: usize) {
    let desk = desk().await;
    let product = unlisted(&desk, "1", variants).await;
    let (plan, entry) = proposed(&desk, &product).await;
    assert_eq!((plan.listings_changed, plan.blocked), (1, 0), "{:?}", entry.planned.changes);
    let fields: Vec<Field> = entry.planned.pushed().map(|change| change.field).collect();
    for field in [Field::Title, Field::Description, Field::Images, Field::Category, Field::Visibility] {
        assert!(fields.contains(&field), "{field:?}");
    }
    assert!(all_live(&desk).is_empty(), "a plan sends nothing");
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    assert_eq!(job.state, JobState::Succeeded, "{:?}", job.failure);
    let made = all_live(&desk);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].title, product.title.as_str());
    assert_eq!(made[0].status, ListingStatus::Live);
    assert_eq!(made[0].offers.len(), variants);
    assert!(made[0].offers.iter().all(|offer| offer.price == Some(rupiah(172_500))));
    assert_eq!(made[0].images.len(), product.images.len());

    let key = job.key();
    let listing = desk.ports.listings.get(&key).await.unwrap().unwrap();
    assert_eq!(listing.state.value.product.as_ref(), Some(&product.id));
    assert_eq!(listing.state.value.links.len(), variants, "every offer sells its variant");
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap().value;
    assert!(stored.channels.contains(&desk.channel));
    let later = desk.plan(&[&product]).await;
    assert_eq!((later.changes, later.blocked), (0, 0), "nothing differs afterwards");
}

#[tokio::test]
async fn what_is_missing_is_named_at_once_and_nothing_is_created() {
    let desk = desk().await;
    let attribute = CategoryAttribute {
        id: "7".to_owned(),
        name: "Bahan".to_owned(),
        required: true,
        free_values: true,
        several_values: false,
        values: Vec::new(),
    };
    desk.shopee.category_asks(CategoryRules {
        attributes: vec![attribute],
        takes_pre_order: true,
        ..CategoryRules::default()
    });
    let product = unlisted(&desk, "1", 1).await;
    desk.edited(&product, |product| {
        product.weight = None;
        product.images.clear();
    })
    .await;
    let (plan, entry) = proposed(&desk, &product).await;
    assert_eq!(plan.listings_changed, 0);
    let missing = vec![Lack::Images, Lack::Weight, Lack::Attribute { name: "Bahan".to_owned() }];
    let lacks = Blocker::CreationLacks { missing };
    assert!(entry.planned.changes.iter().all(|change| change.blocked.as_ref() == Some(&lacks)));
    desk.edited(&product, |now| {
        now.weight = product.weight;
        now.images.clone_from(&product.images);
        let value = AttributeValue { id: None, name: Some("TPU".to_owned()), unit: None };
        let said = Attribute { id: "7".to_owned(), name: None, values: vec![value] };
        now.details.get_mut(&desk.channel).unwrap().attributes.push(said);
    })
    .await;
    let (plan, _) = proposed(&desk, &product).await;
    assert_eq!((plan.listings_changed, plan.blocked), (1, 0));
}

#[tokio::test]
async fn one_refused_field_holds_the_whole_listing() {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 2).await;
    desk.edited(&product, |product| product.variants[1].base_price = None).await;
    let (plan, entry) = proposed(&desk, &product).await;
    assert_eq!(plan.listings_changed, 0);
    let held = Blocker::CreationHeld { field: Field::Variants };
    assert!(
        entry
            .planned
            .changes
            .iter()
            .filter(|c| c.field != Field::Variants)
            .all(|c| c.blocked == Some(held.clone()))
    );
}

#[tokio::test]
async fn nothing_is_created_that_was_not_asked_for_by_name() {
    let desk = desk().await;
    unlisted(&desk, "1", 1).await;
    let request = PlanRequest { filter: Some(CatalogueQuery::default()), ..PlanRequest::default() };
    let plan = make_plan(&desk.ports, "owner", request).await.unwrap();
    assert_eq!(plan.listings, 0);
}

/// Every call of the creation once loses its request, its answer, or is refused for a moment.
#[rstest]
#[case(Fault::LostRequest)]
#[case(Fault::LostAnswer)]
#[case(Fault::Unavailable)]
#[tokio::test]
async fn whatever_is_lost_there_is_exactly_one_listing(#[case] fault: Fault) {
    for verb in [Verb::Upload, Verb::Create, Verb::Fetch] {
        let desk = desk().await;
        let product = unlisted(&desk, "1", 2).await;
        let (plan, _) = proposed(&desk, &product).await;
        let run = desk.start(&plan).await;
        desk.shopee.fault_on(verb, fault.clone());
        desk.deliver_all().await;
        let job = desk.only_job(&run).await;
        assert_eq!(job.state, JobState::Succeeded, "{verb:?} {:?}", job.failure);
        assert_eq!(all_live(&desk).len(), 1, "{verb:?}");
    }
}

/// The worker dies between any two writes of the job.
#[tokio::test]
async fn a_worker_that_dies_anywhere_creates_no_second_listing() {
    let mut died = 0;
    for nth in 0..6 {
        let desk = desk().await;
        let product = unlisted(&desk, "1", 1).await;
        let (plan, _) = proposed(&desk, &product).await;
        let run = desk.start(&plan).await;
        let message = desk.fakes.outbox.next_sync().unwrap();
        let death = app::StoreError::Unavailable("the function dies".into());
        desk.fakes.memory.refuse_after(testkit::Kind::Job, nth, death);
        died += usize::from(app::worker::sync::handle(&desk.ports, message.clone()).await.is_err());
        desk.fakes.memory.forget_refusals();
        desk.deliver_until_done(message).await;
        desk.deliver_all().await;
        let job = desk.only_job(&run).await;
        assert_eq!(job.state, JobState::Succeeded, "{nth}: {:?}", job.failure);
        assert_eq!(all_live(&desk).len(), 1, "{nth}");
    }
    assert!(died >= 3, "it died {died} times");
}

#[tokio::test]
async fn a_twin_that_was_made_by_hand_meanwhile_is_left_alone_and_named() {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 1).await;
    let (plan, _) = proposed(&desk, &product).await;
    let offer = domain::Offer { sku: product.variants[0].sku.clone(), ..an_offer() };
    let content = ListingContent { title: "Dibuat sendiri".into(), offers: vec![offer], ..a_content() };
    let id = an_external_id("555");
    desk.shopee.put_listing(
        &desk.shop,
        app::marketplace::FetchedListing { id, content, updated_at: None, audit: None, partial: false },
    );
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.failure.unwrap().text.contains("SKU"), "it says why");
    assert_eq!(all_live(&desk).len(), 1);
    assert_eq!(desk.live("555").title, "Dibuat sendiri");
}

#[tokio::test]
async fn a_product_that_changed_since_it_was_approved_is_not_created() {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 1).await;
    let (plan, _) = proposed(&desk, &product).await;
    let run = desk.start(&plan).await;
    desk.base_price(&product, 160_000).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    assert!(all_live(&desk).is_empty());
}

#[rstest]
#[case(false, 0, ListingStatus::Live)]
#[case(true, 1, ListingStatus::Unlisted)]
#[tokio::test]
async fn an_undo_deletes_the_new_listing_or_hides_it_when_some_was_sold(
    #[case] sold: bool,
    #[case] left: usize,
    #[case] status: ListingStatus,
) {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 1).await;
    desk.edited(&product, |product| product.variants[0].stock = Some(9)).await;
    let (plan, _) = proposed(&desk, &product).await;
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    let key = desk.only_job(&run).await.key();
    if sold {
        desk.shopee.edit(&desk.shop, &key.external_id, |content| content.offers[0].stock = Some(8));
        app::publishing::observe::observe(&desk.ports, &key, "sale").await.unwrap();
    }
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!((undo.changes, undo.warnings), (1, u64::from(sold)));
    let undone = desk.start(&undo).await;
    desk.deliver_all().await;
    let job = desk.only_job(&undone).await;
    assert_eq!(job.state, JobState::Succeeded, "{:?}", job.failure);
    let live = all_live(&desk);
    assert_eq!(live.len(), left);
    assert!(live.iter().all(|content| content.status == status));
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap().value;
    assert_eq!(stored.channels.contains(&desk.channel), sold);
    if !sold {
        let (again, _) = proposed(&desk, &product).await;
        assert_eq!(again.listings_changed, 1, "it can be created again");
    }
}

/// Sold or repriced after the undo was approved: it is not deleted under an order.
#[rstest]
#[case(true)]
#[case(false)]
#[tokio::test]
async fn what_is_sold_or_repriced_after_the_undo_was_planned_is_not_deleted(#[case] sold: bool) {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 2).await;
    desk.edited(&product, |product| product.variants[1].stock = Some(9)).await;
    let (plan, _) = proposed(&desk, &product).await;
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    let key = desk.only_job(&run).await.key();
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!(undo.changes, 1);
    desk.shopee.edit(&desk.shop, &key.external_id, |content| {
        let offer = content.offers.last_mut().unwrap();
        if sold {
            offer.stock = Some(8);
        } else {
            offer.price = Some(rupiah(180_000));
        }
    });
    let undone = desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&undone).await.state, JobState::Stale);
    assert_eq!(all_live(&desk).len(), 1);
}

/// The channel keeps another price than it was sent: at once, or when its audit lets the listing go live.
#[rstest]
#[case(false)]
#[case(true)]
#[tokio::test]
async fn a_new_listing_at_another_price_is_hidden_at_once(#[case] audited: bool) {
    let desk = desk().await;
    let product = unlisted(&desk, "1", 1).await;
    let (plan, _) = proposed(&desk, &product).await;
    desk.shopee.created_as(move |content| {
        content.offers[0].price = Some(rupiah(1_000));
        content.status = if audited { ListingStatus::UnderReview } else { ListingStatus::Live };
    });
    let run = desk.start(&plan).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(message).await;
    let job = desk.only_job(&run).await;
    if audited {
        assert_eq!(job.state, JobState::Accepted, "{:?}", job.failure);
        desk.shopee.edit(&desk.shop, &job.key().external_id, |content| content.status = ListingStatus::Live);
        desk.deliver_all().await;
    }
    let job = desk.only_job(&run).await;
    assert_eq!(job.failure.map(|failure| failure.code).as_deref(), Some("created_differs"));
    assert_eq!(all_live(&desk)[0].status, ListingStatus::Unlisted);
}
