use app::{
    catalogue::matches,
    message::{Envelope, ImportMessage},
    ports::{ReportInMaking, StoredReport},
    pricing::rules,
    reports::field_report::{differing, is_outdated, request},
    worker,
};
use domain::{
    BasisPoints, Rupiah,
    diff::Field,
    field_report::Verdict,
    ids::ReportId,
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, NetTarget, PriceRule, QuoteOutcome, Scope, quote},
};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
};

use crate::world::{World, lost, shop, shopee, tiktok};

const ACTOR: &str = "owner@example.test";

impl World {
    /// Two shops with three products on both, whose titles and prices differ, and one on Shopee alone.
    async fn imported() -> Self {
        let world = Self::connected().await;
        for (id, theirs, price) in [("1", "171", 100_000), ("2", "172", 120_000), ("3", "173", 90_000)] {
            let sku = format!("MTK-{id}");
            let offers = |price| [(&[] as &[&str], sku.as_str(), price)];
            world.put(&shopee(), a_listing(id).with_offers(&[], &offers(100_000)));
            world.put(&tiktok(), a_listing(theirs).with_offers(&[], &offers(price)));
        }
        world.put(&shopee(), a_listing("4").with_offers(&[], &[(&[], "MTK-4", 50_000)]));
        world.import().await;
        world
    }

    async fn report(&self) -> StoredReport {
        self.ports.field_reports.current_report().await.unwrap().unwrap()
    }

    async fn making(&self) -> Option<ReportInMaking> {
        self.ports.field_reports.report_in_making().await.unwrap().map(|making| making.value)
    }

    fn title_moves(&self, id: &str, title: &str) {
        let id = testkit::build::an_external_id(id);
        self.shopee.edit(&shop(&shopee()), &id, |content| title.clone_into(&mut content.title));
    }
}

#[tokio::test]
async fn an_import_ends_with_the_report_of_what_it_brought() {
    let world = World::imported().await;
    let stored = world.report().await;
    assert_eq!(world.making().await, None);
    assert_eq!((stored.listings, stored.report.products, stored.report.shared), (7, 4, 3));
    assert_eq!(stored.report.channels[&shopee()], 4);
    let price = &stored.report.fields[&Field::Price];
    assert_eq!((price.agree, price.differ), (1, 2));
    assert_eq!(price.examples.len(), 2);
    assert_eq!(price.examples[0].values[0].value.as_deref(), Some("100000"));
    let page = differing(&world.ports, &stored, Field::Price, None, 1).await.unwrap();
    let rest = differing(&world.ports, &stored, Field::Price, page.next.as_deref(), 9).await.unwrap();
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (1, 1, None));
    assert!(page.items.iter().chain(&rest.items).all(|open| open.finding.verdict == Some(Verdict::Differ)));
}

#[tokio::test]
async fn an_unchanged_catalogue_is_not_reported_again() {
    let world = World::imported().await;
    let first = world.report().await;
    world.fakes.memory.forget_writes();
    world.import().await;
    assert_eq!(world.fakes.memory.writes_of(Kind::FieldReport), 0);
    assert_eq!(world.report().await, first);
    world.title_moves("4", "Judul yang lain sama sekali");
    world.import().await;
    let second = world.report().await;
    assert_ne!((second.id, second.state), (first.id, first.state), "one listing has moved");
}

#[tokio::test]
async fn equal_catalogues_give_equal_states() {
    let world = World::imported().await;
    let first = world.report().await;
    request(&world.ports, ACTOR).await.unwrap();
    world.work().await.unwrap();
    let second = world.report().await;
    assert_ne!(second.id, first.id);
    assert_eq!((second.state, second.report), (first.state, first.report));
    assert_eq!(second.replaced, std::slice::from_ref(&first.id));
    let left = world.ports.field_reports.open_products(&first.id, Field::Price, None, 10).await.unwrap();
    assert_eq!(left.items, [], "what the first report kept is cleared away");
    let kept = world.ports.field_reports.open_products(&second.id, Field::Price, None, 10).await.unwrap();
    assert_eq!(kept.items.len(), 2);
}

#[tokio::test]
async fn a_message_that_comes_twice_counts_once() {
    let world = World::imported().await;
    let expected = world.report().await.report;
    request(&world.ports, ACTOR).await.unwrap();
    while let Some(message) = world.fakes.outbox.next_import() {
        worker::import::handle(&world.ports, message.clone()).await.unwrap();
        worker::import::handle(&world.ports, message).await.unwrap();
    }
    assert_eq!(world.report().await.report, expected);
    assert_eq!(world.making().await, None);
}

