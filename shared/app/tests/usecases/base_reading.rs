//! What the shops' prices mean, said once: the first rule moves nothing by itself.

use std::collections::BTreeMap;

use app::{
    StoreError, UseCaseError,
    catalogue::products::{self, ProductEdit, VariantEdit},
    ports::{BulkKind, BulkTask, CatalogueQuery, PlanEntry},
    pricing::{
        base_reading::{self, Reading},
        rules,
        whatif::{self, Change, Found, Question},
    },
    publishing::planning::{PlanRequest, look},
};
use domain::{
    BasisPoints, Channel, ListingKey, Product,
    diff::Field,
    ids::BulkTaskId,
    plan::Blocker,
    pricing::{FeeSchedule, PriceRule, Rounding, Scope},
};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing, rupiah},
};

use crate::world::{World, shopee, tiktok};

const OWNER: &str = "owner@example.test";

/// Twelve products in both shops, whose prices have +15 % and +20 % in them already, and two that one shop has alone.
struct Shops {
    world: World,
    joined: Vec<ListingKey>,
    alone: ListingKey,
}

impl Shops {
    async fn imported() -> Self {
        let world = World::connected().await;
        let mut joined = Vec::new();
        for n in 1..=12_i64 {
            let base = 100_000 + n * 10_000;
            let listing = |id: String, price| {
                let title = format!("Dudukan kamera nomor {n}");
                a_listing(&id).with_title(&title).with_sku(&format!("MTK-{n}")).with_price(price)
            };
            joined.push(world.put(&shopee(), listing(format!("{n:03}"), base * 115 / 100)));
            world.put(&tiktok(), listing(format!("17{n:03}"), base * 120 / 100));
        }
        let alone = world.put(&shopee(), a_listing("900").with_sku("SENDIRI").with_price(99_900));
        world.put(&tiktok(), a_listing("17900").with_title("Lain sekali").with_sku("TT").with_price(77_777));
        world.import().await;
        world.price().await;
        Self { world, joined, alone }
    }

    async fn save(&self, channel: &Channel, rule: &PriceRule) {
        let ports = &self.world.ports;
        let version = ports.rules.price_rule(channel).await.unwrap().map_or(0, |stored| stored.version);
        if version == 0 {
            ports.rules.put_fee_schedule(channel, &FeeSchedule::none(), 0).await.unwrap();
        }
        rules::put_price_rule(ports, OWNER, channel, rule, version).await.unwrap();
        self.world.price().await;
    }

    /// +15 % at Shopee, +20 % at TikTok Shop.
    async fn with_rules(self) -> Self {
        self.save(&shopee(), &markup(15)).await;
        self.save(&tiktok(), &markup(20)).await;
        self
    }

    fn id(&self) -> BulkTaskId {
        BulkTaskId::from_unique(&self.world.ports.ids.unique())
    }

    async fn read(&self, reading: Reading) -> BulkTask {
        let task = base_reading::choose(&self.world.ports, OWNER, self.id(), reading).await.unwrap();
        self.world.price().await;
        self.task(&task.id).await
    }

    async fn task(&self, id: &BulkTaskId) -> BulkTask {
        self.world.ports.bulk_tasks.get(id).await.unwrap().unwrap().value
    }

    /// A plan of everything.
    async fn plan(&self) -> Vec<PlanEntry> {
        let request = PlanRequest { filter: Some(CatalogueQuery::default()), ..PlanRequest::default() };
        look(&self.world.ports, &request).await.unwrap()
    }

    /// Prices that a plan of everything would push, and those that wait for a reading.
    async fn planned(&self) -> (Vec<(ListingKey, i64, i64)>, usize) {
        let (mut moves, mut open) = (Vec::new(), 0);
        for entry in self.plan().await {
            for change in entry.planned.changes.iter().filter(|change| change.field == Field::Price) {
                let amount = |value: &domain::diff::Value| match value {
                    domain::diff::Value::Money(price) => price.get(),
                    _ => 0,
                };
                match &change.blocked {
                    Some(Blocker::NoPrice { reason }) if reason == "base_reading_open" => open += 1,
                    Some(Blocker::NoPrice { .. }) => {}
                    _ => moves.push((entry.planned.key.clone(), amount(&change.from), amount(&change.to))),
                }
            }
        }
        (moves, open)
    }

