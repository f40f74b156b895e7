//! Deciding one conflict. Only records of ours change: a live listing changes by a plan alone.

use std::collections::BTreeMap;

use domain::{
    ContentHash, Invalid, Product, Rupiah, VariantId,
    diff::{Change, Field, Owner, base_of},
    master::field as master_field,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Conflict, ConflictId};
use crate::{
    StoreError, UseCaseError,
    ports::{AuditEntry, ListingState, Overrides, Ports, TitleFrom, Versioned},
    publishing::cards,
    usecase::{
        build::sources::Gathered,
        field_mapping::mapping_of,
        masters::{Choice, choose, keep_value},
        products::{self, DimensionsEdit, EditError, ProductEdit, VariantEdit},
    },
};

/// How often a listing is read again because somebody else wrote it meanwhile.
const TRIES: usize = 5;

/// What is to hold from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// What the master wants: a plan will push it.
    Master,
    /// What the channel says: the master takes it over, or the listing keeps it as its own where its owner is asked.
    Channel,
    /// A third value, for the master, or for the listing where it has one of its own: a plan will push it.
    Value(Typed),
}

/// A value that a person typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typed {
    /// A title, a description or a SKU.
    Text(String),
    /// The master's base price.
    Money(Rupiah),
    Stock(u32),
    /// Grams.
    Weight(u32),
    /// Decimal numbers of centimetres: length, width, height.
    Dimensions(String, String, String),
    /// Absent for an ordinary, in-stock listing.
    PreOrderDays(Option<u16>),
}

/// What became of one conflict.
#[derive(Debug)]
pub(super) struct Applied {
    /// `resolved`, `gone` where there is none any more, or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub refusal: Option<Invalid>,
    /// What there was before and after; absent where nothing was changed.
    pub kept: Option<Kept>,
}

/// What a resolution changed, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The fields of the product that were written, as in [`Product::sources`]; stock by its own name.
    pub names: Vec<String>,
    pub product: Option<(Product, Product)>,
    pub listing: (Own, Own),
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

    pub fn put(self, state: &mut ListingState, conflict: &ConflictId) {
        match self.base {
            Some(base) => drop(state.base.insert(conflict.field.clone(), base)),
            None => drop(state.base.remove(&conflict.field)),
        }
        match self.owner {
            Some(owner) => drop(state.owners.0.insert(conflict.field.field, owner)),
            None => drop(state.owners.0.remove(&conflict.field.field)),
        }
        match conflict.field.field {
            Field::Title => {
                state.overrides.title = self.text;
                state.overrides.title_from = self.title_from;
            }
            Field::Description => state.overrides.description = self.text,
            _ => {}
        }
    }
}

/// A write of the product.
enum Write {
    Product(Box<ProductEdit>),
    Variant(VariantId, VariantEdit),
    /// The field follows the listing: pictures and prices mean something only through it.
    Follow(String),
}

/// Decides `conflict`. Repeating it finds nothing left to decide.
pub(super) async fn apply(
    ports: &Ports,
    actor: &str,
    conflict: &Conflict,
    resolution: &Resolution,
) -> Result<Applied, UseCaseError> {
    let key = &conflict.id.listing;
    let field = conflict.id.field.field;
    let before = products::find(ports, &conflict.product).await?.value;
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else { return Ok(gone()) };
    let mapping = mapping_of(ports, marketplace.capabilities()).await?;
    let Some(listing) = ports.listings.get(key).await? else { return Ok(gone()) };
    let listing = Gathered::of(ports, listing);
    let state = &listing.listing.state.value;
    let asked = state.owners.above(&mapping.value.owners()).of(field) == Owner::Ask;
    let own = has_own(&state.overrides, field);
    let write = match resolution {
        Resolution::Master => Ok(None),
        Resolution::Channel if asked || own => Ok(None),
        Resolution::Channel => Ok(of_channel(&conflict.change, &listing)),
        Resolution::Value(typed) if own => own_text(field, typed).map(|()| None),
        Resolution::Value(typed) => typed_write(&conflict.change, typed).map(Some),
    };
    let write = match write {
        Ok(write) => write,
        Err(invalid) => return Ok(refused(invalid)),
    };
    let keeps = *resolution == Resolution::Channel && write.is_none();
    let names = write.as_ref().map(|write| names_of(write, &conflict.change)).unwrap_or_default();
    let after = match write {
        None => None,
        Some(write) => match put_product(ports, actor, conflict, write).await {
            Ok(after) => Some(after.value),
            Err(EditError::UseCase(error)) => return Err(error),
            Err(EditError::Invalid(invalid)) => {
                let unknown = || Invalid::new("value", "value_invalid", "the value is not accepted");
                return Ok(refused(invalid.into_iter().next().unwrap_or_else(unknown)));
            }
        },
    };
    let typed = match resolution {
        Resolution::Value(Typed::Text(text)) if own => Some(text.as_str()),
        _ => None,
    };
    let listing = put_listing(ports, conflict, keeps, typed).await?;
    let product = after.map(|after| (before, after));
    let kept = Kept { names, product, listing };
    audit(ports, actor, conflict, resolution, &kept).await?;
    cards::refresh(ports, std::slice::from_ref(key)).await?;
    Ok(Applied { outcome: "resolved", refusal: None, kept: Some(kept) })
}

