//! Why a change will not be pushed although it differs.

use domain::{
    Lack,
    diff::Field,
    plan::{Blocker, Visibility},
};

use super::{SellerText, names, prices};

/// What prevents a push and what to do about it.
#[expect(clippy::too_many_lines, reason = "one arm for each code")]
pub fn blocker(blocker: &Blocker) -> SellerText {
    match blocker {
        Blocker::NoPrice { reason } => prices::no_price_of(reason),
        Blocker::PriceOutOfRange { price, min, max } => SellerText::new(
            format!(
                "Harga {price} di luar batas kanal: {min} sampai {max}. Ubah harga dasar atau aturan harganya."
            ),
            format!(
                "The price {price} is outside the channel's limits: {min} to {max}. Change the base price or the price rule."
            ),
        ),
        Blocker::PriceMove { from, to, moved, guard } => SellerText::new(
            format!(
                "Harga berubah {moved} ({from} menjadi {to}), melebihi batas aman {guard}. Periksa, lalu naikkan batas bila benar."
            ),
            format!(
                "The price moves by {moved} ({from} to {to}), more than the guard of {guard}. Check it, then raise the guard if it is right."
            ),
        ),
        Blocker::UnknownCurrentPrice => SellerText::new(
            "Harga sekarang di kanal tidak diketahui, jadi besar perubahannya tidak bisa diperiksa. Isi harganya di kanal, lalu impor lagi.",
            "The channel does not say what the offer costs now, so how far the price moves cannot be checked. Enter a price at the channel, then import again.",
        ),
        Blocker::InPromotion { field, until } => {
            let (id, en) = names::field(*field);
            let (until, until_en) = until.map_or_else(Default::default, |until| {
                let moment = names::moment(until);
                (format!(" sampai {moment}"), format!(" until {moment}"))
            });
            SellerText::new(
                format!(
                    "Promosi di kanal menahan {id} listing ini{until}. Kirim lagi setelah promosi selesai, atau akhiri promosinya di kanal."
                ),
                format!(
                    "A promotion on the channel holds the {en} of this listing{until_en}. Push again when it is over, or end it at the channel."
                ),
            )
        }
        Blocker::PriceSpread { min, max, most } => SellerText::new(
            format!(
                "Varian termahal ({max}) lebih dari {most} kali varian termurah ({min}), dan kanal menolaknya. Dekatkan harganya atau pisahkan listingnya."
            ),
            format!(
                "The dearest variant ({max}) costs more than {most} times the cheapest ({min}), which the channel refuses. Bring the prices closer or split the listing."
            ),
        ),
        Blocker::TextLength { field, length, min, max } => {
            let (id, en) = names::field(*field);
            SellerText::new(
                format!(
                    "Panjang {id} {length} karakter; kanal menerima {min} sampai {max}. Ubah panjangnya."
                ),
                format!(
                    "The {en} has {length} characters; the channel accepts {min} to {max}. Change its length."
                ),
            )
        }
        Blocker::TitleRefused { reason } => {
            let (id, en) = title(reason);
            SellerText::new(
                format!("Kanal tidak menerima judul ini: {id}. Perbaiki judulnya."),
                format!("The channel does not take this title: {en}. Change the title."),
            )
        }
        Blocker::TitleOutdated { words } => SellerText::new(
            format!(
                "Judul ini diterima sebelum angka di judul induk berubah ({}). Terima usulan baru atau kembalikan ke judul induk.",
                words.join(", ")
            ),
            format!(
                "This title was accepted before numbers of the master's title changed ({}). Take the new proposal, or return to the master's title.",
                words.join(", ")
            ),
        ),
        Blocker::Placeholder { name, known: false } => SellerText::new(
            format!("Deskripsi memuat isian \"{{{name}}}\" yang tidak dikenal. Perbaiki deskripsinya."),
            format!("The description names \"{{{name}}}\", which does not exist. Correct the description."),
        ),
        Blocker::Placeholder { name, known: true } => SellerText::new(
            format!(
                "Deskripsi memuat isian \"{{{name}}}\", tetapi produk ini tidak punya isinya. Lengkapi produknya."
            ),
            format!(
                "The description names \"{{{name}}}\" and the product has nothing for it. Complete the product."
            ),
        ),
        Blocker::ImageCount { count, min, max } => SellerText::new(
            format!(
                "Produk punya {count} gambar; kanal menerima {min} sampai {max}. Tambah atau kurangi gambarnya."
            ),
            format!(
                "The product has {count} pictures; the channel accepts {min} to {max}. Add or remove pictures."
            ),
        ),
        Blocker::StockOutOfRange { stock, max } => SellerText::new(
            format!("Stok {stock} melebihi batas kanal, paling banyak {max}. Kurangi stoknya."),
            format!("A stock of {stock} is over the channel's limit of {max}. Lower the stock."),
        ),
        Blocker::PreOrderNotTaken => SellerText::new(
            "Kategori ini tidak menerima pre-order. Kosongkan hari pre-order atau ubah kategorinya di kanal.",
            "This category takes no pre-orders. Empty the pre-order days, or change the category at the channel.",
        ),
        Blocker::PreOrderOutOfRange { days, min, max } => SellerText::new(
            format!("Pre-order {days} hari; kanal menerima {min} sampai {max} hari. Ubah jumlah harinya."),
            format!(
                "Pre-order of {days} days; the channel accepts {min} to {max}. Change the number of days."
            ),
        ),
        Blocker::SkuTooLong { length, max } => SellerText::new(
            format!("SKU ini {length} karakter; kanal menerima paling banyak {max}. Pendekkan SKU-nya."),
            format!("The SKU has {length} characters; the channel accepts at most {max}. Shorten the SKU."),
        ),
        Blocker::SkuHasSpaces => SellerText::new(
            "SKU berisi spasi; kanal ini tidak menerimanya. Hapus spasinya.",
            "The SKU contains spaces, which this channel does not take. Remove the spaces.",
        ),
        Blocker::TooManyVariants { count, max } => SellerText::new(
            format!(
                "Produk punya {count} varian; kanal menerima paling banyak {max}. Kurangi atau pisahkan variannya."
            ),
            format!(
                "The product has {count} variants; the channel accepts at most {max}. Remove some or split the product."
            ),
        ),
        Blocker::OptionTooLong { value, max } => SellerText::new(
            format!("Pilihan \"{value}\" lebih dari {max} karakter. Pendekkan pilihannya."),
            format!("The option \"{value}\" is longer than {max} characters. Shorten the option."),
        ),
        Blocker::VariantAxesDiffer { listing, product } => SellerText::new(
            format!(
                "Pilihan varian di kanal ({}) berbeda dari produk ({}). Samakan dulu secara manual.",
                listing.join(", "),
                product.join(", ")
            ),
            format!(
                "The listing's options ({}) are not the product's ({}). Make them alike by hand first.",
                listing.join(", "),
                product.join(", ")
            ),
        ),
        Blocker::NotEditable { status } => {
            let ((id, en), (advice, advice_en)) = (names::status(*status), names::advice(*status));
            SellerText::new(
                format!("Listing ini {id} dan tidak bisa diubah sekarang. {advice}"),
                format!("The listing is {en} and cannot be edited now. {advice_en}"),
            )
        }
        Blocker::ChangedSince => SellerText::new(
            "Nilai ini sudah diubah di kanal setelah dikirim, jadi dibiarkan. Ubah sendiri di kanal bila perlu.",
            "The channel changed this value after the push, so it is left alone. Change it there if you need to.",
        ),
        Blocker::MovedByChannel { field: Field::Stock } => SellerText::new(
            "Stok di kanal berubah sejak terakhir disamakan, misalnya karena terjual, jadi stok induk tidak dikirim. Bila stok induk yang benar, sesuaikan stoknya lagi, atau buat rencana untuk kolom stok.",
            "The channel's stock moved since both sides agreed, for example because pieces were sold, so the master's stock is not pushed. If the master's is right, adjust the stock again, or plan the field stock by name.",
        ),
        Blocker::MovedByChannel { .. } => SellerText::new(
            "Kanal mengubah nilai ini sendiri sejak terakhir disamakan, jadi tidak dikembalikan. Bila nilai induk yang benar, buat rencana untuk kolom ini.",
            "The channel moved this value by itself since both sides agreed, so it is not put back. If the master's is right, plan this field by name.",
        ),
        Blocker::VisibilityMoved { wanted: Visibility::Listed } => SellerText::new(
            "Listing ini disembunyikan di toko, bukan dari sini, jadi tidak ditampilkan lagi dengan sendirinya. Buka halaman produk, lalu tampilkan lagi atau ikuti toko.",
            "This listing was hidden in the shop and not from here, so it is not shown again by itself. Open the product's page, and show it again or follow the shop.",
        ),
        Blocker::VisibilityMoved { wanted: Visibility::Unlisted } => SellerText::new(
            "Listing ini ditampilkan lagi di toko, bukan dari sini, jadi tidak disembunyikan dengan sendirinya. Buka halaman produk, lalu sembunyikan lagi atau ikuti toko.",
            "This listing was shown again in the shop and not from here, so it is not hidden by itself. Open the product's page, and hide it again or follow the shop.",
        ),
        Blocker::Deleted => SellerText::new(
            "Listing yang sudah dihapus tidak bisa dikembalikan. Pembatalan hanya bisa membuat listing baru: buka produknya, lalu jual lagi di kanal ini. Ulasan, jumlah terjual, dan alamat lamanya tidak ikut.",
            "A deleted listing cannot be brought back. All that can be done is to create another one: open the product and sell it on this channel again. Its reviews, its count of sales and its address stay lost.",
        ),
        Blocker::VariantGone => SellerText::new(
            "Varian ini sudah dihapus di kanal, jadi tidak dibuat lagi. Bila memang harus ada, buat rencana untuk kolom varian; bila tidak, hapus variannya dari produk.",
            "This variant was deleted at the channel, so it is not made again. If it must be there, plan the field variants by name; if not, remove the variant from the product.",
        ),
        Blocker::ProductArchived => SellerText::new(
            "Produk ini diarsipkan, jadi tidak ada yang dikirim. Ubah statusnya menjadi aktif bila masih dijual.",
            "The product is archived, so nothing is pushed. Make it active again if it is still sold.",
        ),
        Blocker::ProductMerged { .. } => SellerText::new(
            "Produk ini sudah digabung ke produk lain, jadi tidak ada yang dikirim. Buat rencana untuk produk gabungannya.",
            "The product was merged into another one, so nothing is pushed. Plan the product that it was merged into.",
        ),
        Blocker::ListingMoved { .. } => SellerText::new(
            "Listing ini sudah tidak terhubung dengan produk ini, jadi tidak ada yang dikirim. Buat rencana untuk produknya yang sekarang.",
            "The listing is not linked to this product any more, so nothing is pushed. Plan the product that it has now.",
        ),
        Blocker::CreationLacks { missing } => {
            let (id, en): (Vec<String>, Vec<String>) = missing.iter().map(lack).unzip();
            SellerText::new(
                format!("Listing baru belum lengkap. Lengkapi dulu: {}.", id.join(", ")),
                format!("The new listing is not complete. Add first: {}.", en.join(", ")),
            )
        }
        Blocker::CreationHeld { field } => {
            let (id, en) = names::field(*field);
            SellerText::new(
                format!("Listing baru dibuat utuh atau tidak sama sekali. Perbaiki dulu {id}."),
                format!("A new listing is created whole or not at all. Correct this first: {en}."),
            )
        }
    }
}

