//! Why a change will not be pushed although it differs, in words for the seller.

use serde::{Deserialize, Serialize};

use crate::{
    BasisPoints, Limits, ListingStatus, Rupiah, description,
    diff::{Field, Value},
};

/// A reason not to push. `code` is stable; the numbers are what a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Blocker {
    /// No rule, fee schedule or base price gave a price; `reason` is the quote's own code.
    NoPrice {
        reason: String,
    },
    PriceOutOfRange {
        price: Rupiah,
        min: Rupiah,
        max: Rupiah,
    },
    /// The move is larger than the guard lets through in one push.
    PriceMove {
        from: Rupiah,
        to: Rupiah,
        moved: BasisPoints,
        guard: BasisPoints,
    },
    /// The channel does not say what the offer costs now, so nobody can tell how far the price would move.
    UnknownCurrentPrice,
    /// A running promotion holds the price.
    PriceLocked,
    /// The dearest variant would cost more than `most` times the cheapest.
    PriceSpread {
        min: Rupiah,
        max: Rupiah,
        most: u32,
    },
    TextLength {
        field: Field,
        length: u32,
        min: u32,
        max: u32,
    },
    /// The channel refuses the title for more than its length; `reason` is the channel's check, such as `title_emoji`.
    TitleRefused {
        reason: String,
    },
    /// The title was accepted for a master's title with other numbers: these.
    TitleOutdated {
        words: Vec<String>,
    },
    /// The description names a placeholder that does not exist, or that the product has nothing for.
    Placeholder {
        name: String,
        known: bool,
    },
    ImageCount {
        count: u32,
        min: u32,
        max: u32,
    },
    StockOutOfRange {
        stock: u32,
        max: u32,
    },
    PreOrderNotTaken,
    PreOrderOutOfRange {
        days: u16,
        min: u16,
        max: u16,
    },
    SkuTooLong {
        length: u32,
        max: u32,
    },
    SkuHasSpaces,
    TooManyVariants {
        count: u32,
        max: u32,
    },
    OptionTooLong {
        value: String,
        max: u32,
    },
    /// The listing's option axes are not the product's; adding variants would destroy the existing ones.
    VariantAxesDiffer {
        listing: Vec<String>,
        product: Vec<String>,
    },
    /// The channel lets nobody edit the listing in this state.
    NotEditable {
        status: ListingStatus,
    },
    /// Undo: the channel was changed after our push, and that newer value is left alone.
    ChangedSince,
}

