//! Scheduled tasks for connected shops: refreshing tokens before they expire, and the health check.
//!
//! Every task goes through all connected shops. A failure of one shop does not stop the others: failures are reported
//! at the end, and the next tick tries again.

use domain::{Channel, ShopId};
use serde::Serialize;

use crate::{
    Ports, StoreError,
    ports::{ConnectedShop, Connection, ConnectionState},
};

pub(crate) mod health;
pub(crate) mod tokens;

/// The result of a tick.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ticked {
    /// Shops that were checked; for fees, channels.
    pub shops: u64,
    /// Shops for which something was done: a refresh, found changes, a found problem, begun fees.
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

/// A shop whose authorisation is valid, as far as we know.
pub(crate) struct Due {
    pub channel: Channel,
    /// The channel's name for the seller.
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
