//! What a message of the pricing queue that is given up means for the seller.

use crate::{
    Ports, StoreError, WorkError,
    message::{PricingMessage, Severity},
    usecase::{planning, tell},
};

/// Ends what waits for the message, or tells that prices or a check stay as they were. `occasion` names the message:
/// the same one given up again after a crash is one notification, and one that a person sent again is another.
pub async fn give_up(
    ports: &Ports,
    message: &PricingMessage,
    error: &WorkError,
    occasion: &str,
) -> Result<(), StoreError> {
    let again = "Kirim ulang pesannya di halaman Pesan gagal";
    let again_en = "Send the message again on the failed messages page";
    let (kind, about, text, text_en) = match message {
        PricingMessage::Plan { plan } => return planning::give_up(ports, plan, error).await,
        PricingMessage::Product { .. } | PricingMessage::Products { .. } => (
            "pricing_stopped",
            "products".to_owned(),
            format!("Harga sebagian produk tidak jadi dihitung ulang. {again}."),
            format!("Some products were not priced again. {again_en}."),
        ),
        PricingMessage::Channel { channel, .. } => {
            let known = ports.marketplaces.get(channel);
            let name = known.map_or_else(|| channel.to_string(), |known| known.capabilities().name.clone());
            (
                "repricing_stopped",
                channel.to_string(),
                format!(
                    "Harga di {name} berhenti dihitung ulang di tengah jalan. {again} untuk melanjutkan."
                ),
                format!("The repricing of {name} stopped half-way. {again_en} to go on."),
            )
        }
        PricingMessage::Bulk { task, .. } => (
            "bulk_stopped",
            task.to_string(),
            format!("Perubahan massal berhenti di tengah jalan. {again} untuk melanjutkan."),
            format!("A bulk change stopped half-way. {again_en} to go on."),
        ),
        PricingMessage::Verify { verification, .. } => (
            "verification_stopped",
            verification.to_string(),
            format!("Pemeriksaan katalog berhenti di tengah jalan. {again}, atau mulai pemeriksaan baru."),
            format!("The check of the catalogue stopped half-way. {again_en}, or start a new check."),
        ),
        PricingMessage::Run { run } => (
            "run_stopped",
            run.to_string(),
            format!("Proses pengiriman berhenti di tengah jalan. {again} untuk melanjutkan."),
            format!("A run stopped half-way. {again_en} to go on."),
        ),
    };
    let subject = format!("{about}#{occasion}");
    ports.outbox.notify(&[tell::message(kind, &subject, Severity::Warning, text, text_en)]).await
}
