//! The `import` queue: the work of each message, and what happens when a message is given up.

use crate::{
    Ports, StoreError, WorkError,
    catalogue::sheet,
    intake,
    message::{Envelope, ImportMessage},
    reports::field_report,
};

/// Handles one message of the `import` queue.
pub async fn handle(ports: &Ports, envelope: Envelope<ImportMessage>) -> Result<(), WorkError> {
    match envelope.message {
        ImportMessage::FieldReport { report, step } => field_report::step(ports, &report, step).await,
        ImportMessage::Sheet { sheet, batch } => sheet::handle(ports, &sheet, batch).await,
        message => intake::handle(ports, message).await,
    }
}

/// Fails the work that waits for `message`, which used up its deliveries. The queue's host calls this before the
/// message goes to the dead letters, so that the work fails visibly and does not hang. `occasion` names the message.
pub async fn give_up(
    ports: &Ports,
    message: &ImportMessage,
    error: &WorkError,
    occasion: &str,
) -> Result<(), StoreError> {
    let (WorkError::Wait { reason, .. } | WorkError::Retry { reason, .. } | WorkError::Fail { reason, .. }) =
        error;
    match message {
        ImportMessage::FieldReport { report, .. } => field_report::give_up(ports, report, reason).await,
        ImportMessage::Sheet { sheet, .. } => sheet::give_up(ports, sheet, reason, occasion).await,
        message => intake::give_up(ports, message, error).await,
    }
}
