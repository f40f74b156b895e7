//! A listing joins a product that exists.

use domain::Product;

use super::sources::{self, Claims, Context, Gathered};
use crate::{
    Ports, StoreError,
    ports::{Listing, ListingState, Versioned},
};

/// The product built of its listings and this one, and the states that change with it. Nothing where they do not fit:
/// an offer that the product lacks and that its axes cannot express, or more than a product holds.
pub(super) async fn join(
    ports: &Ports,
    context: &Context,
    product: &Product,
    listing: &Listing,
    claims: &Claims,
) -> Result<Option<(Product, Vec<Versioned<ListingState>>)>, StoreError> {
    let mut gathered = sources::of_product(ports, &product.id).await?;
    let mut known = claims.clone();
    known.extend(sources::claims_of(ports, &gathered).await?);
    gathered.push(Gathered::of(ports, listing.clone()));
    sources::look_at_pictures(ports, &mut gathered).await?;
    let all: Vec<&Gathered> = gathered.iter().collect();
    let Ok(proposal) = sources::build(context, &product.id, Some(product), &all, &known) else {
        return Ok(None);
    };
    let states = gathered.iter().filter_map(|source| source.state_in(&proposal, context.now)).collect();
    Ok(Some((proposal.product, states)))
}
