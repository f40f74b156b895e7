//! From base price to channel price, every step in whole rupiah.
//!
//! Owns: price rules and their scopes, dated fee schedules, quotes and the reasons for missing ones, all exact and
//! pure. Refuses: clocks (the day is an argument), stores, and floats. `docs/PRICING.md` explains the same in words.
//!
//! A mark-up is not a margin: base + 15 % against a commission of 15 % leaves 97.75 % of the base, because the
//! commission is taken of the higher price. Use [`Method::KeepNet`] to keep the base.

mod book;
mod check;
mod compute;
mod fees;
mod listing;
mod net;
mod outcome;
mod preset;
mod recompute;
mod rounding;
mod rule;
mod scope;

pub use book::{PriceBook, Stored};
pub use check::{check_rule, check_schedule};
pub use compute::{Item, NO_FLOOR, quote, quote_item};
pub use fees::{Fee, FeeGroup, FeeKind, FeeSchedule, FeeVersion, in_force, keeps_of};
pub use listing::listing_quotes;
pub use net::QUANTITIES;
pub use outcome::{FeeTaken, NoPrice, Quote, QuoteOutcome, QuoteStep, same_figures};
pub use preset::{FeePreset, presets};
pub use recompute::recompute;
pub use rounding::Rounding;
pub use rule::{At, Chosen, Method, NetTarget, PriceRule};
pub use scope::{Scope, fold_category};

#[cfg(test)]
mod tests;
