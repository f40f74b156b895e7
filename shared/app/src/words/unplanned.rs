//! Why nothing is planned for what a person named.

use domain::{Channel, plan::NothingPlanned};

use super::SellerText;

/// Why there is nothing to push, and what to do about it.
pub fn nothing_planned(reason: &NothingPlanned) -> SellerText {
    match reason {
        NothingPlanned::ProductArchived => SellerText::new(
            "Produk ini diarsipkan. Ubah statusnya menjadi aktif bila masih dijual.",
            "The product is archived. Make it active again if it is still sold.",
        ),
        NothingPlanned::ProductMerged { into } => SellerText::new(
            format!("Produk ini sudah digabung ke {into}. Buat rencana untuk produk itu."),
            format!("The product was merged into {into}. Plan that one."),
        ),
        NothingPlanned::ListingsGone { channels } => SellerText::new(
            format!(
                "Listingnya di {} sudah dihapus. Buat listing baru di sana lalu impor, atau arsipkan produknya.",
                names(channels)
            ),
            format!(
                "Its listings on {} were deleted. List it there again and import, or archive the product.",
                names(channels)
            ),
        ),
        NothingPlanned::NotListed => SellerText::new(
            "Produk ini tidak punya listing di kanal yang diminta. Hubungkan listingnya, atau pilih kanal lain.",
            "The product has no listing on the channels asked for. Link its listing, or choose other channels.",
        ),
        NothingPlanned::NothingToPush => SellerText::new(
            "Ada yang berbeda, tetapi tidak boleh dikirim. Lihat alasannya di rincian rencana.",
            "Something differs and may not be pushed. Look at the reasons in the plan's entries.",
        ),
        NothingPlanned::NothingDiffers => SellerText::new(
            "Listingnya sudah sesuai; tidak ada yang perlu dikirim.",
            "Its listings say what they should; nothing is to be pushed.",
        ),
    }
}

/// Why `count` products that a filter found have nothing to push, by the code of [`NothingPlanned`].
pub fn nothing_planned_of_many(code: &str, count: u64) -> SellerText {
    let (text, text_en) = match code {
        "product_archived" => ("diarsipkan", "archived"),
        "product_merged" => ("sudah digabung ke produk lain", "merged into another product"),
        "listings_gone" => {
            ("listingnya di kanal ini sudah dihapus", "with a listing that was deleted on the channel")
        }
        "not_listed" => ("tidak punya listing di kanal ini", "without a listing on the channel"),
        "nothing_to_push" => {
            ("berbeda, tetapi tidak boleh disinkronkan", "that differ and may not be pushed")
        }
        "nothing_differs" => ("sudah sesuai", "that have the wanted values already"),
        _ => ("tidak punya perubahan", "without a change"),
    };
    SellerText::new(format!("{count} produk {text}."), format!("{count} products {text_en}."))
}

fn names(channels: &[Channel]) -> String {
    channels.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
