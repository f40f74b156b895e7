//! Whether a title may represent its master, read from the two texts alone.
//!
//! Owns: a second reading of numbers, sides, sizes and claims that shares nothing with the one by which titles are
//! made, so that a mistake there is seen here. Refuses: mending.

use super::{Similarity, TitleRule};
use crate::capabilities::Range;

mod fault;
mod prove;
mod read;

pub use fault::Fault;
pub use prove::proves;
pub use read::numbers_changed;
pub(super) use read::{kept, unlike};

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
