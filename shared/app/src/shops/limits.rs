//! The limits of a shop: how long a title may be, how far prices may spread.

use domain::{Limits, ShopId};

use crate::{Marketplace, Ports, StoreError};

/// The limits of a shop: its own if it reported them, otherwise the channel's documented ones.
pub async fn limits_of(
    ports: &Ports,
    marketplace: &dyn Marketplace,
    shop: &ShopId,
) -> Result<Limits, StoreError> {
    let capabilities = marketplace.capabilities();
    let connection = ports.connections.get(&capabilities.channel).await?;
    let told = connection.and_then(|c| c.value.shops.get(shop).and_then(|shop| shop.info.limits.clone()));
    Ok(told.unwrap_or_else(|| capabilities.limits.clone()))
}