    async fn product(&self, key: &ListingKey) -> Product {
        let ports = &self.world.ports;
        let id = ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap();
        ports.products.get(&id).await.unwrap().unwrap().value
    }

    /// A person types a base price of Rp123,456.
    async fn type_base(&self, product: &Product) {
        let variant = VariantEdit {
            id: Some(product.variants[0].id.to_string()),
            base_price: Some(Some(rupiah(123_456))),
            ..VariantEdit::default()
        };
        let edit = ProductEdit { variants: Some(vec![variant]), ..ProductEdit::default() };
        products::edit(&self.world.ports, OWNER, &product.id, None, edit).await.unwrap();
    }

    async fn bases(&self) -> BTreeMap<String, Option<i64>> {
        let mut bases = BTreeMap::new();
        for key in self.joined.iter().chain([&self.alone]) {
            let product = self.product(key).await;
            bases.insert(key.to_string(), product.variants[0].base_price.map(domain::Rupiah::get));
        }
        bases
    }

    async fn preview(&self, channel: &Channel, rule: PriceRule) -> Found {
        let change = Change { rule: Some(rule), fees: Some(FeeSchedule::none()), ..Change::default() };
        let question = Question { change, limit: 5, ..Question::default() };
        let answer = whatif::what_if(&self.world.ports, OWNER, self.id(), channel, &question).await.unwrap();
        assert!(answer.task.is_none(), "a small catalogue is answered at once");
        answer.found
    }
}

fn markup(percent: i32) -> PriceRule {
    PriceRule::of_markup(BasisPoints::percent(percent))
}

#[tokio::test]
async fn before_any_rule_nothing_says_that_shops_disagree() {
    let shops = Shops::imported().await;
    for key in &shops.joined {
        let product = shops.product(key).await;
        assert!(!product.attention.contains("base_price_differs"), "{:?}", product.attention);
    }
}

#[tokio::test]
async fn the_first_rules_move_no_price_until_somebody_says_what_prices_mean() {
    let shops = Shops::imported().await.with_rules().await;
    assert_eq!(shops.planned().await, (Vec::new(), 26), "every live price waits");
    // Once more, and with one more version of the rule: it still waits.
    shops.save(&shopee(), &markup(16)).await;
    assert_eq!(shops.planned().await, (Vec::new(), 26));
}

#[tokio::test]
async fn prices_that_have_the_fees_in_them_stay_and_bases_are_led_back() {
    let shops = Shops::imported().await.with_rules().await;
    let task = shops.read(Reading::ShopPricesIncludeFees).await;
    assert!(task.is_finished());
    assert_eq!((task.looked_at, task.counts["changed"]), (14, 14));
    let first = shops.product(&shops.joined[0]).await;
    assert_eq!(first.variants[0].base_price, Some(rupiah(110_000)));
    assert_eq!(shops.planned().await, (Vec::new(), 0), "nothing moves, and nothing waits");
    for key in &shops.joined {
        assert!(!shops.product(key).await.attention.contains("base_price_differs"));
    }
    // A rule that a person changes now is meant to move prices.
    shops.save(&shopee(), &markup(25)).await;
    let (moves, open) = shops.planned().await;
    assert_eq!((moves.len(), open), (13, 0));
    assert!(moves.iter().all(|(key, from, to)| key.channel == shopee() && to > from));
}

#[tokio::test]
async fn only_shops_that_truly_disagree_are_flagged_and_planned() {
    let shops = Shops::imported().await;
    let odd = &shops.joined[4];
    shops.world.channel(&shopee()).edit(&odd.shop, &odd.external_id, |content| {
        content.offers[0].price = Some(rupiah(150_000));
    });
    app::publishing::observe::observe(&shops.world.ports, odd, "test").await.unwrap();
    let shops = shops.with_rules().await;
    shops.read(Reading::ShopPricesIncludeFees).await;
    let (moves, open) = shops.planned().await;
    assert_eq!((moves.len(), open), (1, 0), "{moves:?}");
    let mut flagged = 0;
    for key in &shops.joined {
        flagged += usize::from(shops.product(key).await.attention.contains("base_price_differs"));
    }
    assert_eq!(flagged, 1);
}

