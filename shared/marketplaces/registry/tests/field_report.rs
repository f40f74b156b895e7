//! The field report over the seeded catalogue, read through the real channels: it says what the generator wrote down.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use app::{
    Marketplaces, Ports,
    marketplace::{FetchedListing, ShopInfo},
    ports::{ConnectedShop, Connection, ConnectionState, ListingState, Listings, Versioned},
    reports::field_report,
    worker,
};
use domain::{
    Channel, ExternalId, ImageHash, ListingKey, OfferId, ProductId, ShopId, VariantId,
    diff::Field,
    field_report::{FieldReport, Finding, Group, Presence, Side, Verdict, find},
};
use registry::Registry;
use testkit::{
    Fakes, Memory,
    build::{a_moment, observed},
    catalogue::{
        DEFAULT_SEED, How, PAIRS, PAIRS_WITH_EQUAL_SKUS, SHOPEE_LISTINGS, SeedCatalogue, Side as Where,
        TIKTOK_LISTINGS, TruePair, generate,
    },
};

fn channel(name: &str) -> Channel {
    Channel::parse(name).unwrap()
}

fn channels() -> Arc<dyn Marketplaces> {
    let listings: Arc<dyn Listings> = Arc::new(Memory::new());
    let http = reqwest::Client::builder().build().unwrap();
    Arc::new(Registry::new(&http, &BTreeMap::new(), &listings).unwrap())
}

fn catalogue() -> SeedCatalogue {
    generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792")
}

fn key_of(name: &str, id: &ExternalId) -> ListingKey {
    ListingKey::new(channel(name), ShopId::parse("1").unwrap(), id.clone())
}

/// A listing as the report reads it.
struct Read {
    key: ListingKey,
    listing: FetchedListing,
    description: String,
    links: BTreeMap<OfferId, VariantId>,
}

struct World {
    made: SeedCatalogue,
    listings: BTreeMap<ListingKey, Read>,
}

impl World {
    /// Every listing, with the offers of true pairs linked as the generator says.
    fn new() -> Self {
        let (made, channels) = (catalogue(), channels());
        let mut listings = BTreeMap::new();
        for (name, shop) in [("shopee", &made.shopee), ("tiktok_shop", &made.tiktok)] {
            let marketplace = channels.get(&channel(name)).unwrap();
            for listing in shop {
                let key = key_of(name, &listing.id);
                let description = marketplace.plain_description(&listing.content.description);
                let read =
                    Read { key: key.clone(), listing: listing.clone(), description, links: BTreeMap::new() };
                listings.insert(key, read);
            }
        }
        let mut world = Self { made, listings };
        for pair in &world.made.pairs {
            for (index, variant) in pair.variants.iter().enumerate() {
                let id = VariantId::derived(&["true", pair.shopee.as_str(), &index.to_string()]);
                for (key, offer) in keys(pair).into_iter().zip([&variant.shopee, &variant.tiktok]) {
                    if let Some(offer) = offer {
                        world.listings.get_mut(&key).unwrap().links.insert(offer.clone(), id.clone());
                    }
                }
            }
        }
        world
    }

    fn side(&self, key: &ListingKey) -> Side<'_> {
        static NO_HASHES: BTreeMap<String, ImageHash> = BTreeMap::new();
        let read = &self.listings[key];
        Side {
            key: &read.key,
            content: &read.listing.content,
            description: &read.description,
            links: &read.links,
            prices: None,
            product: None,
            hashes: &NO_HASHES,
        }
    }

    fn finding(&self, pair: &TruePair, field: Field) -> Finding {
        find(field, &Group { name: "pair", sides: keys(pair).iter().map(|key| self.side(key)).collect() })
    }

    /// The report over the whole catalogue: true pairs as one product, everything else alone.
    fn report(&self) -> FieldReport {
        let mut report = FieldReport::default();
        let mut paired = BTreeSet::new();
        for pair in &self.made.pairs {
            let sides = keys(pair).iter().map(|key| self.side(key)).collect();
            report.add(&Group { name: product_of(pair).as_str(), sides });
            paired.extend(keys(pair));
        }
        for key in self.listings.keys().filter(|key| !paired.contains(*key)) {
            report.add(&Group { name: &key.to_string(), sides: vec![self.side(key)] });
        }
        report
    }
}

