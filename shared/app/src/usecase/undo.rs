//! Undoing a run: a plan like any other, made of the snapshots taken just before its pushes.

use std::collections::BTreeMap;

use domain::{
    BasisPoints, ImageId, Limits, ListingContent, RunId,
    channel_status::Edits,
    diff::{Change, Decision, Field, Owner, Value, base_of, observed_value, offer_value},
    plan::{Blocker, Owners, PlanInput, PriceTarget, Target, TargetImage, TargetOffer, plan_listing},
};

use super::{
    planning::{PlanRequest, calls_of, summarise},
    run,
    target::{Planning, limits_of},
};
use crate::{
    UseCaseError,
    ports::{Job, Plan, PlanEntry, Ports, RunState},
};

/// Makes the plan that restores what a run changed. A field that the channel changed since is left alone and named.
pub async fn make_undo_plan(ports: &Ports, actor: &str, id: &RunId) -> Result<Plan, UseCaseError> {
    let run = run::get(ports, id).await?.value;
    if matches!(run.state, RunState::Running) {
        let reason = "the run is still at work; pause or cancel it first".to_owned();
        return Err(UseCaseError::Refused { code: "run_state", reason });
    }
    let (mut entries, mut cursor) = (Vec::new(), None);
    loop {
        let page = ports.runs.jobs(id, None, cursor.as_deref(), 100).await?;
        for job in page.items {
            entries.extend(undo_entry(ports, &job.value).await?);
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    if entries.is_empty() {
        let reason = "the run pushed nothing that could be undone".to_owned();
        return Err(UseCaseError::Refused { code: "nothing_to_undo", reason });
    }
    entries.sort_by(|a, b| a.planned.key.cmp(&b.planned.key));
    let mut plan = summarise(ports, actor, &PlanRequest::default(), &entries);
    plan.undoes = Some(id.clone());
    ports.plans.create(&plan, &entries).await?;
    Ok(plan)
}

async fn undo_entry(ports: &Ports, job: &Job) -> Result<Option<PlanEntry>, UseCaseError> {
    let Some(snapshot) = &job.snapshot else { return Ok(None) };
    let Some(entry) = ports.plans.entry(&job.plan, &job.listing).await? else { return Ok(None) };
    let Some(listing) = ports.listings.get(&job.listing).await? else { return Ok(None) };
    let Some(marketplace) = ports.marketplaces.get(&job.listing.channel) else { return Ok(None) };
    let limits = limits_of(ports, marketplace.as_ref(), &job.listing.shop).await?;
    let observed = &listing.observed.content;
    let pushed: Vec<&Change> = entry.planned.pushed().collect();
    let (ours, theirs): (Vec<&Change>, Vec<&Change>) =
        pushed.into_iter().partition(|change| still_ours(change, observed, job.read_back.as_ref()));
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
    Ok(Some(PlanEntry { planned, target: undone.target, calls, guard: ANY_MOVE, warnings }))
}

/// The prices go back to where they were, however far that is.
const ANY_MOVE: BasisPoints = BasisPoints(i32::MAX);

/// Whether the channel still says what the run pushed (or, for pictures and variants, what was read back).
fn still_ours(change: &Change, observed: &ListingContent, read_back: Option<&ListingContent>) -> bool {
    match (change.field, read_back) {
        (Field::Images, Some(then)) => {
            observed_value(observed, Field::Images).hash() == observed_value(then, Field::Images).hash()
        }
        (Field::Variants, _) => added_offer(change, observed).is_some(),
        _ => current(change, observed).hash() == change.to.hash(),
    }
}

fn current(change: &Change, observed: &ListingContent) -> Value {
    match &change.offer {
        Some(offer) => observed.offer(offer).map_or(Value::Nothing, |offer| offer_value(offer, change.field)),
        None => observed_value(observed, change.field),
    }
}

fn added_offer<'a>(change: &Change, observed: &'a ListingContent) -> Option<&'a domain::Offer> {
    let Value::Variant(added) = &change.to else { return None };
    observed.offers.iter().find(|offer| offer.option_values == added.option_values)
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
    let mut removed = Vec::new();
    for change in ours {
        match change.field {
            Field::Title => target.title = Some(snapshot.title.clone()),
            Field::Description => target.description = Some(snapshot.description.clone()),
            Field::Images => target.images = Some(snapshot.images.iter().map(kept_image).collect()),
            Field::Weight => target.weight = snapshot.weight,
            Field::Dimensions => target.dimensions = snapshot.dimensions,
            Field::PreOrder => target.pre_order = Some(snapshot.pre_order),
            Field::Visibility => target.visibility = Some(snapshot.status),
            Field::Variants => removed.extend(added_offer(change, observed).map(|offer| (offer, *change))),
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
        title: None,
    });
    // Prices that were refused are shown by a plan; an undo restores only what the run changed.
    planned.changes.retain(|change| !matches!(change.blocked, Some(Blocker::NoPrice { .. })));
    planned.changes.extend(removed.into_iter().map(|(offer, change)| Change {
        field: Field::Variants,
        offer: Some(offer.id.clone()),
        variant: change.variant.clone(),
        from: offer_value(offer, Field::Variants),
        to: Value::Nothing,
        decision: Decision::Push,
        blocked: None,
    }));
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
