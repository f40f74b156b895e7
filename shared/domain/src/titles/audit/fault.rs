//! What may be wrong with a title.

use serde::{Deserialize, Serialize};

use crate::titles::Similarity;

/// What is wrong with a title. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fault {
    /// A number of the master, with its unit and the letters grown to it, that the title does not have.
    NumberLost { word: String },
    /// A number that the master does not say.
    NumberAdded { word: String },
    /// A side or a letter size of the master that the title does not have.
    WordLost { word: String },
    /// One word twice.
    WordTwice { word: String },
    /// A promotional claim, or a word that is banned here.
    Claim { words: String },
    /// Characters, outside what the shop takes.
    Length { length: u32, min: u32, max: u32 },
    /// An emoji, a control character or an escape.
    Sign { found: String },
    /// The likeness to the master is outside the band.
    Likeness { similarity: Similarity },
}

impl Fault {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NumberLost { .. } => "number_lost",
            Self::NumberAdded { .. } => "number_added",
            Self::WordLost { .. } => "word_lost",
            Self::WordTwice { .. } => "word_twice",
            Self::Claim { .. } => "claim",
            Self::Length { .. } => "length",
            Self::Sign { .. } => "sign",
            Self::Likeness { .. } => "likeness",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NumberLost { word }
            | Self::NumberAdded { word }
            | Self::WordLost { word }
            | Self::WordTwice { word } => f.write_str(word),
            Self::Claim { words } => f.write_str(words),
            Self::Length { length, min, max } => write!(f, "{length}, not {min} to {max}"),
            Self::Sign { found } => write!(f, "{found:?}"),
            Self::Likeness { similarity } => write!(f, "{} %", similarity.0 / 100),
        }
    }
}
