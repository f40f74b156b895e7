//! A master title as movable words: without characters that no channel accepts, and with punctuation attached to its
//! word.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::data::{LISTS, folded};
use crate::{
    identity,
    matching::{quantity, text},
};

/// A word as it is written, with its punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// [`folded`].
    pub folded: String,
    /// `(` or `[` before it.
    pub open: String,
    /// `)`, `]` or `,` after it.
    pub close: String,
    /// `-`, `|` or `/` between it and the word before.
    pub mark: Option<char>,
}

impl Word {
    #[cfg(test)]
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), folded: folded(text), ..Self::default() }
    }

    pub fn has_digit(&self) -> bool {
        self.text.chars().any(|c| c.is_ascii_digit() || c.is_numeric())
    }

    /// Whether it has only digits and characters of numbers, such as `2,5` or `20x30`.
    pub fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
            && self.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'x' | 'X' | '-' | '/'))
            && self.text.ends_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it is a number with its unit, such as `250gr` or `5"`.
    pub fn is_measured(&self) -> bool {
        let end = self.folded.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
        let (number, unit) = self.folded.split_at(end);
        let plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || ".,x".contains(c));
        plain && (unit == "%" || unit == "\"" || self.text.ends_with('"') || is_unit(unit, true))
    }
}

/// Whether `word` is a unit for a number before it.
pub(super) fn is_unit(word: &str, attached: bool) -> bool {
    quantity::unit(word, attached).is_some() || LISTS.measures.contains(word)
}

/// Reads a title. Content that no channel accepts (emoji, control characters, markup, escapes) is left out; decorative
/// letters become plain ones.
pub(super) fn words(title: &str) -> Vec<Word> {
    let clean = clean(title);
    let mut words: Vec<Word> = Vec::new();
    let mut mark = None;
    for chunk in clean.split_whitespace() {
        if chunk.chars().all(|c| !c.is_alphanumeric() && !"&+%".contains(c)) {
            if let Some(found) = chunk.chars().find(|c| "-|/".contains(*c)) {
                mark = Some(found);
            }
            continue;
        }
        let Some(mut word) = word(chunk) else { continue };
        word.mark = mark.take().filter(|_| !words.is_empty());
        words.push(word);
    }
    words
}

/// Separates the punctuation from a text between spaces.
fn word(chunk: &str) -> Option<Word> {
    let core = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && !"&+°±".contains(c));
    let before = &chunk[..chunk.len() - core.len()];
    let open = before.chars().rfind(|c| matches!(c, '(' | '[')).map_or(String::new(), String::from);
    let mut end = core.trim_end_matches(|c: char| !c.is_alphanumeric() && !"&+°%".contains(c)).len();
    // After a digit, a quotation mark means inches.
    if core[end..].starts_with('"') && core[..end].ends_with(|c: char| c.is_ascii_digit()) {
        end += 1;
    }
    let (text, rest) = core.split_at(end);
    if text.is_empty() {
        return None;
    }
    let mut close: String = rest.chars().find(|c| matches!(c, ')' | ']')).map_or(String::new(), String::from);
    if rest.contains([',', ';']) {
        close.push(',');
    }
    Some(Word { folded: folded(text), text: text.to_owned(), open, close, mark: None })
}

fn clean(title: &str) -> String {
    let composer = ComposingNormalizerBorrowed::new_nfc();
    let text: String = text::unescape(title).chars().map(plain).collect();
    let text = text.replace("''", "\"");
    let text: Vec<char> = composer.normalize(&text).chars().collect();
    let mut clean = String::with_capacity(text.len());
    let mut repeats = 0;
    for (at, c) in text.iter().enumerate() {
        let c = match c {
            // A quotation mark has a meaning (inches) only after a digit.
            '"' if !clean.ends_with(|c: char| c.is_ascii_digit()) => ' ',
            c if is_kept(*c) => *c,
            _ => between_digits(&text, at).unwrap_or(' '),
        };
        // A channel refuses one character ten times in a row.
        repeats = if clean.ends_with(c) { repeats + 1 } else { 0 };
        if repeats < LONGEST_RUN {
            clean.push(c);
        }
    }
    composer.normalize(&clean).into_owned()
}

/// The longest run of one character that every channel accepts.
const LONGEST_RUN: usize = 9;

/// The meaning of a sign between two digits: `30*30` is `30x30`, `5~6S` is `5-6S`.
fn between_digits(text: &[char], at: usize) -> Option<char> {
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let direct = at > 0 && digit(text.get(at - 1)) && digit(text.get(at + 1));
    let spaced = digit(text[..at].iter().rfind(|c| !c.is_whitespace()))
        && digit(text[at + 1..].iter().find(|c| !c.is_whitespace()));
    match text[at] {
        '*' if spaced => Some('x'),
        '~' if direct => Some('-'),
        _ => None,
    }
}

