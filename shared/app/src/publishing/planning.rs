//! Making a plan: which products, on which channels, what would change and what it would take.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ImageId, Invalid, Limits, ListingKey, Product, ProductId, ProductStatus, ShopId, Sku,
    diff::Field, plan::steps,
};

use super::{
    creation::{Creation, is_listed, unborn, unborn_listings},
    entry_view::view_of,
    target::Planning,
};
pub use crate::ports::PlanRequest;
use crate::{
    StoreError, UseCaseError,
    marketplace::images_to_upload,
    ports::{CatalogueQuery, CatalogueSort, Listing, PlanEntry, Ports},
    shops::{directory::own_key, limits::limits_of},
};

mod making;
pub(crate) mod page;
mod pages;
pub(crate) use making::{begin, new_plan};
pub use making::{give_up, go_on, make_plan, make_plan_as, work};

/// What a plan of `request` would hold, without making one: all of it at once, for callers that ask for few products.
pub async fn look(ports: &Ports, request: &PlanRequest) -> Result<Vec<PlanEntry>, UseCaseError> {
    let mut ids = named(ports, request).await?;
    if let Some(filter) = &request.filter {
        let sort = CatalogueSort::Id;
        let mut query = CatalogueQuery { limit: 200, sort, cursor: None, ..filter.clone() };
        loop {
            let page = ports.catalogue.search(&query).await?;
            ids.extend(page.cards.into_iter().map(|card| card.id));
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        ids.sort();
        ids.dedup();
    }
    let mut entries = plan_products(ports, request, &ids).await?;
    entries.sort_by(|a, b| a.planned.key.cmp(&b.planned.key));
    Ok(entries)
}

/// The products that `request` names, each once and in order. What it names and is not there is refused.
async fn named(ports: &Ports, request: &PlanRequest) -> Result<Vec<ProductId>, UseCaseError> {
    for channel in &request.channels {
        if ports.marketplaces.get(channel).is_none() {
            return Err(Invalid::new(
                "channels",
                "channel_unknown",
                format!("there is no channel {channel}"),
            )
            .into());
        }
    }
    let mut ids: BTreeSet<ProductId> = request.products.iter().cloned().collect();
    ids.extend(products_by_sku(ports, &request.skus).await?);
    if ids.is_empty() && request.filter.is_none() {
        return Err(Invalid::new("products", "nothing_to_plan", "name products, SKUs or a filter").into());
    }
    let asked: Vec<ProductId> = request.products.clone();
    let found = ports.products.get_many(&asked).await?;
    let found: BTreeSet<ProductId> = found.into_iter().map(|product| product.value.id).collect();
    if let Some(missing) = asked.iter().find(|id| !found.contains(*id)) {
        return Err(UseCaseError::NotFound { what: "product", id: missing.to_string() });
    }
    Ok(ids.into_iter().collect())
}

/// The entries of the listings of `ids`: product by product in this order, the listings of each in key order.
async fn plan_products(
    ports: &Ports,
    request: &PlanRequest,
    ids: &[ProductId],
) -> Result<Vec<PlanEntry>, UseCaseError> {
    let products = products_of(ports, ids).await?;
    let mut listings = listings_of(ports, &products, request).await?;
    if request.create {
        listings.extend(unborn_listings(ports, &products, &request.channels, &listings).await?);
    }
    let mut entries = plan_listings(ports, &products, listings, request).await?;
    let place: BTreeMap<&ProductId, usize> = ids.iter().enumerate().map(|(at, id)| (id, at)).collect();
    entries.sort_by(|a, b| {
        let of = |entry: &PlanEntry| place.get(&entry.planned.product).copied();
        of(a).cmp(&of(b)).then_with(|| a.planned.key.cmp(&b.planned.key))
    });
    Ok(entries)
}

/// The entries of these listings as they would be planned now, in any order. One that has no product any more, or
/// another one, has none.
pub(crate) async fn plan_again(
    ports: &Ports,
    request: &PlanRequest,
    planned: &[PlanEntry],
) -> Result<Vec<PlanEntry>, UseCaseError> {
    let ids: BTreeSet<ProductId> = planned.iter().map(|entry| entry.planned.product.clone()).collect();
    let products = products_of(ports, &ids.into_iter().collect::<Vec<_>>()).await?;
    let keys: Vec<ListingKey> = planned.iter().map(|entry| entry.planned.key.clone()).collect();
    let mut listings = ports.listings.get_many(&keys).await?;
    listings.retain(|listing| !listing.state.value.gone);
    let known: BTreeSet<ListingKey> = listings.iter().map(|listing| listing.observed.key.clone()).collect();
    for entry in planned.iter().filter(|entry| !known.contains(&entry.planned.key)) {
        let key = &entry.planned.key;
        let own = ports.marketplaces.get(&key.channel).is_some_and(|m| !m.capabilities().remote);
        let is_new = own
            || (key.external_id.is_unborn()
                && !is_listed(ports, &entry.planned.product, &key.channel, &key.shop).await?);
        if let Some(product) = products.get(&entry.planned.product).filter(|_| is_new) {
            listings.push(unborn(ports, product, key.clone()));
        }
    }
    plan_listings(ports, &products, listings, request).await
}

async fn products_of(ports: &Ports, ids: &[ProductId]) -> Result<BTreeMap<ProductId, Product>, UseCaseError> {
    let found = ports.products.get_many(ids).await?;
    let found = found.into_iter().map(|product| (product.value.id.clone(), product.value));
    Ok(found.filter(|(_, product)| product.status == ProductStatus::Active).collect())
}

async fn products_by_sku(ports: &Ports, skus: &[Sku]) -> Result<Vec<ProductId>, UseCaseError> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let folded: Vec<String> = skus.iter().map(Sku::folded).collect();
    let claims = ports.products.sku_claims(&folded).await?;
    let known: BTreeSet<&str> = claims.iter().map(|claim| claim.sku.as_str()).collect();
    if let Some(position) = folded.iter().position(|sku| !known.contains(sku.as_str())) {
        let problem = format!("no product has the SKU {}", skus[position]);
        return Err(Invalid::new(format!("skus[{position}]"), "sku_unknown", problem)
            .with("sku", &skus[position])
            .into());
    }
    Ok(claims.into_iter().map(|claim| claim.product).collect())
}

