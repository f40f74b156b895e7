//! Undoing a run: a plan like any other, made of the snapshots taken just before its pushes.

use std::collections::BTreeMap;

use domain::{
    BasisPoints, ImageId, JobId, Limits, ListingContent, PlanId, RunId,
    channel_status::Edits,
    diff::{Change, Decision, Field, Owner, Value, base_of, observed_value, offer_value},
    plan::{
        Blocker, Owners, PlanInput, PriceTarget, Target, TargetImage, TargetOffer, Withheld, plan_listing,
    },
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    entry_view,
    planning::{self, calls_of, pages::PlanPage},
    push::is_shown,
    run,
    target::Planning,
};
use crate::shops::limits::limits_of;
use crate::{
    UseCaseError,
    marketplace::ListingFormat,
    ports::{
        Job, JobState, Plan, PlanEntry, PlanPlace, PlanSource, PlanState, Ports, Run, RunState, UndoScope,
    },
};

/// Jobs that one page looks at.
const JOBS: usize = 45;
/// Jobs read at once.
const AT_ONCE: usize = 16;

/// Makes the plan that restores what a run changed. A field that the channel changed since is left alone and named.
pub async fn make_undo_plan(ports: &Ports, actor: &str, id: &RunId) -> Result<Plan, UseCaseError> {
    let plan = PlanId::from_unique(&ports.ids.unique());
    make_undo_plan_of(ports, actor, plan, id, UndoScope::Run).await
}

/// Records the undo of a part of a run as a plan, and makes its first pages. `plan` is equal for repeats of one
/// request: a repeat finds the plan and goes on.
pub async fn make_undo_plan_of(
    ports: &Ports,
    actor: &str,
    plan: PlanId,
    id: &RunId,
    mut scope: UndoScope,
) -> Result<Plan, UseCaseError> {
    if let UndoScope::Jobs(jobs) = &mut scope {
        jobs.sort();
        jobs.dedup();
    }
    let run = run::get(ports, id).await?.value;
    if matches!(run.state, RunState::Starting | RunState::Running) {
        let reason = "the run is still at work; pause or cancel it first".to_owned();
        return Err(UseCaseError::Refused { code: "run_state", reason });
    }
    let begun = run.counts.0.iter().any(|(state, count)| *count > 0 && !is_unstarted(*state));
    let size = match &scope {
        UndoScope::Run => run.jobs(),
        // Nothing of a wave that was not let go has begun.
        UndoScope::Wave(wave) if *wave > run.wave => 0,
        UndoScope::Wave(wave) => run.waves.get(*wave as usize).copied().unwrap_or(0),
        UndoScope::Jobs(jobs) => {
            jobs_of(ports, id, jobs).await?;
            jobs.len() as u64
        }
    };
    if !begun || size == 0 {
        return Err(nothing());
    }
    let mut undo = planning::new_plan(ports, actor, plan);
    undo.undoes = Some(id.clone());
    undo.guard = domain::plan::DEFAULT_GUARD;
    undo.to_look_at = size;
    let undo = planning::begin(ports, undo, PlanSource::Undo { run: id.clone(), scope }).await?;
    if undo.state == PlanState::Failed && undo.listings == 0 { Err(nothing()) } else { Ok(undo) }
}

fn nothing() -> UseCaseError {
    let reason = "the run pushed nothing that could be undone".to_owned();
    UseCaseError::Refused { code: "nothing_to_undo", reason }
}

const fn is_unstarted(state: JobState) -> bool {
    matches!(state, JobState::Waiting | JobState::Queued | JobState::Dropped)
}

