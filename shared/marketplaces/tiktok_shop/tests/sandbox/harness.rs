//! A running stand-in, a client for it, and a session whose clock the test holds.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use app::{
    ChannelError,
    marketplace::{
        Access, AppCredentials, ChannelAuth, FetchedListing, ListingReader, ShopSession, ShopTokens,
    },
    ports::Clock,
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Dimensions, ExternalId, Grams, Length, ListingContent, ListingImage, ListingStatus, Offer, OfferId,
    PreOrderDays, Rupiah, ShopId, Sku, listing::Named,
};
use jiff::Timestamp;
use serde_json::Value;
use tiktok_shop::{
    Config, TiktokShop,
    sandbox::{Options, Sandbox},
};
use url::Url;

pub const APP_KEY: &str = "68xu9ks5p4i8";
pub const APP_SECRET: &str = "1f2e3d4c5b6a79880a1b2c3d4e5f60718293a4b5";
pub const SHOP: &str = "7494049642642441621";
pub const CIPHER: &str = "GCP_XF90igAAAABh00qsWgtvOiGFNqyubMt3";
/// 2025-11-21T01:00:00Z.
pub const NOW: i64 = 1_763_686_800;

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn forward(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub struct Bench {
    pub base: Url,
    pub sandbox: Arc<Sandbox>,
    pub client: TiktokShop,
    pub clock: Arc<TestClock>,
    pub session: Session,
    pub http: reqwest::Client,
}

pub fn credentials() -> AppCredentials {
    AppCredentials { app_id: APP_KEY.to_owned(), app_secret: APP_SECRET.to_owned().into(), service_id: None }
}

pub fn http() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// A stand-in with nothing in it, and a shop that was just authorised.
pub async fn bench() -> Bench {
    bench_with(|_| {}).await
}

pub async fn bench_with(change: impl FnOnce(&mut Options)) -> Bench {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let clock = Arc::new(TestClock(AtomicI64::new(NOW * 1000)));
    let mut options = Options {
        app_key: APP_KEY.to_owned(),
        app_secret: APP_SECRET.to_owned().into(),
        shop_id: SHOP.to_owned(),
        shop_cipher: CIPHER.to_owned(),
        seller_name: "Motekar FPV".to_owned(),
        calls_per_second: None,
        clock: clock.clone(),
        picture: Arc::new(|_| png(800, 800)),
        public_base: base.clone(),
        access_token_ttl: Duration::from_hours(24 * 7),
        audit_delay: Duration::ZERO,
        webhook_url: None,
        redirect_url: None,
    };
    change(&mut options);
    let sandbox = Sandbox::new(options);
    let router = sandbox.router();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let config = Config::parse(Some(base.as_str()), Some(base.as_str())).unwrap();
    let client = TiktokShop::new(http(), config);
    let tokens = authorize(&client, &clock).await;
    let session = Session {
        client: client.clone(),
        clock: clock.clone(),
        tokens: Mutex::new(tokens),
        skew: AtomicI64::new(0),
        admitted: AtomicU32::new(0),
        renewed: AtomicU32::new(0),
        throttled: AtomicU32::new(0),
        meanwhile: Mutex::new(None),
    };
    let bench = Bench { base, sandbox, client, clock, session, http: http() };
    bench.delete("_sandbox/journal").await;
    bench
}

/// Follows the authorise link as a browser would.
pub async fn authorize(client: &TiktokShop, clock: &TestClock) -> ShopTokens {
    let redirect = Url::parse("https://api.example.id/v1/connections/tiktok_shop/callback").unwrap();
    let link = client.authorization_link(&credentials(), &redirect, "st4te", clock.now()).unwrap();
    let answer = http().get(link).send().await.unwrap();
    let location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(location.as_str().starts_with(redirect.as_str()), "{location}");
    let callback: BTreeMap<String, String> = location.query_pairs().into_owned().collect();
    assert_eq!(callback["state"], "st4te");
    let mut shops = client.exchange_code(&credentials(), &callback, clock.now()).await.unwrap();
    assert_eq!(shops.len(), 1);
    shops.remove(0).tokens
}

impl Bench {
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.http.get(self.base.join(path).unwrap()).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(self.base.join(path).unwrap()).body(body.to_string());
        let bytes = request.send().await.unwrap().bytes().await.unwrap();
        if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() }
    }

    pub async fn delete(&self, path: &str) {
        self.http.delete(self.base.join(path).unwrap()).send().await.unwrap();
    }

    /// The next `times` calls to a path fail as `kind`.
    pub async fn fault(&self, part: &str, kind: &str, times: u32) {
        self.post("_sandbox/faults", serde_json::json!({ "match": part, "kind": kind, "times": times }))
            .await;
    }

    pub async fn writes(&self) -> u64 {
        self.get("_sandbox/stats").await["writes"].as_u64().unwrap()
    }

    pub async fn paths(&self) -> Vec<String> {
        let journal = self.get("_sandbox/journal").await;
        journal
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| format!("{} {}", entry["method"].as_str().unwrap(), entry["path"].as_str().unwrap()))
            .collect()
    }

    pub async fn content(&self, id: &ExternalId) -> ListingContent {
        self.fetched(id).await.content
    }

    pub async fn fetched(&self, id: &ExternalId) -> FetchedListing {
        let mut found = self.client.fetch(&self.session, std::slice::from_ref(id)).await.unwrap();
        found.remove(0)
    }
}

