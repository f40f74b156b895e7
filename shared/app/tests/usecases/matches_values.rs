//! What the products of a match say after it, and after it was taken apart.

use std::collections::BTreeSet;

use app::{
    catalogue::{
        master_builder,
        masters::{self, Which},
        matches::{self, To},
        products::{self, ProductEdit, VariantEdit},
    },
    ports::{Decision, MatchRecord, Versioned},
    pricing::rules,
    publishing::planning::{PlanRequest, make_plan},
};
use domain::{
    Dimensions, Grams, Length, ListingContent, ListingImage, ListingKey, PreOrderDays, Product,
    ProductStatus,
    diff::Field,
    listing::Named,
    matching::Tier,
    plan::Blocker,
    pricing::{FeeSchedule, PriceRule, Scope},
};
use testkit::build::{
    ListingVerbs, a_content, a_key, a_listing, a_sku, an_offer, an_offer_id, observed, rupiah,
};

use crate::{
    matches::{Two, code, said},
    world::{World, shopee, tiktok},
};

const OWNER: &str = "owner@example.test";

/// Two listings that differ in all that they say, the second edited later, linked unasked.
struct Strangers {
    world: World,
    ours: ListingKey,
    theirs: ListingKey,
    /// What the first one's product was before the second joined it.
    before: Product,
}

fn named(name: &str) -> Named {
    Named { id: name.to_owned(), name: Some(name.to_owned()) }
}

fn saying(word: &str, number: u16) -> ListingContent {
    let side = |more: u16| Length::from_centimetres(&(number + more).to_string()).unwrap();
    a_content()
        .with_title(&format!("Dudukan Kamera {word}"))
        .with_sku(word)
        .with_price(i64::from(number) * 10_000)
        .with(|content| {
            content.description = format!("Panjang {word}. ").repeat(usize::from(number));
            content.category = Some(named(word));
            content.brand = Some(named(&format!("Merek {word}")));
            content.weight = Grams::parse(u32::from(number)).ok();
            content.dimensions = Some(Dimensions { length: side(1), width: side(2), height: side(3) });
            content.pre_order = PreOrderDays::parse(number).ok();
            let image = |nth: u16| ListingImage {
                reference: format!("{word}-{nth}"),
                url: Some(format!("https://images.test/{word}-{nth}.jpg")),
            };
            content.images = (0..number).map(image).collect();
        })
}

