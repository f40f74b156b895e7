//! The similarity of two titles.
//!
//! The Sørensen–Dice coefficient of their sets of normalised tokens: twice the number of shared tokens divided by the
//! sum of both numbers. A title is normalised by undoing escapes, folding compatibility forms, accents and case, and
//! cutting it into runs of letters and digits; a point or comma between two digits stays and becomes a point, so that
//! `2,5` is one token.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::matching::text;

/// A likeness from 0 to 10,000 (a ten-thousandth each), rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Similarity(pub u16);

impl Similarity {
    /// The lowest wanted similarity of a proposal to the master: 0.70.
    pub const LEAST: Self = Self(7_000);
    /// The largest: 0.80.
    pub const MOST: Self = Self(8_000);

    /// The similarity of two titles. Two titles without tokens are equal.
    pub fn of(left: &str, right: &str) -> Self {
        let (left, right) = (tokens(left), tokens(right));
        let shared = left.intersection(&right).count();
        Self::from_counts(shared, left.len() + right.len())
    }

    /// The similarity from the number of shared tokens and the sum of both titles' numbers of tokens.
    pub(super) fn from_counts(shared: usize, sum: usize) -> Self {
        let ten_thousandths = (shared * 20_000).checked_div(sum).unwrap_or(10_000);
        Self(u16::try_from(ten_thousandths).unwrap_or(10_000))
    }

    /// Within 0.70 and 0.80, both included.
    pub fn in_band(self) -> bool {
        (Self::LEAST..=Self::MOST).contains(&self)
    }

    /// The distance from the band, in ten-thousandths; 0 within it.
    pub(super) fn distance(self) -> u16 {
        self.0.saturating_sub(Self::MOST.0).max(Self::LEAST.0.saturating_sub(self.0))
    }
}

/// The set of a title's normalised tokens.
pub fn tokens(title: &str) -> BTreeSet<String> {
    cut(title).into_iter().collect()
}

/// The title's normalised tokens in order, with one space between: two titles are the same text when these are equal.
pub fn normalised(title: &str) -> String {
    cut(title).join(" ")
}

/// Whether two titles read the same but for case, accents and punctuation.
pub fn same(left: &str, right: &str) -> bool {
    normalised(left) == normalised(right)
}

fn cut(title: &str) -> Vec<String> {
    let chars: Vec<char> = text::fold(&text::unescape(title)).chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let (mut tokens, mut token) = (Vec::new(), String::new());
    for (at, c) in chars.iter().enumerate() {
        if c.is_alphanumeric() {
            token.push(*c);
        } else if matches!(c, '.' | ',') && at > 0 && digit(at - 1) && digit(at + 1) {
            token.push('.');
        } else if !token.is_empty() {
            tokens.push(std::mem::take(&mut token));
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_titles_share_twice_what_they_have_in_common() {
        // 5 and 8 words, 5 shared: 10 / 13.
        assert_eq!(
            Similarity::of("Dudukan Antena SMA TPU 95A", "dudukan antena SMA TPU 95A Drone FPV Mount"),
            Similarity(7_692)
        );
        assert_eq!(Similarity::of("Kaos", "KAOS!"), Similarity(10_000));
        assert_eq!(Similarity::of("Kaos", "Topi"), Similarity(0));
    }

    #[test]
    fn a_decimal_number_is_one_token_however_it_is_written() {
        assert_eq!(normalised("Rangka 2,5 inch (Hitam)"), normalised("rangka 2.5 Inch, hitam"));
        assert_eq!(normalised("TPU-95A & PLA+"), "tpu 95a pla");
    }
}
