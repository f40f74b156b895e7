//! Folding of texts for search: case, accents and punctuation do not matter.

use domain::identity::searched;

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = searched(text).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A SKU, folded, with only its letters and digits.
pub(super) fn compact(text: &str) -> String {
    searched(text).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        assert_eq!(words("Dudukan Kamera—GoPro (é-Mount)"), ["dudukan", "kamera", "gopro", "e", "mount"]);
        assert_eq!(words("cafe\u{301}"), ["cafe"]);
        assert_eq!(compact("MTK-01 A"), "mtk01a");
    }
}
