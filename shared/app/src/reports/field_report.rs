//! The field report over the whole catalogue: computed step by step from the queue and stored, so that asking for it
//! reads one record.
//!
//! A step reads one page of one shop's listings, and the other listings of their products; a product is counted with
//! the first of its listings. What was counted so far lies in the record of the report in the making, together with
//! where it is. A message names its step: a repeat of one that was counted only sends the next one again, and the
//! messages of a report that was started again end. Nothing holds more than a page of listings.

use std::collections::BTreeMap;

use domain::{
    Channel, ContentHash, ProductId, ShopId, diff::Field, field_report::FieldReport, ids::ReportId,
};
use jiff::SignedDuration;

use crate::{
    Ports, StoreError, WorkError,
    message::{
        Envelope, ImportMessage, Severity,
        chain::{Turn, turn},
    },
    notices::tell,
    ports::{Listing, OpenProduct, ReportInMaking, StoredReport, Versioned},
    shops::directory::all_shops,
    words::Notice,
};

mod differing;
mod groups;

pub use differing::{Differing, differing};
use groups::{Known, groups_of};

/// Listings of a shop that one step reads: a few seconds of work.
const STEP: usize = 400;
/// A report that is in the making for longer than this has lost its messages.
const LOST_AFTER: SignedDuration = SignedDuration::from_mins(30);

/// Starts computing the report, unless one is in the making already.
pub async fn request(ports: &Ports, actor: &str) -> Result<ReportInMaking, StoreError> {
    if let Some(making) = ports.field_reports.report_in_making().await?
        && ports.clock.now().duration_since(making.value.started_at) < LOST_AFTER
    {
        return Ok(making.value);
    }
    let making = restart(ports).await?;
    ports.record(actor, "field_report.compute", &making.id, serde_json::Value::Null).await?;
    Ok(making)
}

/// Starts computing the report from the state of this moment; one that is in the making is given up.
pub(crate) async fn restart(ports: &Ports) -> Result<ReportInMaking, StoreError> {
    let before = ports.field_reports.report_in_making().await?;
    let current = ports.field_reports.current_report().await?;
    let mut replaced: Vec<ReportId> = Vec::new();
    if let Some(current) = current {
        replaced.extend(current.replaced);
        replaced.push(current.id);
    }
    let expected = before.as_ref().map_or(0, |before| before.version);
    if let Some(before) = before {
        replaced.extend(before.value.replaced);
        replaced.push(before.value.id);
    }
    replaced.sort();
    replaced.dedup();
    let making = ReportInMaking {
        id: ReportId::from_unique(&ports.ids.unique()),
        started_at: ports.clock.now(),
        shops: all_shops(ports).await?,
        shop: 0,
        cursor: None,
        step: 0,
        listings: 0,
        state: ContentHash::of_parts(&[]),
        report: FieldReport::default(),
        replaced,
    };
    ports.field_reports.put_report_in_making(&making, expected).await?;
    send(ports, &making).await?;
    Ok(making)
}

/// Whether something moved since `report` was started.
pub async fn is_outdated(ports: &Ports, report: &StoredReport) -> Result<bool, StoreError> {
    let moved = ports.field_reports.report_moved_at().await?;
    let started = report.started_at.unwrap_or(report.computed_at);
    Ok(moved.is_some_and(|moved| moved > started))
}

/// Handles one message: the `step` of `report`.
pub async fn step(ports: &Ports, report: &ReportId, step: u32) -> Result<(), WorkError> {
    let Some(Versioned { value: making, version }) = ports.field_reports.report_in_making().await? else {
        return Ok(());
    };
    if &making.id != report {
        return Ok(());
    }
    match turn(making.step, step) {
        Turn::Now => {}
        Turn::Counted => return Ok(send(ports, &making).await?),
        Turn::Stray => return Ok(()),
    }
    match making.shops.get(making.shop).cloned() {
        Some((channel, shop)) => count(ports, making, version, &channel, &shop).await,
        None => finish(ports, making, version).await,
    }
}

