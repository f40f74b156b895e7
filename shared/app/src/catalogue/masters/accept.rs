//! Applying what was looked at.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ListingKey, Product, ProductId,
    diff::Field,
    master::{Proposal, field, is_field_name, take_fields},
};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Proposed, Which, keep, products_of, propose, read};
use crate::{
    StoreError, UseCaseError,
    catalogue::products::differences,
    message::{Envelope, PricingMessage},
    ports::{ListingState, Ports, Versioned},
    words::{self, SellerText},
};

/// Products written at once.
const WRITES: usize = 8;

/// One product of a preview that a person says yes to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AcceptItem {
    pub product: ProductId,
    /// Of the preview, as it was shown.
    pub hash: String,
    /// Take these fields only, named as in the preview; absent for all.
    pub fields: Option<BTreeSet<String>>,
    /// By listing: fields that it keeps as they are there, whatever the master says.
    pub keep: BTreeMap<ListingKey, BTreeSet<Field>>,
}

/// What became of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub product: ProductId,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Applied {
        version: u64,
    },
    /// It is that already.
    Unchanged {
        version: u64,
    },
    /// The product or one of its listings moved since the preview; nothing was written.
    Stale,
    /// There is no such active product.
    NotFound,
    /// Not applied because a person should look first.
    Warned(BTreeSet<String>),
    Refused {
        code: &'static str,
        why: SellerText,
    },
}

/// Applies previewed products, each by itself.
pub async fn accept(ports: &Ports, actor: &str, items: &[AcceptItem]) -> Result<Vec<Accepted>, UseCaseError> {
    let ids: Vec<ProductId> = items.iter().map(|item| item.product.clone()).collect();
    let mut proposed: BTreeMap<ProductId, Proposed> = propose(ports, read(ports, &ids).await?)
        .await?
        .into_iter()
        .map(|one| (one.before.value.id.clone(), one))
        .collect();
    check_fields(items, &proposed)?;
    // A product that is named twice is applied once and stale the second time.
    let mut work: Vec<(AcceptItem, Option<Proposed>)> = Vec::with_capacity(items.len());
    for item in items {
        work.push((item.clone(), proposed.remove(&item.product)));
    }
    let done: Vec<Accepted> = stream::iter(work)
        .map(|(item, proposed)| async move {
            let outcome = match proposed {
                None => Outcome::NotFound,
                Some(proposed) if proposed.is_settled() && item.keep.is_empty() => {
                    Outcome::Unchanged { version: proposed.before.version }
                }
                Some(proposed) if proposed.hash().as_str() != item.hash => Outcome::Stale,
                Some(proposed) => apply(ports, actor, proposed, item.fields.as_ref(), &item.keep).await?,
            };
            Ok::<_, StoreError>(Accepted { product: item.product.clone(), outcome })
        })
        .buffered(WRITES)
        .try_collect()
        .await?;
    price(ports, &done).await?;
    Ok(done)
}

/// A field that is no field is refused before anything is written: taking nothing must not look like a yes.
fn check_fields(
    items: &[AcceptItem],
    proposed: &BTreeMap<ProductId, Proposed>,
) -> Result<(), domain::Invalid> {
    for (index, item) in items.iter().enumerate() {
        // What moved since the preview is reported as stale: only then may a variant be gone.
        let known = proposed.get(&item.product).filter(|one| one.hash().as_str() == item.hash);
        let built = known.and_then(|one| one.built.as_ref().ok()).map(|built| &built.product);
        let mut names = item.fields.iter().flatten();
        if let Some(name) = names.find(|name| !is_field_name(name, built)) {
            let (at, problem) = (format!("items[{index}].fields"), format!("a preview has no field {name}"));
            return Err(domain::Invalid::new(at, "master_field_unknown", problem));
        }
    }
    Ok(())
}

/// Applies what building changes on one page of products wherever nobody needs to look; says where somebody does.
/// Returns the cursor of the next page.
pub async fn accept_unwarned(
    ports: &Ports,
    actor: &str,
    which: &Which,
) -> Result<(Vec<Accepted>, Option<String>), UseCaseError> {
    let (products, next) = products_of(ports, which).await?;
    let open = propose(ports, products).await?.into_iter().filter(|proposed| !proposed.is_settled());
    let open: Vec<Proposed> = open.collect();
    let done: Vec<Accepted> = stream::iter(open)
        .map(|proposed| async move {
            let (product, warnings) = (proposed.before.value.id.clone(), proposed.warnings());
            let outcome = if warnings.is_empty() {
                apply(ports, actor, proposed, None, &BTreeMap::new()).await?
            } else {
                Outcome::Warned(warnings)
            };
            Ok::<_, StoreError>(Accepted { product, outcome })
        })
        .buffered(WRITES)
        .try_collect()
        .await?;
    price(ports, &done).await?;
    Ok((done, next))
}

