//! A cell, and the changes that spreadsheets make to texts in cells.

use super::{Column, Fault};
use crate::identity;

/// The type of a cell in the file. In a CSV file every cell is text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A number of the spreadsheet, written out in decimal digits with a point. It has no thousands separators.
    Number,
    Date,
    /// True or false; its text is `ya` or `tidak`.
    Boolean,
    /// Such as `#N/A`.
    Error,
}

/// One cell, as its file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub kind: CellKind,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: CellKind::Text }
    }

    /// The cell's text, without the apostrophe that guards against formulas, then cleaned by [`clean`].
    pub fn content(&self) -> String {
        if self.kind == CellKind::Text { clean(&unescaped(&self.text)) } else { clean(&self.text) }
    }

    /// Refuses cells that `column` never accepts: a failed formula, a date, true or false in a column without marks,
    /// and in a text column a number that differs from the typed text.
    pub fn guard(&self, column: Column) -> Result<(), Fault> {
        let is_text = column.is_text();
        match self.kind {
            CellKind::Error => Err(Fault::CellError),
            CellKind::Text if is_error(&self.text) => Err(Fault::CellError),
            CellKind::Date => Err(Fault::CellDate),
            CellKind::Boolean if column != Column::Delete => Err(Fault::CellBoolean),
            CellKind::Number if is_text && self.text.contains('.') => Err(Fault::CellDecimal),
            CellKind::Number if is_text && self.text.len() > 15 => Err(Fault::Scientific),
            _ => Ok(()),
        }
    }

    pub fn is_blank(&self) -> bool {
        clean(&self.text).is_empty()
    }
}

/// `text` as two texts are compared: spaces around it, the kind of line ends and invisible characters do not count, because spreadsheets change them without being asked.
pub fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = identity::seen(&lines).chars().filter(|c| !is_dropped(*c)).collect();
    kept.trim().to_owned()
}

fn is_dropped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether this is what a spreadsheet writes into a CSV file for a failed formula, in English or Bahasa Indonesia.
fn is_error(text: &str) -> bool {
    let word = text.trim().to_ascii_uppercase();
    matches!(
        word.as_str(),
        "#REF!"
            | "#N/A"
            | "#VALUE!"
            | "#DIV/0!"
            | "#NAME?"
            | "#NULL!"
            | "#NUM!"
            | "#NILAI!"
            | "#NAMA?"
            | "#ERROR!"
    )
}

/// A spreadsheet that opens a CSV file treats a cell that begins with one of these as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '|'];

fn after_quotes(text: &str) -> (usize, bool) {
    let rest = text.trim_start_matches('\'');
    (text.len() - rest.len(), rest.starts_with(FORMULA))
}

/// `text` in a form that no spreadsheet treats as a formula: with an apostrophe before it. A text that looks as if it
/// already had one gets another one, so that removing exactly one always gives the original. `typed` means that the
/// file marks the cell as text; then only texts that reading would change get an apostrophe.
pub fn escaped(text: &str, typed: bool) -> String {
    let (quotes, formula) = after_quotes(text);
    let needs = quotes > 0 || !typed || code_in_formula(text).is_some();
    if formula && needs { format!("'{text}") } else { text.to_owned() }
}

/// Removes the apostrophe of [`escaped`], or the `="…"` that people use to stop Excel from changing a code.
fn unescaped(text: &str) -> String {
    let text = text.trim();
    let (quotes, formula) = after_quotes(text);
    if formula && quotes > 0 {
        return text[1..].to_owned();
    }
    code_in_formula(text).unwrap_or(text).to_owned()
}

/// The code in `="00123"`.
fn code_in_formula(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"'))
}

/// Whether this is the word that clears a field, for columns in which an empty cell does not.
pub fn is_clear_word(content: &str) -> bool {
    matches!(identity::key(content).as_str(), "(kosong)" | "(kosongkan)" | "(empty)" | "(clear)")
}

/// The letters of a column, counted from 0: `A`, `Z`, `AA`.
pub fn letters(index: usize) -> String {
    let (mut rest, mut letters) = (index + 1, Vec::new());
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).into();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_text_that_looks_like_a_formula_is_written_with_an_apostrophe() {
        for text in ["=1+1", "+62 812", "-5", "@nama", "|cmd"] {
            assert_eq!(escaped(text, false), format!("'{text}"));
            assert_eq!(escaped(text, true), text, "a typed text is safe as it is");
        }
        assert_eq!(escaped("'=1", true), "''=1");
        assert_eq!(escaped("Frame 5\" - hitam", false), "Frame 5\" - hitam");
        assert_eq!(escaped("'kutip", false), "'kutip");
    }

    #[test]
    fn a_code_in_a_text_formula_is_the_code() {
        assert_eq!(Cell::text("=\"00123\"").content(), "00123");
        assert_eq!(Cell::text("'=\"00123\"").content(), "=\"00123\"");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_as_it_was(text in "['=+@|\\-\t\"a ]{0,8}", typed: bool) {
            prop_assert_eq!(Cell::text(escaped(&clean(&text), typed)).content(), clean(&text));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC*|[\r\n\t\u{0}-\u{20}a]*") {
            prop_assert_eq!(clean(&clean(&text)), clean(&text));
        }
    }
}
