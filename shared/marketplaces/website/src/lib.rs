//! The seller's own web store as a channel.
//!
//! Owns: what the web store can do, and its listings by way of the `Listings` port.
//! Refuses: calls over the network, connections and pushes: there is no other side. Serving the catalogue to
//! buyers is `functions/edge`'s work.

use std::sync::Arc;

use app::{
    ChannelError, StoreError,
    marketplace::FetchedListing,
    ports::{Listings, Observed},
};
use domain::{Capabilities, Channel, ExternalId, ListingContent, ListingKey, ListingStatus, ShopId};
use jiff::Timestamp;

mod capabilities;
mod check;
mod marketplace;
mod presets;

pub use capabilities::capabilities;
pub use presets::{fee_presets, preset_titles};

/// The channel's name.
pub const CHANNEL: &str = "website";
/// Its only shop.
pub const SHOP: &str = "web";
/// Listings of one page.
const PAGE: usize = 100;

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

    pub(crate) fn channel(&self) -> &Channel {
        &self.capabilities.channel
    }

    fn key(&self, id: &ExternalId) -> ListingKey {
        ListingKey::new(self.channel().clone(), self.shop.clone(), id.clone())
    }

    /// These listings from the table, without deleted and withdrawn ones.
    pub(crate) async fn read(&self, ids: &[ExternalId]) -> Result<Vec<FetchedListing>, StoreError> {
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

    pub(crate) async fn one(&self, id: &ExternalId) -> Result<ListingContent, ChannelError> {
        let found = self.read(std::slice::from_ref(id)).await?.pop();
        found
            .map(|listing| listing.content)
            .ok_or_else(|| ChannelError::NotFound { what: format!("listing {id}") })
    }

    pub(crate) async fn write(
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
    pub(crate) async fn page(
        &self,
        cursor: Option<&str>,
    ) -> Result<(Vec<FetchedListing>, Option<String>), StoreError> {
        let page = self.listings.of_shop(self.channel(), &self.shop, cursor, PAGE).await?;
        let ids: Vec<ExternalId> =
            page.items.into_iter().filter(|row| !row.gone).map(|row| row.key.external_id).collect();
        let mut listings = self.read(&ids).await?;
        listings.sort_by(|a, b| a.id.cmp(&b.id));
        Ok((listings, page.next))
    }
}

#[cfg(test)]
mod tests;
