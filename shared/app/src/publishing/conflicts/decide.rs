//! Deciding one conflict: what it makes of the product and of the listing. Only records of ours change: a live listing
//! changes by a plan alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Invalid, Product, Rupiah, VariantId,
    diff::{Field, Owner, agreed, base_of},
    edit::one_variant,
    master::{self, field as master_field},
    plan::Change,
};
use serde::{Deserialize, Serialize};

use super::{
    Conflict,
    kept::{Kept, Own, says},
};
use crate::{
    UseCaseError,
    catalogue::{
        master_builder::sources::Gathered,
        masters::{Choice, chosen, keep_value},
        products::{DimensionsEdit, EditError, ProductEdit, VariantEdit},
    },
    ports::{Overrides, Ports, TitleFrom},
    publishing::field_mapping::mapping_of,
};

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

/// What becomes of one conflict.
#[derive(Debug)]
pub(super) enum Verdict {
    /// There is none any more.
    Gone,
    Refused(Invalid),
    Change(Box<Step>),
}

/// What is to be written.
#[derive(Debug)]
pub(super) struct Step {
    /// The product with the decided field; absent where it is not written.
    pub after: Option<Product>,
    pub kept: Kept,
}

/// A write of the product.
enum Write {
    Product(Box<ProductEdit>),
    Variant(VariantId, VariantEdit),
    /// The field follows the listing: pictures and prices mean something only through it.
    Follow(String),
    /// The product's value holds from now on, though channels move the field by themselves.
    Hold(String),
}

/// The refusal of what changed since a person looked at it.
pub(super) fn moved() -> Invalid {
    Invalid::new("selection", "conflict_moved", "a side of the conflict changed since it was looked at")
}

