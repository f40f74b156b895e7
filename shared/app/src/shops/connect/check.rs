//! Tests whether a connection works, by calling the channel.

use super::{
    Channel, Connection, ConnectionState, Ports, ShopId, UseCaseError, Versioned, json, not_found, record,
    remote,
};
use crate::{ChannelError, StoreError, marketplace::ShopInfo, shops::session};

/// The result of a test.
#[derive(Debug)]
pub struct Test {
    /// The connection after the test.
    pub connection: Versioned<Connection>,
    pub shops: Vec<CheckedShop>,
}

/// What one shop answered.
#[derive(Debug)]
pub struct CheckedShop {
    pub shop: ShopId,
    pub answer: Result<ShopInfo, ChannelError>,
}

impl Test {
    /// Whether there is at least one shop and every shop answered.
    pub fn passed(&self) -> bool {
        !self.shops.is_empty() && self.shops.iter().all(|shop| shop.answer.is_ok())
    }
}

/// Reads the information of every shop of the channel and stores it: its name, its limits, the end of the consent.
pub async fn test(ports: &Ports, actor: &str, channel: &Channel) -> Result<Test, UseCaseError> {
    let test = shops(ports, channel).await?;
    ports.record(actor, "connection.test", channel, json!({ "passed": test.passed() })).await?;
    Ok(test)
}

/// [`test`] without the audit, for the daily check.
pub(crate) async fn shops(ports: &Ports, channel: &Channel) -> Result<Test, UseCaseError> {
    let marketplace = remote(ports, channel)?;
    let connection = ports.connections.get(channel).await?.ok_or_else(|| not_found(channel))?;
    let mut shops = Vec::new();
    for shop in connection.value.shops.keys() {
        let answer = match session::open(ports, channel, shop).await {
            Ok(session) => marketplace.shop_info(&session).await,
            Err(error) => Err(error),
        };
        shops.push(CheckedShop { shop: shop.clone(), answer });
    }
    let connection = keep(ports, channel, &shops).await?.ok_or_else(|| not_found(channel))?;
    Ok(Test { connection, shops })
}

async fn keep(
    ports: &Ports,
    channel: &Channel,
    checked: &[CheckedShop],
) -> Result<Option<Versioned<Connection>>, StoreError> {
    let now = ports.clock.now();
    record::amend(ports, channel, |connection| {
        for CheckedShop { shop, answer } in checked {
            let Some(kept) = connection.shops.get_mut(shop) else { continue };
            if let Ok(info) = answer {
                kept.info = merged(info, &kept.info);
                kept.checked_at = Some(now);
                kept.refused = None;
            }
        }
        // A call that has to wait is not a failure of the connection.
        let failed = |shop: &CheckedShop| shop.answer.clone().err().filter(|error| error.waits().is_none());
        let problem = checked
            .iter()
            .find_map(|shop| failed(shop).map(|error| format!("{}: {error} ({})", shop.shop, error.code())));
        if problem.is_none() && checked.iter().any(|shop| shop.answer.is_err()) {
            return;
        }
        if problem.is_none() && !checked.is_empty() {
            connection.state = ConnectionState::Connected;
        }
        connection.problem = problem;
    })
    .await
}

/// The new information, completed with the earlier values for what the shop does not report now.
fn merged(now: &ShopInfo, before: &ShopInfo) -> ShopInfo {
    ShopInfo {
        name: now.name.clone().or_else(|| before.name.clone()),
        region: now.region.clone().or_else(|| before.region.clone()),
        authorization_expires_at: now.authorization_expires_at.or(before.authorization_expires_at),
        limits: now.limits.clone().or_else(|| before.limits.clone()),
    }
}
