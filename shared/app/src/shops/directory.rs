//! The list of shops: the connected ones, and the seller's own store.

use domain::{Channel, Invalid, ListingKey, ProductId, ShopId};

use crate::{Ports, StoreError};

/// A shop with its channel.
pub type Shop = (Channel, ShopId);

/// The shop of a channel that has no remote shops.
pub const OWN_SHOP: &str = "web";

/// The name of a product's listing in the seller's own store.
pub fn own_key(channel: &Channel, product: &ProductId) -> Result<ListingKey, Invalid> {
    Ok(ListingKey::new(
        channel.clone(),
        ShopId::parse(OWN_SHOP)?,
        domain::ExternalId::parse(product.as_str())?,
    ))
}

/// Every connected shop of a remote channel, in order.
pub async fn connected_shops(ports: &Ports) -> Result<Vec<Shop>, StoreError> {
    let mut shops = Vec::new();
    for connection in ports.connections.all().await? {
        let channel = connection.value.channel;
        if ports.marketplaces.get(&channel).is_some_and(|market| market.capabilities().remote) {
            shops.extend(connection.value.shops.into_keys().map(|shop| (channel.clone(), shop)));
        }
    }
    shops.sort();
    shops.dedup();
    Ok(shops)
}

/// Every connected shop, and the seller's own store, in order.
pub async fn all_shops(ports: &Ports) -> Result<Vec<Shop>, StoreError> {
    let mut shops = Vec::new();
    for connection in ports.connections.all().await? {
        let channel = &connection.value.channel;
        shops.extend(connection.value.shops.keys().map(|shop| (channel.clone(), shop.clone())));
    }
    for marketplace in ports.marketplaces.all().iter().filter(|m| !m.capabilities().remote) {
        if let Ok(shop) = ShopId::parse(OWN_SHOP) {
            shops.push((marketplace.capabilities().channel.clone(), shop));
        }
    }
    shops.sort();
    shops.dedup();
    Ok(shops)
}

/// The shops of one channel, in order: its connected ones, or the seller's own store.
pub async fn shops_of(ports: &Ports, channel: &Channel) -> Result<Vec<ShopId>, StoreError> {
    let remote = ports.marketplaces.get(channel).is_some_and(|m| m.capabilities().remote);
    if !remote {
        return Ok(ShopId::parse(OWN_SHOP).into_iter().collect());
    }
    let connection = ports.connections.get(channel).await?;
    Ok(connection.map(|connection| connection.value.shops.into_keys().collect()).unwrap_or_default())
}
