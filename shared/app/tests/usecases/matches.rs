//! What a person says about matches, and what the import does beside it.

use std::collections::BTreeSet;

use app::{
    StoreError, UseCaseError,
    catalogue::matches::{self, To, Verdict, Which},
    intake,
    ports::{Decision, Listing, MatchRecord, Versioned},
};
use domain::{ListingKey, Product, ProductStatus, matching::Tier};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
};

use crate::world::{World, shopee, tiktok};

/// One part of a shop: `title` and what its only offer says.
pub struct Two {
    pub world: World,
    pub ours: ListingKey,
    pub theirs: ListingKey,
}

impl Two {
    /// The name of a bulk task that nobody has begun.
    pub fn task(&self) -> domain::ids::BulkTaskId {
        domain::ids::BulkTaskId::from_unique(&self.world.ports.ids.unique())
    }

    /// An equal SKU under titles that name different models: offered, never linked unasked.
    pub async fn doubtful() -> Self {
        Self::with(
            "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 4",
            "MTK-1",
            "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 5",
            "mtk-1",
        )
        .await
    }

    /// Nothing in common.
    pub async fn unlike() -> Self {
        Self::with("Dudukan Kamera GoPro TPU", "MTK-1", "Tas Baterai LiPo Tahan Api", "BAG-9").await
    }

    /// The same to the letter.
    pub async fn alike() -> Self {
        let title = "Dudukan Kamera GoPro TPU untuk Drone FPV";
        Self::with(title, "MTK-1", title, "MTK-1").await
    }

    pub async fn with(ours: &str, sku: &str, theirs: &str, their_sku: &str) -> Self {
        let world = World::connected().await;
        let put = |channel: &domain::Channel, id: &str, title: &str, sku: &str| {
            world.put(channel, a_listing(id).with_title(title).with_sku(sku))
        };
        let (ours, theirs) = (put(&shopee(), "1", ours, sku), put(&tiktok(), "171", theirs, their_sku));
        world.import().await;
        Self { world, ours, theirs }
    }

    pub async fn listing(&self, key: &ListingKey) -> Listing {
        self.world.ports.listings.get(key).await.unwrap().unwrap()
    }

    pub async fn product(&self, key: &ListingKey) -> Versioned<Product> {
        let id = self.listing(key).await.state.value.product.expect("the listing has a product");
        self.world.ports.products.get(&id).await.unwrap().unwrap()
    }

    pub async fn record(&self) -> Versioned<MatchRecord> {
        let id = MatchRecord::id_of(&self.ours, &self.theirs);
        self.world.ports.matches.get(&id).await.unwrap().expect("the two are offered")
    }

    pub async fn are_one(&self) -> bool {
        self.product(&self.ours).await.value.id == self.product(&self.theirs).await.value.id
    }

    async fn owner(&self, sku: &str) -> Option<domain::ProductId> {
        let claims = self.world.ports.products.sku_claims(&[sku.to_owned()]).await.unwrap();
        claims.into_iter().next().map(|claim| claim.product)
    }
}

pub fn code<T: std::fmt::Debug>(result: Result<T, UseCaseError>) -> &'static str {
    match result.unwrap_err() {
        UseCaseError::Refused { code, .. } => code,
        UseCaseError::NotFound { what, .. } => what,
        other => panic!("{other:?}"),
    }
}

/// A product without what only says when it was touched.
pub fn said(product: &Product) -> Product {
    Product { updated_at: product.created_at, ..product.clone() }
}

#[tokio::test]
async fn what_is_sure_is_linked_and_what_is_not_is_offered() {
    let two = Two::alike().await;
    let record = two.record().await.value;
    assert_eq!((record.tier, record.decision), (Tier::Auto, Decision::LinkedAutomatically));
    assert!(two.are_one().await);

    let two = Two::doubtful().await;
    let record = two.record().await.value;
    assert_eq!(record.decision, Decision::Open);
    assert_ne!(record.tier, Tier::Auto);
    assert!(!record.evidence.unwrap().conflicts.is_empty(), "it says what stands against it");
    assert!(!two.are_one().await);
}

