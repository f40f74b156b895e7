//! Telling the seller: what a notification or an entry of the audit is about.

pub mod target;
