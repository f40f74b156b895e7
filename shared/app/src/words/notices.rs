//! What the seller is told without having asked: on the dashboard's bell and by mail.

use domain::{Channel, ShopId, diff::Field};

use super::{Told, names, quoted};

/// Something worth telling, with the values that belong to it. `kind` is its stable code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice<'a> {
    /// An import could not read some listings; `why` is what one of them met.
    ListingUnreadable {
        channel: &'a str,
        listing: &'a str,
        why: Told,
    },
    /// A shop that answered before cannot be read.
    ConnectionIll {
        channel: &'a str,
        shop: &'a ShopId,
        why: Told,
    },
    /// What changed at a shop could not be asked for.
    ChangesUnreadable {
        channel: &'a str,
        shop: &'a ShopId,
    },
    ImportFailed {
        channel: &'a str,
        shop: &'a ShopId,
        why: ImportFailure,
    },
    SheetStopped {
        sheet: &'a str,
    },
    FieldReportFailed,
    /// The channel restricted a listing by itself; `said` is its reason.
    ListingViolation {
        channel: &'a Channel,
        listing: &'a str,
        said: &'a str,
    },
    /// A shop withdrew its authorisation.
    ShopDeauthorized {
        channel: &'a Channel,
        shop: &'a ShopId,
    },
    ListingGone {
        title: &'a str,
        channel: &'a str,
    },
    /// These fields were edited at the channel.
    ListingDrift {
        title: &'a str,
        channel: &'a str,
        fields: &'a [Field],
    },
}

/// Why an import ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFailure {
    /// The shop has to be connected again.
    Authorization,
    /// The shop does not list its listings to the end.
    PagesBroken,
    /// It was tried as often as a message is delivered.
    RetriesExhausted,
    /// Nothing that repeating would help.
    Other,
}

impl ImportFailure {
    /// The failure behind a stable code.
    pub fn of(code: &str) -> Self {
        match code {
            "channel_unauthorized" | "channel_not_connected" => Self::Authorization,
            "listing_pages_broken" => Self::PagesBroken,
            "retries_exhausted" => Self::RetriesExhausted,
            _ => Self::Other,
        }
    }
}

impl Notice<'_> {
    /// The stable word for it, as notifications keep it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ListingUnreadable { .. } => "listing_unreadable",
            Self::ConnectionIll { .. } => "connection_ill",
            Self::ChangesUnreadable { .. } => "changes_unreadable",
            Self::ImportFailed { .. } => "import_failed",
            Self::SheetStopped { .. } => "sheet_stopped",
            Self::FieldReportFailed => "field_report_failed",
            Self::ListingViolation { .. } => "listing_violation",
            Self::ShopDeauthorized { .. } => "shop_deauthorized",
            Self::ListingGone { .. } => "listing_gone",
            Self::ListingDrift { .. } => "listing_drift",
        }
    }

    pub fn told(&self) -> Told {
        match self {
            Self::ListingUnreadable { channel, listing, why } => Told::new(
                format!(
                    "Sebagian listing di {channel} tidak dapat dibaca, misalnya {listing}. {} Listing lain tetap diimpor.",
                    why.text
                ),
                format!(
                    "Some listings on {channel} cannot be read, such as {listing}. {} The others are imported.",
                    why.text_en
                ),
            ),
            Self::ConnectionIll { channel, shop, why } => Told::new(
                format!(
                    "Toko {shop} di {channel} tidak dapat dibaca. {} Periksa juga halaman Koneksi.",
                    why.text
                ),
                format!(
                    "Shop {shop} on {channel} cannot be read. {} Look at the Connections page too.",
                    why.text_en
                ),
            ),
            Self::ChangesUnreadable { channel, shop } => Told::new(
                format!(
                    "Perubahan di {channel} (toko {shop}) tidak dapat diperiksa. SyncStore mencoba lagi sendiri; kalau tetap begini, impor toko ini."
                ),
                format!(
                    "The changes on {channel} (shop {shop}) cannot be looked for. SyncStore tries again by itself; if it stays so, import the shop."
                ),
            ),
            Self::ImportFailed { channel, shop, why } => {
                let (text, text_en) = match why {
                    ImportFailure::Authorization => (
                        "tokonya harus dihubungkan lagi. Buka halaman Koneksi, hubungkan tokonya, lalu impor lagi",
                        "the shop has to be connected again. Open the Connections page, connect the shop, then import again",
                    ),
                    ImportFailure::PagesBroken => (
                        "daftar listingnya tidak diberikan sampai selesai. Tidak ada listing yang ditandai hilang; impor lagi nanti",
                        "its listings are not listed to the end. No listing was marked as gone; import again later",
                    ),
                    ImportFailure::RetriesExhausted => (
                        "sudah dicoba beberapa kali. Impor lagi nanti; yang sudah diambil tetap tersimpan",
                        "it was tried several times. Import again later; what was pulled is kept",
                    ),
                    ImportFailure::Other => (
                        "datanya tidak dapat dibaca. Impor lagi; kalau tetap gagal, periksa halaman Pesan gagal",
                        "its data cannot be read. Import again; if it fails again, look at the failed messages",
                    ),
                };
                Told::new(
                    format!("Impor toko {shop} di {channel} gagal: {text}."),
                    format!("The import of shop {shop} on {channel} failed: {text_en}."),
                )
            }
            Self::SheetStopped { sheet } => Told::new(
                format!("Berkas {sheet} berhenti di tengah jalan. Tekan Terapkan lagi untuk melanjutkan."),
                format!("The spreadsheet {sheet} stopped half-way. Apply it again to go on."),
            ),
            Self::FieldReportFailed => Told::new(
                "Laporan kolom gagal dihitung. Hitung ulang dari halaman Laporan kolom.",
                "The field report could not be computed. Compute it again from its page.",
            ),
            Self::ListingViolation { channel, listing, said } => {
                let said = quoted(said);
                Told::new(
                    format!(
                        "Listing {listing} ditolak atau dibatasi oleh {channel}: {said}. Perbaiki di toko atau kirim ulang."
                    ),
                    format!(
                        "The listing {listing} was refused or restricted by {channel}: {said}. Correct it in the shop or push again."
                    ),
                )
            }
            Self::ShopDeauthorized { channel, shop } => Told::new(
                format!("Izin toko {shop} di {channel} dicabut. Hubungkan lagi di halaman Koneksi."),
                format!(
                    "The authorisation of shop {shop} on {channel} was withdrawn. Connect it again on the Connections page."
                ),
            ),
            Self::ListingGone { title, channel } => {
                let title = quoted(title);
                Told::new(
                    format!(
                        "Listing {title} tidak ada lagi di {channel}. Buat lagi dari produknya bila masih dijual."
                    ),
                    format!(
                        "The listing {title} is not on {channel} any more. Make it again from its product if it is still sold."
                    ),
                )
            }
            Self::ListingDrift { title, channel, fields } => {
                let (title, (id, en)) = (quoted(title), names::fields(fields));
                Told::new(
                    format!("Listing {title} diubah langsung di {channel}: {id}. Periksa sebelum mengirim."),
                    format!(
                        "The listing {title} was edited on {channel} itself: {en}. Look at it before pushing."
                    ),
                )
            }
        }
    }
}
