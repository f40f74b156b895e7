//! One listing, weighed against both catalogues.

use std::collections::BTreeSet;

use super::{
    Item,
    lexicon::{self, Axis},
    quantity::Quantity,
    tokens::{Tokens, tokens},
    vocabulary::{Lexicon, Sparse, norm},
};

/// The axis of sizes that are letters.
const LETTERS: u8 = u8::MAX;

/// One listing, ready to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// Distinct canonical words with idf times the small-talk factor.
    pub(super) words: Sparse,
    /// The length of `words` as a vector.
    pub(super) norm: f32,
    /// The words that neither chat nor only describe, and their length.
    pub(super) core: Sparse,
    pub(super) core_norm: f32,
    /// The words that name the thing sold.
    pub(super) things: Vec<u32>,
    /// Unit vectors over joined neighbours and letter trigrams.
    pub(super) join: Sparse,
    pub(super) gram: Sparse,
    /// Joined neighbours as numbers of the words they spell.
    pub(super) spells: Vec<u32>,
    /// Codes as numbers of the join vocabulary.
    pub(super) codes: Vec<u32>,
    pub(super) families: BTreeSet<(String, String)>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) numbers: BTreeSet<String>,
    /// All numbers, whatever they mean.
    pub(super) digits: BTreeSet<String>,
    /// What excludes others of its axis, such as a side, a colour or a size.
    pub(super) members: BTreeSet<Axis>,
    /// Words that make another model of the one named.
    pub(super) grades: BTreeSet<u32>,
    /// The words that are no small talk, in order.
    pub(super) sequence: Vec<u32>,
    /// The first word that is not small talk.
    pub(super) first: Option<u32>,
    pub(super) images: Vec<u64>,
}

/// The letter trigrams of the plain words, with the word's factor.
pub(super) fn grams(tokens: &Tokens) -> Vec<(u64, f32)> {
    let mut out = Vec::new();
    for (word, chatter) in &tokens.raw {
        let factor = factor(*chatter);
        let padded: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        out.extend(padded.windows(3).map(|w| (packed([w[0], w[1], w[2]]), factor)));
    }
    out
}

/// Three characters in one number, in their order.
fn packed(gram: [char; 3]) -> u64 {
    gram.into_iter().fold(0, |packed, c| packed << 21 | u64::from(u32::from(c)))
}

/// Joined neighbours, and the plain words that they could meet.
pub(super) fn joins(tokens: &Tokens) -> Vec<(String, f32)> {
    let plain = tokens.raw.iter().filter(|(word, _)| word.len() > 2);
    let plain = plain.map(|(word, chatter)| (word.clone(), factor(*chatter)));
    tokens.joined.iter().map(|word| (word.clone(), 1.0)).chain(plain).collect()
}

pub(super) fn words(tokens: &Tokens) -> Vec<(String, f32)> {
    tokens.words.iter().map(|(word, chatter)| (word.clone(), factor(*chatter))).collect()
}

fn factor(chatter: bool) -> f32 {
    if chatter { lexicon::CHATTER } else { 1.0 }
}

impl Profile {
    pub(super) fn new(item: &Item, known: &Lexicon) -> Self {
        let tokens = tokens(&item.title);
        let weighed = known.words.weigh(words(&tokens));
        let of_kind = |wanted: fn(&str) -> bool| -> Vec<u32> {
            weighed.iter().map(|(id, _)| *id).filter(|id| wanted(&known.spelled[*id as usize])).collect()
        };
        let things = of_kind(lexicon::is_thing);
        let aside = of_kind(|word| lexicon::is_detail(word) || lexicon::is_chatter(word));
        let core: Sparse =
            weighed.iter().filter(|(id, _)| aside.binary_search(id).is_err()).copied().collect();
        let first = tokens.words.iter().find(|(_, chatter)| !chatter);
        let mut spells: Vec<u32> = tokens.joined.iter().filter_map(|word| known.words.id(word)).collect();
        spells.sort_unstable();
        let named = tokens.words.iter().filter_map(|(word, _)| lexicon::axis(word));
        let sized = tokens.sizes.iter().map(|&member| Axis {
            number: LETTERS,
            member,
            class: lexicon::Class::Measure,
        });
        let members = named.chain(sized).collect();
        let numbered = |wanted: &dyn Fn(&(String, bool)) -> bool| -> Vec<u32> {
            let words = tokens.words.iter().filter(|word| wanted(word));
            words.filter_map(|(word, _)| known.words.id(word)).collect()
        };
        let grades = numbered(&|(word, _)| lexicon::is_grade(word)).into_iter().collect();
        let sequence = numbered(&|(_, chatter)| !chatter);
        let mut images = item.images.clone();
        images.sort_unstable();
        images.dedup();
        Self {
            norm: norm(&weighed),
            core_norm: norm(&core),
            things,
            core,
            join: known.joins.unit(joins(&tokens)),
            gram: known.grams.unit(grams(&tokens)),
            spells,
            codes: tokens.codes.iter().filter_map(|code| known.joins.id(code)).collect(),
            first: first.and_then(|(word, _)| known.words.id(word)),
            words: weighed,
            families: tokens.families,
            quantities: tokens.quantities.into_iter().collect(),
            numbers: tokens.numbers,
            digits: tokens.digits,
            members,
            grades,
            sequence,
            images,
        }
    }
}

/// The dot product of two sparse vectors.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x.0 == y.0 {
            sum += x.1 * y.1;
        }
        i += usize::from(x.0 <= y.0);
        j += usize::from(y.0 <= x.0);
    }
    sum
}
