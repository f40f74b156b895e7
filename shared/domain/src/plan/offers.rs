//! The offers of a planned listing: prices, stock, SKUs, and variants that have to be added.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Blocker,
    change::{Change, block},
    input::{PlanInput, compare, wanted},
    target::{PriceTarget, TargetOffer},
};
use crate::{
    Offer, OfferId, Rupiah,
    diff::{Decision, Field, FieldKey, Owner, Value, VariantValue, offer_value},
};

/// Adds the changes of every offer; returns the offers that no variant is linked to.
pub(super) fn offer_changes(input: &PlanInput<'_>, changes: &mut Vec<Change>) -> Vec<OfferId> {
    let mut linked = BTreeSet::new();
    for wish in &input.target.offers {
        match wish.offer.as_ref().and_then(|id| input.observed.offer(id)) {
            Some(offer) => {
                linked.insert(offer.id.clone());
                existing_offer(input, changes, wish, offer);
            }
            None => added_offer(input, changes, wish),
        }
    }
    input.observed.offers.iter().map(|offer| offer.id.clone()).filter(|id| !linked.contains(id)).collect()
}

fn existing_offer(input: &PlanInput<'_>, changes: &mut Vec<Change>, wish: &TargetOffer, offer: &Offer) {
    let variant = Some(&wish.variant);
    let before = changes.len();
    match &wish.price {
        PriceTarget::Quoted { price } => {
            let to = Value::Money(*price);
            compare(
                input,
                changes,
                FieldKey::offer(Field::Price, &offer.id),
                variant,
                offer_value(offer, Field::Price),
                to,
            );
            for change in &mut changes[before..] {
                if let Some(blocker) = price_blocker(input, offer, *price) {
                    block(change, blocker);
                }
            }
        }
        PriceTarget::Refused { reason } if wanted(input, Field::Price) => changes.push(Change {
            field: Field::Price,
            offer: Some(offer.id.clone()),
            variant: variant.cloned(),
            from: offer_value(offer, Field::Price),
            to: Value::Nothing,
            decision: Decision::Push,
            blocked: Some(Blocker::NoPrice { reason: reason.clone() }),
        }),
        PriceTarget::Refused { .. } => {}
    }
    let wishes =
        [(Field::Stock, wish.stock.map(Value::Count)), (Field::Sku, wish.sku.clone().map(Value::Sku))];
    for (field, wish) in wishes {
        if let Some(to) = wish {
            let before = changes.len();
            compare(
                input,
                changes,
                FieldKey::offer(field, &offer.id),
                variant,
                offer_value(offer, field),
                to,
            );
            for change in &mut changes[before..] {
                if let Some(blocker) = Blocker::of_value(field, &change.to, input.limits) {
                    block(change, blocker);
                }
            }
        }
    }
}

fn price_blocker(input: &PlanInput<'_>, offer: &Offer, price: Rupiah) -> Option<Blocker> {
    if offer.price_locked {
        let until = input.observed.promotion.as_ref().and_then(|promotion| promotion.until);
        return Some(Blocker::InPromotion { field: Field::Price, until });
    }
    if !input.limits.price.contains(&price) {
        let limit = input.limits.price;
        return Some(Blocker::PriceOutOfRange { price, min: limit.min, max: limit.max });
    }
    // Without a price to compare with the guard would let every move through.
    let known = offer.price.filter(|from| *from > Rupiah::ZERO);
    let Some((from, moved)) = known.and_then(|from| Some((from, price.move_from(from)?))) else {
        return Some(Blocker::UnknownCurrentPrice);
    };
    (moved > input.guard).then_some(Blocker::PriceMove { from, to: price, moved, guard: input.guard })
}

fn added_offer(input: &PlanInput<'_>, changes: &mut Vec<Change>, wish: &TargetOffer) {
    if !wanted(input, Field::Variants) {
        return;
    }
    let price = match &wish.price {
        PriceTarget::Quoted { price } => Ok(*price),
        PriceTarget::Refused { reason } => Err(Blocker::NoPrice { reason: reason.clone() }),
    };
    let to = Value::Variant(VariantValue {
        variant_id: Some(wish.variant.clone()),
        sku: wish.sku.clone(),
        option_values: wish.option_values.clone(),
        price: price.as_ref().ok().copied(),
        stock: wish.stock,
    });
    let decision = match input.owners.of(Field::Variants) {
        Owner::Master => Decision::Push,
        Owner::Channel => return,
        Owner::Ask => Decision::Conflict,
    };
    let blocked = added_blocker(input, wish, price.err());
    let variant = Some(wish.variant.clone());
    changes.push(Change {
        field: Field::Variants,
        offer: None,
        variant,
        from: Value::Nothing,
        to,
        decision,
        blocked,
    });
}

fn added_blocker(input: &PlanInput<'_>, wish: &TargetOffer, no_price: Option<Blocker>) -> Option<Blocker> {
    let limits = input.limits;
    let count = u32::try_from(input.target.offers.len()).unwrap_or(u32::MAX);
    if input.observed.options.len() != wish.option_values.len() {
        return Some(Blocker::VariantAxesDiffer {
            listing: input.observed.options.clone(),
            product: input.target.options.clone(),
        });
    }
    if count > limits.variants {
        return Some(Blocker::TooManyVariants { count, max: limits.variants });
    }
    if let Some(value) = wish.option_values.iter().find(|value| !fits(value, limits.option_value)) {
        return Some(Blocker::OptionTooLong { value: value.clone(), max: limits.option_value });
    }
    if let Some(sku) = &wish.sku
        && let Some(blocker) = Blocker::of_value(Field::Sku, &Value::Sku(sku.clone()), limits)
    {
        return Some(blocker);
    }
    if let PriceTarget::Quoted { price } = wish.price
        && !limits.price.contains(&price)
    {
        return Some(Blocker::PriceOutOfRange { price, min: limits.price.min, max: limits.price.max });
    }
    no_price
}

fn fits(text: &str, most: u32) -> bool {
    u32::try_from(text.chars().count()).is_ok_and(|count| count <= most)
}

/// Channels cap how much dearer the dearest variant may be than the cheapest. Prices after the push count, those
/// of offers that we do not touch included; when they break the cap no price of the listing is pushed.
pub(super) fn guard_spread(input: &PlanInput<'_>, changes: &mut [Change]) {
    let Some(most) = input.limits.price_spread else { return };
    let mut prices: BTreeMap<String, Rupiah> = input
        .observed
        .offers
        .iter()
        .filter_map(|offer| offer.price.map(|price| (offer.id.to_string(), price)))
        .collect();
    for change in changes.iter().filter(|change| change.is_pushed()) {
        let price = match &change.to {
            Value::Money(price) if change.field == Field::Price => *price,
            Value::Variant(VariantValue { price: Some(price), .. }) => *price,
            _ => continue,
        };
        let name = change.offer.as_ref().map(ToString::to_string);
        let name = name.or_else(|| change.variant.as_ref().map(ToString::to_string)).unwrap_or_default();
        prices.insert(name, price);
    }
    let (Some(min), Some(max)) = (prices.values().min().copied(), prices.values().max().copied()) else {
        return;
    };
    if min.checked_mul(i64::from(most)).is_some_and(|limit| max > limit) {
        for change in
            changes.iter_mut().filter(|change| matches!(change.field, Field::Price | Field::Variants))
        {
            block(change, Blocker::PriceSpread { min, max, most });
        }
    }
}
