//! The `notify` queue: every message is a notification to store and to mail.

use crate::{
    Ports, WorkError,
    message::{Envelope, NotifyMessage},
    notices::tell,
};

/// Handles one message of the `notify` queue.
pub async fn handle(ports: &Ports, envelope: Envelope<NotifyMessage>) -> Result<(), WorkError> {
    tell::deliver(ports, envelope.message).await
}
