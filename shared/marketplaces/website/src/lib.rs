//! The seller's own web store as a channel.
//!
//! Owns: what the web store can do, and its listings by way of the `Listings` port.
//! Refuses: calls to anywhere, connections and pushes: there is nobody on the other side. Serving the catalogue to
//! buyers is `functions/edge`'s work.

use std::sync::Arc;

use app::{
    ChannelError, Marketplace, StoreError,
    marketplace::{
        AppCredentials, AuthorizedShop, CallbackQuery, Category, FetchedListing, ListedItem, ListingPage,
        NewListing, Notice, NoticeError, RawNotice, ShopInfo, ShopSession, ShopTokens, StepOutcome,
        Warehouse,
    },
    ports::{Listings, Observed},
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, Channel, ContentHash, ExternalId, Limits, ListingContent, ListingKey, ListingStatus, Offer,
    OfferId, ShopId, Sku,
    plan::Step,
    pricing::{FeePreset, presets},
    titles::TitleRule,
};
use jiff::Timestamp;
use url::Url;

mod capabilities;
mod check;
pub use capabilities::capabilities;

/// The channel's name.
pub const CHANNEL: &str = "website";
/// Its only shop.
pub const SHOP: &str = "web";
/// Listings of one page.
const PAGE: usize = 100;

/// The web store takes nothing of a sale: what a payment provider takes is for the seller to add.
pub fn fee_presets() -> Vec<FeePreset> {
    presets(include_str!("../fees.json")).unwrap_or_default()
}

/// The web store shows the master's titles.
pub fn preset_titles() -> TitleRule {
    TitleRule::off()
}

/// The web store. Its listings are records of ours.
pub struct Website {
    capabilities: Capabilities,
    shop: ShopId,
    listings: Arc<dyn Listings>,
}

impl std::fmt::Debug for Website {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Website").finish_non_exhaustive()
    }
}

impl Website {
    #[expect(clippy::expect_used, reason = "a constant that the tests read")]
    pub fn new(listings: Arc<dyn Listings>) -> Self {
        let shop = ShopId::parse(SHOP).expect("a valid shop id");
        Self { capabilities: capabilities(), shop, listings }
    }

    fn channel(&self) -> &Channel {
        &self.capabilities.channel
    }

    fn key(&self, id: &ExternalId) -> ListingKey {
        ListingKey::new(self.channel().clone(), self.shop.clone(), id.clone())
    }

    /// What the table holds of these, without what was deleted or withdrawn.
    async fn read(&self, ids: &[ExternalId]) -> Result<Vec<FetchedListing>, StoreError> {
        let keys: Vec<ListingKey> = ids.iter().map(|id| self.key(id)).collect();
        let found = self.listings.get_many(&keys).await?;
        let fetched =
            found.into_iter().filter(|listing| !listing.state.value.gone).map(|listing| FetchedListing {
                id: listing.observed.key.external_id,
                content: listing.observed.content,
                updated_at: listing.observed.updated_at,
                audit: None,
                partial: false,
            });
        Ok(fetched.filter(|listing| listing.content.status != ListingStatus::Deleted).collect())
    }

    async fn one(&self, id: &ExternalId) -> Result<ListingContent, ChannelError> {
        let found = self.read(std::slice::from_ref(id)).await?.pop();
        found
            .map(|listing| listing.content)
            .ok_or_else(|| ChannelError::NotFound { what: format!("listing {id}") })
    }

    async fn write(
        &self,
        id: &ExternalId,
        content: ListingContent,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let hash = content.content_hash();
        let observed = Observed { key: self.key(id), content, hash, updated_at: Some(now), seen_at: now };
        self.listings.observe(&[observed]).await.map(|_| ())
    }

    /// A page of the shop's rows, as whole listings.
    async fn page(&self, cursor: Option<&str>) -> Result<(Vec<FetchedListing>, Option<String>), StoreError> {
        let page = self.listings.of_shop(self.channel(), &self.shop, cursor, PAGE).await?;
        let ids: Vec<ExternalId> =
            page.items.into_iter().filter(|row| !row.gone).map(|row| row.key.external_id).collect();
        let mut listings = self.read(&ids).await?;
        listings.sort_by(|a, b| a.id.cmp(&b.id));
        Ok((listings, page.next))
    }
}

#[async_trait]
impl Marketplace for Website {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn authorization_link(
        &self,
        _: &AppCredentials,
        _: &Url,
        _: &str,
        _: Timestamp,
    ) -> Result<Url, ChannelError> {
        Err(not_remote())
    }

    async fn exchange_code(
        &self,
        _: &AppCredentials,
        _: &CallbackQuery,
        _: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        Err(not_remote())
    }

    async fn refresh(
        &self,
        _: &AppCredentials,
        _: &ShopId,
        _: &ShopTokens,
        _: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        Err(not_remote())
    }

