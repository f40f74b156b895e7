//! What a person should look at in a product.

use super::SellerText;

/// What a flag or a warning of a product says, by its code.
pub fn flag(code: &str) -> SellerText {
    let (text, text_en) = match code {
        "title_adapted" => ("Judul dipotong atau dibersihkan.", "The title was cut or cleaned."),
        "description_cut" => {
            ("Deskripsi terlalu panjang dan dipotong.", "The description was too long and was cut.")
        }
        "images_missing" => ("Ada gambar yang tidak bisa diambil.", "Some pictures could not be taken."),
        "images_left_out" => {
            ("Gambar lebih dari 9; sisanya tidak dipakai.", "More than 9 pictures; the rest are left out.")
        }
        "images_not_compared" => (
            "Gambar toko lain belum bisa dibandingkan, jadi tidak digabung; toko itu tetap memakai gambarnya sendiri.",
            "Pictures of another shop could not be compared yet and are not joined in; that shop keeps its own.",
        ),
        "options_unclear" => {
            ("Pilihan varian di toko tidak jelas.", "The shop's variant options are unclear.")
        }
        "options_differ" => (
            "Listing ini punya pilihan varian yang lain dari produknya.",
            "A listing has other options than the product.",
        ),
        "sku_missing" => ("Ada varian tanpa SKU.", "A variant has no SKU."),
        "sku_duplicate" => ("SKU sudah dipakai varian lain.", "Another variant owns the SKU."),
        "sku_freed" => (
            "SKU sebuah varian yang tidak dijual lagi sekarang milik listing lain.",
            "The SKU of a variant that nothing sells any more belongs to another listing now.",
        ),
        "sku_differs" => ("SKU ditulis berbeda di toko lain.", "The shops write different SKUs."),
        "base_price_missing" => ("Ada varian tanpa harga dasar.", "A variant has no base price."),
        "base_price_inexact" => (
            "Tidak ada harga dasar yang tepat menghasilkan harga di toko.",
            "No base price gives exactly what the shop asks.",
        ),
        "base_price_differs" => (
            "Setelah biaya dan aturan harga dikeluarkan, harga dasar di kedua toko berbeda.",
            "Without fees and price rules the shops' base prices differ.",
        ),
        "base_price_moves" => (
            "Harga dasar berubah; harga di semua kanal ikut berubah.",
            "The base price changes; every channel's price follows.",
        ),
        "variants_differ" => ("Varian tidak sama di semua toko.", "The shops do not have the same variants."),
        "variants_unsure" => (
            "Ada varian yang mirip (pilihan, SKU, atau harga) tetapi belum pasti sama, jadi tidak dihubungkan.",
            "A variant resembles another (options, SKU or price) without being surely the same, so they are not linked.",
        ),
        "variant_added" => ("Ada varian baru.", "A variant is added."),
        "offer_unlinked" => (
            "Ada varian di toko yang tidak ada di produk.",
            "The product has no variant for an offer of a shop.",
        ),
        _ => ("Periksa produk ini.", "Look at this product."),
    };
    SellerText::new(text, text_en)
}
