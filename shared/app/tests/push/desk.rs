//! A shop with listings, and its queue.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use app::{
    Ports, WorkError,
    marketplace::{FetchedListing, ShopInfo, ShopTokens},
    message::{Envelope, SyncMessage},
    ports::{
        ConnectedShop, Connection, ConnectionSecret, ConnectionState, Job, ListingState, NewMaster, Plan,
        Run, Versioned,
    },
    publishing::{
        planning::{PlanRequest, make_plan},
        run::{self, Waves},
    },
    worker,
};
use domain::{
    BasisPoints, Channel, ListingContent, ListingKey, Product, ShopId,
    listing::ListingImage,
    pricing::{FeeSchedule, PriceRule},
};
use testkit::{FakeMarketplace, Fakes, build::*};

/// A shop, on Shopee where nothing else is said, with one connected listing per product.
pub struct Desk {
    pub ports: Ports,
    pub fakes: Fakes,
    pub shopee: Arc<FakeMarketplace>,
    pub shop: ShopId,
    pub channel: Channel,
}

impl Desk {
    pub async fn new() -> Self {
        Self::at("shopee").await
    }

    /// A shop at this channel, which is `shopee` or `tiktok_shop`.
    pub async fn at(channel: &str) -> Self {
        let channel = a_channel(channel);
        let shopee = Arc::new(match channel.as_str() {
            "shopee" => FakeMarketplace::shopee(),
            _ => FakeMarketplace::tiktok_shop(),
        });
        let (mut ports, fakes) = testkit::ports([shopee.clone() as Arc<dyn app::Marketplace>]);
        // The clock stands still, so slots of the call budget lie ever further ahead; close together they cost no time.
        ports.settings.calls_per_second.insert(channel.clone(), 1000);
        let desk = Self { ports, fakes, shopee, shop: a_shop("14701711"), channel };
        desk.connect().await;
        desk.rule(1500).await;
        desk
    }

    pub async fn connect(&self) {
        let later = self.fakes.clock_now() + Duration::from_hours(24);
        let tokens = ShopTokens {
            access_token: "access".to_owned().into(),
            refresh_token: "refresh".to_owned().into(),
            access_expires_at: later,
            refresh_expires_at: None,
            cipher: None,
            generation: 1,
        };
        let secret = ConnectionSecret {
            credentials: credentials(),
            webhook_url: String::new(),
            shops: BTreeMap::from([(self.shop.clone(), tokens)]),
        };
        self.ports.secrets.put(&self.channel, &secret).await.unwrap();
        let connection = Connection {
            channel: self.channel.clone(),
            state: ConnectionState::Connected,
            app_id: "1000016".into(),
            secret_last4: "cret".into(),
            webhook_url: String::new(),
            shops: BTreeMap::new(),
            problem: None,
            pending: None,
            updated_at: self.fakes.clock_now(),
        };
        self.ports.connections.put(&connection, 0).await.unwrap();
    }

    pub async fn rule(&self, markup: i32) {
        let stored = self.ports.rules.price_rule(&self.channel).await.unwrap().map_or(0, |rule| rule.version);
        let rule = PriceRule::of_markup(BasisPoints(markup));
        self.ports.rules.put_price_rule(&self.channel, &rule, stored).await.unwrap();
        if stored == 0 {
            let fees = FeeSchedule { fees: vec![], source: "test".into(), valid_from: "2026-01-01".into() };
            self.ports.rules.put_fee_schedule(&self.channel, &fees, 0).await.unwrap();
        }
    }

    /// A product without variants, listed on the channel under `id` as it is.
    pub async fn listed(&self, id: &str) -> Product {
        let mut product = a_product_named(id);
        product.variants[0].base_price = Some(rupiah(150_000));
        let offers = vec![domain::Offer { sku: product.variants[0].sku.clone(), ..an_offer() }];
        self.listed_as(id, product, offers).await
    }

    /// A product of two variants, listed as it is.
    pub async fn listed_with_two(&self, id: &str) -> Product {
        let mut product = a_product_named(id);
        product.options = vec!["Ukuran".to_owned()];
        let variant = |name: &str| {
            let mut variant = product.variants[0].clone();
            variant.id = domain::VariantId::derived(&[id, name]);
            variant.sku = Some(a_sku(&format!("MTK-{id}-{name}")));
            variant.option_values = vec![name.to_owned()];
            variant.base_price = Some(rupiah(150_000));
            variant
        };
        product.variants = vec![variant("Kecil"), variant("Besar")];
        let offer = |variant: &domain::Variant, offer: &str| domain::Offer {
            id: an_offer_id(offer),
            sku: variant.sku.clone(),
            option_values: variant.option_values.clone(),
            ..an_offer()
        };
        let offers = vec![offer(&product.variants[0], "101"), offer(&product.variants[1], "102")];
        self.listed_as(id, product, offers).await
    }

