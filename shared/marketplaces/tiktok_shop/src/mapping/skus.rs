//! The list of SKUs of a product: read as offers, and written back whole, because whatever is left out is wiped.

use std::collections::BTreeMap;

use app::ChannelError;
use domain::{Invalid, OfferId, PreOrderDays, VariantId, identity, plan::NewOffer};
use serde_json::Value;

use super::{amount, axis_key, offer_id};
use crate::wire::{
    edit,
    listing::{Product, SalesAttribute, Saved, Sku},
};

/// The only kind of pre-sale outside the United States.
pub const PRE_ORDER: &str = "PRE_ORDER";

/// An option axis of a product, such as its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    pub key: String,
    pub name: String,
}

/// The axes in the order in which the first SKU names them: every SKU has to have the same ones.
pub fn axes(product: &Product) -> Vec<Axis> {
    let first = product.skus.first().map_or(&[][..], |sku| &sku.sales_attributes);
    let axis = |attribute: &SalesAttribute| {
        let key = axis_key(attribute);
        Axis { name: attribute.name.clone().unwrap_or_else(|| key.clone()), key }
    };
    first.iter().map(axis).collect()
}

/// The values of `sku`, one for each axis whatever order the SKU names them in.
pub fn values(sku: &Sku, axes: &[Axis]) -> Vec<String> {
    axes.iter().map(|axis| attribute(sku, axis).map(value_name).unwrap_or_default()).collect()
}

fn attribute<'a>(sku: &'a Sku, axis: &Axis) -> Option<&'a SalesAttribute> {
    sku.sales_attributes.iter().find(|attribute| axis_key(attribute) == axis.key)
}

fn value_name(attribute: &SalesAttribute) -> String {
    attribute.value_name.clone().or_else(|| attribute.value_id.clone()).unwrap_or_default()
}

/// Every SKU of `product` as it has to be sent to stay as it is, with the price and the stock that it has in `live`.
pub fn kept(product: &Product, live: &Product) -> Result<Vec<edit::Sku>, ChannelError> {
    let amounts = |sku: &'_ Sku| live.skus.iter().find(|other| other.id == sku.id);
    product.skus.iter().map(|sku| keep(product, sku, amounts(sku).unwrap_or(sku))).collect()
}

fn keep(product: &Product, sku: &Sku, amounts: &Sku) -> Result<edit::Sku, ChannelError> {
    let price = amounts.price.as_ref().map(|price| amount::rupiah(product, price)).transpose()?.flatten();
    Ok(edit::Sku {
        id: Some(sku.id.clone()),
        sales_attributes: sku.sales_attributes.iter().map(keep_attribute).collect(),
        seller_sku: sku.seller_sku.clone(),
        price: price.map(amount::price),
        inventory: amounts.inventory.iter().map(keep_inventory).collect(),
        pre_sale: sku.pre_sale.clone().filter(|pre_sale| !pre_sale.is_null()),
        external_sku_id: sku.external_sku_id.clone(),
        identifier_code: sku.identifier_code.clone().filter(|code| !code.is_null()),
        extra_identifier_codes: sku.extra_identifier_codes.clone(),
        external_urls: sku.external_urls.clone(),
        sku_unit_count: sku.sku_unit_count.clone(),
        sku_weight: sku
            .sku_weight
            .as_ref()
            .map(|weight| edit::Weight { value: weight.value.clone(), unit: weight.unit.clone() }),
        sku_dimensions: sku.sku_dimensions.as_ref().map(|size| edit::Dimensions {
            length: size.length.clone(),
            width: size.width.clone(),
            height: size.height.clone(),
            unit: size.unit.clone(),
        }),
        combined_skus: sku
            .combined_skus
            .iter()
            .map(|part| edit::CombinedSku {
                product_id: part.product_id.clone(),
                sku_id: part.sku_id.clone(),
                sku_count: part.sku_count,
            })
            .collect(),
        fees: sku.fees.clone(),
    })
}

fn keep_attribute(attribute: &SalesAttribute) -> edit::SalesAttribute {
    let uri = |uri: &str| edit::ImageUri { uri: uri.to_owned() };
    edit::SalesAttribute {
        id: attribute.id.clone(),
        name: attribute.name.clone(),
        value_id: attribute.value_id.clone(),
        value_name: attribute.value_name.clone(),
        sku_img: attribute
            .sku_img
            .as_ref()
            .filter(|image| !image.uri.is_empty())
            .map(|image| uri(&image.uri)),
        supplementary_sku_images: attribute
            .supplementary_sku_images
            .iter()
            .map(|image| uri(&image.uri))
            .collect(),
    }
}

