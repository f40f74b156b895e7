//! A master of its own, out of one listing.

use domain::{ListingKey, ProductId};

use super::sources::{self, Claims, Context, Gathered};
use crate::ports::NewMaster;

/// The ids that a listing's own master may have, in the order in which they are tried. Repeating the work finds the
/// first; the others serve a listing that was unlinked from the product it made, which keeps its id.
pub(super) fn ids(key: &ListingKey) -> impl Iterator<Item = ProductId> {
    let key = key.to_string();
    (0..8).map(move |time: u8| match time {
        0 => ProductId::derived(&[&key]),
        later => ProductId::derived(&[&key, &later.to_string()]),
    })
}

/// The master that a listing makes. SKUs in `claims` belong to others: their variants stay without one and the product
/// says so; the listing keeps what it says. `None` for a listing that no product can hold.
pub(super) fn own(
    id: &ProductId,
    listing: &Gathered,
    claims: &Claims,
    context: &Context,
) -> Option<NewMaster> {
    let proposal = sources::build(context, id, None, &[listing], claims).ok()?;
    let state = listing.state_in(&proposal, context.now)?;
    Some(NewMaster { product: proposal.product, listings: vec![state] })
}
