//! How two listings of the same product come to differ: each edit is made on one side and recorded.

use domain::{Grams, Length, Rupiah, diff::Field};
use rand::{Rng, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

use super::{
    Drift, How, Side,
    item::{Item, beside_the_demo, sku},
    parts::OTHER_CLAIMS,
};

/// The two versions of one product. A variant has the same index on both sides.
#[derive(Debug)]
pub(super) struct Twins {
    pub shopee: Version,
    pub tiktok: Version,
    pub drifts: Vec<Drift>,
}

/// The version of one shop.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub item: Item,
    /// By variant: the SKU as this shop writes it, if it has one.
    pub skus: Vec<Option<domain::Sku>>,
    /// By variant: whether the shop has it.
    pub present: Vec<bool>,
}

impl Version {
    pub fn of(item: Item) -> Self {
        Self {
            skus: item.variants.iter().map(|variant| Some(variant.sku.clone())).collect(),
            present: vec![true; item.variants.len()],
            item,
        }
    }
}

/// How the SKUs of a pair differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skus {
    /// The same, character by character.
    Equal,
    /// Different spaces or case; equal when folded.
    Spelled,
    Rewritten,
    Missing,
}

impl Twins {
    /// Two equal versions of `item`, except for a title that TikTok Shop would not accept.
    pub fn equal(rng: &mut ChaCha8Rng, item: Item) -> Self {
        let mut twins =
            Self { shopee: Version::of(item.clone()), tiktok: Version::of(item), drifts: Vec::new() };
        if twins.shopee.item.title.chars().count() < 25 {
            twins.reword_title(rng);
        }
        twins
    }

    /// Applies the edits that a seller makes by hand over two years.
    pub fn drift(&mut self, rng: &mut ChaCha8Rng, skus: Skus) {
        if !self.drifted(Field::Title) && rng.random_bool(0.55) {
            self.reword_title(rng);
        }
        if rng.random_bool(0.4) {
            self.edit_description(rng);
        }
        if rng.random_bool(0.35) {
            self.move_prices(rng);
        }
        self.change_skus(rng, skus);
        if self.shopee.item.variants.len() >= 3 && rng.random_bool(0.3) {
            self.lose_a_variant(rng);
        }
        self.smaller_edits(rng);
    }

    fn drifted(&self, field: Field) -> bool {
        self.drifts.iter().any(|drift| drift.field == field)
    }

    fn side(&mut self, side: Side) -> &mut Version {
        match side {
            Side::Shopee => &mut self.shopee,
            Side::Tiktok => &mut self.tiktok,
        }
    }

    fn note(&mut self, field: Field, side: Side, how: How, variant: Option<usize>) {
        self.drifts.push(Drift { field, side, how, variant });
    }

    pub fn reword_title(&mut self, rng: &mut ChaCha8Rng) {
        let item = &mut self.tiktok.item;
        let (kind, fit, material) = (item.kind, item.fit.1, item.material.1);
        let size = if item.has_variants() { String::new() } else { format!(" {}", item.size.1) };
        let claims: Vec<&str> = OTHER_CLAIMS.choose_multiple(rng, 2).copied().collect();
        item.title = match rng.random_range(0..4) {
            0 => format!("{} {fit}{size} {material} 3D Print Drone FPV {}", kind.also, claims[0]),
            1 => format!("{} / {} buat {fit}{size} {}", kind.noun, kind.also, claims[0]),
            2 => format!("[PO] {} {fit}{size} {material} {} {}", kind.also, claims[0], claims[1]),
            _ => format!("{fit} {}{size} {} bahan {material} untuk drone FPV", kind.also, claims[1]),
        };
        self.note(Field::Title, Side::Tiktok, How::Reworded, None);
    }

    /// Edits the description on one side; the other side keeps the original.
    fn edit_description(&mut self, rng: &mut ChaCha8Rng) {
        let side = if rng.random_bool(0.6) { Side::Tiktok } else { Side::Shopee };
        let paragraphs = &mut self.side(side).item.paragraphs;
        let how = match rng.random_range(0..3) {
            0 => {
                paragraphs.push("Reseller dan klub silakan chat untuk harga khusus.".to_owned());
                How::Extended
            }
            1 => {
                paragraphs.truncate(2);
                How::Shortened
            }
            _ => {
                paragraphs[0] = format!("{} Sudah diuji terbang di lapangan.", paragraphs[0]);
                How::Reworded
            }
        };
        self.note(Field::Description, side, how, None);
    }

