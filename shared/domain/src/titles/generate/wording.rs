//! The words of a title in the order of a channel, with what was chosen put in.

use super::{
    super::{
        pieces::Piece,
        rule::{Part, Place},
        words::{Placed, join},
    },
    choices::{Choices, Pick},
    layout::Layout,
};
use crate::matching::lexicon;

impl Layout {
    /// The title that `pick` makes, in the order of `pattern`.
    pub fn text(&self, pattern: &[Part], pick: &Pick, choices: &Choices) -> String {
        let blocks = self.blocks(pattern);
        let keywords = |place: Place| {
            let chosen = choices.keywords.iter().enumerate().filter(|(at, _)| pick.keywords >> at & 1 == 1);
            chosen.filter(move |(_, keyword)| keyword.place == place).flat_map(|(_, keyword)| &keyword.words)
        };
        let behind = self.behind_kind(&blocks);
        let pieces = blocks.concat();
        let end = self.end(&pieces);
        let behind = behind.filter(|behind| *behind < end).unwrap_or(end);
        let mut out: Vec<Placed<'_>> = Vec::new();
        for (nth, at) in pieces.iter().enumerate() {
            if !choices.drops(pick, *at) {
                self.put(*at, pick, choices, &mut out);
            }
            if nth + 1 == behind {
                out.extend(keywords(Place::AfterKind).map(|word| (None, word)));
            }
            if nth + 1 == end {
                out.extend(keywords(Place::End).map(|word| (None, word)));
            }
        }
        join(&out)
    }

    /// How many pieces come before keywords for the kind: all of its block, or the kind alone where a name with a
    /// number follows it at once (`Tali Baterai Strap LiPo 4S 650`).
    fn behind_kind(&self, blocks: &[Vec<usize>]) -> Option<usize> {
        let is_kind = |at: &usize| self.pieces[*at].part == Some(Part::Kind);
        let nth = blocks.iter().rposition(|block| block.iter().any(is_kind))?;
        let block = &blocks[nth];
        let kind = block.iter().rposition(is_kind)? + 1;
        let named = block.get(kind).is_some_and(|at| self.pieces[*at].numbered);
        let before: usize = blocks[..nth].iter().map(Vec::len).sum();
        Some(before + if named { kind } else { block.len() })
    }

    fn put<'a>(&'a self, piece: usize, pick: &Pick, choices: &'a Choices, out: &mut Vec<Placed<'a>>) {
        for at in &self.kept[piece] {
            let swap = choices.swaps.iter().enumerate().find(|(nth, swap)| {
                pick.swaps >> nth & 1 == 1 && (swap.at..swap.at + swap.length).contains(at)
            });
            match swap {
                None => out.push((Some((*at, *at)), &self.words[*at])),
                Some((_, swap)) if swap.at == *at => {
                    // The first and the last word take the place of those that they replace, so that a dash before and
                    // a comma behind them stay.
                    let (first, last) = (*at, *at + swap.length - 1);
                    let ends = swap.to.len() - 1;
                    let place = |nth: usize| {
                        (if nth == 0 { first } else { last }, if nth == ends { last } else { first })
                    };
                    out.extend(swap.to.iter().enumerate().map(|(nth, word)| (Some(place(nth)), word)));
                }
                Some(_) => {}
            }
        }
    }

    /// The pieces in the order of `pattern`: only parts that it names change places, each with what hangs on it, and
    /// nothing crosses a dash.
    fn blocks(&self, pattern: &[Part]) -> Vec<Vec<usize>> {
        let mut blocks: Vec<(Option<Part>, bool, Vec<usize>)> = Vec::new();
        let mut tail = false;
        for (at, piece) in self.pieces.iter().enumerate() {
            let breaks = self.words[piece.words.start].mark.is_some_and(|mark| mark != '/');
            tail |= breaks;
            match blocks.last_mut() {
                Some((part, _, pieces)) if !breaks && self.hangs_on(piece, *part, pieces) => pieces.push(at),
                _ => blocks.push((piece.part, tail, vec![at])),
            }
        }
        // A thing that is named behind its size or its material would lose its place.
        let thing = |at: &usize| {
            let own = &self.words[self.pieces[*at].words.clone()];
            own.iter().any(|word| lexicon::is_thing(lexicon::canonical(&word.folded)))
        };
        let apart = |part: &Option<Part>| matches!(part, Some(Part::Size | Part::Material | Part::Colour));
        let split = blocks.iter().any(|(part, _, pieces)| apart(part) && pieces[1..].iter().any(thing));
        let pattern: &[Part] = if split { &[] } else { pattern };
        let rank = |part: &Option<Part>| part.and_then(|part| pattern.iter().position(|p| *p == part));
        let places: Vec<usize> =
            (0..blocks.len()).filter(|at| !blocks[*at].1 && rank(&blocks[*at].0).is_some()).collect();
        let mut sorted = places.clone();
        sorted.sort_by_key(|at| rank(&blocks[*at].0));
        let mut order: Vec<usize> = (0..blocks.len()).collect();
        for (place, from) in places.iter().zip(sorted) {
            order[*place] = from;
        }
        order.into_iter().map(|at| blocks[at].2.clone()).collect()
    }

    /// Whether `piece` belongs to the block of `part` before it: words without a part, more of the kind, and the size
    /// of what a thing fits (`untuk Frame 5 inch`) unless a number says that already (`untuk Action Cam 9 25 derajat`).
    fn hangs_on(&self, piece: &Piece, part: Option<Part>, pieces: &[usize]) -> bool {
        let numbered = pieces.iter().any(|at| self.pieces[*at].numbered);
        match piece.part {
            None => true,
            Some(Part::Kind) => part == Some(Part::Kind),
            Some(Part::Size) => part == Some(Part::Fit) && !numbered,
            Some(_) => false,
        }
    }

    /// How many pieces come before the keywords: all but a tail behind a dash and trailing filler words.
    fn end(&self, blocks: &[usize]) -> usize {
        let dash = blocks
            .iter()
            .skip(1)
            .position(|at| self.words[self.pieces[*at].words.start].mark.is_some_and(|mark| mark != '/'));
        let mut end = dash.map_or(blocks.len(), |at| at + 1);
        while end > 1 && self.pieces[blocks[end - 1]].loose {
            end -= 1;
        }
        end
    }
}
