//! The calls: signed, sent, and read.

mod account;
mod call;
pub(crate) mod categories;
pub(crate) mod create;
pub(crate) mod edits;
mod listings;
pub(crate) mod logistics;
mod media;
mod notices;
mod parse_error;
mod send;
pub mod sign;
