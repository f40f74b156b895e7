//! Checks whether an explanation is true, computed again from the texts.

use std::collections::BTreeSet;

use super::{
    super::{Explanation, Proposal, Similarity, TitleRule, data::LISTS, similarity},
    read,
};
use crate::capabilities::Range;

/// Whether `why` is a true reason for a proposal that is outside the band or has no title. `others`: the product is
/// also in other shops.
pub fn proves(
    why: &Explanation,
    raw_master: &str,
    proposal: &Proposal,
    rule: &TitleRule,
    length: Range<u32>,
    others: bool,
) -> bool {
    // Spelt like a title: a channel accepts `30*30` only as `30x30`, which is a different word.
    let claimless = taken_here(&read::respelt(&read::claimless(raw_master, &rule.banned).join(" ")));
    let characters = |text: &str| u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
    // No text that a channel accepts can be as similar as the band requires.
    let far = Similarity::of(raw_master, &claimless) < Similarity::LEAST
        || is_far_without_claims(raw_master, proposal, rule);
    match why {
        Explanation::ShortTitle { words } => {
            let count = similarity::tokens(raw_master).len();
            count <= 4 && u32::try_from(count) == Ok(*words)
        }
        Explanation::MinimumLength { min } => *min == length.min && characters(&claimless) < *min,
        // The words that the band needs are half of the master's again.
        Explanation::MaximumLength { max } => {
            *max == length.max && u64::from(characters(raw_master)) * 3 > u64::from(*max) * 2
        }
        // The removed words change the similarity. They are an excuse only if nothing else could help.
        Explanation::ClaimsRemoved { .. } => far,
        Explanation::NothingToChange => {
            far || proposal.similarity.is_none_or(|likeness| likeness > Similarity::MOST)
                || proposal.title.as_deref().is_some_and(|title| overshoots(raw_master, title))
        }
        Explanation::ClaimWithNumber { .. } => {
            proposal.title.is_none()
                && read::claim(raw_master, &rule.banned).is_some()
                && raw_master.contains(char::is_numeric)
        }
        Explanation::NumberUnclear { words } => proposal.title.is_none() && !words.is_empty(),
        Explanation::NothingLeft => {
            proposal.title.is_none() && !claimless.chars().any(|c| c.is_ascii_alphanumeric())
        }
        Explanation::TakenElsewhere => others,
        // Neither is about the similarity.
        Explanation::Locked | Explanation::SwitchedOff => false,
    }
}

/// What the proposal says it took out, each with a claim in it (`ukuran gratis`), leaves too little of the master, and
/// so do the joining words of what occurs twice.
fn is_far_without_claims(raw_master: &str, proposal: &Proposal, rule: &TitleRule) -> bool {
    let taken_out = proposal.explanations.iter().filter_map(|why| match why {
        Explanation::ClaimsRemoved { words } => Some(words),
        _ => None,
    });
    let claims = taken_out.flatten().filter(|phrase| read::claim(phrase, &rule.banned).is_some());
    let mut gone: BTreeSet<String> = claims.flat_map(|phrase| similarity::tokens(phrase)).collect();
    gone.extend(joints_of_repeats(raw_master));
    let master = similarity::tokens(raw_master);
    let taken_here = similarity::tokens(&taken_here(&read::respelt(raw_master)));
    let rest = master.intersection(&taken_here).filter(|word| !gone.contains(*word)).count();
    Similarity::from_counts(rest, rest + master.len()) < Similarity::LEAST
}

/// A repeated word is removed, and with it the word that needs it: `dan` of `Ringan Dudukan dan Ringan Baut`.
fn joints_of_repeats(raw_master: &str) -> BTreeSet<String> {
    let normalised = similarity::normalised(raw_master);
    let words: Vec<&str> = normalised.split(' ').collect();
    let needs = |word: &str| LISTS.joints.contains(word) || LISTS.prefixes.contains(word);
    let again = (1..words.len()).filter(|at| words[..*at].contains(&words[*at]));
    again.map(|at| words[at - 1]).filter(|word| needs(word)).map(str::to_owned).collect()
}

/// The added words alone moved the title out of the band, and the list has no shorter ones.
fn overshoots(raw_master: &str, title: &str) -> bool {
    let (master, title) = (similarity::tokens(raw_master), similarity::tokens(title));
    let shared = master.intersection(&title).count();
    shared < title.len() && Similarity::from_counts(shared, shared + master.len()) >= Similarity::LEAST
}

/// The part of a text that a title may have: without East Asian letters, and without a character ten times in a row.
fn taken_here(text: &str) -> String {
    let (mut taken, mut run) = (String::with_capacity(text.len()), 0);
    for c in text.chars().filter(|c| !is_east_asian(*c)) {
        run = if taken.ends_with(c) { run + 1 } else { 1 };
        if run < 10 {
            taken.push(c);
        }
    }
    taken
}

/// Letters that no title may have.
fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}