#[tokio::test]
async fn a_step_that_was_counted_and_not_followed_goes_on_when_its_message_comes_again() {
    let world = World::imported().await;
    request(&world.ports, ACTOR).await.unwrap();
    let first = world.fakes.outbox.next_import().unwrap();
    world.fakes.outbox.refuse_next(app::StoreError::Unavailable("no queue".to_owned()));
    worker::import::handle(&world.ports, first.clone()).await.unwrap_err();
    assert_eq!(world.making().await.unwrap().step, 1, "it was counted");
    worker::import::handle(&world.ports, first).await.unwrap();
    world.work().await.unwrap();
    assert_eq!(world.making().await, None);
    assert_eq!(world.report().await.listings, 7);
}

#[tokio::test]
async fn asking_twice_starts_one_report() {
    let world = World::imported().await;
    let first = request(&world.ports, ACTOR).await.unwrap();
    assert_eq!(request(&world.ports, ACTOR).await.unwrap(), first);
    let audit = world.ports.audit.list(Some(first.id.as_str()), None, 10).await.unwrap();
    assert_eq!(audit.items.len(), 1);
    world.work().await.unwrap();
    assert_eq!(world.report().await.id, first.id);
}

#[tokio::test]
async fn a_report_that_was_lost_is_started_anew_and_its_messages_end() {
    let world = World::imported().await;
    let lost_report = request(&world.ports, ACTOR).await.unwrap();
    let message = world.fakes.outbox.next_import().unwrap();
    world.fakes.clock.advance(std::time::Duration::from_hours(1));
    let second = request(&world.ports, ACTOR).await.unwrap();
    assert_ne!(second.id, lost_report.id);
    assert!(second.replaced.contains(&lost_report.id));
    world.work().await.unwrap();
    worker::import::handle(&world.ports, message).await.unwrap();
    assert_eq!(world.report().await.id, second.id);
    assert_eq!(world.making().await, None);
}

#[tokio::test]
async fn a_report_that_cannot_be_made_is_given_up_and_told() {
    let world = World::imported().await;
    let making = request(&world.ports, ACTOR).await.unwrap();
    let message = ImportMessage::FieldReport { report: making.id.clone(), step: 0 };
    worker::import::give_up(&world.ports, &message, &lost("the store is unavailable"), "1").await.unwrap();
    assert_eq!(world.making().await, None);
    assert!(world.told().await.contains(&"field_report_failed".to_owned()));
    let other = ImportMessage::FieldReport { report: ReportId::from_unique("0199c0ffee"), step: 0 };
    worker::import::give_up(&world.ports, &other, &lost("late"), "2").await.unwrap();
}

#[tokio::test]
async fn a_product_that_agrees_by_now_is_shown_as_it_is() {
    let world = World::imported().await;
    let stored = world.report().await;
    let id = testkit::build::an_external_id("172");
    world.tiktok.edit(&shop(&tiktok()), &id, |content| {
        content.offers[0].price = Some(Rupiah::new(100_000));
    });
    let key = domain::ListingKey::new(tiktok(), shop(&tiktok()), id);
    app::publishing::observe::observe(&world.ports, &key, "test").await.unwrap();
    let page = differing(&world.ports, &stored, Field::Price, None, 10).await.unwrap();
    let now: Vec<_> = page.items.iter().map(|open| (open.reported, open.finding.verdict.unwrap())).collect();
    assert_eq!(now.len(), 2);
    assert!(
        now.contains(&(Verdict::Differ, Verdict::Agree)) && now.contains(&(Verdict::Differ, Verdict::Differ))
    );
}