impl Blocker {
    /// What `limits` say against `value` in `field`.
    pub(super) fn of_value(field: Field, value: &Value, limits: &Limits) -> Option<Self> {
        if let (Field::Description, Value::Text(text)) = (field, value)
            && let Some(description::Placeholder { name, known }) = description::unfilled(text)
        {
            return Some(Self::Placeholder { name, known });
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match (field, value) {
            (Field::Title | Field::Description, Value::Text(text)) => {
                let limit = if field == Field::Title { limits.title } else { limits.description };
                let length = count(text.chars().count());
                (!limit.contains(&length)).then_some(Self::TextLength {
                    field,
                    length,
                    min: limit.min,
                    max: limit.max,
                })
            }
            (Field::Images, Value::Images(images)) => {
                let (count, limit) = (count(images.len()), limits.images);
                (!limit.contains(&count)).then_some(Self::ImageCount {
                    count,
                    min: limit.min,
                    max: limit.max,
                })
            }
            (Field::Stock, Value::Count(stock)) => (!limits.stock.contains(stock))
                .then_some(Self::StockOutOfRange { stock: *stock, max: limits.stock.max }),
            (Field::PreOrder, Value::Days(days)) => match limits.pre_order_days {
                None => Some(Self::PreOrderNotTaken),
                Some(limit) => (!limit.contains(&days.get())).then_some(Self::PreOrderOutOfRange {
                    days: days.get(),
                    min: limit.min,
                    max: limit.max,
                }),
            },
            (Field::Sku, Value::Sku(sku)) => {
                let length = count(sku.as_str().chars().count());
                if length > limits.sku {
                    Some(Self::SkuTooLong { length, max: limits.sku })
                } else {
                    (limits.sku_without_spaces && sku.as_str().contains(' ')).then_some(Self::SkuHasSpaces)
                }
            }
            _ => None,
        }
    }

    /// For the seller, in Bahasa Indonesia.
    pub fn indonesian(&self) -> String {
        match self {
            Self::NoPrice { reason } => {
                format!("Harga tidak bisa dihitung ({reason}). Lengkapi harga dasar atau aturan harga.")
            }
            Self::PriceOutOfRange { price, min, max } => {
                format!("Harga {price} di luar batas kanal: {min} sampai {max}.")
            }
            Self::PriceMove { from, to, moved, guard } => {
                format!(
                    "Harga berubah {moved} ({from} menjadi {to}), melebihi batas aman {guard}. Periksa, lalu naikkan batas bila benar."
                )
            }
            Self::UnknownCurrentPrice => {
                "Harga sekarang di kanal tidak diketahui, jadi besar perubahannya tidak bisa diperiksa. Isi harganya di kanal, lalu impor lagi.".into()
            }
            Self::PriceLocked => {
                "Harga dikunci oleh promosi yang sedang berjalan. Coba lagi setelah promosi selesai.".into()
            }
            Self::PriceSpread { min, max, most } => {
                format!(
                    "Varian termahal ({max}) lebih dari {most} kali varian termurah ({min}). Kanal akan menolaknya."
                )
            }
            Self::TextLength { field, length, min, max } => {
                format!("{} {length} karakter; kanal menerima {min} sampai {max}.", word(*field))
            }
            Self::TitleRefused { reason } => {
                format!("Kanal menolak judul ini: {}.", refused(reason).0)
            }
            Self::TitleOutdated { words } => format!(
                "Judul ini diterima sebelum angka di judul induk berubah ({}). Terima usulan baru atau kembalikan ke judul induk.",
                words.join(", ")
            ),
            Self::Placeholder { name, known: false } => {
                format!("Deskripsi memuat {{{name}}} yang tidak dikenal. Perbaiki deskripsinya.")
            }
            Self::Placeholder { name, known: true } => {
                format!(
                    "Deskripsi memuat {{{name}}}, tetapi produk ini tidak punya isinya. Lengkapi produknya."
                )
            }
            Self::ImageCount { count, min, max } => {
                format!("{count} gambar; kanal menerima {min} sampai {max}.")
            }
            Self::StockOutOfRange { stock, max } => format!("Stok {stock} di luar batas kanal ({max})."),
            Self::PreOrderNotTaken => "Kategori ini tidak menerima pre-order.".into(),
            Self::PreOrderOutOfRange { days, min, max } => {
                format!("Pre-order {days} hari; kanal menerima {min} sampai {max} hari.")
            }
            Self::SkuTooLong { length, max } => {
                format!("SKU {length} karakter; kanal menerima paling banyak {max}.")
            }
            Self::SkuHasSpaces => "SKU berisi spasi; kanal ini tidak menerimanya.".into(),
            Self::TooManyVariants { count, max } => {
                format!("{count} varian; kanal menerima paling banyak {max}.")
            }
            Self::OptionTooLong { value, max } => format!("Pilihan \"{value}\" lebih dari {max} karakter."),
            Self::VariantAxesDiffer { listing, product } => format!(
                "Pilihan varian di kanal ({}) berbeda dari produk ({}). Samakan dulu secara manual.",
                listing.join(", "),
                product.join(", ")
            ),
            Self::NotEditable { status } => {
                format!("Listing ini {} dan tidak bisa diubah sekarang. {}", status.name().0, status.advice().0)
            }
            Self::ChangedSince => "Nilai ini sudah diubah di kanal setelah dikirim; dibiarkan.".into(),
        }
    }

    /// The same in English.
    pub fn english(&self) -> String {
        match self {
            Self::NoPrice { reason } => {
                format!("No price could be computed ({reason}). Complete the base price or the price rule.")
            }
            Self::PriceOutOfRange { price, min, max } => {
                format!("The price {price} is outside the channel's limits: {min} to {max}.")
            }
            Self::PriceMove { from, to, moved, guard } => {
                format!(
                    "The price moves by {moved} ({from} to {to}), more than the guard of {guard}. Check it, then raise the guard if it is right."
                )
            }
            Self::UnknownCurrentPrice => {
                "The channel does not say what the offer costs now, so how far the price moves cannot be checked. Enter a price at the channel, then import again.".into()
            }
            Self::PriceLocked => "A running promotion holds the price. Try again when it is over.".into(),
            Self::PriceSpread { min, max, most } => {
                format!(
                    "The dearest variant ({max}) costs more than {most} times the cheapest ({min}). The channel would refuse it."
                )
            }
            Self::TextLength { field, length, min, max } => {
                format!("The {} has {length} characters; the channel accepts {min} to {max}.", field.as_str())
            }
            Self::TitleRefused { reason } => {
                format!("The channel refuses this title: {}.", refused(reason).1)
            }
            Self::TitleOutdated { words } => format!(
                "This title was accepted before numbers of the master's title changed ({}). Take the new proposal, or return to the master's title.",
                words.join(", ")
            ),
            Self::Placeholder { name, known: false } => {
                format!("The description names {{{name}}}, which does not exist. Mend the description.")
            }
            Self::Placeholder { name, known: true } => {
                format!(
                    "The description names {{{name}}} and the product has nothing for it. Complete the product."
                )
            }
            Self::ImageCount { count, min, max } => {
                format!("{count} images; the channel accepts {min} to {max}.")
            }
            Self::StockOutOfRange { stock, max } => {
                format!("Stock of {stock} is outside the channel's limit ({max}).")
            }
            Self::PreOrderNotTaken => "This category takes no pre-orders.".into(),
            Self::PreOrderOutOfRange { days, min, max } => {
                format!("Pre-order of {days} days; the channel accepts {min} to {max}.")
            }
            Self::SkuTooLong { length, max } => {
                format!("The SKU has {length} characters; the channel accepts at most {max}.")
            }
            Self::SkuHasSpaces => "The SKU contains spaces; this channel takes none.".into(),
            Self::TooManyVariants { count, max } => {
                format!("{count} variants; the channel accepts at most {max}.")
            }
            Self::OptionTooLong { value, max } => {
                format!("The option \"{value}\" is longer than {max} characters.")
            }
            Self::VariantAxesDiffer { listing, product } => format!(
                "The listing's options ({}) are not the product's ({}). Align them by hand first.",
                listing.join(", "),
                product.join(", ")
            ),
            Self::NotEditable { status } => {
                format!("The listing is {} and cannot be edited now. {}", status.name().1, status.advice().1)
            }
            Self::ChangedSince => "The channel changed this value after the push; it is left alone.".into(),
        }
    }
}

/// What a channel has against a title, in Bahasa Indonesia and in English.
fn refused(reason: &str) -> (&'static str, &'static str) {
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
        _ => ("perbaiki judulnya", "mend the title"),
    }
}

fn word(field: Field) -> &'static str {
    match field {
        Field::Title => "Judul",
        Field::Description => "Deskripsi",
        _ => "Teks",
    }
}
