//! A channel's error as the seller reads it: what happened, and what to do about it.

use super::{ChannelError, WorkError};

/// A sentence or two in both languages of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In Bahasa Indonesia.
    pub text: String,
    /// In English.
    pub text_en: String,
}

impl Told {
    fn new(text: impl Into<String>, text_en: impl Into<String>) -> Self {
        Self { text: text.into(), text_en: text_en.into() }
    }
}

impl ChannelError {
    /// For a person. The channel's own words are quoted, in whatever language it speaks.
    pub fn told(&self) -> Told {
        match self {
            Self::RateLimited { .. } => Told::new(
                "Kanal sedang membatasi permintaan. SyncStore menunggu lalu mencoba lagi sendiri.",
                "The channel limits requests right now. SyncStore waits and tries again by itself.",
            ),
            Self::QuotaExhausted { .. } => Told::new(
                "Jatah permintaan ke kanal untuk hari ini habis. SyncStore melanjutkan besok.",
                "The channel's requests for today are used up. SyncStore goes on tomorrow.",
            ),
            Self::Unauthorized { .. } | Self::NotConnected => Told::new(
                "Kanal tidak menerima izin toko ini. Buka halaman Koneksi, hubungkan lagi tokonya, lalu ulangi.",
                "The channel does not accept this shop's authorisation. Open the Connections page, connect the shop \
                 again, then repeat.",
            ),
            Self::NotFound { .. } => Told::new(
                "Listing atau variannya tidak ada lagi di kanal. Impor toko ini lagi, lalu buat rencana baru.",
                "The listing or its variant is not on the channel any more. Import the shop again, then make a new plan.",
            ),
            Self::Rejected { code, field, reason } => {
                let (of, of_en) = field
                    .as_ref()
                    .map(|field| (format!(" untuk kolom {field}"), format!(" of the field {field}")))
                    .unwrap_or_default();
                Told::new(
                    format!(
                        "Kanal menolak nilai{of}: \"{reason}\" ({code}). Perbaiki nilainya, lalu buat rencana baru."
                    ),
                    format!(
                        "The channel refuses the value{of_en}: \"{reason}\" ({code}). Mend the value, then make a new plan."
                    ),
                )
            }
            Self::PriceLocked { reason } => Told::new(
                format!(
                    "Promosi di kanal menahan harga listing ini: \"{reason}\". Harganya tidak diubah; buat rencana baru \
                     setelah promosi selesai."
                ),
                format!(
                    "A promotion on the channel holds this listing's price: \"{reason}\". The price was not changed; make a \
                     new plan when the promotion is over."
                ),
            ),
            Self::Invalid(invalid) => Told::new(
                format!(
                    "Kolom {} melewati batas kanal ini ({}). Perbaiki nilainya, lalu buat rencana baru; tidak ada \
                     yang dikirim.",
                    invalid.field, invalid.problem
                ),
                format!(
                    "The field {} is outside this channel's limits ({}). Mend the value, then make a new plan; nothing \
                     was sent.",
                    invalid.field, invalid.problem
                ),
            ),
            Self::Unavailable { reason } => Told::new(
                format!(
                    "Kanal belum menjawab dengan benar setelah beberapa percobaan ({reason}). Ulangi nanti."
                ),
                format!("The channel did not answer well after several tries ({reason}). Repeat later."),
            ),
            Self::OutcomeUnknown { .. } => Told::new(
                "Jawaban kanal hilang di jalan, jadi belum pasti perubahannya masuk. Ulangi tugas ini: SyncStore melihat \
                 dulu apa yang sudah ada dan hanya mengirim sisanya.",
                "The channel's answer was lost, so it is not certain that the change arrived. Repeat the job: SyncStore \
                 looks first at what is there and sends only the rest.",
            ),
            Self::Unexpected { reason } => Told::new(
                format!(
                    "Kanal menjawab dengan cara yang tidak dikenal ({reason}). Tidak ada yang dianggap berhasil; \
                     periksa listing di toko, lalu ulangi."
                ),
                format!(
                    "The channel answered in an unknown way ({reason}). Nothing counts as done; look at the listing in \
                     the shop, then repeat."
                ),
            ),
            Self::Store(_) => Told::new(
                "Penyimpanan SyncStore sendiri sedang bermasalah. Ulangi nanti; tidak ada data yang hilang.",
                "SyncStore's own storage has a problem. Repeat later; no data is lost.",
            ),
        }
    }
}

impl WorkError {
    /// For a person whose job ended with it.
    pub fn told(&self) -> Told {
        match self {
            Self::Retry { reason, .. } => Told::new(
                format!(
                    "Tugas ini dihentikan setelah terlalu banyak percobaan ({reason}). Ulangi: SyncStore melihat dulu \
                     apa yang sudah ada dan hanya mengirim sisanya."
                ),
                format!(
                    "The job was given up after too many tries ({reason}). Repeat it: SyncStore looks first at what is \
                     there and sends only the rest."
                ),
            ),
            Self::Fail { code, reason } => Told::new(
                format!(
                    "Tugas ini tidak bisa dikerjakan: data yang dibutuhkannya tidak ada atau tidak terbaca ({reason}; \
                     {code}). Buat rencana baru."
                ),
                format!(
                    "The job cannot be done: what it needs is missing or unreadable ({reason}; {code}). Make a new plan."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_field_the_channels_words_and_what_to_do() {
        let error = ChannelError::Rejected {
            code: "product.error_title".into(),
            field: Some("title".into()),
            reason: "title is too long".into(),
        };
        let Told { text, text_en } = error.told();
        assert_eq!(
            text,
            "Kanal menolak nilai untuk kolom title: \"title is too long\" (product.error_title). Perbaiki nilainya, lalu \
             buat rencana baru."
        );
        assert!(text_en.contains("of the field title"), "{text_en}");
    }

    #[test]
    fn a_lost_authorisation_leads_to_the_connections_page() {
        let lost = ChannelError::Unauthorized { reason: "invalid_access_token".into() };
        assert!(lost.told().text.contains("halaman Koneksi"));
        assert_eq!(lost.told(), ChannelError::NotConnected.told());
    }
}
