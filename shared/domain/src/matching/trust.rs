//! Whether two shops' SKUs and pictures can be trusted: whether those of the same product agree.
//!
//! This is learned from pairs that are the same product by other evidence. With too few such pairs, both are trusted:
//! sellers copy SKUs and pictures from shop to shop, and a wrong doubt only means that a person is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    apart::apart,
    corpus::Corpus,
    features::{self, bits},
    lexicon,
    profile::{Profile, dot},
    sku::Skus,
};

/// Whether different SKUs or pictures are a contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trust {
    pub(super) sku: bool,
    pub(super) picture: bool,
    /// Both shops have SKUs.
    pub(super) coded: bool,
}

impl Trust {
    /// Whether the shops have other evidence than titles. Then a title alone has less weight.
    pub(super) fn is_careful(self) -> bool {
        self.picture || (self.sku && self.coded)
    }
}

/// Pictures that differ in at most this many bits are the same picture.
pub(super) const NEAR: u32 = 10;
/// Pictures further apart than this show different things.
pub(super) const FAR: u32 = 20;
/// The prior: the counts start as if this many pairs had agreed.
const BEFORE: usize = 8;
/// Titles with fewer words than this can be equal by chance.
const WORDS: usize = 3;

impl Trust {
    pub(super) fn learn(corpus: &Corpus, skus: &Skus) -> Self {
        let profile = |side: usize, row: u32| &corpus.sides[side][row as usize];
        let cosine = |(left, right): (u32, u32)| {
            let (a, b) = (profile(0, left), profile(1, right));
            dot(&a.words, &b.words) / (a.norm * b.norm)
        };
        let equal: BTreeSet<(u32, u32)> = skus.pairs().filter(|pair| cosine(*pair) >= 0.3).collect();
        let told: BTreeSet<(u32, u32)> = met(corpus, &|p| content(corpus, p)).into_iter().collect();
        let shown = met(corpus, &|p| p.images.iter().map(|image| vec![*image]).collect());
        let shown: BTreeSet<(u32, u32)> =
            shown.into_iter().filter(|pair| cosine(*pair) >= 0.5 && is_plain(corpus, *pair)).collect();

        let coded = told.union(&shown).filter(|pair| !equal.contains(pair));
        let other_code = coded.filter(|(left, right)| skus.are_different(*left, *right)).count();
        let hashes = told.union(&equal).filter_map(|(left, right)| {
            bits(&profile(0, *left).images, &profile(1, *right).images).map(|bits| bits <= FAR)
        });
        let (near, far): (Vec<bool>, Vec<bool>) = hashes.partition(|near| *near);
        Self {
            sku: agree(equal.len(), other_code),
            picture: agree(near.len(), far.len()),
            coded: skus.are_on_both_sides(),
        }
    }
}

fn agree(equal: usize, different: usize) -> bool {
    equal + BEFORE >= different
}

/// Whether the titles have no contradiction and do not differ by one replaced word.
fn is_plain(corpus: &Corpus, (left, right): (u32, u32)) -> bool {
    let (a, b) = (&corpus.sides[0][left as usize], &corpus.sides[1][right as usize]);
    let split = features::split(&a.words, &b.words);
    let (fewer, more) =
        (split.only_a.len().min(split.only_b.len()), split.only_a.len().max(split.only_b.len()));
    apart(a, b).is_empty() && (fewer == 0 || more > 2)
}

/// The words of a title without those of advertising, as one key. No key for a title with few words.
fn content(corpus: &Corpus, profile: &Profile) -> Vec<Vec<u64>> {
    let spelled = |word: u32| &corpus.known.spelled[word as usize];
    let words: Vec<u64> = profile
        .words
        .iter()
        .filter(|(word, _)| !lexicon::is_chatter(spelled(*word)))
        .map(|(word, _)| u64::from(*word))
        .collect();
    if words.len() < WORDS { Vec::new() } else { vec![words] }
}

/// Pairs that share a key which occurs only once on each side.
fn met(corpus: &Corpus, keys: &dyn Fn(&Profile) -> Vec<Vec<u64>>) -> Vec<(u32, u32)> {
    let owners = |side: usize| {
        let mut owners: BTreeMap<Vec<u64>, Option<u32>> = BTreeMap::new();
        for (profile, row) in corpus.sides[side].iter().zip(0u32..) {
            for key in keys(profile) {
                owners.entry(key).and_modify(|owner| *owner = None).or_insert(Some(row));
            }
        }
        owners
    };
    let right = owners(1);
    owners(0).iter().filter_map(|(key, left)| Some(((*left)?, (*right.get(key)?)?))).collect()
}
