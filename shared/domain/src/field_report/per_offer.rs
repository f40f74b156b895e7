//! Fields kept per offer: variants are paired first, then each pair is compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Side, Verdict, base,
    compared::{self, Compared},
    counts::VariantCounts,
    value::folded,
};
use crate::{Offer, diff::Field};

/// Compares `a` with `b` variant by variant. The verdict is of the whole listing; the counts are of its variants.
pub(super) fn compare(field: Field, a: &Side<'_>, b: &Side<'_>) -> (Compared, VariantCounts) {
    let (one, other) = (by_variant(a), by_variant(b));
    let has = (compared::has(field, a.content), compared::has(field, b.content));
    let mut counts = VariantCounts::default();
    let mut identical = has == (true, true) && one.len() == other.len();
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for key in keys {
        let (verdict, exact) = match (one.get(key), other.get(key)) {
            (Some(x), Some(y)) => one_variant(field, (a, x), (b, y)),
            // Only the set of variants is about variants that one side does not have.
            _ if field == Field::Variants && has != (false, false) => (Verdict::Lacking, false),
            _ => (Verdict::Absent, true),
        };
        counts.count(verdict);
        identical &= exact;
    }
    let verdict = match has {
        (false, false) => Verdict::Absent,
        (true, false) | (false, true) => Verdict::Lacking,
        (true, true) => whole(field, &counts),
    };
    (Compared { verdict, identical: identical && has == (true, true) }, counts)
}

fn whole(field: Field, counts: &VariantCounts) -> Verdict {
    if counts.differ > 0 || (field == Field::Variants && counts.lacking > 0) {
        Verdict::Differ
    } else if counts.lacking > 0 {
        Verdict::Lacking
    } else if counts.agree > 0 {
        Verdict::Agree
    } else {
        // No variant of one is known to be a variant of the other.
        Verdict::Incomparable
    }
}

/// Offers by the variant that they are known to sell, else by their option values. Of several offers that sell one
/// variant the first by its id represents them.
fn by_variant<'a>(side: &Side<'a>) -> BTreeMap<String, &'a Offer> {
    let mut offers = BTreeMap::new();
    for offer in &side.content.offers {
        let key = match side.links.get(&offer.id) {
            Some(variant) => format!("variant {variant}"),
            None => format!("options {}", label(offer).join(" / ")),
        };
        let first = offers.entry(key).or_insert(offer);
        if offer.id < first.id {
            *first = offer;
        }
    }
    offers
}

/// The folded option values, in an order that does not depend on which axis comes first.
fn label(offer: &Offer) -> Vec<String> {
    let mut values: Vec<String> = offer.option_values.iter().map(|value| folded(value)).collect();
    values.sort();
    values
}

/// One variant that both have: what is true of it, and whether both stand to the letter.
fn one_variant(field: Field, (a, x): (&Side<'_>, &Offer), (b, y): (&Side<'_>, &Offer)) -> (Verdict, bool) {
    let of = |same: bool| if same { Verdict::Agree } else { Verdict::Differ };
    match field {
        Field::Variants if a.content.options.is_empty() && b.content.options.is_empty() => {
            (Verdict::Absent, true)
        }
        Field::Variants => (of(label(x) == label(y)), x.option_values == y.option_values),
        Field::Stock => both(x.stock, y.stock, |one, other| of(one == other)),
        Field::Sku => both(x.sku.as_ref(), y.sku.as_ref(), |one, other| of(one.folded() == other.folded())),
        Field::Price => both(x.price, y.price, |one, other| base::compare((a, x, one), (b, y, other))),
        _ => (Verdict::Absent, true),
    }
}

fn both<T: PartialEq + Copy>(
    one: Option<T>,
    other: Option<T>,
    compare: impl FnOnce(T, T) -> Verdict,
) -> (Verdict, bool) {
    match (one, other) {
        (Some(one), Some(other)) => (compare(one, other), one == other),
        (None, None) => (Verdict::Absent, true),
        _ => (Verdict::Lacking, false),
    }
}
