//! Why a run waits, and the one remedy for all jobs that failed for the same reason.

use jiff::Timestamp;

use super::{SellerText, names};

/// What a person can do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Try the jobs again; nothing has to be changed before.
    Retry,
    /// Connect the shop again, then try the jobs again.
    Reconnect,
    /// Make a new plan: what was approved does not fit what is there any more.
    NewPlan,
    /// Correct the values, then make a new plan.
    CorrectValues,
    /// Import the shop, then make a new plan.
    Import,
    /// Wait until the promotion is over or end it, then make a new plan.
    AfterPromotion,
    /// Settle with the channel why it lets nobody edit the listings, then make a new plan.
    AskChannel,
}

impl Remedy {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Retry,
        Self::Reconnect,
        Self::NewPlan,
        Self::CorrectValues,
        Self::Import,
        Self::AfterPromotion,
        Self::AskChannel,
    ];

    /// The remedy for jobs that failed with `code`.
    pub fn of(code: &str) -> Self {
        match code {
            "channel_unauthorized" | "channel_not_connected" => Self::Reconnect,
            "channel_rejected" | "channel_limit" | "audit_refused" => Self::CorrectValues,
            "channel_not_found" | "listing_gone" | "listing_missing" => Self::Import,
            "in_promotion" | "price_locked" => Self::AfterPromotion,
            "not_editable" => Self::AskChannel,
            "stale" | "product_archived" | "product_merged" | "listing_moved" | "product_missing"
            | "plan_missing" | "plan_entry_missing" | "channel_missing" | "store_corrupt" => Self::NewPlan,
            _ => Self::Retry,
        }
    }

    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Reconnect => "reconnect",
            Self::NewPlan => "new_plan",
            Self::CorrectValues => "correct_values",
            Self::Import => "import",
            Self::AfterPromotion => "after_promotion",
            Self::AskChannel => "ask_channel",
        }
    }

    /// Whether trying the jobs again can help.
    pub const fn retries(self) -> bool {
        matches!(self, Self::Retry | Self::Reconnect)
    }

    pub fn seller_text(self) -> SellerText {
        match self {
            Self::Retry => SellerText::new(
                "Coba lagi: SyncStore melihat dulu apa yang sudah ada dan hanya mengirim sisanya. Ulangi dari proses ini.",
                "Try again: SyncStore looks first at what is there and sends only the rest. Repeat from this run.",
            ),
            Self::Reconnect => SellerText::new(
                "Buka halaman Koneksi, hubungkan lagi tokonya, lalu ulangi dari proses ini.",
                "Open the Connections page, connect the shop again, then repeat from this run.",
            ),
            Self::NewPlan => SellerText::new(
                "Yang disetujui tidak cocok lagi dengan keadaan sekarang. Buat rencana baru.",
                "What was approved does not fit what is there now. Make a new plan.",
            ),
            Self::CorrectValues => SellerText::new(
                "Perbaiki nilai yang ditolak kanal, lalu buat rencana baru.",
                "Correct the values that the channel refuses, then make a new plan.",
            ),
            Self::Import => SellerText::new(
                "Impor tokonya agar SyncStore tahu apa yang masih ada, lalu buat rencana baru.",
                "Import the shop, so that SyncStore knows what is still there, then make a new plan.",
            ),
            Self::AfterPromotion => SellerText::new(
                "Tunggu sampai promosinya selesai atau akhiri di kanal, lalu buat rencana baru.",
                "Wait until the promotion is over or end it at the channel, then make a new plan.",
            ),
            Self::AskChannel => SellerText::new(
                "Kanal tidak mengizinkan listing ini diubah. Periksa alasannya di kanal, lalu buat rencana baru.",
                "The channel lets nobody edit these listings. Look at the reason on the channel, then make a new plan.",
            ),
        }
    }
}

/// Why nothing of a run moves right now, or less than could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wait {
    /// Its jobs are made.
    Starting,
    /// The wave is done; a person lets the next one go.
    Approval {
        wave: u32,
    },
    Paused,
    /// Edits of the waves so far are under the channel's audit, and the next wave waits for most of them.
    Audits {
        count: u64,
    },
    /// Everything is sent, and the channel still audits some of it.
    LastAudits {
        count: u64,
    },
    /// The shop takes no call before then.
    Slow {
        channel: String,
        until: Timestamp,
    },
    /// The shop has to be connected again.
    Unauthorized {
        channel: String,
    },
}

impl Wait {
    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Approval { .. } => "approval",
            Self::Paused => "paused",
            Self::Audits { .. } => "audits",
            Self::LastAudits { .. } => "last_audits",
            Self::Slow { .. } => "channel_slow",
            Self::Unauthorized { .. } => "channel_unauthorized",
        }
    }

    pub fn seller_text(&self) -> SellerText {
        match self {
            Self::Starting => SellerText::new(
                "Tugas-tugasnya sedang disiapkan. Tunggu sebentar.",
                "Its jobs are being prepared. Wait a moment.",
            ),
            Self::Approval { wave } => SellerText::new(
                format!("Gelombang {wave} selesai. Periksa hasilnya, lalu setujui gelombang berikutnya."),
                format!("Wave {wave} is done. Look at what it did, then approve the next wave."),
            ),
            Self::Paused => SellerText::new(
                "Proses ini dijeda. Lanjutkan atau batalkan.",
                "The run is paused. Resume it or cancel it.",
            ),
            Self::Audits { count } => SellerText::new(
                format!(
                    "{count} perubahan masih diperiksa kanal. Tunggu: gelombang berikutnya menanti sampai empat dari lima hasilnya keluar, paling lama sehari."
                ),
                format!(
                    "The channel still audits {count} edits. The next wave waits until four of five are decided, at most for a day."
                ),
            ),
            Self::LastAudits { count } => SellerText::new(
                format!("Semua terkirim; {count} perubahan masih diperiksa kanal. Tunggu hasilnya."),
                format!("Everything is sent; the channel still audits {count} edits. Wait for the outcome."),
            ),
            Self::Slow { channel, until } => {
                let until = names::moment(*until);
                SellerText::new(
                    format!(
                        "{channel} membatasi permintaan sampai {until}. Tunggu saja: SyncStore melanjutkan sendiri."
                    ),
                    format!(
                        "{channel} limits requests until {until}. SyncStore waits and goes on by itself."
                    ),
                )
            }
            Self::Unauthorized { channel } => SellerText::new(
                format!(
                    "{channel} tidak menerima izin toko ini. Buka halaman Koneksi dan hubungkan lagi tokonya."
                ),
                format!(
                    "{channel} does not accept this shop's authorisation. Open the Connections page and connect the shop again."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::hold, *};

    #[test]
    fn every_remedy_and_wait_is_said_in_both_languages_with_what_to_do() {
        hold(Remedy::ALL.map(|remedy| (remedy.as_str().to_owned(), remedy.seller_text(), true)));
        let channel = || "Shopee".to_owned();
        let until = "2026-11-20T01:02:03Z".parse().unwrap();
        let all = [
            Wait::Starting,
            Wait::Approval { wave: 1 },
            Wait::Paused,
            Wait::Audits { count: 3 },
            Wait::LastAudits { count: 3 },
            Wait::Slow { channel: channel(), until },
            Wait::Unauthorized { channel: channel() },
        ];
        hold(all.map(|wait| (wait.code().to_owned(), wait.seller_text(), true)));
    }
}
