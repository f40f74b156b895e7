//! What a person does to the master catalogue: create, edit, archive, and set stock.
//!
//! Every edit names the version it was made from, is written together with the links that it breaks, is kept in the
//! audit with both values of every field, and sends the product to pricing. An edit that changes nothing writes
//! nothing; it still asks for new prices, so that repeating an edit completes it when its second half was lost.

use std::collections::BTreeSet;

use domain::{
    Invalid, Product, ProductId, ProductStatus, Sku, Title, VariantId, edit::one_variant, master::field,
};
use serde_json::json;

use crate::{
    StoreError, UseCaseError, conflict,
    message::{Envelope, PricingMessage},
    ports::{ListingState, Ports, Versioned},
};

pub use domain::edit::{DimensionsEdit, ImageEdit, ProductEdit, VariantEdit, differences};

/// How often an edit without a version of its own is tried again when somebody else wrote in between.
const TRIES: usize = 5;

/// Why an edit did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Everything that is wrong with it, at least one thing, in the order of the fields.
    #[error("the edit is not valid")]
    Invalid(Vec<Invalid>),
    #[error(transparent)]
    UseCase(#[from] UseCaseError),
}

impl From<Invalid> for EditError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(vec![invalid])
    }
}

impl From<StoreError> for EditError {
    fn from(error: StoreError) -> Self {
        Self::UseCase(error.into())
    }
}

/// Creates a product under `id`. Repeating it with the same `id` returns what the first call created.
///
/// A parcel weight is needed, for the product or for each of its variants: no channel lists a product without one.
pub async fn create(
    ports: &Ports,
    actor: &str,
    id: ProductId,
    title: &str,
    edit: ProductEdit,
) -> Result<Versioned<Product>, EditError> {
    let now = ports.clock.now();
    let mut problems = Vec::new();
    let title = Title::parse(title).map_err(|problem| problems.push(problem)).ok();
    let blank = Product::blank(id, title.unwrap_or(Title::parse("-")?), now);
    let edit = ProductEdit { variants: Some(edit.variants.unwrap_or_else(VariantEdit::only)), ..edit };
    let product = match edit.apply(&blank, &|| ports.ids.unique()) {
        Ok(mut product) => {
            domain::master::mark_set(&blank, &mut product);
            product
        }
        Err(mut more) => {
            problems.append(&mut more);
            return Err(EditError::Invalid(problems));
        }
    };
    problems.extend(without_weight(&product));
    if !problems.is_empty() {
        return Err(EditError::Invalid(problems));
    }
    let stored = match ports.products.create(&product).await {
        Err(StoreError::Conflict) => ports.products.get(&product.id).await?.ok_or(StoreError::Conflict)?,
        other => {
            let stored = other?;
            let details = json!({ "title": stored.value.title, "variants": stored.value.variants.len() });
            ports.record(actor, "product.create", &stored.value.id, details).await?;
            stored
        }
    };
    price(ports, &stored.value.id).await?;
    Ok(stored)
}

/// A new product must say what its parcel weighs.
pub(crate) fn without_weight(product: &Product) -> Option<Invalid> {
    let missing = product.variants.iter().any(|variant| product.weight_of(variant).is_none());
    missing.then(|| {
        Invalid::new(
            "weight_g",
            "weight_missing",
            "a product needs the weight of its parcel in grams, or each of its variants does",
        )
    })
}

/// Edits a product read at `expected`; absent where the person accepts whatever is there now.
pub async fn edit(
    ports: &Ports,
    actor: &str,
    id: &ProductId,
    expected: Option<u64>,
    edit: ProductEdit,
) -> Result<Versioned<Product>, EditError> {
    change(ports, actor, "product.edit", id, expected, |product| {
        edit.clone().apply(product, &|| ports.ids.unique())
    })
    .await
}

/// Edits one variant of a product, named by its id or its SKU.
pub async fn edit_variant(
    ports: &Ports,
    actor: &str,
    id: &ProductId,
    variant: &str,
    expected: Option<u64>,
    edit: VariantEdit,
) -> Result<Versioned<Product>, EditError> {
    let product = find(ports, id).await?;
    let variant = variant_named(&product.value, variant)?;
    change(ports, actor, "product.edit", id, expected, |product| one_variant(product, &variant, edit.clone()))
        .await
}

/// Takes a product out of sale. Its listings stay as they are; nothing is pushed for it any more.
pub async fn archive(
    ports: &Ports,
    actor: &str,
    id: &ProductId,
    expected: Option<u64>,
) -> Result<Versioned<Product>, EditError> {
    change(ports, actor, "product.archive", id, expected, |product| {
        Ok(Product { status: ProductStatus::Archived, ..product.clone() })
    })
    .await
}

