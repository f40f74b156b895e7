//! Connecting a channel: credentials, authorisation, test and disconnecting.
//!
//! Secrets are stored only in the secret store. The record, the audit and every answer contain only the last four
//! characters. Each write of the secret needs the lease that also serialises token refreshes, because two writers of
//! one secret would overwrite each other's tokens.

use domain::{Channel, ShopId};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::{
    Marketplace, Ports, StoreError, UseCaseError, conflict,
    lease::{Lease, secret_of},
    marketplace::{AppCredentials, AuthorizedShop, CallbackQuery},
    ports::{
        ConnectedShop, Connection, ConnectionSecret, ConnectionState, Versioned,
        connections::PendingAuthorization,
    },
};

mod authorize;
mod check;
mod input;
pub(crate) mod record;

pub use authorize::{finish_authorization, start_authorization};
pub(crate) use check::shops as check;
pub use check::{CheckedShop, Test, test};
pub use input::CredentialsInput;

/// Saves the seller's app credentials. Saving them again for the same app keeps the shops' tokens; another app starts
/// without shops. `webhook_base` is where this deployment receives pushes.
pub async fn save_credentials(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    input: CredentialsInput,
    webhook_base: &str,
) -> Result<Versioned<Connection>, UseCaseError> {
    remote(ports, channel)?;
    let credentials = input.credentials()?;
    let wanted_url = input.webhook_url()?;
    let lease = Lease::take(ports, &secret_of(channel)).await?;
    let saved = save(ports, channel, credentials, wanted_url, webhook_base).await;
    lease.release().await;
    let saved = saved?;
    preset_fees(ports, channel).await?;
    let Connection { app_id, secret_last4, webhook_url, .. } = &saved.value;
    let details = json!({ "app_id": app_id, "secret_last4": secret_last4, "webhook_url": webhook_url });
    ports.record(actor, "connection.credentials", channel, details).await?;
    Ok(saved)
}

/// The secret is written first, then the record. A record without a secret would show a connection that does not work.
/// A secret without a record is repaired by saving again.
async fn save(
    ports: &Ports,
    channel: &Channel,
    credentials: AppCredentials,
    wanted_url: Option<String>,
    webhook_base: &str,
) -> Result<Versioned<Connection>, UseCaseError> {
    let kept = ports.secrets.get(channel, true).await?;
    let same_app = kept.as_ref().is_some_and(|old| old.credentials.app_id == credentials.app_id);
    let usual = format!("/webhooks/{channel}");
    // An address that the seller chose is kept; the default address changes with the deployment.
    let chosen = kept.as_ref().map(|old| old.webhook_url.clone()).filter(|url| !url.ends_with(&usual));
    let webhook_url =
        wanted_url.or(chosen).unwrap_or_else(|| format!("{}{usual}", webhook_base.trim_end_matches('/')));
    let secret = ConnectionSecret {
        credentials,
        webhook_url: webhook_url.clone(),
        shops: kept.filter(|_| same_app).map(|old| old.shops).unwrap_or_default(),
    };
    ports.secrets.put(channel, &secret).await?;
    let saved = conflict::retry(record::TRIES, || async {
        let current = ports.connections.get(channel).await?;
        let version = current.as_ref().map_or(0, |current| current.version);
        let old = current.map(|current| current.value).filter(|_| same_app);
        let connection = Connection {
            channel: channel.clone(),
            state: old.as_ref().map_or(ConnectionState::AwaitingAuthorization, |old| old.state),
            app_id: secret.credentials.app_id.clone(),
            secret_last4: last4(&secret.credentials.app_secret),
            webhook_url: webhook_url.clone(),
            problem: old.as_ref().and_then(|old| old.problem.clone()),
            pending: old.as_ref().and_then(|old| old.pending.clone()),
            shops: old.map(|old| old.shops).unwrap_or_default(),
            updated_at: ports.clock.now(),
        };
        ports.connections.put(&connection, version).await
    });
    Ok(saved.await?)
}

/// A channel that was never connected starts with its published fees; the seller corrects them later.
async fn preset_fees(ports: &Ports, channel: &Channel) -> Result<(), UseCaseError> {
    let Some(fees) = ports.marketplaces.preset_fees(channel) else { return Ok(()) };
    if ports.rules.fee_schedule(channel).await?.is_some() {
        return Ok(());
    }
    match ports.rules.put_fee_schedule(channel, &fees, 0).await {
        // Another request stored a schedule meanwhile, which is kept.
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The connection as it may be shown, without secrets.
pub async fn view(ports: &Ports, channel: &Channel) -> Result<Versioned<Connection>, UseCaseError> {
    remote(ports, channel)?;
    ports.connections.get(channel).await?.ok_or_else(|| not_found(channel))
}

/// Forgets the channel's credentials and tokens. Its listings, rules and history stay.
///
/// The secret is deleted first: a connection that is shown may fail for a moment, but one that is shown as disconnected
/// never works.
pub async fn disconnect(ports: &Ports, actor: &str, channel: &Channel) -> Result<(), UseCaseError> {
    let connection = view(ports, channel).await?;
    let lease = Lease::take(ports, &secret_of(channel)).await?;
    let deleted = async {
        ports.secrets.delete(channel).await?;
        ports.connections.delete(channel).await
    }
    .await;
    lease.release().await;
    deleted?;
    let shops: Vec<&ShopId> = connection.value.shops.keys().collect();
    ports.record(actor, "connection.delete", channel, json!({ "shops": shops })).await?;
    Ok(())
}

/// The channel, which must exist and have shops to connect.
fn remote(ports: &Ports, channel: &Channel) -> Result<std::sync::Arc<dyn Marketplace>, UseCaseError> {
    let marketplace = ports
        .marketplaces
        .get(channel)
        .ok_or_else(|| UseCaseError::NotFound { what: "channel", id: channel.to_string() })?;
    if marketplace.capabilities().remote {
        Ok(marketplace)
    } else {
        let reason = format!("{channel} is the seller's own store: there is nothing to connect");
        Err(UseCaseError::Refused { code: "channel_not_connectable", reason })
    }
}

fn not_found(channel: &Channel) -> UseCaseError {
    UseCaseError::NotFound { what: "connection", id: channel.to_string() }
}

fn refused(code: &'static str, reason: &str) -> UseCaseError {
    UseCaseError::Refused { code, reason: reason.to_owned() }
}

fn last4(secret: &SecretString) -> String {
    let secret: Vec<char> = secret.expose_secret().chars().collect();
    // For a short secret, even four characters would reveal too much.
    if secret.len() < 12 { "••••".to_owned() } else { secret[secret.len() - 4..].iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_short_secret_nothing_is_shown() {
        assert_eq!(last4(&SecretString::from("0123456789abcdef")), "cdef");
        assert_eq!(last4(&SecretString::from("0123456789")), "••••");
    }
}
