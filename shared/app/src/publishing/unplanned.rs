//! The products of a plan that have nothing to push, with the reason: each one that a person named, and how many of those
//! that a filter found.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, Product, ProductId, ProductStatus,
    plan::{NothingPlanned, Unplanned},
};

use crate::{
    Ports, StoreError,
    ports::{Listing, PlanEntry, PlanRequest},
};

/// The reason for each of `ids` that `request` names, by id or SKU, and for which `entries` push nothing. One that has
/// something to push elsewhere is named for the channels where its listings were deleted.
pub(crate) async fn unplanned(
    ports: &Ports,
    request: &PlanRequest,
    ids: &[ProductId],
    entries: &[PlanEntry],
) -> Result<Vec<Unplanned>, StoreError> {
    let mut unplanned = Vec::new();
    for product in ports.products.get_many(ids).await? {
        let product = product.value;
        let names = names_of(&product, request);
        if names.is_empty() {
            continue;
        }
        let Some(reason) = reason(ports, request, &product, entries).await? else { continue };
        unplanned.extend(names.into_iter().map(|named| Unplanned {
            named,
            product: product.id.clone(),
            reason: reason.clone(),
        }));
    }
    Ok(unplanned)
}

/// How many of `ids`, which a filter found, have nothing to push in `entries`, by the reason's code.
pub(crate) async fn counted(
    ports: &Ports,
    request: &PlanRequest,
    ids: &[ProductId],
    entries: &[PlanEntry],
) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut counts = BTreeMap::new();
    let idle: Vec<ProductId> = ids.iter().filter(|id| !is_pushed(entries, id)).cloned().collect();
    for product in ports.products.get_many(&idle).await? {
        if let Some(reason) = reason(ports, request, &product.value, entries).await? {
            *counts.entry(reason.code().to_owned()).or_default() += 1;
        }
    }
    Ok(counts)
}

async fn reason(
    ports: &Ports,
    request: &PlanRequest,
    product: &Product,
    entries: &[PlanEntry],
) -> Result<Option<NothingPlanned>, StoreError> {
    let of = || entries.iter().filter(|entry| entry.planned.product == product.id);
    if is_pushed(entries, &product.id) {
        let gone = gone(ports, product, &request.channels).await?;
        let others =
            gone.into_iter().filter(|channel| of().all(|entry| entry.planned.key.channel != *channel));
        let channels: Vec<Channel> = others.collect();
        return Ok((!channels.is_empty()).then_some(NothingPlanned::ListingsGone { channels }));
    }
    Ok(Some(match of().next() {
        Some(_) => of_entries(of()),
        None => without_entry(ports, product, &request.channels).await?,
    }))
}

fn is_pushed(entries: &[PlanEntry], id: &ProductId) -> bool {
    entries.iter().any(|entry| entry.planned.product == *id && !entry.planned.is_empty())
}

/// The names by which `request` names the product, as they were written.
fn names_of(product: &Product, request: &PlanRequest) -> Vec<String> {
    let owned: BTreeSet<String> = product.owned_skus().map(|(_, sku)| sku.folded()).collect();
    let id = request.products.iter().filter(|id| **id == product.id).map(ToString::to_string);
    let skus = request.skus.iter().filter(|sku| owned.contains(&sku.folded())).map(ToString::to_string);
    id.chain(skus).collect()
}

fn of_entries<'a>(mut entries: impl Iterator<Item = &'a PlanEntry>) -> NothingPlanned {
    if entries.any(|entry| !entry.planned.changes.is_empty()) {
        NothingPlanned::NothingToPush
    } else {
        NothingPlanned::NothingDiffers
    }
}

async fn without_entry(
    ports: &Ports,
    product: &Product,
    channels: &[Channel],
) -> Result<NothingPlanned, StoreError> {
    if let Some(into) = &product.merged_into {
        return Ok(NothingPlanned::ProductMerged { into: into.clone() });
    }
    if product.status == ProductStatus::Archived {
        return Ok(NothingPlanned::ProductArchived);
    }
    let channels = gone(ports, product, channels).await?;
    Ok(if channels.is_empty() {
        NothingPlanned::NotListed
    } else {
        NothingPlanned::ListingsGone { channels }
    })
}

/// Those of the asked `channels` where listings of the product were deleted.
async fn gone(ports: &Ports, product: &Product, channels: &[Channel]) -> Result<Vec<Channel>, StoreError> {
    let mut keys = ports.listings.of_product(&product.id).await?;
    keys.retain(|key| channels.is_empty() || channels.contains(&key.channel));
    let listings = ports.listings.get_many(&keys).await?;
    let gone = |listing: &&Listing| {
        let state = &listing.state.value;
        state.gone && state.product.as_ref() == Some(&product.id)
    };
    let mut channels: Vec<Channel> =
        listings.iter().filter(gone).map(|listing| listing.observed.key.channel.clone()).collect();
    channels.sort();
    channels.dedup();
    Ok(channels)
}