fn gone() -> Applied {
    Applied { outcome: "gone", refusal: None, kept: None }
}

fn refused(invalid: Invalid) -> Applied {
    Applied { outcome: "refused", refusal: Some(invalid), kept: None }
}

fn has_own(overrides: &Overrides, field: Field) -> bool {
    match field {
        Field::Title => overrides.title.is_some(),
        Field::Description => overrides.description.is_some(),
        _ => false,
    }
}

/// What makes the master say what the channel says; none where the master has no such field.
fn of_channel(change: &Change, listing: &Gathered) -> Option<Write> {
    let content = &listing.listing.observed.content;
    let offer = change.offer.as_ref().and_then(|offer| content.offer(offer));
    let product = |edit: ProductEdit| Write::Product(Box::new(edit));
    let variant = |edit: VariantEdit| Some(Write::Variant(change.variant.clone()?, edit));
    Some(match change.field {
        Field::Title => product(ProductEdit { title: Some(content.title.clone()), ..ProductEdit::default() }),
        Field::Description => {
            product(ProductEdit { description: Some(listing.plain().to_owned()), ..ProductEdit::default() })
        }
        Field::Weight => product(ProductEdit {
            weight: Some(content.weight.map(domain::Grams::get)),
            ..ProductEdit::default()
        }),
        Field::Dimensions => {
            let edit = content.dimensions.map(|sides| DimensionsEdit {
                length: sides.length.to_centimetres(),
                width: sides.width.to_centimetres(),
                height: sides.height.to_centimetres(),
            });
            product(ProductEdit { dimensions: Some(edit), ..ProductEdit::default() })
        }
        Field::PreOrder => product(ProductEdit {
            pre_order_days: Some(content.pre_order.map(domain::PreOrderDays::get)),
            ..ProductEdit::default()
        }),
        Field::Images => Write::Follow(master_field::IMAGES.to_owned()),
        Field::Price => Write::Follow(master_field::of(master_field::BASE_PRICE, change.variant.as_ref()?)),
        Field::Stock => variant(VariantEdit { stock: Some(offer?.stock), ..VariantEdit::default() })?,
        Field::Sku => variant(VariantEdit {
            sku: Some(offer?.sku.as_ref().map(ToString::to_string)),
            ..VariantEdit::default()
        })?,
        _ => return None,
    })
}

/// What makes the master say what a person typed.
fn typed_write(change: &Change, typed: &Typed) -> Result<Write, Invalid> {
    let wrong = || Invalid::new("value", "value_type_wrong", "the field takes another kind of value");
    let variant = || change.variant.clone().ok_or_else(wrong);
    let product = |edit: ProductEdit| Ok(Write::Product(Box::new(edit)));
    match (change.field, typed) {
        (Field::Title, Typed::Text(text)) => {
            product(ProductEdit { title: Some(text.clone()), ..ProductEdit::default() })
        }
        (Field::Description, Typed::Text(text)) => {
            product(ProductEdit { description: Some(text.clone()), ..ProductEdit::default() })
        }
        (Field::Weight, Typed::Weight(grams)) => {
            product(ProductEdit { weight: Some(Some(*grams)), ..ProductEdit::default() })
        }
        (Field::Dimensions, Typed::Dimensions(length, width, height)) => {
            let (length, width, height) = (length.clone(), width.clone(), height.clone());
            let dimensions = Some(Some(DimensionsEdit { length, width, height }));
            product(ProductEdit { dimensions, ..ProductEdit::default() })
        }
        (Field::PreOrder, Typed::PreOrderDays(days)) => {
            product(ProductEdit { pre_order_days: Some(*days), ..ProductEdit::default() })
        }
        (Field::Price, Typed::Money(price)) => {
            let edit = VariantEdit { base_price: Some(Some(*price)), ..VariantEdit::default() };
            Ok(Write::Variant(variant()?, edit))
        }
        (Field::Stock, Typed::Stock(stock)) => {
            let edit = VariantEdit { stock: Some(Some(*stock)), ..VariantEdit::default() };
            Ok(Write::Variant(variant()?, edit))
        }
        (Field::Sku, Typed::Text(sku)) => {
            let edit = VariantEdit { sku: Some(Some(sku.clone())), ..VariantEdit::default() };
            Ok(Write::Variant(variant()?, edit))
        }
        _ => Err(wrong()),
    }
}

