//! What may be changed in a title, and what each set of changes would do to its likeness.

use std::collections::BTreeSet;

use super::{input::Input, layout::Layout};
use crate::{
    matching::lexicon,
    titles::{
        data::{LISTS, contains, folded_words},
        pieces::Piece,
        rule::{Keyword, Part, Place, TitleRule},
        similarity::{self, Similarity},
        words::{Word, words},
    },
};

/// The most of each sort that is weighed: 2^6 × 2^5 × 7 sets.
const KEYWORDS: usize = 6;
const SWAPS: usize = 5;
const DROPS: usize = 6;
/// What leaving a piece out costs: more than a few keywords.
const DROP: u32 = 24;
/// Beyond this many characters buyers see three dots.
const COMFORTABLE: u32 = 120;

/// Everything that may be changed, the best first.
#[derive(Debug, Default)]
pub(super) struct Choices {
    pub keywords: Vec<Added>,
    pub swaps: Vec<Swapped>,
    /// Pieces that may go, the last first: they go in this order.
    drops: Vec<Dropped>,
}

/// A keyword that suits the product.
#[derive(Debug)]
pub(super) struct Added {
    pub words: Vec<Word>,
    pub place: Place,
    delta: Delta,
    /// Keywords and swaps that bring one of the same words.
    excludes: u32,
    excludes_swaps: u32,
}

/// A word of the master for which this channel has another one.
#[derive(Debug)]
pub(super) struct Swapped {
    pub at: usize,
    pub length: usize,
    pub to: Vec<Word>,
    /// The earlier in the rule's list, the smaller.
    cost: u32,
    delta: Delta,
    tokens: BTreeSet<String>,
}

/// Words that the title can do without.
#[derive(Debug)]
struct Dropped {
    piece: usize,
    delta: Delta,
    cost: u32,
}

/// How a change moves the counts.
#[derive(Debug, Clone, Copy, Default)]
struct Delta {
    tokens: i32,
    shared: i32,
    length: i32,
}

/// A set of changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pick {
    pub keywords: u32,
    pub swaps: u32,
    pub drops: u32,
    /// Outside the band, in ten-thousandths.
    pub distance: u16,
    /// About how many characters.
    pub length: u32,
    /// The smaller the more natural.
    pub cost: u32,
}

impl Pick {
    /// One order among equals.
    pub fn order(&self) -> (u32, u32, u32) {
        (self.drops, self.swaps, self.keywords)
    }
}

impl Choices {
    pub fn of(input: &Input, rule: &TitleRule, layout: &Layout) -> Self {
        let mut choices = Self {
            keywords: added(input, rule, layout),
            swaps: swapped(rule, layout),
            drops: dropped(layout),
        };
        let tokens: Vec<BTreeSet<String>> =
            choices.keywords.iter().map(|keyword| tokens_of(&keyword.words)).collect();
        for (at, keyword) in choices.keywords.iter_mut().enumerate() {
            for (other, theirs) in tokens.iter().enumerate() {
                keyword.excludes |= u32::from(other != at && !theirs.is_disjoint(&tokens[at])) << other;
            }
            for (nth, swap) in choices.swaps.iter().enumerate() {
                keyword.excludes_swaps |= u32::from(!swap.tokens.is_disjoint(&tokens[at])) << nth;
            }
        }
        choices
    }

    pub fn is_empty(&self) -> bool {
        self.keywords.is_empty() && self.swaps.is_empty()
    }

    pub fn drops(&self, pick: &Pick, piece: usize) -> bool {
        self.drops.iter().take(pick.drops as usize).any(|dropped| dropped.piece == piece)
    }

    /// Every set of changes with what it does.
    pub fn picks(&self, master: &BTreeSet<String>, staying: &BTreeSet<String>, length: u32) -> Vec<Pick> {
        let base = Delta {
            tokens: count(staying.len() + master.len()),
            shared: count(staying.intersection(master).count()),
            length: i32::try_from(length).unwrap_or(i32::MAX / 2),
        };
        let mut picks = Vec::new();
        for drops in 0..=self.drops.len() {
            for swaps in 0..1_u32 << self.swaps.len() {
                for keywords in 0..1_u32 << self.keywords.len() {
                    picks.extend(self.weigh(base, keywords, swaps, drops));
                }
            }
        }
        picks
    }

