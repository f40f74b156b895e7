//! Reading a title for the audit: numbers with what touches them, sides, sizes, claims. Nothing of the generator.

use std::{collections::BTreeSet, sync::LazyLock};

use icu_normalizer::ComposingNormalizerBorrowed;

use super::fault::Fault;
use crate::{
    identity,
    matching::{
        lexicon::{self, Class},
        quantity, text,
    },
    titles::data::{LISTS, folded_words},
};

/// A number and what touches it: `M` 3x10, 25 `derajat`, `≤` 250 `g`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Number {
    before: String,
    digits: String,
    after: String,
}

impl Number {
    fn text(&self) -> String {
        let word = self.after.len() > 1 && self.after.chars().all(char::is_alphabetic);
        let spaced = self.before.is_empty() && word && is_unit(&self.after, false);
        format!("{}{}{}{}", self.before, self.digits, if spaced { " " } else { "" }, self.after)
    }

    /// A count or a measure, not a code such as `3D`.
    fn is_amount(&self) -> bool {
        self.before.is_empty() && (self.after.is_empty() || is_unit(&self.after, true))
    }
}

fn is_unit(word: &str, attached: bool) -> bool {
    quantity::unit(word, attached).is_some() || LISTS.measures.contains(word) || matches!(word, "%" | "\"")
}

/// The characters of a title in one spelling, digits as they stand: `²` is not `2`.
fn spelt(title: &str) -> Vec<char> {
    let (whole, plainer) = (ComposingNormalizerBorrowed::new_nfc(), ComposingNormalizerBorrowed::new_nfkc());
    let mut out = String::new();
    for c in whole.normalize(&text::unescape(title)).chars().filter(|c| !identity::is_invisible(*c)) {
        let plain = plainer.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        match c {
            '\u{d7}' => out.push('x'),
            '\u{2010}'..='\u{2015}' => out.push('-'),
            '\u{201c}' | '\u{201d}' | '\u{2033}' => out.push('"'),
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2032}' => out.push('\''),
            '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' => out.push_str(&plain),
            '\u{ba}' | '\u{2da}' => out.push('°'),
            // One sign for a unit, such as `㎜` and `℃`.
            '\u{2103}' | '\u{2109}' | '\u{3371}'..='\u{33df}' if !plain.contains(char::is_numeric) => {
                out.push_str(&plain);
            }
            c if c.is_alphabetic() => out.push_str(&plain),
            c => out.push(c),
        }
    }
    joined(&out.to_lowercase().replace("''", "\"").chars().collect::<Vec<_>>())
}

/// A text as [`spelt`] has it.
pub(super) fn respelt(text: &str) -> String {
    spelt(text).into_iter().collect()
}

/// `30 * 30` and `30 x 30` as `30x30`, `5~6` as `5-6`.
fn joined(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let before = out.iter().rposition(|c| !c.is_whitespace());
        let after = (at + 1..chars.len()).find(|next| !chars[*next].is_whitespace());
        let between = before
            .zip(after)
            .filter(|(before, after)| out[*before].is_numeric() && chars[*after].is_numeric());
        match (c, between) {
            ('x' | '*', Some((before, after))) => {
                out.truncate(before + 1);
                out.push('x');
                at = after;
                continue;
            }
            ('~', Some((before, after))) if before + 1 == out.len() && after == at + 1 => out.push('-'),
            _ => out.push(*c),
        }
        at += 1;
    }
    out
}

/// Signs that change what a number says, beside those of ordinary writing.
fn is_telling(c: char) -> bool {
    "#@$_^=<>*~±".contains(c)
        || matches!(u32::from(c), 0x20a0..=0x20cf | 0x2100..=0x214f | 0x2190..=0x22ff | 0x2a00..=0x2aff
            | 0x3300..=0x33ff | 0xa2..=0xa5 | 0xac | 0xf7 | 0x2030 | 0x2031 | 0x2044)
}

fn numbers(title: &str) -> Vec<Number> {
    let chars = spelt(title);
    let numeric = |at: usize| chars.get(at).is_some_and(|c| c.is_numeric() && !c.is_alphabetic());
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphabetic());
    let letters = |from: usize| (from..chars.len()).take_while(|at| letter(*at)).count();
    let taken = |from: usize, count: usize| chars[from..from + count].iter().collect::<String>();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !numeric(at) {
            at += 1;
            continue;
        }
        let start = at;
        while numeric(at) || (numeric(at - 1) && numeric(at + 1) && ".,/-:+x".contains(chars[at])) {
            at += 1;
        }
        let grown = (0..start).rev().take_while(|at| letter(*at)).count();
        let before = if grown > 0 {
            text::fold(&taken(start - grown, grown))
        } else {
            sign_before(&chars[..start]).map_or(String::new(), String::from)
        };
        let own = letters(at);
        let sign = chars.get(at).copied().filter(|c| is_telling(*c) || "\"%°".contains(*c));
        let after = match sign {
            _ if own > 0 => taken(at, own),
            Some(sign) => format!("{sign}{}", taken(at + 1, if sign == '°' { letters(at + 1) } else { 0 })),
            None if before.is_empty() => unit_behind(&chars[at..]),
            None => String::new(),
        };
        let digits = taken(start, at - start).replace(',', ".");
        found.push(Number { before, digits, after: text::fold(&after) });
    }
    found
}

