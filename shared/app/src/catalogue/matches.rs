//! Matches: finding which listings of two shops are one product, and what a person decides about them.
//!
//! [`match_shops`] is the import's part: it reads two shops, asks `domain::matching`, and stores what changed. What is
//! sure is linked when masters are built, the rest is offered. [`accept`], [`reject`], [`undo`], [`link`] and
//! [`unlink`] are a person's part, and they always win: nothing that a person decided is compared again.

use crate::UseCaseError;

mod bulk;
mod decide;
mod found;
mod link;
mod merge;
mod product_listings;
mod queue;
mod restore_point;
mod run;
mod shop_items;
mod split;

pub use bulk::{DecidedMany, Results, Verdict, Which, decide_many};
pub(crate) use bulk::{page, undo_task};
pub(crate) use decide::withdraw_offers;
pub use decide::{accept, reject, undo};
pub use found::Found;
pub use link::{Linked, To, link, unlink};
pub use queue::{Asked, CANDIDATES, Counts, Entry, Filter, Queue, QueueTier, WORTH_A_LOOK, counts, queue};
pub use run::match_shops;

fn refused<T>(code: &'static str, reason: String) -> Result<T, UseCaseError> {
    Err(UseCaseError::Refused { code, reason })
}