/// Sets the master stock of the variant that owns `sku`.
pub async fn set_stock(
    ports: &Ports,
    actor: &str,
    sku: &Sku,
    stock: Option<u32>,
) -> Result<(Versioned<Product>, VariantId), EditError> {
    let claims = ports.products.sku_claims(&[sku.folded()]).await?;
    let Some(claim) = claims.into_iter().next() else {
        let problem = format!("no product has the SKU {sku}");
        return Err(Invalid::new("sku", "sku_unknown", problem).with("sku", sku).into());
    };
    let edit = VariantEdit { stock: Some(stock), ..VariantEdit::default() };
    let now = ports.clock.now();
    let product = change(ports, actor, "product.stock", &claim.product, None, |product| {
        let mut after = one_variant(product, &claim.variant, edit.clone())?;
        // Counted again and found the same is an answer too: the number holds from now on.
        after.set_at.insert(field::of(field::STOCK, &claim.variant), now);
        Ok(after)
    })
    .await?;
    Ok((product, claim.variant))
}

/// A product that must exist.
pub async fn find(ports: &Ports, id: &ProductId) -> Result<Versioned<Product>, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "product", id: id.to_string() };
    ports.products.get(id).await?.ok_or_else(missing)
}

/// The variant of `product` with this id or SKU.
pub fn variant_named(product: &Product, name: &str) -> Result<VariantId, UseCaseError> {
    let folded = Sku::parse(name).ok().map(|sku| sku.folded());
    product
        .variants
        .iter()
        .find(|variant| {
            variant.id.as_str() == name
                || (folded.is_some() && variant.sku.as_ref().map(Sku::folded) == folded)
        })
        .map(|variant| variant.id.clone())
        .ok_or_else(|| UseCaseError::NotFound { what: "variant", id: name.to_owned() })
}

pub(super) async fn change(
    ports: &Ports,
    actor: &str,
    action: &str,
    id: &ProductId,
    expected: Option<u64>,
    make: impl Fn(&Product) -> Result<Product, Vec<Invalid>>,
) -> Result<Versioned<Product>, EditError> {
    // An edit of a version that somebody else has replaced is for a person to decide.
    let tries = if expected.is_some() { 1 } else { TRIES };
    let written = conflict::retry(tries, || async {
        let before = find(ports, id).await?;
        if expected.is_some_and(|expected| expected != before.version) {
            return Err(StoreError::Conflict.into());
        }
        let mut after = make(&before.value).map_err(EditError::Invalid)?;
        if after == before.value {
            return Ok((before, None));
        }
        after.updated_at = ports.clock.now();
        domain::master::mark_typed(&before.value, &mut after);
        let listings = broken_links(ports, &before.value, &after).await?;
        let stored = ports.products.put(&after, before.version, &listings).await?;
        Ok::<_, EditError>((before, Some(stored)))
    });
    let (before, stored) = written.await?;
    if let Some(stored) = &stored {
        ports.record(actor, action, id, differences(&before.value, &stored.value)).await?;
    }
    price(ports, id).await?;
    Ok(stored.unwrap_or(before))
}

/// The states of listings that sell a variant which is no more, without those links. A product that is one of its own
/// again comes back to the seller's own store.
pub(crate) async fn broken_links(
    ports: &Ports,
    before: &Product,
    after: &Product,
) -> Result<Vec<Versioned<ListingState>>, StoreError> {
    let mut states = Vec::new();
    if before.merged_into.is_some() && after.merged_into.is_none() {
        states = super::master_builder::withdrawn(ports, &before.id).await?;
    }
    let gone: BTreeSet<&VariantId> =
        before.variants.iter().map(|v| &v.id).filter(|id| after.variant(id).is_none()).collect();
    if gone.is_empty() {
        return Ok(states);
    }
    let keys = ports.listings.of_product(&before.id).await?;
    for listing in ports.listings.get_many(&keys).await? {
        let back = states.iter().position(|state| state.value.key == listing.observed.key);
        let is_back = back.is_some();
        let mut state = back.map_or(listing.state, |at| states.remove(at));
        let links = state.value.links.len();
        state.value.links.retain(|_, variant| !gone.contains(variant));
        if is_back || state.value.links.len() != links {
            states.push(state);
        }
    }
    Ok(states)
}

pub(crate) async fn price(ports: &Ports, id: &ProductId) -> Result<(), StoreError> {
    let message = PricingMessage::Product { product: id.clone() };
    ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await
}
