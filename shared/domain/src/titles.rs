//! A title of its own for each channel: recognisably the same product, never the same text.
//!
//! Owns: what a title says (codes, sizes, materials, …), how alike two titles are, the proposal of a channel's title
//! from the master's, and which titles stand too near to each other.
//! Refuses: chance, a clock, and deciding. A proposal becomes a listing's title only when a person accepts it.
//!
//! A proposal keeps every code, number and unit of the master, repeats no word, carries no promotional claim, fits the
//! channel's limits, and shares 70 to 80 % of its words with the master ([`Similarity`]). What cannot be so says why
//! ([`Explanation`]).

use serde::{Deserialize, Serialize};

mod audit;
mod data;
mod explanation;
mod facts;
mod generate;
mod pieces;
mod risk;
mod rule;
mod similarity;
mod words;

#[cfg(test)]
mod tests;

pub use audit::{Fault, audit, numbers_changed, proves};
pub use explanation::Explanation;
pub use facts::{Facts, facts};
pub use generate::{Input, propose, propose_all};
pub use risk::{Risk, RiskKind, Titled, risks};
pub use rule::{Keyword, Part, Place, Swap, TitleRule};
pub use similarity::{Similarity, normalised, same, tokens};

/// What a channel's title could be, and what stands in the way of a better one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Absent where no allowed title exists; `explanations` says why.
    pub title: Option<String>,
    /// To the master's title; absent without a title.
    pub similarity: Option<Similarity>,
    /// Empty for a title within the band that needed nothing special.
    pub explanations: Vec<Explanation>,
}

impl Proposal {
    /// Whether the title's likeness to the master is within [`Similarity::LEAST`] and [`Similarity::MOST`].
    pub fn in_band(&self) -> bool {
        self.similarity.is_some_and(Similarity::in_band)
    }

    /// Within the band, or with a reason why not.
    pub fn is_sound(&self) -> bool {
        self.in_band() || self.explanations.iter().any(Explanation::excuses)
    }
}
