//! A listing keeps its own value of a field, whatever the master says or is going to say.

use std::collections::BTreeSet;

use domain::{
    ListingKey, Title,
    diff::{Field, FieldKey, Owner, observed_value},
    product::MAX_DESCRIPTION,
};
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    catalogue::master_builder::sources::Gathered,
    ports::{ListingState, Ports, TitleFrom, Versioned},
};

/// Keeps what the listing says now in each of `fields`. `expected` is the version of its state.
pub async fn keep(
    ports: &Ports,
    actor: &str,
    key: &ListingKey,
    expected: Option<u64>,
    fields: &BTreeSet<Field>,
) -> Result<Versioned<ListingState>, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    let listing = Gathered::of(ports, ports.listings.get(key).await?.ok_or_else(missing)?);
    let before = &listing.listing.state;
    if expected.is_some_and(|expected| expected != before.version) {
        return Err(StoreError::Conflict.into());
    }
    let mut after = before.value.clone();
    for field in fields {
        keep_value(&mut after, &listing, *field);
    }
    if after == before.value {
        return Ok(before.clone());
    }
    let stored = ports.listings.put_state(&after, before.version).await?;
    let side = |state: &ListingState| json!({ "overrides": state.overrides, "owners": state.owners });
    ports
        .record(actor, "listing.keep", key, json!({ "from": side(&before.value), "to": side(&stored.value) }))
        .await?;
    ports.refresh_cards(std::slice::from_ref(key)).await?;
    Ok(stored)
}

/// A text becomes the listing's own. That somebody hid or showed it is agreed on, and stays the seller's to decide. Every
/// other field, and a text that we could not write back, is the channel's to
/// decide from now on.
pub(crate) fn keep_value(state: &mut ListingState, listing: &Gathered, field: Field) {
    match field {
        Field::Title if Title::parse(&listing.listing.observed.content.title).is_ok() => {
            state.overrides.title = Some(listing.listing.observed.content.title.trim().to_owned());
            // A person decided it: no proposal replaces it.
            state.overrides.title_from = TitleFrom::Hand;
        }
        Field::Description if listing.plain().chars().count() <= MAX_DESCRIPTION => {
            state.overrides.description = Some(listing.plain().to_owned());
        }
        Field::Visibility => {
            let shown = observed_value(&listing.listing.observed.content, field).hash();
            state.base.insert(FieldKey::listing(field), shown);
        }
        _ => {
            state.owners.0.insert(field, Owner::Channel);
        }
    }
}
