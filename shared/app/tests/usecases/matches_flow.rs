//! The whole way on the seeded catalogue: import, match, build, decide, import again.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    catalogue::matches,
    ports::{Decision, MatchRow, Versioned},
};
use domain::{ExternalId, ListingKey, ProductId, matching::Tier};
use testkit::{
    Kind,
    catalogue::{self, SeedCatalogue},
};

use crate::world::{World, shop, shopee, tiktok};

struct Flow {
    world: World,
    made: SeedCatalogue,
}

impl Flow {
    async fn imported() -> Self {
        let made = catalogue::generate(catalogue::DEFAULT_SEED, "http://s.test", "http://t.test");
        let world = World::paged(100, 50).and_connected().await;
        for listing in &made.shopee {
            world.put(&shopee(), listing.clone());
        }
        for listing in &made.tiktok {
            world.put(&tiktok(), listing.clone());
        }
        world.import().await;
        Self { world, made }
    }

    async fn rows(&self) -> BTreeMap<(ExternalId, ExternalId), MatchRow> {
        let (matches, channel) = (&self.world.ports.matches, tiktok());
        let (there, mut rows) = (shop(&channel), BTreeMap::new());
        for open in [true, false] {
            let mut cursor = None;
            loop {
                let page = matches.of_shop(&channel, &there, open, cursor.as_deref(), 500).await.unwrap();
                for row in page.items {
                    rows.insert((row.left.external_id.clone(), row.right.external_id.clone()), row);
                }
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
        }
        rows
    }

    async fn products(&self) -> BTreeMap<ListingKey, ProductId> {
        let mut products = BTreeMap::new();
        for channel in [shopee(), tiktok()] {
            let rows =
                self.world.ports.listings.of_shop(&channel, &shop(&channel), None, 5000).await.unwrap();
            products.extend(rows.items.into_iter().map(|row| (row.key, row.product.expect("all have one"))));
        }
        products
    }
}

fn key(channel: &domain::Channel, id: &ExternalId) -> ListingKey {
    ListingKey::new(channel.clone(), shop(channel), id.clone())
}

#[tokio::test]
async fn the_seeded_shops_become_one_catalogue_and_stay_it() {
    let flow = Flow::imported().await;
    let truth: BTreeSet<(ExternalId, ExternalId)> =
        flow.made.pairs.iter().map(|pair| (pair.shopee.clone(), pair.tiktok.clone())).collect();
    let (rows, products) = (flow.rows().await, flow.products().await);

    // What was linked unasked is true, and is one product.
    let linked: Vec<_> = rows.iter().filter(|(_, row)| row.decision.is_linked()).collect();
    for (pair, row) in &linked {
        assert!(truth.contains(*pair), "{pair:?} was linked and is not one product");
        assert_eq!((row.tier, row.decision), (Tier::Auto, Decision::LinkedAutomatically));
        assert_eq!(products[&row.left], products[&row.right], "{pair:?}");
    }
    assert!(linked.len() >= catalogue::PAIRS_WITH_EQUAL_SKUS, "{} were linked", linked.len());
    // All others are offered, in queues of five.
    let nowhere: Vec<_> = truth.iter().filter(|pair| !rows.contains_key(*pair)).collect();
    assert!(nowhere.is_empty(), "{} are nowhere: {nowhere:?}", nowhere.len());
    for pair in &truth {
        let row = rows.get(pair).unwrap_or_else(|| panic!("{pair:?} is nowhere"));
        let record = flow.world.ports.matches.get(&row.id).await.unwrap().unwrap().value;
        let offered = record.rank_left <= 5 || record.rank_right <= 5;
        assert!(row.decision.is_linked() || offered, "{pair:?}: {record:?}");
        assert!(record.evidence.is_some());
    }
    // A listing that has its partner is offered nothing else.
    let taken: BTreeSet<&ListingKey> = linked.iter().flat_map(|(_, row)| [&row.left, &row.right]).collect();
    for row in rows.values().filter(|row| row.decision == Decision::Open) {
        assert!(!taken.contains(&row.left) && !taken.contains(&row.right));
    }
    for trap in &flow.made.traps {
        let (one, other) = (key(&shopee(), &trap.shopee), key(&tiktok(), &trap.looks_like));
        assert_ne!(products[&one], products[&other], "a trap was linked");
    }
    // Every listing has one product, and only linked ones share it.
    let distinct: BTreeSet<&ProductId> = products.values().collect();
    let all = catalogue::SHOPEE_LISTINGS + catalogue::TIKTOK_LISTINGS;
    assert_eq!(distinct.len(), all - linked.len());

    // Again, with nothing changed: nothing is written.
    flow.world.fakes.memory.forget_writes();
    let again = flow.world.import().await;
    let writes = flow.world.fakes.memory.writes();
    for kind in [Kind::Match, Kind::Product, Kind::Observed, Kind::ListingState] {
        assert_eq!(writes.get(&kind), None, "{kind:?}");
    }
    assert_eq!(again.matches_auto, linked.len() as u64);
    let open = |tier| rows.values().filter(|r| r.tier == tier && r.decision == Decision::Open).count() as u64;
    assert_eq!((again.matches_suggested, again.matches_review), (open(Tier::Suggested), open(Tier::Review)));

    // A person says no twice: to an offer, and to what was linked unasked. Another import changes neither.
    let ports = &flow.world.ports;
    let offered = rows.values().find(|row| row.tier == Tier::Suggested).unwrap();
    let wrong = linked[0].1;
    for row in [offered, wrong] {
        matches::reject(ports, "owner", &row.id, Some(row.version)).await.unwrap();
    }
    let before = [&offered.id, &wrong.id];
    let mut stored: Vec<Versioned<_>> = Vec::new();
    for id in before {
        stored.push(ports.matches.get(id).await.unwrap().unwrap());
    }
    assert_eq!(stored[0].value.decision, Decision::Rejected);
    assert_eq!(stored[1].value.decision, Decision::UnlinkedByHand);
    let apart = flow.products().await;
    assert_ne!(apart[&wrong.left], apart[&wrong.right]);
    flow.world.import().await;
    for (id, stored) in before.into_iter().zip(stored) {
        assert_eq!(ports.matches.get(id).await.unwrap().unwrap(), stored, "a person's decision stands");
    }
    assert_eq!(flow.products().await, apart);
}
