//! [`app::ports::Listings`]: three parts with three writers, and no write where nothing changed.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    StoreError,
    ports::{ListingPrices, ListingState, Listings, Observed, Overrides, Upsert, Versioned},
};
use domain::{
    Channel, ContentHash, ImageId, ListingKey, ListingStatus, ProductId, ShopId, VariantId,
    diff::{Field, FieldKey, Owners, Value, base_of},
    pricing::{NoPrice, QuoteOutcome},
};

use super::{moment, own_channel, own_shop, unique};
use crate::build::{ListingVerbs as _, a_content, an_external_id, an_offer_id, observed};

/// The whole contract.
pub async fn listings(listings: &dyn Listings) {
    a_first_sight_makes_a_state(listings).await;
    an_unchanged_listing_is_not_written(listings).await;
    a_later_change_of_the_same_content_moves_the_time_alone(listings).await;
    what_was_agreed_is_kept_when_the_channel_moves(listings).await;
    a_listing_that_was_gone_is_back(listings).await;
    a_stale_state_conflicts(listings).await;
    prices_are_written_only_when_they_differ(listings).await;
    many_listings_are_paged(listings).await;
    links_are_found_from_the_product(listings).await;
    pictures_are_remembered_per_shop(listings).await;
}

fn key(channel: &Channel, shop: &ShopId, id: u32) -> ListingKey {
    ListingKey::new(channel.clone(), shop.clone(), an_external_id(&format!("25{id:08}")))
}

fn own_key() -> ListingKey {
    key(&own_channel(), &own_shop(), 1)
}

async fn read(listings: &dyn Listings, key: &ListingKey) -> app::ports::Listing {
    listings.get(key).await.expect("a listing can be read").expect("the listing exists")
}

async fn a_first_sight_makes_a_state(listings: &dyn Listings) {
    let key = own_key();
    assert_eq!(listings.get(&key).await, Ok(None));
    let seen = observed(&key, a_content());
    assert_eq!(listings.observe(std::slice::from_ref(&seen)).await, Ok(vec![Upsert::Created]));
    let listing = read(listings, &key).await;
    assert_eq!(listing.observed, seen);
    assert_eq!(listing.prices, None);
    assert_eq!(listing.state.version, 1);
    let expected = ListingState {
        key: key.clone(),
        product: None,
        links: BTreeMap::new(),
        base: base_of(&seen.content),
        overrides: Overrides::default(),
        owners: Owners::default(),
        channel_status: ListingStatus::Live,
        gone: false,
        awaiting: None,
        promotion_hold: None,
        reported: app::ports::Reported::default(),
        known_since: Some(seen.seen_at),
    };
    assert_eq!(listing.state.value, expected, "what was first seen is what both sides agree on");

    let other = ListingKey { external_id: an_external_id("404"), ..key.clone() };
    assert_eq!(listings.get_many(&[other, key]).await, Ok(vec![listing]), "unknown keys are left out");
    assert_eq!(listings.observe(&[]).await, Ok(Vec::new()));
}

async fn an_unchanged_listing_is_not_written(listings: &dyn Listings) {
    let (channel, shop) = (own_channel(), own_shop());
    let keys: Vec<ListingKey> = (0..3).map(|id| key(&channel, &shop, id)).collect();
    let first: Vec<_> = keys[..2].iter().map(|key| observed(key, a_content())).collect();
    listings.observe(&first).await.expect("listings can be observed");

    // A later observation with another address of the same picture has the same content.
    let mut later = first[0].clone();
    later.seen_at += jiff::SignedDuration::from_mins(10);
    later.content.images[0].url = Some("https://cdn.test/other-host.jpg".to_owned());
    let changed = observed(&keys[1], a_content().with_title("Dudukan Kamera Baru untuk Drone FPV"));
    let new = observed(&keys[2], a_content());
    let result = listings.observe(&[later, changed.clone(), new]).await;
    assert_eq!(
        result,
        Ok(vec![Upsert::Unchanged, Upsert::Changed, Upsert::Created]),
        "answers come in the order of what was observed"
    );
    let unchanged = read(listings, &keys[0]).await;
    assert_eq!(unchanged.observed.seen_at, first[0].seen_at, "an unchanged listing is not written");
    let moved = read(listings, &keys[1]).await;
    assert_eq!(moved.observed, changed);
    assert_eq!(moved.state.value.base, base_of(&first[1].content), "an observation does not move the base");
}

