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

use super::account::Account;
use crate::{
    ChannelError,
    lease::{Backoff, Lease, secret_of},
    marketplace::{Access, ShopTokens},
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
pub(super) async fn renew(account: &Account, stale: &Access) -> Result<Access, ChannelError> {
    let name = secret_of(&account.channel);
    let mut wait = Backoff::default();
    loop {
        let stored = account.load(true).await?;
        if stored.tokens.generation > stale.tokens.generation {
            return Ok(stored);
        }
        if let Some(mut lease) = Lease::try_take(&account.ports, &name).await? {
            let renewed = refresh_alone(account, &mut lease, stale).await;
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
async fn refresh_alone<'a>(
    account: &'a Account,
    lease: &mut Lease<'a>,
    stale: &Access,
) -> Result<Access, ChannelError> {
    // Read again: the last holder may have stored its pair between our look and our lease.
    let (secret, current) = stored(account).await?;
    if current.generation > stale.tokens.generation {
        return Ok(access(account, &secret, current));
    }
    refuse_known_dead(account, &current).await?;
    account.slot(SLOT_WITHIN).await?;
    let fresh = match ask(account, &secret, &current).await {
        Err(ChannelError::Unauthorized { reason }) => {
            // Somebody whose lease had lapsed may have used the token up and stored what it got.
            let (secret, now_stored) = stored(account).await?;
            if now_stored.generation > current.generation {
                return Ok(access(account, &secret, now_stored));
            }
            lose(account, &current, &reason).await?;
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
    let (secret, kept) = keep(account, lease, secret, fresh).await?;
    note(account, &kept).await;
    tracing::info!(
        channel = %account.channel, shop = %account.shop, generation = kept.generation, "tokens refreshed"
    );
    Ok(access(account, &secret, kept))
}

async fn stored(account: &Account) -> Result<(ConnectionSecret, ShopTokens), ChannelError> {
    let secret =
        account.ports.secrets.get(&account.channel, true).await?.ok_or(ChannelError::NotConnected)?;
    let tokens = secret.shops.get(&account.shop).cloned().ok_or(ChannelError::NotConnected)?;
    Ok((secret, tokens))
}

fn access(account: &Account, secret: &ConnectionSecret, tokens: ShopTokens) -> Access {
    Access { shop: account.shop.clone(), credentials: secret.credentials.clone(), tokens }
}

/// Tokens that the channel has refused for good are not sent again: that would only hammer its authorisation server.
async fn refuse_known_dead(account: &Account, current: &ShopTokens) -> Result<(), ChannelError> {
    let connection = account.ports.connections.get(&account.channel).await?;
    let shop = connection.as_ref().and_then(|c| c.value.shops.get(&account.shop));
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
    account: &Account,
    secret: &ConnectionSecret,
    old: &ShopTokens,
) -> Result<ShopTokens, ChannelError> {
    match ask_once(account, secret, old).await {
        Err(ChannelError::OutcomeUnknown { .. } | ChannelError::Unavailable { .. }) => {
            sleep(Duration::from_millis(300)).await;
            ask_once(account, secret, old).await
        }
        answer => answer,
    }
}

async fn ask_once(
    account: &Account,
    secret: &ConnectionSecret,
    old: &ShopTokens,
) -> Result<ShopTokens, ChannelError> {
    let now = account.ports.clock.now();
    let call = account.marketplace.refresh(&secret.credentials, &account.shop, old, now);
    let answer = timeout(TRY_FOR, call).await.unwrap_or_else(|_| {
        Err(ChannelError::OutcomeUnknown { reason: "the token refresh took too long".to_owned() })
    });
    if matches!(answer, Err(ChannelError::RateLimited { .. })) {
        account.throttled(None).await;
    }
    answer
}

/// Stores the new pair; answers what is stored then. The old one may be dead already, so this is tried harder than
/// anything else. A lease that lapsed while the channel was asked is taken again first: what others stored meanwhile is
/// never overwritten.
async fn keep<'a>(
    account: &'a Account,
    lease: &mut Lease<'a>,
    mut secret: ConnectionSecret,
    fresh: ShopTokens,
) -> Result<(ConnectionSecret, ShopTokens), ChannelError> {
    let mut pause = Duration::from_millis(100);
    let mut tries = 0;
    loop {
        if !lease.extend().await? {
            *lease = Lease::take(&account.ports, &secret_of(&account.channel)).await?;
            let (now, theirs) = stored(account).await?;
            if theirs.generation >= fresh.generation {
                return Ok((now, theirs));
            }
            secret = now;
        }
        secret.shops.insert(account.shop.clone(), fresh.clone());
        tries += 1;
        match account.ports.secrets.put(&account.channel, &secret).await {
            Ok(()) => return Ok((secret, fresh)),
            Err(error) if tries < 5 => {
                tracing::error!(channel = %account.channel, %error, "a fresh token pair could not be stored");
                sleep(pause).await;
                pause *= 2;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Shows the new expiry to people. The tokens are safe by now, so a failure is only logged.
async fn note(account: &Account, fresh: &ShopTokens) {
    let now = account.ports.clock.now();
    let noted = record::amend(&account.ports, &account.channel, |connection| {
        if let Some(shop) = connection.shops.get_mut(&account.shop) {
            shop.access_expires_at = fresh.access_expires_at;
            shop.refresh_expires_at = fresh.refresh_expires_at;
            shop.last_refresh_at = now;
            shop.refused = None;
        }
    })
    .await;
    if let Err(error) = noted {
        tracing::warn!(channel = %account.channel, %error, "a refresh could not be noted");
    }
}

/// The channel refuses the tokens for good: say so on the connection and tell the seller.
async fn lose(account: &Account, dead: &ShopTokens, reason: &str) -> Result<(), ChannelError> {
    let (channel, shop) = (&account.channel, &account.shop);
    tracing::warn!(channel = %channel, shop = %shop, generation = dead.generation, "the channel refuses the tokens");
    let name = account.marketplace.capabilities().name.clone();
    let notice = Notice::AuthorizationNeeded { channel: &name, shop };
    let subject = format!("{channel}/{shop}/{}", dead.generation);
    let message = tell::notice(&notice, &subject, Severity::Urgent);
    // Reported first: after a crash the same is sent again, which is one notification. The other way round it could be
    // lost.
    account.ports.outbox.notify(&[message]).await?;
    record::amend(&account.ports, channel, |connection| {
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
