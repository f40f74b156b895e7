//! The web store behind the port.

use app::{
    ChannelError, Marketplace,
    marketplace::{
        AppCredentials, AuthorizedShop, CallbackQuery, Category, ChannelAuth, FetchedListing, ListedItem,
        ListingFormat, ListingPage, ListingReader, ListingWriter, NewListing, Notice, NoticeError,
        NoticeReader, RawNotice, ShopInfo, ShopSession, ShopTokens, StepOutcome, Warehouse,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Capabilities, ContentHash, ExternalId, Limits, ListingContent, ListingStatus, Offer, OfferId, ShopId,
    Sku, plan::Step,
};
use jiff::Timestamp;
use url::Url;

use crate::{CHANNEL, Website, check};

impl Marketplace for Website {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
}

#[async_trait]
impl ChannelAuth for Website {
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
}

#[async_trait]
impl ListingReader for Website {
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

    /// Reads the shop's listings page by page. Creating a listing again gives the same one, so this is called
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

    async fn limits(&self, _: &dyn ShopSession, _: Option<&str>) -> Result<Limits, ChannelError> {
        Ok(self.capabilities.limits.clone())
    }

    async fn categories(&self, _: &dyn ShopSession) -> Result<Vec<Category>, ChannelError> {
        Ok(Vec::new())
    }

    async fn warehouses(&self, _: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl ListingWriter for Website {
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
            // The table has the current content; the caller's may be old.
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
}

impl ListingFormat for Website {}

impl NoticeReader for Website {
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