/// The listings of `products` on `channels`, including one that the web store does not have yet.
async fn listings_of(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    request: &PlanRequest,
) -> Result<Vec<Listing>, UseCaseError> {
    let channels = &request.channels;
    let wanted = |channel: &Channel| channels.is_empty() || channels.contains(channel);
    let keys = keys_by_product(ports, products).await?;
    let keys: Vec<ListingKey> = keys.into_iter().filter(|key| wanted(&key.channel)).collect();
    let mut listings: Vec<Listing> = ports
        .listings
        .get_many(&keys)
        .await?
        .into_iter()
        .filter(|listing| !listing.state.value.gone)
        .collect();
    for marketplace in ports.marketplaces.all() {
        let capabilities = marketplace.capabilities();
        // A new listing of the web store costs nothing and shows nothing wrong; elsewhere creating is asked for by name.
        let makes = !capabilities.remote && request.visibility.is_none();
        if makes && channels.contains(&capabilities.channel) {
            let known: BTreeSet<ListingKey> = keys.iter().cloned().collect();
            for product in products.values() {
                let key = own_key(&capabilities.channel, &product.id)?;
                if !known.contains(&key) {
                    listings.push(unborn(ports, product, key));
                }
            }
        }
    }
    Ok(listings)
}

async fn keys_by_product(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
) -> Result<Vec<ListingKey>, StoreError> {
    let asked = products.keys().map(|id| ports.listings.of_product(id));
    Ok(futures::future::try_join_all(asked).await?.into_iter().flatten().collect())
}

