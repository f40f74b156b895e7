//! Why a job or a plan failed where neither the channel nor a blocker has said it already.

use super::SellerText;
use crate::ports::runs::Failure;

/// A failure of ours, with the values that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobFailure<'a> {
    /// The listing is not in the shop any more.
    ListingGone,
    /// What was approved does not fit what is there.
    Stale,
    /// The same, seen after a part was pushed.
    StoppedHalfway,
    /// The channel took the edit and refused it later; empty where it says no reason.
    AuditRefused {
        reasons: &'a str,
    },
    /// The new listing asked another price than was approved, and was hidden at once.
    CreatedDiffers,
    PlanNotMade,
    NothingToUndo,
}

impl JobFailure<'_> {
    /// All of them.
    pub const ALL: [JobFailure<'static>; 7] = [
        JobFailure::ListingGone,
        JobFailure::Stale,
        JobFailure::StoppedHalfway,
        JobFailure::AuditRefused { reasons: "" },
        JobFailure::CreatedDiffers,
        JobFailure::PlanNotMade,
        JobFailure::NothingToUndo,
    ];

    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ListingGone => "listing_gone",
            Self::Stale | Self::StoppedHalfway => "stale",
            Self::AuditRefused { .. } => "audit_refused",
            Self::CreatedDiffers => "created_differs",
            Self::PlanNotMade => "plan_not_made",
            Self::NothingToUndo => "nothing_to_undo",
        }
    }

    pub fn seller_text(self) -> SellerText {
        match self {
            Self::ListingGone => SellerText::new(
                "Listing tidak ada lagi di kanal. Impor tokonya, lalu buat rencana baru.",
                "The listing is not in the shop any more. Import the shop, then make a new plan.",
            ),
            Self::Stale => SellerText::new(
                "Data berubah sejak rencana disetujui; tidak ada yang dikirim. Buat rencana baru.",
                "The state changed since the plan was approved; nothing was pushed. Make a new plan.",
            ),
            Self::StoppedHalfway => SellerText::new(
                "Data atau listing berubah sejak pengiriman ini dimulai; sisanya tidak dikirim. Buat rencana baru.",
                "The data or the listing changed since this push began; the rest was not pushed. Make a new plan.",
            ),
            Self::AuditRefused { reasons } => {
                let said = if reasons.is_empty() { String::new() } else { format!(": \"{reasons}\"") };
                SellerText::new(
                    format!(
                        "Kanal menolak perubahan ini setelah pemeriksaan{said}. Perbaiki teks atau gambarnya, lalu buat rencana baru."
                    ),
                    format!(
                        "The channel refused the edit after its audit{said}. Correct the text or the images, then make a new plan."
                    ),
                )
            }
            Self::CreatedDiffers => SellerText::new(
                "Harga di listing baru ini bukan harga yang disetujui, jadi listingnya langsung disembunyikan. Periksa di kanal, lalu buat rencana baru.",
                "The new listing asks another price than was approved, so it was hidden at once. Look at it on the channel, then make a new plan.",
            ),
            Self::PlanNotMade => SellerText::new(
                "Rencana ini gagal dibuat dan tidak ada yang dikirim. Buat rencana baru.",
                "The plan could not be made and nothing was pushed. Make a new plan.",
            ),
            Self::NothingToUndo => super::coded(self.code(), &std::collections::BTreeMap::new()),
        }
    }
}

impl From<JobFailure<'_>> for Failure {
    fn from(failure: JobFailure<'_>) -> Self {
        let SellerText { text, text_en } = failure.seller_text();
        Self { code: failure.code().to_owned(), text, text_en }
    }
}

/// Nothing could be started: the queue took no message.
pub fn queue_unreachable() -> SellerText {
    SellerText::new("Antrean tidak dapat dihubungi; coba lagi.", "The queue could not be reached; try again.")
}