/// Ends the making of a report whose message was delivered as often as it may be, so that a person can start it again.
pub async fn give_up(ports: &Ports, report: &ReportId, reason: &str) -> Result<(), StoreError> {
    if let Some(making) = ports.field_reports.report_in_making().await?.filter(|m| &m.value.id == report) {
        // Reported first: after a crash the same is sent again, which is one notification.
        tracing::error!(report.id = %report, reason, "a field report could not be computed");
        let message = tell::notice(&Notice::FieldReportFailed, report.as_str(), Severity::Warning);
        ports.outbox.notify(&[message]).await?;
        match ports.field_reports.drop_report_in_making(making.version).await {
            // It went on, or was started again: nothing is given up any more.
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn send(ports: &Ports, making: &ReportInMaking) -> Result<(), StoreError> {
    let message = ImportMessage::FieldReport { report: making.id.clone(), step: making.step };
    ports.outbox.import(&[Envelope::derived(message)]).await
}

async fn count(
    ports: &Ports,
    mut making: ReportInMaking,
    version: u64,
    channel: &Channel,
    shop: &ShopId,
) -> Result<(), WorkError> {
    if making.step == 0 {
        clear_replaced(ports, &making).await?;
    }
    let page = ports.listings.of_shop(channel, shop, making.cursor.as_deref(), STEP).await?;
    let mut known = Known::load(ports, &making.shops).await?;
    let groups = groups_of(ports, &known, &page.items).await?;
    known.look_at(ports, &groups).await?;
    known.read_products(ports, &groups).await?;
    let mut open: BTreeMap<Field, Vec<OpenProduct>> = BTreeMap::new();
    let mut state = vec![making.state.to_string()];
    for (product, listings) in &groups {
        making.listings += listings.len() as u64;
        for listing in listings {
            state.extend(state_of(&known, product.as_ref(), listing));
        }
        for (field, verdict) in known.counted(&mut making.report, product.as_ref(), listings) {
            if let Some(product) = product.clone() {
                open.entry(field).or_default().push(OpenProduct { product, verdict });
            }
        }
    }
    if making.step == 0 {
        state.extend(known.versions());
    }
    making.state = ContentHash::of_parts(&state.iter().map(String::as_str).collect::<Vec<_>>());
    if !open.is_empty() {
        ports.field_reports.put_open_products(&making.id, making.step, &open).await?;
    }
    making.shop += usize::from(page.next.is_none());
    making.cursor = page.next;
    making.step += 1;
    match ports.field_reports.put_report_in_making(&making, version).await {
        Ok(stored) => Ok(send(ports, &stored.value).await?),
        // The same message was delivered twice, or the report was started again: the other one goes on.
        Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Clears what earlier reports left, except the current one: people still read it until this one takes its place.
async fn clear_replaced(ports: &Ports, making: &ReportInMaking) -> Result<(), StoreError> {
    for report in &making.replaced {
        let current = ports.field_reports.current_report().await?;
        if current.is_none_or(|current| &current.id != report) {
            ports.field_reports.clear_open_products(report).await?;
        }
    }
    Ok(())
}

/// All that a report reads of a listing: where none of it changed, another report would say the same.
fn state_of(known: &Known, product: Option<&ProductId>, listing: &Listing) -> Vec<String> {
    let images = listing.observed.content.images.iter();
    let looks = images.filter_map(|image| known.hashes_of(listing).get(&image.reference));
    let mut state: Vec<String> = looks.map(ToString::to_string).collect();
    state.extend([
        listing.observed.key.to_string(),
        listing.observed.hash.to_string(),
        product.map_or("", ProductId::as_str).to_owned(),
    ]);
    // A category may have a price rule of its own.
    state.extend(known.product_of(listing).and_then(|product| product.category.clone()));
    state
}

async fn finish(ports: &Ports, making: ReportInMaking, version: u64) -> Result<(), WorkError> {
    let report = StoredReport {
        id: making.id,
        started_at: Some(making.started_at),
        computed_at: ports.clock.now(),
        state: making.state,
        listings: making.listings,
        report: making.report,
        replaced: making.replaced,
    };
    match ports.field_reports.finish_report(&report, version).await {
        Ok(()) => {}
        Err(StoreError::Conflict) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    // What a crash leaves here the next report clears.
    for old in report.replaced.iter().filter(|old| **old != report.id) {
        ports.field_reports.clear_open_products(old).await?;
    }
    tracing::info!(
        report.id = %report.id, report.listings = report.listings, report.products = report.report.products,
        "field report computed"
    );
    Ok(())
}