fn keep_inventory(place: &crate::wire::listing::Inventory) -> edit::Inventory {
    edit::Inventory {
        warehouse_id: place.warehouse_id.clone(),
        quantity: place.quantity,
        backorder_quantity: place.backorder_quantity,
        handling_time: place.handling_time,
    }
}

fn pre_sale_of(days: Option<u16>) -> Value {
    let fulfillment_type = days.map(|days| edit::FulfillmentType { handling_duration_days: days });
    let kind = if days.is_some() { PRE_ORDER } else { "NONE" };
    serde_json::to_value(edit::PreSale { kind, fulfillment_type }).unwrap_or_default()
}

/// Sets the pre-order of every SKU: `None` makes an ordinary product.
pub fn set_pre_order(skus: &mut [edit::Sku], days: Option<PreOrderDays>) {
    let pre_sale = pre_sale_of(days.map(PreOrderDays::get));
    for sku in skus {
        sku.pre_sale = Some(pre_sale.clone());
    }
}

/// The SKU that already sells `new`: by its seller SKU, or by its option values.
pub fn existing<'a>(product: &'a Product, new: &NewOffer) -> Option<&'a Sku> {
    let axes = axes(product);
    let wanted = new.sku.as_ref().map(domain::Sku::folded);
    let same_sku = |sku: &&Sku| {
        let theirs = sku.seller_sku.as_deref().and_then(|text| domain::Sku::parse(text).ok());
        wanted.is_some() && theirs.map(|sku| sku.folded()) == wanted
    };
    let same_values =
        |sku: &&Sku| !axes.is_empty() && identity::same_all(&values(sku, &axes), &new.option_values);
    product.skus.iter().find(same_sku).or_else(|| product.skus.iter().find(same_values))
}

/// A new SKU in addition to those of `product`, in the same warehouse as the others.
pub fn added(product: &Product, new: &NewOffer, warehouse: &str) -> Result<edit::Sku, ChannelError> {
    let axes = axes(product);
    if axes.is_empty() || axes.len() != new.option_values.len() {
        let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
        let problem =
            format!("the listing's options are [{}]; the new variant has another number", names.join(", "));
        return Err(Invalid::new("variants", "variant_axes_differ", problem).into());
    }
    let attributes =
        axes.iter().zip(&new.option_values).map(|(axis, value)| added_attribute(product, axis, value));
    let siblings = product.skus.first().map_or(&[][..], |sku| &sku.inventory);
    let mut inventory: Vec<edit::Inventory> = siblings
        .iter()
        .map(|place| edit::Inventory {
            warehouse_id: place.warehouse_id.clone(),
            quantity: 0,
            backorder_quantity: None,
            handling_time: None,
        })
        .collect();
    if inventory.is_empty() {
        inventory.push(empty_place(warehouse));
    }
    inventory[0].quantity = i64::from(new.stock);
    Ok(edit::Sku {
        sales_attributes: attributes.collect(),
        inventory,
        pre_sale: product.skus.first().and_then(|sku| sku.pre_sale.clone()),
        ..fresh(new)
    })
}

/// A SKU of a listing that does not exist yet. `options` names the axes.
pub fn created(
    options: &[String],
    new: &NewOffer,
    warehouse: &str,
    pre_order: Option<PreOrderDays>,
) -> edit::Sku {
    let attribute = |(name, value): (&String, &String)| edit::SalesAttribute {
        name: Some(name.clone()),
        value_name: Some(value.clone()),
        ..edit::SalesAttribute::default()
    };
    let place = edit::Inventory { quantity: i64::from(new.stock), ..empty_place(warehouse) };
    edit::Sku {
        sales_attributes: options.iter().zip(&new.option_values).map(attribute).collect(),
        inventory: vec![place],
        pre_sale: pre_order.map(|days| pre_sale_of(Some(days.get()))),
        ..fresh(new)
    }
}

fn empty_place(warehouse: &str) -> edit::Inventory {
    edit::Inventory {
        warehouse_id: warehouse.to_owned(),
        quantity: 0,
        backorder_quantity: None,
        handling_time: None,
    }
}

/// What a new SKU says of itself. Its own weight is not sent: the channel opens `sku_weight` market by market, and
/// local Indonesian shops were not named yet; the product's weight counts.
fn fresh(new: &NewOffer) -> edit::Sku {
    edit::Sku {
        id: None,
        sales_attributes: Vec::new(),
        seller_sku: new.sku.as_ref().map(ToString::to_string),
        price: Some(amount::price(new.price)),
        inventory: Vec::new(),
        pre_sale: None,
        external_sku_id: None,
        identifier_code: None,
        extra_identifier_codes: Vec::new(),
        external_urls: Vec::new(),
        sku_unit_count: None,
        sku_weight: None,
        sku_dimensions: None,
        combined_skus: Vec::new(),
        fees: Vec::new(),
    }
}