#[tokio::test]
async fn a_yes_joins_the_products_and_archives_the_emptied_one() {
    let two = Two::doubtful().await;
    let (ours, theirs) = (two.product(&two.ours).await.value, two.product(&two.theirs).await.value);
    let record = two.record().await;
    two.world.fakes.outbox.drain_pricing();
    let accepted =
        matches::accept(&two.world.ports, "rina", &record.value.id, Some(record.version)).await.unwrap();
    assert_eq!(accepted, two.record().await);
    assert_eq!(accepted.value.decided_by.as_deref(), Some("rina"));
    assert!(two.are_one().await);
    let joined = two.product(&two.ours).await.value;
    assert_eq!(joined.id, ours.id);
    assert_eq!(joined.channels, BTreeSet::from([shopee(), tiktok()]));
    let emptied = two.world.ports.products.get(&theirs.id).await.unwrap().unwrap().value;
    assert_eq!((emptied.status, &emptied.merged_into), (ProductStatus::Archived, &Some(joined.id.clone())));
    assert_eq!(
        (&emptied.title, &emptied.variants),
        (&theirs.title, &theirs.variants),
        "it keeps what it said"
    );
    let links = two.listing(&two.theirs).await.state.value.links;
    assert!(links.values().all(|variant| joined.variant(variant).is_some()) && !links.is_empty());
    assert_eq!(two.world.fakes.outbox.drain_pricing().len(), 1, "the joined product is priced again");
    for subject in [record.value.id.to_string(), joined.id.to_string(), emptied.id.to_string()] {
        let history = two.world.ports.audit.list(Some(&subject), None, 10).await.unwrap();
        assert_eq!(
            (history.items[0].action.as_str(), history.items[0].actor.as_str()),
            ("match.accept", "rina")
        );
    }
    assert_eq!(
        code(matches::reject(&two.world.ports, "rina", &record.value.id, None).await),
        "match_decided"
    );
}

#[tokio::test]
async fn a_yes_that_is_taken_back_restores_both_products() {
    let two = Two::doubtful().await;
    let before = (two.product(&two.ours).await.value, two.product(&two.theirs).await.value);
    let links = two.listing(&two.theirs).await.state.value.links;
    let id = two.record().await.value.id;
    matches::accept(&two.world.ports, "rina", &id, None).await.unwrap();
    let undone = matches::undo(&two.world.ports, "rina", &id, None).await.unwrap();
    assert_eq!((undone.value.decision, undone.value.decided_by), (Decision::Open, None));
    let after = (two.product(&two.ours).await.value, two.product(&two.theirs).await.value);
    assert_eq!((said(&after.0), said(&after.1)), (said(&before.0), said(&before.1)));
    assert_eq!(two.listing(&two.theirs).await.state.value.links, links);
    assert_eq!(code(matches::undo(&two.world.ports, "rina", &id, None).await), "match_not_decided");
}

#[tokio::test]
async fn what_a_person_edited_meanwhile_survives_the_undo() {
    let two = Two::unlike().await;
    let theirs = two.product(&two.theirs).await.value;
    let linked =
        matches::link(&two.world.ports, "rina", &two.ours, &To::Listing(two.theirs.clone())).await.unwrap();
    let stored = two.world.ports.products.get(&linked.product).await.unwrap().unwrap();
    let edited = Product { category: Some("Dudukan".into()), brand: Some("Motekar".into()), ..stored.value };
    two.world.ports.products.put(&edited, stored.version, &[]).await.unwrap();
    matches::undo(&two.world.ports, "rina", &linked.matches[0].value.id, None).await.unwrap();
    let ours = two.product(&two.ours).await.value;
    assert_eq!((ours.id, ours.category, ours.brand), (linked.product, edited.category, edited.brand));
    assert_eq!(said(&two.product(&two.theirs).await.value), said(&theirs));
}

#[tokio::test]
async fn a_no_is_remembered_and_can_be_taken_back() {
    let two = Two::doubtful().await;
    let id = two.record().await.value.id;
    matches::reject(&two.world.ports, "rina", &id, None).await.unwrap();
    two.world.fakes.memory.forget_writes();
    two.world.import().await;
    assert_eq!(two.record().await.value.decision, Decision::Rejected);
    assert_eq!(two.world.fakes.memory.writes_of(Kind::Match), 0, "a no is not asked again");
    matches::undo(&two.world.ports, "rina", &id, None).await.unwrap();
    assert_eq!(two.record().await.value.decision, Decision::Open);
}

#[tokio::test]
async fn what_was_linked_unasked_can_be_taken_apart_for_good_and_linked_again() {
    let two = Two::alike().await;
    let id = two.record().await.value.id;
    let joined = two.product(&two.ours).await.value;
    matches::reject(&two.world.ports, "rina", &id, None).await.unwrap();
    assert_eq!(two.record().await.value.decision, Decision::UnlinkedByHand);
    assert!(!two.are_one().await);
    assert_eq!(two.product(&two.ours).await.value.id, joined.id, "the listing that made it keeps it");
    two.world.import().await;
    assert!(!two.are_one().await, "a person's decision always wins");
    matches::undo(&two.world.ports, "rina", &id, None).await.unwrap();
    assert!(two.are_one().await);
    assert_eq!(two.record().await.value.decision, Decision::LinkedAutomatically);
}

