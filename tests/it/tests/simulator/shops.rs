//! A seller with two shops, and what is known about them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use app::{
    Marketplace, Ports, intake,
    ports::Clock,
    pricing::rules,
    shops::connect::{CredentialsInput, finish_authorization, save_credentials, start_authorization},
};
use domain::{
    BasisPoints, Channel, ListingContent, ListingKey, Offer, ProductId, ShopId,
    listing::{ListingImage, Named},
    pricing::{FeeSchedule, PriceRule, Scope},
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use testkit::{
    FakeMarketplace, Fakes,
    build::{a_listing, a_shop, a_sku, rupiah},
};

use crate::queue::Pending;

pub const OWNER: &str = "owner@example.test";
/// Products, and how many of them are in both shops.
pub const PRODUCTS: usize = 8;
const IN_BOTH: usize = 5;

/// Both shops with everything around them.
pub struct Shops {
    pub ports: Ports,
    pub fakes: Fakes,
    pub channels: [Arc<FakeMarketplace>; 2],
    pub rng: ChaCha8Rng,
    pub queue: Vec<Pending>,
    /// Messages that were given up, for a person to send again.
    pub dead: Vec<Pending>,
    /// When the scheduler looks for lost outcomes next: every 15 minutes, as in the template.
    pub next_look: jiff::Timestamp,
    /// Prices that may be seen, by channel and SKU: those that were there, those that a person set there, and those of
    /// plans that a person let go.
    pub allowed: BTreeMap<(Channel, String), BTreeSet<i64>>,
    /// What happened so far, for a failing seed.
    pub log: Vec<String>,
}

pub fn shopee() -> Channel {
    Channel::parse("shopee").expect("a valid name")
}

pub fn tiktok() -> Channel {
    Channel::parse("tiktok_shop").expect("a valid name")
}

pub fn shop(channel: &Channel) -> ShopId {
    a_shop(if channel == &shopee() { "14701711" } else { "7494049642642441621" })
}

pub fn sku(number: usize) -> String {
    format!("MTK-{number:02}")
}

impl Shops {
    pub fn new(seed: u64) -> Self {
        let asks = domain::CategoryRules { takes_pre_order: true, ..domain::CategoryRules::default() };
        let channels = [FakeMarketplace::shopee(), FakeMarketplace::tiktok_shop()].map(Arc::new);
        let (mut ports, fakes) =
            testkit::ports(channels.clone().map(|channel| channel as Arc<dyn Marketplace>));
        for channel in &channels {
            channel.called_by(fakes.memory.life());
            channel.category_asks(asks.clone());
            // The clock does not move within a step: a pace that no step can use up.
            ports.settings.calls_per_second.insert(channel.capabilities().channel.clone(), 1_000_000);
        }
        let next_look = fakes.clock.now();
        Self {
            ports,
            fakes,
            next_look,
            channels,
            rng: ChaCha8Rng::seed_from_u64(seed),
            queue: Vec::new(),
            dead: Vec::new(),
            allowed: BTreeMap::new(),
            log: Vec::new(),
        }
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.fakes.clock.now()
    }

    pub fn at(&self, channel: &Channel) -> &Arc<FakeMarketplace> {
        &self.channels[usize::from(channel == &tiktok())]
    }

    pub fn note(&mut self, what: impl Into<String>) {
        self.log.push(what.into());
    }

    /// Connects both shops, sets their rules, imports them and waits until all is priced.
    pub async fn open(&mut self) {
        for (channel, markup) in [(shopee(), 1500), (tiktok(), 2000)] {
            self.connect(&channel).await;
            let fees = FeeSchedule { fees: vec![], source: "test".into(), valid_from: "2026-01-01".into() };
            rules::put_fee_schedule(&self.ports, OWNER, &channel, &Scope::Channel, &fees, 0)
                .await
                .expect("fees");
            let rule = PriceRule::of_markup(BasisPoints(markup));
            rules::put_price_rule(&self.ports, OWNER, &channel, &rule, 0).await.expect("a rule");
        }
        for number in 0..PRODUCTS {
            let base = 100_000 + 20_000 * i64::try_from(number).expect("few");
            self.put(&shopee(), number, base * 115 / 100);
            if number < IN_BOTH {
                self.put(&tiktok(), number, base * 120 / 100);
            }
        }
        intake::start(&self.ports, OWNER, &[shopee(), tiktok()]).await.expect("an import");
        self.run_dry().await;
        self.pass(Duration::from_mins(1));
        self.may_be_created().await;
        for number in 0..PRODUCTS {
            let product =
                self.ports.products.get(&self.product(number).await).await.expect("read").expect("imported");
            assert_eq!(product.value.channels.len(), if number < IN_BOTH { 2 } else { 1 }, "{number}");
        }
    }

    /// A listing with the SKU of a product, as the seller would make it in the shop.
    pub fn put(&mut self, channel: &Channel, number: usize, price: i64) -> ListingKey {
        let mut listing = a_listing(&format!("{}", 1000 + number));
        let picture = format!("https://images.test/{number}.png");
        listing.content = ListingContent {
            title: format!("Dudukan kamera nomor {number} untuk drone FPV lima inci"),
            images: vec![ListingImage { reference: format!("img-{number}"), url: Some(picture) }],
            offers: vec![Offer {
                sku: Some(a_sku(&sku(number))),
                price: Some(rupiah(price)),
                ..testkit::build::an_offer()
            }],
            ..listing.content
        };
        let key = ListingKey::new(channel.clone(), shop(channel), listing.id.clone());
        self.at(channel).put_listing(&shop(channel), listing);
        self.allow(channel, &sku(number), price);
        key
    }

    pub fn allow(&mut self, channel: &Channel, sku: &str, price: i64) {
        self.allowed.entry((channel.clone(), sku.to_lowercase())).or_default().insert(price);
    }

    /// The product that owns the SKU.
    pub async fn product(&self, number: usize) -> ProductId {
        let folded = a_sku(&sku(number)).folded();
        let claims = self.ports.products.sku_claims(&[folded]).await.expect("read");
        claims.into_iter().next().unwrap_or_else(|| panic!("no product has {}", sku(number))).product
    }

    /// A person chose the category on TikTok Shop of what is not listed there.
    async fn may_be_created(&self) {
        for number in IN_BOTH..PRODUCTS {
            let stored =
                self.ports.products.get(&self.product(number).await).await.expect("read").expect("is there");
            let mut product = stored.value;
            let category = Named { id: "100630".to_owned(), name: None };
            let details =
                domain::ListingDetails { category: Some(category), ..domain::ListingDetails::default() };
            product.details.insert(tiktok(), details);
            self.ports.products.put(&product, stored.version, &[]).await.expect("written");
        }
    }

    pub async fn connect(&self, channel: &Channel) {
        let input = CredentialsInput {
            app_id: "1000016".to_owned(),
            app_secret: "test-app-secret".to_owned().into(),
            service_id: None,
            webhook_url: None,
        };
        save_credentials(&self.ports, OWNER, channel, input, "https://hooks.example.test")
            .await
            .expect("saved");
        let redirect =
            url::Url::parse("https://api.example.test/v1/connections/callback").expect("an address");
        let link = start_authorization(&self.ports, OWNER, channel, &redirect).await.expect("a link");
        let state = link.query_pairs().find(|(name, _)| name == "state").expect("a state").1.into_owned();
        self.at(channel).authorize("code-1", &[shop(channel)]);
        let query = BTreeMap::from([("code".to_owned(), "code-1".to_owned()), ("state".to_owned(), state)]);
        finish_authorization(&self.ports, channel, &query).await.expect("connected");
    }

    pub fn pass(&mut self, time: Duration) {
        self.fakes.clock.advance(time);
    }

    /// An id that a request carries.
    pub fn unique(&self) -> String {
        self.ports.ids.unique()
    }
}
