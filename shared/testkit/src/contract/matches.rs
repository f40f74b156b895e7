//! [`app::ports::Matches`]: each pair is stored once, listed by tier and decision, and decided together with its
//! products.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{
        Decision::{self, Open, Rejected},
        Listings, MatchQuery, MatchRecord, MatchRow, Matches, Merger, Moved, Place, Products, Settlement,
        Standing, Versioned,
    },
};
use domain::{
    Channel, ListingKey, Product, ProductStatus, ShopId,
    matching::{Tier, match_catalogues},
};
use jiff::SignedDuration;

use super::{moment, own_channel, own_shop, unique};
use crate::build::{ProductVerbs, a_content, a_product_named, an_external_id, observed};

/// The whole contract.
pub async fn matches(matches: &dyn Matches, products: &dyn Products, listings: &dyn Listings) {
    reads_back_whole(matches).await;
    a_record_is_replaced_at_its_version(matches).await;
    lists_are_by_tier_and_decision_and_paged(matches).await;
    a_listing_and_a_shop_know_their_matches(matches).await;
    what_is_not_offered_any_more_goes(matches).await;
    a_decision_moves_its_products_and_listings(matches, products, listings).await;
    a_decision_on_what_moved_changes_nothing(matches, products, listings).await;
    a_sku_of_a_third_product_stops_a_decision(matches, products).await;
}

struct Shops([(Channel, ShopId); 2]);

impl Shops {
    fn new() -> Self {
        let mut channels = [own_channel(), own_channel()];
        channels.sort();
        Self(channels.map(|channel| (channel, own_shop())))
    }

    fn key(&self, side: usize, id: &str) -> ListingKey {
        let (channel, shop) = &self.0[side];
        ListingKey::new(channel.clone(), shop.clone(), an_external_id(id))
    }

    fn pair(&self, a: &str, b: &str, tier: Tier, score: u32) -> Versioned<MatchRecord> {
        let (left, right) = (self.key(0, a), self.key(1, b));
        let value = MatchRecord {
            id: MatchRecord::id_of(&right, &left),
            left,
            right,
            tier,
            score,
            rank_left: 1,
            rank_right: 2,
            evidence: Some(some_evidence()),
            decision: Decision::Open,
            before: None,
            earlier: Vec::new(),
            decided_by: None,
            decided_at: None,
            found_at: moment(),
            names: app::ports::Names::default(),
        };
        Versioned { value, version: 0 }
    }
}

fn some_evidence() -> domain::matching::Evidence {
    let item = |id: &str| domain::matching::Item {
        id: id.to_owned(),
        title: "Dudukan Kamera GoPro TPU".to_owned(),
        skus: vec!["MTK-1".to_owned()],
        ..domain::matching::Item::default()
    };
    let mut found = match_catalogues(
        &[item("1")],
        &[item("2")],
        &domain::matching::Settled::default(),
        &domain::matching::Settings::default(),
    );
    let mut evidence = found.pop().expect("two equal listings are candidates").evidence;
    evidence.alike = 1.5;
    for point in &mut evidence.points {
        (point.value, point.points) = (1.0, 0.25);
    }
    evidence
}

async fn put(matches: &dyn Matches, record: &Versioned<MatchRecord>) -> Versioned<MatchRecord> {
    let written = matches.put_many(std::slice::from_ref(record)).await.expect("a record is written");
    assert_eq!(written, [true], "a record at its version is written");
    let stored = matches.get(&record.value.id).await.expect("a record is read");
    stored.expect("what was written is there")
}

async fn reads_back_whole(matches: &dyn Matches) {
    let shops = Shops::new();
    let record = shops.pair("1", "2", Tier::Suggested, 870);
    assert_eq!(matches.get(&record.value.id).await, Ok(None));
    let stored = put(matches, &record).await;
    assert_eq!(stored, Versioned { value: record.value.clone(), version: 1 }, "to the last digit");
    assert_eq!(MatchRecord::id_of(&record.value.left, &record.value.right), record.value.id, "either way");
    let absent = shops.pair("1", "9", Tier::Review, 1).value.id;
    let many = matches.get_many(&[absent, record.value.id.clone()]).await.expect("many are read");
    assert_eq!(many, [stored]);
}

