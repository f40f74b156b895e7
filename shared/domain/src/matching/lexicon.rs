//! What a word is worth: sellers' small talk, and the many names of one thing in Indonesian and English.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

mod words;

/// How much of its inverse frequency a word keeps when it says nothing about the thing sold.
pub const CHATTER: f32 = 0.25;

/// The name under which every spelling and translation of a word is compared. Unknown words stand for themselves.
pub fn canonical(word: &str) -> &str {
    NAMES.get(word).copied().unwrap_or(word)
}

/// The one word for two or three that name a thing together, such as `jam tangan`; with how many it replaces.
pub fn phrase(words: &[&str]) -> Option<(&'static str, usize)> {
    if !words.first().is_some_and(|first| OPENERS.contains(first)) {
        return None;
    }
    (2..=3.min(words.len())).rev().find_map(|n| Some((*NAMES.get(words[..n].join(" ").as_str())?, n)))
}

/// Whether the word praises, promises or connects instead of naming.
pub fn is_chatter(word: &str) -> bool {
    SMALL_TALK.contains(word)
}

/// Whether the canonical word names the thing that is sold.
pub fn is_thing(word: &str) -> bool {
    THINGS.contains(word)
}

/// Whether the canonical word only describes.
pub fn is_detail(word: &str) -> bool {
    DETAILS.contains(word)
}

/// Which of a few closed classes the canonical word belongs to, and its number there.
pub fn class(word: &str) -> Option<(Class, u8)> {
    CLASSES.get(word).copied()
}

/// Closed classes of words where two different members contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// kiri, kanan, depan, belakang, atas, bawah
    Side,
    /// hitam, putih, …
    Colour,
    /// pria, wanita, anak, bayi, dewasa
    Wearer,
}

/// Every other name with the name that stands for it.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = words::SYNONYMS.lines().filter_map(|line| line.split_once(':'));
    lines.flat_map(|(name, others)| others.split(',').map(move |other| (other.trim(), name.trim()))).collect()
});

/// The words with which a phrase can begin.
static OPENERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NAMES.keys().filter_map(|name| Some(name.split_once(' ')?.0)).collect());

static SMALL_TALK: LazyLock<HashSet<&str>> = LazyLock::new(|| words::CHATTER.split_whitespace().collect());
static THINGS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::THINGS.split_whitespace().map(canonical).collect());
static DETAILS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::DETAILS.split_whitespace().map(canonical).collect());

static CLASSES: LazyLock<HashMap<&str, (Class, u8)>> = LazyLock::new(|| {
    let numbered = |class, list: &'static str| {
        list.split_whitespace().zip(0u8..).map(move |(word, number)| (word, (class, number)))
    };
    numbered(Class::Side, words::SIDES)
        .chain(numbered(Class::Colour, words::COLOURS))
        .chain(numbered(Class::Wearer, words::WEARERS))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_languages_meet_in_one_word() {
        assert_eq!(canonical("cewek"), canonical("ladies"));
        assert_eq!(canonical("gimbal"), "gimbal");
        assert_eq!(phrase(&["jam", "tangan", "pria"]), Some(("arloji", 2)));
        assert_eq!(phrase(&["pria", "jam"]), None);
    }

    #[test]
    fn no_word_leads_to_two_names() {
        let mut seen = HashMap::new();
        for (name, others) in words::SYNONYMS.lines().filter_map(|line| line.split_once(':')) {
            for other in others.split(',').map(str::trim) {
                let before = seen.insert(other, name);
                assert!(before.is_none(), "{other}: {before:?} and {name}");
            }
        }
        for name in seen.values() {
            assert!(!seen.contains_key(*name), "{name} is itself replaced");
        }
    }

    #[test]
    fn classes_are_spelled_canonically_and_fit_a_mask() {
        for list in [words::SIDES, words::COLOURS, words::WEARERS] {
            for word in list.split_whitespace() {
                assert_eq!(canonical(word), word);
            }
        }
        for list in [words::SIDES, words::COLOURS, words::WEARERS] {
            assert!(list.split_whitespace().count() <= 32);
        }
    }
}
