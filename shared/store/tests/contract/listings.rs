//! Rows and edges follow the state, and an old observation never replaces a newer one.

use app::{
    StoreError,
    ports::{ListingState, Listings, Products, Upsert, Versioned},
};
use domain::{ListingKey, ProductId, Title};
use futures::future::join_all;
use jiff::SignedDuration;
use testkit::build::{a_content, a_key, a_product_named, observed};

use super::table;

async fn stored(store: &store::Store, key: &ListingKey) -> Versioned<ListingState> {
    Listings::get(store, key).await.expect("listings can be read").expect("it was seen").state
}

#[tokio::test]
async fn a_page_that_was_fetched_earlier_does_not_undo_what_was_seen_later() {
    let store = table::store().await;
    let key = a_key("shopee:1:2");
    let mut content = a_content();
    let old = observed(&key, content.clone());
    assert_eq!(store.observe(std::slice::from_ref(&old)).await, Ok(vec![Upsert::Created]));
    content.title = "Judul setelah dikirim".to_owned();
    let mut read_back = observed(&key, content);
    read_back.seen_at += SignedDuration::from_secs(5);
    assert_eq!(store.observe(std::slice::from_ref(&read_back)).await, Ok(vec![Upsert::Changed]));
    assert_eq!(store.observe(&[old]).await, Ok(vec![Upsert::Unchanged]));
    let listing = Listings::get(&store, &key).await.unwrap().unwrap();
    assert_eq!(listing.observed, read_back);
}

#[tokio::test]
async fn of_many_who_see_a_listing_first_one_creates_it() {
    let store = table::store().await;
    let seen: Vec<_> = (0..40).map(|nth| observed(&a_key(&format!("shopee:1:{nth}")), a_content())).collect();
    let answers = join_all((0..8).map(|_| store.observe(&seen))).await;
    for place in 0..seen.len() {
        let created = answers.iter().filter(|answer| answer.as_ref().unwrap()[place] == Upsert::Created);
        assert_eq!(created.count(), 1, "listing {place}");
    }
    assert_eq!(stored(&store, &seen[0].key).await.version, 1);
}

#[tokio::test]
async fn rows_and_edges_follow_every_way_to_link() {
    let store = table::store().await;
    let key = a_key("shopee:1:2");
    store.observe(&[observed(&key, a_content())]).await.unwrap();
    let (one, two) = (a_product_named("one"), a_product_named("two"));
    let expect = async |linked: Option<&ProductId>| {
        let row = store.of_shop(&key.channel, &key.shop, None, 10).await.unwrap().items.remove(0);
        assert_eq!(row.product.as_ref(), linked);
        for product in [&one.id, &two.id] {
            let edges = store.of_product(product).await.unwrap();
            assert_eq!(!edges.is_empty(), linked == Some(product), "{product}");
        }
        let open = store.unlinked(&key.channel, &key.shop, None, 10).await.unwrap().items;
        assert_eq!(open.is_empty(), linked.is_some());
    };
    let linked_to = |state: &Versioned<ListingState>, product: Option<&ProductId>| ListingState {
        product: product.cloned(),
        ..state.value.clone()
    };
    store.create(&one).await.unwrap();
    store.create(&two).await.unwrap();
    expect(None).await;

    // Only the listing is written: linked to one product and then to the other.
    let state = stored(&store, &key).await;
    store.put_state(&linked_to(&state, Some(&one.id)), state.version).await.unwrap();
    expect(Some(&one.id)).await;
    let state = stored(&store, &key).await;
    store.put_state(&linked_to(&state, Some(&two.id)), state.version).await.unwrap();
    expect(Some(&two.id)).await;
    // The listing is written together with the product.
    let state = stored(&store, &key).await;
    let listing = Versioned { value: linked_to(&state, Some(&one.id)), version: state.version };
    let renamed = domain::Product { title: Title::parse("Baru").unwrap(), ..one.clone() };
    store.put(&renamed, 1, std::slice::from_ref(&listing)).await.unwrap();
    expect(Some(&one.id)).await;
    // A stale link changes nothing, the product included.
    assert_eq!(store.put(&renamed, 2, &[listing]).await, Err(StoreError::Conflict));
    assert_eq!(Products::get(&store, &one.id).await.unwrap().unwrap().version, 2);
    expect(Some(&one.id)).await;
    // The link is removed again.
    let state = stored(&store, &key).await;
    store.put_state(&linked_to(&state, None), state.version).await.unwrap();
    expect(None).await;
}

#[tokio::test]
async fn a_listing_that_was_gone_is_back_when_it_is_seen_unchanged() {
    let store = table::store().await;
    let key = a_key("shopee:1:2");
    let seen = observed(&key, a_content());
    store.observe(std::slice::from_ref(&seen)).await.unwrap();
    let state = stored(&store, &key).await;
    store.put_state(&ListingState { gone: true, ..state.value }, state.version).await.unwrap();
    assert!(store.of_shop(&key.channel, &key.shop, None, 10).await.unwrap().items[0].gone);
    assert_eq!(store.observe(std::slice::from_ref(&seen)).await, Ok(vec![Upsert::Changed]));
    assert!(!store.of_shop(&key.channel, &key.shop, None, 10).await.unwrap().items[0].gone);
    assert!(!stored(&store, &key).await.value.gone);
    assert_eq!(store.observe(&[seen]).await, Ok(vec![Upsert::Unchanged]));
}

#[tokio::test]
async fn a_shop_is_paged_in_order_however_few_match() {
    let store = table::store().await;
    let key = |nth: usize| a_key(&format!("shopee:1:{nth:04}"));
    let seen: Vec<_> = (0..150).map(|nth| observed(&key(nth), a_content())).collect();
    store.observe(&seen).await.unwrap();
    // All are linked, except every fiftieth.
    for nth in (0..150).filter(|nth| nth % 50 != 0) {
        let state = stored(&store, &key(nth)).await;
        let product = Some(ProductId::derived(&[&nth.to_string()]));
        store.put_state(&ListingState { product, ..state.value }, state.version).await.unwrap();
    }
    let (channel, shop) = (key(0).channel, key(0).shop);
    let first = store.unlinked(&channel, &shop, None, 2).await.unwrap();
    assert_eq!(first.items, [key(0), key(50)]);
    let rest = store.unlinked(&channel, &shop, first.next.as_deref(), 2).await.unwrap();
    assert_eq!((rest.items, rest.next), (vec![key(100)], None));

    let forged = store.of_shop(&channel, &shop, Some("bm9uc2Vuc2U"), 10).await;
    assert_eq!(forged, Err(StoreError::Corrupt("cursor".to_owned())));
}
