//! The proposal of a channel's title: every small set of changes is weighed by counting, and the best that holds is
//! taken.
//!
//! Weighing needs no texts: dropping, swapping and adding change the two counts of the likeness by fixed amounts. Only
//! the texts of the best candidates are made, and each is checked whole before it is believed.

use std::collections::BTreeSet;

use super::{Explanation, Proposal, Similarity, TitleRule, audit, data, proves, similarity};
use crate::capabilities::Range;

mod check;
mod choices;
mod input;
mod layout;
mod wording;

use choices::{Choices, Pick};
pub use input::Input;
use layout::Layout;

/// Proposes a title of `length` characters under `rule` that is none of `taken`. The same input gives the same title.
pub fn propose(input: &Input, rule: &TitleRule, length: Range<u32>, taken: &[String]) -> Proposal {
    if !rule.enabled {
        return none(vec![Explanation::SwitchedOff]);
    }
    let banned: Vec<Vec<String>> = rule.banned.iter().map(|phrase| data::folded_words(phrase)).collect();
    let layout = Layout::of(&input.master, &banned);
    let claims = layout.claims();
    if layout.claim_with_number() {
        return none(vec![Explanation::ClaimWithNumber { words: claims }]);
    }
    if layout.is_empty() {
        return none(vec![Explanation::NothingLeft]);
    }
    let unclear = audit::unlike(&input.master, &layout.cleaned);
    if !unclear.is_empty() {
        return none(vec![Explanation::NumberUnclear { words: unclear }]);
    }
    let choices = Choices::of(input, rule, &layout);
    let search = Search {
        input,
        rule,
        length,
        taken,
        claims: &claims,
        banned: &banned,
        layout: &layout,
        choices: &choices,
    };
    let mut proposal = search.best();
    if !claims.is_empty() {
        proposal.explanations.insert(0, Explanation::ClaimsRemoved { words: claims });
    }
    proposal
}

/// Proposes a title for each channel in order; no two are the same, and none is one of `taken`.
pub fn propose_all(input: &Input, channels: &[(&TitleRule, Range<u32>)], taken: &[String]) -> Vec<Proposal> {
    let mut taken = taken.to_vec();
    let mut proposals = Vec::with_capacity(channels.len());
    for (rule, length) in channels {
        let proposal = propose(input, rule, *length, &taken);
        taken.extend(proposal.title.clone());
        proposals.push(proposal);
    }
    proposals
}

fn none(explanations: Vec<Explanation>) -> Proposal {
    Proposal { title: None, similarity: None, explanations }
}

/// Texts made before the search gives up on the band.
const TRIES: usize = 150;

struct Search<'a> {
    input: &'a Input,
    rule: &'a TitleRule,
    length: Range<u32>,
    taken: &'a [String],
    /// As written in the master.
    claims: &'a [String],
    banned: &'a [Vec<String>],
    layout: &'a Layout,
    choices: &'a Choices,
}

/// What kept wished titles away.
#[derive(Default)]
struct Missed {
    short: bool,
    long: bool,
    taken: bool,
}

impl Search<'_> {
    fn best(&self) -> Proposal {
        let master = similarity::tokens(&self.input.master);
        let mut missed = Missed::default();
        let (mut nearest, mut tries): (Option<(Similarity, String)>, usize) = (None, 0);
        for pick in self.ranked(&master) {
            // What is farther away than the nearest so far cannot win any more.
            let found = nearest.as_ref().map(|(likeness, _)| likeness.distance());
            if found.is_some_and(|found| pick.distance >= found) || tries == TRIES {
                break;
            }
            tries += 1;
            for pattern in [&self.rule.pattern[..], &[]] {
                let title = self.layout.text(pattern, &pick, self.choices);
                let likeness = Similarity::of(&self.input.master, &title);
                if !self.holds(&title, likeness, &mut missed) {
                    continue;
                }
                if likeness.in_band() {
                    return Proposal { title: Some(title), similarity: Some(likeness), explanations: vec![] };
                }
                if nearest.as_ref().is_none_or(|(best, _)| likeness.distance() < best.distance()) {
                    nearest = Some((likeness, title));
                }
                break;
            }
        }
        let mut proposal = match nearest {
            Some((likeness, title)) => {
                Proposal { title: Some(title), similarity: Some(likeness), explanations: Vec::new() }
            }
            None => none(Vec::new()),
        };
        proposal.explanations.push(self.why(master.len(), &missed, &proposal));
        proposal
    }

    fn holds(&self, title: &str, likeness: Similarity, missed: &mut Missed) -> bool {
        let length = u32::try_from(title.chars().count()).unwrap_or(u32::MAX);
        if length < self.length.min || length > self.length.max {
            missed.short |= length < self.length.min;
            missed.long |= length > self.length.max && likeness.0 >= Similarity::LEAST.0;
            return false;
        }
        if self.taken.iter().any(|taken| similarity::same(taken, title)) {
            missed.taken = true;
            return false;
        }
        check::keeps_everything(&self.layout.cleaned, &self.layout.claimless, self.claims, title)
            && check::repeats_nothing(title, &self.layout.exempt)
            && !check::claims(title, self.banned)
            // The master as it was typed: what cleaning altered would be lost in both texts above.
            && audit::kept(&self.input.master, title, &self.rule.banned)
    }

    /// The first reason that is true.
    fn why(&self, words: usize, missed: &Missed, found: &Proposal) -> Explanation {
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        let some = !self.choices.is_empty();
        let reasons = [
            (missed.short, Explanation::MinimumLength { min: self.length.min }),
            (missed.long, Explanation::MaximumLength { max: self.length.max }),
            (missed.taken && some, Explanation::TakenElsewhere),
            (some, Explanation::ShortTitle { words }),
            (true, Explanation::NothingToChange),
            (true, Explanation::ShortTitle { words }),
        ];
        let others = !self.taken.is_empty();
        let is_true =
            |why: &Explanation| proves(why, &self.input.master, found, self.rule, self.length, others);
        let mut reasons = reasons.into_iter().filter(|(may, _)| *may).map(|(_, why)| why);
        reasons.find(is_true).unwrap_or(Explanation::NothingToChange)
    }

    /// Every set of changes, the likeliest to be wished first.
    fn ranked(&self, master: &BTreeSet<String>) -> Vec<Pick> {
        let mut picks = self.choices.picks(master, &self.layout.tokens, self.layout.length);
        // Half a word's room for what punctuation adds or takes.
        let (min, max) = (self.length.min.saturating_sub(8), self.length.max.saturating_add(8));
        let fits = |pick: &Pick| (min..=max).contains(&pick.length);
        // Those of a fitting length first: the others are only made to say what kept them away.
        picks.sort_by_key(|pick| (!fits(pick), pick.distance, pick.cost, pick.order()));
        let fitting = picks.iter().filter(|pick| fits(pick)).count();
        picks.truncate(fitting + 8);
        picks
    }
}
