//! Masters in and out as spreadsheets: what an uploaded sheet would change is shown first, and only what a person
//! accepted is written, each product by the version that was compared with.
//!
//! - *Reading changes nothing.* [`check()`] compares every row with what is stored and keeps the outcome: the very
//!   products that would be written, the errors with sheet, row and column, and a hash over all of it.
//! - *A cell that says what an export would say changes nothing*, so an export that is read again is no change at all.
//! - *A product with one error is not touched at all*; the others can be accepted without it.
//! - *Applying repeats harmlessly.* A batch writes its products, then the audit, then sends them to pricing, then keeps
//!   what became of each, then sends the next batch. A repeat finds products that are already as accepted.
//!
//! The rules are explained to people in `docs/SHEETS.md`.

mod apply;
mod check;
mod claims;
mod compare;
mod damage;
mod export;
mod group;
mod place;
mod product;
mod rows;
mod variants;

pub use apply::{accept, give_up, handle};
pub use check::check;
pub use export::export;

/// How many errors of a sheet are kept to be read; all are counted.
const MAX_ERRORS: usize = 5_000;
