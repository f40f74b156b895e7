//! Texts as identity: this file alone decides which spellings of a text are the same.
//!
//! A text from a chat, a web page or a spreadsheet often contains invisible characters, letters of another width, or
//! other kinds of spaces. To find out whether two texts name the same thing (a SKU, an option value, a category, a
//! heading, a searched word), compare their [`key`]s. Store and show [`visible`]: the text as the seller sees it. Ids
//! of marketplaces need neither, because they contain only ASCII characters.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Whether `c` is invisible: a format character (zero-width space and joiners, byte order mark, soft hyphen, direction
/// marks), a variation selector, a filler or a tag.
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether `c` joins the emoji before and after it into one (a family, a flag), or changes how the one before it is
/// drawn.
const fn shapes_a_picture(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0e}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

/// `text` as a person sees it: without invisible characters and with one kind of spaces, otherwise unchanged. An emoji
/// keeps its characters. Lines, and spaces around the text, are kept.
pub fn seen(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut after_picture = false;
    for c in text.chars() {
        if is_invisible(c) {
            if after_picture && shapes_a_picture(c) {
                kept.push(c);
            }
            continue;
        }
        after_picture = !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace();
        kept.push(if c.is_whitespace() && !c.is_control() { ' ' } else { c });
    }
    kept
}

/// [`seen`], without the white space around it.
pub fn visible(text: &str) -> String {
    seen(text).trim().to_owned()
}

/// Replaces only full-width characters by the usual ones. Numbers are read from this text, because in a [`key`] `5²`
/// would be 52.
pub fn narrow(text: &str) -> String {
    let narrowed = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrowed).collect()
}

/// The common form of all spellings of a text: without invisible or control characters, with compatibility forms
/// (full-width letters, ligatures, unit symbols) as plain letters, with single spaces and in one case. Applying it
/// twice changes nothing.
pub fn key(text: &str) -> String {
    until_stable(text.to_owned(), folded_once)
}

/// The [`key`] of a code: in upper case and without white space.
pub fn code(text: &str) -> String {
    let bare = |text: &str| folded_once(text).chars().filter(|c| !c.is_whitespace()).collect();
    until_stable(text.to_owned(), bare).chars().flat_map(char::to_uppercase).collect()
}

