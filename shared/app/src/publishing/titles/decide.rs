//! A person's decisions about titles: accept a proposal, lock their own text, or return to the master's title.

use domain::{Invalid, ListingKey, ProductId, Title, titles::same};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Titling, of_product};
use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::products::EditError,
    ports::{Listing, ListingState, TitleFrom, TitleOrigin, Versioned},
    publishing::cards,
    shops::limits::limits_of,
};

/// A proposal that a person saw and accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub listing: ListingKey,
    /// As it was shown.
    pub title: String,
}

/// The result of a [`Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is the listing's title now; the next plan shows it.
    Accepted,
    /// It already was the listing's title.
    Unchanged,
    /// The title is locked by hand and is not changed.
    Locked,
    /// The proposal has changed; the person has to look again.
    Stale,
    /// There is no such listing, or it has no product.
    NotFound,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub listing: ListingKey,
    pub outcome: Outcome,
    /// The current proposal, if it differs from the chosen one.
    pub proposed: Option<String>,
}

/// Accepts proposals, each independently. A proposal that has changed since it was shown is reported and not accepted.
pub async fn accept(ports: &Ports, actor: &str, choices: &[Choice]) -> Result<Vec<Accepted>, UseCaseError> {
    let titling = Titling::load(ports).await?;
    let mut done = Vec::with_capacity(choices.len());
    for choice in choices {
        let (outcome, proposed) = accept_one(ports, actor, &titling, choice).await?;
        done.push(Accepted { listing: choice.listing.clone(), outcome, proposed });
    }
    Ok(done)
}

async fn accept_one(
    ports: &Ports,
    actor: &str,
    titling: &Titling,
    choice: &Choice,
) -> Result<(Outcome, Option<String>), UseCaseError> {
    let Some(listing) = ports.listings.get(&choice.listing).await? else {
        return Ok((Outcome::NotFound, None));
    };
    let Some(product) = &listing.state.value.product else { return Ok((Outcome::NotFound, None)) };
    let Some(product) = ports.products.get(product).await? else { return Ok((Outcome::NotFound, None)) };
    let keys = ports.listings.of_product(&product.value.id).await?;
    let listings = ports.listings.get_many(&keys).await?;
    let titles = titling.of(&product.value, &listings);
    let Some(title) = titles.into_iter().find(|title| title.key == choice.listing) else {
        return Ok((Outcome::NotFound, None));
    };
    if title.origin == TitleOrigin::Locked {
        return Ok((Outcome::Locked, None));
    }
    if title.proposal.title.as_ref() != Some(&choice.title) {
        return Ok((Outcome::Stale, title.proposal.title));
    }
    let mut after = listing.state.value.clone();
    after.overrides.title = Some(choice.title.clone());
    after.overrides.title_from =
        TitleFrom::Proposal { master: product.value.title.to_string(), rule_version: title.rule_version };
    if after == listing.state.value {
        return Ok((Outcome::Unchanged, None));
    }
    match ports.listings.put_state(&after, listing.state.version).await {
        // Another writer changed the listing meanwhile, so the shown proposal may be out of date.
        Err(StoreError::Conflict) => return Ok((Outcome::Stale, title.proposal.title)),
        other => other?,
    };
    audit(ports, actor, "title.accept", &listing.state.value, &after).await?;
    cards::refresh(ports, std::slice::from_ref(&choice.listing)).await?;
    Ok((Outcome::Accepted, None))
}

/// Locks a title by hand; without one, the listing's current title. After that nothing is proposed for it.
pub async fn lock(
    ports: &Ports,
    actor: &str,
    product: &ProductId,
    key: &ListingKey,
    expected: Option<u64>,
    title: Option<&str>,
) -> Result<Versioned<ListingState>, EditError> {
    let listing = listing_of(ports, product, key, expected).await?;
    let shown = of_product(ports, product).await?.listings;
    let own = shown.iter().find(|title| title.key == *key);
    let own = own.ok_or_else(|| UseCaseError::NotFound { what: "listing", id: key.to_string() })?;
    let title = Title::parse(title.unwrap_or(&own.target))?.to_string();
    may_stand(ports, key, &title).await?;
    // Until a person decides, many channels have the master's title. But a decided title must not exist twice.
    let twin = shown.iter().find(|other| {
        other.key.channel != key.channel && other.origin != TitleOrigin::Master && same(&other.target, &title)
    });
    if let Some(twin) = twin {
        let problem = format!("{} has this title", twin.key);
        return Err(Invalid::new("title", "title_taken", problem).into());
    }
    let mut after = listing.state.value.clone();
    after.overrides.title = Some(title);
    after.overrides.title_from = TitleFrom::Hand;
    store(ports, actor, "title.lock", listing, after).await
}

/// Returns a listing to the master's title; its locked or accepted title is removed.
pub async fn unlock(
    ports: &Ports,
    actor: &str,
    product: &ProductId,
    key: &ListingKey,
    expected: Option<u64>,
) -> Result<Versioned<ListingState>, EditError> {
    let listing = listing_of(ports, product, key, expected).await?;
    let mut after = listing.state.value.clone();
    after.overrides.title = None;
    after.overrides.title_from = TitleFrom::Hand;
    store(ports, actor, "title.unlock", listing, after).await
}

async fn listing_of(
    ports: &Ports,
    product: &ProductId,
    key: &ListingKey,
    expected: Option<u64>,
) -> Result<Listing, EditError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    let listing = ports.listings.get(key).await?.ok_or_else(missing)?;
    if listing.state.value.product.as_ref() != Some(product) {
        return Err(missing().into());
    }
    if expected.is_some_and(|expected| expected != listing.state.version) {
        return Err(StoreError::Conflict.into());
    }
    Ok(listing)
}

/// Checks whether the shop of `key` accepts `title`: its length, and the channel's other rules for titles.
pub(crate) async fn may_stand(ports: &Ports, key: &ListingKey, title: &str) -> Result<(), EditError> {
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else { return Ok(()) };
    let length = limits_of(ports, marketplace.as_ref(), &key.shop).await?.title;
    let characters = u32::try_from(title.chars().count()).unwrap_or(u32::MAX);
    if !length.contains(&characters) {
        let problem = format!("{characters} characters; this shop takes {} to {}", length.min, length.max);
        return Err(Invalid::new("title", "title_length", problem).into());
    }
    Ok(marketplace.check_title(title)?)
}

async fn store(
    ports: &Ports,
    actor: &str,
    action: &str,
    before: Listing,
    after: ListingState,
) -> Result<Versioned<ListingState>, EditError> {
    if after == before.state.value {
        return Ok(before.state);
    }
    let stored = ports.listings.put_state(&after, before.state.version).await?;
    audit(ports, actor, action, &before.state.value, &after).await?;
    cards::refresh(ports, std::slice::from_ref(&after.key)).await?;
    Ok(stored)
}

async fn audit(
    ports: &Ports,
    actor: &str,
    action: &str,
    before: &ListingState,
    after: &ListingState,
) -> Result<(), StoreError> {
    let details = json!({ "from": before.overrides, "to": after.overrides });
    ports.record(actor, action, &after.key, details).await
}
