//! Shopee behind the port: each method is one line into the file that does it.

use app::{
    ChannelError, Marketplace,
    marketplace::{
        Addresses, AppCredentials, AuthorizedShop, CallbackQuery, Category, ChannelAuth, FetchedListing,
        FetchedPart, ListingFormat, ListingPage, ListingReader, ListingWriter, NewListing, Notice,
        NoticeError, NoticeReader, RawNotice, ShopInfo, ShopSession, ShopTokens, StepOutcome, Warehouse,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, CategoryRules, ExternalId, Length, Limits, ListingContent, ListingKey, OfferId, ShopId,
    Sku,
    diff::Field,
    listing::Named,
    plan::{Step, Target},
};
use jiff::Timestamp;
use url::Url;

use crate::{Shopee, addresses, client::create, client::edits, thumbnail, webhook};

impl Marketplace for Shopee {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
}

#[async_trait]
impl ChannelAuth for Shopee {
    fn authorization_link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        now: Timestamp,
    ) -> Result<Url, ChannelError> {
        self.link(credentials, redirect, state, now)
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
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        self.refreshed(credentials, shop, tokens, now).await
    }

    async fn shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        self.read_shop_info(session).await
    }
}

#[async_trait]
impl ListingReader for Shopee {
    async fn list(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        self.list_page(session, cursor, changed_since).await
    }

    async fn fetch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        self.fetch_all(session, ids).await
    }

    async fn fetch_part(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        self.fetch_in_parts(session, ids).await
    }

    async fn find_by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError> {
        let skus: Vec<&str> = skus.iter().map(Sku::as_str).collect();
        self.search_sku(session, &skus).await
    }

    async fn limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        self.read_limits(session, category).await
    }

    async fn categories(&self, session: &dyn ShopSession) -> Result<Vec<Category>, ChannelError> {
        self.read_categories(session).await
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
        self.places(session).await
    }
}

#[async_trait]
impl ListingWriter for Shopee {
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
        self.apply_step(session, listing, before, step).await
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
        self.delete_item(session, listing).await
    }

    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        self.delete_models(session, listing, before, offers).await
    }
}

impl ListingFormat for Shopee {
    fn fit(&self, target: &mut Target) {
        let whole = |length: Length| Length::parse(length.to_whole_centimetres() * 100).unwrap_or(length);
        if let Some(size) = &mut target.dimensions {
            size.length = whole(size.length);
            size.width = whole(size.width);
            size.height = whole(size.height);
        }
    }

    /// Shopee keeps whole centimetres; a parcel is never made smaller than it is.
    fn addresses(&self, key: &ListingKey) -> Addresses {
        addresses::of(key)
    }

    fn thumbnail(&self, url: &str) -> Option<String> {
        thumbnail::address(url)
    }
}

impl NoticeReader for Shopee {
    /// Shopee counts a 200 with any body as a failure; 204 cannot have one.
    fn acknowledgement(&self) -> u16 {
        204
    }

    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        webhook::read(credentials, raw)
    }
}
