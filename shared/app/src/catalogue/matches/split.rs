//! A listing leaves its product again: what changes, before anything is written.

use std::collections::BTreeSet;

use domain::{
    ListingKey, Product, ProductId, ProductStatus, Variant, VariantId,
    merge::{TypedValues, revert},
};
use serde_json::Map;

use super::{
    merge::{Moves, loose},
    product_listings::ProductListings,
    refused,
};
use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::master_builder,
    ports::{Listing, ListingState, Merger, Versioned},
};

/// Takes a listing out of its product again: into the product that it came from where there is one, else into one of
/// its own. Its values go with it; what a person typed stays.
pub(super) async fn split(
    ports: &Ports,
    listing: &Listing,
    merger: Option<Merger>,
) -> Result<Moves, UseCaseError> {
    let Some(product) = &listing.state.value.product else { return Ok(Moves::default()) };
    let from = ProductListings::read(ports, product).await?;
    if let Some(merger) = merger.filter(|merger| &merger.before.id == product)
        && let Some(moves) = unmerge(ports, &from, &merger).await?
    {
        return Ok(moves);
    }
    let key = &listing.observed.key;
    let rest: Vec<Listing> =
        from.listings.iter().filter(|other| &other.observed.key != key).cloned().collect();
    let gone = listing.state.value.gone;
    let restored = came_from(ports, key, product).await?.filter(|_| !gone);
    if rest.is_empty() && restored.is_none() && !gone {
        return refused("listing_alone", format!("{key} has its product to itself"));
    }
    let before = &from.product.value;
    let stays: Vec<&Listing> =
        from.listings.iter().chain(&from.gone).filter(|other| &other.observed.key != key).collect();
    let mut left = without_variants_of(before, listing, &rest);
    left.channels = master_builder::channels_with(ports, &left, stays);
    let (left, mut listings) = kept(ports, &left, &rest, &BTreeSet::from([key.clone()])).await?;
    let mut moves = Moves { before: vec![before.clone()], ..Moves::default() };
    if gone {
        // There is nothing to make a product of; should it come back, it is matched again.
        listings.push(loose(listing));
        moves.products.push(Versioned { value: left, version: from.product.version });
        return Ok(Moves { listings, ..moves });
    }
    let owned: BTreeSet<String> = left.owned_skus().map(|(_, sku)| sku.folded()).collect();
    let restored_product = restored.as_ref().map(|restored| restored.value.clone());
    let typed_values = TypedValues {
        from: before,
        into: restored_product.as_ref(),
        // A variant that other listings sell too keeps what a person typed.
        links: [(key.clone(), listing.state.value.links.clone())]
            .into_iter()
            .map(|(key, mut links)| {
                links.retain(|_, variant| left.variant(variant).is_none());
                (key, links)
            })
            .collect(),
        whole: false,
    };
    let mut left_out = Map::new();
    let then = |proposal: &domain::master::Proposal| typed_values.apply(proposal, &mut left_out);
    let version = restored.as_ref().map_or(0, |restored| restored.version);
    let built = match restored {
        Some(Versioned { value, .. }) => {
            listings.extend(master_builder::withdrawn(ports, &value.id).await?);
            moves.before.push(value.clone());
            let value = Product { status: ProductStatus::Active, merged_into: None, ..value };
            master_builder::joined(ports, &value, std::slice::from_ref(listing), Some(product), then).await?
        }
        None => master_builder::alone(ports, listing, product, &owned, then).await?,
    };
    let Some((mut own, states)) = built else {
        return refused("match_does_not_fit", format!("{key} cannot be a product of its own"));
    };
    leave_skus(&mut own, &owned);
    listings.extend(states);
    moves.products.push(Versioned { value: left, version: from.product.version });
    moves.products.push(Versioned { value: own, version });
    Ok(Moves { listings, left_out, ..moves })
}

/// Variants that came with the listing go with it, unless another listing sells them too.
fn without_variants_of(product: &Product, listing: &Listing, rest: &[Listing]) -> Product {
    let key = &listing.observed.key;
    let sold: BTreeSet<&VariantId> = rest.iter().flat_map(|other| other.state.value.links.values()).collect();
    let offers = &listing.observed.content.offers;
    let derived = |offer: &domain::Offer| {
        VariantId::derived(&[product.id.as_str(), &key.to_string(), offer.id.as_str()])
    };
    let came: BTreeSet<VariantId> = offers.iter().map(derived).collect();
    let stays = |variant: &Variant| !came.contains(&variant.id) || sold.contains(&variant.id);
    let mut left = product.clone();
    if left.variants.iter().any(stays) {
        left.variants.retain(stays);
        left.sources.retain(|name, _| {
            domain::master::variant_of(name).is_none_or(|id| left.variants.iter().any(|v| v.id == id))
        });
    }
    left
}

/// `left` built of those that stay, with the states that change. Prices follow from it, so that it is never left with
/// what the others said.
async fn kept(
    ports: &Ports,
    left: &Product,
    rest: &[Listing],
    leaving: &BTreeSet<ListingKey>,
) -> Result<(Product, Vec<Versioned<ListingState>>), UseCaseError> {
    match master_builder::without(ports, left, rest, leaving).await? {
        Some(made) => Ok(made),
        None => refused("match_does_not_fit", format!("the listings that stay cannot be {} alone", left.id)),
    }
}