#[tokio::test]
async fn two_listings_are_linked_and_unlinked_by_hand_with_their_skus() {
    let two = Two::unlike().await;
    let (ours, theirs) = (two.product(&two.ours).await.value.id, two.product(&two.theirs).await.value.id);
    let linked =
        matches::link(&two.world.ports, "rina", &two.ours, &To::Listing(two.theirs.clone())).await.unwrap();
    assert_eq!((&linked.product, linked.matches[0].value.decision), (&ours, Decision::LinkedByHand));
    assert!(two.are_one().await);
    two.world.import().await;
    assert!(two.are_one().await, "an import does not overturn it");

    let unlinked = matches::unlink(&two.world.ports, "rina", &two.theirs).await.unwrap();
    assert_eq!(unlinked.product, theirs, "it has its own product again");
    assert_eq!(unlinked.matches[0].value.decision, Decision::UnlinkedByHand);
    let restored = two.product(&two.theirs).await.value;
    assert_eq!((restored.status, &restored.merged_into), (ProductStatus::Active, &None));
    assert_eq!((two.owner("MTK-1").await, two.owner("BAG-9").await), (Some(ours), Some(theirs)));
    assert_eq!(code(matches::unlink(&two.world.ports, "rina", &two.theirs).await), "listing_alone");
}

#[tokio::test]
async fn a_listing_can_be_put_into_a_product_that_has_no_listing_of_its_shop() {
    let two = Two::unlike().await;
    let other = two.world.put(&shopee(), a_listing("2").with_title("Propeler 5 inci").with_sku("PROP-5"));
    two.world.import().await;
    let (ours, third) = (two.product(&two.ours).await.value.id, two.product(&other).await.value.id);
    let ports = &two.world.ports;
    assert_eq!(
        code(matches::link(ports, "rina", &other, &To::Product(ours.clone())).await),
        "match_same_shop"
    );
    assert_eq!(
        code(matches::link(ports, "rina", &other, &To::Listing(two.ours.clone())).await),
        "match_same_shop"
    );
    matches::link(ports, "rina", &two.theirs, &To::Product(third.clone())).await.unwrap();
    assert_eq!(two.product(&two.theirs).await.value.id, third);
    // The third shop's place is taken now: joining the two products would put two listings of one shop into one.
    let refused = matches::link(ports, "rina", &two.ours, &To::Listing(two.theirs.clone())).await;
    assert_eq!(code(refused), "match_same_shop");
    let nowhere = testkit::build::a_key("shopee:14701711:404");
    assert_eq!(code(matches::link(ports, "rina", &nowhere, &To::Product(ours)).await), "listing");
    assert_eq!(code(matches::unlink(ports, "rina", &nowhere).await), "listing");
}

#[tokio::test]
async fn a_decision_on_an_older_version_is_refused() {
    let two = Two::doubtful().await;
    let record = two.record().await;
    let stale = Some(record.version + 1);
    for result in [
        matches::accept(&two.world.ports, "rina", &record.value.id, stale).await,
        matches::reject(&two.world.ports, "rina", &record.value.id, stale).await,
        matches::undo(&two.world.ports, "rina", &record.value.id, stale).await,
    ] {
        assert_eq!(result.unwrap_err(), UseCaseError::Store(StoreError::Conflict));
    }
    let unknown = domain::MatchId::derived(&["nobody"]);
    assert_eq!(code(matches::accept(&two.world.ports, "rina", &unknown, None).await), "match");
}

#[tokio::test]
async fn many_are_accepted_and_what_cannot_be_is_named() {
    let two = Two::doubtful().await;
    let (id, unknown) = (two.record().await.value.id, domain::MatchId::derived(&["nobody"]));
    let which = Which::Ids(vec![unknown.clone(), id.clone(), id.clone()]);
    let done =
        matches::decide_many(&two.world.ports, "rina", two.task(), Verdict::Accept, &which).await.unwrap();
    let outcomes: Vec<_> = done.results.iter().map(|(id, result)| (id.clone(), result.is_ok())).collect();
    assert_eq!(outcomes, [(unknown, false), (id, true)]);
    assert!(two.are_one().await && done.task.is_none());

    let two = Two::doubtful().await;
    let score = two.record().await.value.score;
    for (from, expected) in
        [(score + 1, 0), (score, usize::from(two.record().await.value.tier == Tier::Suggested))]
    {
        let which = Which::SuggestedFrom { score: from };
        let done = matches::decide_many(&two.world.ports, "rina", two.task(), Verdict::Accept, &which)
            .await
            .unwrap();
        assert_eq!(done.results.len(), expected, "from {from}");
    }
}

