//! The tokens of a title: words, numbers, codes and quantities.

use std::collections::BTreeSet;

use super::{
    lexicon,
    quantity::{self, Kind, Quantity},
    text,
};

mod atoms;

use atoms::{Atom, atoms};

/// The content of a title, before weights are applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Canonical words, numbers and quantities, in order. `true` marks words of advertising, which say nothing about
    /// the product.
    pub words: Vec<(String, bool)>,
    /// The plain words as written, for letter n-grams. `true` marks words of advertising.
    pub raw: Vec<(String, bool)>,
    /// Neighbouring words written as one, so that `magic poo` matches `magicpoo` and `sa 610` matches `SA-610`.
    pub joined: Vec<String>,
    /// Model codes: letters and digits without a space between them.
    pub codes: BTreeSet<String>,
    /// Letters with the number that follows, as in `MBT 3030`: family and member.
    pub families: BTreeSet<(String, String)>,
    /// Numbers with a unit or an announcing word.
    pub quantities: BTreeSet<Quantity>,
    /// Numbers without a unit.
    pub numbers: BTreeSet<String>,
    /// All numbers, whatever they mean.
    pub digits: BTreeSet<String>,
    /// Places of the sizes that are letters, see [`lexicon::letter_size`].
    pub sizes: BTreeSet<u8>,
}

/// Splits a title into tokens.
pub fn tokens(title: &str) -> Tokens {
    let atoms = atoms(&text::fold(&text::unescape(title)));
    let mut out = Tokens::default();
    let mut at = 0;
    while at < atoms.len() {
        at += out.read(&atoms, at);
    }
    out.find_codes(&atoms);
    out.find_families(&atoms);
    out.digits = atoms.iter().filter(|atom| atom.number).map(|atom| plain_number(&atom.text)).collect();
    out.sizes = (0..atoms.len()).filter_map(|at| letter_size(&atoms, at)).collect();
    let plain = |pair: &&[Atom]| pair.iter().all(|atom| atom.text != "\"");
    out.joined.extend(atoms.windows(2).filter(plain).map(|pair| format!("{}{}", pair[0].text, pair[1].text)));
    out
}

impl Tokens {
    /// Reads the token that begins at `at`; returns how many atoms it has.
    fn read(&mut self, atoms: &[Atom], at: usize) -> usize {
        let atom = &atoms[at];
        if atom.number {
            return self.read_number(atoms, at);
        }
        if let Some(next) = atoms.get(at + 1)
            && next.number
            && let Some((kind, one)) = quantity::announced(&atom.text)
            && let Some(milli) = quantity::milli(&next.text)
            && atoms.get(at + 2).is_none_or(|after| quantity::unit(&after.text, after.gap == 0).is_none())
        {
            self.quantity(Quantity { kind, milli: milli.saturating_mul(one) / 1_000 });
            self.raw.push((next.text.clone(), false));
            return 2;
        }
        let ahead: Vec<&str> = atoms[at..].iter().take(3).map(|atom| atom.text.as_str()).collect();
        if let Some((name, taken)) = lexicon::phrase(&ahead) {
            self.raw.extend(atoms[at..at + taken].iter().map(|atom| (atom.text.clone(), false)));
            self.words.push((name.to_owned(), false));
            return taken;
        }
        let chatter = lexicon::is_chatter(&atom.text);
        self.raw.push((atom.text.clone(), chatter));
        self.words.push((lexicon::canonical(&atom.text).to_owned(), chatter));
        1
    }

    /// Reads a number: with its unit, as `2 in 1`, or alone.
    fn read_number(&mut self, atoms: &[Atom], at: usize) -> usize {
        let number = &atoms[at].text;
        let next = atoms.get(at + 1).filter(|atom| !atom.number);
        let after = atoms.get(at + 2).filter(|atom| atom.number);
        self.raw.push((number.clone(), false));
        if let (Some(between), Some(last)) = (next, after)
            && matches!(between.text.as_str(), "in" | "i")
        {
            self.words.push((format!("{number}in{}", last.text), false));
            return 3;
        }
        if let Some((extent, taken)) = extent(&atoms[at..]) {
            self.raw.extend(atoms[at + 1..at + taken].iter().map(|atom| (atom.text.clone(), !atom.number)));
            self.quantity(extent);
            return taken;
        }
        if let Some(next) = next
            && next.gap != 1
            && let Some((kind, one)) = quantity::unit(&next.text, next.gap == 0)
            && let Some(milli) = quantity::milli(number)
        {
            self.raw.push((next.text.clone(), true));
            self.quantity(Quantity { kind, milli: milli.saturating_mul(one) / 1_000 });
            return 2;
        }
        let plain = plain_number(number);
        self.numbers.insert(plain.clone());
        self.words.push((plain, false));
        1
    }

    fn quantity(&mut self, quantity: Quantity) {
        self.quantities.insert(quantity);
        self.words.push((quantity.token(), false));
    }

    /// Finds runs of adjacent letters and digits that are not a quantity.
    fn find_codes(&mut self, atoms: &[Atom]) {
        let mut start = 0;
        while start < atoms.len() {
            let length = atoms[start + 1..].iter().take_while(|atom| atom.gap < 2).count() + 1;
            let run = &atoms[start..start + length];
            let measured =
                run.len() == 2 && run[0].number && quantity::unit(&run[1].text, run[1].gap == 0).is_some();
            let mixed = run.iter().any(|atom| atom.number) && run.iter().any(|atom| !atom.number);
            let text: String = run.iter().map(|atom| atom.text.as_str()).collect();
            if mixed && !measured && (3..=16).contains(&text.len()) && run.len() <= 6 {
                if run.len() > 2 {
                    self.joined.push(text.clone());
                }
                self.codes.insert(text);
            }
            start += length;
        }
    }

