//! What a channel refused, or why it could not be asked: what happened, and what to do about it.
//!
//! The channel's own words are quoted where it said something about what was sent. What our own code noted about a
//! failure is for the log and is never quoted.

use domain::diff::Field;

use super::{SellerText, codes, names, quoted};
use crate::error::{ChannelError, WorkError};

impl ChannelError {
    /// For a person: what happened and what to do.
    pub fn seller_text(&self) -> SellerText {
        channel_failed(self)
    }
}

impl WorkError {
    /// For a person whose job ended with it.
    pub fn seller_text(&self) -> SellerText {
        work_failed(self)
    }
}

pub fn channel_failed(error: &ChannelError) -> SellerText {
    match error {
        ChannelError::RateLimited { .. } => SellerText::new(
            "Kanal sedang membatasi permintaan. Tunggu saja: SyncStore mencoba lagi sendiri.",
            "The channel limits requests right now. SyncStore waits and tries again by itself.",
        ),
        ChannelError::QuotaExhausted { .. } => SellerText::new(
            "Jatah permintaan ke kanal untuk hari ini habis. SyncStore melanjutkan besok; tunggu sampai besok.",
            "The channel's requests for today are used up. SyncStore goes on tomorrow; wait until then.",
        ),
        ChannelError::Unauthorized { .. } | ChannelError::NotConnected => SellerText::new(
            "Kanal tidak menerima izin toko ini. Buka halaman Koneksi, hubungkan lagi tokonya, lalu ulangi.",
            "The channel does not accept this shop's authorisation. Open the Connections page, connect the shop \
             again, then repeat.",
        ),
        ChannelError::NotFound { .. } => SellerText::new(
            "Listing atau variannya tidak ada lagi di kanal. Impor toko ini lagi, lalu buat rencana baru.",
            "The listing or its variant is not on the channel any more. Import the shop again, then make a new plan.",
        ),
        ChannelError::Rejected { code, field, reason } => rejected(code, field.as_deref(), reason),
        ChannelError::InPromotion { field, reason } => {
            let known = |known: &Field| Some(known.as_str()) == field.as_deref();
            let fields: Vec<Field> = Field::ALL.into_iter().filter(known).collect();
            held_by_promotion(&fields, reason)
        }
        ChannelError::Invalid(invalid) => {
            if codes::find(invalid.code).is_some() {
                return super::invalid(invalid);
            }
            let (of, of_en) = of_field(Some(&invalid.field));
            SellerText::new(
                format!(
                    "Nilai{of} melewati batas kanal ini. Perbaiki nilainya, lalu buat rencana baru; tidak ada yang dikirim."
                ),
                format!(
                    "The value{of_en} is outside this channel's limits. Correct the value, then make a new plan; nothing was sent."
                ),
            )
        }
        ChannelError::Unavailable { .. } => SellerText::new(
            "Kanal belum menjawab dengan benar setelah beberapa percobaan. Ulangi nanti.",
            "The channel did not answer well after several tries. Repeat later.",
        ),
        ChannelError::OutcomeUnknown { .. } => SellerText::new(
            "Jawaban kanal hilang di jalan, jadi belum pasti perubahannya masuk. Ulangi tugas ini: SyncStore melihat \
             dulu apa yang sudah ada dan hanya mengirim sisanya.",
            "The channel's answer was lost, so it is not certain that the change arrived. Repeat the job: SyncStore \
             looks first at what is there and sends only the rest.",
        ),
        ChannelError::Unexpected { .. } => SellerText::new(
            "Kanal menjawab dengan cara yang tidak dikenal. Tidak ada yang dianggap berhasil; periksa listing di toko, \
             lalu ulangi.",
            "The channel answered in an unknown way. Nothing counts as done; look at the listing in the shop, then \
             repeat.",
        ),
        ChannelError::Store(_) => SellerText::new(
            "Penyimpanan SyncStore sendiri sedang bermasalah. Ulangi nanti; tidak ada data yang hilang.",
            "SyncStore's own storage has a problem. Repeat later; no data is lost.",
        ),
    }
}