async fn what_was_agreed_is_kept_when_the_channel_moves(listings: &dyn Listings) {
    let key = own_key();
    let title = FieldKey::listing(Field::Title);
    let say = async |text: &str| {
        let mut seen = observed(&key, a_content().with_title(text));
        seen.seen_at = moment();
        listings.observe(&[seen]).await.expect("a listing can be observed");
        let agreed = listings.agreed(std::slice::from_ref(&key)).await.expect("readable");
        agreed.get(&key).and_then(|agreed| agreed.get(&title)).cloned()
    };
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    assert_eq!(say("Frame satu untuk drone").await, None, "the first sight is agreed on");
    assert_eq!(say("Frame dua untuk drone").await, text("Frame satu untuk drone"));
    assert_eq!(
        say("Frame tiga untuk drone").await,
        text("Frame satu untuk drone"),
        "nobody agreed on the second"
    );
    let Versioned { value: mut state, version } = read(listings, &key).await.state;
    state.base.insert(title.clone(), Value::Text("Frame tiga untuk drone".to_owned()).hash());
    listings.put_state(&state, version).await.expect("the version is the stored one");
    assert_eq!(say("Frame empat untuk drone").await, text("Frame tiga untuk drone"), "what is agreed on now");
    assert_eq!(say("Frame tiga untuk drone").await, None, "it is shown again");
    let unknown = ListingKey { external_id: an_external_id("404"), ..key.clone() };
    assert_eq!(listings.agreed(&[unknown]).await, Ok(BTreeMap::new()));
}

async fn a_later_change_of_the_same_content_moves_the_time_alone(listings: &dyn Listings) {
    let key = own_key();
    let first = observed(&key, a_content());
    listings.observe(std::slice::from_ref(&first)).await.expect("a listing can be observed");
    let mut touched = first.clone();
    touched.seen_at += jiff::SignedDuration::from_mins(10);
    touched.updated_at = first.updated_at.map(|at| at + jiff::SignedDuration::from_mins(5));
    assert_eq!(listings.observe(std::slice::from_ref(&touched)).await, Ok(vec![Upsert::Unchanged]));
    let stored = read(listings, &key).await;
    let expected = Observed { updated_at: touched.updated_at, ..first.clone() };
    assert_eq!(
        (&stored.observed, stored.state.version),
        (&expected, 1),
        "nothing but the channel's time moved"
    );

    // Changed and changed back: a slow page that was read in between comes last.
    let between = Observed {
        seen_at: touched.seen_at - jiff::SignedDuration::from_mins(1),
        ..observed(&key, a_content().with_title("Dudukan Kamera Sementara untuk Drone FPV"))
    };
    assert_eq!(listings.observe(&[between]).await, Ok(vec![Upsert::Unchanged]));
    assert_eq!(read(listings, &key).await.observed, expected, "an older page changes nothing");

    let timeless = Observed { updated_at: None, ..touched.clone() };
    for earlier in [first, timeless] {
        let earlier = Observed { seen_at: touched.seen_at, ..earlier };
        assert_eq!(listings.observe(&[earlier]).await, Ok(vec![Upsert::Unchanged]));
        assert_eq!(read(listings, &key).await.observed, expected, "the time never goes back");
    }
    let changed = Observed {
        updated_at: touched.updated_at.map(|at| at + jiff::SignedDuration::from_mins(1)),
        seen_at: touched.seen_at + jiff::SignedDuration::from_mins(1),
        ..observed(&key, a_content().with_title("Dudukan Kamera Baru untuk Drone FPV"))
    };
    assert_eq!(listings.observe(std::slice::from_ref(&changed)).await, Ok(vec![Upsert::Changed]));
    assert_eq!(read(listings, &key).await.observed, changed);
}