async fn a_record_is_replaced_at_its_version(matches: &dyn Matches) {
    let shops = Shops::new();
    let record = shops.pair("1", "2", Tier::Review, 100);
    let stored = put(matches, &record).await;
    assert_eq!(matches.put_many(std::slice::from_ref(&record)).await, Ok(vec![false]), "it exists");
    let mut better = stored.clone();
    better.value.score = 200;
    let other = shops.pair("1", "3", Tier::Review, 50);
    let stale = Versioned { value: better.value.clone(), version: 7 };
    let written = matches.put_many(&[stale, other.clone(), better.clone()]).await;
    assert_eq!(written, Ok(vec![false, true, true]), "each on its own");
    assert_eq!(matches.get(&record.value.id).await.expect("read").expect("there").value.score, 200);
}

async fn lists_are_by_tier_and_decision_and_paged(matches: &dyn Matches) {
    let shops = Shops::new();
    let (mine, other) = (shops.0[0].0.clone(), own_channel());
    let mut records = Vec::new();
    for (number, score) in [500, 900, 700].into_iter().enumerate() {
        records.push(shops.pair(&number.to_string(), "1", Tier::Review, score));
    }
    records.push(shops.pair("8", "1", Tier::Suggested, 950));
    let at = |minutes| Some(moment() + SignedDuration::from_mins(minutes));
    for (id, minutes) in [("10", 1), ("11", 3), ("12", 2)] {
        let mut decided = shops.pair(id, "1", Tier::Review, 300);
        (decided.value.decision, decided.value.decided_at) = (Decision::Rejected, at(minutes));
        records.push(decided);
    }
    for record in &records {
        put(matches, record).await;
    }
    let read = async |tiers: &[Tier], decisions: &[Decision], channel: &Channel, limit: usize| {
        let (mut ids, mut cursor) = (Vec::new(), None);
        loop {
            let query = MatchQuery {
                tiers: tiers.to_vec(),
                decisions: decisions.to_vec(),
                channel: Some(channel.clone()),
                cursor,
                limit,
            };
            let page = matches.list(&query).await.expect("a list is read");
            assert!(page.items.len() <= limit);
            ids.extend(page.items.into_iter().map(|record| record.value.left.external_id.to_string()));
            cursor = page.next;
            if cursor.is_none() {
                return ids;
            }
        }
    };
    for limit in [1, 2, 50] {
        assert_eq!(read(&[Tier::Review], &[Open], &mine, limit).await, ["1", "2", "0"], "the best first");
        assert_eq!(read(&[Tier::Review], &[Rejected], &mine, limit).await, ["11", "12", "10"], "the newest");
        let all = [Tier::Auto, Tier::Suggested, Tier::Review];
        assert_eq!(
            read(&all, &[Open, Rejected], &mine, limit).await,
            ["8", "1", "2", "0", "11", "12", "10"],
            "tier after tier"
        );
        assert!(read(&all, &[Open, Rejected], &other, limit).await.is_empty(), "of that channel only");
    }
}

