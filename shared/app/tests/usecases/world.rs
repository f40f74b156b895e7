//! A seller with two shops.

use std::{collections::BTreeMap, sync::Arc};

use app::{
    Marketplace, Ports, WorkError, intake,
    marketplace::FetchedListing,
    ports::{Connection, Import},
    publishing::{
        planning::{PlanRequest, make_plan},
        run::{self, Waves},
    },
    shops::{
        connect::{CredentialsInput, finish_authorization, save_credentials, start_authorization},
        directory::own_key,
    },
    worker,
};
use domain::{Channel, ListingKey, ProductId, ShopId};
use testkit::{FakeMarketplace, Fakes, build::a_shop};
use url::Url;

pub const WEBHOOK_BASE: &str = "https://hooks.example.test";

pub struct World {
    pub ports: Ports,
    pub fakes: Fakes,
    pub shopee: Arc<FakeMarketplace>,
    pub tiktok: Arc<FakeMarketplace>,
}

pub fn shopee() -> Channel {
    Channel::parse("shopee").unwrap()
}

pub fn tiktok() -> Channel {
    Channel::parse("tiktok_shop").unwrap()
}

pub fn shop(channel: &Channel) -> ShopId {
    a_shop(if channel == &shopee() { "14701711" } else { "7494049642642441621" })
}

impl World {
    /// Nothing is connected yet.
    pub fn new() -> Self {
        Self::paged(3, 2)
    }

    /// Nothing is connected yet; list pages of this size, and details of Shopee this many at once.
    pub fn paged(page: usize, details: usize) -> Self {
        let shopee = Arc::new(
            FakeMarketplace::shopee()
                .with_page_size(page)
                .with_capabilities(|can| can.detail_batch = details),
        );
        let tiktok = Arc::new(FakeMarketplace::tiktok_shop().with_page_size(page));
        let own = Arc::new(FakeMarketplace::new("website").with_capabilities(|can| {
            can.remote = false;
            can.uploads_images = false;
        }));
        let channels: [Arc<dyn Marketplace>; 3] = [shopee.clone(), tiktok.clone(), own];
        let (mut ports, fakes) = testkit::ports(channels);
        // The clock stands still, so slots are only ever further away: a pace that no test can use up.
        for channel in [self::shopee(), self::tiktok()] {
            ports.settings.calls_per_second.insert(channel, 1_000_000);
        }
        Self { ports, fakes, shopee, tiktok }
    }

    /// Both shops are connected.
    pub async fn connected() -> Self {
        Self::new().and_connected().await
    }

    pub async fn and_connected(self) -> Self {
        let world = self;
        for channel in [shopee(), tiktok()] {
            world.connect(&channel).await;
        }
        world.fakes.outbox.drain_notify();
        world.shopee.forget_journal();
        world.tiktok.forget_journal();
        world
    }

    pub fn channel(&self, channel: &Channel) -> &FakeMarketplace {
        if channel == &shopee() { &self.shopee } else { &self.tiktok }
    }

    pub async fn save(&self, channel: &Channel, app_id: &str) -> Connection {
        let saved =
            save_credentials(&self.ports, "owner@example.test", channel, input(app_id), WEBHOOK_BASE).await;
        saved.unwrap().value
    }

    /// Goes through the whole consent of one shop.
    pub async fn connect(&self, channel: &Channel) -> Connection {
        self.save(channel, "1000016").await;
        let state = self.consent(channel).await;
        self.channel(channel).authorize("code-1", &[shop(channel)]);
        let query = BTreeMap::from([("code".to_owned(), "code-1".to_owned()), ("state".to_owned(), state)]);
        finish_authorization(&self.ports, channel, &query).await.unwrap().value
    }

    /// Starts a consent; returns the state that the link carries.
    pub async fn consent(&self, channel: &Channel) -> String {
        let redirect = Url::parse("https://api.example.test/v1/connections/callback").unwrap();
        let link = start_authorization(&self.ports, "owner@example.test", channel, &redirect).await.unwrap();
        let state = link.query_pairs().find(|(name, _)| name == "state").unwrap();
        state.1.into_owned()
    }

    pub fn put(&self, channel: &Channel, listing: FetchedListing) -> ListingKey {
        let key = ListingKey::new(channel.clone(), shop(channel), listing.id.clone());
        self.channel(channel).put_listing(&shop(channel), listing);
        key
    }

    /// Starts an import of both shops and works the queue off.
    pub async fn import(&self) -> Import {
        let import = intake::start(&self.ports, "owner@example.test", &[shopee(), tiktok()]).await.unwrap();
        self.work().await.unwrap();
        self.ports.imports.get(&import.id).await.unwrap().unwrap()
    }

    /// Works the import queue off, in order; a message that fails is dropped and its error returned at the end.
    pub async fn work(&self) -> Result<(), WorkError> {
        let mut failure = Ok(());
        while let Some(message) = self.fakes.outbox.next_import() {
            if let Err(error) = worker::import::handle(&self.ports, message).await {
                failure = Err(error);
            }
        }
        failure
    }

    pub async fn price(&self) -> u64 {
        let mut written = 0;
        while let Some(message) = self.fakes.outbox.next_pricing() {
            written += worker::pricing::handle(&self.ports, message).await.unwrap().written;
        }
        written
    }

    /// Pushes `product` to the seller's own store; returns its listing there.
    pub async fn in_own_store(&self, product: &ProductId) -> ListingKey {
        let channel = Channel::parse("website").unwrap();
        let request = PlanRequest {
            products: vec![product.clone()],
            channels: vec![channel.clone()],
            ..PlanRequest::default()
        };
        let plan = make_plan(&self.ports, "owner@example.test", request).await.unwrap();
        run::start(&self.ports, "owner@example.test", &plan.id, &plan.hash, Waves::Single).await.unwrap();
        while let Some(message) = self.fakes.outbox.next_sync() {
            worker::sync::handle(&self.ports, message).await.unwrap();
        }
        own_key(&channel, product).unwrap()
    }

    /// Handles every notification; returns the kinds that were reported.
    pub async fn told(&self) -> Vec<String> {
        for message in self.fakes.outbox.drain_notify() {
            worker::notify::handle(&self.ports, message).await.unwrap();
        }
        let page = self.ports.notifications.list(None, 100).await.unwrap();
        page.items.into_iter().map(|told| told.kind).collect()
    }

    pub async fn connection(&self, channel: &Channel) -> Connection {
        self.ports.connections.get(channel).await.unwrap().unwrap().value
    }
}

pub fn input(app_id: &str) -> CredentialsInput {
    CredentialsInput {
        app_id: app_id.to_owned(),
        app_secret: "test-app-secret".to_owned().into(),
        service_id: None,
        webhook_url: None,
    }
}

/// The failure of a message that was tried as often as it may be.
pub fn lost(reason: &str) -> app::WorkError {
    app::WorkError::Retry { after: None, reason: reason.to_owned() }
}
