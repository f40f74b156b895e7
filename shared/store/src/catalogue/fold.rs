//! Folding of texts for search: case, accents and punctuation do not matter.

use domain::identity::searched;

/// Appends the words of `text` to `into`, each folded and with `before` in front of it.
pub(super) fn push_words(into: &mut String, before: char, text: &str) {
    let mut in_word = false;
    for c in searched(text) {
        if c.is_alphanumeric() {
            if !in_word {
                into.push(before);
                in_word = true;
            }
            into.push(c);
        } else {
            in_word = false;
        }
    }
}

/// Appends `text` folded, with only its letters and digits.
pub(super) fn push_compact(into: &mut String, text: &str) {
    into.extend(searched(text).filter(|c| c.is_alphanumeric()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        let mut words = String::new();
        push_words(&mut words, ' ', "Dudukan Kamera—GoPro (é-Mount) cafe\u{301} 𝐅𝐫𝐚𝐦𝐞");
        assert_eq!(words, " dudukan kamera gopro e mount cafe frame");
        let mut sku = String::new();
        push_compact(&mut sku, "MTK-01 A");
        assert_eq!(sku, "mtk01a");
    }
}
