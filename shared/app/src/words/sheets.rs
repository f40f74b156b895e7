//! What is wrong with a spreadsheet, and what to write instead.

use domain::sheet::Fault;

use super::{SellerText, coded};
use crate::ports::SheetResult;

#[expect(clippy::too_many_lines, reason = "one arm for each code")]
pub fn sheet_fault(fault: &Fault) -> SellerText {
    match fault {
        Fault::HeadingMissing { row } => SellerText::new(
            format!(
                "Judul kolom dicari, dan baris {row} yang paling mirip, tetapi tidak ada kolom ID produk, SKU, atau Judul di sana. Tambahkan paling sedikit satu di antaranya."
            ),
            format!(
                "Headings were looked for, and row {row} comes nearest, but it has none of the columns Product ID, SKU or Title. Add at least one of them."
            ),
        ),
        Fault::HeadingTwice => SellerText::new(
            "Kolom ini sudah ada di sebelah kiri. Hapus salah satunya.",
            "This column is there already, further left. Remove one of the two.",
        ),
        Fault::Foreign { program } => SellerText::new(
            format!(
                "Ini berkas {program}, bukan lembar produk SyncStore. Unduh contoh dari menu Ekspor, lalu salin isinya ke kolom yang sesuai."
            ),
            format!(
                "This is a file of {program}, not a product sheet of SyncStore. Download one from the Export menu and copy the values into its columns."
            ),
        ),
        Fault::TooManyRows => SellerText::new(
            "Paling banyak 20.000 baris dalam satu berkas. Bagi menjadi beberapa berkas.",
            "At most 20,000 rows in one file. Split it.",
        ),
        Fault::QuoteOpen { row } => SellerText::new(
            format!(
                "Tanda kutip yang dibuka di baris {row} tidak pernah ditutup. Tutup tanda kutipnya, atau simpan sebagai XLSX, lalu unggah lagi."
            ),
            format!(
                "The quotation mark that opens in row {row} is never closed. Close it, or save as XLSX, and upload again."
            ),
        ),
        Fault::RowRagged { row, cells, headings } => SellerText::new(
            format!(
                "Baris {row} punya {cells} sel, padahal judul kolom ada {headings}: biasanya ada pemisah atau baris baru di dalam isi tanpa tanda kutip. Beri tanda kutip, atau simpan sebagai XLSX, lalu unggah lagi."
            ),
            format!(
                "Row {row} has {cells} cells where there are {headings} headings: mostly a separator or a line break inside a value without quotation marks. Quote the value, or save as XLSX, and upload again."
            ),
        ),
        Fault::CellError => SellerText::new(
            "Rumus di sel ini gagal. Perbaiki rumusnya atau ketik nilainya.",
            "The formula of this cell failed. Correct it or type the value.",
        ),
        Fault::CellDate => SellerText::new(
            "Excel mengubah isi sel ini menjadi tanggal. Ubah format sel menjadi Teks lalu ketik lagi.",
            "Excel turned this cell into a date. Format the cell as text and type it again.",
        ),
        Fault::CellBoolean => SellerText::new(
            "Sel ini berisi BENAR atau SALAH, bukan teks atau angka. Ubah format sel menjadi Teks lalu ketik lagi.",
            "This cell holds TRUE or FALSE, not a text or a number. Format the cell as text and type it again.",
        ),
        Fault::CellDecimal => SellerText::new(
            "Sel ini berisi angka desimal, padahal kolomnya untuk teks. Ubah format sel menjadi Teks lalu ketik lagi.",
            "This cell holds a number with decimals where the column is for texts. Format the cell as text and type it again.",
        ),
        Fault::Scientific => SellerText::new(
            "Excel menyingkat angka ini (seperti 1,2E+11) dan sebagian digitnya hilang. Ubah format sel menjadi Teks lalu ketik lagi.",
            "Excel shortened this number (such as 1.2E+11) and digits are lost. Format the cell as text and type it again.",
        ),
        Fault::ScientificSku { stored } => SellerText::new(
            format!(
                "Excel menyingkat SKU ini (seperti 1,2E+11); mungkin maksudnya {stored}. Ubah format sel menjadi Teks lalu ketik lagi."
            ),
            format!(
                "Excel shortened this SKU (such as 1.2E+11); {stored} may be meant. Format the cell as text and type it again."
            ),
        ),
        Fault::SkuDate { stored } => SellerText::new(
            format!(
                "Excel mengubah SKU ini menjadi tanggal; mungkin maksudnya {stored}. Ubah format sel menjadi Teks lalu ketik lagi."
            ),
            format!(
                "Excel turned this SKU into a date; {stored} may be meant. Format the cell as text and type it again."
            ),
        ),
        Fault::SkuZerosLost { stored } => SellerText::new(
            format!(
                "Excel membuang angka nol di depan: SKU yang tersimpan adalah {stored}. Ubah format sel menjadi Teks lalu ketik lagi."
            ),
            format!(
                "Excel dropped the leading zeros: the stored SKU is {stored}. Format the cell as text and type it again."
            ),
        ),
        Fault::MoneyMalformed => SellerText::new(
            "Tulis rupiah sebagai angka bulat, misalnya 150000, 150.000, atau Rp 150.000.",
            "Write whole rupiah, such as 150000, 150.000 or Rp 150.000.",
        ),
        Fault::MoneyAmbiguous => SellerText::new(
            "Angka ini bisa berarti dua jumlah, jadi tidak ditebak. Tulis rupiah tanpa desimal, misalnya 150000 atau 150.000.",
            "This number could mean two amounts and is not guessed. Write rupiah without decimals, such as 150000 or 150.000.",
        ),
        Fault::NumberMalformed => {
            SellerText::new("Tulis angka bulat, misalnya 250.", "Write a whole number, such as 250.")
        }
        Fault::NumberTooLarge { max } => SellerText::new(
            format!("Angka ini terlalu besar; paling banyak {max}. Tulis angka yang lebih kecil."),
            format!("This number is too large; at most {max}. Write a smaller number."),
        ),
        Fault::LengthMalformed => SellerText::new(
            "Tulis ukuran dalam sentimeter dengan paling banyak dua desimal, misalnya 10 atau 10,5 cm.",
            "Write centimetres with at most two decimals, such as 10 or 10.5 cm.",
        ),
        Fault::DimensionsIncomplete => SellerText::new(
            "Panjang, lebar, dan tinggi harus lengkap. Isi ketiganya, atau kosongkan ketiganya.",
            "Length, width and height belong together. Give all three, or leave all three empty.",
        ),
        Fault::StatusUnknown => SellerText::new(
            "Status ini tidak dikenal. Tulis aktif atau arsip.",
            "This status is not known. Write active or archived.",
        ),
        Fault::MarkUnknown => SellerText::new(
            "Untuk menghapus varian isi kolom ini dengan ya; selain itu kosongkan.",
            "To delete the variant write yes in this column; otherwise leave it empty.",
        ),
        Fault::CannotClear => SellerText::new(
            "Kolom ini tidak bisa dikosongkan. Isi nilainya, atau biarkan sel kosong agar tidak berubah.",
            "This field cannot be emptied. Write a value, or leave the cell empty to change nothing.",
        ),
        Fault::RowsDisagree { other } => SellerText::new(
            format!(
                "Baris lain dari produk ini berisi nilai yang berbeda: {other}. Isi kolom produk di satu baris saja, atau sama di semua baris."
            ),
            format!(
                "Another row of this product says something else: {other}. Fill a product's columns in one row only, or alike in all."
            ),
        ),
        Fault::ProductUnclear => SellerText::new(
            "Baris ini tidak menyebut produk: isi ID produk, SKU yang sudah ada, atau Judul untuk produk baru.",
            "This row names no product: fill in the Product ID, a SKU that exists, or a Title for a new product.",
        ),
        Fault::ProductUnknown => SellerText::new(
            "Tidak ada produk dengan ID ini. Kosongkan ID produk untuk membuat produk baru.",
            "There is no product with this id. Leave the Product ID empty to make a new product.",
        ),
        Fault::VariantUnknown => SellerText::new(
            "Produk ini tidak punya varian dengan ID ini. Kosongkan ID varian untuk menambah varian.",
            "The product has no variant with this id. Leave the Variant ID empty to add a variant.",
        ),
        Fault::VariantTwice { row } => SellerText::new(
            format!("Varian ini sudah disebut di baris {row}. Hapus salah satu barisnya."),
            format!("This variant is named in row {row} already. Remove one of the rows."),
        ),
        Fault::VariantUnclear => SellerText::new(
            "Baris ini tidak menyebut varian yang mana: isi ID varian, SKU, atau nilai opsinya.",
            "This row does not say which variant it means: fill in the Variant ID, the SKU or the option values.",
        ),
        Fault::OptionsGap => SellerText::new(
            "Isi opsi berurutan: Opsi 1 dulu, lalu Opsi 2, lalu Opsi 3.",
            "Options are filled in order: Option 1 first, then Option 2, then Option 3.",
        ),
        Fault::VersionStale { version } => SellerText::new(
            format!(
                "Produk ini sudah diubah setelah berkas ini diekspor (sekarang versi {version}). Ekspor lagi, atau kosongkan kolom Versi untuk membandingkan dengan keadaan sekarang."
            ),
            format!(
                "The product was changed after this file was exported (it is at version {version} now). Export again, or empty the Version cell to compare with what is there now."
            ),
        ),
        Fault::SkuInUse { product } => SellerText::new(
            format!(
                "SKU ini sudah dipakai produk {product}. Tulis SKU lain, atau hapus SKU itu dari produk tersebut."
            ),
            format!(
                "This SKU belongs to product {product}. Write another SKU, or take it away from that product."
            ),
        ),
        Fault::SkuTwice { row } => SellerText::new(
            format!("SKU ini sudah dipakai di baris {row} berkas ini. Tulis SKU lain."),
            format!("This SKU is used in row {row} of this file already. Write another SKU."),
        ),
    }
}