    async fn shop_info(&self, _: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        Ok(ShopInfo {
            name: Some(self.capabilities.name.clone()),
            region: None,
            authorization_expires_at: None,
            limits: Some(self.capabilities.limits.clone()),
        })
    }

    async fn list(
        &self,
        _: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        let (listings, next) = self.page(cursor).await?;
        let changed = |listing: &FetchedListing| {
            changed_since.is_none_or(|since| listing.updated_at.is_none_or(|at| at >= since))
        };
        let named = |listing: FetchedListing| ListedItem { id: listing.id, updated_at: listing.updated_at };
        Ok(ListingPage {
            listings: listings.into_iter().filter(changed).map(named).collect(),
            next,
            total: None,
        })
    }

    async fn fetch(
        &self,
        _: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        Ok(self.read(ids).await?)
    }

    /// Goes through the shop's listings page by page. Creating one again gives the same listing, so this is asked
    /// seldom: only before a creation.
    async fn find_by_sku(
        &self,
        _: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError> {
        let wanted: Vec<String> = skus.iter().map(Sku::folded).collect();
        let has = |listing: &FetchedListing| {
            let mut held = listing.content.offers.iter().filter_map(|offer| offer.sku.as_ref());
            held.any(|sku| wanted.contains(&sku.folded()))
        };
        let mut cursor: Option<String> = None;
        loop {
            let (listings, next) = self.page(cursor.as_deref()).await?;
            if let Some(found) = listings.into_iter().find(has) {
                return Ok(Some(found.id));
            }
            if next.is_none() {
                return Ok(None);
            }
            cursor = next;
        }
    }

    fn calls(&self, _: &Step) -> u32 {
        0
    }

    /// Writes the listing as it is after the step. One that is not in the table yet becomes a record when its first
    /// push is read back and observed, together with its state.
    async fn apply(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        check::step(before, step, &self.capabilities.limits)?;
        let stored = self.one(listing).await;
        let after = match &stored {
            // The table knows better than the caller what stands there now.
            Ok(content) => content.applied(step),
            Err(ChannelError::NotFound { .. }) => before.applied(step),
            Err(error) => return Err(error.clone()),
        };
        let mut outcome = StepOutcome::default();
        if let Step::AddVariants { offers, .. } = step {
            for new in offers {
                let sells =
                    |offer: &&Offer| domain::identity::same_all(&offer.option_values, &new.option_values);
                if let Some(offer) = after.offers.iter().find(sells) {
                    outcome.added.insert(new.variant.clone(), offer.id.clone());
                }
            }
        }
        if stored.is_ok() {
            self.write(listing, after, session.now()).await?;
        }
        Ok(outcome)
    }

    async fn upload_image(&self, _: &dyn ShopSession, _: Bytes, _: &str) -> Result<String, ChannelError> {
        Err(rejected("image_not_uploaded", "the web store shows a picture by its address"))
    }

    async fn create(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<ExternalId, ChannelError> {
        let name = ContentHash::of_parts(&[CHANNEL, &listing.idempotency_key]);
        let id = ExternalId::parse(&name.as_str()[..26])?;
        if self.read(std::slice::from_ref(&id)).await?.is_empty() {
            let options = listing.content.options.clone();
            let offers = Step::AddVariants { options, offers: listing.offers.clone() };
            self.write(&id, listing.content.applied(&offers), session.now()).await?;
        }
        Ok(id)
    }

    async fn delete(&self, session: &dyn ShopSession, listing: &ExternalId) -> Result<(), ChannelError> {
        let content = ListingContent { status: ListingStatus::Deleted, ..self.one(listing).await? };
        Ok(self.write(listing, content, session.now()).await?)
    }

    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        _: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        let mut content = self.one(listing).await?;
        content.offers.retain(|offer| !offers.contains(&offer.id));
        if content.offers.is_empty() {
            return Err(rejected("last_offer", "the last variant of a listing cannot be removed"));
        }
        self.write(listing, content, session.now()).await?;
        Ok(StepOutcome::default())
    }

    async fn limits(&self, _: &dyn ShopSession, _: Option<&str>) -> Result<Limits, ChannelError> {
        Ok(self.capabilities.limits.clone())
    }

    async fn categories(&self, _: &dyn ShopSession) -> Result<Vec<Category>, ChannelError> {
        Ok(Vec::new())
    }

    async fn warehouses(&self, _: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        Ok(Vec::new())
    }

    fn read_notice(&self, _: &AppCredentials, _: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        Err(NoticeError::Forged)
    }
}

fn not_remote() -> ChannelError {
    rejected("channel_not_remote", "the web store needs no connection")
}

fn rejected(code: &str, reason: &str) -> ChannelError {
    ChannelError::Rejected { code: code.to_owned(), field: None, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
