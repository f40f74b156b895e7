//! One page of a plan: what comes next, what it holds, and the plan that has counted it.

use std::{collections::BTreeMap, sync::Arc};

use domain::{Channel, ProductId, diff::Decision, plan::plan_hash};

use super::{PlanRequest, page::PlanPage, plan_products};
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{
        CataloguePage, CatalogueQuery, CatalogueSort, PLAN_PAGE, Plan, PlanEntry, PlanPlace, PlanSource,
        PlanState,
    },
    publishing::{deletion, undo, unplanned},
    words::JobFailure,
};

/// Products that one page looks at.
const PRODUCTS: usize = 40;
/// Products of one page of the filter: five pages of a plan are made of it.
const FOUND: usize = 200;

/// A page of the filter, kept from one page of the plan to the next.
pub(super) type Seen = Option<(Option<String>, Arc<CataloguePage>)>;

/// Where the making of a plan of products begins.
pub(super) fn first(named: &[ProductId], request: &PlanRequest) -> PlanPlace {
    if !named.is_empty() {
        return PlanPlace::At(0);
    }
    request.filter.as_ref().map_or(PlanPlace::End, |_| PlanPlace::Filter { cursor: None, skip: 0 })
}

/// The page after what `plan` has.
pub(super) async fn next(
    ports: &Ports,
    plan: &Plan,
    source: &PlanSource,
    seen: &mut Seen,
) -> Result<PlanPage, UseCaseError> {
    match (source, &plan.place) {
        (_, PlanPlace::End) => Ok(PlanPage {
            entries: Vec::new(),
            looked_at: 0,
            to_look_at: None,
            place: PlanPlace::End,
            unplanned: Vec::new(),
            nothing: BTreeMap::new(),
        }),
        (PlanSource::Undo { run, scope }, PlanPlace::At(at)) => {
            undo::page::page(ports, run, scope, *at).await
        }
        (PlanSource::Products { named, request }, PlanPlace::At(at)) => {
            let rest = named.get(*at as usize..).unwrap_or_default();
            let (entries, count) = of_products(ports, request, &rest[..rest.len().min(PRODUCTS)]).await?;
            let place = match &request.filter {
                _ if count < rest.len() => PlanPlace::At(at + small(count)),
                Some(_) => PlanPlace::Filter { cursor: None, skip: 0 },
                None => PlanPlace::End,
            };
            let unplanned = unplanned::unplanned(ports, request, &rest[..count], &entries).await?;
            Ok(PlanPage {
                entries,
                looked_at: count as u64,
                to_look_at: None,
                place,
                unplanned,
                nothing: BTreeMap::new(),
            })
        }
        (PlanSource::Products { named, request }, PlanPlace::Filter { cursor, skip }) => {
            of_filter(ports, (named, request), cursor.as_ref(), *skip, seen).await
        }
        (PlanSource::Deletion { listings }, PlanPlace::At(_)) => deletion::page(ports, listings).await,
        (PlanSource::Undo { .. } | PlanSource::Deletion { .. }, PlanPlace::Filter { .. }) => {
            Err(StoreError::Corrupt(format!("{} has no filter to go on with", plan.id)).into())
        }
    }
}

/// The page that begins behind `skip` products of the filter's page at `cursor`.
async fn of_filter(
    ports: &Ports,
    (named, request): (&[ProductId], &PlanRequest),
    cursor: Option<&String>,
    skip: u32,
    seen: &mut Seen,
) -> Result<PlanPage, UseCaseError> {
    let found = search(ports, request, cursor.cloned(), seen).await?;
    let rest: Vec<&ProductId> = found.cards.iter().map(|card| &card.id).skip(skip as usize).collect();
    let chunk = &rest[..rest.len().min(PRODUCTS)];
    // What was named is planned already.
    let others: Vec<ProductId> =
        chunk.iter().filter(|id| named.binary_search(id).is_err()).map(|id| (*id).clone()).collect();
    let (entries, count) = of_products(ports, request, &others).await?;
    // All of the chunk, or as far as the last product that fits.
    let done = match others.get(count) {
        Some(left) => chunk.iter().position(|id| *id == left).unwrap_or(chunk.len()),
        None => chunk.len(),
    };
    let place = match &found.next {
        _ if done < rest.len() => PlanPlace::Filter { cursor: cursor.cloned(), skip: skip + small(done) },
        Some(next) => PlanPlace::Filter { cursor: Some(next.clone()), skip: 0 },
        None => PlanPlace::End,
    };
    let to_look_at = Some((named.len() + found.total) as u64);
    let nothing = unplanned::counted(ports, request, &others[..count], &entries).await?;
    Ok(PlanPage { entries, looked_at: done as u64, to_look_at, place, unplanned: Vec::new(), nothing })
}

