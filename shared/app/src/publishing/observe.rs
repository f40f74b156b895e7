//! Looking at one listing because it was or may have been changed on its channel.

use std::collections::BTreeSet;

use domain::{
    ContentHash, ListingContent, ListingKey, ListingStatus, Variant, VariantId,
    diff::{Decision, Field, FieldKey, base_of},
    plan::Blocker,
};

use super::{
    cards,
    push::{audit_moved, audit_of_gone},
    target::Planning,
    withheld,
};
use crate::{
    StoreError, WorkError,
    message::Severity,
    notices::{
        taken_down::{self, Seen},
        tell,
    },
    ports::{Listing, ListingState, Observed, Ports, Upsert, Versioned},
    shops::session,
    words::Notice,
};

/// Others write a listing's state at the same time.
const TRIES: usize = 5;

/// Reads the listing, stores what it says, settles a push that waits for its audit, and reports edits that
/// somebody made on the channel. An echo of our own write changes nothing and says nothing.
pub async fn observe(ports: &Ports, key: &ListingKey, reason: &str) -> Result<(), WorkError> {
    observe_told(ports, key, reason, false).await
}

/// Like [`observe`]; `is_told` where the seller already knows what the channel did, such as of a violation.
pub(crate) async fn observe_told(
    ports: &Ports,
    key: &ListingKey,
    reason: &str,
    is_told: bool,
) -> Result<(), WorkError> {
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else {
        return Err(WorkError::Fail { code: "channel_unknown".into(), reason: key.channel.to_string() });
    };
    let session = session::open(ports, &key.channel, &key.shop).await?;
    // Taken before the call: what is read cannot be older than this.
    let seen_at = ports.clock.now();
    let fetched = marketplace.fetch(&session, std::slice::from_ref(&key.external_id)).await?;
    let Some(fetched) = fetched.into_iter().find(|listing| listing.id == key.external_id) else {
        Box::pin(mark_gone(ports, key)).await?;
        return Ok(cards::refresh(ports, std::slice::from_ref(key)).await?);
    };
    let before = ports.listings.get(key).await?;
    let fetched = fetched.completed(before.as_ref().map(|listing| &listing.observed.content));
    let observed = Observed {
        key: key.clone(),
        hash: fetched.content.content_hash(),
        content: fetched.content.clone(),
        updated_at: fetched.updated_at,
        seen_at,
    };
    // Reported first, stored second, as everything here: a repeat sends the same notification again.
    let seen = Seen { key, before: before.as_ref(), now: &fetched.content, at: seen_at, is_told };
    taken_down::tell(ports, &seen).await?;
    let upsert = ports.listings.observe(std::slice::from_ref(&observed)).await?;
    if upsert.first() == Some(&Upsert::Changed) {
        tracing::info!(listing.id = %key, reason, "listing changed on its channel");
    }
    let Some(listing) = ports.listings.get(key).await? else { return Ok(()) };
    if let Some(awaiting) = &listing.state.value.awaiting {
        // Boxed: the end of a job is a large future.
        Box::pin(audit_moved(ports, awaiting, &fetched, seen_at)).await?;
        // The job's end has changed what both sides agree on.
        if let Some(listing) = ports.listings.get(key).await? {
            Box::pin(report_edits(ports, marketplace.as_ref(), listing)).await?;
        }
    } else {
        Box::pin(report_edits(ports, marketplace.as_ref(), listing)).await?;
    }
    Ok(cards::refresh(ports, std::slice::from_ref(key)).await?)
}

/// Reported first, stored second: a repeat sends the same notification again, which is stored once.
async fn mark_gone(ports: &Ports, key: &ListingKey) -> Result<(), WorkError> {
    if let Some(awaiting) = ports.listings.get(key).await?.and_then(|listing| listing.state.value.awaiting) {
        audit_of_gone(ports, &awaiting).await?;
    }
    let Some(listing) = ports.listings.get(key).await? else { return Ok(()) };
    if listing.state.value.gone {
        return Ok(());
    }
    let mut state = listing.state.value;
    state.gone = true;
    state.channel_status = ListingStatus::Deleted;
    state.reported.count += 1;
    let title = &listing.observed.content.title;
    let notice = Notice::ListingGone { title, channel: key.channel.as_str() };
    let message = tell::notice(&notice, &format!("{key}#{}", state.reported.count), Severity::Warning);
    ports.outbox.notify(&[message]).await?;
    ports.listings.put_state(&state, listing.state.version).await?;
    Ok(())
}

/// Whether there is something to report of a listing that says `content` now, or something that was reported and has
/// ended.
pub(crate) fn may_report(state: &ListingState, content: &ListingContent) -> bool {
    let reported = state.reported.drift.is_some() || !state.reported.deleted.current.is_empty();
    let now = base_of(content);
    reported
        || state.links.keys().any(|offer| content.offer(offer).is_none())
        || state.base.iter().any(|(field, agreed)| now.get(field).is_some_and(|now| now != agreed))
}

/// Reports what an import has found in these listings. One that waits for an audit is left to its job.
pub(crate) async fn report_in(ports: &Ports, keys: &[ListingKey]) -> Result<(), WorkError> {
    if keys.is_empty() {
        return Ok(());
    }
    for listing in ports.listings.get_many(keys).await? {
        let marketplace = ports.marketplaces.get(&listing.observed.key.channel);
        if let (Some(marketplace), None) = (marketplace, &listing.state.value.awaiting) {
            // Boxed: it plans.
            Box::pin(report_edits(ports, marketplace.as_ref(), listing)).await?;
        }
    }
    Ok(())
}