/// A promotion on the channel holds `fields`, or what the channel does not name.
pub fn held_by_promotion(fields: &[Field], reason: &str) -> SellerText {
    let (id, en) = match fields {
        [] => ("sebagian isi".to_owned(), "content".to_owned()),
        fields => names::fields(fields),
    };
    let said = quoted(reason);
    SellerText::new(
        format!(
            "Promosi di kanal menahan {id} listing ini: {said}. Bagian itu tidak diubah; buat rencana baru setelah promosi \
             selesai, atau akhiri promosinya di kanal."
        ),
        format!(
            "A promotion on the channel holds the {en} of this listing: {said}. That was not changed; make a new plan when \
             the promotion is over, or end it at the channel."
        ),
    )
}

/// A code of our own has its own words; everything else is what the channel said.
fn rejected(code: &str, field: Option<&str>, reason: &str) -> SellerText {
    if codes::find(code).is_some() {
        return super::coded(code, &std::collections::BTreeMap::new());
    }
    let (of, of_en) = of_field(field);
    let said = quoted(reason);
    SellerText::new(
        format!("Kanal menolak nilai{of}: {said} ({code}). Perbaiki nilainya, lalu buat rencana baru."),
        format!(
            "The channel refuses the value{of_en}: {said} ({code}). Correct the value, then make a new plan."
        ),
    )
}

fn of_field(field: Option<&str>) -> (String, String) {
    let known = field.and_then(names::named);
    known.map_or_else(Default::default, |(id, en)| (format!(" untuk {id}"), format!(" of the {en}")))
}

/// For a person whose job ended with it.
pub fn work_failed(error: &WorkError) -> SellerText {
    match error {
        WorkError::Retry { .. } | WorkError::Wait { .. } => SellerText::new(
            "Tugas ini dihentikan setelah terlalu banyak percobaan. Ulangi: SyncStore melihat dulu apa yang sudah ada \
             dan hanya mengirim sisanya.",
            "The job was given up after too many tries. Repeat it: SyncStore looks first at what is there and sends \
             only the rest.",
        ),
        WorkError::Fail { code, .. } if codes::find(code).is_some() => {
            super::coded(code, &std::collections::BTreeMap::new())
        }
        WorkError::Fail { code, .. } => SellerText::new(
            format!(
                "Tugas ini tidak bisa dikerjakan: data yang dibutuhkannya tidak ada atau tidak terbaca ({code}). Buat \
                 rencana baru."
            ),
            format!(
                "The job cannot be done: what it needs is missing or unreadable ({code}). Make a new plan."
            ),
        ),
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
            reason: "title is\n too \"long\"".into(),
        };
        let SellerText { text, text_en } = error.seller_text();
        assert_eq!(
            text,
            "Kanal menolak nilai untuk judul: \"title is too 'long'\" (product.error_title). Perbaiki nilainya, lalu \
             buat rencana baru."
        );
        assert!(text_en.contains("of the title"), "{text_en}");
    }

    #[test]
    fn a_lost_authorisation_leads_to_the_connections_page() {
        let lost = ChannelError::Unauthorized { reason: "invalid_access_token".into() };
        assert!(lost.seller_text().text.contains("halaman Koneksi"));
        assert_eq!(lost.seller_text(), ChannelError::NotConnected.seller_text());
    }

    #[test]
    fn what_our_own_code_noted_is_no_part_of_the_sentence() {
        for error in [
            ChannelError::Unavailable { reason: "the picture's host answered 404".into() },
            ChannelError::Unexpected { reason: "a weight of \"1.5\" POUND".into() },
            ChannelError::OutcomeUnknown { reason: "the connection was closed".into() },
        ] {
            let SellerText { text, text_en } = error.seller_text();
            for noted in ["host", "POUND", "connection"] {
                assert!(!text.contains(noted) && !text_en.contains(noted), "{text} {text_en}");
            }
        }
    }
}