impl Strangers {
    async fn new() -> Self {
        let world = World::new();
        let (ours, theirs) = (a_key("shopee:1:1"), a_key("tiktok_shop:2:171"));
        let mut seen = [observed(&ours, saying("SATU", 3)), observed(&theirs, saying("DUA", 6))];
        seen[1].updated_at = seen[1].updated_at.map(|at| at + std::time::Duration::from_hours(1));
        world.ports.listings.observe(&seen).await.unwrap();
        let value = MatchRecord {
            id: MatchRecord::id_of(&ours, &theirs),
            left: ours.clone(),
            right: theirs.clone(),
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
        world.ports.matches.put_many(&[Versioned { value, version: 0 }]).await.unwrap();
        master_builder::masters_of(&world.ports, std::slice::from_ref(&ours)).await.unwrap();
        let before = product(&world, &ours).await;
        master_builder::masters_of(&world.ports, std::slice::from_ref(&theirs)).await.unwrap();
        let one = product(&world, &theirs).await;
        assert_eq!((&one.id, one.title.as_str()), (&before.id, "Dudukan Kamera DUA"));
        assert_eq!(one.variants[0].base_price, Some(rupiah(60_000)));
        Self { world, ours, theirs, before }
    }

    fn id(&self) -> domain::MatchId {
        MatchRecord::id_of(&self.ours, &self.theirs)
    }
}

async fn product(world: &World, key: &ListingKey) -> Product {
    let id = world.ports.listings.get(key).await.unwrap().unwrap().state.value.product.expect("it has one");
    world.ports.products.get(&id).await.unwrap().unwrap().value
}

#[tokio::test]
async fn taking_apart_what_was_linked_unasked_leaves_nothing_of_the_other_behind() {
    let pair = Strangers::new().await;
    matches::reject(&pair.world.ports, OWNER, &pair.id(), None).await.unwrap();
    assert_eq!(said(&product(&pair.world, &pair.ours).await), said(&pair.before));
    let theirs = product(&pair.world, &pair.theirs).await;
    assert_ne!(theirs.id, pair.before.id);
    assert_eq!((theirs.title.as_str(), theirs.images.len()), ("Dudukan Kamera DUA", 6));
    assert_eq!(theirs.variants[0].base_price, Some(rupiah(60_000)));
    let which = Which { products: vec![pair.before.id.clone()], limit: 10, ..Which::default() };
    assert_eq!(
        masters::preview(&pair.world.ports, &which).await.unwrap().items,
        [],
        "it is what it is made of"
    );
}

#[tokio::test]
async fn what_a_person_typed_stays_when_a_listing_leaves_and_when_the_first_one_does() {
    let pair = Strangers::new().await;
    let edit = ProductEdit { brand: Some(Some("Motekar".into())), ..ProductEdit::default() };
    let id = pair.before.id.clone();
    products::edit(&pair.world.ports, OWNER, &id, None, edit).await.unwrap();
    matches::unlink(&pair.world.ports, OWNER, &pair.ours).await.unwrap();
    let left = product(&pair.world, &pair.theirs).await;
    assert_eq!((&left.id, left.brand.as_deref()), (&id, Some("Motekar")));
    assert_eq!((left.category.as_deref(), left.images.len()), (Some("DUA"), 6));
    assert_eq!(left.variants[0].sku.as_ref().map(ToString::to_string).as_deref(), Some("DUA"));
    assert!(left.sources.values().all(|said| said.from.listing() != Some(&pair.ours)), "{:?}", left.sources);
    let gone = product(&pair.world, &pair.ours).await;
    assert_eq!((gone.title.as_str(), gone.brand.as_deref()), ("Dudukan Kamera SATU", Some("Merek SATU")));
}

fn variant_of(product: &Product, edit: VariantEdit) -> ProductEdit {
    let edit = VariantEdit { id: Some(product.variants[0].id.to_string()), ..edit };
    ProductEdit { variants: Some(vec![edit]), ..ProductEdit::default() }
}

#[tokio::test]
async fn what_a_person_typed_goes_along_with_the_listings() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    let theirs = two.product(&two.theirs).await.value;
    let typed = VariantEdit {
        cost: Some(Some(rupiah(21_000))),
        stock: Some(Some(7)),
        base_price: Some(Some(rupiah(155_000))),
        ..VariantEdit::default()
    };
    let edit = ProductEdit {
        title: Some("Dudukan Kamera Motekar".into()),
        description: Some("Ditulis sendiri.".into()),
        ..variant_of(&theirs, typed)
    };
    products::edit(ports, OWNER, &theirs.id, None, edit).await.unwrap();
    let before = (two.product(&two.ours).await.value, two.product(&two.theirs).await.value);
    let id = two.record().await.value.id;
    matches::accept(ports, OWNER, &id, None).await.unwrap();
    let one = two.product(&two.ours).await.value;
    assert_eq!(one.id, before.0.id);
    assert_eq!(
        (one.title.as_str(), one.description.as_str()),
        ("Dudukan Kamera Motekar", "Ditulis sendiri.")
    );
    let variant = &one.variants[0];
    assert_eq!((variant.cost, variant.stock), (Some(rupiah(21_000)), Some(7)));
    assert_eq!(variant.base_price, Some(rupiah(155_000)));
    assert!(!one.attention.contains("merge_differs"), "{:?}", one.attention);
    let which = Which { products: vec![one.id.clone()], limit: 10, ..Which::default() };
    assert_eq!(masters::preview(ports, &which).await.unwrap().items, [], "listings do not take it back");

    matches::undo(ports, OWNER, &id, None).await.unwrap();
    let after = (two.product(&two.ours).await.value, two.product(&two.theirs).await.value);
    assert_eq!((said(&after.0), said(&after.1)), (said(&before.0), said(&before.1)));
}

