//! Why a proposal is not what one would wish.

use serde::{Deserialize, Serialize};

/// Something that a person should know of a proposal. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Explanation {
    /// So few words that one more or less already leaves the band.
    ShortTitle { words: u32 },
    /// The channel asks for more characters than the band leaves room for.
    MinimumLength { min: u32 },
    /// The channel takes fewer characters than the wished words need.
    MaximumLength { max: u32 },
    /// Promotional claims were taken out of the master's words; by themselves they move the likeness.
    ClaimsRemoved { words: Vec<String> },
    /// A claim with a number, such as `diskon 50%`: the number may not be lost and the claim may not stay.
    ClaimWithNumber { words: Vec<String> },
    /// A sign at a number that no channel takes, such as `≤250g`: without it the number says something else.
    NumberUnclear { words: Vec<String> },
    /// The channel's lists hold nothing that suits this product.
    NothingToChange,
    /// Nothing is left of the title that a channel would take.
    NothingLeft,
    /// Every allowed title is already another channel's.
    TakenElsewhere,
    /// The title was put there by hand and is left alone.
    Locked,
    /// The channel's titles are switched off.
    SwitchedOff,
}

impl Explanation {
    /// Whether it can excuse a likeness outside the band; [`super::proves`] says whether it is true. That claims were
    /// taken out excuses nothing by itself.
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
