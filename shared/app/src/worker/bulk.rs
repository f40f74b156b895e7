//! Selects the work for a page of a bulk task by the task's kind.

use domain::ids::BulkTaskId;
use futures::future::BoxFuture;

use crate::{
    Ports, UseCaseError, WorkError,
    catalogue::{
        bulk::{self, Done},
        edit_many, masters, matches,
    },
    ports::{BulkKind, BulkTask},
    pricing::{base_reading, whatif},
    publishing::{conflicts, titles},
};

/// Does one page.
pub async fn page(ports: &Ports, id: &BulkTaskId, number: u32) -> Result<(), WorkError> {
    bulk::page(ports, id, number, work).await
}

/// Undoes a task with a new task.
///
/// # Errors
/// `bulk_task_without_undo` for a kind that has none, and `bulk_task_running` for decisions that are still being made.
pub async fn undo(ports: &Ports, actor: &str, id: &BulkTaskId) -> Result<BulkTask, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: id.to_string() };
    let task = ports.bulk_tasks.get(id).await?.ok_or_else(missing)?.value;
    match task.kind {
        BulkKind::MatchesAccept | BulkKind::MatchesReject => matches::undo_task(ports, actor, &task).await,
        BulkKind::ProductsEdit | BulkKind::ProductsEditPreview => edit_many::undo(ports, actor, &task).await,
        BulkKind::ConflictsResolve => conflicts::undo(ports, actor, id).await,
        _ => base_reading::undo(ports, actor, id).await,
    }
}

fn work<'a>(ports: &'a Ports, task: &'a BulkTask) -> BoxFuture<'a, Result<Done, UseCaseError>> {
    match task.kind {
        BulkKind::BaseReading => Box::pin(base_reading::page(ports, task)),
        BulkKind::BaseReadingUndo => Box::pin(base_reading::undo_page(ports, task)),
        BulkKind::MastersAccept => Box::pin(masters::page(ports, task)),
        BulkKind::TitlesAccept => Box::pin(titles::page(ports, task)),
        BulkKind::MatchesAccept | BulkKind::MatchesReject | BulkKind::MatchesUndo => {
            Box::pin(matches::page(ports, task))
        }
        BulkKind::ProductsEdit | BulkKind::ProductsEditPreview => Box::pin(edit_many::page(ports, task)),
        BulkKind::ProductsEditUndo => Box::pin(edit_many::undo_page(ports, task)),
        BulkKind::PricePreview => Box::pin(whatif::page(ports, task)),
        BulkKind::ConflictsResolve => Box::pin(conflicts::page(ports, task)),
        BulkKind::ConflictsUndo => Box::pin(conflicts::undo_page(ports, task)),
    }
}
