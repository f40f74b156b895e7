//! Why a proposal is not ideal.

use serde::{Deserialize, Serialize};

/// What a person should know about a proposal. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Explanation {
    /// The title has so few words that one more or less already leaves the band.
    ShortTitle { words: u32 },
    /// The channel requires more characters than the band allows.
    MinimumLength { min: u32 },
    /// The channel allows fewer characters than the wanted words need.
    MaximumLength { max: u32 },
    /// Promotional claims were removed from the master's words, which changes the similarity.
    ClaimsRemoved { words: Vec<String> },
    /// A claim with a number, such as `diskon 50%`: the number must stay and the claim must not.
    ClaimWithNumber { words: Vec<String> },
    /// A sign at a number that no channel accepts, such as `≤250g`. Without it the number has another meaning.
    NumberUnclear { words: Vec<String> },
    /// The channel's lists contain nothing that suits this product.
    NothingToChange,
    /// Nothing is left of the title that a channel would accept.
    NothingLeft,
    /// Every allowed title is already another channel's.
    TakenElsewhere,
    /// The title was set by hand and is not changed.
    Locked,
    /// The channel's titles are switched off.
    SwitchedOff,
}

impl Explanation {
    /// Whether it can excuse a similarity outside the band; [`super::proves`] checks whether it is true. Removed claims
    /// alone are no excuse.
    pub fn excuses(&self) -> bool {
        !matches!(self, Self::SwitchedOff | Self::ClaimsRemoved { .. })
    }

    /// The stable word for it, as in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ShortTitle { .. } => "short_title",
            Self::MinimumLength { .. } => "minimum_length",
            Self::MaximumLength { .. } => "maximum_length",
            Self::ClaimsRemoved { .. } => "claims_removed",
            Self::ClaimWithNumber { .. } => "claim_with_number",
            Self::NumberUnclear { .. } => "number_unclear",
            Self::NothingToChange => "nothing_to_change",
            Self::NothingLeft => "nothing_left",
            Self::TakenElsewhere => "taken_elsewhere",
            Self::Locked => "locked",
            Self::SwitchedOff => "switched_off",
        }
    }
}
