//! Listings that are no shop's word: the own store's, and those that are gone.

use app::{
    catalogue::{
        matches::{self, To},
        products::{self, ProductEdit},
    },
    ports::Decision,
    publishing::planning::{self, PlanRequest},
    shops::directory,
};
use domain::{Channel, ListingKey, ProductId, ProductStatus};
use testkit::build::{ListingVerbs, a_content, a_listing, an_offer_id, observed};

use crate::{
    matches::{Two, code},
    world::{shopee, tiktok},
};

fn web() -> Channel {
    Channel::parse("website").unwrap()
}

/// Puts the product of `key` into the own store.
async fn on_the_web(two: &Two, key: &ListingKey) -> ListingKey {
    let product = two.product(key).await.value;
    let own = directory::own_key(&web(), &product.id).unwrap();
    let ports = &two.world.ports;
    let content = a_content().with_title("Di toko sendiri").with_sku("WEB-1").with_price(99_000);
    ports.listings.observe(&[observed(&own, content)]).await.unwrap();
    let mut state = ports.listings.get(&own).await.unwrap().unwrap().state;
    state.value.product = Some(product.id.clone());
    state.value.links = [(domain::OfferId::only(), product.variants[0].id.clone())].into();
    ports.listings.put_state(&state.value, state.version).await.unwrap();
    own
}

async fn planned(two: &Two, product: &ProductId) -> Vec<ListingKey> {
    let request =
        PlanRequest { products: vec![product.clone()], channels: vec![web()], ..PlanRequest::default() };
    let entries = planning::look(&two.world.ports, &request).await.unwrap();
    entries.into_iter().map(|entry| entry.planned.key).collect()
}

#[tokio::test]
async fn two_products_that_are_both_in_the_own_store_become_one_there_too() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    let (ours, theirs) = (on_the_web(&two, &two.ours).await, on_the_web(&two, &two.theirs).await);
    let (one, other) = (two.product(&two.ours).await.value.id, two.product(&two.theirs).await.value.id);
    let id = two.record().await.value.id;
    matches::accept(ports, "rina", &id, None).await.unwrap();
    let joined = two.product(&two.ours).await.value;
    assert_eq!((&joined.id, joined.variants.len()), (&one, 1));
    assert_ne!(joined.title.as_str(), "Di toko sendiri");
    assert!(joined.sources.values().all(|said| said.from.listing().is_none_or(|key| key.channel != web())));
    let shown = async |key: &ListingKey| {
        let state = two.listing(key).await.state.value;
        (!state.gone).then_some(state.product.unwrap())
    };
    assert_eq!((shown(&ours).await, shown(&theirs).await), (Some(one.clone()), None), "buyers see one");
    assert!(!joined.attention.contains("own_store_withdrawn"));
    assert_eq!(planned(&two, &one).await, std::slice::from_ref(&ours));

    matches::undo(ports, "rina", &id, None).await.unwrap();
    assert_eq!((shown(&ours).await, shown(&theirs).await), (Some(one), Some(other.clone())));
    for refused in [
        matches::link(ports, "rina", &theirs, &To::Listing(two.ours.clone())).await,
        matches::link(ports, "rina", &two.ours, &To::Listing(theirs.clone())).await,
        matches::unlink(ports, "rina", &theirs).await,
    ] {
        assert_eq!(code(refused), "match_own_store");
    }

    // A person who takes the emptied product up again has it in the store again.
    matches::accept(ports, "rina", &id, None).await.unwrap();
    let edit = ProductEdit { status: Some(ProductStatus::Active), ..ProductEdit::default() };
    products::edit(ports, "rina", &other, None, edit).await.unwrap();
    assert_eq!(shown(&theirs).await, Some(other));
}

#[tokio::test]
async fn an_emptied_product_leaves_the_own_store_and_the_other_takes_its_place() {
    let two = Two::doubtful().await;
    let theirs = on_the_web(&two, &two.theirs).await;
    let id = two.record().await.value.id;
    matches::accept(&two.world.ports, "rina", &id, None).await.unwrap();
    let joined = two.product(&two.ours).await.value;
    assert!(joined.attention.contains("own_store_withdrawn"), "{:?}", joined.attention);
    let state = two.listing(&theirs).await.state.value;
    assert!(state.gone && state.product != Some(joined.id.clone()));
    assert_eq!(planned(&two, &joined.id).await, [directory::own_key(&web(), &joined.id).unwrap()]);
    // The listing itself counts for nothing: the two are taken apart as any others.
    matches::undo(&two.world.ports, "rina", &id, None).await.unwrap();
    assert!(!two.are_one().await);
}

