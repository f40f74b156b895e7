//! Two products that become one, and what undoing that takes back.
//!
//! Owns: what a person typed when listings go to another product; the product without the effect of a merger.
//! Refuses: which listings are one product (people and `matching` decide), reading and writing.

mod revert;
mod typed_values;

pub use revert::revert;
pub use typed_values::{Links, MERGE_DIFFERS, TypedValues};
