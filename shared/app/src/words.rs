//! The sentences that a seller reads, in both languages: the one place that has them.
//!
//! Everywhere else a code travels, with the values that belong to it. Each kind of code has a file here; a test renders
//! every code and holds that both languages are there, that neither borrows from the other, and that an error says
//! what to do. What a channel says itself is quoted beside our sentence and is never our sentence.

use std::collections::BTreeMap;

mod blockers;
mod bulk;
mod channels;
pub mod codes;
mod explanations;
mod failures;
mod flags;
mod matching;
pub mod names;
pub mod notices;
mod prices;
mod run_ends;
pub mod runs;
mod sheets;
mod stopped;
mod terms;
#[cfg(test)]
mod tests;
mod unplanned;
mod use_cases;
mod warnings;

pub use blockers::blocker;
pub use bulk::bulk_task_finished;
pub use channels::{channel_failed, held_by_promotion, work_failed};
pub use explanations::explanation;
pub use failures::{JobFailure, queue_unreachable};
pub use flags::flag;
pub use matching::{Evident, evidence};
pub use notices::{ImportCounts, ImportFailure, NewListing, Notice};
pub use prices::no_price;
pub use run_ends::{RunCounts, RunEnd};
pub use sheets::{sheet_applied, sheet_fault, sheet_outcome};
pub use stopped::Stopped;
pub use unplanned::{nothing_planned, nothing_planned_of_many};
pub use use_cases::{not_found_code, row_refused, words_of};
pub use warnings::warning;

/// A sentence or two in both languages of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerText {
    /// In Bahasa Indonesia.
    pub text: String,
    /// In English.
    pub text_en: String,
}

impl SellerText {
    pub fn new(text: impl Into<String>, text_en: impl Into<String>) -> Self {
        Self { text: text.into(), text_en: text_en.into() }
    }

    /// Both languages in one text, for what is kept as one.
    pub fn both(&self) -> String {
        format!("{} — {}", self.text, self.text_en)
    }
}

/// What is wrong with a value that the model refuses: the words of its code, with its values filled in.
pub fn invalid(invalid: &domain::Invalid) -> SellerText {
    coded(invalid.code, &invalid.values)
}

/// The words of `code`, with `values` in their places; those of a value that is not accepted where the code has none.
pub fn coded(code: &str, values: &BTreeMap<&'static str, String>) -> SellerText {
    let known = codes::find(code).unwrap_or(&codes::values::VALUE_INVALID);
    SellerText::new(filled(known.detail, values), filled(known.detail_en, values))
}

/// `text` with its values: in their places, and those without a place as a quote behind the first sentence.
fn filled(text: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut text = text.to_owned();
    for (name, value) in values {
        let place = format!("{{{name}}}");
        if text.contains(&place) {
            text = text.replace(&place, value);
        } else if let Some(end) = text.find(". ").or_else(|| text.rfind('.')) {
            text.insert_str(end, &format!(" ({})", quoted(value)));
        }
    }
    text
}

/// What somebody else said, as a quote: on one line, without quotation marks of its own, not too long.
pub(crate) fn quoted(text: &str) -> String {
    let line = domain::identity::visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = line.replace('"', "'");
    let cut: String = plain.chars().take(300).collect();
    let more = if plain.chars().count() > 300 { "…" } else { "" };
    format!("\"{cut}{more}\"")
}
