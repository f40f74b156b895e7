//! Why a proposal is not what one would wish, in words for the seller.

use serde::{Deserialize, Serialize};

/// Something that a person should know of a proposal. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Explanation {
    /// So few words that one more or less already leaves the band.
    ShortTitle { words: u32 },
    /// The channel asks for more characters than the band leaves room for.
    MinimumLength { min: u32 },
    /// The channel takes fewer characters than the wished words need.
    MaximumLength { max: u32 },
    /// Promotional claims were taken out of the master's words; by themselves they move the likeness.
    ClaimsRemoved { words: Vec<String> },
    /// A claim with a number, such as `diskon 50%`: the number may not be lost and the claim may not stay.
    ClaimWithNumber { words: Vec<String> },
    /// A sign at a number that no channel takes, such as `≤250g`: without it the number says something else.
    NumberUnclear { words: Vec<String> },
    /// The channel's lists hold nothing that suits this product.
    NothingToChange,
    /// Nothing is left of the title that a channel would take.
    NothingLeft,
    /// Every allowed title is already another channel's.
    TakenElsewhere,
    /// The title was put there by hand and is left alone.
    Locked,
    /// The channel's titles are switched off.
    SwitchedOff,
}

impl Explanation {
    /// Whether it can excuse a likeness outside the band; [`super::proves`] says whether it is true. That claims were
    /// taken out excuses nothing by itself.
    pub fn excuses(&self) -> bool {
        !matches!(self, Self::SwitchedOff | Self::ClaimsRemoved { .. })
    }

    /// The stable word for it, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ShortTitle { .. } => "short_title",
            Self::MinimumLength { .. } => "minimum_length",
            Self::MaximumLength { .. } => "maximum_length",
            Self::ClaimsRemoved { .. } => "claims_removed",
            Self::ClaimWithNumber { .. } => "claim_with_number",
            Self::NumberUnclear { .. } => "number_unclear",
            Self::NothingToChange => "nothing_to_change",
            Self::NothingLeft => "nothing_left",
            Self::TakenElsewhere => "taken_elsewhere",
            Self::Locked => "locked",
            Self::SwitchedOff => "switched_off",
        }
    }

    /// For the seller, in Bahasa Indonesia.
    pub fn indonesian(&self) -> String {
        match self {
            Self::ShortTitle { words } => format!(
                "Judul induk hanya {words} kata, sehingga kemiripan 70–80 % tidak bisa dicapai; ini yang terdekat."
            ),
            Self::MinimumLength { min } => format!(
                "Kanal meminta minimal {min} karakter, sehingga judul perlu lebih banyak kata dari seharusnya."
            ),
            Self::MaximumLength { max } => {
                format!("Kanal menerima paling banyak {max} karakter. Pendekkan judul induk.")
            }
            Self::ClaimsRemoved { words } => format!("Kata promosi dihapus: {}.", words.join(", ")),
            Self::ClaimWithNumber { words } => format!(
                "Judul induk memuat promosi dengan angka ({}). Hapus dari judul induk dulu.",
                words.join(", ")
            ),
            Self::NumberUnclear { words } => format!(
                "Angka di judul induk ditulis dengan tanda yang tidak diterima kanal ({}). Tulis dengan kata, misalnya \"maks 250 g\".",
                words.join(", ")
            ),
            Self::NothingToChange => {
                "Daftar kata kanal tidak punya kata yang cocok untuk produk ini. Tambahkan kata kunci.".into()
            }
            Self::NothingLeft => "Tidak ada kata yang bisa dipakai di judul induk. Perbaiki judulnya.".into(),
            Self::TakenElsewhere => {
                "Semua judul yang mungkin sudah dipakai kanal lain. Tambahkan kata kunci atau kunci judul sendiri."
                    .into()
            }
            Self::Locked => "Judul ini dikunci sendiri dan tidak diubah.".into(),
            Self::SwitchedOff => "Judul otomatis untuk kanal ini dimatikan.".into(),
        }
    }

    /// The same in English.
    pub fn english(&self) -> String {
        match self {
            Self::ShortTitle { words } => format!(
                "The master's title has {words} words, too few for a likeness of 70–80 %; this is the nearest."
            ),
            Self::MinimumLength { min } => format!(
                "The channel asks for at least {min} characters, so the title needs more words than it should."
            ),
            Self::MaximumLength { max } => {
                format!("The channel takes at most {max} characters. Shorten the master's title.")
            }
            Self::ClaimsRemoved { words } => {
                format!("Promotional words were taken out: {}.", words.join(", "))
            }
            Self::ClaimWithNumber { words } => format!(
                "The master's title carries a promotion with a number ({}). Take it out of the master first.",
                words.join(", ")
            ),
            Self::NumberUnclear { words } => format!(
                "The master's title writes numbers with signs that a channel does not take ({}). Write them with words, such as \"max 250 g\".",
                words.join(", ")
            ),
            Self::NothingToChange => {
                "The channel's lists hold no word that suits this product. Add keywords.".into()
            }
            Self::NothingLeft => "The master's title has no word that a channel takes. Mend it.".into(),
            Self::TakenElsewhere => {
                "Every possible title is already another channel's. Add keywords, or lock a title by hand."
                    .into()
            }
            Self::Locked => "This title was locked by hand and is left alone.".into(),
            Self::SwitchedOff => "Titles for this channel are switched off.".into(),
        }
    }
}