    fn weigh(&self, base: Delta, keywords: u32, swaps: u32, drops: usize) -> Option<Pick> {
        let (mut sum, mut cost) = (base, 0);
        for dropped in &self.drops[..drops] {
            sum = sum.plus(dropped.delta);
            cost += dropped.cost;
        }
        for (_, swap) in self.swaps.iter().enumerate().filter(|(at, _)| swaps >> at & 1 == 1) {
            sum = sum.plus(swap.delta);
            cost += swap.cost;
        }
        for (at, keyword) in self.keywords.iter().enumerate().filter(|(at, _)| keywords >> at & 1 == 1) {
            if keyword.excludes & keywords != 0 || keyword.excludes_swaps & swaps != 0 {
                return None;
            }
            sum = sum.plus(keyword.delta);
            cost += 4 + u32::try_from(at).unwrap_or(0);
        }
        let counted = |n: i32| usize::try_from(n).unwrap_or(0);
        let likeness = Similarity::from_counts(counted(sum.shared), counted(sum.tokens));
        let length = u32::try_from(sum.length).unwrap_or(0);
        cost += length.saturating_sub(COMFORTABLE) / 4 + u32::from(likeness.0.abs_diff(7_600)) / 200;
        let drops = u32::try_from(drops).unwrap_or(0);
        Some(Pick { keywords, swaps, drops, distance: likeness.distance(), length, cost })
    }
}

impl Delta {
    fn plus(self, other: Self) -> Self {
        Self {
            tokens: self.tokens + other.tokens,
            shared: self.shared + other.shared,
            length: self.length + other.length,
        }
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 4)
}

fn tokens_of(words: &[Word]) -> BTreeSet<String> {
    similarity::tokens(&text_of(words.iter()))
}

fn text_of<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn added(input: &Input, rule: &TitleRule, layout: &Layout) -> Vec<Added> {
    let mut said: Vec<&str> = vec![&input.master];
    said.extend(input.category.iter().chain(&input.brand).map(String::as_str));
    let options = input.options.iter();
    said.extend(options.flat_map(|(name, values)| std::iter::once(name).chain(values)).map(String::as_str));
    let said: Vec<Vec<String>> = said.into_iter().map(plain_words).collect();
    let suits = |keyword: &&Keyword| {
        let says = |when: &String| said.iter().any(|text| contains(text, &plain_words(when)));
        keyword.when.is_empty() || keyword.when.iter().any(says)
    };
    let mut added: Vec<Added> = Vec::new();
    for keyword in rule.keywords.iter().filter(suits) {
        for text in texts(&keyword.text, input) {
            let words = words(&text);
            let tokens = tokens_of(&words);
            let clean = !tokens.is_empty() && !super::check::claims(&text, &[]);
            let same = |known: &Added| tokens_of(&known.words) == tokens;
            let repeated = super::check::repeats_nothing(&text, &[]) && !says_thrice(&words, layout);
            let placed = keyword.place == Place::End || layout.has_kind();
            if clean && placed && repeated && tokens.is_disjoint(&layout.tokens) && !added.iter().any(same) {
                let delta =
                    Delta { tokens: count(tokens.len()), shared: 0, length: count(text.chars().count() + 1) };
                added.push(Added { words, place: keyword.place, delta, excludes: 0, excludes_swaps: 0 });
            }
        }
        if added.len() >= KEYWORDS {
            break;
        }
    }
    added.truncate(KEYWORDS);
    added
}

/// Whether the keyword would be the third word for one thing: `Pelindung … Guard Protector`.
fn says_thrice(keyword: &[Word], layout: &Layout) -> bool {
    let said = layout.kept.iter().flatten().map(|at| &layout.words[*at]);
    let names: Vec<&str> = said.chain(keyword).map(|word| lexicon::canonical(&word.folded)).collect();
    let often = |word: &Word| {
        let name = lexicon::canonical(&word.folded);
        names.iter().filter(|other| **other == name).count() > 2
    };
    keyword.iter().any(often)
}

