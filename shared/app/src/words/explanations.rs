//! Why a proposed title is not what one would wish.

use domain::titles::Explanation;

use super::SellerText;

pub fn explanation(explanation: &Explanation) -> SellerText {
    match explanation {
        Explanation::ShortTitle { words } => SellerText::new(
            format!(
                "Judul induk hanya {words} kata, sehingga kemiripan 70–80 % tidak bisa dicapai; ini yang terdekat."
            ),
            format!(
                "The master's title has {words} words, too few for a likeness of 70–80 %; this is the nearest."
            ),
        ),
        Explanation::MinimumLength { min } => SellerText::new(
            format!(
                "Kanal meminta minimal {min} karakter, sehingga judul perlu lebih banyak kata dari seharusnya."
            ),
            format!(
                "The channel asks for at least {min} characters, so the title needs more words than it should."
            ),
        ),
        Explanation::MaximumLength { max } => SellerText::new(
            format!("Kanal menerima paling banyak {max} karakter. Pendekkan judul induk."),
            format!("The channel takes at most {max} characters. Shorten the master's title."),
        ),
        Explanation::ClaimsRemoved { words } => SellerText::new(
            format!("Kata promosi dihapus: {}.", words.join(", ")),
            format!("Promotional words were taken out: {}.", words.join(", ")),
        ),
        Explanation::ClaimWithNumber { words } => SellerText::new(
            format!(
                "Judul induk memuat promosi dengan angka ({}). Hapus dari judul induk dulu.",
                words.join(", ")
            ),
            format!(
                "The master's title carries a promotion with a number ({}). Take it out of the master first.",
                words.join(", ")
            ),
        ),
        Explanation::NumberUnclear { words } => SellerText::new(
            format!(
                "Angka di judul induk ditulis dengan tanda yang tidak diterima kanal ({}). Tulis dengan kata, misalnya \"maks 250 g\".",
                words.join(", ")
            ),
            format!(
                "The master's title writes numbers with signs that a channel does not take ({}). Write them with words, such as \"max 250 g\".",
                words.join(", ")
            ),
        ),
        Explanation::NothingToChange => SellerText::new(
            "Daftar kata kanal tidak punya kata yang cocok untuk produk ini. Tambahkan kata kunci.",
            "The channel's lists hold no word that suits this product. Add keywords.",
        ),
        Explanation::NothingLeft => SellerText::new(
            "Tidak ada kata yang bisa dipakai di judul induk. Perbaiki judulnya.",
            "The master's title has no word that a channel takes. Mend it.",
        ),
        Explanation::TakenElsewhere => SellerText::new(
            "Semua judul yang mungkin sudah dipakai kanal lain. Tambahkan kata kunci atau kunci judul sendiri.",
            "Every possible title is already another channel's. Add keywords, or lock a title by hand.",
        ),
        Explanation::Locked => SellerText::new(
            "Judul ini dikunci sendiri dan tidak diubah.",
            "This title was locked by hand and is left alone.",
        ),
        Explanation::SwitchedOff => SellerText::new(
            "Judul otomatis untuk kanal ini dimatikan.",
            "Titles for this channel are switched off.",
        ),
    }
}