/// Decorative characters as plain ones; signs whose shape has a meaning are kept.
fn plain(c: char) -> String {
    match c {
        '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2032}' => "'".to_owned(),
        '\u{201c}' | '\u{201d}' | '\u{2033}' => "\"".to_owned(),
        '\u{d7}' => "x".to_owned(),
        '\u{2010}'..='\u{2015}' => "-".to_owned(),
        '\u{ba}' | '\u{2da}' => "°".to_owned(),
        c if c.is_control() => (if c.is_whitespace() { " " } else { "" }).to_owned(),
        c if identity::is_invisible(c) => String::new(),
        // One sign for a unit, such as `㎜` and `℃`.
        '\u{2103}' | '\u{2109}' | '\u{3371}'..='\u{33df}' => {
            let unit =
                ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut [0; 4])).into_owned();
            if unit.contains(char::is_numeric) { " ".to_owned() } else { unit }
        }
        c if c.is_ascii() || SIGNS.contains(c) => c.to_string(),
        c if c.is_alphanumeric() || is_mark(c) => {
            ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut [0; 4])).into_owned()
        }
        _ => " ".to_owned(),
    }
}

/// Signs that a title may have, besides letters and digits.
const SIGNS: &str = "²³¹½¼¾°µ±Ø";

fn is_kept(c: char) -> bool {
    match c {
        '{' | '}' | '<' | '>' | '\\' | '*' | '_' | '~' | '^' | '=' | '$' | '#' | '@' => false,
        c if c.is_ascii_graphic() || SIGNS.contains(c) => true,
        c => !is_han(c) && !is_picture(c) && (c.is_alphanumeric() || is_mark(c)),
    }
}

/// Letters that the channels refuse in a title.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x2fdf | 0x3000..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Letters in boxes, which are displayed as pictures.
fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x1_f000..=0x1_faff)
}

fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36f)
}

/// A word of a generated title, with the first and last index of the master's words that it replaces, or none.
pub(super) type Placed<'a> = (Option<(usize, usize)>, &'a Word);

/// The words as they were read.
pub(super) fn rejoined(words: &[Word]) -> String {
    join(&words.iter().enumerate().map(|(at, word)| (Some((at, at)), word)).collect::<Vec<_>>())
}

/// Joins the words to a title. Punctuation is kept if its neighbours are still there; brackets without their partner
/// are removed.
pub(super) fn join(words: &[Placed<'_>]) -> String {
    let balanced = is_balanced(words);
    let mut title = String::new();
    for (nth, (place, word)) in words.iter().enumerate() {
        let follows = |at: usize, then: usize| {
            let of = |at: usize| words.get(at).and_then(|(place, _)| *place);
            of(at).zip(of(then)).is_some_and(|((_, last), (first, _))| last + 1 == first)
        };
        if nth > 0 {
            title.push(' ');
            // A dash is also kept after a keyword, which ends the part before it.
            let holds = |mark: &char| follows(nth - 1, nth) || (*mark != '/' && words[nth - 1].0.is_none());
            if let Some(mark) = word.mark.filter(|mark| place.is_some() && holds(mark)) {
                title.push(mark);
                title.push(' ');
            }
        }
        if balanced {
            title.push_str(&word.open);
        }
        title.push_str(&word.text);
        if balanced {
            title.extend(word.close.chars().filter(|c| *c != ','));
        }
        if word.close.contains(',') && follows(nth, nth + 1) {
            title.push(',');
        }
    }
    title
}

/// Whether every bracket has its partner of the same kind, without nesting.
fn is_balanced(words: &[Placed<'_>]) -> bool {
    let mut open = None;
    for (_, word) in words {
        if let Some(bracket) = word.open.chars().next()
            && open.replace(bracket).is_some()
        {
            return false;
        }
        match word.close.chars().find(|c| *c != ',') {
            Some(')') if open != Some('(') => return false,
            Some(']') if open != Some('[') => return false,
            Some(_) => open = None,
            None => {}
        }
    }
    open.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(title: &str) -> String {
        rejoined(&words(title))
    }

    #[test]
    fn a_title_is_cleaned_of_what_no_channel_takes() {
        assert_eq!(round("🔥 Dudukan  GPS 🔥 ★★★ M10 20 mm!!!"), "Dudukan GPS M10 20 mm");
        assert_eq!(round("<b>Mount</b> &amp; Baut\u{7}"), "b Mount b & Baut");
        assert_eq!(round("𝐏𝐫𝐨𝐩𝐬 5″ — 20×30 cm"), "Props 5\" - 20x30 cm");
        assert_eq!(round("手机壳 Case HP"), "Case HP");
        assert_eq!(round("Mantappppppppppppp AAAA 1000000"), "Mantappppppppp AAAA 1000000");
        assert_eq!(round("Kabel 2 m\nHitam"), "Kabel 2 m Hitam");
    }

    #[test]
    fn signs_that_belong_to_a_number_stay_with_it() {
        assert_eq!(round("30*30 mm M3*10 20 * 25 cm"), "30x30 mm M3x10 20 x 25 cm");
        assert_eq!(round("5~6S 60℃ 60ºC 3㎜ ±5mm"), "5-6S 60°C 60°C 3mm ±5mm");
    }

    #[test]
    fn punctuation_stays_at_its_word() {
        let title = "Rangka Elang (5 inch) PETG-CF - Ringan dan Kuat, Anti Getar";
        assert_eq!(round(title), title);
        let words = words(title);
        assert_eq!(words[2].open, "(");
        assert_eq!(words[3].close, ")");
        assert_eq!(words[5].mark, Some('-'));
    }

    #[test]
    fn numbers_with_units_are_known() {
        let measured = |text: &str| Word::plain(text).is_measured();
        assert!(measured("250gr") && measured("5\"") && measured("20x30cm") && measured("95%"));
        assert!(!measured("95A7") && !measured("M8") && !measured("2207"));
    }
}
