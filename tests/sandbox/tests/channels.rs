//! Every channel of the registry keeps the same contract: the marketplaces over HTTP with their stand-ins, the web
//! store over its records.

#![expect(clippy::unwrap_used, reason = "the helpers of a test fail like the test itself")]

use std::{collections::BTreeMap, sync::Arc};

use app::{
    Marketplace, Marketplaces as _,
    marketplace::{Access, AppCredentials, CallbackQuery, FetchedListing},
    ports::Listings,
};
use async_trait::async_trait;
use domain::{Channel, ExternalId, ListingContent, ListingKey, ListingStatus, ShopId};
use registry::{Bases, Registry};
use reqwest::redirect::Policy;
use sandbox::shops;
use serde_json::Value;
use testkit::{
    FixedClock, Memory, TestSession,
    build::{a_channel, a_moment, a_shop, observed},
    catalogue,
    contract::{
        self,
        marketplace::{Harness, a_small_shop},
    },
};
use tokio::net::TcpListener;
use url::Url;

/// A stand-in on its own port, without a call budget, filled with the small shop.
struct Remote {
    http: reqwest::Client,
    base: Url,
    ids: Vec<ExternalId>,
}

#[async_trait]
impl Harness for Remote {
    async fn write_calls(&self) -> u64 {
        let stats = self.http.get(self.base.join("_sandbox/stats").unwrap()).send().await.unwrap();
        let stats: Value = serde_json::from_slice(&stats.bytes().await.unwrap()).unwrap();
        stats["writes"].as_u64().expect("the stand-in counts writes")
    }

    async fn ids(&self) -> Vec<ExternalId> {
        self.ids.clone()
    }
}

/// The web store, which calls no remote API.
struct Own {
    ids: Vec<ExternalId>,
}

#[async_trait]
impl Harness for Own {
    async fn write_calls(&self) -> u64 {
        0
    }

    async fn ids(&self) -> Vec<ExternalId> {
        self.ids.clone()
    }
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().redirect(Policy::none()).build().unwrap()
}

async fn listen() -> (TcpListener, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    (listener, base)
}

fn ids(shop: &[FetchedListing]) -> Vec<ExternalId> {
    shop.iter().map(|listing| listing.id.clone()).collect()
}

fn registry(setting: &'static str, base: &Url, listings: &Arc<dyn Listings>) -> Registry {
    let bases = Bases { api: Some(base.clone()), auth: Some(base.clone()) };
    Registry::new(&http(), &BTreeMap::from([(setting, bases)]), listings).unwrap()
}

/// Connects like a seller: link, page, redirect, code.
async fn session(channel: &dyn Marketplace, credentials: AppCredentials) -> TestSession {
    let redirect = Url::parse("http://127.0.0.1:8787/v1/connections/x/callback").unwrap();
    let link = channel.authorization_link(&credentials, &redirect, "state-1", now()).unwrap();
    let page = http().get(link).send().await.unwrap();
    let target = page.headers().get("location").unwrap_or_else(|| panic!("the page redirects: {page:?}"));
    let target = Url::parse(target.to_str().unwrap()).unwrap();
    let callback: CallbackQuery = target.query_pairs().into_owned().collect();
    let mut shops = channel.exchange_code(&credentials, &callback, now()).await.unwrap();
    let opened = shops.pop().expect("the code opens a shop");
    TestSession::real_time(Access { shop: opened.shop, credentials, tokens: opened.tokens })
}

#[expect(clippy::disallowed_methods, reason = "the stand-ins compare with the real clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn memory() -> Arc<dyn Listings> {
    Arc::new(Memory::new())
}

/// Shopee's stand-in with these listings, and a shop that was just connected.
async fn shopee_at(
    listener: TcpListener,
    base: &Url,
    listings: Vec<FetchedListing>,
) -> (Arc<dyn Marketplace>, TestSession) {
    let key = "partner-key-of-a-test".to_owned();
    let mut options = shopee::sandbox::Options::new(1_000_016, key.clone().into(), 14_701_711, base.clone());
    options.picture = Arc::new(shops::picture);
    let sandbox = shopee::sandbox::Sandbox::new(options);
    sandbox.seed(listings);
    tokio::spawn(axum::serve(listener, sandbox.router()).into_future());
    let channel = registry("SHOPEE", base, &memory()).get(&a_channel("shopee")).unwrap();
    let credentials =
        AppCredentials { app_id: "1000016".to_owned(), app_secret: key.into(), service_id: None };
    let session = session(&*channel, credentials).await;
    (channel, session)
}

