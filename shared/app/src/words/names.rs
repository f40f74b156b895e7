//! What fields are called, in Bahasa Indonesia and in English.

use domain::diff::Field;

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

/// Fields one after the other.
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

/// A field by the name that the API or a marketplace's mapping gives it. One that has no name here is called by none.
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
