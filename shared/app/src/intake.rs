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
//! - *A batch of masters is written, then marked, then followed by the next*; see [`build`](crate::catalogue::master_builder).
//!
//! - *What is not listed any more is believed only so far*: a shop that lists nothing, or lacks most of what it had, is
//!   more likely ill than emptied. Then nothing is called gone and the seller is asked; see [`settle`].
//!
//! An import of n listings makes the calls of [`list`](crate::Marketplace::list) and
//! [`fetch`](crate::Marketplace::fetch), and once a week that of [`categories`](crate::Marketplace::categories); only
//! listings that seem to have vanished are asked for once more before they are called
//! gone.

use crate::{Ports, WorkError, message::ImportMessage, ports::ImportPhase};
use at::place;

mod at;
mod details;
mod end;
mod gone;
mod list;
mod masters;
mod matching;
mod pictures;
pub(crate) mod reconcile;
mod settle;
mod start;
mod stored;

pub(crate) use end::give_up;
pub use start::{start, start_accepting_gone, start_changed};

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