/// Whether the listing can have what was typed as its own text.
fn own_text(field: Field, typed: &Typed) -> Result<(), Invalid> {
    match (field, typed) {
        (Field::Title, Typed::Text(text)) => domain::Title::parse(text).map(drop),
        (_, Typed::Text(text)) => domain::description::check("value", text),
        _ => Err(Invalid::new("value", "value_type_wrong", "the field takes another kind of value")),
    }
}

fn names_of(write: &Write, change: &Change) -> Vec<String> {
    let of_variant = |name: &str| change.variant.as_ref().map(|variant| master_field::of(name, variant));
    let name = match (write, change.field) {
        (Write::Follow(name), _) => Some(name.clone()),
        (Write::Variant(..), Field::Price) => of_variant(master_field::BASE_PRICE),
        (Write::Variant(..), field) => of_variant(field.as_str()),
        (Write::Product(_), field) => Some(field.as_str().to_owned()),
    };
    name.into_iter().collect()
}

async fn put_product(
    ports: &Ports,
    actor: &str,
    conflict: &Conflict,
    write: Write,
) -> Result<Versioned<Product>, EditError> {
    let id = &conflict.product;
    match write {
        Write::Product(edit) => products::edit(ports, actor, id, None, *edit).await,
        Write::Variant(variant, edit) => {
            products::edit_variant(ports, actor, id, variant.as_str(), None, edit).await
        }
        Write::Follow(name) => {
            let listing = Choice::Listing(conflict.id.listing.clone());
            choose(ports, actor, id, None, &BTreeMap::from([(name, listing)])).await
        }
    }
}

/// Counts what the channel says as known, keeps it as the listing's own where `keeps`, and lets the listing say `typed`.
/// Returns what it held before and after.
async fn put_listing(
    ports: &Ports,
    conflict: &Conflict,
    keeps: bool,
    typed: Option<&str>,
) -> Result<(Own, Own), UseCaseError> {
    let (key, field) = (&conflict.id.listing, &conflict.id.field);
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    for _ in 0..TRIES {
        let listing = Gathered::of(ports, ports.listings.get(key).await?.ok_or_else(missing)?);
        let Versioned { value: before, version } = listing.listing.state.clone();
        let mut after = before.clone();
        if keeps {
            keep_value(&mut after, &listing, field.field);
        }
        match (field.field, typed) {
            (Field::Title, Some(text)) => {
                after.overrides.title = Some(domain::Title::parse(text)?.to_string());
                after.overrides.title_from = TitleFrom::Hand;
            }
            (Field::Description, Some(text)) => {
                domain::description::check("value", text)?;
                after.overrides.description = Some(text.to_owned());
            }
            _ => {}
        }
        if let Some(now) = base_of(&listing.listing.observed.content).remove(field) {
            after.base.insert(field.clone(), now);
        }
        let held = (Own::of(&before, &conflict.id), Own::of(&after, &conflict.id));
        if after == before {
            return Ok(held);
        }
        match ports.listings.put_state(&after, version).await {
            Err(StoreError::Conflict) => {}
            written => return Ok(written.map(|_| held)?),
        }
    }
    Err(StoreError::Conflict.into())
}

async fn audit(
    ports: &Ports,
    actor: &str,
    conflict: &Conflict,
    resolution: &Resolution,
    kept: &Kept,
) -> Result<(), StoreError> {
    let details = json!({
        "conflict": conflict.id, "product": conflict.product, "to": resolution,
        "ours": conflict.change.to, "theirs": conflict.change.from, "base": conflict.base,
        "written": kept.names,
    });
    let entry = AuditEntry {
        id: ports.ids.unique(),
        at: ports.clock.now(),
        actor: actor.to_owned(),
        action: "conflict.resolve".to_owned(),
        subject: conflict.id.listing.to_string(),
        details,
    };
    ports.audit.append(&entry).await
}
