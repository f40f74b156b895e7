//! What must hold for every proposed text, checked on the text itself.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{data, words};
use crate::matching::{text, tokens::tokens};

/// Whether `title` has every code, number and unit of `owned`, unaltered and as often, and measures nothing else.
/// `owned` is `master` without its `claims`; numbers are side by side only where they are in `master`.
pub(super) fn keeps_everything(master: &str, owned: &str, claims: &[String], title: &str) -> bool {
    let (whole, before, after) = (tokens(master), tokens(owned), tokens(title));
    let mut lost = whole.quantities.difference(&after.quantities);
    let numbers = numbered(title);
    // What was within a title must not become the mark of a damaged export at its beginning.
    text::unescape(title) == title
        && before.quantities == after.quantities
        // A claim that went may have stood between a number and what it would be read with: `m² original mm`,
        // `4 diskon in 250gr`. What a claim measures itself goes with it: `100% original`.
        && lost.all(|quantity| claims.iter().any(|claim| tokens(claim).quantities.contains(quantity)))
        && after.quantities.is_subset(&whole.quantities)
        && before.codes.is_subset(&after.codes)
        && before.numbers.is_subset(&after.numbers)
        && before.families.is_subset(&after.families)
        && pairs(title).is_subset(&pairs(master))
        && numbered(owned).iter().all(|(word, count)| numbers.get(word) == Some(count))
}

/// Neighbours that end and begin with a digit: `9 3D` reads as another number.
fn pairs(title: &str) -> BTreeSet<(String, String)> {
    let words = words::words(title);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let meets =
        |pair: &&[words::Word]| digit(pair[0].text.chars().last()) && digit(pair[1].text.chars().next());
    words.windows(2).filter(meets).map(|pair| (pair[0].text.clone(), pair[1].text.clone())).collect()
}

/// Words with a digit, each with the word behind it where that is its unit.
fn numbered(title: &str) -> BTreeMap<String, usize> {
    let words = words::words(title);
    let mut counts = BTreeMap::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.has_digit()) {
        let unit = words.get(at + 1).filter(|next| word.is_number() && words::is_unit(&next.folded, false));
        let text = format!("{} {}", word.text, unit.map_or("", |unit| unit.text.as_str()));
        *counts.entry(text).or_insert(0) += 1;
    }
    counts
}

/// Whether no word occurs twice; numbers, their units and `exempt` may.
pub(super) fn repeats_nothing(title: &str, exempt: &[String]) -> bool {
    let mut seen = Vec::new();
    for word in words::words(title) {
        if word.has_digit() || exempt.contains(&word.folded) {
            continue;
        }
        if seen.contains(&word.folded) {
            return false;
        }
        seen.push(word.folded);
    }
    true
}

/// Whether the text carries a promotional claim or a banned phrase.
pub(super) fn claims(title: &str, banned: &[Vec<String>]) -> bool {
    let folded: Vec<String> = words::words(title).into_iter().map(|word| word.folded).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    (0..folded.len()).any(|at| data::claim_at(&folded[at..], banned).is_some())
}
