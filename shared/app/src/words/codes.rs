//! Every code of the API's answers, with its texts in both languages and its status from `docs/API.md`.
//! `docs/ERRORS.md` lists the same codes; a test compares the two.

/// One stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    /// The HTTP status of the answer.
    pub status: u16,
    /// In short, in English.
    pub title: &'static str,
    /// What is wrong and what can be done, in Bahasa Indonesia.
    pub detail: &'static str,
    /// The same in English.
    pub detail_en: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $status:literal, $title:literal, $detail:literal, $detail_en:literal;)*) => {
        $(pub const $name: $crate::words::codes::Code = $crate::words::codes::Code {
            code: $code, status: $status, title: $title, detail: $detail, detail_en: $detail_en,
        };)*
        /// All codes of this file, in order.
        pub const ALL: &[$crate::words::codes::Code] = &[$($name),*];
    };
}

pub mod limits;
pub mod request;
pub mod state;
pub mod values;

/// All codes, grouped as in the documentation.
pub fn all() -> impl Iterator<Item = &'static Code> {
    request::ALL.iter().chain(values::ALL).chain(state::ALL).chain(limits::ALL)
}

/// The entry of `code`, if there is one.
pub fn find(code: &str) -> Option<&'static Code> {
    all().find(|entry| entry.code == code)
}

/// The names of the placeholders (in braces) in the texts of `entry`.
pub fn values_of(entry: &Code) -> impl Iterator<Item = &'static str> {
    entry.detail.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_listed_once_and_speaks_both_languages() {
        let mut seen = BTreeSet::new();
        for entry in all() {
            assert!(seen.insert(entry.code), "{} is listed twice", entry.code);
            assert!(entry.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!((400..600).contains(&entry.status), "{}", entry.code);
            for text in [entry.title, entry.detail, entry.detail_en] {
                assert!(!text.is_empty(), "{}", entry.code);
            }
            assert!(entry.detail.ends_with('.') && entry.detail_en.ends_with('.'), "{}", entry.code);
        }
    }
}