#[tokio::test]
async fn a_variant_that_was_deleted_in_a_shop_stays_deleted_when_its_listing_joins_another_product() {
    let world = World::connected().await;
    let sized = |id: &str, title: &str| {
        let mut listing = a_listing(id).with_title(title);
        listing.content.options = vec!["Ukuran".to_owned()];
        let offer = |number: &str, name: &str| domain::Offer {
            id: an_offer_id(&format!("{id}{number}")),
            sku: Some(a_sku(&format!("UKR-{name}"))),
            option_values: vec![name.to_owned()],
            ..an_offer()
        };
        listing.content.offers = vec![offer("1", "Kecil"), offer("2", "Besar")];
        listing
    };
    let ours = world.put(&shopee(), sized("1", "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 4"));
    let theirs = world.put(&tiktok(), sized("171", "Dudukan Kamera GoPro TPU untuk Drone FPV Mark 5"));
    world.import().await;
    let two = Two { world, ours, theirs };
    assert!(!two.are_one().await, "the models differ");
    let ports = &two.world.ports;
    let rule = PriceRule::of_markup(domain::BasisPoints(1500));
    ports.rules.put_price_rule(&tiktok(), &rule, 0).await.unwrap();
    let fees = FeeSchedule { fees: vec![], source: "test".to_owned(), valid_from: "2026-01-01".to_owned() };
    ports.rules.put_fee_schedule(&tiktok(), &fees, 0).await.unwrap();
    let mut seen = two.listing(&two.theirs).await.observed;
    seen.content.offers.truncate(1);
    seen.hash = seen.content.content_hash();
    seen.seen_at = ports.clock.now() + std::time::Duration::from_mins(1);
    ports.listings.observe(&[seen]).await.unwrap();
    matches::link(ports, OWNER, &two.theirs, &To::Listing(two.ours.clone())).await.unwrap();
    let product = two.product(&two.theirs).await.value;
    assert_eq!((two.are_one().await, product.variants.len()), (true, 2));
    let request = PlanRequest { products: vec![product.id.clone()], ..PlanRequest::default() };
    let plan = make_plan(ports, OWNER, request).await.unwrap();
    let entry = ports.plans.entry(&plan.id, 0, &two.theirs).await.unwrap().unwrap();
    let variant = entry.planned.changes.into_iter().find(|change| change.field == Field::Variants);
    assert_eq!(variant.unwrap().blocked, Some(Blocker::VariantGone));
}

/// What a plan of everything would do to the stock of `key`: the blocker, if it would do anything.
async fn stock_planned(ports: &app::Ports, key: &ListingKey) -> Option<Option<Blocker>> {
    let product = ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap();
    let request = PlanRequest { products: vec![product], ..PlanRequest::default() };
    let plan = make_plan(ports, OWNER, request).await.unwrap();
    let changes = ports.plans.entry(&plan.id, 0, key).await.unwrap()?.planned.changes;
    changes.into_iter().find(|change| change.field == Field::Stock).map(|change| change.blocked)
}

#[tokio::test]
async fn a_stock_that_was_typed_before_a_listing_joined_the_product_is_not_pushed_to_it() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    two.world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let ours = two.product(&two.ours).await.value;
    let typed = VariantEdit { stock: Some(Some(50)), ..VariantEdit::default() };
    products::edit(ports, OWNER, &ours.id, None, variant_of(&ours, typed)).await.unwrap();
    assert_eq!(stock_planned(ports, &two.ours).await, Some(None), "typed for this listing");
    two.world.fakes.clock.advance(std::time::Duration::from_mins(1));
    matches::accept(ports, OWNER, &two.record().await.value.id, None).await.unwrap();
    assert_eq!(two.product(&two.theirs).await.value.variants[0].stock, Some(50));
    let left = Some(Some(Blocker::MovedByChannel { field: Field::Stock }));
    assert_eq!(stock_planned(ports, &two.theirs).await, left);
}

#[tokio::test]
async fn a_stock_that_came_along_with_another_listing_is_not_pushed() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    two.world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let theirs = two.product(&two.theirs).await.value;
    let typed = VariantEdit { stock: Some(Some(50)), ..VariantEdit::default() };
    products::edit(ports, OWNER, &theirs.id, None, variant_of(&theirs, typed)).await.unwrap();
    two.world.fakes.clock.advance(std::time::Duration::from_mins(1));
    matches::accept(ports, OWNER, &two.record().await.value.id, None).await.unwrap();
    assert_eq!(two.product(&two.ours).await.value.variants[0].stock, Some(50), "the master has it");
    let left = Some(Some(Blocker::MovedByChannel { field: Field::Stock }));
    assert_eq!(stock_planned(ports, &two.ours).await, left, "nobody said it of the other shop");
}

