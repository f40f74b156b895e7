//! What happens by the clock: refreshing tokens ahead of expiry, reconciling, checking health.
//!
//! Every task walks all connected shops and one shop's trouble does not keep the others waiting: what failed is
//! reported at the end, and the next tick tries again.

use domain::{Channel, ShopId};
use serde::{Deserialize, Serialize};

use crate::{
    Ports, StoreError, WorkError,
    ports::{ConnectedShop, Connection, ConnectionState},
};

mod fees;
mod health;
mod outcomes;
mod reconcile;
mod tokens;

/// What the scheduler asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    RefreshTokens,
    Reconcile,
    Health,
    /// Fee schedules that begin today.
    Fees,
    /// What is to be reported and was not, because a worker died; audits that nobody watches any more.
    Outcomes,
    /// Nothing: it only keeps a function warm.
    Wake,
}

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

/// Carries out one task.
pub async fn run(ports: &Ports, task: Task) -> Result<Ticked, WorkError> {
    let ticked = match task {
        Task::RefreshTokens => tokens::refresh(ports).await?,
        Task::Reconcile => reconcile::reconcile(ports).await?,
        Task::Health => health::check(ports).await?,
        Task::Fees => fees::begin(ports).await?,
        Task::Outcomes => outcomes::report(ports).await?,
        Task::Wake => Ticked::default(),
    };
    tracing::info!(
        task = ?task, shops = ticked.shops, acted = ticked.acted, problems = ticked.problems.len(), "tick"
    );
    Ok(ticked)
}

impl Ticked {
    fn problem(&mut self, channel: &Channel, shop: &ShopId, error: &dyn std::fmt::Display) {
        tracing::warn!(channel = %channel, shop = %shop, %error, "a scheduled task failed for a shop");
        self.problems.push(format!("{channel}:{shop}: {error}"));
    }
}

/// A shop whose authorisation holds, as far as we know.
struct Due {
    channel: Channel,
    /// The channel as the seller knows it.
    name: String,
    shop: ShopId,
    record: ConnectedShop,
}

/// All shops of all connections that need no new consent.
async fn connected(ports: &Ports) -> Result<Vec<Due>, StoreError> {
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
