//! Words shared, missing and misspelt.

use super::{Features, flag};
use crate::matching::{
    corpus::Corpus,
    lexicon,
    profile::{Profile, dot},
    vocabulary::Sparse,
};

/// The words of two listings: shared, only in the first, only in the second.
#[derive(Debug, Default)]
pub(in crate::matching) struct Split {
    pub(in crate::matching) shared: Sparse,
    pub(in crate::matching) only_a: Sparse,
    pub(in crate::matching) only_b: Sparse,
}

pub(in crate::matching) fn split(a: &[(u32, f32)], b: &[(u32, f32)]) -> Split {
    let (mut i, mut j) = (0, 0);
    let mut out = Split::default();
    while i < a.len() || j < b.len() {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                out.shared.push((x.0, x.1.max(y.1)));
                i += 1;
                j += 1;
            }
            (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                out.only_a.push(*x);
                i += 1;
            }
            (_, Some(y)) => {
                out.only_b.push(*y);
                j += 1;
            }
            (_, None) => break,
        }
    }
    out
}

fn sum(words: &[(u32, f32)]) -> f32 {
    words.iter().map(|(_, weight)| weight).sum()
}

/// Words less alike than this are different words.
const MISSPELT: f32 = 0.55;
/// Words more alike than this name one thing: Parang and Parung do not.
const ONE_WORD: f32 = 0.8;

impl Corpus {
    pub(super) fn compare_words(&self, f: &mut Features, a: &Profile, b: &Profile) {
        let Split { shared, only_a, only_b } = split(&a.words, &b.words);
        let top = self.known.words.top;
        let (mass_a, mass_b, mass) = (sum(&a.words).max(1e-6), sum(&b.words).max(1e-6), sum(&shared));
        f.contained_max = mass / mass_a.min(mass_b);
        f.contained_min = mass / mass_a.max(mass_b);

        let (found_a, found_b) = self.misspelt(&only_a, &only_b, a, b);
        let regained = |only: &[(u32, f32)], found: &[f32]| -> f32 {
            only.iter().zip(found).map(|((_, weight), found)| weight * found).sum()
        };
        let x = (mass + regained(&only_a, &found_a)) / mass_a;
        let y = (mass + regained(&only_b, &found_b)) / mass_b;
        f.fuzzy_max = x.max(y);
        f.fuzzy_min = x.min(y);

        let mut rare: Vec<f32> = shared.iter().map(|(_, weight)| weight / top).collect();
        rare.sort_unstable_by(|a, b| b.total_cmp(a));
        f.rare_shared = rare.first().copied().unwrap_or(0.0);
        f.rare_second = rare.get(1).copied().unwrap_or(0.0);
        let missing = |only: &[(u32, f32)], found: &[f32]| {
            only.iter()
                .zip(found)
                .map(|((_, weight), found)| weight * (1.0 - found) / top)
                .fold(0.0, f32::max)
        };
        let (x, y) = (missing(&only_a, &found_a), missing(&only_b, &found_b));
        f.missing_max = x.max(y);
        f.missing_min = x.min(y);
        f.shared_words = (1.0 + shared.len() as f32).ln();
        f.shared_mass = (1.0 + mass).ln();
        f.same_words = flag(only_a.is_empty() && only_b.is_empty());

        let has = |p: &Profile, word: Option<u32>| {
            flag(word.is_some_and(|word| p.words.binary_search_by_key(&word, |(id, _)| *id).is_ok()))
        };
        f.first_equal = flag(a.first.is_some() && a.first == b.first);
        f.first_inside = f32::midpoint(has(b, a.first), has(a, b.first));
        let (x, y) = (a.words.len() as f32, b.words.len() as f32);
        f.length_ratio = x.min(y) / x.max(y).max(1.0);
        f.length_min = (1.0 + x.min(y)).ln();
        self.compare_things(f, a, b);
        let (x, y) = (self.alone(&only_a, &only_b, b), self.alone(&only_b, &only_a, a));
        f.alone_min = (1.0 + x.len().min(y.len()) as f32).ln();
        f.alone_max = (1.0 + x.len().max(y.len()) as f32).ln();
        f.swapped = flag(is_swapped(a, b, &x, &y));
    }

