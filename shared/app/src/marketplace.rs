//! The port to a channel. One implementation per folder of `marketplaces/`; nobody else knows a channel's words.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, Channel, ExternalId, ImageId, Invalid, Limits, ListingContent, ListingKey, OfferId, ShopId,
    Sku, VariantId,
    description::Format,
    diff::Field,
    plan::{NewOffer, Step, Target, TargetImage},
    pricing::{FeePreset, FeeSchedule},
    titles::TitleRule,
};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::ChannelError;

mod addresses;
pub mod call;
mod fetched;
mod notice;
pub mod tolerant;

pub use addresses::Addresses;
pub use fetched::{Audit, AuditVerdict, FetchedListing, FetchedPart, ListedItem, ListingPage, one_by_one};
pub use notice::{Event, Notice, NoticeError, RawNotice};

/// What a seller types in once to connect a channel. Kept in the secret store only.
#[derive(Debug, Clone)]
pub struct AppCredentials {
    /// Shopee's partner id, TikTok Shop's app key.
    pub app_id: String,
    /// Shopee's partner key, TikTok Shop's app secret.
    pub app_secret: SecretString,
    /// TikTok Shop's service id, where the seller's app has one.
    pub service_id: Option<String>,
}

/// The tokens of one shop. Kept in the secret store only.
#[derive(Debug, Clone)]
pub struct ShopTokens {
    pub access_token: SecretString,
    pub refresh_token: SecretString,
    pub access_expires_at: Timestamp,
    /// Absent where the channel does not tell.
    pub refresh_expires_at: Option<Timestamp>,
    /// TikTok Shop's shop cipher.
    pub cipher: Option<String>,
    /// Counts refreshes, so that a worker sees whether somebody else refreshed before it.
    pub generation: u64,
}

/// A shop that a seller has just authorised, or whose state was asked for.
#[derive(Debug, Clone)]
pub struct AuthorizedShop {
    pub shop: ShopId,
    pub name: Option<String>,
    pub region: Option<String>,
    /// When the seller has to click again.
    pub authorization_expires_at: Option<Timestamp>,
    pub tokens: ShopTokens,
}

/// What the channel says about a connected shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopInfo {
    pub name: Option<String>,
    pub region: Option<String>,
    pub authorization_expires_at: Option<Timestamp>,
    /// Limits read from the shop, where it tells them.
    pub limits: Option<Limits>,
}

/// What a client needs to sign one call.
#[derive(Debug, Clone)]
pub struct Access {
    pub shop: ShopId,
    pub credentials: AppCredentials,
    pub tokens: ShopTokens,
}

/// One shop as a client sees it: credentials that renew themselves, and the shop's call budget.
///
/// A client takes [`access`](ShopSession::access), then calls [`admit`](ShopSession::admit) before **every** request and
/// sends it at once, and after the channel refused the token asks [`renew`](ShopSession::renew) once and repeats once.
#[async_trait]
pub trait ShopSession: Send + Sync {
    /// Waits for a slot in the shop's shared call budget. [`ChannelError::RateLimited`] when the wait would be longer
    /// than the caller's time allows.
    async fn admit(&self) -> Result<(), ChannelError>;

    /// The current tokens, refreshed ahead of expiry.
    async fn access(&self) -> Result<Access, ChannelError>;

    /// Fresh tokens after `stale` was refused. Many workers may ask at once; one refreshes.
    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError>;

    /// The channel refused a call as one too many: the pace of all workers of the shop goes down, and where the channel
    /// named a time (`retry_after`) nobody calls before it is over. The refused call had no effect and may be repeated
    /// with a slot of its own.
    async fn throttled(&self, retry_after: Option<Duration>);

    /// Ends when even calls that are under way should be given up, because the worker's time is over.
    async fn time_over(&self) {
        std::future::pending::<()>().await;
    }

    /// The time by the session's clock, for signatures.
    fn now(&self) -> Timestamp;
}

/// What a step did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepOutcome {
    /// The channel took the edit and looks at it before it is live.
    pub audited: bool,
    /// The offers that now sell newly added variants.
    pub added: BTreeMap<VariantId, OfferId>,
    /// What the channel remarked without refusing.
    pub warnings: Vec<String>,
}

/// Everything a new listing needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewListing {
    /// Ours: the channel's idempotency key where it has one, else what the SKU look-up protects.
    pub idempotency_key: String,
    /// Texts, pictures (each with a reference), category, attributes, brand, parcel, pre-order, shipping,
    /// storefronts; its offers are empty.
    pub content: ListingContent,
    pub offers: Vec<NewOffer>,
}

/// The query of a redirect back from the channel's authorise page.
pub type CallbackQuery = BTreeMap<String, String>;

/// A category that a listing can be put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: String,
    pub parent: Option<String>,
    pub name: String,
    pub is_leaf: bool,
}

/// A place that stock is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warehouse {
    pub id: String,
    pub name: Option<String>,
    pub is_default: bool,
}

/// One channel. Implementations are stateless; what belongs to a shop comes with the session.
#[async_trait]
pub trait Marketplace: Send + Sync {
    fn capabilities(&self) -> &Capabilities;

