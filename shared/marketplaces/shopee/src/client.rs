//! The calls: signed, sent, and read.

mod account;
mod ahead;
pub(crate) mod call;
pub(crate) mod categories;
pub(crate) mod create;
pub(crate) mod edits;
mod listings;
pub(crate) mod logistics;
mod media;
pub(crate) mod notices;
pub(crate) mod parse_error;
pub(crate) mod promotions;
mod send;
pub mod sign;
