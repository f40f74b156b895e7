//! Both catalogues together: what each term is worth.

use std::{collections::HashMap, hash::Hash};

use super::{
    Item,
    fuzzy::Spelling,
    profile::{self, Profile},
    tokens::tokens,
    vocabulary::{Lexicon, Vocabulary},
};

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