/// What a new listing lacks.
fn lack(lack: &Lack) -> (String, String) {
    let (id, en) = match lack {
        Lack::Category => names::field(Field::Category),
        Lack::Attribute { name } => return (format!("atribut \"{name}\""), format!("attribute \"{name}\"")),
        Lack::Brand => names::field(Field::Brand),
        Lack::Weight => names::field(Field::Weight),
        Lack::Dimensions => names::field(Field::Dimensions),
        Lack::Images => names::field(Field::Images),
        Lack::Description => names::field(Field::Description),
        Lack::Sku => ("SKU setiap varian", "the SKU of each variant"),
        Lack::PreOrder => (
            "kategori yang menerima pre-order, atau kosongkan hari pre-order",
            "a category that takes pre-orders, or clear the pre-order days",
        ),
        Lack::Document { name } => {
            return (
                format!("dokumen \"{name}\" di pusat penjual kanal"),
                format!("the document \"{name}\" in the channel's seller centre"),
            );
        }
    };
    (id.to_owned(), en.to_owned())
}

/// What a channel has against a title.
fn title(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "title_emoji" => ("emoji tidak boleh ada di judul", "it takes no emoji in a title"),
        "title_chinese" => {
            ("aksara Tionghoa tidak boleh ada di judul", "it takes no Chinese characters in a title")
        }
        "title_html" => (
            "kode HTML seperti &amp; tidak boleh ada di judul",
            "it takes no HTML escapes such as &amp; in a title",
        ),
        "title_symbols" => ("judul tidak boleh hanya simbol", "a title cannot be made of symbols alone"),
        "title_repeats" => {
            ("satu karakter diulang lebih dari 9 kali", "one character is repeated more than 9 times")
        }
        "title_control_character" => {
            ("judul harus satu baris teks biasa", "a title is one line of plain text")
        }
        _ => ("bentuknya tidak sesuai aturan kanal", "it does not keep to the channel's rules"),
    }
}