/// Tokens that renew themselves, and counts of what the client asked for.
pub struct Session {
    client: TiktokShop,
    clock: Arc<TestClock>,
    tokens: Mutex<ShopTokens>,
    /// Seconds that the first signature is off; later ones are right.
    pub skew: AtomicI64,
    pub admitted: AtomicU32,
    pub renewed: AtomicU32,
    pub throttled: AtomicU32,
    /// What happens in the shop while a call waits for its slot.
    pub meanwhile: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
}

impl Session {
    pub fn tokens(&self) -> ShopTokens {
        self.tokens.lock().unwrap().clone()
    }
}

#[async_trait]
impl ShopSession for Session {
    async fn admit(&self) -> Result<(), ChannelError> {
        self.admitted.fetch_add(1, Ordering::SeqCst);
        let meanwhile = self.meanwhile.lock().unwrap().clone();
        if let Some(happens) = meanwhile {
            happens();
        }
        Ok(())
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        Ok(Access { shop: ShopId::parse(SHOP).unwrap(), credentials: credentials(), tokens: self.tokens() })
    }

    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError> {
        self.renewed.fetch_add(1, Ordering::SeqCst);
        let fresh =
            self.client.refresh(&stale.credentials, &stale.shop, &stale.tokens, self.clock.now()).await?;
        *self.tokens.lock().unwrap() = fresh;
        self.access().await
    }

    async fn throttled(&self, _: Option<Duration>) {
        self.throttled.fetch_add(1, Ordering::SeqCst);
    }

    fn now(&self) -> Timestamp {
        let skew = self.skew.swap(0, Ordering::SeqCst);
        Timestamp::from_second(self.clock.now().as_second() + skew).unwrap()
    }
}

/// As much of a PNG as says how large it is.
pub fn png(width: u32, height: u32) -> Bytes {
    let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R'];
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes.into()
}

pub fn id(number: u64) -> ExternalId {
    ExternalId::parse(&(1_729_592_969_712_000_000 + number).to_string()).unwrap()
}

pub fn offer_id(listing: u64, number: u64) -> OfferId {
    OfferId::parse(&(1_729_592_969_713_000_000 + listing * 100 + number).to_string()).unwrap()
}

/// A listing with a variant for each price, in both storefronts.
pub fn listing(number: u64, prices: &[i64]) -> FetchedListing {
    let length = |text| Length::from_centimetres(text).unwrap();
    let sizes = prices.len() > 1;
    let offers = prices.iter().zip(0_u64..).map(|(price, i)| Offer {
        id: offer_id(number, i),
        sku: Some(Sku::parse(&format!("MTK-{number}-{i}")).unwrap()),
        option_values: if sizes { vec![format!("{} inch", i + 3)] } else { vec![] },
        price: Some(Rupiah::new(*price)),
        stock: Some(5),
        weight: None,
        image: None,
        price_locked: false,
    });
    FetchedListing {
        id: id(number),
        content: ListingContent {
            title: format!("Frame Drone FPV Motekar Seri Nomor {number}"),
            description: "<p>Kokoh &amp; ringan.</p>".to_owned(),
            images: vec![ListingImage { reference: format!("tos-alisg-i/img{number}"), url: None }],
            category: Some(Named { id: "853000".to_owned(), name: Some("Suku Cadang Drone".to_owned()) }),
            attributes: vec![],
            brand: None,
            weight: Some(Grams::parse(250).unwrap()),
            dimensions: Some(Dimensions { length: length("20"), width: length("15"), height: length("5") }),
            pre_order: Some(PreOrderDays::parse(5).unwrap()),
            shipping: vec![Named { id: "7091146663229654785".to_owned(), name: Some("Standar".to_owned()) }],
            storefronts: vec!["tiktok_shop".to_owned(), "tokopedia".to_owned()],
            status: ListingStatus::Live,
            storefront_status: BTreeMap::new(),
            promotion: None,
            options: if sizes { vec!["Ukuran".to_owned()] } else { vec![] },
            offers: offers.collect(),
        },
        updated_at: Timestamp::from_second(NOW - 10_000 + i64::try_from(number).unwrap()).ok(),
        audit: None,
        partial: false,
    }
}
