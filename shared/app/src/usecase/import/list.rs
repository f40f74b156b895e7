//! One list page of a shop.

use domain::ExternalId;
use jiff::Timestamp;

use super::{At, settle};
use crate::{
    Ports, WorkError,
    message::{Envelope, ImportMessage},
    ports::PageMark,
    usecase::session,
};

pub(super) async fn handle(
    ports: &Ports,
    at: &At,
    page: u32,
    cursor: Option<String>,
    changed_since: Option<Timestamp>,
) -> Result<(), WorkError> {
    let marketplace = at.marketplace(ports)?;
    let session = session::open(ports, &at.channel, &at.shop).await?;
    let repeated = at.is_marked(ports, &format!("list-{page}")).await?;
    // A repeat asks the shop again, for the cursor of the next page: one call, after a crash only.
    let listed = marketplace.list(&session, cursor.as_deref(), changed_since).await?;
    let result = if repeated {
        None
    } else {
        let ids: Vec<ExternalId> = listed.listings.into_iter().map(|item| item.id).collect();
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

/// The messages for a page's details. Slices of an import of changes are named so: it says nothing about what is gone.
fn slices(
    at: &At,
    page: u32,
    ids: &[ExternalId],
    batch: usize,
    changes_only: bool,
) -> Vec<Envelope<ImportMessage>> {
    let prefix = if changes_only { super::CHANGES } else { "" };
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