/// One round of folding can create characters that the next round folds again. No text needs more than two or three
/// rounds.
fn until_stable(mut text: String, fold: impl Fn(&str) -> String) -> String {
    for _ in 0..8 {
        let next = fold(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Whether two texts name the same thing.
pub fn same(one: &str, other: &str) -> bool {
    one == other || key(one) == key(other)
}

/// Whether two lists name the same things in the same order.
pub fn same_all(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// The [`key`] of each text, in order.
pub fn keys(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| key(text)).collect()
}

/// The characters by which a text is searched: as in [`key`], but also without accents.
pub fn searched(text: &str) -> impl Iterator<Item = char> {
    const { DecomposingNormalizerBorrowed::new_nfkd() }
        .normalize_iter(text.chars().filter(|c| !is_invisible(*c)))
        // A combining accent is a separate character after its letter.
        .filter(|c| !is_invisible(*c) && !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
}

fn folded_once(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let composed = const { ComposingNormalizerBorrowed::new_nfkc() }.normalize(&plain);
    let mut folded = String::with_capacity(composed.len());
    for c in composed.chars() {
        if c.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if matches!(c, '\u{2010}' | '\u{2011}') {
            // The non-breaking hyphen and U+2010 look like the hyphen on the keyboard.
            folded.push('-');
        } else if !is_invisible(c) && !c.is_control() {
            folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Sku, Title, pricing::fold_category, sheet::Column};

    const UNSEEN: [char; 14] = [
        '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2060}',
        '\u{2066}', '\u{feff}', '\u{ad}', '\u{61c}', '\u{fe0f}', '\u{180e}',
    ];

    /// `text` with invisible characters inserted at the places in `at`, and with the ASCII characters marked in `wide`
    /// as full-width.
    fn disguised(text: &str, at: &[(usize, usize)], wide: &[bool]) -> String {
        let widened = text.chars().enumerate().map(|(place, c)| match c {
            '!'..='~' if wide.get(place).copied().unwrap_or(false) => {
                char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap_or(c)
            }
            ' ' if wide.get(place).copied().unwrap_or(false) => '\u{a0}',
            c => c,
        });
        let mut chars: Vec<char> = widened.collect();
        for (place, which) in at {
            chars.insert(place % (chars.len() + 1), UNSEEN[which % UNSEEN.len()]);
        }
        chars.into_iter().collect()
    }

    #[test]
    fn every_format_character_is_invisible_and_no_letter_is() {
        for c in UNSEEN {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in ['a', 'é', '中', ' ', '\u{a0}', '\u{300}', '²', '-', '٣', '😀'] {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn what_is_shown_is_what_was_seen() {
        assert_eq!(visible("\u{feff} STR-M\u{200b}\u{a0}"), "STR-M");
        assert_eq!(visible("Kaus\u{a0}Polos\u{3000}L"), "Kaus Polos L");
        assert_eq!(visible("ＳＴＲ"), "ＳＴＲ", "another width is visible, and stays");
        let family = "Keluarga 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e007f}";
        assert_eq!(visible(family), family, "an emoji keeps what it is made of");
        assert_eq!(visible("a\u{200d}b\u{fe0f}"), "ab");
    }

    #[test]
    fn spellings_of_one_text_have_one_key() {
        for (one, other) in [
            ("STR-M", "str-m\u{200b}"),
            ("STR-M", "ＳＴＲ－Ｍ"),
            ("STR-M", "STR\u{2011}M"),
            ("Merah Tua", "\u{feff}merah\u{a0}\u{a0}TUA "),
            ("1 kg", "1 ㎏"),
            ("office", "oﬃce"),
            ("Straße", "STRASSE"),
            ("café", "cafe\u{301}"),
            ("σας", "ΣΑΣ"),
        ] {
            assert!(same(one, other), "{one:?} {other:?}: {:?} {:?}", key(one), key(other));
        }
        assert!(!same("STR-M", "STR-L") && !same("Merah", "Mérah"));
        assert_eq!(code(" mtk-01 a"), "MTK-01A");
    }

    #[test]
    fn a_searched_word_is_not_cut_by_what_nobody_sees() {
        let text: String = searched("Ka\u{200b}mera\u{ad} é").collect();
        assert_eq!(text, "kamera e");
    }

    proptest! {
        #[test]
        fn what_nobody_sees_and_the_width_do_not_change_a_key(
            text in "[ -~éñ中😀]{1,24}",
            at in prop::collection::vec((0usize..40, 0usize..20), 0..6),
            wide in prop::collection::vec(any::<bool>(), 24),
        ) {
            let other = disguised(&text, &at, &wide);
            prop_assert_eq!(key(&text), key(&other));
            prop_assert_eq!(code(&text), code(&other));
            prop_assert!(searched(&text).eq(searched(&other)));
            prop_assert_eq!(fold_category(&text), fold_category(&other));
            prop_assert_eq!(Column::of_heading(&text), Column::of_heading(&other));
            let folded = |text: &str| Sku::parse(text).ok().map(|sku| sku.folded());
            prop_assert_eq!(folded(&text), folded(&other));
        }

        #[test]
        fn a_disguised_heading_is_the_heading(
            nth in 0usize..26,
            at in prop::collection::vec((0usize..40, 0usize..20), 0..6),
            wide in prop::collection::vec(any::<bool>(), 24),
        ) {
            let column = Column::all().nth(nth).unwrap();
            prop_assert_eq!(Column::of_heading(&disguised(column.heading(), &at, &wide)), Some(column));
        }

        #[test]
        fn twice_is_once(text in "\\PC{0,24}|[\u{0}-\u{ff}\u{200b}-\u{2010}İıßσςΣﬁ½\u{345}ǰ]{0,24}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
            prop_assert_eq!(code(&code(&text)), code(&text));
            prop_assert_eq!(visible(&visible(&text)), visible(&text));
            prop_assert_eq!(key(&visible(&text)), key(&text));
            if let Ok(title) = Title::parse(&text) {
                prop_assert_eq!(Title::parse(title.as_str()).unwrap(), title);
            }
        }
    }
}