/// A value on an axis: the channel's own id when another SKU has it, otherwise a new name. When the axis has
/// pictures, each of its values must have one; a new value gets the listing's first picture, which the seller may
/// replace. Whether a main picture is accepted there is not documented.
fn added_attribute(product: &Product, axis: &Axis, value: &str) -> edit::SalesAttribute {
    let siblings: Vec<&SalesAttribute> = product.skus.iter().filter_map(|sku| attribute(sku, axis)).collect();
    if let Some(same) = siblings.iter().find(|sibling| identity::same(&value_name(sibling), value)) {
        return keep_attribute(same);
    }
    let pictured = siblings.iter().any(|sibling| sibling.sku_img.is_some());
    let picture = product.main_images.first().filter(|_| pictured);
    edit::SalesAttribute {
        id: siblings.first().and_then(|sibling| sibling.id.clone()),
        name: Some(axis.name.clone()),
        value_name: Some(value.to_owned()),
        sku_img: picture.map(|image| edit::ImageUri { uri: image.uri.clone() }),
        ..edit::SalesAttribute::default()
    }
}

/// Which new offers the answer to an edit names. By seller SKU or by option values, never by position.
pub fn named(saved: &Saved, product: &Product, new: &[NewOffer]) -> BTreeMap<VariantId, OfferId> {
    let mut after = product.clone();
    after.skus = saved
        .skus
        .iter()
        .map(|sku| Sku {
            id: sku.id.clone(),
            seller_sku: sku.seller_sku.clone(),
            sales_attributes: sku.sales_attributes.clone(),
            ..Sku::default()
        })
        .collect();
    found(&after, new)
}

/// Which of `new` the product already sells.
pub fn found(product: &Product, new: &[NewOffer]) -> BTreeMap<VariantId, OfferId> {
    new.iter()
        .filter_map(|new| {
            let id = offer_id(&existing(product, new)?.id).ok()?;
            Some((new.variant.clone(), id))
        })
        .collect()
}

/// Spreads `wanted` pieces over the warehouses in `held`: the difference goes to the first one, and only what it
/// does not have is taken from the next. Every warehouse is named, because the channel requires all of them.
pub fn spread(held: &[(String, i64)], wanted: u32) -> Vec<edit::WarehouseQuantity> {
    let mut missing = i64::from(wanted) - held.iter().map(|(_, quantity)| (*quantity).max(0)).sum::<i64>();
    let mut places = Vec::with_capacity(held.len());
    for (warehouse, quantity) in held {
        let quantity = (*quantity).max(0);
        let after = (quantity + missing).max(0);
        missing -= after - quantity;
        places.push(edit::WarehouseQuantity { warehouse_id: warehouse.clone(), quantity: after });
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(quantities: &[i64]) -> Vec<(String, i64)> {
        quantities.iter().enumerate().map(|(i, quantity)| (format!("wh{i}"), *quantity)).collect()
    }

    fn quantities(places: &[edit::WarehouseQuantity]) -> Vec<i64> {
        places.iter().map(|place| place.quantity).collect()
    }

    #[test]
    fn more_stock_goes_to_the_first_warehouse_and_less_is_taken_there_first() {
        assert_eq!(quantities(&spread(&held(&[10, 5]), 42)), [37, 5]);
        assert_eq!(quantities(&spread(&held(&[10, 5]), 7)), [2, 5]);
        assert_eq!(quantities(&spread(&held(&[10, 5]), 3)), [0, 3]);
        assert_eq!(quantities(&spread(&held(&[10, 5]), 0)), [0, 0]);
    }

    proptest! {
        #[test]
        fn every_warehouse_is_named_and_the_sum_is_what_was_asked(
            before in proptest::collection::vec(0_i64..1000, 1..5), wanted in 0_u32..5000
        ) {
            let after = spread(&held(&before), wanted);
            prop_assert_eq!(after.len(), before.len());
            prop_assert_eq!(after.iter().map(|place| place.quantity).sum::<i64>(), i64::from(wanted));
            prop_assert!(after.iter().all(|place| place.quantity >= 0));
            let again: Vec<_> = after.iter().map(|p| (p.warehouse_id.clone(), p.quantity)).collect();
            prop_assert_eq!(quantities(&spread(&again, wanted)), quantities(&after));
        }
    }
}
