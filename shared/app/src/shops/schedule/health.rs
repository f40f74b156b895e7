//! The daily question to every shop: do you still know us?

use std::collections::BTreeSet;

use domain::Channel;

use super::{Ticked, connected};
use crate::{
    ChannelError, Ports, StoreError,
    message::Severity,
    notices::tell,
    shops::connect::{self, CheckedShop},
    words::Notice,
};

pub(crate) async fn check(ports: &Ports) -> Result<Ticked, StoreError> {
    let mut ticked = Ticked::default();
    let channels: BTreeSet<Channel> = connected(ports).await?.into_iter().map(|due| due.channel).collect();
    for channel in channels {
        let before = ports.connections.get(&channel).await?;
        let was_ill = before.is_some_and(|connection| connection.value.problem.is_some());
        match connect::check(ports, &channel).await {
            Ok(test) => {
                for checked in &test.shops {
                    ticked.shops += 1;
                    let Err(error) = &checked.answer else { continue };
                    if error.waits().is_some() {
                        tracing::info!(channel = %channel, shop = %checked.shop, %error, "a check waits for the next day");
                        continue;
                    }
                    ticked.acted += 1;
                    ticked.problem(&channel, &checked.shop, error);
                    if !was_ill {
                        tell_ill(ports, &channel, checked, error).await?;
                    }
                }
            }
            Err(error) => {
                tracing::warn!(channel = %channel, %error, "a connection could not be checked");
                ticked.problems.push(format!("{channel}: {error}"));
            }
        }
    }
    Ok(ticked)
}

/// Told when a connection falls ill, not every day that it stays so. A refused authorisation was reported by the session.
async fn tell_ill(
    ports: &Ports,
    channel: &Channel,
    checked: &CheckedShop,
    error: &ChannelError,
) -> Result<(), StoreError> {
    if matches!(error, ChannelError::Unauthorized { .. }) {
        return Ok(());
    }
    let (shop, day) = (&checked.shop, ports.clock.now().strftime("%Y-%m-%d"));
    let message = tell::notice(
        &Notice::ConnectionIll { channel: channel.as_str(), shop, why: error.seller_text() },
        &format!("{channel}/{shop}/{day}"),
        Severity::Warning,
    );
    tell::once(ports, message).await
}