/// What is before a number and changes it: a sign that touches it, or a comparison.
fn sign_before(before: &[char]) -> Option<char> {
    let touching = before.last().copied()?;
    let opens = before.len() < 2
        || before[before.len() - 2].is_whitespace()
        || "([".contains(before[before.len() - 2]);
    if is_telling(touching) || touching == '+' || (opens && matches!(touching, '-' | '.')) {
        return Some(touching);
    }
    let last = before.iter().rev().copied().find(|c| !c.is_whitespace())?;
    "≤≥<>±≈~".contains(last).then_some(last)
}

/// The unit one space behind a number, also one that is a sign, such as `㎡`.
fn unit_behind(rest: &[char]) -> String {
    let spaces = rest.iter().take_while(|c| c.is_whitespace()).count();
    if let Some(sign) = rest.get(spaces).filter(|c| !c.is_ascii() && is_telling(**c)) {
        return sign.to_string();
    }
    let word: String =
        rest[spaces..].iter().take_while(|c| c.is_alphanumeric() || "°%".contains(**c)).collect();
    let known = spaces > 0 && (is_unit(&word, false) || word.starts_with('°'));
    if known && word != "\"" { word } else { String::new() }
}

/// The numbers that a title has to keep: all but the share of a claim, `100% Original`.
fn own_numbers(master: &str, banned: &[String]) -> Vec<Number> {
    let mut numbers = numbers(master);
    let words = words(master);
    for (at, word) in words.iter().enumerate() {
        let material = at > 0 && LISTS.materials.contains(&words[at - 1]);
        if word == "100%"
            && !material
            && claims(&words[at + 1..], banned).first().is_some_and(|range| range.0 == 0)
        {
            let share = |number: &Number| number.digits == "100" && number.after == "%";
            if let Some(share) = numbers.iter().position(share) {
                numbers.remove(share);
            }
        }
    }
    numbers
}

/// Whether every number of the master is in the title as often, with what touches it, and every side and letter
/// size at all.
pub(in super::super) fn kept(master: &str, title: &str, banned: &[String]) -> bool {
    let there = numbers(title);
    let count = |list: &[Number], number: &Number| list.iter().filter(|n| *n == number).count();
    let own = own_numbers(master, banned);
    own.iter().all(|number| count(&own, number) == count(&there, number))
        && words_lost(master, title, banned).is_empty()
}

/// The numbers of `one` that `other` says otherwise.
pub(in super::super) fn unlike(one: &str, other: &str) -> Vec<String> {
    let (one, other) = (numbers(one), numbers(other));
    if one == other {
        return Vec::new();
    }
    let mut unlike: Vec<&Number> = one.iter().filter(|number| !other.contains(number)).collect();
    if unlike.is_empty() {
        unlike = one.iter().collect();
    }
    unlike.iter().map(|number| number.text()).collect()
}

/// The numbers, with their units and the letters grown to them, that are in only one of two titles.
pub fn numbers_changed(one: &str, other: &str) -> Vec<String> {
    let (one, other) = (numbers(one), numbers(other));
    let only = |here: &[Number], there: &[Number]| {
        here.iter().filter(|number| !there.contains(number)).map(Number::text).collect::<Vec<_>>()
    };
    [only(&one, &other), only(&other, &one)].concat()
}

pub(super) fn numbers_lost(master: &str, title: &str, banned: &[String]) -> Vec<Fault> {
    let there = numbers(title);
    let lost = own_numbers(master, banned).into_iter().filter(|number| !there.contains(number));
    lost.map(|number| Fault::NumberLost { word: number.text() }).collect()
}

pub(super) fn numbers_added(master: &str, title: &str, keywords: &[&str]) -> Vec<Fault> {
    let mut known = numbers(master);
    known.extend(keywords.iter().flat_map(|keyword| numbers(keyword)));
    let added = numbers(title).into_iter().filter(|number| number.is_amount() && !known.contains(number));
    added.map(|number| Fault::NumberAdded { word: number.text() }).collect()
}

/// The words of a title between spaces, folded, without punctuation around them.
fn words(title: &str) -> Vec<String> {
    let folded = text::fold(&text::unescape(title));
    let words = folded
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !"&+%\"".contains(c)));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

static CLAIMS: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| LISTS.claims.iter().map(|phrase| folded_words(phrase)).collect());

