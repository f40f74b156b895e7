//! Terms with what each is worth.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use super::fuzzy::Spelling;

/// A sparse vector: term numbers ascending, weights.
pub(super) type Sparse = Vec<(u32, f32)>;

/// What the terms of one kind are worth in these two catalogues.
#[derive(Debug, Default)]
pub(super) struct Vocabulary<K> {
    pub(super) ids: HashMap<K, u32>,
    /// Inverse document frequency by term number, over both catalogues.
    pub(super) idf: Vec<f32>,
    /// The inverse document frequency (idf) of a term that occurs in only one listing.
    pub(super) top: f32,
}

impl<K: Ord + Hash + Clone> Vocabulary<K> {
    /// Numbers the terms in their own order, so that neither side nor row order matters.
    pub(super) fn new(counts: HashMap<K, u32>, listings: usize) -> Self {
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
        let norm = norm(&vector);
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

/// The length of a vector.
pub(super) fn norm(vector: &[(u32, f32)]) -> f32 {
    vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1e-6)
}
