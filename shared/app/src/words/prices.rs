//! Why there is no price, and what to do about it.

use domain::pricing::NoPrice;

use super::SellerText;

/// What to do about a missing price.
pub fn no_price(reason: NoPrice) -> SellerText {
    let (text, text_en) = words(reason);
    SellerText::new(text, text_en)
}

/// The same for a reason that is stored as its code.
pub(super) fn no_price_of(code: &str) -> SellerText {
    NoPrice::ALL.into_iter().find(|reason| reason.as_str() == code).map_or_else(
        || {
            SellerText::new(
                "Harga tidak bisa dihitung. Periksa harga dasar, aturan harga, dan biaya kanal ini.",
                "No price could be computed. Check the base price, the price rule and the channel's fees.",
            )
        },
        no_price,
    )
}

const fn words(reason: NoPrice) -> (&'static str, &'static str) {
    match reason {
        NoPrice::BasePriceMissing => (
            "Varian ini belum punya harga dasar. Isi harga dasarnya.",
            "The variant has no base price. Enter one.",
        ),
        NoPrice::RuleMissing => (
            "Kanal ini belum punya aturan harga. Simpan aturan harganya dulu.",
            "The channel has no price rule. Save one first.",
        ),
        NoPrice::FeeScheduleMissing => (
            "Kanal ini belum punya daftar biaya. Simpan daftar biayanya dulu.",
            "The channel has no fee schedule. Save one first.",
        ),
        NoPrice::CostMissing => (
            "Aturan harga menjaga margin, tetapi modal varian ini belum diisi. Isi modalnya.",
            "The price rule keeps a margin and the variant has no cost. Enter its cost.",
        ),
        NoPrice::UnderFloor => (
            "Setelah biaya kanal, sisa untuk penjual di bawah margin minimum. Naikkan harga dasar atau kenaikan harga.",
            "After the channel's fees the seller keeps less than the minimum margin. Raise the base price or the mark-up.",
        ),
        NoPrice::OverCeiling => (
            "Harga melewati batas atas aturan harga. Turunkan harga dasar atau naikkan batasnya.",
            "The price is over the rule's ceiling. Lower the base price or raise the ceiling.",
        ),
        NoPrice::OutOfRange => (
            "Harga di luar Rp1 sampai Rp100.000.000. Periksa harga dasar dan aturan harga.",
            "The price is outside Rp1 to Rp100,000,000. Check the base price and the rule.",
        ),
        NoPrice::NetUnreachable => (
            "Setelah biaya kanal tidak ada harga yang menyisakan sasaran. Periksa biaya dan aturan harga.",
            "After the channel's fees no price keeps the target. Check the fees and the rule.",
        ),
        NoPrice::OutsideLimits => (
            "Kanal tidak menerima harga ini. Periksa harga dasar dan aturan harga.",
            "The channel takes no such price. Check the base price and the rule.",
        ),
        NoPrice::BaseReadingOpen => (
            "Harga dasar varian ini diambil dari toko sebelum kanal punya aturan harga. Pilih dulu arti harga di toko: sudah termasuk biaya, atau harga dasar.",
            "The variant's base price was taken from a shop before the channel had a price rule. Say first what the shop's prices mean: fees included, or base prices.",
        ),
        NoPrice::PriceSpread => (
            "Varian termahal terlalu jauh dari yang termurah untuk kanal ini. Dekatkan harganya atau pisahkan listingnya.",
            "The dearest variant is too far from the cheapest for this channel. Bring the prices closer or split the listing.",
        ),
    }
}
