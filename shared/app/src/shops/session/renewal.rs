//! Single-flight refresh across all Lambdas.
//!
//! A refresh token may work once: two workers that refresh at the same time would throw the shop out. So the one that
//! holds the lease refreshes, the others wait until the stored generation moves. The order within the lease matters:
//! the new pair is stored **before** anybody, this worker included, uses it. A crash after the channel answered and
//! before the pair is stored is the one gap that no order closes; the channel's habit of answering a repeated refresh
//! with the same pair is what helps there, and a person's new authorisation when it does not.

use std::time::Duration;

use domain::ShopId;
use tokio::time::{sleep, timeout};

use super::Session;
use crate::{
    ChannelError, StoreError,
    lease::{Backoff, Lease, secret_of},
    marketplace::{Access, ShopSession, ShopTokens},
    message::Severity,
    notices::tell,
    ports::{ConnectionSecret, ConnectionState},
    shops::connect::record,
    words::Notice,
};

/// How long a refresh waits for its slot in the call budget.
const SLOT_WITHIN: Duration = Duration::from_secs(3);
/// The slot, two tries and the storing fit into one lease.
const TRY_FOR: Duration = Duration::from_secs(11);

/// Tokens of a generation after `stale`: refreshed here, or by whoever is at it.
pub(super) async fn renew(session: &Session, stale: &Access) -> Result<Access, ChannelError> {
    let name = secret_of(&session.channel);
    let mut wait = Backoff::default();
    loop {
        let stored = session.load(true).await?;
        if stored.tokens.generation > stale.tokens.generation {
            return Ok(stored);
        }
        if let Some(lease) = Lease::try_take(&session.ports, &name).await? {
            let renewed = refresh_alone(session, stale).await;
            lease.release().await;
            return renewed;
        }
        if !wait.pause().await {
            let reason = "another worker did not finish its token refresh".to_owned();
            return Err(ChannelError::Unavailable { reason });
        }
    }
}

/// Refreshes while holding the lease.
async fn refresh_alone(session: &Session, stale: &Access) -> Result<Access, ChannelError> {
    // Read again: the last holder may have stored its pair between our look and our lease.
    let (mut secret, current) = stored(session).await?;
    if current.generation > stale.tokens.generation {
        return Ok(access(session, &secret, current));
    }
    refuse_known_dead(session, &current).await?;
    session.slot(SLOT_WITHIN).await?;
    let fresh = match ask(session, &secret, &current).await {
        Err(ChannelError::Unauthorized { reason }) => {
            // Somebody whose lease had lapsed may have used the token up and stored what it got.
            let (secret, now_stored) = stored(session).await?;
            if now_stored.generation > current.generation {
                return Ok(access(session, &secret, now_stored));
            }
            lose(session, &current, &reason).await?;
            return Err(ChannelError::Unauthorized { reason });
        }
        other => other?,
    };
    let fresh = ShopTokens {
        generation: current.generation + 1,
        cipher: fresh.cipher.or(current.cipher),
        refresh_expires_at: fresh.refresh_expires_at.or(current.refresh_expires_at),
        ..fresh
    };
    secret.shops.insert(session.shop.clone(), fresh.clone());
    keep(session, &secret).await?;
    note(session, &fresh).await;
    tracing::info!(
        channel = %session.channel, shop = %session.shop, generation = fresh.generation, "tokens refreshed"
    );
    Ok(access(session, &secret, fresh))
}

async fn stored(session: &Session) -> Result<(ConnectionSecret, ShopTokens), ChannelError> {
    let secret =
        session.ports.secrets.get(&session.channel, true).await?.ok_or(ChannelError::NotConnected)?;
    let tokens = secret.shops.get(&session.shop).cloned().ok_or(ChannelError::NotConnected)?;
    Ok((secret, tokens))
}

fn access(session: &Session, secret: &ConnectionSecret, tokens: ShopTokens) -> Access {
    Access { shop: session.shop.clone(), credentials: secret.credentials.clone(), tokens }
}