/// Why an entry of a spreadsheet was not written, with its code; nothing for one that was. `taken` are the SKU and the
/// product that owns it.
pub fn sheet_outcome(result: SheetResult, taken: Option<(&str, &str)>) -> Option<(&'static str, SellerText)> {
    match result {
        SheetResult::Applied => None,
        SheetResult::Conflict => Some((
            "sheet_product_moved",
            SellerText::new(
                "Produk ini diubah setelah pratinjau, jadi tidak ditimpa. Ekspor lagi lalu ulangi perubahannya.",
                "The product was changed after the preview and was not overwritten. Export again and repeat the change.",
            ),
        )),
        SheetResult::Failed => Some((
            "sku_taken",
            match taken {
                Some((sku, product)) => SellerText::new(
                    format!("SKU {sku} sudah dipakai produk {product}. Ubah SKU atau gabungkan produknya."),
                    format!(
                        "The SKU {sku} belongs to product {product}. Change the SKU or join the products."
                    ),
                ),
                None => coded("sku_taken", &std::collections::BTreeMap::new()),
            },
        )),
    }
}

/// The end of a spreadsheet in numbers.
pub fn sheet_applied(applied: u64, conflicts: u64, failed: u64) -> SellerText {
    SellerText::new(
        format!(
            "Berkas selesai diterapkan: {applied} produk ditulis, {conflicts} konflik tidak ditimpa, {failed} gagal."
        ),
        format!(
            "The spreadsheet is applied: {applied} products written, {conflicts} conflicts left as they are, {failed} failed."
        ),
    )
}