/// Tells which fields were edited and which variants deleted on the channel, against what both sides had agreed on:
/// once for each time, whoever stored what the channel says now. Reported first and noted second, so that a repeat
/// sends the same notification again.
async fn report_edits(
    ports: &Ports,
    marketplace: &dyn crate::Marketplace,
    mut listing: Listing,
) -> Result<(), WorkError> {
    for _ in 0..TRIES {
        let found = found(ports, &listing).await?;
        if note(ports, marketplace, &listing, found).await? {
            return Ok(());
        }
        match ports.listings.get(&listing.observed.key).await? {
            Some(now) => listing = now,
            None => return Ok(()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// Tells what is new of `found`, and notes it; `false` where another writer was quicker.
async fn note(
    ports: &Ports,
    marketplace: &dyn crate::Marketplace,
    listing: &Listing,
    found: Found,
) -> Result<bool, StoreError> {
    let content = &listing.observed.content;
    let now = base_of(content);
    let drift = (!found.edited.is_empty()).then(|| {
        let values: Vec<_> = found.edited.iter().map(|field| (field, now.get(field))).collect();
        ContentHash::of(&values)
    });
    let Versioned { value: mut state, version } = listing.state.clone();
    let before = state.reported.clone();
    if drift.is_some() && before.drift != drift {
        state.reported.count += 1;
        let mut fields: Vec<Field> = found.edited.iter().map(|field| field.field).collect();
        fields.dedup();
        let channel = &marketplace.capabilities().name;
        let notice = Notice::ListingDrift { title: &content.title, channel, fields: &fields };
        let subject = format!("{}#{}", state.key, state.reported.count);
        ports.outbox.notify(&[tell::notice(&notice, &subject, Severity::Warning)]).await?;
    }
    let deleted: BTreeSet<VariantId> = found.deleted.iter().map(|(variant, _)| variant.clone()).collect();
    let new = |variant: &VariantId| !before.deleted.current.contains(variant);
    let names: Vec<&str> =
        found.deleted.iter().filter(|(variant, _)| new(variant)).map(|(_, name)| name.as_str()).collect();
    if !names.is_empty() {
        state.reported.deleted.count += 1;
        let variants = names.join("; ");
        let notice =
            Notice::VariantGone { title: &content.title, channel: &state.key.channel, variants: &variants };
        let subject = format!("{}#{}", state.key, state.reported.deleted.count);
        ports.outbox.notify(&[tell::notice(&notice, &subject, Severity::Warning)]).await?;
    }
    state.reported.drift = drift;
    state.reported.deleted.current = deleted;
    if state.reported == before {
        return Ok(true);
    }
    match ports.listings.put_state(&state, version).await {
        Err(StoreError::Conflict) => Ok(false),
        written => written.map(|_| true),
    }
}

/// What somebody did to a listing on its channel.
#[derive(Debug, Default)]
struct Found {
    edited: Vec<FieldKey>,
    /// With their names as a person knows them.
    deleted: Vec<(VariantId, String)>,
}

/// The fields of a listing that say something else than both sides had agreed on, because of the channel, and the
/// variants that are not sold there any more.
async fn found(ports: &Ports, listing: &Listing) -> Result<Found, WorkError> {
    let state = &listing.state.value;
    let Some(product) = &state.product else { return Ok(Found::default()) };
    let content = &listing.observed.content;
    let base = base_of(content);
    let moved =
        |field: &FieldKey| state.base.get(field).is_some_and(|agreed| base.get(field) != Some(agreed));
    let (edited, deleted) =
        (base.keys().any(moved), state.links.keys().any(|offer| content.offer(offer).is_none()));
    if !edited && !deleted {
        return Ok(Found::default());
    }
    let Some(product) = ports.products.get(product).await? else { return Ok(Found::default()) };
    let deleted = withheld::deleted_variants(&product.value, state, content);
    let deleted = deleted.into_iter().map(|variant| {
        let name = product.value.variant(&variant).map(name_of).unwrap_or_default();
        (variant, name)
    });
    let mut found = Found { deleted: deleted.collect(), ..Found::default() };
    if !edited {
        return Ok(found);
    }
    let key = &state.key;
    let Some(planning) = Planning::load(ports, &key.channel, &key.shop, None, None).await? else {
        return Ok(found);
    };
    let copies = Planning::copies(ports, [(&product.value, key)], &key.channel, &key.shop).await?;
    let (planned, _) = planning.plan(&product.value, state, content, listing.observed.seen_at, &copies);
    let changes = planned.changes.iter();
    found.edited = changes
        // A sale is no edit.
        .filter(|change| !matches!(change.blocked, Some(Blocker::MovedByChannel { .. })))
        .map(|change| (FieldKey { field: change.field, offer: change.offer.clone() }, change.decision))
        .filter(|(field, decision)| *decision == Decision::Conflict || moved(field))
        .map(|(field, _)| field)
        .collect();
    Ok(found)
}

fn name_of(variant: &Variant) -> String {
    variant.sku.as_ref().map_or_else(|| variant.option_values.join(", "), ToString::to_string)
}
