//! How things stood around a decision. As long as nothing moved since, taking it back restores them whole; else what can
//! be taken back is worked out by [`super::split`] and [`super::merge`].

use std::collections::{BTreeMap, BTreeSet};

use domain::{ListingKey, Product, ProductId, ProductStatus};

use super::{merge::Moves, product_listings, split::owned_elsewhere};
use crate::{
    Ports, StoreError,
    ports::{MatchRecord, Moved, Place, Standing, Versioned},
};

/// What to keep with the decision that becomes version `decided` of its record and does `moves`.
pub(super) async fn around(
    ports: &Ports,
    decided: u64,
    moves: &Moves,
) -> Result<Option<Standing>, StoreError> {
    if moves.is_empty() {
        return Ok(None);
    }
    let to: BTreeMap<ListingKey, Place> =
        moves.listings.iter().map(|state| (state.value.key.clone(), Place::of(&state.value))).collect();
    let keys: Vec<ListingKey> = to.keys().cloned().collect();
    let from = ports.listings.get_many(&keys).await?;
    let from: BTreeMap<ListingKey, Place> =
        from.into_iter().map(|listing| (listing.observed.key, Place::of(&listing.state.value))).collect();
    let places = to.into_iter().filter_map(|(key, to)| {
        let from = from.get(&key)?.clone();
        Some((key, Moved { from, to }))
    });
    Ok(Some(Standing {
        decided,
        before: moves.before.clone(),
        after: moves.products.iter().map(|p| (p.value.id.clone(), p.version + 1)).collect(),
        moved: places.collect(),
    }))
}

/// All as it was before the decision of `record`; nothing where something moved since or was not kept.
pub(super) async fn restored(
    ports: &Ports,
    record: &Versioned<MatchRecord>,
) -> Result<Option<Moves>, StoreError> {
    let standing = ports.matches.standing(&record.value.id).await?;
    let Some(standing) = standing.filter(|standing| standing.decided == record.version) else {
        return Ok(None);
    };
    let ids: Vec<ProductId> = standing.after.keys().cloned().collect();
    let products = ports.products.get_many(&ids).await?;
    let keys: Vec<ListingKey> = standing.moved.keys().cloned().collect();
    let listings = ports.listings.get_many(&keys).await?;
    let stand = products.len() == ids.len()
        && products.iter().all(|product| standing.after.get(&product.value.id) == Some(&product.version))
        && listings.len() == keys.len()
        && listings.iter().all(|listing| {
            let moved = standing.moved.get(&listing.observed.key);
            moved.is_some_and(|moved| moved.to.is_same(&Place::of(&listing.state.value)))
        });
    if !stand {
        return Ok(None);
    }
    let mut moves = Moves::default();
    for product in products {
        let before = standing.before.iter().find(|before| before.id == product.value.id);
        let value = match before {
            Some(before) => Product { updated_at: ports.clock.now(), ..before.clone() },
            None => match unmade(ports, &standing, &product.value).await? {
                Some(unmade) => unmade,
                None => return Ok(None),
            },
        };
        moves.products.push(Versioned { value, version: product.version });
        moves.before.push(product.value);
    }
    let restored: Vec<&Product> = moves.products.iter().map(|product| &product.value).collect();
    if !owned_elsewhere(ports, &restored).await?.is_empty() {
        return Ok(None);
    }
    // The product that goes on is named first.
    moves.products.sort_by_key(|product| product.value.merged_into.is_some());
    for listing in listings {
        let Some(before) = standing.moved.get(&listing.observed.key) else { continue };
        let Versioned { value, version } = listing.state;
        moves.listings.push(Versioned { value: before.back(value), version });
    }
    Ok(Some(moves))
}

/// The product that the decision made, emptied again. Nothing where it has got more since.
async fn unmade(
    ports: &Ports,
    standing: &Standing,
    product: &Product,
) -> Result<Option<Product>, StoreError> {
    let listings = ports.listings.of_product(&product.id).await?;
    if listings.iter().any(|key| !standing.moved.contains_key(key))
        || product_listings::with_exceptions(ports).await?.contains(&product.id)
    {
        return Ok(None);
    }
    let mut came = standing.moved.values().filter(|moved| moved.to.product.as_ref() == Some(&product.id));
    let Some(home) = came.find_map(|moved| moved.from.product.clone()) else { return Ok(None) };
    Ok(Some(Product {
        status: ProductStatus::Archived,
        merged_into: Some(home),
        channels: BTreeSet::new(),
        updated_at: ports.clock.now(),
        ..product.clone()
    }))
}
