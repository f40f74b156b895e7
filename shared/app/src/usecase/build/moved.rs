//! Listings that a person moves from product to product.

use std::collections::BTreeSet;

use domain::{ListingKey, Product, ProductId};

use super::{
    master,
    sources::{self, Context, Gathered},
};
use crate::{
    Ports, StoreError,
    ports::{Listing, ListingState, Versioned},
};

type Made = Option<(Product, Vec<Versioned<ListingState>>)>;

/// `product` built of its listings and of `moving`, and the states that change with it. SKUs of `giving_up` are free:
/// it is emptied in the same moment. Nothing where the listings do not fit.
pub(crate) async fn joined(
    ports: &Ports,
    product: &Product,
    moving: &[Listing],
    giving_up: Option<&ProductId>,
) -> Result<Made, StoreError> {
    let context = Context::read(ports).await?;
    let mut gathered = sources::of_product(ports, &product.id).await?;
    gathered.extend(moving.iter().map(|listing| Gathered::of(ports, loose(listing))));
    sources::look_at_pictures(ports, &mut gathered).await?;
    let mut claims = sources::claims_of(ports, &gathered).await?;
    claims.retain(|_, claim| Some(&claim.product) != giving_up);
    let all: Vec<&Gathered> = gathered.iter().collect();
    let Ok(proposal) = sources::build(&context, &product.id, Some(product), &all, &claims) else {
        return Ok(None);
    };
    let states = gathered.iter().filter_map(|source| source.state_in(&proposal)).collect();
    Ok(Some((proposal.product, states)))
}

/// A product of its own for a listing that leaves `from`, which keeps the SKUs `kept`.
pub(crate) async fn alone(
    ports: &Ports,
    listing: &Listing,
    from: &ProductId,
    kept: &BTreeSet<String>,
) -> Result<Made, StoreError> {
    let context = Context::read(ports).await?;
    let gathered = Gathered::of(ports, loose(listing));
    let mut claims = sources::claims_of(ports, [&gathered]).await?;
    claims.retain(|sku, claim| &claim.product != from || kept.contains(sku));
    let ids: Vec<ProductId> = own_ids(&listing.observed.key).collect();
    let used = ports.products.get_many(&ids).await?;
    let id = ids.into_iter().find(|id| used.iter().all(|product| &product.value.id != id));
    let made = id.and_then(|id| master::own(&id, &gathered, &claims, &context));
    Ok(made.map(|master| (master.product, master.listings)))
}

/// The ids that a listing's own product may have.
pub(crate) fn own_ids(key: &ListingKey) -> impl Iterator<Item = ProductId> {
    master::ids(key)
}

/// The listing without its links: they name variants of the product that it leaves.
fn loose(listing: &Listing) -> Listing {
    let mut loose = listing.clone();
    loose.state.value.links.clear();
    loose
}