fn keys(pair: &TruePair) -> [ListingKey; 2] {
    [key_of("shopee", &pair.shopee), key_of("tiktok_shop", &pair.tiktok)]
}

fn product_of(pair: &TruePair) -> ProductId {
    ProductId::derived(&["true", pair.shopee.as_str()])
}

/// What the generator's record of `pair` makes of a field, and how many of its variants differ and lack it.
fn expected(pair: &TruePair, number: usize, field: Field) -> (Verdict, u64, u64) {
    let drifts: Vec<_> = pair.drifts.iter().filter(|drift| drift.field == field).collect();
    let count = drifts.len() as u64;
    let differs = if drifts.is_empty() { Verdict::Agree } else { Verdict::Differ };
    match field {
        Field::Title
        | Field::Description
        | Field::Images
        | Field::Weight
        | Field::Dimensions
        | Field::Visibility => (differs, 0, 0),
        Field::Price | Field::Stock => (differs, count, 0),
        // Another spelling is the same SKU: the first pairs are equal when folded.
        Field::Sku if number < PAIRS_WITH_EQUAL_SKUS => (Verdict::Agree, 0, 0),
        Field::Sku if drifts.iter().all(|drift| drift.how == How::Missing) => (Verdict::Lacking, 0, count),
        Field::Sku => (Verdict::Differ, count, 0),
        Field::Variants if pair.variants.len() < 2 => (Verdict::Absent, 0, 0),
        Field::Variants => (differs, 0, count),
        // The same in both shops, or what one of them does not know: no edit drifts there.
        Field::PreOrder | Field::Category | Field::Attributes => (Verdict::Agree, 0, 0),
        Field::Brand => (Verdict::Absent, 0, 0),
        Field::Storefronts => (Verdict::Lacking, 0, 0),
        // Each marketplace has delivery services of its own.
        Field::Shipping => (Verdict::Differ, 0, 0),
    }
}

#[test]
fn the_report_of_every_pair_is_the_generators_record_of_its_drift() {
    let world = World::new();
    for (number, pair) in world.made.pairs.iter().enumerate() {
        for field in Field::ALL {
            let found = world.finding(pair, field);
            let between = found.pairs.values().next().unwrap();
            let (verdict, differ, lacking) = expected(pair, number, field);
            let seen = (found.verdict.unwrap(), between.variants.differ, between.variants.lacking);
            assert_eq!(seen, (verdict, differ, lacking), "{field:?} of {pair:#?}");
            if matches!(field, Field::Price | Field::Stock | Field::Sku | Field::Title | Field::Weight) {
                let drifted = pair.drifts.iter().any(|drift| drift.field == field);
                let lost = field.is_per_offer()
                    && pair.variants.iter().any(|v| v.shopee.is_none() || v.tiktok.is_none());
                assert_eq!(found.identical, !drifted && !lost, "{field:?} of {pair:#?}");
            }
        }
    }
}

#[test]
fn the_sums_of_the_report_are_the_sums_of_the_record() {
    let world = World::new();
    let report = world.report();
    assert_eq!(report.products, (SHOPEE_LISTINGS + TIKTOK_LISTINGS - PAIRS) as u64);
    assert_eq!(report.shared, PAIRS as u64);
    let all = (channel("shopee"), channel("tiktok_shop"));
    assert_eq!(report.channels[&all.0], SHOPEE_LISTINGS as u64);
    assert_eq!(report.channels[&all.1], TIKTOK_LISTINGS as u64);
    let pairs = || world.made.pairs.iter().enumerate();
    for field in Field::ALL {
        let tally = &report.fields[&field];
        let of = |verdict| pairs().filter(|(n, pair)| expected(pair, *n, field).0 == verdict).count() as u64;
        let counts = [tally.agree, tally.differ, tally.lacking, tally.absent, tally.incomparable];
        let verdicts =
            [Verdict::Agree, Verdict::Differ, Verdict::Lacking, Verdict::Absent, Verdict::Incomparable];
        assert_eq!(counts, verdicts.map(of), "{field:?}");
        let between = &tally.pairs["shopee|tiktok_shop"];
        let drifts = |wanted: fn(&How) -> bool| {
            let drifts = pairs().flat_map(|(_, pair)| &pair.drifts);
            drifts.filter(|drift| drift.field == field && wanted(&drift.how)).count() as u64
        };
        match field {
            Field::Price | Field::Stock => assert_eq!(between.variants.differ, drifts(|_| true)),
            Field::Variants => assert_eq!(between.variants.lacking, drifts(|_| true)),
            Field::Sku => assert_eq!(between.variants.lacking, drifts(|how| *how == How::Missing)),
            Field::Title => assert_eq!(between.differ, drifts(|_| true)),
            _ => {}
        }
        if field == Field::Sku {
            let missing = |side| {
                let without = |pair: &TruePair| {
                    let mut drifts = pair.drifts.iter().filter(|drift| drift.field == Field::Sku);
                    drifts.next().is_some_and(|drift| drift.how == How::Missing && drift.side == side)
                };
                pairs().filter(|(_, pair)| without(pair)).count() as u64
            };
            let (shopee, tiktok) = (missing(Where::Shopee), missing(Where::Tiktok));
            assert_eq!((between.only_second, between.only_first), (shopee, tiktok));
        }
    }
    assert_eq!(report.on_one_only(), [(Field::Storefronts, &all.1)]);
    assert!(report.common().contains(&Field::Price) && !report.common().contains(&Field::Brand));
    let storefronts = &report.fields[&Field::Storefronts].channels;
    assert_eq!(storefronts[&all.0], Presence { has: 0, lacks: SHOPEE_LISTINGS as u64 });
}

