//! What a word is worth: sellers' small talk, and the many names of one thing in Indonesian and English.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

mod class;
mod words;
pub use class::Class;

/// How much of its inverse frequency a word keeps when it says nothing about the thing sold.
pub const CHATTER: f32 = 0.25;

/// The name under which every spelling and translation of a word is compared. Unknown words are compared as they are.
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

/// The class of a canonical word that names a side, a colour or a wearer.
pub fn class(word: &str) -> Option<Class> {
    let class = axis(word)?.class;
    matches!(class, Class::Side | Class::Colour | Class::Wearer).then_some(class)
}

/// The axis on which the canonical word stands, and its place there.
pub fn axis(word: &str) -> Option<Axis> {
    AXES.get(word).copied()
}

/// The letters that are a size, as one spelling for `2xl` and `XXL` alike.
pub fn letter_size(letters: &str) -> Option<u8> {
    words::LETTERS.iter().zip(0u8..).find_map(|(size, place)| (*size == letters).then_some(place))
}

/// Whether the word, behind a model's name, makes it another model.
pub fn is_grade(word: &str) -> bool {
    GRADES.contains(word)
}

/// A word's place among words that exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Axis {
    /// Words of different axes say nothing of each other: kiri and depan go together.
    pub number: u8,
    /// Different members of one axis contradict each other.
    pub member: u8,
    pub class: Class,
}

/// Every other name with the name that replaces it.
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

static GRADES: LazyLock<HashSet<&str>> = LazyLock::new(|| words::GRADES.split_whitespace().collect());

static AXES: LazyLock<HashMap<&str, Axis>> = LazyLock::new(|| {
    let numbered = words::AXES.iter().zip(0u8..);
    numbered
        .flat_map(|((class, list), number)| {
            let members = list.split_whitespace().zip(0u8..);
            members.map(move |(word, member)| (word, Axis { number, member, class: *class }))
        })
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
    fn axes_are_spelled_canonically_and_no_word_stands_on_two() {
        let mut seen = HashSet::new();
        for word in words::AXES.iter().flat_map(|(_, list)| list.split_whitespace()) {
            assert_eq!(canonical(word), word);
            assert!(seen.insert(word), "{word} stands on two axes");
        }
        let axes = ["kiri", "depan"].map(|word| axis(word).unwrap().number);
        assert_ne!(axes[0], axes[1], "the front left and the front right are told apart");
    }
}
