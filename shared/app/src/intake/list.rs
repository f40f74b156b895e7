//! One list page of a shop.

use std::collections::BTreeSet;

use domain::ExternalId;
use jiff::Timestamp;

use super::{
    at::{At, CHANGES},
    settle,
};
use crate::{
    ChannelError, Ports, StoreError, WorkError,
    catalogue::categories,
    marketplace::{ListedItem, ListingPage},
    message::{Envelope, ImportMessage},
    ports::{Import, PageMark, ShopProgress},
    shops::session,
};

/// Up to so many names a page is compared with all before it; beyond, with the last few, where a name comes again
/// because others were made or deleted meanwhile. Bounds what is read and held for each page.
const REMEMBERED: u64 = 5_000;
const LOOK_BACK: u32 = 3;
/// A shop has no more pages than this and one for each ten of its listings: a list that never ends is stopped here.
const MOST_PAGES: u64 = 1_000;

pub(super) async fn handle(
    ports: &Ports,
    import: &Import,
    at: &At,
    page: u32,
    (cursor, changed_since): (Option<String>, Option<Timestamp>),
) -> Result<(), WorkError> {
    let marketplace = at.marketplace(ports)?;
    let session = session::open(ports, &at.channel, &at.shop).await?;
    let repeated = at.is_marked(ports, &format!("list-{page}")).await?;
    // A repeat asks the shop again, for the cursor of the next page: one call, after a crash only.
    let listed = marketplace.list(&session, cursor.as_deref(), changed_since).await.map_err(|e| match e {
        ChannelError::Unexpected { reason } => broken(reason),
        error => error.into(),
    })?;
    if page == 0 && !repeated && changed_since.is_none() {
        categories::refresh(ports, marketplace.as_ref(), &session).await;
    }
    let progress = import.shops.iter().find(|shop| (&shop.channel, &shop.shop) == (&at.channel, &at.shop));
    gets_on(progress, page, cursor.as_deref(), &listed)?;
    let result = if repeated {
        None
    } else {
        let ids = fresh(ports, at, progress, page, listed.listings).await?;
        let slices = slices(at, page, &ids, marketplace.capabilities().detail_batch, changed_since.is_some());
        for chunk in slices.chunks(100) {
            ports.outbox.import(chunk).await?;
        }
        let mark = PageMark::Listed {
            page,
            last: listed.next.is_none(),
            total: listed.total,
            listings: ids,
            slices: slices.len() as u64,
        };
        Some(at.mark(ports, &mark).await?)
    };
    if let Some(next) = listed.next {
        let message = ImportMessage::List {
            import: at.import.clone(),
            channel: at.channel.clone(),
            shop: at.shop.clone(),
            page: page + 1,
            cursor: Some(next),
            changed_since,
        };
        ports.outbox.import(&[Envelope::derived(message)]).await?;
        return Ok(());
    }
    // The last page can come after the last slice: then it is this message that ends the pulling.
    settle::settle(ports, at, result, changed_since.is_none()).await
}

/// No repeat helps when the channel's list never ends.
fn broken(reason: String) -> WorkError {
    WorkError::Fail { code: "listing_pages_broken".to_owned(), reason }
}

fn gets_on(
    progress: Option<&ShopProgress>,
    page: u32,
    cursor: Option<&str>,
    listed: &ListingPage,
) -> Result<(), WorkError> {
    if listed.next.is_some() && listed.next.as_deref() == cursor {
        return Err(broken(format!("page {page} leads to itself")));
    }
    let known = progress.map_or(0, |shop| shop.found.max(shop.total.unwrap_or(0)));
    if listed.next.is_some() && u64::from(page) > MOST_PAGES + known / 10 {
        return Err(broken(format!("page {page} is not the last, with {known} listings")));
    }
    Ok(())
}

/// The names that no page before this one brought.
async fn fresh(
    ports: &Ports,
    at: &At,
    progress: Option<&ShopProgress>,
    page: u32,
    listed: Vec<ListedItem>,
) -> Result<Vec<ExternalId>, StoreError> {
    let (import, channel, shop) = (&at.import, &at.channel, &at.shop);
    let mut seen: BTreeSet<ExternalId> = BTreeSet::new();
    if page > 0 && progress.is_none_or(|shop| shop.found <= REMEMBERED) {
        seen.extend(ports.imports.listed(import, channel, shop).await?);
    } else {
        for before in page.saturating_sub(LOOK_BACK)..page {
            seen.extend(ports.imports.listed_on(import, channel, shop, before).await?);
        }
    }
    Ok(listed.into_iter().map(|item| item.id).filter(|id| seen.insert(id.clone())).collect())
}

/// The messages for a page's details. Slices of an import of changes are named so: it says nothing about what is gone.
fn slices(
    at: &At,
    page: u32,
    ids: &[ExternalId],
    batch: usize,
    changes_only: bool,
) -> Vec<Envelope<ImportMessage>> {
    let prefix = if changes_only { CHANGES } else { "" };
    ids.chunks(batch.max(1))
        .enumerate()
        .map(|(index, chunk)| {
            Envelope::derived(ImportMessage::Details {
                import: at.import.clone(),
                channel: at.channel.clone(),
                shop: at.shop.clone(),
                slice: format!("{prefix}{page}.{index}"),
                listings: chunk.to_vec(),
            })
        })
        .collect()
}
