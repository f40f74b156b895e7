//! The calls: signed, sent, and read.

pub mod account;
mod body;
pub mod catalogue;
pub(crate) mod create;
pub(crate) mod edits;
pub(crate) mod parse_error;
pub(crate) mod products;
pub(crate) mod send;
pub mod sign;
