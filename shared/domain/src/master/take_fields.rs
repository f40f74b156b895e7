//! What a build would change, field by field, and taking a part of it.

use std::collections::BTreeSet;

use super::{field, field_of, provenance::variant_of};
use crate::{
    Product, Variant, VariantId,
    diff::{ImageValue, Value, VariantValue},
};

/// One field of one product: from → to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As in [`Product::sources`]; an added variant is `variants/{id}`.
    pub name: String,
    pub from: Value,
    pub to: Value,
}

/// Every field in which `after` says something else than `before`; bookkeeping does not count.
pub fn changed(before: &Product, after: &Product) -> Vec<Changed> {
    let mut found = Vec::new();
    for name in field::OF_PRODUCT {
        let (from, to) = (value(before, name), value(after, name));
        if from != to {
            found.push(Changed { name: name.to_owned(), from, to });
        }
    }
    for variant in &after.variants {
        let Some(known) = before.variant(&variant.id) else {
            let name = field::of(field::VARIANTS, &variant.id);
            found.push(Changed { name, from: Value::Nothing, to: whole(variant) });
            continue;
        };
        for name in field::OF_VARIANT {
            let (from, to) = (of_variant(known, name), of_variant(variant, name));
            if from != to {
                found.push(Changed { name: field::of(name, &variant.id), from, to });
            }
        }
    }
    found
}

/// Whether `name` names something that [`take_fields`] can take: a field of the product, a field of its variants for all or
/// for one, a variant. `after` is where the variants are known; without it any id passes.
pub fn is_field_name(name: &str, after: Option<&Product>) -> bool {
    let Some((field, id)) = name.split_once('/') else {
        return field::OF_PRODUCT.contains(&name) || field::OF_VARIANT.contains(&name);
    };
    let known = |id: VariantId| after.is_none_or(|after| after.variant(&id).is_some());
    (field == field::VARIANTS || field::OF_VARIANT.contains(&field)) && VariantId::parse(id).is_ok_and(known)
}

/// `before` with the named fields of `after`, where they came from, and the flags about them. A field kept per variant
/// may be named for one variant or for all, and so may variants that are added.
pub fn take_fields(before: &Product, after: &Product, names: &BTreeSet<String>) -> Product {
    let mut made = before.clone();
    let wanted = |name: &str| names.contains(name) || names.contains(field::bare(name));
    for name in field::OF_PRODUCT.into_iter().filter(|name| names.contains(*name)) {
        match name {
            field::TITLE => made.title.clone_from(&after.title),
            field::DESCRIPTION => made.description.clone_from(&after.description),
            field::IMAGES => made.images.clone_from(&after.images),
            field::CATEGORY => made.category.clone_from(&after.category),
            field::BRAND => made.brand.clone_from(&after.brand),
            field::WEIGHT => made.weight = after.weight,
            field::DIMENSIONS => made.dimensions = after.dimensions,
            field::PRE_ORDER => made.pre_order = after.pre_order,
            field::OPTIONS => made.options.clone_from(&after.options),
            // Variants are taken one by one.
            _ => {}
        }
    }
    let is_wanted = |id: &VariantId| wanted(&field::of(field::VARIANTS, id));
    let added = after.variants.iter().filter(|variant| before.variant(&variant.id).is_none());
    made.variants.extend(added.filter(|variant| is_wanted(&variant.id)).cloned());
    let standing: BTreeSet<VariantId> = before.variants.iter().map(|variant| variant.id.clone()).collect();
    for variant in made.variants.iter_mut().filter(|variant| standing.contains(&variant.id)) {
        let Some(theirs) = after.variant(&variant.id) else { continue };
        for name in field::OF_VARIANT.into_iter().filter(|name| wanted(&field::of(name, &theirs.id))) {
            match name {
                field::SKU => variant.sku.clone_from(&theirs.sku),
                field::BASE_PRICE => variant.base_price = theirs.base_price,
                field::WEIGHT => variant.weight = theirs.weight,
                _ => variant.image.clone_from(&theirs.image),
            }
        }
    }
    for (name, provenance) in &after.sources {
        let new = variant_of(name).filter(|id| !standing.contains(id));
        if new.map_or_else(|| wanted(name), |id| is_wanted(&id)) {
            made.sources.insert(name.clone(), provenance.clone());
        }
    }
    let about =
        |flag: &str| field_of(flag).is_some_and(|field| names.iter().any(|name| field::bare(name) == field));
    made.attention.retain(|flag| !about(flag));
    made.attention.extend(after.attention.iter().filter(|flag| about(flag)).cloned());
    made.flagged.retain(|flag, _| !about(flag));
    made.flagged
        .extend(after.flagged.iter().filter(|(flag, _)| about(flag)).map(|(k, v)| (k.clone(), v.clone())));
    made
}

fn value(product: &Product, name: &str) -> Value {
    let text = |text: &Option<String>| text.clone().map_or(Value::Nothing, Value::Text);
    match name {
        field::TITLE => Value::Text(product.title.to_string()),
        field::DESCRIPTION => Value::Text(product.description.clone()),
        field::IMAGES => Value::Images(
            product
                .images
                .iter()
                .map(|image| ImageValue { reference: image.id.to_string(), url: Some(image.url.clone()) })
                .collect(),
        ),
        field::CATEGORY => text(&product.category),
        field::BRAND => text(&product.brand),
        field::WEIGHT => product.weight.map_or(Value::Nothing, Value::Weight),
        field::DIMENSIONS => product.dimensions.map_or(Value::Nothing, Value::Dimensions),
        field::PRE_ORDER => product.pre_order.map_or(Value::Nothing, Value::Days),
        field::OPTIONS => Value::Texts(product.options.clone()),
        // Variants are reported one by one.
        _ => Value::Nothing,
    }
}

fn of_variant(variant: &Variant, name: &str) -> Value {
    match name {
        field::SKU => variant.sku.clone().map_or(Value::Nothing, Value::Sku),
        field::BASE_PRICE => variant.base_price.map_or(Value::Nothing, Value::Money),
        field::WEIGHT => variant.weight.map_or(Value::Nothing, Value::Weight),
        _ => variant.image.as_ref().map_or(Value::Nothing, |id| Value::Text(id.to_string())),
    }
}

fn whole(variant: &Variant) -> Value {
    Value::Variant(VariantValue {
        variant_id: Some(variant.id.clone()),
        sku: variant.sku.clone(),
        option_values: variant.option_values.clone(),
        price: variant.base_price,
        stock: variant.stock,
    })
}
