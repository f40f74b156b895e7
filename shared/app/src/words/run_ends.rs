//! How a wave or a run ended, in numbers.

use super::SellerText;

/// What ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// A wave; a person lets the next one go.
    AwaitsApproval,
    /// A wave; the next one waits for the channel's audits.
    WaveUnderAudit,
    /// Everything was sent; the channel audits some of it.
    UnderAudit,
    Cancelled,
    Finished,
}

/// Jobs by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// The wave that ended, from 1 on.
    pub wave: u32,
    pub good: u64,
    pub bad: u64,
    pub audited: u64,
    pub dropped: u64,
}

impl RunEnd {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::AwaitsApproval, Self::WaveUnderAudit, Self::UnderAudit, Self::Cancelled, Self::Finished];

    /// The stable word for it, as notifications keep it.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::AwaitsApproval => "run_awaits_approval",
            Self::WaveUnderAudit | Self::UnderAudit => "run_watching",
            Self::Cancelled => "run_cancelled",
            Self::Finished => "run_finished",
        }
    }

    pub fn seller_text(self, counts: RunCounts) -> SellerText {
        let RunCounts { wave, good, bad, audited, dropped } = counts;
        let (under, under_en) = if audited > 0 {
            (
                format!(", {audited} masih diperiksa kanal"),
                format!(", {audited} still under the channel's audit"),
            )
        } else {
            (String::new(), String::new())
        };
        let (look, look_en) = if bad > 0 {
            (" Buka prosesnya untuk melihat alasannya.", " Open the run to see why.")
        } else {
            ("", "")
        };
        match self {
            Self::AwaitsApproval => SellerText::new(
                format!(
                    "Gelombang {wave} selesai: {good} berhasil, {bad} gagal{under}. Periksa hasilnya, lalu setujui gelombang berikutnya.{look}"
                ),
                format!(
                    "Wave {wave} is done: {good} succeeded, {bad} failed{under_en}. Look at what it did, then approve the next wave.{look_en}"
                ),
            ),
            Self::WaveUnderAudit => SellerText::new(
                format!(
                    "Gelombang {wave} terkirim: {good} berhasil, {bad} gagal{under}. Gelombang berikutnya menunggu sampai empat dari lima hasil pemeriksaan keluar, paling lama sehari; Anda akan diberi tahu.{look}"
                ),
                format!(
                    "Wave {wave} is sent: {good} succeeded, {bad} failed{under_en}. The next wave waits until four of five audits are decided, at most for a day; you get a notice then.{look_en}"
                ),
            ),
            Self::UnderAudit => SellerText::new(
                format!(
                    "Semua terkirim: {good} berhasil, {bad} gagal{under}. Setiap penolakan dan akhir proses akan diberitahukan.{look}"
                ),
                format!(
                    "Everything is sent: {good} succeeded, {bad} failed{under_en}. You get a notice of every refusal and of the end.{look_en}"
                ),
            ),
            Self::Cancelled => SellerText::new(
                format!(
                    "Proses dibatalkan: {good} sudah terkirim, {bad} gagal, {dropped} tidak dikirim.{look}"
                ),
                format!(
                    "The run is cancelled: {good} were sent, {bad} failed, {dropped} were not sent.{look_en}"
                ),
            ),
            Self::Finished => SellerText::new(
                format!("Proses selesai: {good} berhasil, {bad} gagal.{look}"),
                format!("The run is finished: {good} succeeded, {bad} failed.{look_en}"),
            ),
        }
    }
}