#[tokio::test]
async fn prices_are_led_back_by_fees_and_exceptions_as_masters_lead_them_back() {
    let world = World::connected().await;
    let commission = Fee {
        name: "Komisi".into(),
        kind: FeeKind::Percent { rate: BasisPoints::percent(8), cap: None },
        enabled: true,
        group: FeeGroup::Commission,
    };
    let fees = FeeSchedule { fees: vec![commission], ..FeeSchedule::none() };
    let (net, twenty) = (PriceRule::of_net(NetTarget::Base), PriceRule::of_markup(BasisPoints::percent(20)));
    for (channel, rule, fees) in [(shopee(), &net, &fees), (tiktok(), &twenty, &FeeSchedule::none())] {
        rules::put_price_rule(&world.ports, ACTOR, &channel, rule, 0).await.unwrap();
        rules::put_fee_schedule(&world.ports, ACTOR, &channel, &Scope::Channel, fees, 0).await.unwrap();
    }
    let base = Some(Rupiah::new(100_000));
    let QuoteOutcome::Quoted(kept) = quote(base, None, Some((&net, 1)), Some((&fees, 1))) else {
        panic!("the base has a price")
    };
    let offers = |price| [(&[] as &[&str], "MTK-1", price)];
    let ours = world.put(&shopee(), a_listing("1").with_offers(&[], &offers(kept.price.get())));
    let theirs = world.put(&tiktok(), a_listing("171").with_offers(&[], &offers(120_000)));
    world.import().await;
    let price = |report: StoredReport| {
        let price = &report.report.fields[&Field::Price];
        (price.agree, price.differ)
    };
    assert_eq!(price(world.report().await), (1, 0), "Rp100.000 gives {} and Rp120.000", kept.price);

    // The product has a rule of its own on one channel: the price there follows it.
    let product = world.ports.listings.get(&ours).await.unwrap().unwrap().state.value.product.unwrap();
    let (scope, double) = (Scope::Product { product }, PriceRule::of_markup(BasisPoints::percent(100)));
    rules::put_override(&world.ports, ACTOR, &tiktok(), &scope, &double, 0).await.unwrap();
    world.tiktok.edit(&shop(&tiktok()), &theirs.external_id, |content| {
        content.offers[0].price = Some(Rupiah::new(200_000));
    });
    world.import().await;
    let report = world.report().await;
    assert_eq!(price(report.clone()), (1, 0));
    world.tiktok.edit(&shop(&tiktok()), &theirs.external_id, |content| {
        content.offers[0].price = Some(Rupiah::new(120_000));
    });
    world.import().await;
    let report = world.report().await;
    assert_eq!(price(report.clone()), (0, 1), "Rp120.000 there would be Rp60.000");
    let page = differing(&world.ports, &report, Field::Price, None, 9).await.unwrap();
    assert_eq!(page.items[0].finding.verdict, Some(Verdict::Differ), "the products read again agree with it");
}

#[tokio::test]
async fn a_report_is_outdated_once_a_decision_or_a_rule_comes_after_it() {
    let world = World::imported().await;
    let outdated = async || {
        world.fakes.clock.advance(std::time::Duration::from_secs(1));
        is_outdated(&world.ports, &world.report().await).await.unwrap()
    };
    assert!(!outdated().await);
    let rule = PriceRule::of_markup(BasisPoints::percent(15));
    rules::put_price_rule(&world.ports, ACTOR, &shopee(), &rule, 0).await.unwrap();
    assert!(outdated().await, "prices are led back by another rule");
    let again = async || {
        request(&world.ports, ACTOR).await.unwrap();
        world.work().await.unwrap();
    };
    again().await;
    assert!(!outdated().await);
    let key = domain::ListingKey::new(shopee(), shop(&shopee()), testkit::build::an_external_id("1"));
    matches::unlink(&world.ports, ACTOR, &key).await.unwrap();
    assert!(outdated().await, "two listings are two products now");
    again().await;
    assert!(!outdated().await);
    world.import().await;
    assert!(!outdated().await, "an import that changed nothing leaves it as it is");
    // One that was stored before it said when it was started.
    let mut json = serde_json::to_value(world.report().await).unwrap();
    json.as_object_mut().unwrap().remove("started_at");
    let earlier: StoredReport = serde_json::from_value(json).unwrap();
    assert!(!is_outdated(&world.ports, &earlier).await.unwrap());
}

#[test]
fn the_message_of_a_step_keeps_its_shape() {
    let report = ReportId::parse("rep_0199c0ffee").unwrap();
    let envelope =
        Envelope { v: 1, id: "x".to_owned(), message: ImportMessage::FieldReport { report, step: 3 } };
    let json = r#"{"v":1,"id":"x","type":"field_report","report":"rep_0199c0ffee","step":3}"#;
    assert_eq!(serde_json::to_string(&envelope).unwrap(), json);
    assert_eq!(serde_json::from_str::<Envelope<ImportMessage>>(json).unwrap(), envelope);
}