async fn a_listing_and_a_shop_know_their_matches(matches: &dyn Matches) {
    let shops = Shops::new();
    let [one, two, three] =
        [("1", "5"), ("1", "6"), ("12", "5")].map(|(a, b)| shops.pair(a, b, Tier::Review, 10));
    for record in [&one, &two, &three] {
        put(matches, record).await;
    }
    let ids = |rows: &[MatchRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    let of = async |key: &ListingKey| matches.of_listing(key).await.expect("rows are read");
    assert_eq!(ids(&of(&shops.key(0, "1")).await), [one.value.id.clone(), two.value.id.clone()]);
    assert_eq!(ids(&of(&shops.key(1, "5")).await), [one.value.id.clone(), three.value.id.clone()]);
    assert!(of(&shops.key(1, "7")).await.is_empty());

    let mut decided = put_again(matches, &two).await;
    decided.value.decision = Decision::Accepted;
    decided.value.decided_at = Some(moment());
    let decided = put(matches, &decided).await;
    assert_eq!(of(&shops.key(1, "6")).await, [MatchRow::of(&decided)], "a row says what its record says");
    for (side, open, expected) in [(0, true, 2), (0, false, 1), (1, true, 2), (1, false, 1)] {
        let (channel, shop) = &shops.0[side];
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let page =
                matches.of_shop(channel, shop, open, cursor.as_deref(), 1).await.expect("rows are read");
            rows.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(rows.len(), expected, "side {side}, open {open}");
        assert!(rows.iter().all(|row| (row.decision == Decision::Open) == open));
    }
}

async fn put_again(matches: &dyn Matches, record: &Versioned<MatchRecord>) -> Versioned<MatchRecord> {
    matches.get(&record.value.id).await.expect("a record is read").expect("it is there")
}

async fn what_is_not_offered_any_more_goes(matches: &dyn Matches) {
    let shops = Shops::new();
    let stored = put(matches, &shops.pair("1", "2", Tier::Review, 10)).await;
    let row = MatchRow::of(&stored);
    let stale = MatchRow { version: 9, ..row.clone() };
    assert_eq!(matches.remove_many(&[stale]).await, Ok(vec![false]), "somebody decided meanwhile");
    assert_eq!(matches.remove_many(std::slice::from_ref(&row)).await, Ok(vec![true]));
    assert_eq!(matches.get(&row.id).await, Ok(None));
    assert!(matches.of_listing(&row.right).await.expect("rows are read").is_empty());
    assert_eq!(matches.remove_many(&[row]).await, Ok(vec![false]));
}

/// Two listings with a product each.
struct Two {
    record: Versioned<MatchRecord>,
    products: [Versioned<Product>; 2],
}

async fn two(matches: &dyn Matches, products: &dyn Products, listings: &dyn Listings) -> Two {
    let shops = Shops::new();
    let record = put(matches, &shops.pair("1", "2", Tier::Suggested, 900)).await;
    let mut made = Vec::new();
    for key in [&record.value.left, &record.value.right] {
        listings.observe(&[observed(key, a_content())]).await.expect("a listing is observed");
        let mut state = listings.get(key).await.expect("read").expect("there").state;
        let product = a_product_named(&unique()).with_sku(&format!("SKU-{}", unique()));
        state.value.product = Some(product.id.clone());
        let master = app::ports::NewMaster { product: product.clone(), listings: vec![state] };
        assert_eq!(products.create_masters(&[master]).await, Ok(vec![true]));
        made.push(products.get(&product.id).await.expect("read").expect("there"));
    }
    let [first, second] = [made.remove(0), made.remove(0)];
    Two { record, products: [first, second] }
}

impl Two {
    /// The decision that moves the second product's listing and SKU to the first product.
    async fn merged(&self, listings: &dyn Listings) -> Settlement {
        let [mut into, mut emptied] = self.products.clone();
        let before = into.value.clone();
        let sku = emptied.value.variants[0].sku.clone();
        into.value.variants[0].sku = sku;
        emptied.value.status = ProductStatus::Archived;
        emptied.value.merged_into = Some(into.value.id.clone());
        let mut record = self.record.clone();
        (record.value.decision, record.value.decided_at) = (Decision::Accepted, Some(moment()));
        let mut state = listings.get(&record.value.right).await.expect("read").expect("there").state;
        let moved = BTreeMap::from([(record.value.right.clone(), state.value.links.clone())]);
        state.value.product = Some(into.value.id.clone());
        let merger = Merger {
            emptied: self.products[1].value.clone(),
            before,
            after: into.value.clone(),
            moved,
            detached: BTreeMap::new(),
        };
        let from = Place { product: Some(emptied.value.id.clone()), ..Place::of(&state.value) };
        let standing = Standing {
            decided: record.version + 1,
            before: self.products.iter().map(|product| product.value.clone()).collect(),
            after: [&into, &emptied].map(|p| (p.value.id.clone(), p.version + 1)).into(),
            moved: BTreeMap::from([(state.value.key.clone(), Moved { from, to: Place::of(&state.value) })]),
        };
        Settlement {
            matches: vec![record],
            products: vec![into, emptied],
            listings: vec![state],
            merger: Some(merger),
            standing: Some(standing),
        }
    }
}

async fn a_decision_moves_its_products_and_listings(
    matches: &dyn Matches,
    products: &dyn Products,
    listings: &dyn Listings,
) {
    let two = two(matches, products, listings).await;
    let wanted = two.merged(listings).await;
    matches.settle(&wanted).await.expect("a decision is written");
    let id = &two.record.value.id;
    let stored = put_again(matches, &two.record).await;
    assert_eq!((stored.value.decision, stored.version), (Decision::Accepted, 2));
    assert_eq!(matches.merger(id).await, Ok(wanted.merger.clone()), "what it was before is kept");
    assert_eq!(matches.standing(id).await, Ok(wanted.standing.clone()), "and how all stood");
    for product in &wanted.products {
        let stored = products.get(&product.value.id).await.expect("read").expect("there");
        assert_eq!((&stored.value, stored.version), (&product.value, product.version + 1));
    }
    let [into, emptied] = [&wanted.products[0].value, &wanted.products[1].value];
    let both = [two.record.value.left.clone(), two.record.value.right.clone()];
    assert_eq!(listings.of_product(&into.id).await, Ok(both.to_vec()), "its listings are listed");
    assert_eq!(listings.of_product(&emptied.id).await, Ok(vec![]));
    let sku = emptied.variants[0].sku.as_ref().expect("it keeps what it said").folded();
    let given_up = two.products[0].value.variants[0].sku.as_ref().expect("it had one").folded();
    let claims = products.sku_claims(&[sku, given_up]).await.expect("claims are read");
    let owners: Vec<_> = claims.iter().map(|claim| &claim.product).collect();
    assert_eq!(owners, [&into.id], "the SKU passed over, the old one is free");
}

async fn a_decision_on_what_moved_changes_nothing(
    matches: &dyn Matches,
    products: &dyn Products,
    listings: &dyn Listings,
) {
    let two = two(matches, products, listings).await;
    let wanted = two.merged(listings).await;
    let mut stale = [wanted.clone(), wanted.clone(), wanted.clone()];
    stale[0].matches[0].version = 9;
    stale[1].products[1].version = 9;
    stale[2].listings[0].version = 9;
    for settlement in &stale {
        assert_eq!(matches.settle(settlement).await, Err(StoreError::Conflict));
    }
    assert_eq!(put_again(matches, &two.record).await, two.record);
    for product in &two.products {
        let stored = products.get(&product.value.id).await.expect("read").expect("there");
        assert_eq!(&stored, product, "nothing was written");
    }
    matches.settle(&wanted).await.expect("at its versions it is written");
}

async fn a_sku_of_a_third_product_stops_a_decision(matches: &dyn Matches, products: &dyn Products) {
    let shops = Shops::new();
    let sku = format!("SKU-{}", unique());
    let owner = a_product_named(&unique()).with_sku(&sku);
    products.create(&owner).await.expect("created");
    let late = a_product_named(&unique()).with_sku(&sku);
    let settlement = Settlement {
        matches: vec![shops.pair("1", "2", Tier::Review, 10)],
        products: vec![Versioned { value: late, version: 0 }],
        ..Settlement::default()
    };
    let refused = matches.settle(&settlement).await;
    assert_eq!(refused, Err(StoreError::SkuTaken { sku, product: owner.id.to_string() }));
    assert_eq!(matches.get(&settlement.matches[0].value.id).await, Ok(None));
}
