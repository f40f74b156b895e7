//! Makes the titles of shops comparable.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::identity;

/// Repairs the damage of exports to a title: a Python byte literal (`b"Susu \xe2\x9d\xa4"`), escaped bytes, escaped
/// quotes and the few HTML entities that sellers paste.
pub fn unescape(title: &str) -> String {
    let literal = ["b\"", "b'"].iter().find_map(|start| {
        let inner = title.strip_prefix(start)?;
        // A title that was cut lost its last quote. Without one, only an escaped byte tells it from a word such as `b'day`.
        inner.strip_suffix(&start[1..]).or_else(|| inner.contains("\\x").then_some(inner))
    });
    let text = literal.unwrap_or(title);
    let text = if literal.is_some() || text.contains("\\x") { decode(text) } else { text.to_owned() };
    if !text.contains('&') {
        return text;
    }
    [("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " ")]
        .iter()
        .fold(text, |text, (entity, plain)| text.replace(entity, plain))
}

/// Reads `\xNN`, `\n`, `\t`, `\"`, `\'` and `\\`; bytes that are no UTF-8 become spaces.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        match tail {
            [b'x', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let nibble = |c: u8| u8::try_from(char::from(c).to_digit(16).unwrap_or(0)).unwrap_or(0);
                bytes.push(nibble(*high) * 16 + nibble(*low));
                rest = after;
            }
            [b'n' | b't' | b'r', after @ ..] => {
                bytes.push(b' ');
                rest = after;
            }
            [escaped @ (b'"' | b'\'' | b'\\'), after @ ..] => {
                bytes.push(*escaped);
                rest = after;
            }
            _ => bytes.push(b' '),
        }
    }
    String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, " ")
}

/// Compatibility forms, accents and case folded away: `Ⓛ` becomes `l`, `é` becomes `e`, `½` becomes `1⁄2`.
pub fn fold(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    decomposed
        .chars()
        .filter(|&c| !is_mark(c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{2033}' => '"',
            '\u{d7}' => 'x',
            other => other,
        })
        .collect::<String>()
        .replace("''", "\"")
}

/// Whether `c` only decorates the letter before it, or is invisible.
fn is_mark(c: char) -> bool {
    identity::is_invisible(c)
        || matches!(u32::from(c), 0x300..=0x36f | 0x1ab0..=0x1aff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_literal_reads_as_the_text_it_was() {
        assert_eq!(unescape(r#"b"Props 5\" \xe2\x9d\xa4 Gem""#), "Props 5\" ❤ Gem");
        assert_eq!(unescape(r"b'Baut\nM3 \xff'"), "Baut M3  ");
        assert_eq!(unescape("Nut &amp; Bolt"), "Nut & Bolt");
        assert_eq!(unescape("batik"), "batik");
        assert_eq!(unescape(r"b'Baut \xc3\xa9"), "Baut é");
        assert_eq!(unescape("b'A0A"), "b'A0A");
    }

    #[test]
    fn fancy_letters_fold_to_plain_ones() {
        assert_eq!(fold("ＣＯＤ Café 𝐏𝐫𝐨𝐦𝐨 20×30"), "cod cafe promo 20x30");
        assert_eq!(fold("5″ ’s"), "5\" 's");
    }
}
