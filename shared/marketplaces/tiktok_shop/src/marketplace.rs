//! TikTok Shop behind the port: each method is one line into the file that does it.

use app::{
    ChannelError,
    marketplace::{
        Addresses, AppCredentials, AuthorizedShop, CallbackQuery, Category, ChannelAuth, FetchedListing,
        FetchedPart, ListingFormat, ListingPage, ListingReader, ListingWriter, Marketplace, NewListing,
        Notice, NoticeError, NoticeReader, RawNotice, ShopInfo, ShopSession, ShopTokens, StepOutcome,
        Warehouse,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, CategoryRules, ExternalId, Invalid, Limits, ListingContent, ListingKey, OfferId, ShopId,
    Sku,
    description::Format,
    diff::Field,
    listing::Named,
    plan::{Step, Target},
};
use jiff::Timestamp;
use url::Url;

use crate::{TiktokShop, addresses, check, client::create, client::edits, mapping, thumbnail, webhook};

impl Marketplace for TiktokShop {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
}

#[async_trait]
impl ChannelAuth for TiktokShop {
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
}

#[async_trait]
impl ListingReader for TiktokShop {
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

    async fn category_rules(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<CategoryRules, ChannelError> {
        self.asked_of(session, category).await
    }

    async fn brands(
        &self,
        session: &dyn ShopSession,
        category: &str,
        name: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        self.brands_of(session, category, name).await
    }

    async fn recommend_category(
        &self,
        session: &dyn ShopSession,
        title: &str,
    ) -> Result<Option<String>, ChannelError> {
        self.recommended(session, title).await
    }

    async fn warehouses(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        self.sales_warehouses(session).await
    }
}

#[async_trait]
impl ListingWriter for TiktokShop {
    fn calls(&self, step: &Step) -> u32 {
        edits::calls(step)
    }

    fn rewrites(&self, before: &ListingContent, step: &Step) -> Vec<Field> {
        edits::rewrites(before, step)
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

    async fn upload_image(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError> {
        self.upload(session, bytes, file_name).await
    }

    fn creation_calls(&self, offers: usize) -> u32 {
        create::calls(offers)
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
}

impl ListingFormat for TiktokShop {
    fn render_description(&self, plain: &str) -> String {
        mapping::description::to_html(plain)
    }

    fn merge_description(&self, observed: &str, plain: &str) -> String {
        mapping::description::merge(observed, plain)
    }

    fn lost_formats(&self, before: &str, after: &str) -> Vec<Format> {
        mapping::description::lost_formats(before, after)
    }

    fn plain_description(&self, observed: &str) -> String {
        mapping::description::to_plain(observed)
    }

    fn fit(&self, target: &mut Target) {
        target.dimensions = target.dimensions.map(mapping::amount::fitted);
    }

    fn addresses(&self, key: &ListingKey) -> Addresses {
        addresses::of(key)
    }

    fn thumbnail(&self, url: &str) -> Option<String> {
        thumbnail::address(url)
    }

    fn check_title(&self, title: &str) -> Result<(), Invalid> {
        check::title_text(title)
    }
}

impl NoticeReader for TiktokShop {
    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        webhook::read(credentials, raw)
    }
}
