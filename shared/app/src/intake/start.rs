//! Starting an import.

use std::collections::BTreeSet;

use domain::{Channel, ImportId, Invalid, ShopId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::end;
use crate::{
    Ports, StoreError, UseCaseError,
    lease::Lease,
    message::{Envelope, ImportMessage},
    ports::{ConnectionState, Import, ImportPhase, ShopProgress},
};

/// An import that has run for longer than this has lost its messages, so it does not block a new one.
const LOST_AFTER: SignedDuration = SignedDuration::from_hours(6);

/// Starts an import of every connected shop of `channels`.
pub async fn start(ports: &Ports, actor: &str, channels: &[Channel]) -> Result<Import, UseCaseError> {
    start_all(ports, actor, channels, false).await
}

/// Like [`start`], and all listings that the shops no longer list become gone, however many they are. For a seller who
/// emptied a shop and confirmed it.
pub async fn start_accepting_gone(
    ports: &Ports,
    actor: &str,
    channels: &[Channel],
) -> Result<Import, UseCaseError> {
    start_all(ports, actor, channels, true).await
}

async fn start_all(
    ports: &Ports,
    actor: &str,
    channels: &[Channel],
    accepts_gone: bool,
) -> Result<Import, UseCaseError> {
    if channels.is_empty() {
        return Err(Invalid::new("channels", "channels_empty", "name at least one channel").into());
    }
    let mut shops = Vec::new();
    for channel in channels.iter().collect::<BTreeSet<_>>() {
        shops.extend(shops_of(ports, channel).await?.into_iter().map(|shop| (channel.clone(), shop)));
    }
    begin(ports, actor, shops, None, accepts_gone).await
}

/// Starts a small import of the changes in one shop since `since`. The reconcile does this when it finds many changes
/// or unknown listings.
pub async fn start_changed(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    shop: &ShopId,
    since: Timestamp,
) -> Result<Import, UseCaseError> {
    begin(ports, actor, vec![(channel.clone(), shop.clone())], Some(since), false).await
}

async fn begin(
    ports: &Ports,
    actor: &str,
    shops: Vec<(Channel, ShopId)>,
    since: Option<Timestamp>,
    accepts_gone: bool,
) -> Result<Import, UseCaseError> {
    // Two people who press the button at the same time must not start two imports of one shop.
    let lease = Lease::take(ports, "imports").await?;
    let started = begin_alone(ports, actor, &shops, since, accepts_gone).await;
    lease.release().await;
    started
}

async fn begin_alone(
    ports: &Ports,
    actor: &str,
    shops: &[(Channel, ShopId)],
    since: Option<Timestamp>,
    accepts_gone: bool,
) -> Result<Import, UseCaseError> {
    refuse_running(ports, shops).await?;
    let import = Import {
        id: ImportId::from_unique(&ports.ids.unique()),
        phase: ImportPhase::Pulling,
        shops: shops.iter().map(|(channel, shop)| ShopProgress::new(channel.clone(), shop.clone())).collect(),
        masters_created: 0,
        masters_joined: 0,
        matches_auto: 0,
        matches_suggested: 0,
        matches_review: 0,
        accepts_gone,
        started_at: ports.clock.now(),
        finished_at: None,
        failure: None,
    };
    let messages = shops.iter().map(|(channel, shop)| {
        Envelope::derived(ImportMessage::List {
            import: import.id.clone(),
            channel: channel.clone(),
            shop: shop.clone(),
            page: 0,
            cursor: None,
            changed_since: since,
        })
    });
    ports.imports.create(&import).await?;
    // The audit comes before the messages: an import that fails to start afterwards reports that itself.
    audit(ports, actor, &import, since).await?;
    if let Err(error) = ports.outbox.import(&messages.collect::<Vec<_>>()).await {
        // Without its first messages it would never end and would block the next import.
        let failure = crate::words::queue_unreachable().both();
        ports
            .imports
            .advance(&import.id, ImportPhase::Pulling, ImportPhase::Failed, ports.clock.now(), Some(&failure))
            .await?;
        return Err(error.into());
    }
    Ok(import)
}

async fn audit(
    ports: &Ports,
    actor: &str,
    import: &Import,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    let shops: Vec<String> =
        import.shops.iter().map(|shop| format!("{}:{}", shop.channel, shop.shop)).collect();
    let details = json!({ "shops": shops, "changed_since": since, "accepts_gone": import.accepts_gone });
    ports.record(actor, "import.start", &import.id, details).await
}

/// The connected shops of a channel that can be imported.
async fn shops_of(ports: &Ports, channel: &Channel) -> Result<Vec<ShopId>, UseCaseError> {
    let Some(marketplace) = ports.marketplaces.get(channel) else {
        let problem = format!("there is no channel {channel}");
        return Err(Invalid::new("channels", "channel_unknown", problem).into());
    };
    let name = &marketplace.capabilities().name;
    if !marketplace.capabilities().remote {
        let problem = format!("{name} is the seller's own store: there is nothing to import");
        return Err(Invalid::new("channels", "channel_not_importable", problem).into());
    }
    let refused = |code, reason| Err(UseCaseError::Refused { code, reason });
    match ports.connections.get(channel).await?.map(|connection| connection.value) {
        Some(connection) if connection.state == ConnectionState::NeedsAuthorization => refused(
            "channel_unauthorized",
            format!("{name} has to be authorised again before it can be imported"),
        ),
        Some(connection) if !connection.shops.is_empty() => Ok(connection.shops.into_keys().collect()),
        _ => refused("channel_not_connected", format!("{name} is not connected: no shop was authorised yet")),
    }
}

/// Only one import of a shop at a time, because two would count each other's listings as unchanged.
async fn refuse_running(ports: &Ports, shops: &[(Channel, ShopId)]) -> Result<(), UseCaseError> {
    let now = ports.clock.now();
    for (channel, shop) in shops {
        // Not read from a list, because an index may not show a new import yet.
        let Some(import) = ports.imports.latest(channel, shop).await? else { continue };
        if !matches!(import.phase, ImportPhase::Pulling | ImportPhase::Building) {
            continue;
        }
        if now.duration_since(import.started_at) > LOST_AFTER {
            end::abandon(ports, &import).await?;
            continue;
        }
        let reason = format!("{} is still running; wait until it is finished", import.id);
        return Err(UseCaseError::Refused { code: "import_running", reason });
    }
    Ok(())
}
