//! TikTok Shop's JSON and nothing else: field names as its pages spell them, misspellings included.
//!
//! Ids come as texts or as numbers, lists as `null`, prices and measures as texts: all are read here so that nobody
//! else has to know.

#![expect(clippy::struct_field_names, reason = "the names are the channel's")]

pub mod account;
pub mod categories;
pub mod edit;
pub mod envelope;
pub mod fields;
pub mod listing;
pub mod logistics;
pub mod notice;
