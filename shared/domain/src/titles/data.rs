//! The lists of words for all channels, from `words.json`.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

use crate::matching::text;

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    /// Promotional claims (words and phrases), which no title may contain.
    pub claims: Vec<String>,
    /// Words that have no meaning without the next word.
    pub prefixes: BTreeSet<String>,
    /// The prefixes that also have a meaning alone.
    pub alone: BTreeSet<String>,
    /// Sizes in words, and words for pre-orders, which are never left out.
    pub sizes: BTreeSet<String>,
    /// The prefixes that name what a thing fits.
    pub fits: BTreeSet<String>,
    /// Words that join their neighbours.
    pub joints: BTreeSet<String>,
    /// Units that the matcher does not compare.
    pub measures: BTreeSet<String>,
    pub materials: BTreeSet<String>,
}

pub(super) static LISTS: LazyLock<Lists> =
    // The file is compiled in and a test parses it, so this cannot fail.
    LazyLock::new(|| serde_json::from_str(include_str!("words.json")).unwrap_or_default());

static CLAIMS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut claims: Vec<Vec<String>> = LISTS.claims.iter().map(|claim| folded_words(claim)).collect();
    // The longest first, so that `gratis ongkir` is found as a whole.
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.len()));
    claims
});

/// The words of a text, folded, with only their letters and digits.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let words = text.split_whitespace().map(folded);
    words.filter(|word| !word.is_empty()).collect()
}

/// A word folded to its letters, digits and what joins them.
pub(super) fn folded(word: &str) -> String {
    let folded = text::fold(word);
    folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '+' | '%' | '"')).to_owned()
}

/// How many words at the start of `words` form a claim, from the common list or from `more`.
pub(super) fn claim_at(words: &[&str], more: &[Vec<String>]) -> Option<usize> {
    let starts = |claim: &&Vec<String>| {
        !claim.is_empty()
            && claim.len() <= words.len()
            && claim.iter().zip(words).all(|(claimed, word)| claimed == word)
    };
    more.iter().chain(CLAIMS.iter()).filter(starts).map(Vec::len).max()
}

/// Whether `text` contains a claim.
pub(super) fn is_claim(text: &str) -> bool {
    let words = folded_words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).any(|at| claim_at(&words[at..], &[]).is_some())
}

/// Whether `words` contains `phrase` as consecutive whole words.
pub(super) fn contains(words: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && words.windows(phrase.len()).any(|window| window == phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded_and_there() {
        let lists: Lists = serde_json::from_str(include_str!("words.json")).unwrap();
        assert!(lists.claims.len() > 50);
        for list in [
            &lists.prefixes,
            &lists.alone,
            &lists.sizes,
            &lists.fits,
            &lists.joints,
            &lists.measures,
            &lists.materials,
        ] {
            assert!(!list.is_empty());
            assert!(list.iter().all(|word| word.to_lowercase() == *word), "{list:?}");
        }
        assert!(lists.fits.is_subset(&lists.prefixes) && lists.alone.is_subset(&lists.prefixes));
    }

    #[test]
    fn a_claim_is_whole_words() {
        assert!(is_claim("Mount GPS BEST SELLER!"));
        assert!(is_claim("Gratis Ongkir"));
        assert!(!is_claim("Motor Freestyle Originalitas"));
    }
}