/// The listing is deleted at its channel, and made again there.
async fn made_anew(two: &Two) -> ListingKey {
    let content = two.listing(&two.theirs).await.observed.content;
    two.world.tiktok.remove(&two.theirs.shop, &two.theirs.external_id);
    let mut again = a_listing("172");
    again.content = content;
    let key = two.world.put(&tiktok(), again);
    two.world.import().await;
    key
}

#[tokio::test]
async fn a_listing_that_is_made_anew_finds_its_partner() {
    let two = Two::alike().await;
    let again = made_anew(&two).await;
    assert_eq!(two.product(&again).await.value.id, two.product(&two.ours).await.value.id);
    assert_eq!(two.listing(&two.theirs).await.state.value.product, None, "the old one gave its place up");

    let two = Two::doubtful().await;
    let id = two.record().await.value.id;
    matches::accept(&two.world.ports, "rina", &id, None).await.unwrap();
    let again = made_anew(&two).await;
    let offered = app::ports::MatchRecord::id_of(&two.ours, &again);
    let record = two.world.ports.matches.get(&offered).await.unwrap().expect("it is offered").value;
    assert_eq!(record.decision, Decision::Open);
    matches::accept(&two.world.ports, "rina", &offered, None).await.unwrap();
    assert_eq!(two.product(&again).await.value.id, two.product(&two.ours).await.value.id);
    assert_eq!(two.listing(&two.theirs).await.state.value.product, None);
    matches::undo(&two.world.ports, "rina", &offered, None).await.unwrap();
    let ours = two.product(&two.ours).await.value.id;
    assert_eq!(two.listing(&two.theirs).await.state.value.product, Some(ours), "as it was");
    let gone = matches::link(&two.world.ports, "rina", &two.theirs, &To::Listing(two.ours.clone())).await;
    assert_eq!(code(gone), "match_listing_gone");
}

#[tokio::test]
async fn products_with_many_variants_become_one() {
    let world = crate::world::World::connected().await;
    let listing = |id: &str, title: &str| {
        a_listing(id).with_title(title).with(|content| {
            let one = content.offers[0].clone();
            content.options = vec!["Ukuran".to_owned()];
            content.offers = (0..45)
                .map(|nth| domain::Offer {
                    id: an_offer_id(&(nth + 1).to_string()),
                    sku: domain::Sku::parse(&format!("MTK-{nth}")).ok(),
                    option_values: vec![format!("{nth} mm")],
                    ..one.clone()
                })
                .collect();
        })
    };
    let ours = world.put(&shopee(), listing("1", "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 4"));
    let theirs = world.put(&tiktok(), listing("171", "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 5"));
    world.import().await;
    let two = Two { world, ours, theirs };
    assert!(!two.are_one().await, "nothing was sure");
    matches::link(&two.world.ports, "rina", &two.theirs, &To::Listing(two.ours.clone())).await.unwrap();
    assert!(two.are_one().await);
    assert_eq!(two.product(&two.ours).await.value.variants.len(), 45);
    assert_eq!(two.record().await.value.decision, Decision::LinkedByHand);
}

#[tokio::test]
async fn the_own_store_gets_no_listing_by_being_asked_to_hide_it_and_deletes_none() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    let product = two.product(&two.ours).await.value.id;
    assert_eq!(planned(&two, &product).await.len(), 1, "any other plan would make one");
    let visibility = Some(domain::plan::Visibility::Unlisted);
    let request = PlanRequest {
        products: vec![product.clone()],
        channels: vec![web()],
        visibility,
        ..PlanRequest::default()
    };
    assert_eq!(planning::look(ports, &request).await.unwrap().len(), 0);
    let own = on_the_web(&two, &two.ours).await;
    let hidden = planning::look(ports, &request).await.unwrap();
    assert_eq!(hidden[0].planned.pushed().count(), 1);
    let plan = domain::PlanId::derived(&["delete"]);
    let refused = app::publishing::deletion::make_deletion_plan(ports, "rina", plan, vec![own]).await;
    assert!(matches!(refused, Err(app::UseCaseError::Invalid(invalid)) if invalid.code == "own_store_hides"));
}
