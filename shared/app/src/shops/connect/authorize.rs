//! The seller's consent: the link contains a secret state, and the redirect brings the state and a code back.

use domain::ContentHash;
use url::Url;

use super::{
    AuthorizedShop, CallbackQuery, Channel, ConnectedShop, Connection, ConnectionState, Lease,
    PendingAuthorization, Ports, SignedDuration, StoreError, Timestamp, UseCaseError, Versioned, check, json,
    not_found, record, refused, remote, secret_of,
};
use crate::marketplace::ShopInfo;

/// The time that the seller has on the channel's page.
const LAPSES_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// The page where the seller allows access; it leads back to `redirect`. A second start replaces the first.
pub async fn start_authorization(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    redirect: &Url,
) -> Result<Url, UseCaseError> {
    let marketplace = remote(ports, channel)?;
    let Some(secret) = ports.secrets.get(channel, true).await? else { return Err(not_found(channel)) };
    let now = ports.clock.now();
    // The hash of two unique texts: it cannot be guessed and is used nowhere else.
    let drawn = [ports.ids.unique(), ports.ids.unique()];
    let state = ContentHash::of_parts(&["authorization", &drawn[0], &drawn[1]]).as_str()[..40].to_owned();
    let link = marketplace.authorization_link(&secret.credentials, redirect, &state, now)?;
    let pending = PendingAuthorization { state, expires_at: now + LAPSES_AFTER };
    record::amend(ports, channel, |connection| connection.pending = Some(pending.clone()))
        .await?
        .ok_or_else(|| not_found(channel))?;
    ports.record(actor, "connection.authorization_started", channel, json!({})).await?;
    Ok(link)
}

/// Handles the redirect from the channel's page.
///
/// The pending state is removed before the code is exchanged, so that of two identical redirects (a reload, a second
/// click) only one exchanges it. Then the tokens are stored before the record shows the shops, so that a crash in
/// between never leaves a visible shop without tokens.
pub async fn finish_authorization(
    ports: &Ports,
    channel: &Channel,
    query: &CallbackQuery,
) -> Result<Versioned<Connection>, UseCaseError> {
    let marketplace = remote(ports, channel)?;
    use_up_state(ports, channel, query).await?;
    if let Some(denied) = denial(query) {
        return Err(refused("authorization_denied", &denied));
    }
    let Some(secret) = ports.secrets.get(channel, true).await? else { return Err(not_found(channel)) };
    let shops = marketplace.exchange_code(&secret.credentials, query, ports.clock.now()).await?;
    if shops.is_empty() {
        return Err(refused(
            "authorization_without_shop",
            "the channel named no shop; authorise with the shop's main account",
        ));
    }
    store_tokens(ports, channel, &shops).await?;
    let now = ports.clock.now();
    let saved = record::amend(ports, channel, |connection| show(connection, &shops, now))
        .await?
        .ok_or_else(|| not_found(channel))?;
    let names: Vec<_> = shops.iter().map(|shop| &shop.shop).collect();
    ports.record("channel redirect", "connection.authorized", channel, json!({ "shops": names })).await?;
    // The shops are connected. Their information is read now; if that fails, the daily check reads it.
    match check::shops(ports, channel).await {
        Ok(test) => Ok(test.connection),
        Err(error) => {
            tracing::warn!(channel = %channel, %error, "a shop that was just connected could not be read");
            Ok(saved)
        }
    }
}

/// Compares the state and removes it in one versioned write.
async fn use_up_state(ports: &Ports, channel: &Channel, query: &CallbackQuery) -> Result<(), UseCaseError> {
    let current = ports.connections.get(channel).await?.ok_or_else(|| not_found(channel))?;
    let Some(state) = query.get("state").filter(|state| !state.is_empty()) else {
        return Err(refused(
            "authorization_state_missing",
            "this consent was not started here (an installation from the channel's app store comes without our state): start it from the Connections page",
        ));
    };
    let Some(pending) = current.value.pending.clone().filter(|pending| &pending.state == state) else {
        return Err(refused(
            "authorization_state_mismatch",
            "this consent belongs to no authorisation that is under way here: start again from the Connections page",
        ));
    };
    let mut connection = current.value;
    connection.pending = None;
    connection.updated_at = ports.clock.now();
    match ports.connections.put(&connection, current.version).await {
        Ok(_) => {}
        // Most likely this is the same redirect again. Starting again is safe in any case.
        Err(StoreError::Conflict) => {
            return Err(refused("authorization_state_mismatch", "this consent is being handled already"));
        }
        Err(error) => return Err(error.into()),
    }
    if pending.expires_at < ports.clock.now() {
        return Err(refused("authorization_expired", "the consent took longer than 15 minutes: start again"));
    }
    Ok(())
}

/// Why the seller or the channel refused, if the redirect contains a reason.
fn denial(query: &CallbackQuery) -> Option<String> {
    let error = query.get("error").filter(|error| !error.is_empty())?;
    let word: String =
        error.chars().filter(|c| c.is_ascii_alphanumeric() || "_-. ".contains(*c)).take(60).collect();
    Some(format!("the consent was not given ({word})"))
}

async fn store_tokens(
    ports: &Ports,
    channel: &Channel,
    shops: &[AuthorizedShop],
) -> Result<(), UseCaseError> {
    let lease = Lease::take(ports, &secret_of(channel)).await?;
    let stored = async {
        // Read while holding the lease, because a refresh may have changed another shop's tokens.
        let Some(mut secret) = ports.secrets.get(channel, true).await? else {
            return Err(not_found(channel));
        };
        for shop in shops {
            let mut tokens = shop.tokens.clone();
            // Higher than every generation that a worker may still have, so that all of them notice the new pair.
            let before = secret.shops.get(&shop.shop).map_or(0, |old| old.generation);
            tokens.generation = tokens.generation.max(before + 1);
            secret.shops.insert(shop.shop.clone(), tokens);
        }
        Ok(ports.secrets.put(channel, &secret).await?)
    }
    .await;
    lease.release().await;
    stored
}

fn show(connection: &mut Connection, shops: &[AuthorizedShop], now: Timestamp) {
    connection.state = ConnectionState::Connected;
    connection.problem = None;
    for shop in shops {
        let old = connection.shops.get(&shop.shop);
        let info = ShopInfo {
            name: shop.name.clone().or_else(|| old.and_then(|old| old.info.name.clone())),
            region: shop.region.clone().or_else(|| old.and_then(|old| old.info.region.clone())),
            authorization_expires_at: shop.authorization_expires_at,
            limits: old.and_then(|old| old.info.limits.clone()),
        };
        let connected = ConnectedShop {
            info,
            access_expires_at: shop.tokens.access_expires_at,
            refresh_expires_at: shop.tokens.refresh_expires_at,
            last_refresh_at: now,
            checked_at: old.and_then(|old| old.checked_at),
            reconciled_at: old.and_then(|old| old.reconciled_at),
            refused: None,
            promotions_changed_at: old.and_then(|old| old.promotions_changed_at),
        };
        connection.shops.insert(shop.shop.clone(), connected);
    }
}
