use std::sync::Arc;

use app::{
    ChannelError, Marketplace,
    marketplace::{
        AppCredentials, ChannelAuth, ListingReader, ListingWriter, NewListing, NoticeError, NoticeReader,
        RawNotice,
    },
    ports::{Clock, Listings},
};
use domain::{
    ExternalId, ImageId, ListingContent, ListingStatus, Rupiah, ShopId, Sku, VariantId,
    plan::{ContentEdit, NewOffer, Step, TargetImage},
};
use testkit::{FixedClock, Memory, TestSession};

use crate::{SHOP, Website};

fn website() -> (Website, TestSession) {
    let session = TestSession::new(ShopId::parse(SHOP).unwrap(), Arc::new(FixedClock::default()));
    (Website::new(Arc::new(Memory::new())), session)
}

fn offer(value: &str, price: i64) -> NewOffer {
    NewOffer {
        variant: VariantId::derived(&[value]),
        sku: Some(Sku::parse(&format!("FRAME-{value}")).unwrap()),
        option_values: vec![value.to_owned()],
        price: Rupiah::new(price),
        stock: 5,
        weight: None,
    }
}

fn frame() -> NewListing {
    let content = ListingContent {
        title: "Frame 5 inch".into(),
        description: "Kokoh".into(),
        images: Vec::new(),
        category: None,
        attributes: Vec::new(),
        brand: None,
        weight: None,
        dimensions: None,
        pre_order: None,
        shipping: Vec::new(),
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: std::collections::BTreeMap::new(),
        promotion: None,
        options: vec!["Ukuran".into()],
        offers: Vec::new(),
    };
    NewListing {
        idempotency_key: "job_1".into(),
        content,
        offers: vec![offer("5", 150_000), offer("7", 175_000)],
    }
}

async fn read(website: &Website, session: &TestSession, id: &ExternalId) -> ListingContent {
    website.fetch(session, std::slice::from_ref(id)).await.unwrap().pop().unwrap().content
}

#[tokio::test]
async fn creating_twice_gives_one_listing() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    assert_eq!(website.create(&session, &frame()).await.unwrap(), id);
    let page = website.list(&session, None, None).await.unwrap();
    assert_eq!(page.listings.iter().map(|l| &l.id).collect::<Vec<_>>(), [&id]);
    assert_eq!(read(&website, &session, &id).await.offers.len(), 2);
}

#[tokio::test]
async fn a_step_is_read_back_and_no_call_is_counted() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    let before = read(&website, &session, &id).await;
    let step = Step::Prices { offers: vec![(before.offers[0].id.clone(), Rupiah::new(160_000))] };
    website.apply(&session, &id, &before, &step).await.unwrap();
    assert_eq!(read(&website, &session, &id).await, before.applied(&step));
    assert_eq!((website.calls(&step), session.admits()), (0, 0));
}

#[tokio::test]
async fn a_picture_is_shown_by_its_address() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    let before = read(&website, &session, &id).await;
    let image =
        TargetImage { id: ImageId::derived(&["i"]), url: "https://a.test/i.jpg".into(), reference: None };
    let step = Step::Content(ContentEdit { images: Some(vec![image]), ..ContentEdit::default() });
    website.apply(&session, &id, &before, &step).await.unwrap();
    assert_eq!(read(&website, &session, &id).await.images[0].url.as_deref(), Some("https://a.test/i.jpg"));
}

#[tokio::test]
async fn added_variants_are_named() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    let before = read(&website, &session, &id).await;
    let step = Step::AddVariants { options: vec!["Ukuran".into()], offers: vec![offer("10", 220_000)] };
    let outcome = website.apply(&session, &id, &before, &step).await.unwrap();
    let named = &outcome.added[&VariantId::derived(&["10"])];
    assert_eq!(read(&website, &session, &id).await.offer(named).unwrap().price, Some(Rupiah::new(220_000)));
}

#[tokio::test]
async fn a_listing_that_was_never_stored_is_left_to_who_observes_it() {
    let (website, session) = website();
    let id = ExternalId::parse("prd_0199c0ffee").unwrap();
    let step = Step::AddVariants { options: vec!["Ukuran".into()], offers: vec![offer("5", 150_000)] };
    let outcome = website.apply(&session, &id, &frame().content, &step).await.unwrap();
    assert_eq!(outcome.added.len(), 1);
    assert!(website.fetch(&session, &[id]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_listing_is_found_by_its_sku_and_a_deleted_one_is_not() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    let sku = [Sku::parse("frame-7").unwrap()];
    assert_eq!(website.find_by_sku(&session, &sku).await.unwrap(), Some(id.clone()));
    website.delete(&session, &id).await.unwrap();
    assert_eq!(website.find_by_sku(&session, &sku).await.unwrap(), None);
    assert!(website.fetch(&session, std::slice::from_ref(&id)).await.unwrap().is_empty());
    assert!(matches!(website.delete(&session, &id).await, Err(ChannelError::NotFound { .. })));
}

#[tokio::test]
async fn a_listing_that_a_merger_withdrew_is_not_in_the_store() {
    let (memory, (_, session)) = (Arc::new(Memory::new()), website());
    let website = Website::new(memory.clone());
    let id = website.create(&session, &frame()).await.unwrap();
    let mut state = memory.get(&website.key(&id)).await.unwrap().unwrap().state;
    state.value.gone = true;
    memory.put_state(&state.value, state.version).await.unwrap();
    assert!(website.fetch(&session, std::slice::from_ref(&id)).await.unwrap().is_empty());
    let sku = [Sku::parse("frame-7").unwrap()];
    assert_eq!(website.find_by_sku(&session, &sku).await.unwrap(), None);
    assert!(website.list(&session, None, None).await.unwrap().listings.is_empty());
}

#[tokio::test]
async fn variants_can_go_but_not_the_last_one() {
    let (website, session) = website();
    let id = website.create(&session, &frame()).await.unwrap();
    let before = read(&website, &session, &id).await;
    let (first, last) = (before.offers[0].id.clone(), before.offers[1].id.clone());
    website.remove_offers(&session, &id, &before, &[first]).await.unwrap();
    assert_eq!(read(&website, &session, &id).await.offers.len(), 1);
    let refused = website.remove_offers(&session, &id, &before, &[last]).await.unwrap_err();
    assert_eq!(refused.code(), "channel_rejected");
}

#[tokio::test]
async fn only_later_changes_are_listed_when_asked() {
    let (website, session) = website();
    website.create(&session, &frame()).await.unwrap();
    let later = FixedClock::default().now() + jiff::SignedDuration::from_hours(1);
    assert!(website.list(&session, None, Some(later)).await.unwrap().listings.is_empty());
}

#[tokio::test]
async fn there_is_nothing_to_connect_and_nobody_to_believe() {
    let (website, session) = website();
    assert!(!website.capabilities().remote);
    assert!(website.shop_info(&session).await.unwrap().limits.is_some());
    let credentials = AppCredentials { app_id: "1".into(), app_secret: "s".into(), service_id: None };
    let raw = RawNotice {
        headers: &std::collections::BTreeMap::new(),
        body: b"{}",
        callback_url: "",
        now: FixedClock::default().now(),
    };
    assert_eq!(website.read_notice(&credentials, &raw), Err(NoticeError::Forged));
}
