//! TikTok Shop, whose listings also appear on Tokopedia.
//!
//! Owns: the channel's address, signature, words, limits and errors, in Indonesia, and a stand-in of its HTTP API.
//! Refuses: storing anything, deciding what to push, and every other channel's words. What is uncertain in the
//! channel's documents is marked where it is handled; `README.md` lists it.

use app::{
    ChannelError,
    marketplace::{
        Addresses, AppCredentials, AuthorizedShop, CallbackQuery, Category, FetchedListing, FetchedPart,
        ListingPage, Marketplace, NewListing, Notice, NoticeError, RawNotice, ShopInfo, ShopSession,
        ShopTokens, StepOutcome, Warehouse,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, Channel, ExternalId, Invalid, Limits, ListingContent, ListingKey, OfferId, ShopId, Sku,
    description::Format,
    diff::Field,
    plan::{Step, Target},
};
use jiff::Timestamp;
use url::Url;

mod addresses;
pub mod client;
pub mod config;
pub mod fees;
pub mod mapping;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod thumbnail;
mod titles;
pub mod webhook;
pub mod wire;

pub use config::Config;
pub use fees::fee_presets;
pub use titles::preset_titles;

/// How many listings one `fetch` takes. The channel gives one a call; this is the slice that a worker does at once.
const DETAIL_BATCH: usize = 20;

/// The client. Holds no state of a shop.
#[derive(Debug, Clone)]
pub struct TiktokShop {
    http: reqwest::Client,
    config: Config,
    capabilities: Capabilities,
}

impl TiktokShop {
    /// A client that sends through `http`, whose time-outs hold for every call.
    ///
    /// # Panics
    /// Never: the channel's own name is a valid one, which a test holds.
    pub fn new(http: reqwest::Client, config: Config) -> Self {
        Self { http, config, capabilities: capabilities() }
    }
}

/// What the channel can do, known without asking it.
pub fn capabilities() -> Capabilities {
    Capabilities {
        channel: Channel::parse("tiktok_shop").expect("the name is a valid channel"),
        // The brand must not be shown alone in Indonesia: the platform asks for this name.
        name: "Tokopedia & Shop".to_owned(),
        storefronts: vec![mapping::status::TIKTOK_SHOP.to_owned(), mapping::status::TOKOPEDIA.to_owned()],
        remote: true,
        audits_edits: true,
        html_description: true,
        uploads_images: true,
        detail_batch: DETAIL_BATCH,
        offers_per_call: mapping::check::SKUS_PER_CALL,
        limits: mapping::check::limits(),
        fields: wire::fields::NAMES.map(|(field, name)| (field, name.to_owned())).into(),
        statuses: mapping::status::table(),
    }
}

#[async_trait]
impl Marketplace for TiktokShop {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn authorization_link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        _now: Timestamp,
    ) -> Result<Url, ChannelError> {
        self.link(credentials, redirect, state)
    }

    async fn exchange_code(
        &self,
        credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        self.exchange(credentials, callback, now).await
    }

    async fn refresh(
        &self,
        credentials: &AppCredentials,
        _shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        self.refreshed(credentials, tokens, now).await
    }

    async fn shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        self.info(session).await
    }

    async fn list(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        self.names(session, cursor, changed_since).await
    }

    async fn fetch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        self.listings(session, ids).await?.whole()
    }

    async fn fetch_part(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        self.listings(session, ids).await
    }

    async fn find_by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError> {
        self.by_sku(session, skus).await
    }

    fn calls(&self, step: &Step) -> u32 {
        let offers = match step {
            Step::Prices { offers } => offers.len(),
            Step::Stock { offers } => offers.len(),
            Step::AddVariants { .. } | Step::Skus { .. } | Step::Content(_) | Step::Visibility { .. } => 1,
        };
        u32::try_from(offers.div_ceil(mapping::check::SKUS_PER_CALL)).unwrap_or(u32::MAX)
    }

    async fn apply(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        self.take(session, listing, before, step).await
    }

    fn merge_description(&self, observed: &str, plain: &str) -> String {
        mapping::html::merge(observed, plain)
    }

    fn lost_formats(&self, before: &str, after: &str) -> Vec<Format> {
        mapping::html::lost_formats(before, after)
    }

    fn rewrites(&self, before: &ListingContent, step: &Step) -> Vec<Field> {
        client::edits::rewrites(before, step)
    }

    async fn upload_image(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError> {
        self.upload(session, bytes, file_name).await
    }

    async fn create(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<ExternalId, ChannelError> {
        self.create_listing(session, listing).await
    }

    async fn delete(&self, session: &dyn ShopSession, listing: &ExternalId) -> Result<(), ChannelError> {
        self.remove_listing(session, listing).await
    }

    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        _before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        self.remove(session, listing, offers).await
    }

    async fn limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        self.category_limits(session, category).await
    }

    async fn categories(&self, session: &dyn ShopSession) -> Result<Vec<Category>, ChannelError> {
        self.category_tree(session).await
    }

    async fn warehouses(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        self.sales_warehouses(session).await
    }

    fn render_description(&self, plain: &str) -> String {
        mapping::html::to_html(plain)
    }

    fn plain_description(&self, observed: &str) -> String {
        mapping::html::to_plain(observed)
    }

    fn check_title(&self, title: &str) -> Result<(), Invalid> {
        mapping::check::title_text(title)
    }

    fn addresses(&self, key: &ListingKey) -> Addresses {
        addresses::of(key)
    }

    fn thumbnail(&self, url: &str) -> Option<String> {
        thumbnail::address(url)
    }

    fn fit(&self, target: &mut Target) {
        target.dimensions = target.dimensions.map(mapping::amount::fitted);
    }

    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        webhook::read(credentials, raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(services: Option<&str>) -> TiktokShop {
        let config = Config {
            services_base: services.map(|base| Url::parse(base).unwrap()),
            ..Config::parse(None, None).unwrap()
        };
        TiktokShop::new(reqwest::Client::builder().build().unwrap(), config)
    }

    fn link(services: Option<&str>, service_id: Option<&str>) -> String {
        let credentials = AppCredentials {
            app_id: "68xu9ks5p4i8".to_owned(),
            app_secret: "secret".to_owned().into(),
            service_id: service_id.map(str::to_owned),
        };
        let redirect = Url::parse("https://api.example.id/v1/connections/tiktok_shop/callback").unwrap();
        client(services).link(&credentials, &redirect, "a b&c").unwrap().to_string()
    }

    #[test]
    fn the_authorise_page_is_the_services_one_where_the_app_has_a_service_id() {
        let services = Some("https://services.tiktokshop.com");
        assert!(
            link(services, Some("7001"))
                .starts_with("https://services.tiktokshop.com/open/authorize?service_id=7001&state=a+b%26c&")
        );
        for (base, id) in [(services, None), (services, Some("")), (None, Some("7001"))] {
            assert!(
                link(base, id)
                    .starts_with("https://auth.tiktok-shops.com/oauth/authorize?app_key=68xu9ks5p4i8&state=")
            );
        }
    }

    #[test]
    fn the_secret_is_in_no_link_and_in_no_debug_output() {
        assert!(!link(None, None).contains("secret"));
        assert!(!format!("{:?}", client(None)).contains("secret"));
    }

    #[test]
    fn calls_are_counted_per_hundred_offers() {
        let offers = |n: usize| Step::Stock {
            offers: (0..n).map(|i| (OfferId::parse(&i.to_string()).unwrap(), 1)).collect(),
        };
        let client = client(None);
        assert_eq!(
            (client.calls(&offers(1)), client.calls(&offers(100)), client.calls(&offers(101))),
            (1, 1, 2)
        );
        assert_eq!(client.calls(&Step::Visibility { listed: true }), 1);
    }
}
