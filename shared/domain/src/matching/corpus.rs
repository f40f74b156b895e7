//! Both catalogues together: what each term is worth.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use super::{
    Item,
    fuzzy::Spelling,
    profile::{self, Profile, Sparse},
    tokens::tokens,
};

/// What the terms of one kind are worth in these two catalogues.
#[derive(Debug, Default)]
pub(super) struct Vocabulary<K> {
    ids: HashMap<K, u32>,
    /// Inverse document frequency by term number, over both catalogues.
    pub(super) idf: Vec<f32>,
    /// The idf of a term that stands in one listing only.
    pub(super) top: f32,
}

impl<K: Ord + Hash + Clone> Vocabulary<K> {
    /// Numbers the terms in their own order, so that neither side nor row order matters.
    fn new(counts: HashMap<K, u32>, listings: usize) -> Self {
        let mut terms: Vec<(K, u32)> = counts.into_iter().collect();
        terms.sort_unstable();
        let total = listings as f32;
        let worth = |df: f32| ((1.0 + total) / (1.0 + df)).ln() + 1.0;
        let idf = terms.iter().map(|(_, df)| worth(*df as f32)).collect();
        let ids = terms.into_iter().zip(0u32..).map(|((term, _), id)| (term, id)).collect();
        Self { ids, idf, top: worth(1.0) }
    }

    pub(super) fn len(&self) -> usize {
        self.idf.len()
    }

    pub(super) fn id(&self, term: &K) -> Option<u32> {
        self.ids.get(term).copied()
    }

    /// Distinct terms with idf times the largest factor that they come with.
    pub(super) fn weigh(&self, terms: Vec<(K, f32)>) -> Sparse {
        let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
        for (term, factor) in terms {
            if let Some(&id) = self.ids.get(&term) {
                let weight = factor * self.idf[id as usize];
                let slot = weights.entry(id).or_insert(weight);
                *slot = slot.max(weight);
            }
        }
        weights.into_iter().collect()
    }

    /// [`Vocabulary::weigh`], scaled to length 1.
    pub(super) fn unit(&self, terms: Vec<(K, f32)>) -> Sparse {
        let mut vector = self.weigh(terms);
        let norm = profile::norm(&vector);
        for (_, weight) in &mut vector {
            *weight /= norm;
        }
        vector
    }
}

/// Everything known about terms.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) words: Vocabulary<String>,
    pub(super) joins: Vocabulary<String>,
    pub(super) grams: Vocabulary<u64>,
    /// The canonical words by number.
    pub(super) spelled: Vec<String>,
    /// Their letters, ready for comparing spellings.
    pub(super) spelling: Vec<Spelling>,
}

/// Both catalogues, weighed.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) sides: [Vec<Profile>; 2],
    pub(super) known: Lexicon,
}

fn count<K: Ord + Hash>(counts: &mut HashMap<K, u32>, terms: Vec<(K, f32)>) {
    let mut terms: Vec<K> = terms.into_iter().map(|(term, _)| term).collect();
    terms.sort_unstable();
    terms.dedup();
    for term in terms {
        *counts.entry(term).or_default() += 1;
    }
}

impl Corpus {
    /// Reads each title twice, once to count and once to weigh, so that only the small results stay in memory.
    pub(super) fn new(left: &[&Item], right: &[&Item]) -> Self {
        let listings = left.len() + right.len();
        let (mut words, mut joins, mut grams) = (HashMap::new(), HashMap::new(), HashMap::new());
        for item in left.iter().chain(right) {
            let tokens = tokens(&item.title);
            count(&mut words, profile::words(&tokens));
            count(&mut joins, profile::joins(&tokens));
            count(&mut grams, profile::grams(&tokens));
        }
        let mut known = Lexicon {
            words: Vocabulary::new(words, listings),
            joins: Vocabulary::new(joins, listings),
            grams: Vocabulary::new(grams, listings),
            ..Lexicon::default()
        };
        known.spelled = vec![String::new(); known.words.len()];
        for (word, &id) in &known.words.ids {
            known.spelled[id as usize].clone_from(word);
        }
        known.spelling = known.spelled.iter().map(|word| Spelling::new(word)).collect();
        let profiles = |items: &[&Item]| items.iter().map(|item| Profile::new(item, &known)).collect();
        Self { sides: [profiles(left), profiles(right)], known }
    }
}
