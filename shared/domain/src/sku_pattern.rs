//! How SKUs of new products are proposed: a pattern that the seller chooses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Invalid, Sku};

const TITLE: &str = "{title}";
const NUMBER: &str = "{number}";
/// Words of the title that a SKU shows, and the letters of each.
const WORDS: usize = 3;
const LETTERS: usize = 3;
/// The characters of an option that a SKU shows.
const OPTION: usize = 4;

/// A text with `{number}` once and `{title}` at most once, such as `MTK-{title}-{number}`. Every SKU of it fits into the
/// 50 characters that TikTok Shop takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkuPattern(String);

impl Default for SkuPattern {
    fn default() -> Self {
        Self(format!("{TITLE}-{NUMBER}"))
    }
}

impl SkuPattern {
    /// The longest pattern, in characters.
    pub const MAX: usize = 30;

    /// # Errors
    ///
    /// `sku_pattern_malformed` for the field `pattern`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let plain = text.replacen(TITLE, "", 1).replacen(NUMBER, "", 1);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if text.len() > Self::MAX || !text.contains(NUMBER) || !plain.chars().all(is_plain) {
            let problem = "a pattern has {number} once, {title} at most once, letters, digits and - _ .";
            return Err(Invalid::new("pattern", "sku_pattern_malformed", problem));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The SKUs of a product with this title as the `number`th of its kind: one for each of `variants`, which are given
    /// by their option values, and one for a product without variants. All of them are different.
    pub fn skus(&self, title: &str, number: u32, variants: &[Vec<String>]) -> Vec<Sku> {
        let base =
            self.0.replacen(TITLE, &short_title(title), 1).replacen(NUMBER, &format!("{number:03}"), 1);
        let mut known = BTreeSet::new();
        let mut skus = Vec::new();
        let only = [Vec::new()];
        for options in if variants.is_empty() { &only[..] } else { variants } {
            let parts = options.iter().map(|option| code(option, OPTION)).filter(|part| !part.is_empty());
            let named = std::iter::once(base.clone()).chain(parts).collect::<Vec<_>>().join("-");
            let mut same = 1_u32;
            let free = loop {
                let text = if same == 1 { named.clone() } else { format!("{named}-{same}") };
                // The text has only letters, digits and signs, and is short.
                match Sku::parse(&text) {
                    Ok(sku) if known.insert(sku.folded()) => break sku,
                    _ => same += 1,
                }
            };
            skus.push(free);
        }
        skus
    }
}

/// `Frame 5 inch Motekar V2` is `FRA5INC`.
fn short_title(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(|word| code(word, LETTERS));
    let short: String = words.filter(|word| !word.is_empty()).take(WORDS).collect();
    if short.is_empty() { "SKU".to_owned() } else { short }
}

fn code(text: &str, most: usize) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).take(most).collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn skus(pattern: &str, title: &str, variants: &[&[&str]]) -> Vec<String> {
        let variants: Vec<Vec<String>> = variants
            .iter()
            .map(|options| options.iter().map(|&option| option.to_owned()).collect())
            .collect();
        let skus = SkuPattern::parse(pattern).unwrap().skus(title, 7, &variants);
        skus.iter().map(|sku| sku.as_str().to_owned()).collect()
    }

    #[test]
    fn a_pattern_names_the_title_and_the_number() {
        assert_eq!(skus("{title}-{number}", "Frame 5 inch Motekar V2", &[]), ["FRA5INC-007"]);
        assert_eq!(skus("MTK.{number}", "Frame", &[]), ["MTK.007"]);
        assert_eq!(skus("{title}-{number}", "飞机", &[]), ["SKU-007"]);
        assert_eq!(SkuPattern::default(), SkuPattern::parse("{title}-{number}").unwrap());
    }

    #[test]
    fn each_variant_has_a_sku_of_its_own_also_where_options_begin_alike() {
        assert_eq!(
            skus("A{number}", "x", &[&["Merah", "S"], &["Hitam", "S"]]),
            ["A007-MERA-S", "A007-HITA-S"]
        );
        assert_eq!(
            skus("A{number}", "x", &[&["Merah Tua"], &["Merah Muda"], &["飞"]]),
            ["A007-MERA", "A007-MERA-2", "A007"]
        );
    }

    #[test]
    fn a_pattern_without_a_number_or_with_other_signs_is_refused() {
        let long = format!("{}{{number}}", "A".repeat(30));
        for text in [
            "",
            "{title}",
            "A B {number}",
            "{number}{number}",
            "{sku}{number}",
            "{number",
            "Ä{number}",
            &long,
        ] {
            let refused = SkuPattern::parse(text).unwrap_err();
            assert_eq!(
                (refused.field.as_str(), refused.code),
                ("pattern", "sku_pattern_malformed"),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn skus_are_different_and_fit_everywhere(
            title in ".{0,60}",
            number in 1_u32..100_000,
            variants in prop::collection::vec(prop::collection::vec(".{0,20}", 0..3), 0..50),
        ) {
            let pattern = SkuPattern::parse("ABCDEFGHI{title}-{number}").unwrap();
            let skus = pattern.skus(&title, number, &variants);
            prop_assert_eq!(skus.len(), variants.len().max(1));
            prop_assert_eq!(skus.iter().map(Sku::folded).collect::<BTreeSet<_>>().len(), skus.len());
            prop_assert!(skus.iter().all(|sku| sku.as_str().len() <= 50));
        }
    }
}
