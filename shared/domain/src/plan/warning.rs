//! What a person should know of a plan although nothing of it is in the way, in words for the seller.

use serde::{Deserialize, Serialize};

use super::words::{english, indonesian};
use crate::{description::Format, diff::Field};

/// Something to look at. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// The listing's title was accepted for another title of the master, and stays until somebody takes a new one.
    TitleOutdated { then: String, now: String },
    /// The channel takes this change only together with these fields of all variants, which are sent back as they were
    /// read a moment before.
    Rewrites { fields: Vec<Field> },
    /// The new text cannot be put into the layout of the description there, which goes.
    DescriptionLosesFormat { formats: Vec<Format> },
}

impl Warning {
    /// For the seller, in Bahasa Indonesia.
    pub fn indonesian(&self) -> String {
        match self {
            Self::TitleOutdated { then, now } => format!(
                "Judul listing ini diterima untuk judul induk \"{then}\", yang sekarang \"{now}\". Terima usulan baru atau kembalikan ke judul induk."
            ),
            Self::Rewrites { fields } => format!(
                "Kanal hanya menerima perubahan ini bersama {} semua varian, yang dibaca lalu dikirim kembali apa adanya. Penjualan atau perubahan tepat pada detik itu bisa tertimpa: kirim saat toko sepi, lalu periksa stoknya.",
                listed(fields, indonesian, "dan")
            ),
            Self::DescriptionLosesFormat { formats } => format!(
                "Deskripsi di kanal akan kehilangan {}: teks barunya terlalu berbeda untuk ditaruh di tata letak yang ada. Bila perlu, ubah deskripsinya di kanal, lalu impor lagi.",
                listed(formats, |format| format.name().0, "dan")
            ),
        }
    }

    /// The same in English.
    pub fn english(&self) -> String {
        match self {
            Self::TitleOutdated { then, now } => format!(
                "This listing's title was accepted for the master's title \"{then}\", which is now \"{now}\". Take the new proposal, or return to the master's title."
            ),
            Self::Rewrites { fields } => format!(
                "The channel takes this change only together with the {} of all variants, which are read and sent back as they are. A sale or an edit in that very second can be overwritten: push at a quiet time, then check the stock.",
                listed(fields, english, "and")
            ),
            Self::DescriptionLosesFormat { formats } => format!(
                "The description on the channel loses its {}: the new text is too different to be put into the layout there. To keep it, edit the description at the channel, then import again.",
                listed(formats, |format| format.name().1, "and")
            ),
        }
    }
}

fn listed<T: Copy>(things: &[T], word: fn(T) -> &'static str, and: &str) -> String {
    let words: Vec<&str> = things.iter().map(|thing| word(*thing)).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