/// Words of a text for comparing, also those that a hyphen joins.
fn plain_words(text: &str) -> Vec<String> {
    let words = folded_words(&text.replace(['-', '/', '(', ')', ','], " "));
    words.into_iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

/// A keyword with its names filled in; without the ones that this product has nothing for, or whose names would bring a
/// number into the title that the master does not have.
fn texts(keyword: &str, input: &Input) -> Vec<String> {
    let mut text = keyword.to_owned();
    for (name, value) in [("{category}", &input.category), ("{brand}", &input.brand)] {
        if text.contains(name) {
            let Some(value) = value else { return Vec::new() };
            text = text.replace(name, value);
        }
    }
    let several = input.options.iter().filter(|(_, values)| values.len() > 1);
    let mut texts: Vec<String> = if text.contains("{option}") {
        several.map(|(name, _)| text.replace("{option}", name)).collect()
    } else {
        vec![text]
    };
    let numbers = |text: &str| text.chars().filter(|c| c.is_numeric()).count();
    texts.retain(|text| numbers(text) == numbers(keyword));
    texts
}

fn swapped(rule: &TitleRule, layout: &Layout) -> Vec<Swapped> {
    // Words that may be replaced, by their place; neighbours only within a run.
    let number = |at: usize| layout.words.get(at).is_some_and(Word::has_digit);
    let free = |piece: &Piece, at: usize| {
        let told = !piece.numbered && !matches!(piece.part, Some(Part::Material | Part::Colour));
        told || LISTS.prefixes.contains(&layout.words[at].folded) && !number(at + 1)
    };
    let free: BTreeSet<usize> = layout
        .pieces
        .iter()
        .zip(&layout.kept)
        .flat_map(|(piece, kept)| kept.iter().copied().filter(move |at| free(piece, *at)))
        .collect();
    let mut swaps: Vec<Swapped> = Vec::new();
    for (place, swap) in (0_u32..).zip(&rule.swaps) {
        let (from, to) = (folded_words(&swap.from), words(&swap.to));
        let found = free.iter().copied().find(|at| {
            !from.is_empty()
                && (0..from.len())
                    .all(|nth| free.contains(&(at + nth)) && layout.words[at + nth].folded == from[nth])
        });
        let Some(at) = found else { continue };
        let own = &layout.words[at..at + from.len()];
        let (lost, tokens) = (tokens_of(own), tokens_of(&to));
        // Punctuation inside the phrase means that it is none.
        let whole = own[..own.len() - 1].iter().all(|word| word.close.is_empty())
            && own[1..].iter().all(|word| word.mark.is_none() && word.open.is_empty());
        let overlaps = |known: &Swapped| {
            known.at < at + from.len() && at < known.at + known.length || !known.tokens.is_disjoint(&tokens)
        };
        let stays: BTreeSet<&String> = layout.tokens.difference(&lost).collect();
        if !whole
            || tokens.is_empty()
            || tokens.iter().any(|token| stays.contains(token))
            || swaps.iter().any(overlaps)
        {
            continue;
        }
        let mut to = to;
        if let (Some(first), Some(opening)) = (to.first_mut(), own.first()) {
            first.open.clone_from(&opening.open);
            first.mark = opening.mark;
        }
        if let (Some(last), Some(closing)) = (to.last_mut(), own.last()) {
            last.close.clone_from(&closing.close);
        }
        let gone = lost.difference(&tokens).count();
        let new = tokens.difference(&lost).count();
        let delta = Delta {
            tokens: count(new) - count(gone),
            shared: -count(gone),
            length: count(text_of(to.iter()).chars().count()) - count(text_of(own.iter()).chars().count()),
        };
        swaps.push(Swapped { at, length: from.len(), to, cost: 3 + (place / 4).min(5), delta, tokens });
        if swaps.len() == SWAPS {
            break;
        }
    }
    swaps
}

/// Small talk, wherever it stands. Other words may be names.
fn dropped(layout: &Layout) -> Vec<Dropped> {
    let mut drops = Vec::new();
    for (at, piece) in layout.pieces.iter().enumerate().skip(1).rev() {
        let text = text_of(layout.kept[at].iter().map(|word| &layout.words[*word]));
        let lost = count(similarity::tokens(&text).len());
        if lost > 0 && piece.loose && drops.len() < DROPS {
            let delta = Delta { tokens: -lost, shared: -lost, length: -count(text.chars().count() + 1) };
            drops.push(Dropped { piece: at, delta, cost: DROP });
        }
    }
    drops
}