    async fn listed_as(&self, id: &str, product: Product, offers: Vec<domain::Offer>) -> Product {
        let key = self.key(id);
        let content = ListingContent {
            title: product.title.to_string(),
            description: product.description.clone(),
            images: product
                .images
                .iter()
                .map(|i| ListingImage { reference: i.id.to_string(), url: None })
                .collect(),
            weight: product.weight,
            dimensions: product.dimensions,
            pre_order: product.pre_order,
            options: product.options.clone(),
            offers: offers.clone(),
            ..a_content()
        };
        for image in &product.images {
            let copy = image.id.to_string();
            self.ports
                .listings
                .put_image_reference(&self.channel, &self.shop, &image.id, &copy)
                .await
                .unwrap();
        }
        let fetched = FetchedListing {
            id: key.external_id.clone(),
            content: content.clone(),
            updated_at: None,
            audit: None,
            partial: false,
        };
        self.shopee.put_listing(&self.shop, fetched);
        self.ports.listings.observe(&[observed(&key, content)]).await.unwrap();
        let Versioned { value, version } = self.ports.listings.get(&key).await.unwrap().unwrap().state;
        let variants = product.variants.iter().map(|variant| variant.id.clone());
        let links = offers.into_iter().map(|offer| offer.id).zip(variants).collect();
        let state =
            Versioned { value: ListingState { product: Some(product.id.clone()), links, ..value }, version };
        let master = NewMaster { product: product.clone(), listings: vec![state] };
        assert_eq!(self.ports.products.create_masters(&[master]).await.unwrap(), [true]);
        product
    }

    /// The product as somebody edits it later.
    pub async fn edited(&self, product: &Product, edit: impl FnOnce(&mut Product)) {
        let stored = self.ports.products.get(&product.id).await.unwrap().unwrap();
        let mut product = stored.value;
        edit(&mut product);
        self.ports.products.put(&product, stored.version, &[]).await.unwrap();
    }

    pub async fn base_price(&self, product: &Product, price: i64) {
        self.edited(product, |product| product.variants[0].base_price = Some(rupiah(price))).await;
    }

    /// The shop as the schedule knows it, asked a moment ago what changed there.
    pub async fn shop_record(&self) {
        let stored = self.ports.connections.get(&self.channel).await.unwrap().unwrap();
        let (mut connection, now) = (stored.value, self.fakes.clock_now());
        let info = ShopInfo { name: None, region: None, authorization_expires_at: None, limits: None };
        let record = ConnectedShop {
            info,
            access_expires_at: now + Duration::from_hours(24),
            refresh_expires_at: None,
            last_refresh_at: now,
            checked_at: None,
            reconciled_at: Some(now),
            refused: None,
            promotions_changed_at: None,
        };
        connection.shops.insert(self.shop.clone(), record);
        self.ports.connections.put(&connection, stored.version).await.unwrap();
    }

    pub fn key(&self, id: &str) -> ListingKey {
        ListingKey::new(self.channel.clone(), self.shop.clone(), an_external_id(id))
    }

    pub fn live(&self, id: &str) -> ListingContent {
        self.shopee.listing(&self.shop, &an_external_id(id)).unwrap()
    }

    pub fn price(&self, id: &str) -> i64 {
        self.live(id).offers[0].price.unwrap().get()
    }

    pub async fn plan(&self, products: &[&Product]) -> Plan {
        let request = PlanRequest {
            products: products.iter().map(|p| p.id.clone()).collect(),
            ..PlanRequest::default()
        };
        make_plan(&self.ports, "owner", request).await.unwrap()
    }

    pub async fn start(&self, plan: &Plan) -> Run {
        run::start(&self.ports, "owner", &plan.id, &plan.hash, Waves::Guarded).await.unwrap().value
    }

    /// Delivers messages until none is left; those to be tried again come back, as a queue would bring them.
    pub async fn deliver_all(&self) {
        for _ in 0..1000 {
            if let Some(message) = self.fakes.outbox.next_pricing() {
                worker::pricing::handle(&self.ports, message).await.unwrap();
                continue;
            }
            let Some(message) = self.fakes.outbox.next_sync() else { return };
            self.deliver_until_done(message).await;
        }
        panic!("the queue never ran dry");
    }

    pub async fn deliver_until_done(&self, message: Envelope<SyncMessage>) {
        for _ in 0..60 {
            match worker::sync::handle(&self.ports, message.clone()).await {
                Ok(()) => return,
                Err(WorkError::Wait { after, .. }) => {
                    self.fakes.clock.advance(after);
                }
                Err(WorkError::Retry { after, .. }) => {
                    self.fakes.clock.advance(after.unwrap_or(Duration::from_secs(1)));
                }
                Err(error) => panic!("{error}"),
            }
        }
        panic!("the message was never done");
    }

    pub async fn only_job(&self, run: &Run) -> Job {
        let mut jobs =
            self.ports.runs.jobs(&run.id, &app::ports::JobFilter::default(), None, 10).await.unwrap().items;
        assert_eq!(jobs.len(), 1);
        jobs.remove(0).value
    }

    pub async fn stored(&self, run: &Run) -> Run {
        self.ports.runs.get(&run.id).await.unwrap().unwrap().value
    }
}

/// Shorter than reaching through the ports.
trait Now {
    fn clock_now(&self) -> jiff::Timestamp;
}

impl Now for Fakes {
    fn clock_now(&self) -> jiff::Timestamp {
        app::ports::Clock::now(self.clock.as_ref())
    }
}
