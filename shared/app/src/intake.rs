//! Pulling shops: list pages fan out into slices of details, and when every shop is pulled masters are made.
//!
//! Messages come at least once and in any order, and a worker may die between any two lines. What holds:
//!
//! - *A list page sends its slices, then marks itself, then sends the next page.* Dying before the mark repeats the
//!   page: its slices are sent again and skipped by their own marks. Dying after it: the repeat finds the mark and only
//!   sends the next page. Because a page is sent after its predecessor was marked, "the last page is marked" means that
//!   all are, and `slices_done == slices` can be trusted from then on.
//! - *A slice stores, then marks.* Dying in between stores the same content again, which writes nothing. What stops a
//!   slice half-way (the call budget, the worker's time) leaves a part: it is stored and marked with what is left, and the
//!   next delivery goes on there.
//! - *A slice asks for its pictures before it marks itself*, under a mark of its own; see [`pictures`].
//! - *Whoever marks the last slice settles the import*: exactly one worker moves it to the next phase and sends the
//!   first message of it. Dying between the two repeats the slice's message, which finds its mark and sends again.
//! - *Two shops are matched, then marked, then followed by the next two*: matching again what did not change writes
//!   nothing, so a repeat costs time only.
//! - *A batch of masters is written, then marked, then followed by the next*; see [`build`](crate::catalogue::build).
//!
//! - *What is not listed any more is believed only so far*: a shop that lists nothing, or lacks most of what it had, is
//!   more likely ill than emptied. Then nothing is called gone and the seller is asked; see [`settle`].
//!
//! An import of n listings makes the calls of [`Marketplace::list`] and [`Marketplace::fetch`], and once a week that of
//! [`Marketplace::categories`]; only listings that seem to have vanished are asked for once more before they are called
//! gone.

use domain::{Channel, ImportId, ShopId};

use crate::{
    ChannelError, Marketplace, Ports, StoreError, WorkError,
    message::ImportMessage,
    ports::{Import, ImportPhase, PageResult, Part, PartOf},
};

mod details;
mod end;
mod list;
mod masters;
mod matching;
mod pictures;
pub(crate) mod reconcile;
mod settle;
mod start;

pub(crate) use end::give_up;
pub use start::{start, start_accepting_gone, start_changed};

/// How the slices of an import of changes are named.
const CHANGES: &str = "since-";

/// One shop within one import: where a message belongs.
#[derive(Debug, Clone)]
struct At {
    import: ImportId,
    channel: Channel,
    shop: ShopId,
}

/// Handles one message of an import.
pub(crate) async fn handle(ports: &Ports, message: ImportMessage) -> Result<(), WorkError> {
    let Some(at) = place(&message) else { return Ok(()) };
    let Some(import) = ports.imports.get(&at.import).await? else {
        return Err(WorkError::Fail {
            code: "import_unknown".into(),
            reason: format!("there is no {}", at.import),
        });
    };
    if matches!(import.phase, ImportPhase::Finished | ImportPhase::Failed) {
        return Ok(());
    }
    let handled = match message {
        ImportMessage::List { page, cursor, changed_since, .. } => {
            list::handle(ports, &import, &at, page, (cursor, changed_since)).await
        }
        ImportMessage::Details { slice, listings, .. } => details::handle(ports, &at, slice, listings).await,
        ImportMessage::Pictures { slice, listings, .. } => {
            pictures::handle(ports, &at, slice, listings).await
        }
        ImportMessage::Match { other_channel, other_shop, .. } => {
            matching::handle(ports, &import, &at, (other_channel, other_shop)).await
        }
        ImportMessage::Build { cursor, batch, .. } => {
            masters::handle(ports, &import, &at, cursor, batch).await
        }
        ImportMessage::FieldReport { .. } | ImportMessage::Sheet { .. } => Ok(()),
    };
    match handled {
        Err(WorkError::Fail { code, reason }) => end::failed(ports, &at, &code, &reason).await,
        other => other,
    }
}

/// Where a message belongs; nowhere for one that is not of an import.
fn place(message: &ImportMessage) -> Option<At> {
    match message {
        ImportMessage::List { import, channel, shop, .. }
        | ImportMessage::Details { import, channel, shop, .. }
        | ImportMessage::Pictures { import, channel, shop, .. }
        | ImportMessage::Match { import, channel, shop, .. }
        | ImportMessage::Build { import, channel, shop, .. } => {
            Some(At { import: import.clone(), channel: channel.clone(), shop: shop.clone() })
        }
        ImportMessage::FieldReport { .. } | ImportMessage::Sheet { .. } => None,
    }
}

impl At {
    fn marketplace(&self, ports: &Ports) -> Result<std::sync::Arc<dyn Marketplace>, WorkError> {
        ports.marketplaces.get(&self.channel).ok_or_else(|| ChannelError::NotConnected.into())
    }

    async fn is_marked(&self, ports: &Ports, name: &str) -> Result<bool, StoreError> {
        ports.imports.is_marked(&self.import, &self.channel, &self.shop, name).await
    }

    async fn part(&self, ports: &Ports, of: PartOf<'_>) -> Result<Option<Part>, StoreError> {
        ports.imports.part(&self.import, &self.channel, &self.shop, of).await
    }

    async fn mark(&self, ports: &Ports, mark: &crate::ports::PageMark) -> Result<PageResult, StoreError> {
        ports.imports.mark(&self.import, &self.channel, &self.shop, mark).await
    }
}

/// Every shop of the import is pulled, pictures included.
fn is_pulled(import: &Import) -> bool {
    import.shops.iter().all(crate::ports::ShopProgress::is_pulled)
}
