//! Matches: finding which listings of two shops are one product, and what a person decides about them.
//!
//! [`match_shops`] is the import's part: it reads two shops, asks `domain::matching`, and stores what changed. What is
//! sure is linked when masters are built, the rest is offered. [`accept`], [`reject`], [`undo`], [`link`] and
//! [`unlink`] are a person's part, and they always win: nothing that a person decided is compared again.

use std::collections::BTreeSet;

use domain::{Channel, ShopId};

use crate::{Ports, StoreError, UseCaseError};

mod bulk;
mod carry;
mod decide;
mod found;
mod held;
mod link;
mod part;
mod queue;
mod revert;
mod run;
mod shelf;
mod standing;
mod unite;

pub use bulk::{DecidedMany, Results, Verdict, Which, decide_many};
pub(super) use bulk::{page, undo_task};
pub(super) use decide::withdraw_offers;
pub use decide::{accept, reject, undo};
pub use found::Found;
pub use link::{Linked, To, link, unlink};
pub use queue::{Asked, CANDIDATES, Counts, Entry, Filter, Queue, QueueTier, WORTH_A_LOOK, counts, queue};
pub use run::match_shops;

/// A shop with its channel.
pub type Shop = (Channel, ShopId);

fn refused<T>(code: &'static str, reason: String) -> Result<T, UseCaseError> {
    Err(UseCaseError::Refused { code, reason })
}

/// The connected shops of all channels that list by themselves.
pub(super) async fn shops(ports: &Ports) -> Result<BTreeSet<Shop>, StoreError> {
    let mut shops = BTreeSet::new();
    for marketplace in ports.marketplaces.all() {
        let channel = &marketplace.capabilities().channel;
        if !marketplace.capabilities().remote {
            continue;
        }
        if let Some(connection) = ports.connections.get(channel).await? {
            shops.extend(connection.value.shops.into_keys().map(|shop| (channel.clone(), shop)));
        }
    }
    Ok(shops)
}
