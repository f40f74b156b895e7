//! A sandbox on a free port, a client that was authorised at it, and a session that renews its tokens.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use app::{
    ChannelError,
    marketplace::{Access, AppCredentials, ChannelAuth, FetchedListing, ListingReader, ShopSession},
};
use async_trait::async_trait;
use domain::{
    Dimensions, ExternalId, Grams, Length, ListingContent, ListingImage, ListingStatus, Offer, OfferId,
    PreOrderDays, Rupiah, ShopId, Sku, VariantId, listing::Named, plan::NewOffer,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use shopee::{
    Config, Shopee,
    sandbox::{Options, Sandbox},
};
use url::Url;

pub const PARTNER: u64 = 2_001_887;
pub const KEY: &str = "test-partner-key";
pub const SHOP: u64 = 14_701_711;
/// Without variants; Rp150,000.
pub const SINGLE: &str = "1001";
/// Three colours at Rp100,000 each.
pub const COLOURS: &str = "1002";

pub struct World {
    pub sandbox: Arc<Sandbox>,
    pub shopee: Arc<Shopee>,
    pub session: Session,
    pub base: Url,
    pub http: reqwest::Client,
}

pub struct Session {
    shopee: Arc<Shopee>,
    access: Mutex<Access>,
    pub admits: AtomicU32,
    pub renewals: AtomicU32,
    pub throttles: AtomicU32,
}

#[expect(clippy::disallowed_methods, reason = "the tests speak to a server by its real clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

pub fn credentials() -> AppCredentials {
    AppCredentials { app_id: PARTNER.to_string(), app_secret: KEY.into(), service_id: None }
}

pub fn id(text: &str) -> ExternalId {
    ExternalId::parse(text).unwrap()
}

pub fn offer(text: &str) -> OfferId {
    OfferId::parse(text).unwrap()
}

#[async_trait]
impl ShopSession for Session {
    async fn admit(&self) -> Result<(), ChannelError> {
        self.admits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        Ok(self.access.lock().unwrap().clone())
    }

    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError> {
        self.renewals.fetch_add(1, Ordering::Relaxed);
        let tokens = self.shopee.refresh(&stale.credentials, &stale.shop, &stale.tokens, now()).await?;
        let fresh = Access { tokens, ..stale.clone() };
        *self.access.lock().unwrap() = fresh.clone();
        Ok(fresh)
    }

    async fn throttled(&self, _: Option<Duration>) {
        self.throttles.fetch_add(1, Ordering::Relaxed);
    }

    fn now(&self) -> Timestamp {
        now()
    }
}

impl World {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let mut options = Options::new(PARTNER, KEY.into(), SHOP, base.clone());
        change(&mut options);
        let sandbox = Sandbox::new(options);
        sandbox.seed(catalogue());
        let router = sandbox.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        let config = Config { settle: Duration::ZERO, ..Config::new(base.clone(), None) };
        let shopee = Arc::new(Shopee::new(http.clone(), config));
        let access = authorise(&http, &shopee).await;
        let session = Session {
            shopee: Arc::clone(&shopee),
            access: Mutex::new(access),
            admits: AtomicU32::default(),
            renewals: AtomicU32::default(),
            throttles: AtomicU32::default(),
        };
        let world = Self { sandbox, shopee, session, base, http };
        world.forget_calls().await;
        world
    }

    pub fn control(&self, path: &str) -> Url {
        self.base.join(&format!("/_sandbox/{path}")).unwrap()
    }

    pub async fn ask(&self, path: &str) -> Value {
        self.http.get(self.control(path)).send().await.unwrap().json().await.unwrap()
    }

    pub async fn tell(&self, path: &str, body: Value) -> Value {
        let answer = self.http.post(self.control(path)).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or(Value::Null)
    }

    pub async fn fault(&self, part: &str, kind: &str, times: u32) {
        self.tell("faults", json!({ "match": part, "kind": kind, "times": times })).await;
    }

    pub async fn forget_calls(&self) {
        self.http.delete(self.control("journal")).send().await.unwrap();
    }

    /// How often `path` was called.
    pub async fn calls(&self, path: &str) -> u64 {
        self.ask("stats").await["by_path"][format!("/api/v2/{path}")].as_u64().unwrap_or(0)
    }

    pub async fn content(&self, listing: &str) -> ListingContent {
        let mut found = self.shopee.fetch(&self.session, &[id(listing)]).await.unwrap();
        assert_eq!(found.len(), 1, "{listing} is there");
        found.remove(0).content
    }
}