    /// Finds short groups of letters before a number that is not a quantity.
    fn find_families(&mut self, atoms: &[Atom]) {
        for (at, pair) in atoms.windows(2).enumerate() {
            let [letters, number] = pair else { continue };
            let measured =
                atoms.get(at + 2).is_some_and(|after| quantity::unit(&after.text, after.gap == 0).is_some());
            if !letters.number
                && number.number
                && !measured
                && (1..=5).contains(&letters.text.len())
                && quantity::announced(&letters.text).is_none()
                && quantity::unit(&letters.text, false).is_none()
                && !lexicon::is_chatter(&letters.text)
            {
                self.families.insert((letters.text.clone(), plain_number(&number.text)));
            }
        }
    }
}

/// The letter size at `at`: `XL`, `M/L`, `2XL`; not the letters of `15m`, `women's` or `S925`.
fn letter_size(atoms: &[Atom], at: usize) -> Option<u8> {
    let atom = &atoms[at];
    let place = lexicon::letter_size(&atom.text)?;
    let before = at.checked_sub(1).and_then(|before| atoms.get(before));
    if let Some(count) = before.filter(|before| before.number && atom.gap == 0) {
        let times: usize = count.text.parse().ok().filter(|times| (2..=4).contains(times))?;
        return (atom.text == "xl").then(|| lexicon::letter_size(&format!("{}l", "x".repeat(times))))?;
    }
    let is_size = |other: &Atom| lexicon::letter_size(&other.text).is_some();
    let apart_before = atom.gap == 2 || before.is_some_and(is_size);
    let apart_after = atoms.get(at + 1).is_none_or(|after| after.gap == 2 || is_size(after));
    (apart_before && apart_after).then_some(place)
}

/// Reads `20x30 cm` or `20 x 30 x 5cm` at the start of `atoms`; with how many atoms that is.
fn extent(atoms: &[Atom]) -> Option<(Quantity, usize)> {
    let mut sides = vec![quantity::milli(&atoms.first()?.text)?];
    let mut taken = 1;
    while let [by, side, ..] = &atoms[taken..]
        && by.text == "x"
        && side.number
    {
        sides.push(quantity::milli(&side.text)?);
        taken += 2;
    }
    let unit = atoms.get(taken).filter(|atom| !atom.number && atom.gap != 1)?;
    let (Kind::Length, one) = quantity::unit(&unit.text, unit.gap == 0)? else { return None };
    if sides.len() < 2 {
        return None;
    }
    let milli =
        sides.iter().fold(1_000u64, |product, side| product.saturating_mul(side * one / 1_000) / 1_000);
    Some((Quantity { kind: Kind::Extent, milli }, taken + 1))
}

/// One spelling for equal numbers.
fn plain_number(number: &str) -> String {
    match quantity::milli(number) {
        Some(milli) if milli % 1_000 == 0 => (milli / 1_000).to_string(),
        Some(milli) => format!("{milli}m"),
        None => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str) -> String {
        tokens(title).words.into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_quantity_has_one_spelling() {
        assert_eq!(words("Nut 250gr"), words("NUT 0,25 kg"));
        assert_eq!(words("Props 5\""), words("prop 5 inch"));
        assert_eq!(words("Baut (4 Pcs)"), words("baut isi 4"));
        assert_eq!(words("sabun 5's"), words("soap 5 pcs"));
        assert_ne!(words("Battery 4S"), words("Baterai 6S"));
        assert_eq!(words("Lap 20x30cm"), words("lap 30 x 20 cm"));
        assert_ne!(words("Lap 20x30cm"), words("lap 20x40cm"));
    }

    #[test]
    fn codes_meet_however_they_are_hyphenated() {
        let codes = |title| tokens(title).codes.into_iter().collect::<Vec<_>>();
        assert_eq!(codes("Motor MT-2207"), ["mt2207"]);
        assert!(codes("kaos 30 ml 20cm").is_empty());
        assert!(tokens("MT 2207").joined.contains(&"mt2207".to_owned()));
    }

    #[test]
    fn a_family_knows_its_members() {
        let families = |title| tokens(title).families;
        assert_eq!(families("Frame MBT 3030"), families("frame MBT-3030"));
        assert_ne!(families("Frame MBT 3030"), families("Frame MBT3031"));
        assert!(families("isi 12, 5 inch, beli 2").is_empty());
    }

    #[test]
    fn letters_that_are_sizes_are_told_from_other_letters() {
        let sizes = |title| tokens(title).sizes.into_iter().collect::<Vec<_>>();
        assert_eq!(sizes("Kaos M/L, 2XL"), sizes("kaos XXL l m"));
        assert_eq!(sizes("Ukuran S-XL").len(), 2);
        assert!(sizes("Tali 15m, women's, S925, 2s, L-Carnitine").is_empty());
    }

    #[test]
    fn small_talk_is_marked() {
        let marks: Vec<bool> =
            tokens("PROMO murah Gimbal").words.into_iter().map(|(_, chatter)| chatter).collect();
        assert_eq!(marks, [true, true, false]);
    }
}
