//! Separate titles for each channel: recognisably the same product, but never the same text.
//!
//! Owns: the facts in a title (codes, sizes, materials, …), the similarity of two titles, the proposal of a channel's
//! title from the master's, and which titles are too similar. Refuses: randomness, a clock, and deciding. A proposal
//! becomes a listing's title only when a person accepts it.
//!
//! A proposal keeps every code, number and unit of the master, repeats no word, contains no promotional claim, fits the
//! channel's limits, and shares 70 to 80 % of its words with the master ([`Similarity`]). If that is not possible, the
//! proposal says why ([`Explanation`]).

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

/// A possible title for a channel, and why there is no better one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Absent if no allowed title exists; `explanations` says why.
    pub title: Option<String>,
    /// The similarity to the master's title; absent without a title.
    pub similarity: Option<Similarity>,
    /// Empty for a title within the band without anything special.
    pub explanations: Vec<Explanation>,
}

impl Proposal {
    /// Whether the title's likeness to the master is within [`Similarity::LEAST`] and [`Similarity::MOST`].
    pub fn in_band(&self) -> bool {
        self.similarity.is_some_and(Similarity::in_band)
    }

    /// Whether it is within the band, or has a reason why not.
    pub fn is_sound(&self) -> bool {
        self.in_band() || self.explanations.iter().any(Explanation::excuses)
    }
}
