//! Deleting listings: a request of its own that names each of them, and a plan like any other. No plan of products
//! deletes anything.
//!
//! The plan's hash is of everything that a listing shows. So one that was edited or sold since is stale, and is not
//! deleted. No undo brings a deleted listing back.

use domain::{
    BasisPoints, Invalid, Limits, ListingContent, ListingKey, ListingStatus, PlanId, ProductId,
    channel_status::Edits,
    diff::{Owner, Owners, base_of},
    plan::{PlanInput, PlannedListing, Target, Warning, Withheld, plan_listing},
};

use super::{
    entry_view,
    planning::{self, page::PlanPage},
};
use crate::{
    StoreError, UseCaseError,
    ports::{EntryView, Listing, PLAN_PAGE, Plan, PlanEntry, PlanPlace, PlanSource, Ports},
    shops::limits::limits_of,
};

/// The most listings of one deletion: they are one page of a plan.
pub const MOST: usize = 50;
const _: () = assert!(MOST <= PLAN_PAGE);

/// The look before, the deletion, and the look after it.
const CALLS: u32 = 3;

/// Makes the plan that deletes these listings. `id` is equal for repeats of one request.
///
/// # Errors
///
/// `NotFound` for a listing that is not in its shop (any more); `listing_unlinked` for one without a product;
/// `own_store_hides` for one of the seller's own store; `deletion_too_large` for more than [`MOST`].
pub async fn make_deletion_plan(
    ports: &Ports,
    actor: &str,
    id: PlanId,
    mut listings: Vec<ListingKey>,
) -> Result<Plan, UseCaseError> {
    listings.sort();
    listings.dedup();
    if listings.is_empty() {
        return Err(Invalid::new("listings", "nothing_to_plan", "name at least one listing").into());
    }
    if listings.len() > MOST {
        let problem = format!("one deletion names at most {MOST} listings");
        return Err(Invalid::new("listings", "deletion_too_large", problem).into());
    }
    let found = there(ports, &listings).await?;
    for (at, key) in listings.iter().enumerate() {
        let Some(listing) = found.iter().find(|listing| listing.observed.key == *key) else {
            return Err(UseCaseError::NotFound { what: "listing", id: key.to_string() });
        };
        let field = || format!("listings[{at}]");
        if ports.marketplaces.get(&key.channel).is_none_or(|channel| !channel.capabilities().remote) {
            let problem = "a listing of the own store is hidden, not deleted";
            return Err(Invalid::new(field(), "own_store_hides", problem).into());
        }
        if listing.state.value.product.is_none() {
            let problem = "the listing belongs to no product: link it first, or delete it at the channel";
            return Err(Invalid::new(field(), "listing_unlinked", problem).into());
        }
    }
    let mut plan = planning::new_plan(ports, actor, id);
    plan.deletes = true;
    plan.to_look_at = listings.len() as u64;
    planning::begin(ports, plan, PlanSource::Deletion { listings }).await
}

async fn there(ports: &Ports, listings: &[ListingKey]) -> Result<Vec<Listing>, StoreError> {
    let mut found = ports.listings.get_many(listings).await?;
    found.retain(|listing| !listing.state.value.gone);
    found.sort_by(|a, b| a.observed.key.cmp(&b.observed.key));
    Ok(found)
}

/// The only page of the plan.
pub(crate) async fn page(ports: &Ports, listings: &[ListingKey]) -> Result<PlanPage, UseCaseError> {
    let mut entries = Vec::new();
    for listing in there(ports, listings).await? {
        entries.extend(entry(ports, &listing).await?);
    }
    entry_view::show(ports, &mut entries).await?;
    Ok(PlanPage {
        entries,
        looked_at: listings.len() as u64,
        to_look_at: None,
        place: PlanPlace::End,
        unplanned: Vec::new(),
        nothing: [].into(),
    })
}

async fn entry(ports: &Ports, listing: &Listing) -> Result<Option<PlanEntry>, UseCaseError> {
    let (key, observed) = (&listing.observed.key, &listing.observed.content);
    let Some(product) = &listing.state.value.product else { return Ok(None) };
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else { return Ok(None) };
    let limits = limits_of(ports, marketplace.as_ref(), &key.shop).await?;
    let planned = planned(key, product, listing.state.value.product.as_ref(), observed, &limits);
    let variants = u32::try_from(observed.offers.len()).unwrap_or(u32::MAX);
    Ok(Some(PlanEntry {
        calls: if planned.is_empty() { 0 } else { CALLS },
        planned,
        target: target(),
        guard: BasisPoints(0),
        warnings: vec![Warning::DeletesListing { variants }],
        view: EntryView::default(),
    }))
}

fn target() -> Target {
    Target { visibility: Some(ListingStatus::Deleted), ..Target::default() }
}

/// The deletion of a listing that shows `observed`, planned for `product` while it is `owner`'s.
pub(crate) fn planned(
    key: &ListingKey,
    product: &ProductId,
    owner: Option<&ProductId>,
    observed: &ListingContent,
    limits: &Limits,
) -> PlannedListing {
    let frozen = observed.status == ListingStatus::Frozen;
    let mut planned = plan_listing(PlanInput {
        key,
        product,
        target: &target(),
        observed,
        base: &base_of(observed),
        owners: &Owners::all(Owner::Master),
        limits,
        fields: None,
        guard: BasisPoints(0),
        mapping: 0,
        // What cannot be edited can still be deleted, unless the channel has frozen it.
        edits: if frozen { Edits::None } else { Edits::All },
        withheld: &Withheld::default(),
    });
    planned.hash = domain::ContentHash::of(&(&planned.hash, observed.content_hash(), owner));
    planned
}
