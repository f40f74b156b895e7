//! A person says which source a field follows.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Invalid, ListingKey, Product, ProductId,
    master::{Provenance, Rule, field, follow, take_fields, variant_of},
};
use serde_json::json;

use super::propose_from;
use crate::{
    StoreError,
    catalogue::{
        master_builder::sources::{self, Gathered},
        products::{EditError, differences, find},
    },
    message::{Envelope, PricingMessage},
    ports::{Ports, Versioned},
};

/// Whom a field follows from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This listing, also after later builds.
    Listing(ListingKey),
    /// The rules again, whoever typed or chose it before.
    Rules,
    /// Nobody: it stays as it is until a person edits it.
    Person,
}

/// Lets fields of a product follow other sources, and takes over what those say. Fields are named as in
/// [`Product::sources`]; one that is kept per variant may be named for one variant or bare for all.
pub async fn choose(
    ports: &Ports,
    actor: &str,
    id: &ProductId,
    expected: Option<u64>,
    choices: &BTreeMap<String, Choice>,
) -> Result<Versioned<Product>, EditError> {
    let before = find(ports, id).await?;
    if expected.is_some_and(|expected| expected != before.version) {
        return Err(StoreError::Conflict.into());
    }
    let mut after = chosen(ports, &before.value, choices).await?;
    if after == before.value {
        return Ok(before);
    }
    after.updated_at = ports.clock.now();
    let stored = ports.products.put(&after, before.version, &[]).await?;
    let mut details = differences(&before.value, &stored.value);
    if let Some(details) = details.as_object_mut() {
        let chosen = choices.iter().map(|(name, choice)| (name, choice.to_string()));
        details.insert("chosen".to_owned(), json!(chosen.collect::<BTreeMap<_, _>>()));
    }
    ports.record(actor, "product.source", id, details).await?;
    let message = PricingMessage::Product { product: id.clone() };
    ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
    Ok(stored)
}

/// What the product says once its fields follow these sources.
pub(crate) async fn chosen(
    ports: &Ports,
    before: &Product,
    choices: &BTreeMap<String, Choice>,
) -> Result<Product, EditError> {
    let mut sources = sources::of_product(ports, &before.id).await?;
    sources::look_at_pictures(ports, &mut sources).await?;
    let wanted = apply(before, &sources, choices).map_err(EditError::Invalid)?;
    let built = propose_from(ports, &before.id, Some(&wanted), &sources).await??;
    let mut unheard = Vec::new();
    for (name, choice) in choices {
        let Choice::Listing(key) = choice else { continue };
        if !follows(&built.product, name, key) || !speaks(ports, &wanted, &sources, name, key).await? {
            unheard.push(silent(name, key));
        }
    }
    if !unheard.is_empty() {
        return Err(EditError::Invalid(unheard));
    }
    let names: BTreeSet<String> = choices.keys().cloned().collect();
    let after = take_fields(before, &built.product, &names);
    after.check()?;
    Ok(after)
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Listing(key) => key.fmt(f),
            Self::Rules => f.write_str("rules"),
            Self::Person => f.write_str("person"),
        }
    }
}

/// The product with its fields handed to whom they should follow.
fn apply(
    before: &Product,
    sources: &[Gathered],
    choices: &BTreeMap<String, Choice>,
) -> Result<Product, Vec<Invalid>> {
    let (mut product, mut problems) = (before.clone(), Vec::new());
    for (name, choice) in choices {
        if !is_choosable(before, name) {
            let problem = format!("no source can be chosen for {name}");
            problems.push(Invalid::new(name, "source_field_unknown", problem));
            continue;
        }
        match choice {
            Choice::Person => {
                let typed = names_of(before, name).map(|name| (name, Provenance::typed()));
                product.sources.extend(typed);
            }
            Choice::Listing(key) if sources.iter().any(|source| source.key() == key) => {
                follow(&mut product, name, key, true);
            }
            Choice::Listing(key) => problems.push(silent(name, key)),
            // Without a listing there is nothing that a rule could decide.
            Choice::Rules => {
                if let Some(source) = sources.first() {
                    follow(&mut product, name, source.key(), false);
                }
            }
        }
    }
    if problems.is_empty() { Ok(product) } else { Err(problems) }
}

/// Options and variants are what the channels' own variants hang on: they are edited, not chosen.
fn is_choosable(product: &Product, name: &str) -> bool {
    if let Some(id) = variant_of(name) {
        field::OF_VARIANT.contains(&field::bare(name)) && product.variant(&id).is_some()
    } else {
        let known = field::OF_PRODUCT.contains(&name) || field::OF_VARIANT.contains(&name);
        known && ![field::OPTIONS, field::VARIANTS].contains(&name)
    }
}

/// The entries of [`Product::sources`] that a name means.
fn names_of<'a>(product: &'a Product, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let whole =
        (!field::OF_VARIANT.contains(&name) || field::OF_PRODUCT.contains(&name)).then(|| name.to_owned());
    let variants = product.variants.iter().filter(move |_| field::OF_VARIANT.contains(&name));
    whole.into_iter().chain(variants.map(move |variant| field::of(name, &variant.id)))
}

fn follows(product: &Product, name: &str, key: &ListingKey) -> bool {
    let mut names = names_of(product, name);
    names.any(|name| {
        product
            .sources
            .get(&name)
            .is_some_and(|found| found.rule == Rule::Chosen && found.chosen() == Some(key))
    })
}

/// The listing alone would give the field a value.
async fn speaks(
    ports: &Ports,
    product: &Product,
    sources: &[Gathered],
    name: &str,
    key: &ListingKey,
) -> Result<bool, StoreError> {
    let Some(source) = sources.iter().find(|source| source.key() == key) else { return Ok(false) };
    let alone = propose_from(ports, &product.id, None, std::slice::from_ref(source)).await?;
    Ok(alone
        .is_ok_and(|alone| alone.product.sources.keys().any(|known| field::bare(known) == field::bare(name))))
}

fn silent(name: &str, key: &ListingKey) -> Invalid {
    let problem = format!("{key} says nothing of {name}, or is not a listing of this product");
    Invalid::new(name, "source_silent", problem)
}
