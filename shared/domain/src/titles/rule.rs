//! The rule of a channel's titles: order, keywords, preferred words. The seller edits it.

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// A channel's settings for titles. Stored in versions; never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleRule {
    /// If off, nothing is proposed, and titles that were accepted before stay.
    pub enabled: bool,
    /// The order of the parts; a part that is not named stays where the master has it. Empty keeps the master's order.
    #[serde(default)]
    pub pattern: Vec<Part>,
    /// Words for search, the best first.
    #[serde(default)]
    pub keywords: Vec<Keyword>,
    /// Words that this channel's buyers use in place of others.
    #[serde(default)]
    pub swaps: Vec<Swap>,
    /// Words and phrases that are not allowed in titles here, in addition to those that are never allowed.
    #[serde(default)]
    pub banned: Vec<String>,
}

/// A part of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What is sold: `Dudukan Kamera`.
    Kind,
    /// What it fits: `untuk Action Cam 9`.
    Fit,
    /// `25 derajat`, `20x250 mm`.
    Size,
    /// `Bahan TPU 95A`.
    Material,
    /// `Hitam`.
    Colour,
}

/// A word or phrase for search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyword {
    /// May name `{category}`, `{brand}` and `{option}` (each option with two values or more).
    pub text: String,
    /// Used only for a product whose title, category, brand or options say one of these; empty for every product.
    #[serde(default)]
    pub when: Vec<String>,
    #[serde(default)]
    pub place: Place,
}

/// The position of a keyword.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// After the kind of thing: `Dudukan Kamera Drone FPV …`.
    AfterKind,
    #[default]
    End,
}

/// A word or phrase, and its replacement on this channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    pub from: String,
    pub to: String,
}

impl TitleRule {
    /// The longest list of each sort.
    pub const MOST: usize = 500;
    /// The longest keyword or word, in characters.
    pub const LONGEST: usize = 60;

    /// A rule that proposes nothing, so that the master's title is used.
    pub fn off() -> Self {
        Self {
            enabled: false,
            pattern: Vec::new(),
            keywords: Vec::new(),
            swaps: Vec::new(),
            banned: Vec::new(),
        }
    }

    /// Checks the rule; an error names the field as in the API.
    pub fn check(&self) -> Result<(), Invalid> {
        for (at, part) in self.pattern.iter().enumerate() {
            if self.pattern[..at].contains(part) {
                return Err(Invalid::new(format!("pattern[{at}]"), "part_repeated", "each part stands once"));
            }
        }
        let lists = [
            ("keywords", self.keywords.len()),
            ("swaps", self.swaps.len()),
            ("banned", self.banned.len()),
            ("when", self.keywords.iter().map(|keyword| keyword.when.len()).max().unwrap_or(0)),
        ];
        if let Some((field, _)) = lists.into_iter().find(|(_, length)| *length > Self::MOST) {
            return Err(Invalid::new(field, "list_too_long", format!("at most {} entries", Self::MOST)));
        }
        for (at, keyword) in self.keywords.iter().enumerate() {
            phrase(&format!("keywords[{at}].text"), &keyword.text)?;
            if let Some(name) = unknown_name(&keyword.text) {
                let problem = format!("{{{name}}} is not one of {{category}}, {{brand}}, {{option}}");
                return Err(Invalid::new(format!("keywords[{at}].text"), "placeholder_unknown", problem));
            }
            if super::data::is_claim(&keyword.text) || self.bans(&keyword.text) {
                let problem = "a keyword cannot be a promotional claim or a banned word";
                return Err(Invalid::new(format!("keywords[{at}].text"), "keyword_banned", problem));
            }
            for (nth, word) in keyword.when.iter().enumerate() {
                phrase(&format!("keywords[{at}].when[{nth}]"), word)?;
            }
        }
        for (at, swap) in self.swaps.iter().enumerate() {
            phrase(&format!("swaps[{at}].from"), &swap.from)?;
            phrase(&format!("swaps[{at}].to"), &swap.to)?;
            if [&swap.from, &swap.to].into_iter().any(|text| text.chars().any(|c| c.is_ascii_digit())) {
                let problem = "numbers and codes are never replaced";
                return Err(Invalid::new(format!("swaps[{at}]"), "swap_number", problem));
            }
            if super::data::is_claim(&swap.to) || self.bans(&swap.to) {
                let problem = "a word cannot become a promotional claim or a banned word";
                return Err(Invalid::new(format!("swaps[{at}].to"), "keyword_banned", problem));
            }
        }
        for (at, word) in self.banned.iter().enumerate() {
            phrase(&format!("banned[{at}]"), word)?;
        }
        Ok(())
    }

    fn bans(&self, text: &str) -> bool {
        let says = super::data::folded_words(text);
        self.banned.iter().any(|banned| super::data::contains(&says, &super::data::folded_words(banned)))
    }
}

fn phrase(field: &str, text: &str) -> Result<(), Invalid> {
    let length = text.trim().chars().count();
    if length == 0 || length > TitleRule::LONGEST || text.chars().any(char::is_control) {
        let problem = format!("1 to {} characters on one line", TitleRule::LONGEST);
        return Err(Invalid::new(field, "phrase_malformed", problem));
    }
    Ok(())
}

fn unknown_name(text: &str) -> Option<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .find(|name| !NAMES.contains(name))
}

const NAMES: [&str; 3] = ["category", "brand", "option"];
