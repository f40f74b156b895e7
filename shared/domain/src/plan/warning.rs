//! What a person should know of a plan although nothing of it is in the way, in words for the seller.

use serde::{Deserialize, Serialize};

/// Something to look at. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// The listing's title was accepted for another title of the master, and stays until somebody takes a new one.
    TitleOutdated { then: String, now: String },
}

impl Warning {
    /// For the seller, in Bahasa Indonesia.
    pub fn indonesian(&self) -> String {
        match self {
            Self::TitleOutdated { then, now } => format!(
                "Judul listing ini diterima untuk judul induk \"{then}\", yang sekarang \"{now}\". Terima usulan baru atau kembalikan ke judul induk."
            ),
        }
    }

    /// The same in English.
    pub fn english(&self) -> String {
        match self {
            Self::TitleOutdated { then, now } => format!(
                "This listing's title was accepted for the master's title \"{then}\", which is now \"{now}\". Take the new proposal, or return to the master's title."
            ),
        }
    }
}
