//! What a person should know of a plan although nothing of it is in the way.

use domain::plan::Warning;

use super::{SellerText, names};

pub fn warning(warning: &Warning) -> SellerText {
    match warning {
        Warning::TitleOutdated { then, now } => SellerText::new(
            format!(
                "Judul listing ini diterima untuk judul induk \"{then}\", yang sekarang \"{now}\". Terima usulan baru atau kembalikan ke judul induk."
            ),
            format!(
                "This listing's title was accepted for the master's title \"{then}\", which is now \"{now}\". Take the new proposal, or return to the master's title."
            ),
        ),
        Warning::Rewrites { fields } => {
            let (id, en) = names::fields(fields);
            SellerText::new(
                format!(
                    "Kanal hanya menerima perubahan ini bersama {id} semua varian, yang dibaca lalu dikirim kembali apa adanya. Penjualan atau perubahan tepat pada detik itu bisa tertimpa: kirim saat toko sepi, lalu periksa stoknya."
                ),
                format!(
                    "The channel takes this change only together with the {en} of all variants, which are read and sent back as they are. A sale or an edit in that very second can be overwritten: push at a quiet time, then check the stock."
                ),
            )
        }
        Warning::SoldSince => SellerText::new(
            "Listing baru ini sudah pernah terjual, jadi disembunyikan, tidak dihapus. Hapus sendiri di kanal setelah pesanannya selesai.",
            "Some of this new listing was sold, so it is hidden and not deleted. Delete it at the channel when its orders are done.",
        ),
        Warning::DeletesListing { variants } => SellerText::new(
            format!(
                "Listing ini dihapus dari toko dengan {variants} variannya. Yang hilang: ulasan, jumlah terjual, urutan di pencarian, dan alamat halamannya. Pembatalan tidak bisa mengembalikannya, hanya membuat listing baru. Periksa dulu: bila hanya ingin berhenti menjual, sembunyikan saja."
            ),
            format!(
                "The listing is deleted from the shop with its {variants} variants. Lost are its reviews, its count of sales, its place in the search, and its page's address. No undo brings it back; it can only be created again. Check first: to stop selling it, hide it."
            ),
        ),
        Warning::DescriptionLosesFormat { formats } => {
            let (id, en): (Vec<&str>, Vec<&str>) = formats.iter().map(|one| names::format(*one)).unzip();
            let (id, en) = (names::listed(&id, "dan"), names::listed(&en, "and"));
            SellerText::new(
                format!(
                    "Deskripsi di kanal akan kehilangan {id}: teks barunya terlalu berbeda untuk ditaruh di tata letak yang ada. Bila perlu, ubah deskripsinya di kanal, lalu impor lagi."
                ),
                format!(
                    "The description on the channel loses its {en}: the new text is too different to be put into the layout there. To keep it, edit the description at the channel, then import again."
                ),
            )
        }
    }
}