/// The seller's click: the link, the redirect, the exchange.
async fn authorise(http: &reqwest::Client, shopee: &Shopee) -> Access {
    let redirect = Url::parse("https://api.example.com/v1/connections/shopee/callback").unwrap();
    let link = shopee.authorization_link(&credentials(), &redirect, "n0nce", now()).unwrap();
    let answer = http.get(link).send().await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let callback: BTreeMap<String, String> =
        Url::parse(&location).unwrap().query_pairs().into_owned().collect();
    assert_eq!(callback["state"], "n0nce");
    let mut shops = shopee.exchange_code(&credentials(), &callback, now()).await.unwrap();
    let shop = shops.remove(0);
    assert_eq!(shop.shop, ShopId::parse(&SHOP.to_string()).unwrap());
    Access { shop: shop.shop, credentials: credentials(), tokens: shop.tokens }
}

pub fn image(reference: &str) -> ListingImage {
    ListingImage { reference: reference.to_owned(), url: None }
}

pub fn content(title: &str) -> ListingContent {
    let cm = |length: u32| Length::parse(length * 100).unwrap();
    ListingContent {
        title: title.to_owned(),
        description: "Cetak 3D dari PETG, dibuat sesuai pesanan.".to_owned(),
        images: vec![image("id-cover"), image("id-side")],
        category: Some(Named { id: "101933".to_owned(), name: None }),
        attributes: Vec::new(),
        brand: Some(Named { id: "0".to_owned(), name: Some("NoBrand".to_owned()) }),
        weight: Some(Grams::parse(250).unwrap()),
        dimensions: Some(Dimensions { length: cm(20), width: cm(10), height: cm(5) }),
        pre_order: Some(PreOrderDays::parse(5).unwrap()),
        shipping: vec![Named { id: "8003".to_owned(), name: Some("Reguler (Cashless)".to_owned()) }],
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: Vec::new(),
        offers: Vec::new(),
    }
}

pub fn sold(id: &str, sku: &str, values: &[&str], price: i64) -> Offer {
    Offer {
        id: offer(id),
        sku: Sku::parse(sku).ok(),
        option_values: values.iter().map(|value| (*value).to_owned()).collect(),
        price: Some(Rupiah::new(price)),
        stock: Some(7),
        weight: None,
        image: None,
        price_locked: false,
    }
}

pub fn new_offer(name: &str, sku: Option<&str>, values: &[&str], price: i64) -> NewOffer {
    NewOffer {
        variant: VariantId::derived(&[name]),
        sku: sku.map(|sku| Sku::parse(sku).unwrap()),
        option_values: values.iter().map(|value| (*value).to_owned()).collect(),
        price: Rupiah::new(price),
        stock: 3,
        weight: None,
    }
}

pub fn catalogue() -> Vec<FetchedListing> {
    let single =
        ListingContent { offers: vec![sold("0", "MTK-FRM5", &[], 150_000)], ..content("Frame 5 inci") };
    let colours = ListingContent {
        options: vec!["Warna".to_owned()],
        offers: vec![
            sold("2001", "MTK-CAM-R", &["Merah"], 100_000),
            sold("2002", "MTK-CAM-B", &["Hitam"], 100_000),
            sold("2003", "", &["Biru"], 100_000),
        ],
        ..content("Mount kamera")
    };
    let listing = |text: &str, content| FetchedListing {
        id: id(text),
        content,
        updated_at: None,
        audit: None,
        partial: false,
    };
    vec![listing(SINGLE, single), listing(COLOURS, colours)]
}