#[tokio::test]
async fn where_both_have_a_word_the_product_that_stays_keeps_its_own_and_says_so() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    for (key, title, cost) in [(&two.ours, "Judul kami", 20_000), (&two.theirs, "Judul mereka", 25_000)] {
        let product = two.product(key).await.value;
        let typed = VariantEdit { cost: Some(Some(rupiah(cost))), ..VariantEdit::default() };
        let edit = ProductEdit { title: Some(title.into()), ..variant_of(&product, typed) };
        products::edit(ports, OWNER, &product.id, None, edit).await.unwrap();
    }
    let id = two.record().await.value.id;
    matches::accept(ports, OWNER, &id, None).await.unwrap();
    let one = two.product(&two.ours).await.value;
    assert_eq!((one.title.as_str(), one.variants[0].cost), ("Judul kami", Some(rupiah(20_000))));
    assert!(one.attention.contains("merge_differs"));
    let history = ports.audit.list(Some(one.id.as_str()), None, 1).await.unwrap().items;
    let left_out = history[0].details["left_out"].as_object().unwrap();
    let names: BTreeSet<&str> = left_out.keys().map(|name| domain::master::field::bare(name)).collect();
    assert_eq!(names, BTreeSet::from(["cost", "title"]), "{left_out:?}");
    matches::undo(ports, OWNER, &id, None).await.unwrap();
    assert!(!two.product(&two.ours).await.value.attention.contains("merge_differs"));
}

#[tokio::test]
async fn price_exceptions_are_never_lost() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    let (ours, theirs) = (two.product(&two.ours).await.value.id, two.product(&two.theirs).await.value.id);
    let except = async |product: &domain::ProductId| {
        let scope = Scope::Product { product: product.clone() };
        rules::put_override(ports, OWNER, &shopee(), &scope, &PriceRule::base_prices(), 0).await.unwrap();
    };
    except(&theirs).await;
    let id = two.record().await.value.id;
    matches::accept(ports, OWNER, &id, None).await.unwrap();
    assert_eq!(two.product(&two.ours).await.value.id, theirs, "the one with exceptions stays");
    matches::undo(ports, OWNER, &id, None).await.unwrap();
    except(&ours).await;
    assert_eq!(code(matches::accept(ports, OWNER, &id, None).await), "match_price_exceptions");
    let linked = matches::link(ports, OWNER, &two.theirs, &To::Product(ours.clone())).await;
    assert_eq!(code(linked), "match_price_exceptions");
    assert!(!two.are_one().await);
}

#[tokio::test]
async fn a_listing_linked_to_a_product_without_listings_comes_back_to_its_own() {
    let two = Two::unlike().await;
    let ports = &two.world.ports;
    let typed = ProductEdit { weight: Some(Some(40)), ..ProductEdit::default() };
    let id = domain::ProductId::derived(&["typed"]);
    let made = products::create(ports, OWNER, id, "Tas baterai baru", typed).await.unwrap().value;
    let theirs = two.product(&two.theirs).await.value;
    let linked = matches::link(ports, OWNER, &two.theirs, &To::Product(made.id.clone())).await.unwrap();
    assert_eq!((&linked.product, linked.matches.len()), (&made.id, 0));
    assert_eq!(two.product(&two.theirs).await.value.title.as_str(), "Tas baterai baru");

    let unlinked = matches::unlink(ports, OWNER, &two.theirs).await.unwrap();
    assert_eq!(unlinked.product, theirs.id);
    let back = two.product(&two.theirs).await.value;
    assert_eq!((back.status, said(&back)), (ProductStatus::Active, said(&theirs)));
    let left = ports.products.get(&made.id).await.unwrap().unwrap().value;
    assert_eq!((&left.title, left.weight, &left.images), (&made.title, made.weight, &made.images));
    assert_eq!((left.variants[0].base_price, &left.variants[0].sku), (None, &None));
    assert_eq!(code(matches::unlink(ports, OWNER, &two.theirs).await), "listing_alone");
}