pub(crate) async fn plan_listings(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    listings: Vec<Listing>,
    request: &PlanRequest,
) -> Result<Vec<PlanEntry>, UseCaseError> {
    let mut by_shop: BTreeMap<(Channel, ShopId), Vec<Listing>> = BTreeMap::new();
    for listing in listings {
        let key = &listing.state.value.key;
        by_shop.entry((key.channel.clone(), key.shop.clone())).or_default().push(listing);
    }
    let mut entries = Vec::new();
    for ((channel, shop), listings) in by_shop {
        let fields = request.planned_fields();
        let planning = Planning::load(ports, &channel, &shop, fields, request.guard).await?;
        let Some(mut planning) = planning else { continue };
        planning.visibility = request.visibility;
        let unborn = listings.iter().filter(|one| one.observed.key.external_id.is_unborn());
        let unborn: Vec<&Product> =
            unborn.filter_map(|one| products.get(one.state.value.product.as_ref()?)).collect();
        if !unborn.is_empty() {
            planning.creation = Creation::load(ports, &channel, &shop, unborn).await?;
        }
        let shown = listings.iter().filter_map(|listing| {
            let state = &listing.state.value;
            Some((products.get(state.product.as_ref()?)?, &state.key))
        });
        let copies = Planning::copies(ports, shown, &channel, &shop).await?;
        entries
            .extend(listings.iter().filter_map(|listing| plan_entry(&planning, products, listing, &copies)));
    }
    Ok(entries)
}

fn plan_entry(
    planning: &Planning,
    products: &BTreeMap<ProductId, Product>,
    listing: &Listing,
    copies: &BTreeMap<ImageId, String>,
) -> Option<PlanEntry> {
    let state = &listing.state.value;
    let product = products.get(state.product.as_ref()?)?;
    let (planned, target) =
        planning.plan(product, state, &listing.observed.content, listing.observed.seen_at, copies);
    let calls = calls_of(planning.marketplace.as_ref(), &planned, &target);
    let mut warnings = planning.warnings(product, state);
    let observed = &listing.observed.content;
    warnings.extend(Planning::side_effects(planning.marketplace.as_ref(), &planned, &target, observed));
    let view = view_of(product, &planned, &planning.rules);
    Some(PlanEntry { planned, target, calls, guard: planning.guard_of(product), warnings, view })
}

/// Every call that carrying out `planned` makes: a look before, uploads, writes, and the read-back.
pub(crate) fn calls_of(
    marketplace: &dyn crate::Marketplace,
    planned: &domain::plan::PlannedListing,
    target: &domain::plan::Target,
) -> u32 {
    if planned.is_empty() || !marketplace.capabilities().remote {
        return 0;
    }
    if target.details.is_some() {
        let pictures = target.images.as_deref().map_or(0, |images| images_to_upload(images).count());
        let pictures = u32::try_from(pictures).unwrap_or(u32::MAX);
        let read_back = 1 + u32::from(target.offers.len() > 1);
        return marketplace.creation_calls(target.offers.len()) + pictures + read_back;
    }
    let uploads = planned
        .pushed()
        .filter(|change| change.field == Field::Images)
        .flat_map(|_| target.images.as_deref().map_or(0..0, |images| 0..images_to_upload(images).count()))
        .count();
    let writes: u32 = steps(planned, target).iter().map(|step| marketplace.calls(step)).sum();
    let offers = u32::from(target.offers.len() > 1);
    // One look before and one after; a channel that keeps variants apart needs a second read each time.
    writes + u32::try_from(uploads).unwrap_or(u32::MAX) + 2 * (1 + offers)
}

/// Whether anything in `entries` waits for a person, for the notification of a plan.
pub fn reasons(entries: &[PlanEntry]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let blockers =
        entries.iter().flat_map(|entry| &entry.planned.changes).filter_map(|change| change.blocked.as_ref());
    for blocker in blockers {
        *counts.entry(blocker.code()).or_insert(0) += 1;
    }
    counts
}

/// The limits that planning used, for a caller that shows them.
pub async fn shop_limits(ports: &Ports, key: &ListingKey) -> Result<Option<Limits>, StoreError> {
    match ports.marketplaces.get(&key.channel) {
        Some(marketplace) => limits_of(ports, marketplace.as_ref(), &key.shop).await.map(Some),
        None => Ok(None),
    }
}
