//! What can be wrong with a cell, in both languages.

/// Why a cell, a row or a heading is not accepted. Where it stands is the caller's to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable, as in `docs/SHEETS.md`.
    pub code: &'static str,
    /// In Bahasa Indonesia: what is wrong and what to write.
    pub text: String,
    pub text_en: String,
}

impl Fault {
    /// The fault with this code and its own words.
    pub fn of(code: &'static str) -> Self {
        let known = FAULTS.iter().find(|(known, ..)| *known == code);
        let (text, text_en) = known.map_or(("", ""), |(_, text, text_en)| (*text, *text_en));
        Self { code, text: text.to_owned(), text_en: text_en.to_owned() }
    }

    /// The same fault, saying which thing it is about.
    #[must_use]
    pub fn about(mut self, what: &str) -> Self {
        self.text = self.text.replace("{}", what);
        self.text_en = self.text_en.replace("{}", what);
        self
    }
}

/// Every fault: code, Bahasa Indonesia, English.
pub const FAULTS: &[(&str, &str, &str)] = &[
    (
        "sheet_heading_missing",
        "Lembar ini butuh paling sedikit satu kolom: ID produk, SKU, atau Judul.",
        "The sheet needs at least one of the columns Product ID, SKU or Title.",
    ),
    (
        "sheet_heading_twice",
        "Kolom ini sudah ada di sebelah kiri. Hapus salah satunya.",
        "This column is there already, further left. Remove one of the two.",
    ),
    (
        "sheet_too_many_rows",
        "Paling banyak 20.000 baris dalam satu berkas. Bagi menjadi beberapa berkas.",
        "At most 20,000 rows in one file. Split it.",
    ),
    (
        "sheet_cell_error",
        "Rumus di sel ini gagal. Perbaiki rumusnya atau ketik nilainya.",
        "The formula of this cell failed. Mend it or type the value.",
    ),
    (
        "sheet_cell_date",
        "Excel mengubah isi sel ini menjadi tanggal. Ubah format sel menjadi Teks lalu ketik lagi.",
        "Excel turned this cell into a date. Format the cell as text and type it again.",
    ),
    (
        "sheet_scientific",
        "Excel menyingkat angka ini (seperti 1,2E+11) dan sebagian digitnya hilang. Ubah format sel menjadi Teks lalu ketik lagi.",
        "Excel shortened this number (such as 1.2E+11) and digits are lost. Format the cell as text and type it again.",
    ),
    (
        "sheet_sku_zeros_lost",
        "Excel membuang angka nol di depan: SKU yang tersimpan adalah {}. Ubah format sel menjadi Teks lalu ketik lagi.",
        "Excel dropped the leading zeros: the stored SKU is {}. Format the cell as text and type it again.",
    ),
    (
        "sheet_money_malformed",
        "Tulis rupiah sebagai angka bulat, misalnya 150000, 150.000, atau Rp 150.000.",
        "Write whole rupiah, such as 150000, 150.000 or Rp 150.000.",
    ),
    (
        "sheet_money_ambiguous",
        "Angka ini bisa berarti dua jumlah, jadi tidak ditebak. Tulis rupiah tanpa desimal, misalnya 150000 atau 150.000.",
        "This number could mean two amounts and is not guessed. Write rupiah without decimals, such as 150000 or 150.000.",
    ),
    ("sheet_number_malformed", "Tulis angka bulat, misalnya 250.", "Write a whole number, such as 250."),
    (
        "sheet_length_malformed",
        "Tulis ukuran dalam sentimeter dengan paling banyak dua desimal, misalnya 10 atau 10,5 cm.",
        "Write centimetres with at most two decimals, such as 10 or 10.5 cm.",
    ),
    (
        "sheet_dimensions_incomplete",
        "Panjang, lebar, dan tinggi diisi ketiganya, atau dikosongkan ketiganya.",
        "Length, width and height are given all three, or left empty all three.",
    ),
    ("sheet_status_unknown", "Status adalah aktif atau arsip.", "The status is active or archived."),
    (
        "sheet_mark_unknown",
        "Untuk menghapus varian isi kolom ini dengan ya; selain itu kosongkan.",
        "To delete the variant write yes in this column; otherwise leave it empty.",
    ),
    ("sheet_cannot_clear", "Kolom ini tidak bisa dikosongkan.", "This field cannot be emptied."),
    (
        "sheet_rows_disagree",
        "Baris lain dari produk ini berisi nilai yang berbeda: {}. Isi kolom produk di satu baris saja, atau sama di semua baris.",
        "Another row of this product says something else: {}. Fill a product's columns in one row only, or alike in all.",
    ),
    (
        "sheet_product_unclear",
        "Baris ini tidak menyebut produk: isi ID produk, SKU yang sudah ada, atau Judul untuk produk baru.",
        "This row names no product: fill in the Product ID, a SKU that exists, or a Title for a new product.",
    ),
    (
        "sheet_product_unknown",
        "Tidak ada produk dengan ID ini. Kosongkan ID produk untuk membuat produk baru.",
        "There is no product with this id. Leave the Product ID empty to make a new product.",
    ),
    (
        "sheet_variant_unknown",
        "Produk ini tidak punya varian dengan ID ini. Kosongkan ID varian untuk menambah varian.",
        "The product has no variant with this id. Leave the Variant ID empty to add a variant.",
    ),
    (
        "sheet_variant_twice",
        "Varian ini sudah disebut di baris {}.",
        "This variant is named in row {} already.",
    ),
    (
        "sheet_variant_unclear",
        "Baris ini tidak menyebut varian yang mana: isi ID varian, SKU, atau nilai opsinya.",
        "This row does not say which variant it means: fill in the Variant ID, the SKU or the option values.",
    ),
    (
        "sheet_options_gap",
        "Opsi diisi berurutan: Opsi 1 dulu, lalu Opsi 2, lalu Opsi 3.",
        "Options are filled in order: Option 1 first, then Option 2, then Option 3.",
    ),
    (
        "sheet_version_stale",
        "Produk ini sudah diubah setelah berkas ini diekspor (sekarang versi {}). Ekspor lagi, atau kosongkan kolom Versi untuk membandingkan dengan keadaan sekarang.",
        "The product was changed after this file was exported (it is at version {} now). Export again, or empty the Version cell to compare with what is there now.",
    ),
    ("sheet_sku_in_use", "SKU ini sudah dipakai produk {}.", "This SKU belongs to product {}."),
    (
        "sheet_sku_twice",
        "SKU ini sudah dipakai di baris {} berkas ini.",
        "This SKU is used in row {} of this file already.",
    ),
];
