//! The seller's exceptions for one listing: its own title and description, who decides which field, and which variant
//! an offer sells where the two shops do not say it.

use std::collections::BTreeMap;

use domain::{
    Invalid, ListingContent, ListingKey, ProductId, Title,
    diff::{Field, Owner},
    product::MAX_DESCRIPTION,
};
use serde_json::json;

use super::{cards, titles::may_stand};
use crate::{
    StoreError, UseCaseError,
    catalogue::products::EditError,
    ports::{Listing, ListingState, Ports, TitleFrom, Versioned},
};

/// An absent field stays as it is; `Some(None)` returns to the master's value or the default owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListingEdit {
    pub title: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub owners: BTreeMap<Field, Option<Owner>>,
    /// By offer: the variant that it sells, as id or SKU; none takes the link away.
    pub links: BTreeMap<String, Option<String>>,
}

fn of_overrides(mut problem: Invalid) -> Invalid {
    "overrides.title".clone_into(&mut problem.field);
    problem
}

/// Edits the exceptions of a listing whose state was read at `expected`.
pub async fn edit_listing(
    ports: &Ports,
    actor: &str,
    key: &ListingKey,
    expected: Option<u64>,
    edit: ListingEdit,
) -> Result<Versioned<ListingState>, EditError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    let Listing { observed, state: before, .. } = ports.listings.get(key).await?.ok_or_else(missing)?;
    if expected.is_some_and(|expected| expected != before.version) {
        return Err(StoreError::Conflict.into());
    }
    let mut after = before.value.clone();
    let mut problems = Vec::new();
    if let Some(title) = edit.title {
        match title.as_deref().map(Title::parse).transpose() {
            Ok(title) => {
                after.overrides.title = title.map(String::from);
                after.overrides.title_from = TitleFrom::Hand;
            }
            Err(problem) => problems.push(of_overrides(problem)),
        }
    }
    if let Some(title) = &after.overrides.title
        && after.overrides.title != before.value.overrides.title
    {
        match may_stand(ports, key, title).await {
            Err(EditError::Invalid(found)) => problems.extend(found.into_iter().map(of_overrides)),
            other => other?,
        }
    }
    if let Some(description) = edit.description {
        if description.as_ref().is_some_and(|text| text.chars().count() > MAX_DESCRIPTION) {
            let problem = format!("a description has at most {MAX_DESCRIPTION} characters");
            problems.push(Invalid::new("overrides.description", "description_too_long", problem));
        }
        if let Some(Err(problem)) =
            description.as_deref().map(|text| domain::description::check("overrides.description", text))
        {
            problems.push(problem);
        }
        after.overrides.description = description;
    }
    for (field, owner) in edit.owners {
        match owner {
            Some(owner) => after.owners.0.insert(field, owner),
            None => after.owners.0.remove(&field),
        };
    }
    if !edit.links.is_empty() {
        problems.extend(link_offers(ports, &observed.content, &mut after, &edit.links).await?);
        if after.links != before.value.links {
            after.known_since = Some(ports.clock.now());
        }
    }
    if !problems.is_empty() {
        return Err(EditError::Invalid(problems));
    }
    let moved = after.product.as_ref().filter(|_| !edit.links.is_empty());
    if after == before.value {
        // The first try may have died before prices were asked for.
        reprice(ports, moved).await?;
        cards::refresh(ports, std::slice::from_ref(key)).await?;
        return Ok(before);
    }
    let stored = ports.listings.put_state(&after, before.version).await?;
    reprice(ports, moved).await?;
    cards::refresh(ports, std::slice::from_ref(key)).await?;
    let side = |state: &ListingState| json!({ "overrides": state.overrides, "owners": state.owners, "links": state.links });
    ports
        .record(actor, "listing.edit", key, json!({ "from": side(&before.value), "to": side(&stored.value) }))
        .await?;
    Ok(stored)
}

async fn reprice(ports: &Ports, product: Option<&ProductId>) -> Result<(), StoreError> {
    match product {
        Some(product) => crate::catalogue::products::price(ports, product).await,
        None => Ok(()),
    }
}

/// Says which variant each of these offers sells. A link that is said here is kept by every later import.
async fn link_offers(
    ports: &Ports,
    content: &ListingContent,
    state: &mut ListingState,
    links: &BTreeMap<String, Option<String>>,
) -> Result<Vec<Invalid>, UseCaseError> {
    let Some(product) = &state.product else {
        let problem = "the listing belongs to no product yet: import or link it first";
        return Ok(vec![Invalid::new("links", "listing_unlinked", problem)]);
    };
    let product = crate::catalogue::products::find(ports, product).await?.value;
    let mut problems = Vec::new();
    for (offer, variant) in links {
        let field = format!("links.{offer}");
        let Some(offer) = content.offers.iter().find(|known| known.id.as_str() == offer) else {
            problems.push(Invalid::new(field, "offer_unknown", "the listing has no such offer"));
            continue;
        };
        match variant.as_deref().map(|name| crate::catalogue::products::variant_named(&product, name)) {
            None => drop(state.links.remove(&offer.id)),
            Some(Ok(variant)) => drop(state.links.insert(offer.id.clone(), variant)),
            Some(Err(_)) => {
                let problem = "its product has no variant with this id or SKU";
                problems.push(Invalid::new(field, "variant_unknown", problem));
            }
        }
    }
    for offer in links.keys() {
        let mine = state.links.iter().find(|(id, _)| id.as_str() == offer);
        let Some((_, variant)) = mine else { continue };
        if let Some((other, _)) = state.links.iter().find(|(id, v)| *v == variant && id.as_str() != offer) {
            let problem = format!("the offer {other} of this listing sells that variant already");
            problems.push(Invalid::new(format!("links.{offer}"), "variant_taken", problem));
        }
    }
    Ok(problems)
}
