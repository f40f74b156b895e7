//! Looking at one listing because it was or may have been changed on its channel.

use domain::{
    ContentHash, ListingKey, ListingStatus, Product, VariantId,
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
    WorkError,
    message::Severity,
    notices::{taken_down, tell},
    ports::{Listing, Observed, Ports, Upsert, Versioned},
    shops::session,
    words::Notice,
};

/// Reads the listing, stores what it says, settles a push that waits for its audit, and tells about edits that
/// somebody made on the channel. An echo of our own write changes nothing and says nothing.
pub async fn observe(ports: &Ports, key: &ListingKey, reason: &str) -> Result<(), WorkError> {
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
    if before.as_ref().is_none_or(|before| before.observed.hash != observed.hash) {
        // Told first, stored second, as everything here: a repeat tells the same notification again.
        taken_down::tell(ports, &[(key, before.as_ref(), &fetched.content)]).await?;
    }
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
            Box::pin(report_drift(ports, marketplace.as_ref(), listing)).await?;
        }
    } else {
        Box::pin(report_drift(ports, marketplace.as_ref(), listing)).await?;
    }
    Ok(cards::refresh(ports, std::slice::from_ref(key)).await?)
}

/// Told first, stored second: a repeat tells the same notification again, which is none.
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

/// Tells which fields were edited on the channel, against what both sides had agreed on: once for each edit, whoever
/// stored what the channel says now. Told first and noted second, so that a repeat tells the same notification again.
async fn report_drift(
    ports: &Ports,
    marketplace: &dyn crate::Marketplace,
    listing: Listing,
) -> Result<(), WorkError> {
    let edited = edited_fields(ports, &listing).await?;
    let content = &listing.observed.content;
    let now = base_of(content);
    let drift = (!edited.is_empty()).then(|| {
        let values: Vec<_> = edited.iter().map(|field| (field, now.get(field))).collect();
        ContentHash::of(&values)
    });
    let Versioned { value: mut state, version } = listing.state;
    if state.reported.drift == drift {
        return Ok(());
    }
    if drift.is_some() {
        state.reported.count += 1;
        let mut fields: Vec<Field> = edited.iter().map(|field| field.field).collect();
        fields.dedup();
        let channel = &marketplace.capabilities().name;
        let notice = Notice::ListingDrift { title: &content.title, channel, fields: &fields };
        let subject = format!("{}#{}", state.key, state.reported.count);
        ports.outbox.notify(&[tell::notice(&notice, &subject, Severity::Warning)]).await?;
    }
    state.reported.drift = drift;
    ports.listings.put_state(&state, version).await?;
    Ok(())
}

/// The fields of a listing that say something else than both sides had agreed on, because of the channel.
async fn edited_fields(ports: &Ports, listing: &Listing) -> Result<Vec<FieldKey>, WorkError> {
    let state = &listing.state.value;
    let Some(product) = &state.product else { return Ok(Vec::new()) };
    let content = &listing.observed.content;
    let base = base_of(content);
    let moved =
        |field: &FieldKey| state.base.get(field).is_some_and(|agreed| base.get(field) != Some(agreed));
    let (edited, deleted) =
        (base.keys().any(moved), state.links.keys().any(|offer| content.offer(offer).is_none()));
    if !edited && !deleted {
        return Ok(Vec::new());
    }
    let Some(product) = ports.products.get(product).await? else { return Ok(Vec::new()) };
    tell_deleted(ports, &product.value, listing).await?;
    if !edited {
        return Ok(Vec::new());
    }
    let key = &state.key;
    let Some(planning) = Planning::load(ports, &key.channel, &key.shop, None, None).await? else {
        return Ok(Vec::new());
    };
    let copies = Planning::copies(ports, [(&product.value, key)], &key.channel, &key.shop).await?;
    let (planned, _) = planning.plan(&product.value, state, content, listing.observed.seen_at, &copies);
    Ok(planned
        .changes
        .iter()
        // A sale is no edit.
        .filter(|change| !matches!(change.blocked, Some(Blocker::MovedByChannel { .. })))
        .map(|change| (FieldKey { field: change.field, offer: change.offer.clone() }, change.decision))
        .filter(|(field, decision)| *decision == Decision::Conflict || moved(field))
        .map(|(field, _)| field)
        .collect())
}

/// Tells of variants that were deleted in any of these listings, whose content has changed.
pub(crate) async fn tell_deleted_in(ports: &Ports, keys: &[ListingKey]) -> Result<(), WorkError> {
    for chunk in keys.chunks(100) {
        for listing in ports.listings.get_many(chunk).await? {
            let (state, content) = (&listing.state.value, &listing.observed.content);
            let Some(product) = &state.product else { continue };
            if state.links.keys().all(|offer| content.offer(offer).is_some()) {
                continue;
            }
            if let Some(product) = ports.products.get(product).await? {
                tell_deleted(ports, &product.value, &listing).await?;
            }
        }
    }
    Ok(())
}

/// Tells of variants that somebody deleted at the channel, once for the same ones. The next plan leaves them deleted.
async fn tell_deleted(ports: &Ports, product: &Product, listing: &Listing) -> Result<(), WorkError> {
    let deleted = withheld::deleted_variants(product, &listing.state.value, &listing.observed.content);
    if deleted.is_empty() {
        return Ok(());
    }
    let name = |variant: &VariantId| {
        let variant = product.variant(variant)?;
        let options = || variant.option_values.join(", ");
        Some(variant.sku.as_ref().map_or_else(options, ToString::to_string))
    };
    let names = deleted.iter().filter_map(name).collect::<Vec<_>>().join("; ");
    let (title, key) = (&listing.observed.content.title, &listing.state.value.key);
    let ids = deleted.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    let notice = Notice::VariantGone { title, channel: &key.channel, variants: &names };
    let message = tell::notice(&notice, &format!("{key}@{ids}"), Severity::Warning);
    tell::once(ports, message).await.map_err(WorkError::from)
}
