//! Work of the pricing queue that was given up.

use super::SellerText;

/// What stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped<'a> {
    /// Some products were not priced again.
    Pricing,
    Repricing {
        channel: &'a str,
    },
    BulkTask,
    Verification,
    Run,
}

impl Stopped<'_> {
    /// The stable word for it, as notifications keep it.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Pricing => "pricing_stopped",
            Self::Repricing { .. } => "repricing_stopped",
            Self::BulkTask => "bulk_stopped",
            Self::Verification => "verification_stopped",
            Self::Run => "run_stopped",
        }
    }

    pub fn seller_text(self) -> SellerText {
        let again = "Kirim ulang pesannya di halaman Pesan gagal";
        let again_en = "Send the message again on the failed messages page";
        match self {
            Self::Pricing => SellerText::new(
                format!("Harga sebagian produk tidak jadi dihitung ulang. {again}."),
                format!("Some products were not priced again. {again_en}."),
            ),
            Self::Repricing { channel } => SellerText::new(
                format!(
                    "Harga di {channel} berhenti dihitung ulang di tengah jalan. {again} untuk melanjutkan."
                ),
                format!("The repricing of {channel} stopped half-way. {again_en} to go on."),
            ),
            Self::BulkTask => SellerText::new(
                format!("Perubahan massal berhenti di tengah jalan. {again} untuk melanjutkan."),
                format!("A bulk change stopped half-way. {again_en} to go on."),
            ),
            Self::Verification => SellerText::new(
                format!(
                    "Pemeriksaan katalog berhenti di tengah jalan. {again}, atau mulai pemeriksaan baru."
                ),
                format!("The check of the catalogue stopped half-way. {again_en}, or start a new check."),
            ),
            Self::Run => SellerText::new(
                format!("Proses pengiriman berhenti di tengah jalan. {again} untuk melanjutkan."),
                format!("A run stopped half-way. {again_en} to go on."),
            ),
        }
    }
}
