//! Invented catalogues of any size: titles as sellers write them, and each product twice with the usual differences.

use domain::matching::Item;

/// A small random generator. The same seed gives the same catalogues on every machine.
struct Dice(u64);

impl Dice {
    /// A number below `most` (splitmix64).
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from((z ^ (z >> 31)) % most).unwrap_or(0)
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn chance(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }
}

const THINGS: [&str; 24] = [
    "Frame",
    "Mount Kamera",
    "Gimbal",
    "Baling Baling",
    "Dudukan Antena",
    "Pelindung Motor",
    "Kotak Baterai",
    "Tas Drone",
    "Rak Obeng",
    "Tali Baterai",
    "Kabel Balance",
    "Charger",
    "Kaki Pendarat",
    "Holder GPS",
    "Casing Remote",
    "Lampu LED",
    "Adaptor",
    "Tutup Lensa",
    "Bantalan Karet",
    "Ring Spacer",
    "Gantungan",
    "Stiker",
    "Obeng Set",
    "Klip Kabel",
];
const DETAILS: [&str; 24] = [
    "TPU",
    "PETG",
    "Nylon",
    "Karbon",
    "Ringan",
    "Kuat",
    "Lentur",
    "Anti Getar",
    "Cinewhoop",
    "Freestyle",
    "Racing",
    "Long Range",
    "Hitam",
    "Merah",
    "Biru",
    "Kuning",
    "Transparan",
    "Kiri",
    "Kanan",
    "Depan",
    "Belakang",
    "Mini",
    "Slim",
    "Dual",
];
const CHATTER: [&str; 12] = [
    "Murah",
    "Promo",
    "Original",
    "Ready Stock",
    "Bisa COD",
    "Termurah",
    "Import",
    "Premium",
    "Terlaris",
    "Garansi",
    "Best Seller",
    "Kualitas Bagus",
];
const UNITS: [&str; 8] = ["inch", "mm", "cm", "gr", "ml", "pcs", "mah", "s"];
const SYLLABLES: [&str; 32] = [
    "ka", "ri", "to", "mo", "la", "ve", "xi", "no", "za", "fly", "pro", "tek", "gan", "bur", "sil", "mar",
    "den", "qua", "pe", "lo", "wi", "jat", "ban", "cor", "hex", "ion", "ora", "uma", "eli", "syn", "dra",
    "ghi",
];

/// The parts of a product's name that all sellers use.
struct Product {
    brand: String,
    thing: &'static str,
    name: String,
    details: Vec<&'static str>,
    amount: String,
    image: u64,
}

/// A new word, which is very probably unique.
fn word(dice: &mut Dice, syllables: usize) -> String {
    (0..syllables).map(|_| dice.of(&SYLLABLES)).collect()
}

impl Product {
    fn new(dice: &mut Dice) -> Self {
        let syllables = 2 + dice.below(2);
        Self {
            brand: word(dice, 2),
            thing: dice.of(&THINGS),
            name: format!(
                "{} {}{}",
                word(dice, syllables),
                dice.of(&["V", "MK", "X", "Pro "]),
                dice.below(30)
            ),
            details: (0..2 + dice.below(3)).map(|_| dice.of(&DETAILS)).collect(),
            amount: format!("{} {}", 1 + dice.below(60), dice.of(&UNITS)),
            image: (0..4).fold(0, |hash, _| hash << 16 | dice.below(1 << 16) as u64),
        }
    }

    /// The listing of one seller, in their own words.
    fn listing(&self, dice: &mut Dice, id: String) -> Item {
        let mut words: Vec<&str> = Vec::new();
        if dice.chance(50) {
            words.push(dice.of(&CHATTER));
        }
        words.push(self.thing);
        if dice.chance(80) {
            words.push(&self.brand);
        }
        words.push(&self.name);
        words.extend(self.details.iter().copied().filter(|_| dice.chance(70)));
        if dice.chance(80) {
            words.push(&self.amount);
        }
        if dice.chance(30) {
            words.push(dice.of(&DETAILS));
        }
        if dice.chance(40) {
            words.push(dice.of(&CHATTER));
        }
        let images = match dice.below(10) {
            0..3 => vec![self.image],
            3..5 => vec![self.image ^ (1 << dice.below(64)) ^ (1 << dice.below(64))],
            _ => vec![(0..4).fold(0, |hash, _| hash << 16 | dice.below(1 << 16) as u64)],
        };
        Item { id, title: words.join(" "), images, ..Item::default() }
    }
}

/// Two catalogues of `listings` each, and the pairs: four in five listings have a partner.
pub fn catalogues(listings: usize) -> (Vec<Item>, Vec<Item>, Vec<(String, String)>) {
    let mut dice = Dice(20_261_121);
    let (mut left, mut right, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..listings {
        let product = Product::new(&mut dice);
        left.push(product.listing(&mut dice, format!("l{number:06}")));
        let other = if number % 5 == 0 { Product::new(&mut dice) } else { product };
        right.push(other.listing(&mut dice, format!("r{number:06}")));
        if number % 5 != 0 {
            truth.push((format!("l{number:06}"), format!("r{number:06}")));
        }
    }
    (left, right, truth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_makes_one_catalogue() {
        let (left, right, truth) = catalogues(50);
        assert_eq!(catalogues(50), (left.clone(), right, truth.clone()));
        assert_eq!((left.len(), truth.len()), (50, 40));
    }
}
