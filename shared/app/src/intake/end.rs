//! How an import ends: finished, or failed with a reason that a person can act on.

use domain::Channel;

use super::at::{At, place};
use crate::{
    Ports, StoreError, WorkError,
    message::{Envelope, ImportMessage, PricingMessage, Severity},
    notices::tell,
    ports::{Import, ImportPhase},
    reports::field_report,
    words::{ImportCounts, ImportFailure, Notice},
};

/// Everything is pulled and built.
///
/// What follows is sent before the phase moves: a crash in between sends it again, and its consumers cope. The other
/// way round a crash would lose it.
pub(super) async fn finished(ports: &Ports, import: &Import) -> Result<(), WorkError> {
    let fresh = import.shops.iter().any(|shop| shop.created > 0);
    if fresh || import.masters_created + import.masters_joined > 0 {
        let mut messages = Vec::new();
        for channel in channels_of(ports, import) {
            // Without a rule there is no price to compute; storing the rule sends this message itself.
            if let Some(version) = rule_of(ports, &channel).await? {
                let message = PricingMessage::channel(channel, version);
                // Named after the import: an equal message of an earlier import must not swallow it.
                messages
                    .push(Envelope { id: format!("{}-pricing", import.id), ..Envelope::derived(message) });
            }
        }
        if !messages.is_empty() {
            ports.outbox.pricing(&messages).await?;
        }
    }
    report_again(ports, import).await?;
    ports.outbox.notify(&[summary(import)]).await?;
    let now = ports.clock.now();
    let moved =
        ports.imports.advance(&import.id, ImportPhase::Building, ImportPhase::Finished, now, None).await?;
    if moved {
        tracing::info!(
            import.id = %import.id, masters.created = import.masters_created,
            masters.joined = import.masters_joined, "import finished"
        );
    }
    Ok(())
}

/// The field report follows the catalogue: it is computed again after an import that changed anything, and once for a
/// catalogue that has none. An unchanged one costs nothing.
async fn report_again(ports: &Ports, import: &Import) -> Result<(), WorkError> {
    let moved = import.shops.iter().any(|shop| shop.created + shop.changed + shop.gone > 0);
    if moved
        || import.masters_created + import.masters_joined > 0
        || (ports.field_reports.current_report().await?.is_none()
            && ports.field_reports.report_in_making().await?.is_none())
    {
        field_report::restart(ports).await?;
    }
    Ok(())
}

/// The version of the channel's rule; 0 where it has exceptions alone.
async fn rule_of(ports: &Ports, channel: &Channel) -> Result<Option<u64>, StoreError> {
    if let Some(rule) = ports.rules.price_rule(channel).await? {
        return Ok(Some(rule.version));
    }
    let exceptions = ports.rules.price_overrides(channel).await?;
    Ok(exceptions.iter().any(|one| one.rule.is_some()).then_some(0))
}

/// The import's channels, and those that are priced without being imported: the seller's own store.
fn channels_of(ports: &Ports, import: &Import) -> Vec<Channel> {
    let imported = |channel: &Channel| import.shops.iter().any(|shop| &shop.channel == channel);
    let marketplaces = ports.marketplaces.all();
    let capabilities = marketplaces.iter().map(|marketplace| marketplace.capabilities());
    capabilities.filter(|c| !c.remote || imported(&c.channel)).map(|c| c.channel.clone()).collect()
}

fn summary(import: &Import) -> Envelope<crate::message::NotifyMessage> {
    let sum = |count: fn(&crate::ports::ShopProgress) -> u64| import.shops.iter().map(count).sum::<u64>();
    let counts = ImportCounts {
        found: sum(|s| s.found),
        created: sum(|s| s.created),
        changed: sum(|s| s.changed),
        gone: sum(|s| s.gone),
        masters: import.masters_created,
        joined: import.masters_joined,
    };
    tell::notice(&Notice::ImportFinished { counts }, import.id.as_str(), Severity::Info)
}

/// Ends the import because of a failure that no repeat can fix. Failures that a person fixes by connecting the shop
/// again are acknowledged; others also go to the dead letters, where their details are.
pub(super) async fn failed(ports: &Ports, at: &At, code: &str, reason: &str) -> Result<(), WorkError> {
    tracing::error!(import.id = %at.import, channel = %at.channel, shop = %at.shop, code, reason, "import failed");
    fail(ports, at, code).await?;
    match code {
        "channel_unauthorized" | "channel_not_connected" => Ok(()),
        _ => Err(WorkError::Fail { code: code.to_owned(), reason: reason.to_owned() }),
    }
}

/// Ends the import whose `message` was delivered as often as it may be, so that it fails visibly and does not hang.
pub(crate) async fn give_up(
    ports: &Ports,
    message: &ImportMessage,
    error: &WorkError,
) -> Result<(), StoreError> {
    let (WorkError::Wait { reason, .. } | WorkError::Retry { reason, .. } | WorkError::Fail { reason, .. }) =
        error;
    let Some(at) = place(message) else { return Ok(()) };
    tracing::error!(import.id = %at.import, channel = %at.channel, shop = %at.shop, reason, "import given up");
    let code = match error {
        WorkError::Wait { .. } | WorkError::Retry { .. } => "retries_exhausted",
        WorkError::Fail { code, .. } => code.as_str(),
    };
    fail(ports, &at, code).await
}

/// Ends an import that has lost its messages, and tells the seller for each of its shops.
pub(super) async fn abandon(ports: &Ports, import: &Import) -> Result<(), StoreError> {
    for shop in &import.shops {
        let at = At { import: import.id.clone(), channel: shop.channel.clone(), shop: shop.shop.clone() };
        fail(ports, &at, "import_lost").await?;
    }
    Ok(())
}

async fn fail(ports: &Ports, at: &At, code: &str) -> Result<(), StoreError> {
    let known = ports.marketplaces.get(&at.channel);
    let name = known.map_or_else(|| at.channel.to_string(), |known| known.capabilities().name.clone());
    let notice = Notice::ImportFailed { channel: &name, shop: &at.shop, why: ImportFailure::of(code) };
    let message = tell::notice(&notice, at.import.as_str(), Severity::Warning);
    ports.outbox.notify(&[message]).await?;
    let failure = notice.seller_text().both();
    for phase in [ImportPhase::Pulling, ImportPhase::Building] {
        let now = ports.clock.now();
        if ports.imports.advance(&at.import, phase, ImportPhase::Failed, now, Some(&failure)).await? {
            break;
        }
    }
    Ok(())
}
