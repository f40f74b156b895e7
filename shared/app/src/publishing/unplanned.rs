//! The products and SKUs that a person named for a plan and that have nothing to push, each with the reason.

use std::collections::BTreeSet;

use domain::{
    Channel, Product, ProductId, ProductStatus,
    plan::{NothingPlanned, Unplanned},
};

use crate::{
    Ports, StoreError,
    ports::{Listing, PlanEntry, PlanRequest},
};

/// The reason for each of `ids` that `request` names, by id or SKU, and for which `entries` push nothing.
pub(crate) async fn unplanned(
    ports: &Ports,
    request: &PlanRequest,
    ids: &[ProductId],
    entries: &[PlanEntry],
) -> Result<Vec<Unplanned>, StoreError> {
    let of = |id: &ProductId| {
        let id = id.clone();
        entries.iter().filter(move |entry| entry.planned.product == id)
    };
    let idle: Vec<ProductId> =
        ids.iter().filter(|id| of(id).all(|entry| entry.planned.is_empty())).cloned().collect();
    if idle.is_empty() {
        return Ok(Vec::new());
    }
    let mut unplanned = Vec::new();
    for product in ports.products.get_many(&idle).await? {
        let product = product.value;
        let names = names_of(&product, request);
        if names.is_empty() {
            continue;
        }
        let reason = if of(&product.id).next().is_some() {
            of_entries(of(&product.id))
        } else {
            without_entry(ports, &product, &request.channels).await?
        };
        unplanned.extend(names.into_iter().map(|named| Unplanned {
            named,
            product: product.id.clone(),
            reason: reason.clone(),
        }));
    }
    Ok(unplanned)
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
    let mut keys = ports.listings.of_product(&product.id).await?;
    keys.retain(|key| channels.is_empty() || channels.contains(&key.channel));
    let listings = ports.listings.get_many(&keys).await?;
    let gone = |listing: &&Listing| {
        let state = &listing.state.value;
        state.gone && state.product.as_ref() == Some(&product.id)
    };
    let mut channels: Vec<Channel> =
        listings.iter().filter(gone).map(|listing| listing.observed.key.channel.clone()).collect();
    channels.dedup();
    Ok(if channels.is_empty() {
        NothingPlanned::NotListed
    } else {
        NothingPlanned::ListingsGone { channels }
    })
}
