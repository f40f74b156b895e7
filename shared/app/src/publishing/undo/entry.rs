//! What of one listing an undo restores.

use std::collections::BTreeMap;

use domain::{
    BasisPoints, ImageId, Limits, ListingContent, ListingStatus,
    channel_status::Edits,
    diff::{Decision, Field, Owner, Owners, Value, base_of, observed_value, offer_value},
    plan::{
        Blocker, Change, PlanInput, PriceTarget, Target, TargetImage, TargetOffer, Withheld, plan_listing,
    },
};

use crate::{
    Marketplace, UseCaseError,
    ports::{Job, PlanEntry, Ports},
    pricing::price_locks,
    publishing::{planning::calls_of, push::is_shown, target::Planning},
    shops::limits::limits_of,
};

pub(super) async fn undo_entry(ports: &Ports, job: &Job) -> Result<Option<PlanEntry>, UseCaseError> {
    if job.created.is_some() {
        return taken_back(ports, job).await;
    }
    let Some(snapshot) = &job.snapshot else { return Ok(None) };
    let Some(entry) = ports.plans.entry(&job.plan, job.page, &job.listing).await? else { return Ok(None) };
    let Some(listing) = ports.listings.get(&job.listing).await? else { return Ok(None) };
    if entry.planned.pushed().any(|change| change.to == Value::Visibility(ListingStatus::Deleted)) {
        return Ok(listing.state.value.gone.then(|| deleted(entry, snapshot)));
    }
    let Some(marketplace) = ports.marketplaces.get(&job.listing.channel) else { return Ok(None) };
    let limits = limits_of(ports, marketplace.as_ref(), &job.listing.shop).await?;
    // What promotions are known to hold is shown by the plan, and not met by the push.
    let since = price_locks::believed_since(ports, &job.listing.channel, &job.listing.shop).await?;
    let marked = price_locks::marked(&listing.state.value, &listing.observed.content, since);
    let observed = marked.as_ref().unwrap_or(&listing.observed.content);
    let pushed: Vec<&Change> = entry.planned.pushed().collect();
    let (ours, theirs): (Vec<&Change>, Vec<&Change>) = pushed.into_iter().partition(|change| {
        still_ours(marketplace.as_ref(), change, &entry, observed, job.read_back.as_ref())
    });
    let edits = marketplace.capabilities().edits(observed.status);
    let undone = restore(&entry, &ours, snapshot, observed, (&limits, edits));
    let calls = calls_of(marketplace.as_ref(), &undone.planned, &undone.target);
    let warnings = Planning::side_effects(marketplace.as_ref(), &undone.planned, &undone.target, observed);
    let mut planned = undone.planned;
    planned.changes.extend(theirs.into_iter().map(|change| Change {
        from: current(change, observed),
        to: change.from.clone(),
        decision: Decision::Push,
        blocked: Some(Blocker::ChangedSince),
        ..change.clone()
    }));
    let view = entry.view;
    Ok(Some(PlanEntry { planned, target: undone.target, calls, guard: ANY_MOVE, warnings, view }))
}