#[tokio::test]
async fn prices_that_are_base_prices_rise_by_the_rules_and_stay_typed() {
    let shops = Shops::imported().await.with_rules().await;
    let before = shops.bases().await;
    let task = shops.read(Reading::ShopPricesAreBase).await;
    assert!(task.is_finished());
    assert_eq!(shops.bases().await, before, "the shop's price is the base");
    let (moves, open) = shops.planned().await;
    assert_eq!(open, 0);
    let alone = moves.iter().find(|(key, ..)| key == &shops.alone).unwrap();
    assert_eq!((alone.1, alone.2), (99_900, 114_885));
    // Said once, it is a person's word.
    shops.read(Reading::ShopPricesIncludeFees).await;
    assert_eq!(shops.bases().await, before);
}

#[tokio::test]
async fn a_typed_base_price_is_never_touched() {
    let shops = Shops::imported().await;
    let product = shops.product(&shops.joined[0]).await;
    shops.type_base(&product).await;
    let shops = shops.with_rules().await;
    for reading in [Reading::ShopPricesIncludeFees, Reading::ShopPricesAreBase] {
        shops.read(reading).await;
        assert_eq!(shops.product(&shops.joined[0]).await.variants[0].base_price, Some(rupiah(123_456)));
    }
}

#[tokio::test]
async fn a_reading_is_taken_back_by_one_request_but_for_what_people_changed_since() {
    for reading in [Reading::ShopPricesIncludeFees, Reading::ShopPricesAreBase] {
        let shops = Shops::imported().await.with_rules().await;
        let before = shops.bases().await;
        let whole = shops.product(&shops.joined[1]).await;
        let task = shops.read(reading).await;
        let product = shops.product(&shops.joined[0]).await;
        shops.type_base(&product).await;
        let undo = base_reading::undo(&shops.world.ports, OWNER, &task.id).await.unwrap();
        shops.world.price().await;
        let undo = shops.task(&undo.id).await;
        assert_eq!((undo.kind, undo.is_finished()), (BulkKind::BaseReadingUndo, true));
        assert_eq!((undo.counts["restored"], undo.counts["left"]), (13, 1), "{reading:?}");
        let mut expected = before.clone();
        expected.insert(shops.joined[0].to_string(), Some(123_456));
        assert_eq!(shops.bases().await, expected, "{reading:?}");
        let back = shops.product(&shops.joined[1]).await;
        assert_eq!((back.sources, back.attention), (whole.sources, whole.attention));
        assert_eq!(shops.planned().await.1, 24, "it waits again, but for what was typed");
        // The same request finds the same task.
        let again = base_reading::undo(&shops.world.ports, OWNER, &task.id).await.unwrap();
        assert_eq!(again.id, undo.id);
    }
}

