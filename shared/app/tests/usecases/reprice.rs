use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use app::{
    Ports, StoreError, WorkError,
    message::{Envelope, PricingMessage},
    ports::{Connection, Connections, Versioned},
    pricing::{reprice, rules},
    worker,
};
use domain::{
    BasisPoints, Channel, ListingKey, Rupiah,
    pricing::{FeeSchedule, NoPrice, PriceRule, QuoteOutcome, Scope},
};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
};

use crate::world::{World, shopee, tiktok};

pub fn rule(percent: i32) -> PriceRule {
    PriceRule::of_markup(BasisPoints::percent(percent))
}

impl World {
    pub async fn fees(&self, channel: &Channel) {
        let fees = FeeSchedule { fees: vec![], source: "test".into(), valid_from: "2026-01-01".into() };
        rules::put_fee_schedule(&self.ports, "owner", channel, &Scope::Channel, &fees, 0).await.unwrap();
    }

    pub async fn quote(&self, key: &ListingKey) -> Option<QuoteOutcome> {
        let listing = self.ports.listings.get(key).await.unwrap().unwrap();
        listing.prices.and_then(|prices| prices.quotes.into_values().next())
    }
}

fn price(outcome: Option<QuoteOutcome>) -> Rupiah {
    match outcome {
        Some(QuoteOutcome::Quoted(quote)) => quote.price,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_rule_reaches_every_listing_of_its_channel_and_writes_once() {
    let world = World::connected().await;
    let mut keys = Vec::new();
    for n in 0..230 {
        let id = format!("{:05}", n + 1);
        keys.push(world.put(&shopee(), a_listing(&id).with_sku(&id).with_price(150_000)));
    }
    let theirs = world.put(&tiktok(), a_listing("171").with_sku("00001").with_price(150_000));
    world.import().await;
    for (channel, percent) in [(shopee(), 15), (tiktok(), 20)] {
        world.fees(&channel).await;
        rules::put_price_rule(&world.ports, "owner", &channel, &rule(percent), 0).await.unwrap();
    }
    assert_eq!(world.price().await, 231);
    for key in &keys {
        assert_eq!(price(world.quote(key).await), Rupiah::new(172_500), "{key}");
    }
    assert_eq!(price(world.quote(&theirs).await), Rupiah::new(180_000));

    world.fakes.memory.forget_writes();
    for channel in [shopee(), tiktok()] {
        let message = PricingMessage::channel(channel, 1);
        world.ports.outbox.pricing(&[Envelope::derived(message)]).await.unwrap();
    }
    assert_eq!((world.price().await, world.fakes.memory.writes_of(Kind::Prices)), (0, 0));
}

#[tokio::test]
async fn a_changed_product_is_quoted_on_every_channel_it_is_on() {
    let world = World::connected().await;
    let ours = world.put(&shopee(), a_listing("1").with_sku("A").with_price(150_000));
    let theirs = world.put(&tiktok(), a_listing("171").with_sku("A").with_price(150_000));
    world.import().await;
    for channel in [shopee(), tiktok()] {
        world.fees(&channel).await;
        rules::put_price_rule(&world.ports, "owner", &channel, &rule(10), 0).await.unwrap();
    }
    world.price().await;

    let id = world.ports.listings.get(&ours).await.unwrap().unwrap().state.value.product.unwrap();
    let mut product = world.ports.products.get(&id).await.unwrap().unwrap();
    product.value.variants[0].base_price = Some(Rupiah::new(200_000));
    world.ports.products.put(&product.value, product.version, &[]).await.unwrap();
    let message = Envelope::derived(PricingMessage::Product { product: id });
    let repriced = worker::pricing::handle(&world.ports, message).await.unwrap();
    assert_eq!((repriced.listings, repriced.written), (2, 2));
    for key in [ours, theirs] {
        assert_eq!(price(world.quote(&key).await), Rupiah::new(220_000));
    }
}

#[tokio::test]
async fn without_a_rule_nothing_is_written_and_without_fees_the_reason_is() {
    let world = World::connected().await;
    let key = world.put(&shopee(), a_listing("1"));
    world.import().await;
    world.fees(&shopee()).await;
    assert_eq!(world.price().await, 0);
    assert_eq!(world.quote(&key).await, None);

    let key = world.put(&tiktok(), a_listing("171").with_sku("B"));
    rules::put_price_rule(&world.ports, "owner", &tiktok(), &rule(10), 0).await.unwrap();
    world.price().await;
    world.import().await;
    assert_eq!(world.price().await, 1, "an import has its new listings priced");
    assert_eq!(world.quote(&key).await, Some(QuoteOutcome::Refused { reason: NoPrice::FeeScheduleMissing }));
}

/// Somebody changes the rule and the product while a page is under way: after it read both, before it writes.
struct Meddling {
    inner: Arc<dyn Connections>,
    ports: Ports,
    what: Meddle,
    done: AtomicBool,
}

enum Meddle {
    Rule(PriceRule),
    Product(Box<domain::Product>),
}

#[async_trait::async_trait]
impl Connections for Meddling {
    async fn get(&self, channel: &Channel) -> Result<Option<Versioned<Connection>>, StoreError> {
        if !self.done.swap(true, Ordering::Relaxed) {
            match &self.what {
                Meddle::Rule(rule) => {
                    self.ports.rules.put_price_rule(channel, rule, 1).await?;
                }
                Meddle::Product(product) => {
                    let stored = self.ports.products.get(&product.id).await?.unwrap();
                    self.ports.products.put(product, stored.version, &[]).await?;
                }
            }
        }
        self.inner.get(channel).await
    }

    async fn all(&self) -> Result<Vec<Versioned<Connection>>, StoreError> {
        self.inner.all().await
    }

    async fn put(&self, connection: &Connection, expected: u64) -> Result<Versioned<Connection>, StoreError> {
        self.inner.put(connection, expected).await
    }

    async fn delete(&self, channel: &Channel) -> Result<(), StoreError> {
        self.inner.delete(channel).await
    }
}

#[tokio::test]
async fn a_page_of_older_rules_or_of_an_older_product_is_done_again() {
    for by_rule in [true, false] {
        let mut world = World::connected().await;
        let key = world.put(&shopee(), a_listing("1").with_price(100_000));
        world.import().await;
        world.fees(&shopee()).await;
        rules::put_price_rule(&world.ports, "owner", &shopee(), &rule(10), 0).await.unwrap();
        while world.fakes.outbox.next_pricing().is_some() {}
        let id = world.ports.listings.get(&key).await.unwrap().unwrap().state.value.product.unwrap();
        let mut product = world.ports.products.get(&id).await.unwrap().unwrap().value;
        product.variants[0].base_price = Some(Rupiah::new(200_000));
        let what = if by_rule { Meddle::Rule(rule(20)) } else { Meddle::Product(Box::new(product)) };
        let (inner, ports) = (world.ports.connections.clone(), world.ports.clone());
        world.ports.connections = Arc::new(Meddling { inner, ports, what, done: AtomicBool::new(false) });

        let message = Envelope::derived(PricingMessage::Product { product: id });
        let first = worker::pricing::handle(&world.ports, message.clone()).await;
        assert!(matches!(first, Err(WorkError::Retry { .. })), "{first:?}");
        let again = worker::pricing::handle(&world.ports, message).await.unwrap();
        assert_eq!(again.written, 1);
        let now = if by_rule { 120_000 } else { 220_000 };
        assert_eq!(price(world.quote(&key).await), Rupiah::new(now));
    }
}

#[tokio::test]
async fn new_listings_are_priced_where_a_category_alone_has_a_rule() {
    let world = World::connected().await;
    world.fees(&shopee()).await;
    let scope = Scope::category("Frame").unwrap();
    rules::put_override(&world.ports, "owner", &shopee(), &scope, &rule(10), 0).await.unwrap();
    world.price().await;
    let mut listing = a_listing("1").with_price(100_000);
    listing.content.category = Some(domain::listing::Named { id: "100".into(), name: Some("Frame".into()) });
    let key = world.put(&shopee(), listing);
    world.import().await;
    assert_eq!(world.price().await, 1);
    // The base was led back by that same rule: the price is what the shop asks.
    let Some(QuoteOutcome::Quoted(quote)) = world.quote(&key).await else { panic!("no price") };
    assert_eq!((quote.price, quote.rule_scope), (Rupiah::new(100_000), scope));
}

#[tokio::test]
async fn a_product_that_is_gone_is_no_failure() {
    let world = World::connected().await;
    let product = domain::ProductId::derived(&["nothing"]);
    let repriced =
        worker::pricing::handle(&world.ports, Envelope::derived(PricingMessage::Product { product }))
            .await
            .unwrap();
    assert_eq!(repriced, reprice::Repriced::default());
}