    /// The page where the seller allows access. `state` comes back with the redirect.
    fn authorization_link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        now: Timestamp,
    ) -> Result<Url, ChannelError>;

    /// Exchanges what the redirect brought for tokens. One code may open several shops.
    async fn exchange_code(
        &self,
        credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError>;

    /// A fresh pair. The old refresh token may be dead the moment this was sent: the caller serialises refreshes and
    /// stores the new pair before anyone uses it. `generation` of the result is one more than before.
    async fn refresh(
        &self,
        credentials: &AppCredentials,
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError>;

    /// Asks the channel who we are: the test of a connection. Also reads the shop's limits.
    async fn shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError>;

    /// The names of the shop's listings, in pages. `changed_since` narrows to later changes.
    async fn list(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError>;

    /// Whole listings. At most [`Capabilities::detail_batch`]; unknown ids are left out.
    async fn fetch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError>;

    /// [`fetch`](Marketplace::fetch) that keeps what came when something stops it, such as a used-up call budget or the end
    /// of the worker's time. An error is one of the whole batch, of which nothing came.
    async fn fetch_part(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        Ok(FetchedPart { listings: self.fetch(session, ids).await?, ..FetchedPart::default() })
    }

    /// The listing with one of these SKUs, if the shop has one: what saves us from creating a duplicate.
    async fn find_by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError>;

    /// How many write calls `step` will take, for the plan.
    fn calls(&self, step: &Step) -> u32;

    /// The fields of the listing's variants that `step` does not change and its calls send back all the same, as they
    /// were read a moment before: what changes there within that moment is lost.
    fn rewrites(&self, _before: &ListingContent, _step: &Step) -> Vec<Field> {
        Vec::new()
    }

    /// Carries out one step on one listing whose last known content is `before`. Absolute values only, so that
    /// repeating is safe; limits are checked before the call.
    async fn apply(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError>;

    /// Uploads a picture; returns the channel's name for it.
    async fn upload_image(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError>;

    /// Creates a listing. The caller has looked for its SKUs before.
    async fn create(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<ExternalId, ChannelError>;

    async fn delete(&self, session: &dyn ShopSession, listing: &ExternalId) -> Result<(), ChannelError>;

    /// Removes variants from a listing; the last one cannot go.
    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError>;

    /// The limits of the shop in a category.
    async fn limits(&self, session: &dyn ShopSession, category: Option<&str>)
    -> Result<Limits, ChannelError>;

    async fn categories(&self, session: &dyn ShopSession) -> Result<Vec<Category>, ChannelError>;

    async fn warehouses(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError>;

    /// What a description of ours becomes on this channel.
    fn render_description(&self, plain: &str) -> String {
        plain.to_owned()
    }

    /// A description of ours put into the one that the channel keeps: what a plain text cannot say stays as it is there.
    /// The plain text of the result is `plain` up to formatting.
    fn merge_description(&self, _observed: &str, plain: &str) -> String {
        self.render_description(plain)
    }

    /// The layout that the description `before` has and `after` has no more.
    fn lost_formats(&self, _before: &str, _after: &str) -> Vec<Format> {
        Vec::new()
    }

    /// The plain text of a description as this channel keeps it: the inverse of
    /// [`render_description`](Marketplace::render_description) up to formatting. Channels tidy what they are given: the
    /// ends of lines, and empty lines around the text, say nothing.
    fn plain_description(&self, observed: &str) -> String {
        let lines: Vec<&str> = observed.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    }

    /// Rounds what we want to what the channel can keep, so that a read-back can be equal: whole centimetres where it
    /// keeps no parts.
    fn fit(&self, _target: &mut Target) {}

    /// Where people find the listing.
    fn addresses(&self, _key: &ListingKey) -> Addresses {
        Addresses::default()
    }

    /// The address of a small copy of a picture that this channel keeps at `url`; none where the picture is not its own, or
    /// where it keeps no small ones.
    fn thumbnail(&self, _url: &str) -> Option<String> {
        None
    }

    /// What the channel refuses in a title beside its length, as `Invalid` of the field `title`.
    fn check_title(&self, _title: &str) -> Result<(), Invalid> {
        Ok(())
    }

    /// The HTTP status of the empty answer by which this channel knows that a push has arrived.
    fn acknowledgement(&self) -> u16 {
        200
    }

    /// Checks a push over its raw bytes, in constant time, and reads it.
    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError>;
}

/// The channels that exist: implemented by the registry.
pub trait Marketplaces: Send + Sync {
    fn get(&self, channel: &Channel) -> Option<Arc<dyn Marketplace>>;
    /// In the order in which masters prefer them as a source.
    fn all(&self) -> Vec<Arc<dyn Marketplace>>;
    /// The fees that a channel is known to take, with their dates and sources, for the seller to correct.
    fn fee_presets(&self, _channel: &Channel) -> Vec<FeePreset> {
        Vec::new()
    }
    /// What a new connection starts with.
    fn preset_fees(&self, channel: &Channel) -> Option<FeeSchedule> {
        self.fee_presets(channel).into_iter().find(|preset| preset.default).map(|preset| preset.schedule)
    }
    /// How a channel's titles are made until the seller says otherwise.
    fn preset_titles(&self, _channel: &Channel) -> Option<TitleRule> {
        None
    }
}

/// The pictures of a listing that this shop does not have yet.
pub fn images_to_upload(images: &[TargetImage]) -> impl Iterator<Item = (&ImageId, &str)> {
    images.iter().filter(|image| image.reference.is_none()).map(|image| (&image.id, image.url.as_str()))
}

/// The full name of a listing of `shop`.
pub fn key_of(channel: &Channel, shop: &ShopId, id: &ExternalId) -> ListingKey {
    ListingKey::new(channel.clone(), shop.clone(), id.clone())
}