/// The page of an undo that begins with the job at `at` of what is undone.
pub(crate) async fn page(
    ports: &Ports,
    id: &RunId,
    scope: &UndoScope,
    at: u32,
) -> Result<PlanPage, UseCaseError> {
    let run = run::get(ports, id).await?.value;
    let (jobs, looked_at, left) = match scope {
        UndoScope::Jobs(jobs) => {
            let rest = jobs.get(at as usize..).unwrap_or_default();
            let chunk = &rest[..rest.len().min(JOBS)];
            (jobs_of(ports, id, chunk).await?, chunk.len(), rest.len() > chunk.len())
        }
        UndoScope::Run => slots(ports, &run, 0, run.jobs(), at).await?,
        UndoScope::Wave(wave) => {
            let before: u64 = run.waves.iter().take(*wave as usize).sum();
            let size = run.waves.get(*wave as usize).copied().unwrap_or(0);
            slots(ports, &run, before, size, at).await?
        }
    };
    let mut entries: Vec<PlanEntry> = stream::iter(jobs)
        .map(|job| async move { undo_entry(ports, &job).await })
        .buffered(AT_ONCE)
        .try_filter_map(|entry| async move { Ok(entry) })
        .try_collect()
        .await?;
    entry_view::show(ports, &mut entries).await?;
    let next = at + u32::try_from(looked_at).unwrap_or(u32::MAX);
    Ok(PlanPage {
        entries,
        looked_at: looked_at as u64,
        to_look_at: None,
        place: if left { PlanPlace::At(next) } else { PlanPlace::End },
        unplanned: Vec::new(),
    })
}

/// The begun jobs among those from `at` on of the `size` that begin at slot `first`; how many were looked at, and
/// whether some are left.
async fn slots(
    ports: &Ports,
    run: &Run,
    first: u64,
    size: u64,
    at: u32,
) -> Result<(Vec<Job>, usize, bool), UseCaseError> {
    let rest = size.saturating_sub(u64::from(at));
    let limit = usize::try_from(rest).unwrap_or(JOBS).min(JOBS);
    let slot = u32::try_from(first + u64::from(at)).unwrap_or(u32::MAX);
    let rows = if limit == 0 { Vec::new() } else { ports.runs.rows(&run.id, slot, limit).await? };
    let begun: Vec<JobId> =
        rows.iter().filter(|row| !is_unstarted(row.state)).map(|row| row.job.clone()).collect();
    // A run that was cancelled while it started has fewer jobs than it counts.
    let left = rows.len() == limit && rest > rows.len() as u64;
    Ok((jobs_of(ports, &run.id, &begun).await?, rows.len(), left))
}

async fn jobs_of(ports: &Ports, run: &RunId, jobs: &[JobId]) -> Result<Vec<Job>, UseCaseError> {
    stream::iter(jobs.to_vec())
        .map(|id| async move {
            let missing = || UseCaseError::NotFound { what: "job", id: id.to_string() };
            Ok::<Job, UseCaseError>(ports.runs.job(run, &id).await?.ok_or_else(missing)?.value)
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

async fn undo_entry(ports: &Ports, job: &Job) -> Result<Option<PlanEntry>, UseCaseError> {
    let Some(snapshot) = &job.snapshot else { return Ok(None) };
    let Some(entry) = ports.plans.entry(&job.plan, job.page, &job.listing).await? else { return Ok(None) };
    let Some(listing) = ports.listings.get(&job.listing).await? else { return Ok(None) };
    let Some(marketplace) = ports.marketplaces.get(&job.listing.channel) else { return Ok(None) };
    let limits = limits_of(ports, marketplace.as_ref(), &job.listing.shop).await?;
    let observed = &listing.observed.content;
    let pushed: Vec<&Change> = entry.planned.pushed().collect();
    let (ours, theirs): (Vec<&Change>, Vec<&Change>) = pushed
        .into_iter()
        .partition(|change| still_ours(&*marketplace, change, &entry, observed, job.read_back.as_ref()));
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

/// The prices go back to where they were, however far that is.
const ANY_MOVE: BasisPoints = BasisPoints(i32::MAX);

/// Whether the channel still says what the run pushed (or, for pictures and variants, what was read back).
fn still_ours(
    marketplace: &dyn ListingFormat,
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
            let now = added_offer(change, observed).map(whole);
            let then = then.and_then(|then| added_offer(change, then)).map(whole).or_else(|| added(change));
            now.is_some() && now == then
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