#[tokio::test]
async fn a_shop_that_is_imported_later_joins_what_is_there() {
    let world = World::connected().await;
    let title = "Dudukan Kamera GoPro TPU untuk Drone FPV";
    let ours = world.put(&shopee(), a_listing("1").with_title(title).with_sku("MTK-1"));
    let theirs = world.put(&tiktok(), a_listing("171").with_title(title).with_sku("MTK-1"));
    for channel in [shopee(), tiktok()] {
        intake::start(&world.ports, "owner", &[channel]).await.unwrap();
        world.work().await.unwrap();
    }
    let two = Two { world, ours, theirs };
    assert!(two.are_one().await);
}

#[tokio::test]
async fn of_three_shops_no_two_listings_of_one_become_one_product() {
    let world = World::new();
    let keys = ["shopee:1:1", "shopee:1:2", "lazada:3:1", "tiktok_shop:2:1"].map(testkit::build::a_key);
    let [s1, s2, l1, t1] = keys.each_ref();
    for key in &keys {
        let listing =
            a_listing(key.external_id.as_str()).with_sku(&format!("{}-{}", key.channel, key.external_id));
        let seen = testkit::build::observed(key, listing.content);
        world.ports.listings.observe(&[seen]).await.unwrap();
    }
    // A chain from one listing of the first shop over both others to another listing of the first.
    let chain = [(s1, t1), (l1, t1), (l1, s2)];
    let linked: Vec<Versioned<MatchRecord>> = chain.map(|(a, b)| linked_automatically(a, b)).to_vec();
    assert_eq!(world.ports.matches.put_many(&linked).await.unwrap(), [true; 3]);
    for batch in [&keys[..2], &keys[2..3], &keys[3..]] {
        app::catalogue::master_builder::masters_of(&world.ports, batch).await.unwrap();
    }
    let mut places = BTreeSet::new();
    let mut products = std::collections::BTreeMap::new();
    for key in &keys {
        let product = world.ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap();
        assert!(places.insert((product.clone(), key.channel.clone())), "{key} meets another of its shop");
        products.insert(key.clone(), product);
    }
    assert_eq!(products.values().collect::<BTreeSet<_>>().len(), 2);
    for record in linked {
        let stored = world.ports.matches.get(&record.value.id).await.unwrap().unwrap().value;
        let one = products[&stored.left] == products[&stored.right];
        assert_eq!(stored.decision.is_linked(), one, "what could not be followed is asked: {stored:?}");
    }
}

fn linked_automatically(a: &ListingKey, b: &ListingKey) -> Versioned<MatchRecord> {
    let (left, right) = if a <= b { (a, b) } else { (b, a) };
    let value = MatchRecord {
        id: MatchRecord::id_of(a, b),
        left: left.clone(),
        right: right.clone(),
        tier: Tier::Auto,
        score: 990,
        rank_left: 1,
        rank_right: 1,
        evidence: None,
        decision: Decision::LinkedAutomatically,
        before: None,
        earlier: Vec::new(),
        decided_by: Some("imp_0199c0ffee".to_owned()),
        decided_at: Some(testkit::build::a_moment()),
        found_at: testkit::build::a_moment(),
        names: app::ports::Names::default(),
    };
    Versioned { value, version: 0 }
}

#[tokio::test]
async fn a_listing_that_has_a_product_is_not_moved_by_an_import() {
    let two = Two::with("Dudukan Kamera", "MTK-1", "Tas Baterai LiPo", "BAG-9").await;
    assert!(!two.are_one().await);
    // Now they are the same to the letter.
    let same = two.listing(&two.ours).await.observed.content;
    two.world.tiktok.edit(&two.theirs.shop, &two.theirs.external_id, |content| {
        content.title = same.title.clone();
        content.offers[0].sku = same.offers[0].sku.clone();
    });
    two.world.import().await;
    assert!(!two.are_one().await);
    let record = two.record().await.value;
    assert_eq!((record.tier, record.decision), (Tier::Auto, Decision::Open), "a person is asked");
    matches::accept(&two.world.ports, "rina", &record.id, None).await.unwrap();
    assert!(two.are_one().await);
}
