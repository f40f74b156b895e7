//! Who decides a field from now on: the person who typed it, the listing that a person chose, or the rules.

use super::{Origin, Provenance, Rule, field, provenance::variant_of};
use crate::{ListingKey, Product, Variant};

/// Remembers every field in which `after` differs from `before` as typed by a person, and when that was for those that
/// channels move by themselves; forgets the fields of variants that are no more.
pub fn mark_typed(before: &Product, after: &mut Product) {
    let mut typed: Vec<String> = Vec::new();
    let mut note = |changed: bool, name: &str| {
        if changed {
            typed.push(name.to_owned());
        }
    };
    note(before.title != after.title, field::TITLE);
    note(before.description != after.description, field::DESCRIPTION);
    note(before.images != after.images, field::IMAGES);
    note(before.category != after.category, field::CATEGORY);
    note(before.brand != after.brand, field::BRAND);
    note(before.weight != after.weight, field::WEIGHT);
    note(before.dimensions != after.dimensions, field::DIMENSIONS);
    note(before.pre_order != after.pre_order, field::PRE_ORDER);
    note(before.options != after.options, field::OPTIONS);
    let ids =
        |product: &Product| product.variants.iter().map(|variant| variant.id.clone()).collect::<Vec<_>>();
    note(ids(before) != ids(after), field::VARIANTS);
    for variant in &after.variants {
        let known = before.variant(&variant.id);
        let changed = |differs: fn(&Variant, &Variant) -> bool, says_something: bool| {
            known.map_or(says_something, |known| differs(known, variant))
        };
        note(changed(|a, b| a.sku != b.sku, variant.sku.is_some()), &field::of(field::SKU, &variant.id));
        note(
            changed(|a, b| a.base_price != b.base_price, variant.base_price.is_some()),
            &field::of(field::BASE_PRICE, &variant.id),
        );
        note(
            changed(|a, b| a.weight != b.weight, variant.weight.is_some()),
            &field::of(field::WEIGHT, &variant.id),
        );
        note(
            changed(|a, b| a.image != b.image, variant.image.is_some()),
            &field::of(field::IMAGE, &variant.id),
        );
    }
    for name in typed {
        after.sources.insert(name, Provenance::typed());
    }
    mark_set(before, after);
    let kept: Vec<_> = after.variants.iter().map(|variant| variant.id.clone()).collect();
    let is_kept = |name: &String| variant_of(name).is_none_or(|id| kept.contains(&id));
    after.sources.retain(|name, _| is_kept(name));
    after.set_at.retain(|name, _| is_kept(name));
}

/// Remembers when a person set what channels move by themselves, for all of it in which `after` differs from `before`.
pub fn mark_set(before: &Product, after: &mut Product) {
    let now = after.updated_at;
    if before.pre_order != after.pre_order {
        after.set_at.insert(field::PRE_ORDER.to_owned(), now);
    }
    let stock = |product: &Product, id| product.variant(id).and_then(|variant| variant.stock);
    let restocked = after.variants.iter().map(|variant| &variant.id);
    let restocked = restocked.filter(|id| stock(before, id) != stock(after, id)).cloned().collect::<Vec<_>>();
    for id in restocked {
        after.set_at.insert(field::of(field::STOCK, &id), now);
    }
}

/// Whether a person decides the field `name`, so that building leaves it alone. `says` whether it has a value.
pub fn is_typed(product: &Product, name: &str, says: bool) -> bool {
    let whole = match name.split_once('/') {
        None => None,
        Some((field::BASE_PRICE, _)) => product.sources.get(field::BASE_PRICE),
        Some(_) => product.sources.get(field::VARIANTS),
    };
    // Earlier versions kept one entry for all variants.
    let earlier = whole.is_some_and(|whole| whole.rule == Rule::Earlier && !whole.is_person());
    product.sources.get(name).map_or(says && !earlier, Provenance::is_person)
}

/// Hands `name` to `listing` for good (`chosen`), or back to the rules, for which any listing of the product will do. The
/// value follows with the next build. A field kept per variant is named for one of them, or bare for all.
pub fn follow(product: &mut Product, name: &str, listing: &ListingKey, chosen: bool) {
    let mut names = vec![name.to_owned()];
    if field::OF_VARIANT.contains(&name) {
        names.extend(product.variants.iter().map(|variant| field::of(name, &variant.id)));
        if !field::OF_PRODUCT.contains(&name) {
            names.remove(0);
        }
    }
    // Any rule that is not a person's lets the next build decide.
    let rule = if chosen { Rule::Chosen } else { Rule::NewerEdit };
    for name in names {
        let from = Origin::Listing(listing.clone());
        product.sources.insert(name, Provenance::new(from, rule, Vec::new()));
    }
}
