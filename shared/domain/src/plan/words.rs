//! What fields are called in sentences for the seller.

use crate::diff::Field;

/// In Bahasa Indonesia.
pub(super) const fn indonesian(field: Field) -> &'static str {
    match field {
        Field::Title => "judul",
        Field::Description => "deskripsi",
        Field::Images => "gambar",
        Field::Weight => "berat",
        Field::Dimensions => "ukuran paket",
        Field::PreOrder => "pre-order",
        Field::Category => "kategori",
        Field::Attributes => "atribut",
        Field::Brand => "merek",
        Field::Shipping => "pengiriman",
        Field::Storefronts => "etalase",
        Field::Visibility => "tampil atau tidaknya",
        Field::Variants => "daftar varian",
        Field::Price => "harga",
        Field::Stock => "stok",
        Field::Sku => "SKU",
    }
}

/// In English.
pub(super) const fn english(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Description => "description",
        Field::Images => "images",
        Field::Weight => "weight",
        Field::Dimensions => "parcel size",
        Field::PreOrder => "pre-order",
        Field::Category => "category",
        Field::Attributes => "attributes",
        Field::Brand => "brand",
        Field::Shipping => "shipping",
        Field::Storefronts => "storefronts",
        Field::Visibility => "visibility",
        Field::Variants => "list of variants",
        Field::Price => "price",
        Field::Stock => "stock",
        Field::Sku => "SKU",
    }
}
