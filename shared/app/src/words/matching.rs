//! Evidence for and against a match, in words that fit on a phone: labels, not sentences.

use domain::{
    Channel,
    matching::{Conflict, Evidence, SkuSays},
};

use super::{SellerText, terms::readable};

/// One thing that speaks for or against two listings being one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evident {
    /// What it is about: `sku`, `title`, `image`, `price`, `variants`, or a contradiction such as `quantity`.
    pub about: &'static str,
    pub speaks_for: bool,
    pub told: SellerText,
}

/// Words named at most of each list.
const WORDS: usize = 6;
/// Pictures nearer than this many of 64 bits are one picture, further than `FAR` they show different things.
const SAME: u32 = 4;
const NEAR: u32 = 12;
const FAR: u32 = 24;

fn said(about: &'static str, speaks_for: bool, text: String, text_en: String) -> Evident {
    Evident { about, speaks_for, told: SellerText { text, text_en } }
}

/// What the evidence says, contradictions first.
pub fn evidence(evidence: &Evidence, left: &Channel, right: &Channel) -> Vec<Evident> {
    let mut all: Vec<Evident> = evidence.conflicts.iter().map(|conflict| contradiction(*conflict)).collect();
    match &evidence.sku {
        SkuSays::Equal(code) => {
            all.push(said("sku", true, format!("SKU sama: {code}"), format!("Equal SKU: {code}")));
        }
        SkuSays::Different => {
            all.push(said("sku", false, "SKU berbeda".to_owned(), "Different SKUs".to_owned()));
        }
        SkuSays::Nothing => {}
    }
    all.extend(image(evidence.image_bits));
    all.extend(title(evidence, left, right));
    all.extend(price(evidence.price_percent));
    if let Some((shared, of)) = evidence.variants {
        let speaks = shared * 2 >= of;
        let (text, en) =
            (format!("Varian cocok: {shared} dari {of}"), format!("Variants in common: {shared} of {of}"));
        all.push(said("variants", speaks, text, en));
    }
    all
}

fn image(bits: Option<u32>) -> Option<Evident> {
    let (speaks, text, en) = match bits? {
        bits if bits <= SAME => (true, "Foto sama", "The same picture"),
        bits if bits <= NEAR => (true, "Foto mirip", "A similar picture"),
        bits if bits >= FAR => (false, "Foto berbeda", "Different pictures"),
        _ => return None,
    };
    Some(said("image", speaks, text.to_owned(), en.to_owned()))
}

fn title(evidence: &Evidence, left: &Channel, right: &Channel) -> Vec<Evident> {
    let mut all = Vec::new();
    if evidence.shared_words.is_empty() {
        all.push(said(
            "title",
            false,
            "Judul tidak punya kata yang sama".to_owned(),
            "The titles share no word".to_owned(),
        ));
    } else {
        let (id, en) = listed(&evidence.shared_words);
        all.push(said("title", true, format!("Kata yang sama: {id}"), format!("Shared words: {en}")));
    }
    for (words, channel) in [(&evidence.only_left, left), (&evidence.only_right, right)] {
        if !words.is_empty() {
            let (id, en) = listed(words);
            let (text, en) = (format!("Hanya di {channel}: {id}"), format!("Only on {channel}: {en}"));
            all.push(said("title", false, text, en));
        }
    }
    all
}

/// The first words of a list, in both languages.
fn listed(words: &[String]) -> (String, String) {
    let (id, en): (Vec<_>, Vec<_>) = words.iter().take(WORDS).map(|word| readable(word)).unzip();
    (id.join(", "), en.join(", "))
}

fn price(percent: Option<u32>) -> Option<Evident> {
    let percent = percent?;
    let apart = percent.saturating_sub(100);
    Some(match percent {
        0..=100 => said("price", true, "Harga sama".to_owned(), "Equal price".to_owned()),
        101..=130 => said(
            "price",
            true,
            format!("Harga hampir sama, selisih {apart} %"),
            format!("Nearly the same price, {apart} % apart"),
        ),
        _ => said("price", false, format!("Harga berbeda {apart} %"), format!("Prices are {apart} % apart")),
    })
}

fn contradiction(conflict: Conflict) -> Evident {
    let (about, text, en) = match conflict {
        Conflict::Quantity => ("quantity", "Ukuran atau jumlah berbeda", "Different sizes or amounts"),
        Conflict::Pieces => ("pieces", "Isi per paket berbeda", "Different numbers of pieces"),
        Conflict::Size => ("size", "Ukuran berbeda", "Different sizes"),
        Conflict::Side => {
            ("side", "Sisi berbeda, misalnya kiri dan kanan", "Different sides, such as left and right")
        }
        Conflict::Colour => ("colour", "Warna berbeda", "Different colours"),
        Conflict::Wearer => ("wearer", "Untuk pemakai yang berbeda", "For different wearers"),
        Conflict::Model => ("model", "Nomor model berbeda", "Different model numbers"),
        Conflict::Number => ("number", "Angka di judul berbeda", "Different numbers in the titles"),
        Conflict::Thing => ("thing", "Jenis barang berbeda", "Different kinds of thing"),
        Conflict::SkuDoubtful => (
            "sku_doubtful",
            "SKU sama, tetapi judul dan harga tidak cocok",
            "Equal SKUs, but title and price disagree",
        ),
        Conflict::SkuAlone => ("sku_alone", "Hanya SKU yang sama", "Nothing but the SKU is equal"),
        Conflict::Sku => (
            "sku_apart",
            "SKU lain, padahal SKU kedua toko biasanya sama",
            "Another SKU, although the SKUs of the two shops mostly agree",
        ),
        Conflict::Picture => (
            "picture_apart",
            "Foto lain, padahal foto kedua toko biasanya sama",
            "Another picture, although the pictures of the two shops mostly agree",
        ),
        Conflict::Word => {
            ("word", "Judul sama, kecuali satu kata yang berbeda", "The same title but for one word")
        }
    };
    said(about, false, text.to_owned(), en.to_owned())
}
