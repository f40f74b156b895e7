//! What happens to connected shops by the clock: refreshing tokens ahead of expiry, checking health.
//!
//! Every task walks all connected shops and one shop's trouble does not keep the others waiting: what failed is
//! reported at the end, and the next tick tries again.

use domain::{Channel, ShopId};
use serde::Serialize;

use crate::{
    Ports, StoreError,
    ports::{ConnectedShop, Connection, ConnectionState},
};

pub(crate) mod health;
pub(crate) mod tokens;

/// What a tick did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ticked {
    /// Shops looked at; for fees, channels.
    pub shops: u64,
    /// Shops for which something was done: refreshed, found changed, found ill, fees begun.
    pub acted: u64,
    /// What failed, by shop, for the log.
    pub problems: Vec<String>,
}

impl Ticked {
    pub(crate) fn problem(&mut self, channel: &Channel, shop: &ShopId, error: &dyn std::fmt::Display) {
        tracing::warn!(channel = %channel, shop = %shop, %error, "a scheduled task failed for a shop");
        self.problems.push(format!("{channel}:{shop}: {error}"));
    }
}

/// A shop whose authorisation holds, as far as we know.
pub(crate) struct Due {
    pub channel: Channel,
    /// The channel as the seller knows it.
    pub name: String,
    pub shop: ShopId,
    pub record: ConnectedShop,
}

/// All shops of all connections that need no new consent.
pub(crate) async fn connected(ports: &Ports) -> Result<Vec<Due>, StoreError> {
    let mut due = Vec::new();
    for connection in ports.connections.all().await? {
        let Connection { channel, state, shops, .. } = connection.value;
        let Some(marketplace) = ports.marketplaces.get(&channel) else { continue };
        if state != ConnectionState::Connected {
            continue;
        }
        let name = &marketplace.capabilities().name;
        due.extend(shops.into_iter().map(|(shop, record)| Due {
            channel: channel.clone(),
            name: name.clone(),
            shop,
            record,
        }));
    }
    Ok(due)
}