    /// Changes the prices of all variants, or of one of them.
    fn move_prices(&mut self, rng: &mut ChaCha8Rng) {
        let side = if rng.random_bool(0.7) { Side::Tiktok } else { Side::Shopee };
        let count = self.shopee.item.variants.len();
        let moved: Vec<usize> = if count > 1 && rng.random_bool(0.4) {
            vec![rng.random_range(0..count)]
        } else {
            (0..count).collect()
        };
        let percent = *[-15_i64, -10, -5, 5, 8, 10, 12, 20].choose(rng).unwrap_or(&10);
        for index in moved {
            let variant = &mut self.side(side).item.variants[index];
            let before = variant.price.get();
            let after = beside_the_demo((before * (100 + percent) / 100 / 500 * 500).max(1000)).get();
            if after == before {
                continue;
            }
            variant.price = Rupiah::new(after);
            let how = if after > before { How::Raised } else { How::Lowered };
            self.note(Field::Price, side, how, Some(index));
        }
    }

    fn change_skus(&mut self, rng: &mut ChaCha8Rng, skus: Skus) {
        let side = if rng.random_bool(0.75) { Side::Tiktok } else { Side::Shopee };
        for index in 0..self.shopee.skus.len() {
            let text = self.shopee.item.variants[index].sku.as_str().to_owned();
            let (side, written, how) = match skus {
                Skus::Equal => return,
                // Only Shopee gets spaces, because TikTok Shop accepts none.
                Skus::Spelled if index % 2 == 0 => {
                    (Side::Tiktok, Some(text.to_lowercase()), How::WrittenDifferently)
                }
                Skus::Spelled => (Side::Shopee, Some(text.replace('-', " -")), How::WrittenDifferently),
                Skus::Rewritten if index % 2 == 0 => {
                    (side, Some(text.replace('-', "")), How::WrittenDifferently)
                }
                Skus::Rewritten => {
                    (side, Some(text.replace("MTK-", "").replace('-', "_")), How::WrittenDifferently)
                }
                Skus::Missing => (side, None, How::Missing),
            };
            self.side(side).skus[index] = written.map(|text| sku(&text));
            self.note(Field::Sku, side, how, Some(index));
        }
    }

    fn lose_a_variant(&mut self, rng: &mut ChaCha8Rng) {
        let side = if rng.random_bool(0.75) { Side::Tiktok } else { Side::Shopee };
        let index = rng.random_range(0..self.shopee.present.len());
        self.side(side).present[index] = false;
        // A variant that only one side has cannot differ in a field.
        self.drifts.retain(|drift| drift.variant != Some(index));
        self.note(Field::Variants, side, How::Missing, Some(index));
    }

    fn smaller_edits(&mut self, rng: &mut ChaCha8Rng) {
        if rng.random_bool(0.1) {
            let weight = self.tiktok.item.weight.get();
            let rounded = Grams::parse(weight.div_ceil(50) * 50 + 50).expect("a little more than a parcel");
            self.tiktok.item.weight = rounded;
            self.note(Field::Weight, Side::Tiktok, How::Raised, None);
        }
        if rng.random_bool(0.08) {
            let height = self.tiktok.item.dimensions.height.get();
            self.tiktok.item.dimensions.height =
                Length::parse(height + 200).expect("a little more than a parcel");
            self.note(Field::Dimensions, Side::Tiktok, How::Raised, None);
        }
        if self.shopee.item.images > 1 && rng.random_bool(0.25) {
            self.tiktok.item.images = rng.random_range(1..self.shopee.item.images);
            self.note(Field::Images, Side::Tiktok, How::Missing, None);
        }
        for index in 0..self.shopee.item.variants.len() {
            let both = self.shopee.present[index] && self.tiktok.present[index];
            if both && rng.random_bool(0.3) {
                let stock = &mut self.tiktok.item.variants[index].stock;
                let how = if rng.random_bool(0.5) || *stock == 0 { How::Raised } else { How::Lowered };
                *stock = if how == How::Raised { *stock + rng.random_range(1..=5) } else { *stock - 1 };
                self.note(Field::Stock, Side::Tiktok, how, Some(index));
            }
        }
    }
}
