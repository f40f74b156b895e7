//! Whether a title may represent its master, read from the two texts alone.
//!
//! Owns: a second reading of numbers, sides, sizes and claims that shares nothing with the one by which titles are
//! made, so that a mistake there is seen here. Refuses: mending.

use serde::{Deserialize, Serialize};

use super::{Similarity, TitleRule};
use crate::capabilities::Range;

mod prove;
mod read;

pub use prove::proves;
pub use read::numbers_changed;
pub(super) use read::{kept, unlike};

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

/// Everything that is wrong with `title` for the master's title as it was typed.
pub fn audit(raw_master: &str, title: &str, rule: &TitleRule, length: Range<u32>) -> Vec<Fault> {
    let mut faults = read::numbers_lost(raw_master, title, &rule.banned);
    let keywords: Vec<&str> = rule.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
    faults.extend(read::numbers_added(raw_master, title, &keywords));
    faults.extend(read::words_lost(raw_master, title, &rule.banned));
    faults.extend(read::twice(title).map(|word| Fault::WordTwice { word }));
    faults.extend(read::claim(title, &rule.banned).map(|words| Fault::Claim { words }));
    let characters = u32::try_from(title.chars().count()).unwrap_or(u32::MAX);
    if !length.contains(&characters) {
        faults.push(Fault::Length { length: characters, min: length.min, max: length.max });
    }
    faults.extend(read::sign(title).map(|found| Fault::Sign { found }));
    let similarity = Similarity::of(raw_master, title);
    if !similarity.in_band() {
        faults.push(Fault::Likeness { similarity });
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(master: &str, title: &str) -> Vec<&'static str> {
        let faults = audit(master, title, &TitleRule::off(), Range::new(10, 120));
        faults.iter().map(Fault::code).filter(|code| *code != "likeness").collect()
    }

    #[test]
    fn a_number_that_was_lost_or_altered_is_seen() {
        let master = "Dudukan Kamera 25 derajat M3*10 TPU 95A 5~6S";
        assert_eq!(codes(master, "Mount Kamera 25 derajat M3x10 TPU 95A 5-6S Cetak 3D"), [""; 0]);
        assert_eq!(
            codes(master, "Mount Kamera 30 derajat M3x10 TPU 95A 5-6S"),
            ["number_lost", "number_added"]
        );
        assert_eq!(codes(master, "Mount Kamera 25 derajat M3 10 TPU 95A 5-6S")[0], "number_lost");
        assert_eq!(codes(master, "Mount Kamera 25 derajat M3x10 TPU 95A 5 6S")[0], "number_lost");
        assert_eq!(codes(master, "Mount Kamera 25 mm M3x10 TPU 95A 5-6S")[0], "number_lost");
        assert_eq!(codes("Filamen ≤250g tahan 60℃", "Filamen 250g tahan 60 °C")[0], "number_lost");
        assert_eq!(codes("Bingkai 20 x 30 cm", "Bingkai foto 20×30cm"), [""; 0]);
    }

    #[test]
    fn sides_and_letter_sizes_are_kept() {
        assert_eq!(codes("Spion Sepeda Hitam Kiri", "Spion Sepeda Hitam"), ["word_lost"]);
        assert_eq!(codes("Spion Sepeda Hitam Kiri", "Spion Sepeda Hitam (Left)"), [""; 0]);
        assert_eq!(codes("Kaos Polos L", "Kaos Polos XL"), ["word_lost"]);
        assert_eq!(codes("Top Quality Kaos Polos", "Kaos Polos Katun"), [""; 0], "a claim says no side");
    }

    #[test]
    fn what_no_title_may_carry_is_seen() {
        assert_eq!(codes("Kaos Polos Katun", "Kaos Polos diskon"), ["claim"]);
        assert_eq!(codes("Kaos Polos Katun", "Kaos Polos Kaos"), ["word_twice"]);
        assert_eq!(codes("Kaos Polos Katun", "Kaos 🔥 Polos"), ["sign"]);
        assert_eq!(codes("Kaos & Polos Katun", "Kaos &amp; Polos"), ["sign"]);
        assert_eq!(codes("Kaos Polos Katun", "Kaos"), ["length"]);
        assert_eq!(codes("Kaos 100% Original Polos", "Kaos Polos Adem"), [""; 0], "a share of a claim");
    }
}