/// Tokens that the channel has refused for good are not sent again: that would only hammer its authorisation server.
async fn refuse_known_dead(session: &Session, current: &ShopTokens) -> Result<(), ChannelError> {
    let connection = session.ports.connections.get(&session.channel).await?;
    let shop = connection.as_ref().and_then(|c| c.value.shops.get(&session.shop));
    if shop.and_then(|shop| shop.refused) == Some(current.generation) {
        let problem = connection.as_ref().and_then(|c| c.value.problem.clone());
        let reason = problem.unwrap_or_else(|| "the shop has to be authorised again".to_owned());
        return Err(ChannelError::Unauthorized { reason });
    }
    Ok(())
}

/// Asks the channel, once more when the answer was lost: the old token may still be good, and where it was used up
/// the channel answers with the same new pair or refuses.
async fn ask(
    session: &Session,
    secret: &ConnectionSecret,
    old: &ShopTokens,
) -> Result<ShopTokens, ChannelError> {
    match ask_once(session, secret, old).await {
        Err(ChannelError::OutcomeUnknown { .. } | ChannelError::Unavailable { .. }) => {
            sleep(Duration::from_millis(300)).await;
            ask_once(session, secret, old).await
        }
        answer => answer,
    }
}

async fn ask_once(
    session: &Session,
    secret: &ConnectionSecret,
    old: &ShopTokens,
) -> Result<ShopTokens, ChannelError> {
    let now = session.ports.clock.now();
    let call = session.marketplace.refresh(&secret.credentials, &session.shop, old, now);
    let answer = timeout(TRY_FOR, call).await.unwrap_or_else(|_| {
        Err(ChannelError::OutcomeUnknown { reason: "the token refresh took too long".to_owned() })
    });
    if matches!(answer, Err(ChannelError::RateLimited { .. })) {
        session.throttled(None).await;
    }
    answer
}

/// Stores the new pair. The old one may be dead already, so this is tried harder than anything else.
async fn keep(session: &Session, secret: &ConnectionSecret) -> Result<(), StoreError> {
    let mut pause = Duration::from_millis(100);
    for _ in 0..4 {
        match session.ports.secrets.put(&session.channel, secret).await {
            Err(error) => {
                tracing::error!(channel = %session.channel, %error, "a fresh token pair could not be stored");
                sleep(pause).await;
                pause *= 2;
            }
            stored => return stored,
        }
    }
    session.ports.secrets.put(&session.channel, secret).await
}

/// Shows the new expiry to people. The tokens are safe by now, so a failure is only logged.
async fn note(session: &Session, fresh: &ShopTokens) {
    let now = session.ports.clock.now();
    let noted = record::amend(&session.ports, &session.channel, |connection| {
        if let Some(shop) = connection.shops.get_mut(&session.shop) {
            shop.access_expires_at = fresh.access_expires_at;
            shop.refresh_expires_at = fresh.refresh_expires_at;
            shop.last_refresh_at = now;
            shop.refused = None;
        }
    })
    .await;
    if let Err(error) = noted {
        tracing::warn!(channel = %session.channel, %error, "a refresh could not be noted");
    }
}

/// The channel refuses the tokens for good: say so on the connection and tell the seller.
async fn lose(session: &Session, dead: &ShopTokens, reason: &str) -> Result<(), ChannelError> {
    let (channel, shop) = (&session.channel, &session.shop);
    tracing::warn!(channel = %channel, shop = %shop, generation = dead.generation, "the channel refuses the tokens");
    let name = session.marketplace.capabilities().name.clone();
    let notice = Notice::AuthorizationNeeded { channel: &name, shop };
    let subject = format!("{channel}/{shop}/{}", dead.generation);
    let message = tell::notice(&notice, &subject, Severity::Urgent);
    // Told first: a crash tells the same again, which is one notification; the other way round nobody would hear of it.
    session.ports.outbox.notify(&[message]).await?;
    record::amend(&session.ports, channel, |connection| {
        refuse(connection, shop, dead.generation, reason);
    })
    .await?;
    Ok(())
}

fn refuse(connection: &mut crate::ports::Connection, shop: &ShopId, generation: u64, reason: &str) {
    connection.state = ConnectionState::NeedsAuthorization;
    connection.problem = Some(reason.to_owned());
    if let Some(shop) = connection.shops.get_mut(shop) {
        shop.refused = Some(generation);
    }
}