/// TikTok Shop's stand-in with these listings, and a shop that was just connected.
async fn tiktok_at(
    listener: TcpListener,
    base: &Url,
    listings: Vec<FetchedListing>,
) -> (Arc<dyn Marketplace>, TestSession) {
    let secret = "app-secret-of-a-test".to_owned();
    let sandbox = tiktok_shop::sandbox::Sandbox::new(tiktok_shop::sandbox::Options {
        app_key: "68xu9ks5p4i8".to_owned(),
        app_secret: secret.clone().into(),
        shop_id: "7494049642642441621".to_owned(),
        shop_cipher: "GCP_test".to_owned(),
        seller_name: "Toko Uji".to_owned(),
        calls_per_second: None,
        clock: Arc::new(shops::WallClock),
        picture: Arc::new(shops::picture),
        public_base: base.clone(),
        access_token_ttl: std::time::Duration::from_hours(1),
        // Audits end immediately here; the channel's own tests check waiting audits.
        audit_delay: std::time::Duration::ZERO,
        webhook_url: None,
        redirect_url: None,
    });
    sandbox.seed(listings);
    tokio::spawn(axum::serve(listener, sandbox.router()).into_future());
    let channel = registry("TIKTOK", base, &memory()).get(&a_channel("tiktok_shop")).unwrap();
    let credentials =
        AppCredentials { app_id: "68xu9ks5p4i8".to_owned(), app_secret: secret.into(), service_id: None };
    let session = session(&*channel, credentials).await;
    (channel, session)
}

async fn shopee_with(listings: Vec<FetchedListing>) -> (Arc<dyn Marketplace>, TestSession) {
    let (listener, base) = listen().await;
    shopee_at(listener, &base, listings).await
}

async fn tiktok_with(listings: Vec<FetchedListing>) -> (Arc<dyn Marketplace>, TestSession) {
    let (listener, base) = listen().await;
    tiktok_at(listener, &base, listings).await
}

#[tokio::test(flavor = "multi_thread")]
async fn shopee_keeps_the_contract() {
    let (listener, base) = listen().await;
    let listings = a_small_shop(&a_channel("shopee"), base.as_str());
    let remote = Remote { http: http(), base: base.clone(), ids: ids(&listings) };
    let (channel, session) = shopee_at(listener, &base, listings).await;
    contract::marketplace(&*channel, &session, &remote).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tiktok_shop_keeps_the_contract() {
    let (listener, base) = listen().await;
    let listings = a_small_shop(&a_channel("tiktok_shop"), base.as_str());
    let remote = Remote { http: http(), base: base.clone(), ids: ids(&listings) };
    let (channel, session) = tiktok_at(listener, &base, listings).await;
    contract::marketplace(&*channel, &session, &remote).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_web_store_keeps_the_contract() {
    let listings = memory();
    let (name, shop): (Channel, ShopId) = (a_channel("website"), a_shop("web"));
    let small = a_small_shop(&name, "https://gambar.test");
    let own = Own { ids: ids(&small) };
    for listing in small {
        let key = ListingKey::new(name.clone(), shop.clone(), listing.id);
        let mut content = listing.content;
        // In the web store, the reference of a picture is its address.
        for image in &mut content.images {
            image.reference = image.url.clone().unwrap();
        }
        listings.observe(&[observed(&key, content)]).await.unwrap();
    }
    let registry = registry("NONE", &Url::parse("http://127.0.0.1:9/").unwrap(), &listings);
    let channel = registry.get(&name).unwrap();
    let session = TestSession::new(shop, Arc::new(FixedClock::new(a_moment())));
    contract::marketplace(&*channel, &session, &own).await;
}

/// The part of a listing that must survive on a channel. The ids are the channel's own and are left out.
fn kept(content: &ListingContent) -> ListingContent {
    let mut content = content.clone();
    content.category.iter_mut().for_each(|category| category.name = None);
    content.shipping.sort();
    content.offers.sort_by(|a, b| a.option_values.cmp(&b.option_values));
    content.images.iter_mut().for_each(|image| image.url = None);
    content
}

/// Every third listing of the seeded catalogue, and all listings that are not for sale.
fn sample(listings: Vec<FetchedListing>) -> Vec<FetchedListing> {
    let odd = |listing: &FetchedListing| listing.content.status != ListingStatus::Live;
    let wanted = listings.into_iter().enumerate().filter(|(index, listing)| index % 3 == 0 || odd(listing));
    wanted.map(|(_, listing)| listing).collect()
}

async fn reads_back(channel: &dyn Marketplace, session: &TestSession, seeded: Vec<FetchedListing>) {
    for part in seeded.chunks(channel.capabilities().detail_batch) {
        let fetched = channel.fetch(session, &ids(part)).await.unwrap();
        assert_eq!(fetched.len(), part.len(), "every seeded listing can be fetched");
        for listing in fetched {
            let told = part.iter().find(|told| told.id == listing.id).unwrap();
            assert_eq!(kept(&listing.content), kept(&told.content), "{} reads back as seeded", listing.id);
            assert_eq!(listing.updated_at, told.updated_at);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seeded_catalogue_reads_back_from_both_shops() {
    let made = catalogue::generate(catalogue::DEFAULT_SEED, "http://s.test", "http://t.test");
    let (channel, session) = shopee_with(sample(made.shopee.clone())).await;
    reads_back(&*channel, &session, sample(made.shopee)).await;
    let (channel, session) = tiktok_with(sample(made.tiktok.clone())).await;
    reads_back(&*channel, &session, sample(made.tiktok)).await;
}

#[test]
fn every_channel_of_the_registry_is_held_to_the_contract() {
    let names: Vec<String> =
        registry::CHANNELS.iter().map(|entry| (entry.capabilities)().channel.to_string()).collect();
    assert_eq!(names, ["shopee", "tiktok_shop", "website"], "give a new channel its test above");
}