/// The places of claims and banned phrases in `words`: the first word and how many.
fn claims(words: &[String], banned: &[String]) -> Vec<(usize, usize)> {
    let banned: Vec<Vec<String>> = banned.iter().map(|phrase| folded_words(phrase)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let phrases = CLAIMS.iter().chain(&banned);
        let here = phrases.filter(|phrase| !phrase.is_empty() && words[at..].starts_with(phrase));
        match here.map(Vec::len).max() {
            Some(length) => {
                found.push((at, length));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

pub(super) fn claim(title: &str, banned: &[String]) -> Option<String> {
    let words = words(title);
    claims(&words, banned).first().map(|(at, length)| words[*at..at + length].join(" "))
}

/// The master's words without its claims and what only leads to them.
pub(super) fn claimless(master: &str, banned: &[String]) -> Vec<String> {
    let words = words(master);
    let claims = claims(&words, banned);
    let leads = |at: usize| {
        let word = &words[at];
        (LISTS.prefixes.contains(word) && !LISTS.alone.contains(word))
            || LISTS.joints.contains(word)
            || word == "100%"
    };
    let mut claimed = vec![false; words.len()];
    for (from, length) in claims {
        claimed[from..from + length].fill(true);
        let led = (0..from).rev().take_while(|at| leads(*at)).count();
        claimed[from - led..from].fill(true);
    }
    let kept = words.iter().zip(claimed).filter(|(_, claimed)| !claimed);
    kept.map(|(word, _)| word.clone()).collect()
}

/// Sides by their canonical names, and letter sizes.
fn telling_words(words: &[String]) -> BTreeSet<String> {
    let parts = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric() && c != '\''));
    let telling = |word: &str| {
        let name = lexicon::canonical(word);
        let side = matches!(lexicon::class(name), Some(Class::Side));
        let letters = matches!(word, "xxs" | "xs" | "s" | "m" | "l" | "xl" | "xxl" | "xxxl");
        side.then(|| name.to_owned()).or(letters.then(|| word.to_owned()))
    };
    parts.filter_map(telling).collect()
}

pub(super) fn words_lost(master: &str, title: &str, banned: &[String]) -> Vec<Fault> {
    let there = telling_words(&words(title));
    let lost = telling_words(&claimless(master, banned)).into_iter().filter(|word| !there.contains(word));
    lost.map(|word| Fault::WordLost { word }).collect()
}

/// A word that occurs twice. Units, joints, and what belongs to a number may.
pub(super) fn twice(title: &str) -> Option<String> {
    let words = words(title);
    let digit = |at: usize| words.get(at).is_some_and(|word| word.contains(char::is_numeric));
    let joint = |at: usize| words.get(at).is_some_and(|word| LISTS.joints.contains(word));
    let prefix = |at: usize| words.get(at).is_some_and(|word| LISTS.prefixes.contains(word));
    // From the numbers outwards: their neighbours, what a joint ties to these, and prefixes in front.
    let mut bound: Vec<bool> =
        (0..words.len()).map(|at| digit(at) || digit(at + 1) || (at > 0 && digit(at - 1))).collect();
    for _ in 0..words.len() {
        let before = bound.clone();
        for (at, own) in bound.iter_mut().enumerate() {
            let next = before.get(at + 1).copied().unwrap_or(false);
            let last = at > 0 && before[at - 1];
            let tied = (next && (joint(at) || joint(at + 1) || prefix(at)))
                || (last && (joint(at) || joint(at - 1)));
            *own |= tied;
        }
        if bound == before {
            break;
        }
    }
    let free = |at: usize| joint(at) || prefix(at) || is_unit(&words[at], false);
    (0..words.len()).find_map(|at| {
        let first = words[..at].iter().position(|word| *word == words[at])?;
        let apart = bound[at] || bound[first] || free(at);
        (!apart).then(|| words[at].clone())
    })
}

/// An emoji, a control character, an HTML or backslash escape.
pub(super) fn sign(title: &str) -> Option<String> {
    let emoji = |c: &char| {
        c.is_control()
            || matches!(u32::from(*c), 0x1f000..=0x1faff | 0xfe0f | 0x200d | 0x20e3 | 0x231a..=0x231b | 0x23e9..=0x23f3
                | 0x2614..=0x2615 | 0x2648..=0x2653 | 0x26a1 | 0x26aa..=0x26ab | 0x26bd..=0x26be | 0x2705 | 0x2728
                | 0x274c | 0x274e | 0x2753..=0x2757 | 0x2795..=0x2797 | 0x2b50 | 0x2b55)
    };
    if let Some(found) = title.chars().find(emoji) {
        return Some(found.to_string());
    }
    if title.contains('\\') {
        return Some("\\".to_owned());
    }
    title.match_indices('&').find_map(|(at, _)| {
        let rest = &title[at + 1..];
        let end = rest.find(';').filter(|end| (2..=8).contains(end))?;
        let name = rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        name.then(|| title[at..=at + 1 + end].to_owned())
    })
}
