//! Every two shops of different channels are matched before masters are made, one message for each two.
//!
//! Which two come next is found out again each time, so that it does not matter where a worker died. Only pairs with a
//! shop of this import are matched; the other shop may have been imported long ago.

use super::{
    at::{At, begin_building, is_pulled},
    masters,
};
use crate::{
    Ports, WorkError,
    catalogue::matches,
    message::{Envelope, ImportMessage},
    ports::{Import, ImportPhase, PageMark},
    shops::directory::{Shop, connected_shops},
};

pub(super) async fn handle(ports: &Ports, import: &Import, at: &At, other: Shop) -> Result<(), WorkError> {
    if import.phase == ImportPhase::Pulling {
        // Sent by a worker whose move of the phase we do not see yet, or that died before it.
        if !is_pulled(import) {
            return Ok(());
        }
        begin_building(ports, import).await?;
    }
    let here = (at.channel.clone(), at.shop.clone());
    let name = format!("{}-{}", other.0, other.1);
    if !at.is_marked(ports, &format!("matched-{name}")).await? {
        let found = matches::match_shops(ports, import.id.as_str(), &here, &other).await?;
        let mark = PageMark::Matched {
            other: name,
            auto: found.auto,
            suggested: found.suggested,
            review: found.review,
        };
        at.mark(ports, &mark).await?;
    }
    next(ports, import, Some((here, other))).await
}

/// Sends the two shops after `last`, or the first batch of masters when there are none.
pub(super) async fn next(
    ports: &Ports,
    import: &Import,
    last: Option<(Shop, Shop)>,
) -> Result<(), WorkError> {
    let pairs = pairs(ports, import).await?;
    let next = pairs.into_iter().find(|pair| last.as_ref().is_none_or(|last| pair > last));
    let Some(((channel, shop), (other_channel, other_shop))) = next else {
        return masters::first(ports, import).await;
    };
    let message =
        ImportMessage::Match { import: import.id.clone(), channel, shop, other_channel, other_shop };
    Ok(ports.outbox.import(&[Envelope::derived(message)]).await?)
}

/// Every two shops of different channels of which one is part of the import, in order. The seller's own store is
/// made of masters: there is nothing to find out about it.
async fn pairs(ports: &Ports, import: &Import) -> Result<Vec<(Shop, Shop)>, WorkError> {
    let mut shops = connected_shops(ports).await?;
    let imported: Vec<Shop> =
        import.shops.iter().map(|shop| (shop.channel.clone(), shop.shop.clone())).collect();
    // A shop of the import may be connected no more, or be in both.
    shops.extend(imported.iter().cloned());
    shops.sort();
    shops.dedup();
    let mut pairs = Vec::new();
    for one in &shops {
        for other in &shops {
            let concerned = imported.contains(one) || imported.contains(other);
            if one.0 < other.0 && concerned {
                pairs.push((one.clone(), other.clone()));
            }
        }
    }
    Ok(pairs)
}