async fn a_listing_that_was_gone_is_back(listings: &dyn Listings) {
    let key = own_key();
    let seen = observed(&key, a_content());
    listings.observe(std::slice::from_ref(&seen)).await.expect("a listing can be observed");
    let state = read(listings, &key).await.state;
    let gone = ListingState { gone: true, ..state.value };
    listings.put_state(&gone, state.version).await.expect("the version is the stored one");
    let result = listings.observe(std::slice::from_ref(&seen)).await.expect("a listing can be observed");
    assert_eq!(result, [Upsert::Changed], "coming back is a change although the content is the same");
    let state = read(listings, &key).await.state;
    assert!(!state.value.gone, "a listing that is seen again is back");
    assert_eq!(
        listings.put_state(&gone, 2).await,
        Err(StoreError::Conflict),
        "whoever read the state before it came back has to read again"
    );

    let hidden = observed(&key, a_content().with_status(ListingStatus::Unlisted));
    assert_eq!(listings.observe(&[hidden]).await, Ok(vec![Upsert::Changed]));
    let state = read(listings, &key).await.state.value;
    assert_eq!(state.channel_status, ListingStatus::Unlisted, "the row knows the status as last observed");
}

async fn a_stale_state_conflicts(listings: &dyn Listings) {
    let key = own_key();
    listings.observe(&[observed(&key, a_content())]).await.expect("a listing can be observed");
    let read_at = read(listings, &key).await.state;
    let mut state = read_at.value.clone();
    state.overrides.title = Some("Judul khusus kanal ini saja".to_owned());
    state.owners.0.insert(Field::Stock, domain::diff::Owner::Channel);
    state.base.remove(&domain::diff::FieldKey::listing(Field::Title));
    state.links.insert(an_offer_id("0"), VariantId::derived(&[&unique()]));
    let stored = listings.put_state(&state, read_at.version).await.expect("the version is the stored one");
    assert_eq!(stored, Versioned { value: state.clone(), version: read_at.version + 1 });
    assert_eq!(read(listings, &key).await.state, stored);
    assert_eq!(listings.put_state(&read_at.value, read_at.version).await, Err(StoreError::Conflict));
    assert_eq!(read(listings, &key).await.state, stored, "a refused write changes nothing");

    let unknown = ListingState { key: own_key(), ..state };
    assert_eq!(listings.put_state(&unknown, 1).await, Err(StoreError::Conflict), "put_state does not create");
}

async fn prices_are_written_only_when_they_differ(listings: &dyn Listings) {
    let key = own_key();
    listings.observe(&[observed(&key, a_content())]).await.expect("a listing can be observed");
    let version = read(listings, &key).await.state.version;
    let refused = |reason| QuoteOutcome::Refused { reason };
    let quotes =
        |reason| BTreeMap::from([(VariantId::derived(&[key.external_id.as_str()]), refused(reason))]);
    let prices = |reason| ListingPrices {
        key: key.clone(),
        hash: ContentHash::of(&quotes(reason)),
        quotes: quotes(reason),
    };
    let (first, second) = (prices(NoPrice::RuleMissing), prices(NoPrice::BasePriceMissing));
    assert_eq!(listings.put_prices(std::slice::from_ref(&first)).await, Ok(vec![true]));
    assert_eq!(listings.put_prices(std::slice::from_ref(&first)).await, Ok(vec![false]), "nothing differs");
    assert_eq!(read(listings, &key).await.prices.as_ref(), Some(&first));
    assert_eq!(listings.put_prices(std::slice::from_ref(&second)).await, Ok(vec![true]));
    let listing = read(listings, &key).await;
    assert_eq!(listing.prices, Some(second));
    assert_eq!(listing.state.version, version, "prices have their own writer: the state did not move");
    assert_eq!(listings.put_prices(&[]).await, Ok(Vec::new()));
}