#[tokio::test]
async fn the_preview_shows_both_readings_before_the_rule_is_saved() {
    let shops = Shops::imported().await;
    shops.save(&tiktok(), &markup(20)).await;
    let found = shops.preview(&shopee(), markup(15)).await;
    let readings = &found.readings;
    // Of Shopee's 13 products: 13 offers there and 12 at TikTok Shop.
    assert_eq!(readings.open, 25);
    let moves = |effect: &whatif::Effect, channel: &Channel| {
        let of = effect.channels[channel].clone();
        (of.stay, of.raised, of.lowered, of.unpriced)
    };
    let stay = &readings.include_fees;
    assert_eq!((moves(stay, &shopee()), moves(stay, &tiktok())), ((13, 0, 0, 0), (12, 0, 0, 0)));
    assert_eq!((stay.bases, stay.disagreeing), (13, 0));
    assert!(stay.bases_difference.get() < 0 && !stay.examples.is_empty());
    let rise = &readings.are_base;
    assert_eq!((moves(rise, &shopee()), moves(rise, &tiktok())), ((0, 13, 0, 0), (0, 12, 0, 0)));
    assert!(rise.channels[&shopee()].total_difference.get() > 0);
    assert!(rise.examples.iter().any(|example| example.prices.len() == 2), "both channels are shown");
    assert!(shops.world.ports.bulk_tasks.recent(None, 5).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn charm_prices_that_no_base_gives_stay_too() {
    let shops = Shops::imported().await;
    let charm = |percent| PriceRule { rounding: Rounding::Charm { ending: 900 }, ..markup(percent) };
    shops.save(&shopee(), &charm(15)).await;
    shops.save(&tiktok(), &charm(20)).await;
    shops.read(Reading::ShopPricesIncludeFees).await;
    let (moves, open) = shops.planned().await;
    let single: Vec<_> = moves.iter().filter(|(key, ..)| key == &shops.alone).collect();
    assert_eq!((single.len(), open), (0, 0), "{moves:?}");
}

#[tokio::test]
async fn pages_that_come_twice_or_are_lost_end_the_same() {
    let shops = Shops::imported().await.with_rules().await;
    let ports = &shops.world.ports;
    let before = shops.bases().await;
    let task = base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesIncludeFees).await.unwrap();
    let other = base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesAreBase).await;
    assert!(matches!(other, Err(UseCaseError::Refused { code: "base_reading_running", .. })));
    // Every message is delivered three times.
    while let Some(message) = shops.world.fakes.outbox.next_pricing() {
        for _ in 0..3 {
            app::worker::pricing::handle(ports, message.clone()).await.unwrap();
        }
    }
    let done = shops.task(&task.id).await;
    assert_eq!((done.is_finished(), done.looked_at), (true, 14));
    assert_eq!(shops.planned().await, (Vec::new(), 0));
    let undo = base_reading::undo(ports, OWNER, &task.id).await.unwrap();
    while let Some(message) = shops.world.fakes.outbox.next_pricing() {
        for _ in 0..2 {
            app::worker::pricing::handle(ports, message.clone()).await.unwrap();
        }
    }
    assert_eq!(shops.task(&undo.id).await.counts["restored"], 14);
    assert_eq!(shops.bases().await, before);
}

#[tokio::test]
async fn a_page_that_dies_between_its_writes_still_knows_what_was_there() {
    for kind in [Kind::BulkTask, Kind::Product, Kind::Audit] {
        for undone in [false, true] {
            let shops = Shops::imported().await.with_rules().await;
            let (ports, memory) = (&shops.world.ports, &shops.world.fakes.memory);
            let before = shops.bases().await;
            let task = base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesIncludeFees);
            let task = task.await.unwrap();
            if undone {
                shops.world.price().await;
                base_reading::undo(ports, OWNER, &task.id).await.unwrap();
            }
            let message = shops.world.fakes.outbox.next_pricing().unwrap();
            memory.refuse_next(kind, StoreError::Unavailable("the table is away".into()));
            app::worker::pricing::handle(ports, message.clone()).await.unwrap_err();
            app::worker::pricing::handle(ports, message).await.unwrap();
            shops.world.price().await;
            if !undone {
                assert_eq!(shops.planned().await, (Vec::new(), 0), "{kind:?}");
                base_reading::undo(ports, OWNER, &task.id).await.unwrap();
                shops.world.price().await;
            }
            assert_eq!(shops.bases().await, before, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn an_exception_counts_for_its_product() {
    let shops = Shops::imported().await;
    let product = shops.product(&shops.alone).await;
    shops.save(&shopee(), &markup(15)).await;
    let scope = Scope::Product { product: product.id.clone() };
    let double = markup(100);
    rules::put_override(&shops.world.ports, OWNER, &shopee(), &scope, &double, 0).await.unwrap();
    shops.world.price().await;
    shops.read(Reading::ShopPricesIncludeFees).await;
    assert_eq!(shops.product(&shops.alone).await.variants[0].base_price, Some(rupiah(49_950)));
    assert_eq!(shops.planned().await.0, []);
}
