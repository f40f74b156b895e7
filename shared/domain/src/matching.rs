//! Which listings of two shops are one product.
//!
//! Owns: reading messy titles, comparing listings, weighing rivals against each other, tiers, and the evidence.
//! Refuses: deciding for a person. What a person linked or rejected is settled before anything is compared.
//!
//! The way of a pair: both catalogues are weighed together ([`Matcher::new`]), inverted indexes find the few pairs
//! worth comparing ([`Matcher::near`]), each gets [`Features`] and from them a likeness ([`Matcher::compare`]), and
//! all likenesses compete under the rule that a listing has one partner or none ([`Matcher::decide`]).
//! Everything is symmetric: matching right with left gives the mirrored answer, to the bit, in any row order.

#![expect(clippy::cast_precision_loss, reason = "counts of words and listings are far below 2^23")]
#![expect(clippy::many_single_char_names, reason = "a, b: the two listings; x, y: one thing said of each")]

use serde::{Deserialize, Serialize};

mod apart;
pub mod calibration;
pub mod compete;
pub mod conflict;
mod corpus;
mod doubt;
pub mod evidence;
pub mod features;
mod fuzzy;
pub mod lexicon;
mod matcher;
pub mod offers;
mod profile;
pub mod quantity;
pub mod retrieve;
pub mod sku;
pub mod text;
pub mod tokens;
mod trust;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod twins;
mod vocabulary;

pub use calibration::{Calibration, Thresholds};
pub use conflict::Conflict;
pub use doubt::Doubt;
pub use evidence::Evidence;
pub use features::Features;
pub use matcher::{Compared, Matcher, Side};
pub use retrieve::Net;
pub use sku::{SkuRules, SkuSays};

/// One listing as the matcher sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Unique within its catalogue.
    pub id: String,
    pub title: String,
    /// 64-bit perceptual hashes of the images; empty where none could be computed.
    #[serde(default)]
    pub images: Vec<u64>,
    /// SKUs of the variants, as written.
    #[serde(default)]
    pub skus: Vec<String>,
    /// Prices of the variants, in whole rupiah.
    #[serde(default)]
    pub prices: Vec<i64>,
    /// Option values of the variants, such as `["Hitam", "5 inch"]`.
    #[serde(default)]
    pub variants: Vec<Vec<String>>,
    /// Weight of the parcel, in grams.
    #[serde(default)]
    pub grams: Option<u32>,
}

/// What a person has decided, by (left id, right id). It always wins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Listings that are one product. Neither is offered to anything else.
    pub linked: Vec<(String, String)>,
    /// Pairs that are not one product. They are never offered again.
    pub rejected: Vec<(String, String)>,
}

/// How to match.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub net: Net,
    pub sku_rules: SkuRules,
    pub calibration: Calibration,
    /// Candidates kept per listing.
    pub candidates: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            net: Net::default(),
            sku_rules: SkuRules::default(),
            calibration: Calibration::default(),
            candidates: 5,
        }
    }
}

/// How sure a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Linked without asking, still listed for a glance.
    Auto,
    /// The best single answer; needs a yes.
    Suggested,
    /// One of up to five candidates.
    Review,
}

/// A candidate pair of rows. `rank_left` is its place among the left listing's candidates, from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    pub left: u32,
    pub right: u32,
    pub rank_left: u32,
    pub rank_right: u32,
    /// Certainty, as log-odds.
    pub certain: f64,
    pub tier: Tier,
}

impl Candidate {
    /// Certainty as a probability, 0 to 1.
    pub fn score(&self) -> f64 {
        1.0 / (1.0 + (-self.certain).exp())
    }
}

/// A candidate pair by ids, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    pub left: String,
    pub right: String,
    /// Place among the left listing's candidates, from 1.
    pub rank_left: u32,
    /// Place among the right listing's candidates.
    pub rank_right: u32,
    /// Certainty as a probability, 0 to 1.
    pub score: f64,
    pub tier: Tier,
    pub evidence: Evidence,
}

/// Matches two catalogues in one go, in the order of (left id, right id).
pub fn match_catalogues(left: &[Item], right: &[Item], settled: &Settled, settings: &Settings) -> Vec<Match> {
    let matcher = Matcher::new(left, right, settled, settings);
    let mut pairs = matcher.near(Side::Left, 0..left.len());
    pairs.extend(matcher.near(Side::Right, 0..right.len()));
    let compared = matcher.compare(&matcher.join(pairs));
    let to_match = |candidate: Candidate| Match {
        left: matcher.item(Side::Left, candidate.left).id.clone(),
        right: matcher.item(Side::Right, candidate.right).id.clone(),
        rank_left: candidate.rank_left,
        rank_right: candidate.rank_right,
        score: candidate.score(),
        tier: candidate.tier,
        evidence: matcher.evidence(candidate.left, candidate.right),
    };
    matcher.decide(&compared).into_iter().map(to_match).collect()
}
