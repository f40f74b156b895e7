//! The `pricing` queue: what each of its messages starts, and what it means when one is given up.

use crate::{
    Ports, StoreError, WorkError,
    message::{Envelope, PricingMessage, Severity},
    notices::tell,
    pricing::reprice::{self, Repriced, Walk},
    publishing::{planning, run},
    reports::verify,
    words::Stopped,
};

/// Handles one message of the `pricing` queue.
pub async fn handle(ports: &Ports, envelope: Envelope<PricingMessage>) -> Result<Repriced, WorkError> {
    // Boxed: these futures are large, and every caller would carry them.
    match envelope.message {
        PricingMessage::Product { product } => reprice::products(ports, &[product]).await,
        PricingMessage::Products { products } => reprice::products(ports, &products).await,
        PricingMessage::Channel { channel, cursor, rule_version, repricing, page } => {
            let walk = Walk { id: &envelope.id, channel, rule_version, repricing, number: page };
            reprice::page(ports, walk, cursor).await
        }
        PricingMessage::Bulk { task, page } => {
            Box::pin(super::bulk::page(ports, &task, page)).await?;
            Ok(Repriced::default())
        }
        PricingMessage::Verify { verification, page, place } => {
            Box::pin(verify::page(ports, &verification, page, place)).await?;
            Ok(Repriced::default())
        }
        PricingMessage::Plan { plan } => {
            Box::pin(planning::work(ports, &plan)).await?;
            Ok(Repriced::default())
        }
        PricingMessage::Run { run } => {
            Box::pin(run::work(ports, &run)).await?;
            Ok(Repriced::default())
        }
    }
}

/// Ends what waits for the message, or reports that prices or a check stay as they were. `occasion` names the message:
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
    ports
        .outbox
        .notify(&[tell::message(stopped.kind(), &subject, Severity::Warning, stopped.seller_text())])
        .await
}