async fn many_listings_are_paged(listings: &dyn Listings) {
    let (channel, shop) = (own_channel(), own_shop());
    let keys: Vec<ListingKey> = (0..57).map(|id| key(&channel, &shop, id)).collect();
    let mut shuffled: Vec<_> = keys.iter().map(|key| observed(key, a_content())).collect();
    shuffled.reverse();
    listings.observe(&shuffled).await.expect("listings can be observed");
    // Listings of a second shop of the channel must not appear.
    let elsewhere = key(&channel, &own_shop(), 1);
    listings.observe(&[observed(&elsewhere, a_content())]).await.expect("a listing can be observed");

    let found = listings.get_many(&keys).await.expect("listings can be read");
    assert_eq!(found.len(), 57, "get_many answers whole, however many are asked for");

    let product = ProductId::derived(&[&unique()]);
    let mut linked = BTreeSet::new();
    for key in keys.iter().step_by(3) {
        let mut state = read(listings, key).await.state;
        state.value.product = Some(product.clone());
        listings.put_state(&state.value, state.version).await.expect("nothing moved since");
        linked.insert(key.clone());
    }
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page =
            listings.of_shop(&channel, &shop, cursor.as_deref(), 10).await.expect("a page can be read");
        assert!(page.items.len() <= 10, "a page is at most as long as asked for");
        rows.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let found: Vec<ListingKey> = rows.iter().map(|row| row.key.clone()).collect();
    assert_eq!(found, keys, "every listing of the shop once, in key order");
    assert!(rows.iter().all(|row| row.product.is_some() == linked.contains(&row.key)));

    let (mut loose, mut cursor) = (Vec::new(), None);
    loop {
        let page =
            listings.unlinked(&channel, &shop, cursor.as_deref(), 10).await.expect("a page can be read");
        loose.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<ListingKey> = keys.into_iter().filter(|key| !linked.contains(key)).collect();
    assert_eq!(loose, expected, "those without a product, once, in key order");
}

async fn links_are_found_from_the_product(listings: &dyn Listings) {
    let product = ProductId::derived(&[&unique()]);
    assert_eq!(listings.of_product(&product).await, Ok(Vec::new()));
    let mut keys = vec![own_key(), own_key()];
    keys.sort();
    for key in &keys {
        listings.observe(&[observed(key, a_content())]).await.expect("a listing can be observed");
        let mut state = read(listings, key).await.state;
        state.value.product = Some(product.clone());
        listings.put_state(&state.value, state.version).await.expect("nothing moved since");
    }
    let mut found = listings.of_product(&product).await.expect("links can be read");
    found.sort();
    assert_eq!(found, keys);
    let mut state = read(listings, &keys[0]).await.state;
    state.value.product = None;
    listings.put_state(&state.value, state.version).await.expect("nothing moved since");
    assert_eq!(listings.of_product(&product).await, Ok(vec![keys[1].clone()]), "an unlinked listing is gone");
    let loose =
        listings.unlinked(&keys[0].channel, &keys[0].shop, None, 10).await.expect("a page can be read");
    assert_eq!(loose.items, [keys[0].clone()], "and unlinked again");
}

async fn pictures_are_remembered_per_shop(listings: &dyn Listings) {
    let (channel, shop, other_shop) = (own_channel(), own_shop(), own_shop());
    let images: Vec<ImageId> = (0..3).map(|_| ImageId::derived(&[&unique()])).collect();
    assert_eq!(listings.image_references(&channel, &shop, &images).await, Ok(BTreeMap::new()));
    for (image, reference) in images[..2].iter().zip(["ref-0", "ref-1"]) {
        let put = listings.put_image_reference(&channel, &shop, image, reference).await;
        put.expect("a reference can be stored");
    }
    let expected: BTreeMap<ImageId, String> =
        images[..2].iter().cloned().zip(["ref-0".to_owned(), "ref-1".to_owned()]).collect();
    assert_eq!(listings.image_references(&channel, &shop, &images).await, Ok(expected));
    assert_eq!(listings.image_references(&channel, &other_shop, &images).await, Ok(BTreeMap::new()));
    let put = listings.put_image_reference(&channel, &shop, &images[0], "ref-9").await;
    put.expect("a reference can be replaced");
    let found = listings.image_references(&channel, &shop, &images[..1]).await.expect("readable");
    assert_eq!(found.get(&images[0]).map(String::as_str), Some("ref-9"), "the last upload counts");
}