/// The catalogue in memory, with true pairs linked to one product and everything else to none.
async fn stored(world: &World) -> (Ports, Fakes) {
    let (ports, fakes) = testkit::ports_over(channels());
    for name in ["shopee", "tiktok_shop"] {
        let shop = ConnectedShop {
            info: ShopInfo { name: None, region: None, authorization_expires_at: None, limits: None },
            access_expires_at: a_moment(),
            refresh_expires_at: None,
            last_refresh_at: a_moment(),
            checked_at: None,
            reconciled_at: None,
            refused: None,
            promotions_changed_at: None,
        };
        let connection = Connection {
            channel: channel(name),
            state: ConnectionState::Connected,
            app_id: "1000016".to_owned(),
            secret_last4: "cret".to_owned(),
            webhook_url: String::new(),
            shops: BTreeMap::from([(ShopId::parse("1").unwrap(), shop)]),
            problem: None,
            pending: None,
            updated_at: a_moment(),
        };
        ports.connections.put(&connection, 0).await.unwrap();
    }
    let all: Vec<_> =
        world.listings.values().map(|read| observed(&read.key, read.listing.content.clone())).collect();
    ports.listings.observe(&all).await.unwrap();
    for pair in &world.made.pairs {
        for key in keys(pair) {
            let Versioned { value, version } = ports.listings.get(&key).await.unwrap().unwrap().state;
            let links = world.listings[&key].links.clone();
            let state = ListingState { product: Some(product_of(pair)), links, ..value };
            ports.listings.put_state(&state, version).await.unwrap();
        }
    }
    (ports, fakes)
}

#[tokio::test]
async fn the_stored_report_is_the_report_of_the_whole_catalogue() {
    let world = World::new();
    let (ports, fakes) = stored(&world).await;
    field_report::request(&ports, "owner@example.test").await.unwrap();
    let mut steps = 0;
    while let Some(message) = fakes.outbox.next_import() {
        worker::import::handle(&ports, message).await.unwrap();
        steps += 1;
    }
    assert!(steps > 5, "the catalogue is read in pages");
    let stored = ports.field_reports.current_report().await.unwrap().unwrap();
    assert_eq!(stored.listings, (SHOPEE_LISTINGS + TIKTOK_LISTINGS) as u64);
    assert_eq!(stored.report, world.report());
    let drifted: BTreeSet<ProductId> = world
        .made
        .pairs
        .iter()
        .filter(|pair| pair.drifts.iter().any(|drift| drift.field == Field::Title))
        .map(product_of)
        .collect();
    let (mut found, mut cursor) = (BTreeSet::new(), None::<String>);
    loop {
        let page =
            field_report::differing(&ports, &stored, Field::Title, cursor.as_deref(), 50).await.unwrap();
        for product in page.items {
            assert_eq!((product.reported, product.finding.verdict), (Verdict::Differ, Some(Verdict::Differ)));
            assert!(found.insert(product.product), "no product stands in two pages");
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(found, drifted);
}
