//! The names of fields, states and kinds of layout in Bahasa Indonesia and in English, and the format of times.

use domain::{ListingStatus, description::Format, diff::Field};
use jiff::{Timestamp, tz::TimeZone};

/// A field of a listing.
pub const fn field(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Title => ("judul", "title"),
        Field::Description => ("deskripsi", "description"),
        Field::Images => ("gambar", "pictures"),
        Field::Weight => ("berat", "weight"),
        Field::Dimensions => ("ukuran paket", "parcel size"),
        Field::PreOrder => ("pre-order", "pre-order days"),
        Field::Category => ("kategori", "category"),
        Field::Attributes => ("atribut", "attributes"),
        Field::Brand => ("merek", "brand"),
        Field::Shipping => ("pengiriman", "shipping"),
        Field::Storefronts => ("etalase", "storefronts"),
        Field::Visibility => ("tampil atau tidaknya", "visibility"),
        Field::Variants => ("daftar varian", "list of variants"),
        Field::Price => ("harga", "price"),
        Field::Stock => ("stok", "stock"),
        Field::Sku => ("SKU", "SKU"),
    }
}

/// A list of fields.
pub fn fields(all: &[Field]) -> (String, String) {
    let (id, en): (Vec<&str>, Vec<&str>) = all.iter().map(|one| field(*one)).unzip();
    (listed(&id, "dan"), listed(&en, "and"))
}

pub(super) fn listed(words: &[&str], and: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// A field by its name in the API or in a marketplace's mapping; `None` for an unknown name.
pub fn named(name: &str) -> Option<(&'static str, &'static str)> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let last = last.split('[').next().unwrap_or(last);
    let known = Field::ALL.into_iter().find(|known| known.as_str() == last);
    known.map(field).or(match last {
        "image" | "images" => Some(("gambar", "picture")),
        "option_values" | "options" | "option" => Some(("pilihan varian", "variant options")),
        "base_price" => Some(("harga dasar", "base price")),
        "weight_g" => Some(("berat", "weight")),
        _ => None,
    })
}

/// The status of a listing on its channel.
pub const fn status(status: ListingStatus) -> (&'static str, &'static str) {
    match status {
        ListingStatus::Live => ("tampil", "live"),
        ListingStatus::Unlisted => ("diarsipkan penjual", "hidden by the seller"),
        ListingStatus::UnderReview => ("sedang ditinjau", "under review"),
        ListingStatus::Refused => {
            ("ditolak atau dinonaktifkan kanal", "refused or taken down by the channel")
        }
        ListingStatus::Frozen => ("dibekukan kanal", "frozen by the channel"),
        ListingStatus::Draft => ("masih draf", "a draft"),
        ListingStatus::Deleted => ("dihapus", "deleted"),
        ListingStatus::Unknown => ("berstatus yang belum dikenal", "in a state that is not known"),
    }
}

/// What the seller should do about a listing with this status.
pub const fn advice(status: ListingStatus) -> (&'static str, &'static str) {
    match status {
        ListingStatus::Live => ("Tidak perlu apa-apa.", "There is nothing to do."),
        ListingStatus::Unlisted => (
            "Buka Seller Center dan tampilkan lagi bila ingin menjualnya.",
            "Open the Seller Center and show it again to sell it.",
        ),
        ListingStatus::UnderReview => (
            "Tunggu sampai kanal selesai meninjau, lalu buat rencana lagi.",
            "Wait until the channel has looked at it, then plan again.",
        ),
        ListingStatus::Refused => (
            "Lihat alasannya di Seller Center, perbaiki isinya di sini, lalu kirim.",
            "See the reason in the Seller Center, correct the content here, then push.",
        ),
        ListingStatus::Frozen => (
            "Buka Seller Center dan ajukan banding atau ikuti petunjuknya; listing ini tidak bisa diubah atau dihapus sampai kanal membukanya.",
            "Open the Seller Center and appeal or follow what it says; the listing cannot be changed or deleted until the channel frees it.",
        ),
        ListingStatus::Draft => (
            "Lengkapi dan terbitkan dulu di Seller Center.",
            "Complete and publish it in the Seller Center first.",
        ),
        ListingStatus::Deleted => {
            ("Buat listing baru bila ingin menjualnya lagi.", "Make a new listing to sell it again.")
        }
        ListingStatus::Unknown => (
            "Periksa listing ini di Seller Center; SyncStore tidak mengubahnya.",
            "Look at the listing in the Seller Center; SyncStore leaves it alone.",
        ),
    }
}

/// Layout of a description.
pub const fn format(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Pictures => ("gambar", "pictures"),
        Format::Videos => ("video", "videos"),
        Format::Lists => ("daftar berpoin", "lists"),
        Format::Tables => ("tabel", "tables"),
        Format::Links => ("tautan", "links"),
        Format::Headings => ("judul bagian", "headings"),
        Format::Emphasis => ("huruf tebal atau miring", "bold or italic letters"),
    }
}

/// A time in the seller's time zone (WIB); the same in both languages.
pub fn moment(at: Timestamp) -> String {
    let wib = TimeZone::fixed(jiff::tz::offset(7));
    at.to_zoned(wib).strftime("%d-%m-%Y %H:%M WIB").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_own_words_in_both_languages() {
        use ListingStatus::{Deleted, Draft, Frozen, Live, Refused, UnderReview, Unknown, Unlisted};
        let all = [Live, Unlisted, UnderReview, Refused, Frozen, Draft, Deleted, Unknown];
        for one in all {
            for other in all.into_iter().filter(|other| *other != one) {
                let ((id, en), (other_id, other_en)) = (status(one), status(other));
                assert!(id != other_id && en != other_en, "{one:?} {other:?}");
            }
            assert!(advice(one).0.ends_with('.') && advice(one).1.ends_with('.'), "{one:?}");
        }
    }
}