/// The product that the listing once had and that was merged into `now`.
async fn came_from(
    ports: &Ports,
    key: &ListingKey,
    now: &ProductId,
) -> Result<Option<Versioned<Product>>, StoreError> {
    let ids: Vec<ProductId> = master_builder::own_ids(key).collect();
    let mut known = ports.products.get_many(&ids).await?;
    known.retain(|product| product.value.merged_into.as_ref() == Some(now));
    Ok(known.pop())
}

/// Both products as they were, but for what changed since. Nothing when the emptied product went elsewhere.
async fn unmerge(
    ports: &Ports,
    from: &ProductListings,
    merger: &Merger,
) -> Result<Option<Moves>, UseCaseError> {
    let Some(emptied) = ports.products.get(&merger.emptied.id).await? else { return Ok(None) };
    let id = &from.product.value.id;
    if emptied.value.merged_into.as_ref() != Some(id) {
        return Ok(None);
    }
    let moved = |listing: &&Listing| merger.moved.contains_key(&listing.observed.key);
    let (back, rest): (Vec<&Listing>, Vec<&Listing>) = from.listings.iter().partition(moved);
    let (lost, gone): (Vec<&Listing>, Vec<&Listing>) = from.gone.iter().partition(moved);
    // What was deleted in its shop before the merger belongs to no product since.
    let keys: Vec<ListingKey> = merger.moved.keys().chain(merger.detached.keys()).cloned().collect();
    let mut detached = ports.listings.get_many(&keys).await?;
    detached.retain(|listing| listing.state.value.gone && listing.state.value.product.is_none());
    if back.is_empty() && lost.is_empty() {
        return Ok(None);
    }
    let now = ports.clock.now();
    let sold: BTreeSet<&VariantId> = rest.iter().flat_map(|other| other.state.value.links.values()).collect();
    let mut left = revert(&merger.before, &merger.after, &from.product.value, &sold);
    let stays = rest.iter().chain(&gone).copied();
    let again = detached.iter().filter(|listing| merger.detached.contains_key(&listing.observed.key));
    left.channels = master_builder::channels_with(ports, &left, stays.chain(again));
    left.updated_at = now;
    let mut listings = Vec::new();
    // Built again since the merger, it says what the others said.
    let leaving: BTreeSet<ListingKey> = merger.moved.keys().cloned().collect();
    let said = |product: &Product| {
        product.sources.values().any(|said| said.from.listing().is_some_and(|key| leaving.contains(key)))
    };
    if said(&left) {
        let rest: Vec<Listing> = rest.into_iter().cloned().collect();
        (left, listings) = kept(ports, &left, &rest, &leaving).await?;
    }
    let mut restored = Product {
        status: merger.emptied.status,
        merged_into: None,
        channels: merger.emptied.channels.clone(),
        updated_at: now,
        ..emptied.value.clone()
    };
    let theirs = detached.iter().filter(|listing| merger.moved.contains_key(&listing.observed.key));
    let with = back.iter().chain(&lost).copied().chain(theirs.clone());
    restored.channels = master_builder::channels_with(ports, &restored, with);
    let mut owned = owned_elsewhere(ports, &[&left, &restored]).await?;
    leave_skus(&mut left, &owned);
    owned.extend(left.owned_skus().map(|(_, sku)| sku.folded()));
    leave_skus(&mut restored, &owned);
    for listing in back.into_iter().chain(lost).chain(theirs) {
        let mut state = listing.state.clone();
        let links = merger.moved.get(&state.value.key).cloned().unwrap_or_default();
        state.value.links = links.into_iter().filter(|(_, v)| restored.variant(v).is_some()).collect();
        state.value.product = Some(restored.id.clone());
        listings.push(state);
    }
    for (key, links) in &merger.detached {
        let Some(listing) = detached.iter().find(|listing| &listing.observed.key == key) else { continue };
        let mut state = listing.state.clone();
        state.value.links = links.clone();
        state.value.links.retain(|_, variant| left.variant(variant).is_some());
        state.value.product = Some(left.id.clone());
        listings.push(state);
    }
    listings.extend(master_builder::withdrawn(ports, &restored.id).await?);
    let products = vec![
        Versioned { value: left, version: from.product.version },
        Versioned { value: restored, version: emptied.version },
    ];
    let before = vec![from.product.value.clone(), emptied.value];
    Ok(Some(Moves { products, listings, before, ..Moves::default() }))
}

/// Those of the SKUs of `products` that belong to none of them now.
pub(super) async fn owned_elsewhere(
    ports: &Ports,
    products: &[&Product],
) -> Result<BTreeSet<String>, StoreError> {
    let folded = products.iter().flat_map(|product| product.owned_skus()).map(|(_, sku)| sku.folded());
    let folded: Vec<String> = folded.collect::<BTreeSet<_>>().into_iter().collect();
    let mut claims = ports.products.sku_claims(&folded).await?;
    claims.retain(|claim| products.iter().all(|product| product.id != claim.product));
    Ok(claims.into_iter().map(|claim| claim.sku).collect())
}

/// A SKU that the other product keeps stays there.
fn leave_skus(product: &mut Product, kept: &BTreeSet<String>) {
    for variant in &mut product.variants {
        if variant.sku.as_ref().is_some_and(|sku| kept.contains(&sku.folded())) {
            variant.sku = None;
            product.attention.insert("sku_duplicate".to_owned());
        }
    }
}