async fn search(
    ports: &Ports,
    request: &PlanRequest,
    cursor: Option<String>,
    seen: &mut Seen,
) -> Result<Arc<CataloguePage>, StoreError> {
    if let Some((at, found)) = seen.as_ref()
        && *at == cursor
    {
        return Ok(found.clone());
    }
    let query = CatalogueQuery {
        limit: FOUND,
        // An edit in between moves no product to another page.
        sort: CatalogueSort::Id,
        descending: false,
        cursor: cursor.clone(),
        ..request.filter.clone().unwrap_or_default()
    };
    let found = Arc::new(ports.catalogue.search(&query).await?);
    *seen = Some((cursor, found.clone()));
    Ok(found)
}

/// The entries of as many of `ids` as fit in a page, and how many these are.
async fn of_products(
    ports: &Ports,
    request: &PlanRequest,
    ids: &[ProductId],
) -> Result<(Vec<PlanEntry>, usize), UseCaseError> {
    let mut entries = plan_products(ports, request, ids).await?;
    let Some(over) = entries.get(PLAN_PAGE) else { return Ok((entries, ids.len())) };
    let left = over.planned.product.clone();
    entries.retain({
        let mut within = true;
        move |entry| {
            within &= entry.planned.product != left;
            within
        }
    });
    let last = entries.last();
    let kept = ids.iter().position(|id| last.is_some_and(|entry| entry.planned.product == *id));
    let Some(last) = kept else {
        let problem = format!("a product has more than the {PLAN_PAGE} listings of a plan's page");
        return Err(StoreError::Corrupt(problem).into());
    };
    Ok((entries, last + 1))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// `plan` with one page more.
pub(super) fn added(ports: &Ports, plan: &Plan, page: &PlanPage) -> Plan {
    let mut plan = plan.clone();
    for entry in &page.entries {
        plan.listings += 1;
        plan.listings_changed += u64::from(!entry.planned.is_empty());
        for change in &entry.planned.changes {
            plan.changes += u64::from(change.is_pushed());
            plan.blocked += u64::from(change.blocked.is_some());
            plan.conflicts += u64::from(change.decision == Decision::Conflict);
        }
        plan.warnings += entry.warnings.len() as u64;
        plan.totals.count(entry);
        plan.calls += u64::from(entry.calls);
        plan.hash = plan_hash(&plan.hash, &entry.planned);
        let key = &entry.planned.key;
        *plan.calls_by_shop.entry(format!("{}:{}", key.channel, key.shop)).or_default() +=
            u64::from(entry.calls);
    }
    plan.seconds = seconds(ports, &plan.calls_by_shop);
    plan.pages += u32::from(!page.entries.is_empty());
    plan.looked_at += page.looked_at;
    plan.to_look_at = page.to_look_at.unwrap_or(plan.to_look_at);
    plan.place = page.place.clone();
    plan.unplanned.extend(page.unplanned.iter().cloned());
    for (code, count) in &page.nothing {
        *plan.totals.nothing_planned.entry(code.clone()).or_default() += count;
    }
    plan.step += 1;
    if plan.place == PlanPlace::End {
        plan.to_look_at = plan.looked_at;
        plan.state = PlanState::Ready;
        if plan.undoes.is_some() && plan.listings == 0 {
            plan.state = PlanState::Failed;
            plan.failure = Some(JobFailure::NothingToUndo.into());
        }
    }
    plan
}

/// Shops work side by side: the slowest one decides.
fn seconds(ports: &Ports, calls: &BTreeMap<String, u64>) -> u64 {
    let of = |(shop, calls): (&String, &u64)| {
        let channel = shop.split_once(':').and_then(|(channel, _)| Channel::parse(channel).ok());
        let pace = channel.map_or(1, |channel| ports.settings.calls_per_second(&channel));
        calls.div_ceil(u64::from(pace))
    };
    calls.iter().map(of).max().unwrap_or(0)
}