async fn apply(
    ports: &Ports,
    actor: &str,
    proposed: Proposed,
    fields: Option<&BTreeSet<String>>,
    kept: &BTreeMap<ListingKey, BTreeSet<Field>>,
) -> Result<Outcome, StoreError> {
    let built = match &proposed.built {
        Ok(built) => built,
        Err(problem) => {
            return Ok(Outcome::Refused { code: problem.code, why: words::invalid(problem) });
        }
    };
    let before = &proposed.before;
    let product = taken(&before.value, built, fields, ports.clock.now());
    if let Err(problem) = product.check() {
        return Ok(Outcome::Refused { code: problem.code, why: words::invalid(&problem) });
    }
    let states = match states_after(&proposed, &product, fields, kept) {
        Ok(states) => states,
        Err(key) => {
            tracing::warn!(listing = %key, product = %product.id, "a field cannot be kept for a listing that the product does not have");
            return Ok(Outcome::Refused { code: "source_silent", why: words::words_of("source_silent") });
        }
    };
    let is_as_before = Product { updated_at: before.value.updated_at, ..product.clone() } == before.value;
    if is_as_before && states.is_empty() {
        return Ok(Outcome::Unchanged { version: before.version });
    }
    match ports.products.put(&product, before.version, &states).await {
        Ok(stored) => {
            let mut details = differences(&before.value, &stored.value);
            if let Some(details) = details.as_object_mut() {
                details.insert("kept".to_owned(), json!(names_of(kept)));
            }
            ports.record(actor, "product.rebuild", &stored.value.id, details).await?;
            Ok(Outcome::Applied { version: stored.version })
        }
        Err(StoreError::Conflict) => Ok(Outcome::Stale),
        Err(error @ StoreError::SkuTaken { .. }) => {
            Ok(Outcome::Refused { code: error.code(), why: error.seller_text() })
        }
        Err(error) => Err(error),
    }
}

/// The states of listings that change with `product`: their links, and the values that they keep for themselves. The
/// error is a listing of `kept` that the product does not have.
fn states_after<'a>(
    proposed: &Proposed,
    product: &Product,
    fields: Option<&BTreeSet<String>>,
    kept: &'a BTreeMap<ListingKey, BTreeSet<Field>>,
) -> Result<Vec<Versioned<ListingState>>, &'a ListingKey> {
    let source_of = |key: &ListingKey| proposed.sources.iter().find(|source| source.key() == key);
    // New links lead to new variants: they come and go with them.
    let with_links =
        fields.is_none_or(|fields| fields.iter().any(|name| field::bare(name) == field::VARIANTS));
    let mut states = if with_links { proposed.states() } else { Vec::new() };
    for state in &mut states {
        state.value.links.retain(|_, variant| product.variant(variant).is_some());
    }
    for (key, fields) in kept {
        let source = source_of(key).ok_or(key)?;
        let mut state = states
            .iter()
            .position(|state| &state.value.key == key)
            .map_or_else(|| source.listing.state.clone(), |at| states.remove(at));
        for field in fields {
            keep::keep_value(&mut state.value, source, *field);
        }
        states.push(state);
    }
    states.retain(|state| source_of(&state.value.key).is_none_or(|source| &source.listing.state != state));
    Ok(states)
}

fn taken(
    before: &Product,
    built: &Proposal,
    fields: Option<&BTreeSet<String>>,
    now: jiff::Timestamp,
) -> Product {
    let product =
        fields.map_or_else(|| built.product.clone(), |fields| take_fields(before, &built.product, fields));
    Product { updated_at: now, ..product }
}

fn names_of(kept: &BTreeMap<ListingKey, BTreeSet<Field>>) -> BTreeMap<String, Vec<&'static str>> {
    kept.iter()
        .map(|(key, fields)| (key.to_string(), fields.iter().map(|field| field.as_str()).collect()))
        .collect()
}

/// Asked for again with every repeat: the write may have been done and its message lost.
async fn price(ports: &Ports, done: &[Accepted]) -> Result<(), StoreError> {
    let written =
        |one: &&Accepted| matches!(one.outcome, Outcome::Applied { .. } | Outcome::Unchanged { .. });
    let products: Vec<ProductId> = done.iter().filter(written).map(|one| one.product.clone()).collect();
    if products.is_empty() {
        return Ok(());
    }
    let message = PricingMessage::Products { products };
    ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await
}

/// A name that no product has a field of is refused before anything of any product is written.
pub(super) fn check_names(items: &[AcceptItem]) -> Result<(), domain::Invalid> {
    check_fields(items, &BTreeMap::new())
}
