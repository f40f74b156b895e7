//! The `sync` queue: what each of its messages starts, and what it means when one is given up.

use crate::{
    Ports, StoreError, WorkError,
    message::{Envelope, SyncMessage},
    publishing::{observe, push},
};

/// Handles one message of the sync queue.
pub async fn handle(ports: &Ports, envelope: Envelope<SyncMessage>) -> Result<(), WorkError> {
    // Boxed: these futures are large, and every caller would carry them.
    match envelope.message {
        SyncMessage::Push { run, job, .. } => Box::pin(push::push(ports, &run, &job)).await,
        SyncMessage::Watch { run, job, .. } => Box::pin(push::watch(ports, &run, &job)).await,
        SyncMessage::Observe { listing, reason, told } => {
            Box::pin(observe::observe_told(ports, &listing, &reason, told)).await
        }
    }
}

/// Ends the job of a push that goes to the dead letters because of `error`. The host of the queue calls this before.
/// A watch only looks: its job stays accepted, and the channel's own push or the reconcile says how the audit went.
pub async fn give_up(ports: &Ports, message: &SyncMessage, error: &WorkError) -> Result<(), StoreError> {
    match message {
        SyncMessage::Push { run, job, .. } => push::give_up(ports, run, job, error).await,
        SyncMessage::Watch { .. } | SyncMessage::Observe { .. } => Ok(()),
    }
}