    /// The words that only one title has and that name something there: no filler words, and not what is in the other
    /// title misspelt, with another ending or as two words.
    fn alone(&self, only: &Sparse, others: &Sparse, other: &Profile) -> Vec<u32> {
        let known = &self.known;
        let same = |word: u32, other: u32| {
            let (x, y) = (&known.spelled[word as usize], &known.spelled[other as usize]);
            let fixed =
                |word: &str| lexicon::axis(word).is_some() || word.bytes().any(|b| b.is_ascii_digit());
            if fixed(x) || fixed(y) {
                return false;
            }
            let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
            let inside = short.len() >= 4 && short.len() * 10 > long.len() * 6;
            known.spelling[word as usize].alike(&known.spelling[other as usize]) >= ONE_WORD
                || (inside && (long.starts_with(short.as_str()) || long.ends_with(short.as_str())))
        };
        let alone = |word: &u32| {
            !lexicon::is_chatter(&known.spelled[*word as usize])
                && other.spells.binary_search(word).is_err()
                && !others.iter().any(|(other, _)| same(*word, *other))
        };
        only.iter().map(|(word, _)| *word).filter(alone).collect()
    }

    /// How far each lone word is found in the other title all the same: misspelt, or written as two words.
    fn misspelt(&self, only_a: &Sparse, only_b: &Sparse, a: &Profile, b: &Profile) -> (Vec<f32>, Vec<f32>) {
        let spelled_by = |other: &Profile, word: u32| flag(other.spells.binary_search(&word).is_ok());
        let mut found_a: Vec<f32> = only_a.iter().map(|(word, _)| spelled_by(b, *word)).collect();
        let mut found_b: Vec<f32> = only_b.iter().map(|(word, _)| spelled_by(a, *word)).collect();
        for ((word_a, _), found_a) in only_a.iter().zip(&mut found_a) {
            let spelling = &self.known.spelling[*word_a as usize];
            for ((word_b, _), found_b) in only_b.iter().zip(&mut found_b) {
                let alike = spelling.alike(&self.known.spelling[*word_b as usize]);
                if alike >= MISSPELT {
                    *found_a = found_a.max(alike);
                    *found_b = found_b.max(alike);
                }
            }
        }
        (found_a, found_b)
    }

    fn compare_things(&self, f: &mut Features, a: &Profile, b: &Profile) {
        let words = &self.known.words;
        let both = a.things.iter().filter(|thing| b.things.binary_search(thing).is_ok());
        let (mut common, mut rarest) = (0, 0f32);
        for &thing in both {
            common += 1;
            rarest = rarest.max(words.idf[thing as usize] / words.top);
        }
        f.thing_shared = rarest;
        f.thing_conflict = flag(!a.things.is_empty() && !b.things.is_empty() && common == 0);
        f.thing_one = flag(a.things.is_empty() != b.things.is_empty());
        if common > 0 {
            let alone = a.things.len() + b.things.len() - 2 * common;
            f.thing_missing = alone.min(4) as f32 / 4.0;
        }
        let mass = sum(&split(&a.core, &b.core).shared);
        let (mass_a, mass_b) = (sum(&a.core).max(1e-6), sum(&b.core).max(1e-6));
        f.core_max = mass / mass_a.min(mass_b);
        f.core_min = mass / mass_a.max(mass_b);
        f.core_cos = dot(&a.core, &b.core) / (a.core_norm * b.core_norm);
    }
}

/// Whether the titles are one sentence but for one or two neighbouring words, which name something on both sides.
fn is_swapped(a: &Profile, b: &Profile, alone_a: &[u32], alone_b: &[u32]) -> bool {
    let (x, y) = (&a.sequence, &b.sequence);
    let before = x.iter().zip(y).take_while(|(x, y)| x == y).count();
    let (x, y) = (&x[before..], &y[before..]);
    let after = x.iter().rev().zip(y.iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&x[..x.len() - after], &y[..y.len() - after]);
    let names = |words: &[u32], alone: &[u32]| words.len() <= 2 && words.iter().any(|w| alone.contains(w));
    before + after > 0 && names(x, alone_a) && names(y, alone_b)
}
