//! One batch of masters.
//!
//! Listings leave the pages of [`Listings::unlinked`](crate::ports::Listings::unlinked) as they get their product, so a
//! repeat of a batch sees later listings under the same cursor. A repeat therefore does not build: it sends the next
//! batch **with its own cursor**, and no listing is skipped.
//!
//! Dying between the writes and the mark makes the counters miss that batch's masters; the masters themselves are there.

use domain::ListingKey;

use super::{
    at::{At, begin_building, is_pulled, shops_in_order},
    end,
};
use crate::{
    Ports, WorkError,
    catalogue::master_builder::{self, Built},
    lease::Lease,
    message::{Envelope, ImportMessage},
    ports::{Import, ImportPhase, PageMark},
};

/// Listings a batch looks at: a few seconds of work.
const BATCH: usize = 100;

pub(super) async fn handle(
    ports: &Ports,
    import: &Import,
    at: &At,
    cursor: Option<String>,
    batch: u32,
) -> Result<(), WorkError> {
    if import.phase == ImportPhase::Pulling {
        // Sent by a worker whose move of the phase we do not see yet, or that died before it.
        if !is_pulled(import) {
            return Ok(());
        }
        begin_building(ports, import).await?;
    }
    let page = ports.listings.unlinked(&at.channel, &at.shop, cursor.as_deref(), BATCH).await?;
    if at.is_marked(ports, &format!("built-{batch}")).await? {
        return if page.items.is_empty() && page.next.is_none() {
            next_shop(ports, import, at).await
        } else {
            send(ports, at, cursor, batch + 1).await
        };
    }
    let built = alone(ports, &page.items).await?;
    let mark = PageMark::Built { batch: batch.to_string(), created: built.created, joined: built.joined };
    at.mark(ports, &mark).await?;
    match page.next {
        Some(next) => send(ports, at, Some(next), batch + 1).await,
        None => next_shop(ports, import, at).await,
    }
}

/// Makes the masters of a batch while no other import makes any: of two listings that are one product, each made by
/// another import at the same moment, neither would see the other's product.
async fn alone(ports: &Ports, keys: &[ListingKey]) -> Result<Built, WorkError> {
    if keys.is_empty() {
        return Ok(Built::default());
    }
    let lease = Lease::take(ports, "masters").await?;
    let built = master_builder::masters_of(ports, keys).await;
    lease.release().await;
    built
}

/// The first batch of the import's first shop.
pub(super) async fn first(ports: &Ports, import: &Import) -> Result<(), WorkError> {
    match shops_in_order(ports, import).first() {
        Some(at) => send(ports, at, None, 0).await,
        None => Ok(()),
    }
}

async fn send(ports: &Ports, at: &At, cursor: Option<String>, batch: u32) -> Result<(), WorkError> {
    let message = ImportMessage::Build {
        import: at.import.clone(),
        channel: at.channel.clone(),
        shop: at.shop.clone(),
        cursor,
        batch,
    };
    Ok(ports.outbox.import(&[Envelope::derived(message)]).await?)
}

async fn next_shop(ports: &Ports, import: &Import, at: &At) -> Result<(), WorkError> {
    let shops = shops_in_order(ports, import);
    let here = shops.iter().position(|shop| (&shop.channel, &shop.shop) == (&at.channel, &at.shop));
    if let Some(next) = here.and_then(|here| shops.get(here + 1)) {
        return send(ports, next, None, 0).await;
    }
    sweep(ports, &shops).await?;
    match ports.imports.get(&import.id).await? {
        Some(import) => end::finished(ports, &import).await,
        None => Ok(()),
    }
}

/// A last look for listings without a product: the index that names them follows the table with a small delay, so the
/// very last ones that were pulled may not have been in it when their shop was built.
async fn sweep(ports: &Ports, shops: &[At]) -> Result<(), WorkError> {
    for at in shops {
        let page = ports.listings.unlinked(&at.channel, &at.shop, None, BATCH).await?;
        let built = alone(ports, &page.items).await?;
        if built.created + built.joined > 0 {
            let mark =
                PageMark::Built { batch: "sweep".to_owned(), created: built.created, joined: built.joined };
            at.mark(ports, &mark).await?;
        }
    }
    Ok(())
}
