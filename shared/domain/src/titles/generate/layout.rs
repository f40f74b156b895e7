//! The master's words in the order of a channel, with what was chosen put in.

use std::collections::BTreeSet;

use crate::titles::{
    data::LISTS,
    pieces::{Piece, pieces},
    rule::Part,
    similarity,
    words::{Placed, Word, join, rejoined, words},
};

/// A master title taken apart, without claims and repeated words.
#[derive(Debug)]
pub(super) struct Layout {
    pub words: Vec<Word>,
    /// In the master's order; claims are out.
    pub pieces: Vec<Piece>,
    /// The words of each piece that stay: without those that are elsewhere.
    pub kept: Vec<Vec<usize>>,
    /// The normalised tokens of what stays.
    pub tokens: BTreeSet<String>,
    /// About how long what stays is, in characters.
    pub length: u32,
    /// The master as it was read, for comparing.
    pub cleaned: String,
    /// The same without its claims.
    pub claimless: String,
    /// Folded words that may occur twice, because they belong to numbers.
    pub exempt: Vec<String>,
    claims: Vec<Piece>,
}

impl Layout {
    pub fn of(master: &str, banned: &[Vec<String>]) -> Self {
        let words = words(master);
        let cleaned = rejoined(&words);
        let (claims, pieces): (Vec<Piece>, Vec<Piece>) =
            pieces(&words, banned).into_iter().partition(|piece| piece.claim);
        let kept = without_repeats(&words, &pieces);
        let unclaimed: Vec<Placed<'_>> = pieces
            .iter()
            .flat_map(|piece| piece.words.clone().map(|at| (Some((at, at)), &words[at])))
            .collect();
        let claimless = join(&unclaimed);
        let exempt = pieces
            .iter()
            .filter(|piece| piece.numbered)
            .flat_map(|piece| words[piece.words.clone()].iter().map(|word| word.folded.clone()))
            .collect();
        let staying: Vec<&str> = kept.iter().flatten().map(|at| words[*at].text.as_str()).collect();
        let text = staying.join(" ");
        Self {
            tokens: similarity::tokens(&text),
            length: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
            words,
            pieces,
            kept,
            cleaned,
            claimless,
            exempt,
            claims,
        }
    }

    /// Nothing with a letter or digit stays.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The claims that were taken out, as written.
    pub fn claims(&self) -> Vec<String> {
        let text = |piece: &Piece| {
            let own = &self.words[piece.words.clone()];
            own.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        self.claims.iter().map(text).collect()
    }

    pub fn claim_with_number(&self) -> bool {
        self.claims.iter().any(|claim| claim.numbered)
    }

    /// The kind has two words or more. Behind a single one the words that follow it are wanted more than a keyword.
    pub fn has_kind(&self) -> bool {
        let kind = self.pieces.iter().zip(&self.kept).filter(|(piece, _)| piece.part == Some(Part::Kind));
        kind.map(|(_, kept)| kept.len()).sum::<usize>() > 1
    }
}

/// The words of each piece that do not occur before it. Numbers come first: they keep all their words.
fn without_repeats(words: &[Word], pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut seen: BTreeSet<&str> = pieces
        .iter()
        .filter(|piece| piece.numbered)
        .flat_map(|piece| words[piece.words.clone()].iter().map(|word| word.folded.as_str()))
        .collect();
    let keep = |piece: &Piece| {
        if piece.numbered {
            return piece.words.clone().collect();
        }
        let mut own: Vec<usize> =
            piece.words.clone().filter(|at| seen.insert(words[*at].folded.as_str())).collect();
        if own.len() < piece.words.len() {
            // What is left must not begin or end with a word that needs the lost one.
            let joint = |at: &usize| LISTS.joints.contains(&words[*at].folded);
            let prefix = |at: &usize| LISTS.prefixes.contains(&words[*at].folded);
            while own.first().is_some_and(joint) {
                own.remove(0);
            }
            while own.last().is_some_and(|at| joint(at) || prefix(at)) {
                own.pop();
            }
        }
        own
    };
    pieces.iter().map(keep).collect()
}
