//! Listings that a person moves from product to product.

use std::{cmp::Reverse, collections::BTreeSet};

use domain::{
    Channel, ListingKey, Product, ProductId,
    master::{Proposal, forget},
};

use super::{
    master,
    sources::{self, Claims, Context, Gathered, is_remote},
};
use crate::{
    Ports, StoreError,
    ports::{Listing, ListingState, Versioned},
};

type Made = Option<(Product, Vec<Versioned<ListingState>>)>;

/// `product` built of its listings and of `moving`, and the states that change with it. SKUs of `giving_up` are free:
/// it is emptied in the same moment. `then` may put values of its own in what was built; listings have their say beside
/// them. Nothing where the listings do not fit.
pub(crate) async fn joined(
    ports: &Ports,
    product: &Product,
    moving: &[Listing],
    giving_up: Option<&ProductId>,
    then: impl FnOnce(&Proposal) -> Option<Product> + Send,
) -> Result<Made, StoreError> {
    let context = Context::read(ports).await?;
    let mut gathered = sources::of_product(ports, &product.id).await?;
    gathered.extend(moving.iter().map(|listing| Gathered::of(ports, loose(listing))));
    sources::look_at_pictures(ports, &mut gathered).await?;
    let mut claims = sources::claims_of(ports, &gathered).await?;
    claims.retain(|_, claim| Some(&claim.product) != giving_up);
    Ok(built(&context, &product.id, Some(product), &gathered, &claims, then))
}

/// A product of its own for a listing that leaves `from`, which keeps the SKUs `kept`. `then` as for [`joined`].
pub(crate) async fn alone(
    ports: &Ports,
    listing: &Listing,
    from: &ProductId,
    kept: &BTreeSet<String>,
    then: impl FnOnce(&Proposal) -> Option<Product> + Send,
) -> Result<Made, StoreError> {
    let context = Context::read(ports).await?;
    let gathered = [Gathered::of(ports, loose(listing))];
    let mut claims = sources::claims_of(ports, &gathered).await?;
    claims.retain(|sku, claim| &claim.product != from || kept.contains(sku));
    let ids: Vec<ProductId> = own_ids(&listing.observed.key).collect();
    let used = ports.products.get_many(&ids).await?;
    let id = ids.into_iter().find(|id| used.iter().all(|product| &product.value.id != id));
    Ok(id.and_then(|id| built(&context, &id, None, &gathered, &claims, then)))
}

/// `product` built of `rest` alone: values of the listings `leaving` are removed, what a person typed stays.
pub(crate) async fn without(
    ports: &Ports,
    product: &Product,
    rest: &[Listing],
    leaving: &BTreeSet<ListingKey>,
) -> Result<Made, StoreError> {
    let context = Context::read(ports).await?;
    let mut gathered: Vec<Gathered> =
        rest.iter().map(|listing| Gathered::of(ports, listing.clone())).collect();
    sources::look_at_pictures(ports, &mut gathered).await?;
    let claims = sources::claims_of(ports, &gathered).await?;
    // Of equal ones that with the smaller name.
    let named =
        rest.iter().map(|listing| (Reverse(listing.observed.content.offers.len()), &listing.observed.key));
    let heir = named.min().map(|(_, key)| key);
    let bare = forget(product, leaving, heir);
    let made = built(&context, &product.id, Some(&bare), &gathered, &claims, |_| None);
    Ok(made.map(|(mut left, states)| {
        left.sources.retain(|_, said| said.from.listing().is_none_or(|key| !leaving.contains(key)));
        (left, states)
    }))
}

fn built(
    context: &Context,
    id: &ProductId,
    current: Option<&Product>,
    gathered: &[Gathered],
    claims: &Claims,
    then: impl FnOnce(&Proposal) -> Option<Product>,
) -> Made {
    let all: Vec<&Gathered> = gathered.iter().collect();
    let mut proposal = sources::build(context, id, current, &all, claims).ok()?;
    if let Some(product) = then(&proposal) {
        let mut linked = gathered.to_vec();
        for source in &mut linked {
            source.listing.state.value.links = proposal.links.get(source.key()).cloned().unwrap_or_default();
        }
        let all: Vec<&Gathered> = linked.iter().collect();
        proposal = sources::build(context, id, Some(&product), &all, claims).ok()?;
    }
    let states = gathered.iter().filter_map(|source| source.state_in(&proposal, context.now)).collect();
    Some((proposal.product, states))
}

/// The ids that a listing's own product may have.
pub(crate) fn own_ids(key: &ListingKey) -> impl Iterator<Item = ProductId> {
    master::ids(key)
}

/// What a merger took out of the seller's own store, as it is when `product` is one of its own again.
pub(crate) async fn withdrawn(
    ports: &Ports,
    product: &ProductId,
) -> Result<Vec<Versioned<ListingState>>, StoreError> {
    let keys = ports.listings.of_product(product).await?;
    let keys: Vec<ListingKey> = keys.into_iter().filter(|key| !is_remote(ports, key)).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let listings = ports.listings.get_many(&keys).await?.into_iter().map(|listing| listing.state);
    let mut states: Vec<Versioned<ListingState>> =
        listings.filter(|state| state.value.gone && state.value.product.as_ref() == Some(product)).collect();
    for state in &mut states {
        state.value.gone = false;
    }
    Ok(states)
}

/// The channels of a product that has these listings now. The seller's own store is none of them and stays.
pub(crate) fn channels_with<'a>(
    ports: &Ports,
    product: &Product,
    listings: impl IntoIterator<Item = &'a Listing>,
) -> BTreeSet<Channel> {
    let own = |channel: &&Channel| ports.marketplaces.get(channel).is_some_and(|m| !m.capabilities().remote);
    let own = product.channels.iter().filter(own).cloned();
    own.chain(listings.into_iter().map(|listing| listing.observed.key.channel.clone())).collect()
}

/// The listing without its links: they name variants of the product that it leaves.
fn loose(listing: &Listing) -> Listing {
    let mut loose = listing.clone();
    loose.state.value.links.clear();
    loose
}