/// A listing that the run created is deleted; where some of it was sold since, it is only hidden, because orders name it.
async fn taken_back(ports: &Ports, job: &Job) -> Result<Option<PlanEntry>, UseCaseError> {
    let key = job.key();
    let Some(entry) = ports.plans.entry(&job.plan, job.page, &job.listing).await? else { return Ok(None) };
    let Some(listing) = ports.listings.get(&key).await? else { return Ok(None) };
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else { return Ok(None) };
    if listing.state.value.gone {
        return Ok(None);
    }
    let observed = &listing.observed.content;
    let made = |offer: &domain::Offer| {
        let same = |then: &&domain::Offer| then.id == offer.id;
        job.read_back.iter().flat_map(|content| &content.offers).find(same).and_then(|then| then.stock)
    };
    let sold = observed.offers.iter().any(|offer| offer.stock < made(offer));
    let after = if sold { ListingStatus::Unlisted } else { ListingStatus::Deleted };
    // Its offers as they are: one that is sold or repriced before the push makes another plan, and nothing is deleted.
    let as_it_is = |offer: &domain::Offer| TargetOffer {
        variant: listing
            .state
            .value
            .links
            .get(&offer.id)
            .cloned()
            .unwrap_or_else(|| domain::VariantId::derived(&[offer.id.as_str()])),
        offer: Some(offer.id.clone()),
        sku: None,
        option_values: offer.option_values.clone(),
        price: offer.price.map_or_else(
            || PriceTarget::Refused { reason: "unchanged".to_owned() },
            |price| PriceTarget::Quoted { price },
        ),
        stock: offer.stock,
        weight: None,
    };
    let target = Target {
        visibility: Some(after),
        options: observed.options.clone(),
        offers: observed.offers.iter().map(as_it_is).collect(),
        ..Target::default()
    };
    let planned = plan_listing(PlanInput {
        key: &key,
        product: &entry.planned.product,
        target: &target,
        observed,
        base: &base_of(observed),
        owners: &Owners::all(Owner::Master),
        limits: &limits_of(ports, marketplace.as_ref(), &key.shop).await?,
        fields: None,
        guard: ANY_MOVE,
        // A listing that cannot be edited can still be taken away.
        edits: if sold { marketplace.capabilities().edits(observed.status) } else { Edits::All },
        mapping: 0,
        withheld: &Withheld::default(),
    });
    let warnings = if sold { vec![domain::plan::Warning::SoldSince] } else { Vec::new() };
    Ok(Some(PlanEntry { planned, target, calls: 3, guard: ANY_MOVE, warnings, view: entry.view }))
}

/// Nothing brings back what was deleted: it is named, and nothing is pushed.
fn deleted(entry: PlanEntry, snapshot: &ListingContent) -> PlanEntry {
    let change = Change {
        field: Field::Visibility,
        offer: None,
        variant: None,
        from: Value::Visibility(ListingStatus::Deleted),
        to: Value::Visibility(snapshot.status),
        decision: Decision::Push,
        blocked: Some(Blocker::Deleted),
    };
    let planned = domain::plan::PlannedListing { changes: vec![change], ..entry.planned };
    PlanEntry { planned, target: Target::default(), calls: 0, warnings: Vec::new(), ..entry }
}

/// The prices go back to where they were, however far that is.
const ANY_MOVE: BasisPoints = BasisPoints(i32::MAX);

/// Whether the channel still says what the run pushed (or, for pictures and variants, what was read back).
fn still_ours(
    marketplace: &dyn Marketplace,
    change: &Change,
    entry: &PlanEntry,
    observed: &ListingContent,
    read_back: Option<&ListingContent>,
) -> bool {
    match (change.field, read_back) {
        (Field::Images, Some(then)) => {
            observed_value(observed, Field::Images).hash() == observed_value(then, Field::Images).hash()
        }
        // The whole offer: what was repriced or sold since is not ours to take away.
        (Field::Variants, then) => {
            let now = added_offer(change, observed);
            match (now, then.and_then(|then| added_offer(change, then))) {
                // One that was deleted and made by hand has another id.
                (Some(now), Some(then)) => now.id == then.id && whole(now) == whole(then),
                (now, _) => now.is_some() && now.map(whole) == added(change),
            }
        }
        // As the push itself compares: channels tidy what they are given.
        _ => is_shown(marketplace, change, observed, &entry.target),
    }
}

/// What can change in an offer.
fn whole(offer: &domain::Offer) -> (Option<domain::Sku>, Option<domain::Rupiah>, Option<u32>) {
    (offer.sku.clone(), offer.price, offer.stock)
}

fn added(change: &Change) -> Option<(Option<domain::Sku>, Option<domain::Rupiah>, Option<u32>)> {
    let Value::Variant(added) = &change.to else { return None };
    Some((added.sku.clone(), added.price, added.stock))
}

