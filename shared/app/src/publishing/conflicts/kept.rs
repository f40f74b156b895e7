//! What deciding a conflict changed, kept so that it can be gone on with and taken back.

use std::collections::BTreeSet;

use domain::{
    ContentHash, Product,
    diff::{Field, Owner},
    master::{self, field},
};
use serde::{Deserialize, Serialize};

use super::ConflictId;
use crate::{
    StoreError, conflict,
    ports::{ListingState, Overrides, Ports, TitleFrom},
};

/// How often a listing is read again because somebody else wrote it meanwhile.
const TRIES: usize = 5;

/// What there was before and after, of the product and of the listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The fields of the product that are written, as in [`Product::sources`]; stock by its own name.
    pub names: BTreeSet<String>,
    /// Absent where the product is not written. Says nothing but those fields.
    pub product: Option<(Product, Product)>,
    pub listing: (Own, Own),
}

/// How far a decision was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    /// Somebody changed the field since.
    Neither,
}

impl Kept {
    pub fn new(names: BTreeSet<String>, product: Option<(&Product, &Product)>, listing: (Own, Own)) -> Self {
        let product = product.map(|(before, after)| (only(before, &names), only(after, &names)));
        Self { names, product, listing }
    }

    /// What the product says; [`Side::After`] where it is not written at all.
    pub fn side_of(&self, product: &Product) -> Side {
        match &self.product {
            None => Side::After,
            Some((_, after)) if says(product, after, &self.names) => Side::After,
            Some((before, _)) if says(product, before, &self.names) => Side::Before,
            Some(_) => Side::Neither,
        }
    }
}

/// Whether the two say the same in the named fields, and for the same reason.
pub(super) fn says(now: &Product, other: &Product, names: &BTreeSet<String>) -> bool {
    let there = fields_of(now, other, names);
    let source = |product: &Product, name: &String| {
        product.sources.get(name).map(|source| (source.from.clone(), source.rule, source.agreed.clone()))
    };
    master::changed(now, &there).is_empty()
        && now.variants == there.variants
        && names.iter().all(|name| {
            now.set_at.get(name) == there.set_at.get(name) && source(now, name) == source(&there, name)
        })
}

/// `now` with the named fields of `other`. Stock has no source and is taken by itself.
pub(super) fn fields_of(now: &Product, other: &Product, names: &BTreeSet<String>) -> Product {
    let mut made = master::take_fields(now, other, names);
    for variant in &mut made.variants {
        let name = field::of(field::STOCK, &variant.id);
        if let Some(theirs) = other.variant(&variant.id).filter(|_| names.contains(&name)) {
            variant.stock = theirs.stock;
        }
    }
    for name in names {
        match other.set_at.get(name) {
            Some(at) => drop(made.set_at.insert(name.clone(), *at)),
            None => drop(made.set_at.remove(name)),
        }
        if !other.sources.contains_key(name) {
            made.sources.remove(name);
        }
    }
    made
}

/// `product` without what is long and not named.
fn only(product: &Product, names: &BTreeSet<String>) -> Product {
    let mut short = product.clone();
    if !names.contains(field::DESCRIPTION) {
        short.description.clear();
    }
    if !names.contains(field::IMAGES) {
        short.images.clear();
    }
    short.variants.retain(|variant| names.iter().any(|name| name.ends_with(variant.id.as_str())));
    short.sources.retain(|name, _| names.contains(name));
    short.set_at.retain(|name, _| names.contains(name));
    short
}

/// What a listing holds of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Own {
    pub base: Option<ContentHash>,
    /// Its own title or description.
    pub text: Option<String>,
    pub title_from: TitleFrom,
    pub owner: Option<Owner>,
}

impl Own {
    pub fn of(state: &ListingState, conflict: &ConflictId) -> Self {
        let Overrides { title, description, title_from } = &state.overrides;
        let (text, title_from) = match conflict.field.field {
            Field::Title => (title.clone(), title_from.clone()),
            Field::Description => (description.clone(), TitleFrom::default()),
            _ => (None, TitleFrom::default()),
        };
        let base = state.base.get(&conflict.field).cloned();
        Self { base, text, title_from, owner: state.owners.0.get(&conflict.field.field).copied() }
    }

    fn put(&self, state: &mut ListingState, conflict: &ConflictId) {
        match &self.base {
            Some(base) => drop(state.base.insert(conflict.field.clone(), base.clone())),
            None => drop(state.base.remove(&conflict.field)),
        }
        match self.owner {
            Some(owner) => drop(state.owners.0.insert(conflict.field.field, owner)),
            None => drop(state.owners.0.remove(&conflict.field.field)),
        }
        match conflict.field.field {
            Field::Title => {
                state.overrides.title.clone_from(&self.text);
                state.overrides.title_from = self.title_from.clone();
            }
            Field::Description => state.overrides.description.clone_from(&self.text),
            _ => {}
        }
    }
}

/// Makes what the listing holds `to` where it is `from`. Returns whether it is `to` then.
pub(super) async fn put_own(
    ports: &Ports,
    id: &ConflictId,
    from: &Own,
    to: &Own,
) -> Result<bool, StoreError> {
    conflict::retry(TRIES, || async {
        let Some(listing) = ports.listings.get(&id.listing).await? else { return Ok(false) };
        let mut state = listing.state.value;
        let held = Own::of(&state, id);
        if held == *to {
            return Ok(true);
        }
        if held != *from {
            return Ok(false);
        }
        to.put(&mut state, id);
        ports.listings.put_state(&state, listing.state.version).await.map(|_| true)
    })
    .await
}