/// Says what `to` makes of `conflict`. `taken` are the fields of the product that the same request decided already.
pub(super) async fn decide(
    ports: &Ports,
    conflict: &Conflict,
    to: &Resolution,
    product: &Product,
    taken: &BTreeSet<String>,
) -> Result<Verdict, UseCaseError> {
    let key = &conflict.id.listing;
    let field = conflict.id.field.field;
    let Some(marketplace) = ports.marketplaces.get(&key.channel) else { return Ok(Verdict::Gone) };
    let Some(listing) = ports.listings.get(key).await? else { return Ok(Verdict::Gone) };
    let listing = Gathered::of(ports, listing);
    let state = &listing.listing.state.value;
    if state.product.as_ref().is_some_and(|owner| owner != &product.id) {
        return Ok(Verdict::Gone);
    }
    let seen = conflict.change.from.hash();
    let there = agreed::value(&listing.listing.observed.content, &conflict.id.field);
    if there.is_none_or(|there| there.hash() != seen) {
        return Ok(Verdict::Refused(moved()));
    }
    let mapping = mapping_of(ports, marketplace.capabilities()).await?;
    let asked = state.owners.above(&mapping.value.owners()).of(field) == Owner::Ask;
    let own = has_own(&state.overrides, field);
    let wish = match to {
        Resolution::Master => Ok((hold(&conflict.change), None)),
        Resolution::Channel if asked || own => Ok((None, None)),
        Resolution::Channel => Ok((of_channel(&conflict.change, &listing), None)),
        Resolution::Value(typed) if own => own_text(field, typed).map(|text| (None, Some(text))),
        Resolution::Value(typed) => typed_write(&conflict.change, typed).map(|write| (Some(write), None)),
    };
    let (write, text) = match wish {
        Ok(wish) => wish,
        Err(invalid) => return Ok(Verdict::Refused(invalid)),
    };
    let mut keeps = *to == Resolution::Channel && write.is_none();
    let mut names = write.as_ref().map(|write| names_of(write, &conflict.change)).unwrap_or_default();
    let mut after = match write {
        None => None,
        Some(write) => match written(ports, product, conflict, write).await {
            Ok(after) => Some(after).filter(|after| !says(product, after, &names)),
            Err(EditError::UseCase(error)) => return Err(error),
            Err(EditError::Invalid(invalid)) => {
                let unknown = || Invalid::new("value", "value_invalid", "the value is not accepted");
                return Ok(Verdict::Refused(invalid.into_iter().next().unwrap_or_else(unknown)));
            }
        },
    };
    if *to == Resolution::Channel && after.is_some() && !names.is_disjoint(taken) {
        // Another channel's value is the master's already, by the same request.
        if !matches!(field, Field::Title | Field::Description) {
            let reason = "another channel's value was taken over for this field";
            return Ok(Verdict::Refused(Invalid::new("selection", "conflict_of_two_channels", reason)));
        }
        (keeps, after) = (true, None);
    }
    if after.is_none() {
        names.clear();
    }
    let mut held = state.clone();
    if keeps {
        keep_value(&mut held, &listing, field);
    }
    match (field, text) {
        (_, None) => {}
        (Field::Title, text) => {
            held.overrides.title = text;
            held.overrides.title_from = TitleFrom::Hand;
        }
        (_, text) => held.overrides.description = text,
    }
    if base_of(&listing.listing.observed.content).contains_key(&conflict.id.field) {
        // What was looked at, and not what the channel may say by now: that would be decided without being seen.
        held.base.insert(conflict.id.field.clone(), seen);
    }
    let own = (Own::of(state, &conflict.id), Own::of(&held, &conflict.id));
    let kept = Kept::new(names, after.as_ref().map(|after| (product, after)), own);
    Ok(Verdict::Change(Box::new(Step { after, kept })))
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

/// What was typed, as the listing's own text.
fn own_text(field: Field, typed: &Typed) -> Result<String, Invalid> {
    match (field, typed) {
        (Field::Title, Typed::Text(text)) => Ok(domain::Title::parse(text)?.to_string()),
        (_, Typed::Text(text)) => domain::description::check("value", text).map(|()| text.clone()),
        _ => Err(Invalid::new("value", "value_type_wrong", "the field takes another kind of value")),
    }
}

fn names_of(write: &Write, change: &Change) -> BTreeSet<String> {
    let of_variant = |name: &str| change.variant.as_ref().map(|variant| master_field::of(name, variant));
    let name = match (write, change.field) {
        (Write::Follow(name) | Write::Hold(name), _) => Some(name.clone()),
        (Write::Variant(..), Field::Price) => of_variant(master_field::BASE_PRICE),
        (Write::Variant(..), field) => of_variant(field.as_str()),
        (Write::Product(_), field) => Some(field.as_str().to_owned()),
    };
    name.into_iter().collect()
}

/// Where channels move the field by themselves, only what was set after the move is pushed.
fn hold(change: &Change) -> Option<Write> {
    if !change.field.moves_by_itself() {
        return None;
    }
    let name = match &change.variant {
        Some(variant) => master_field::of(change.field.as_str(), variant),
        None => change.field.as_str().to_owned(),
    };
    Some(Write::Hold(name))
}

/// The product after `write`.
async fn written(
    ports: &Ports,
    product: &Product,
    conflict: &Conflict,
    write: Write,
) -> Result<Product, EditError> {
    let now = ports.clock.now();
    let mut after = match write {
        Write::Product(edit) => edit.apply(product, &|| ports.ids.unique()).map_err(EditError::Invalid)?,
        Write::Variant(variant, edit) => one_variant(product, &variant, edit).map_err(EditError::Invalid)?,
        Write::Follow(name) => {
            let listing = Choice::Listing(conflict.id.listing.clone());
            let after = chosen(ports, product, &BTreeMap::from([(name, listing)])).await?;
            return Ok(Product { updated_at: now, ..after });
        }
        Write::Hold(name) => {
            let mut after = product.clone();
            after.set_at.insert(name, now);
            after
        }
    };
    after.updated_at = now;
    master::mark_typed(product, &mut after);
    Ok(after)
}
