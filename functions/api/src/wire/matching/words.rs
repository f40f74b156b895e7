//! Evidence in words that fit on a phone, in Bahasa Indonesia and in English.

use domain::{
    Channel,
    matching::{Conflict, Evidence, SkuSays},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether something speaks for or against two listings being one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaks {
    For,
    Against,
}

/// One thing that speaks for or against a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// What it is about: `sku`, `title`, `image`, `price`, `variants`, or a contradiction such as `quantity`.
    pub about: String,
    pub speaks: Speaks,
    pub text: String,
    pub text_en: String,
}

/// Words named at most of each list.
const WORDS: usize = 6;
/// Pictures nearer than this many of 64 bits are one picture, further than `FAR` they show different things.
const SAME: u32 = 4;
const NEAR: u32 = 12;
const FAR: u32 = 24;

fn said(about: &str, speaks: Speaks, text: String, text_en: String) -> Said {
    Said { about: about.to_owned(), speaks, text, text_en }
}

/// What the evidence says, contradictions first.
pub(super) fn of(evidence: &Evidence, left: &Channel, right: &Channel) -> Vec<Said> {
    let mut all: Vec<Said> = evidence.conflicts.iter().map(|conflict| contradiction(*conflict)).collect();
    match &evidence.sku {
        SkuSays::Equal(code) => {
            all.push(said("sku", Speaks::For, format!("SKU sama: {code}"), format!("Equal SKU: {code}")));
        }
        SkuSays::Different => {
            all.push(said("sku", Speaks::Against, "SKU berbeda".to_owned(), "Different SKUs".to_owned()));
        }
        SkuSays::Nothing => {}
    }
    all.extend(image(evidence.image_bits));
    all.extend(title(evidence, left, right));
    all.extend(price(evidence.price_percent));
    if let Some((shared, of)) = evidence.variants {
        let speaks = if shared * 2 >= of { Speaks::For } else { Speaks::Against };
        let (text, en) =
            (format!("Varian cocok: {shared} dari {of}"), format!("Variants in common: {shared} of {of}"));
        all.push(said("variants", speaks, text, en));
    }
    all
}

fn image(bits: Option<u32>) -> Option<Said> {
    let (speaks, text, en) = match bits? {
        bits if bits <= SAME => (Speaks::For, "Foto sama", "The same picture"),
        bits if bits <= NEAR => (Speaks::For, "Foto mirip", "A similar picture"),
        bits if bits >= FAR => (Speaks::Against, "Foto berbeda", "Different pictures"),
        _ => return None,
    };
    Some(said("image", speaks, text.to_owned(), en.to_owned()))
}

fn title(evidence: &Evidence, left: &Channel, right: &Channel) -> Vec<Said> {
    let listed = |words: &[String]| words.iter().take(WORDS).cloned().collect::<Vec<_>>().join(", ");
    let mut all = Vec::new();
    let shared = listed(&evidence.shared_words);
    if shared.is_empty() {
        all.push(said(
            "title",
            Speaks::Against,
            "Judul tidak punya kata yang sama".to_owned(),
            "The titles share no word".to_owned(),
        ));
    } else {
        all.push(said(
            "title",
            Speaks::For,
            format!("Kata yang sama: {shared}"),
            format!("Shared words: {shared}"),
        ));
    }
    for (words, channel) in [(&evidence.only_left, left), (&evidence.only_right, right)] {
        let words = listed(words);
        if !words.is_empty() {
            let (text, en) = (format!("Hanya di {channel}: {words}"), format!("Only on {channel}: {words}"));
            all.push(said("title", Speaks::Against, text, en));
        }
    }
    all
}

fn price(percent: Option<u32>) -> Option<Said> {
    let percent = percent?;
    let apart = percent.saturating_sub(100);
    Some(match percent {
        0..=100 => said("price", Speaks::For, "Harga sama".to_owned(), "Equal price".to_owned()),
        101..=130 => said(
            "price",
            Speaks::For,
            format!("Harga hampir sama, selisih {apart} %"),
            format!("Nearly the same price, {apart} % apart"),
        ),
        _ => said(
            "price",
            Speaks::Against,
            format!("Harga berbeda {apart} %"),
            format!("Prices are {apart} % apart"),
        ),
    })
}

fn contradiction(conflict: Conflict) -> Said {
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
    said(about, Speaks::Against, text.to_owned(), en.to_owned())
}
