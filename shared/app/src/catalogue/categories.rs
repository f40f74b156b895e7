//! The names of channels' categories. Shopee's listings have only a number, but rules, filters and people use names.

use std::collections::BTreeMap;

use domain::{Channel, ListingContent};
use jiff::{SignedDuration, Timestamp};

use crate::{
    ChannelError, Marketplace, Ports, StoreError,
    marketplace::ShopSession,
    ports::{CategoryTree, Listing},
};

/// How long a tree is kept. Channels change their categories a few times a year.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Names by the channel's own id, by channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Channel, BTreeMap<String, String>>);

impl Names {
    /// The names of every channel.
    pub async fn read(ports: &Ports) -> Result<Self, StoreError> {
        let mut names = BTreeMap::new();
        for marketplace in ports.marketplaces.all() {
            let channel = &marketplace.capabilities().channel;
            if let Some(tree) = ports.categories.tree(channel).await? {
                names.insert(channel.clone(), tree.names());
            }
        }
        Ok(Self(names))
    }

    /// The name of the content's category, if the listing does not have it itself.
    pub fn missing(&self, channel: &Channel, content: &ListingContent) -> Option<&str> {
        let category = content.category.as_ref().filter(|category| category.name.is_none())?;
        self.0.get(channel)?.get(&category.id).map(String::as_str)
    }

    /// Adds the name of the content's category if the listing does not have it.
    pub fn put_into(&self, channel: &Channel, content: &mut ListingContent) {
        if let Some(name) = self.missing(channel, content).map(str::to_owned)
            && let Some(category) = &mut content.category
        {
            category.name = Some(name);
        }
    }
}

/// Adds the names of categories to listings that are shown.
pub async fn name(ports: &Ports, listings: &mut [Listing]) -> Result<(), StoreError> {
    let unnamed = |listing: &Listing| {
        listing.observed.content.category.as_ref().is_some_and(|category| category.name.is_none())
    };
    if !listings.iter().any(unnamed) {
        return Ok(());
    }
    let names = Names::read(ports).await?;
    for listing in listings {
        names.put_into(&listing.observed.key.channel.clone(), &mut listing.observed.content);
    }
    Ok(())
}

/// Reads the channel's tree again if the stored one is older than a week. The names are optional: if the channel fails,
/// the import continues, and the next import tries again.
pub(crate) async fn refresh(ports: &Ports, marketplace: &dyn Marketplace, session: &dyn ShopSession) {
    let channel = &marketplace.capabilities().channel;
    match read_again(ports, marketplace, session).await {
        Ok(Some(categories)) => tracing::info!(%channel, categories, "categories read"),
        Ok(None) => {}
        Err(error) => tracing::warn!(%channel, %error, "categories could not be read"),
    }
}

async fn read_again(
    ports: &Ports,
    marketplace: &dyn Marketplace,
    session: &dyn ShopSession,
) -> Result<Option<usize>, ChannelError> {
    let (channel, now) = (&marketplace.capabilities().channel, ports.clock.now());
    let is_fresh = |at: Timestamp| now.duration_since(at) < KEPT;
    if ports.categories.read_at(channel).await?.is_some_and(is_fresh) {
        return Ok(None);
    }
    let categories = marketplace.categories(session).await?;
    let count = categories.len();
    // Every channel has categories, so an empty answer does not replace the stored tree.
    if count > 0 {
        ports.categories.put_tree(channel, &CategoryTree { read_at: now, categories }).await?;
    }
    Ok(Some(count))
}