fn current(change: &Change, observed: &ListingContent) -> Value {
    if let (Field::Variants, Some(offer)) = (change.field, added_offer(change, observed)) {
        return offer_value(offer, Field::Variants);
    }
    match &change.offer {
        Some(offer) => observed.offer(offer).map_or(Value::Nothing, |offer| offer_value(offer, change.field)),
        None => observed_value(observed, change.field),
    }
}

fn added_offer<'a>(change: &Change, observed: &'a ListingContent) -> Option<&'a domain::Offer> {
    let Value::Variant(added) = &change.to else { return None };
    observed
        .offers
        .iter()
        .find(|offer| domain::identity::same_all(&offer.option_values, &added.option_values))
}

struct Undone {
    planned: domain::plan::PlannedListing,
    target: Target,
}

fn restore(
    entry: &PlanEntry,
    ours: &[&Change],
    snapshot: &ListingContent,
    observed: &ListingContent,
    (limits, edits): (&Limits, Edits),
) -> Undone {
    let mut target = Target { options: snapshot.options.clone(), ..Target::default() };
    let mut offers: BTreeMap<String, TargetOffer> = BTreeMap::new();
    for change in ours {
        match change.field {
            Field::Title => target.title = Some(snapshot.title.clone()),
            Field::Description => target.description = Some(snapshot.description.clone()),
            Field::Images => target.images = Some(snapshot.images.iter().map(kept_image).collect()),
            Field::Weight => target.weight = snapshot.weight,
            Field::Dimensions => target.dimensions = snapshot.dimensions,
            Field::PreOrder => target.pre_order = Some(snapshot.pre_order),
            Field::Visibility => target.visibility = Some(snapshot.status),
            Field::Variants => {
                let offer = added_offer(change, observed);
                target.removed.extend(offer.map(|offer| (offer.id.clone(), change.variant.clone())));
            }
            Field::Price | Field::Stock | Field::Sku => restore_offer(&mut offers, change, snapshot),
            _ => {}
        }
    }
    target.offers = offers.into_values().collect();
    let owners = Owners::all(Owner::Master);
    let mut planned = plan_listing(PlanInput {
        key: &entry.planned.key,
        product: &entry.planned.product,
        target: &target,
        observed,
        base: &base_of(observed),
        owners: &owners,
        limits,
        fields: None,
        guard: ANY_MOVE,
        edits,
        mapping: 0,
        withheld: &Withheld::default(),
    });
    // Prices that were refused are shown by a plan; an undo restores only what the run changed.
    planned.changes.retain(|change| !matches!(change.blocked, Some(Blocker::NoPrice { .. })));
    Undone { planned, target }
}

fn kept_image(image: &domain::ListingImage) -> TargetImage {
    TargetImage {
        id: ImageId::derived(&["kept", &image.reference]),
        url: image.url.clone().unwrap_or_default(),
        reference: Some(image.reference.clone()),
    }
}

fn restore_offer(offers: &mut BTreeMap<String, TargetOffer>, change: &Change, snapshot: &ListingContent) {
    let (Some(id), Some(variant)) = (&change.offer, &change.variant) else { return };
    let Some(before) = snapshot.offer(id) else { return };
    let offer = offers.entry(id.to_string()).or_insert_with(|| TargetOffer {
        variant: variant.clone(),
        offer: Some(id.clone()),
        sku: None,
        option_values: before.option_values.clone(),
        price: PriceTarget::Refused { reason: "unchanged".to_owned() },
        stock: None,
        weight: None,
    });
    match (change.field, before.price) {
        (Field::Price, Some(price)) => offer.price = PriceTarget::Quoted { price },
        (Field::Stock, _) => offer.stock = before.stock,
        (Field::Sku, _) => offer.sku.clone_from(&before.sku),
        _ => {}
    }
}
