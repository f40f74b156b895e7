//! What a message of the pricing queue that is given up means for the seller.

use crate::{
    Ports, StoreError, WorkError,
    message::{PricingMessage, Severity},
    usecase::{planning, tell},
    words::{Stopped, Told},
};

/// Ends what waits for the message, or tells that prices or a check stay as they were. `occasion` names the message:
/// the same one given up again after a crash is one notification, and one that a person sent again is another.
pub async fn give_up(
    ports: &Ports,
    message: &PricingMessage,
    error: &WorkError,
    occasion: &str,
) -> Result<(), StoreError> {
    let channel_name;
    let (stopped, about) = match message {
        PricingMessage::Plan { plan } => return planning::give_up(ports, plan, error).await,
        PricingMessage::Product { .. } | PricingMessage::Products { .. } => {
            (Stopped::Pricing, "products".to_owned())
        }
        PricingMessage::Channel { channel, .. } => {
            let known = ports.marketplaces.get(channel);
            channel_name =
                known.map_or_else(|| channel.to_string(), |known| known.capabilities().name.clone());
            (Stopped::Repricing { channel: &channel_name }, channel.to_string())
        }
        PricingMessage::Bulk { task, .. } => (Stopped::BulkTask, task.to_string()),
        PricingMessage::Verify { verification, .. } => (Stopped::Verification, verification.to_string()),
        PricingMessage::Run { run } => (Stopped::Run, run.to_string()),
    };
    let subject = format!("{about}#{occasion}");
    let Told { text, text_en } = stopped.told();
    ports.outbox.notify(&[tell::message(stopped.kind(), &subject, Severity::Warning, text, text_en)]).await
}
