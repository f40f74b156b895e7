//! The sentences of each notice.

use super::{
    super::{SellerText, names, quoted},
    ImportCounts, ImportFailure, NewListing, Notice,
};

impl Notice<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm for each notice")]
    pub fn seller_text(&self) -> SellerText {
        match self {
            Self::ListingUnreadable { channel, listing, why } => SellerText::new(
                format!(
                    "Sebagian listing di {channel} tidak dapat dibaca, misalnya {listing}. {} Listing lain tetap diimpor.",
                    why.text
                ),
                format!(
                    "Some listings on {channel} cannot be read, such as {listing}. {} The others are imported.",
                    why.text_en
                ),
            ),
            Self::ConnectionIll { channel, shop, why } => SellerText::new(
                format!(
                    "Toko {shop} di {channel} tidak dapat dibaca. {} Periksa juga halaman Koneksi.",
                    why.text
                ),
                format!(
                    "Shop {shop} on {channel} cannot be read. {} Look at the Connections page too.",
                    why.text_en
                ),
            ),
            Self::ChangesUnreadable { channel, shop } => SellerText::new(
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
                    ImportFailure::Lost => (
                        "prosesnya berhenti di tengah jalan. Impor lagi; yang sudah diambil tetap tersimpan",
                        "it stopped half-way. Import again; what was pulled is kept",
                    ),
                    ImportFailure::Other => (
                        "datanya tidak dapat dibaca. Impor lagi; kalau tetap gagal, periksa halaman Pesan gagal",
                        "its data cannot be read. Import again; if it fails again, look at the failed messages",
                    ),
                };
                SellerText::new(
                    format!("Impor toko {shop} di {channel} gagal: {text}."),
                    format!("The import of shop {shop} on {channel} failed: {text_en}."),
                )
            }
            Self::SheetStopped { sheet } => SellerText::new(
                format!("Berkas {sheet} berhenti di tengah jalan. Tekan Terapkan lagi untuk melanjutkan."),
                format!("The spreadsheet {sheet} stopped half-way. Apply it again to go on."),
            ),
            Self::FieldReportFailed => SellerText::new(
                "Laporan kolom gagal dihitung. Hitung ulang dari halaman Laporan kolom.",
                "The field report could not be computed. Compute it again from its page.",
            ),
            Self::ListingViolation { channel, listing, said } => {
                let said = quoted(said);
                SellerText::new(
                    format!(
                        "Listing {listing} ditolak atau dibatasi oleh {channel}: {said}. Perbaiki di toko atau kirim ulang."
                    ),
                    format!(
                        "The listing {listing} was refused or restricted by {channel}: {said}. Correct it in the shop or push again."
                    ),
                )
            }
            Self::ShopDeauthorized { channel, shop } => SellerText::new(
                format!("Izin toko {shop} di {channel} dicabut. Hubungkan lagi di halaman Koneksi."),
                format!(
                    "The authorisation of shop {shop} on {channel} was withdrawn. Connect it again on the Connections page."
                ),
            ),
            Self::ListingGone { title, channel } => {
                let title = quoted(title);
                SellerText::new(
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
                SellerText::new(
                    format!("Listing {title} diubah langsung di {channel}: {id}. Periksa sebelum mengirim."),
                    format!(
                        "The listing {title} was edited on {channel} itself: {en}. Look at it before pushing."
                    ),
                )
            }
            Self::ListingWithoutProduct { title, listing } => SellerText::new(
                format!(
                    "Listing {title} ({listing}) tidak dapat dijadikan produk: variannya kosong atau terlalu banyak. Perbaiki variannya di toko, lalu impor lagi.",
                    title = quoted(title)
                ),
                format!(
                    "The listing {title} ({listing}) cannot become a product: it has no variants or too many. Correct them in the shop, then import again.",
                    title = quoted(title)
                ),
            ),
            Self::ListingSuccessor { listing: NewListing { title, key }, before, product } => {
                SellerText::new(
                    format!(
                        "Listing baru {title} ({key}) memakai SKU produk {before} ({product}), yang listingnya sudah dihapus. Bila barangnya sama, hubungkan listing itu ke produk tersebut; bila lain, ganti SKU salah satunya.",
                        title = quoted(title),
                        before = quoted(before)
                    ),
                    format!(
                        "The new listing {title} ({key}) has the SKU of the product {before} ({product}), whose listing was deleted. If it is the same thing, link the listing to that product; if not, change the SKU of one of them.",
                        title = quoted(title),
                        before = quoted(before)
                    ),
                )
            }
            Self::ListingLookalike { listing: NewListing { title, key }, before, product } => {
                SellerText::new(
                    format!(
                        "Listing baru {title} ({key}) mirip listing produk {before} ({product}) yang sudah dihapus. Bila barangnya sama, hubungkan listing itu ke produk tersebut: modal, harga khusus, dan teks khususnya tetap dipakai.",
                        title = quoted(title),
                        before = quoted(before)
                    ),
                    format!(
                        "The new listing {title} ({key}) looks like the deleted listing of the product {before} ({product}). If it is the same thing, link the listing to that product: its cost, price exceptions and own texts go on.",
                        title = quoted(title),
                        before = quoted(before)
                    ),
                )
            }
            Self::ListingTakenDown { title, channel, status } => {
                let ((word, word_en), (advice, advice_en)) = (names::status(*status), names::advice(*status));
                SellerText::new(
                    format!("{title} di {channel} {word}. {advice}", title = quoted(title)),
                    format!("{title} on {channel} is {word_en}. {advice_en}", title = quoted(title)),
                )
            }
            Self::ListingsMissing { channel, shop, vanished, known } => SellerText::new(
                format!(
                    "{vanished} dari {known} listing toko {shop} tidak lagi ada dalam daftar {channel}. Ini terlalu banyak untuk langsung dipercaya, jadi tidak ada yang ditandai hilang. Periksa tokonya dan impor lagi; kalau memang sudah dihapus, impor lagi dengan accept_gone."
                ),
                format!(
                    "{vanished} of the {known} listings of shop {shop} are not listed by {channel} any more. That is too many to believe at once, so none was marked as gone. Look at the shop and import again; if they were really removed, import again with accept_gone."
                ),
            ),
            Self::VariantGone { title, channel, variants } => SellerText::new(
                format!(
                    "Varian {variants} dari {title} dihapus di {channel}. SyncStore tidak membuatnya lagi; bila memang harus ada, buat rencana untuk kolom varian.",
                    title = quoted(title)
                ),
                format!(
                    "The variants {variants} of {title} were deleted on {channel}. SyncStore does not make them again; if they must be there, plan the field variants.",
                    title = quoted(title)
                ),
            ),
            Self::EditRefused { title, channel, why } => SellerText::new(
                format!("{} di {channel} tidak jadi berubah. {}", quoted(title), why.text),
                format!("{} on {channel} was not changed after all. {}", quoted(title), why.text_en),
            ),
            Self::ImportFinished { counts } => {
                let ImportCounts { found, created, changed, gone, masters, joined } = counts;
                SellerText::new(
                    format!(
                        "Impor selesai: {found} listing, {created} baru, {changed} berubah, {gone} hilang; {masters} produk dibuat, {joined} listing digabung."
                    ),
                    format!(
                        "Import finished: {found} listings, {created} new, {changed} changed, {gone} gone; {masters} products made, {joined} listings joined."
                    ),
                )
            }
            Self::AuthorizationNeeded { channel, shop } => SellerText::new(
                format!(
                    "{channel} menolak izin toko {shop}. Hubungkan lagi di halaman Koneksi; sampai itu, toko ini tidak disinkronkan."
                ),
                format!(
                    "{channel} refuses the authorisation of shop {shop}. Connect it again on the Connections page; until then the shop is not kept in step."
                ),
            ),
            Self::AuthorizationEnding { channel, shop, day }
            | Self::AuthorizationExpiring { channel, shop, day } => SellerText::new(
                format!(
                    "Izin toko {shop} di {channel} berakhir pada {day}. Buka halaman Koneksi dan perbarui izinnya sebelum itu."
                ),
                format!(
                    "The authorisation of shop {shop} on {channel} ends on {day}. Renew it on the Connections page before then."
                ),
            ),
            Self::FeesPlanned { place, day } => SellerText::new(
                format!(
                    "Biaya {place} berubah mulai {day}. Harga dihitung ulang pada hari itu; lihat dampaknya di pratinjau."
                ),
                format!(
                    "The fees of {place} change on {day}. Prices are computed again on that day; the preview shows the effect."
                ),
            ),
            Self::FeesBegan { place, day } => SellerText::new(
                format!(
                    "Biaya baru {place} berlaku sejak {day}; harga dihitung ulang. Periksa perubahannya, lalu kirim."
                ),
                format!(
                    "New fees of {place} hold since {day}; prices are computed again. Look at the changes, then push."
                ),
            ),
        }
    }
}
