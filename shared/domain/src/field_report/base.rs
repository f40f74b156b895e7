//! Whether two prices were made of one base price.

use super::{Side, Verdict};
use crate::{
    Offer, Rupiah,
    master::price::{Bases, Pricing},
};

/// Compares two prices by the base prices that stand behind them, as masters are built by them: each channel's rule
/// with its exceptions and fees. A price that says nothing of its base, such as one that a rule fixes, cannot be
/// compared.
pub(super) fn compare(
    (a, x, one): (&Side<'_>, &Offer, Rupiah),
    (b, y, other): (&Side<'_>, &Offer, Rupiah),
) -> Verdict {
    let (left, right) = (pricing_of(a, x), pricing_of(b, y));
    if one == other && left == right {
        return Verdict::Agree;
    }
    let is_price = |price: Rupiah| Rupiah::price(price.get()).is_ok();
    match (Bases::of(one, left), Bases::of(other, right)) {
        (Some(one), Some(other)) if one.and(other).is_some() => Verdict::Agree,
        (Some(_), Some(_)) => Verdict::Differ,
        _ if is_price(one) && is_price(other) => Verdict::Incomparable,
        _ => Verdict::Differ,
    }
}

/// How the channel made the price of an offer; without a rule prices are base prices.
fn pricing_of<'a>(side: &Side<'a>, offer: &Offer) -> Option<Pricing<'a>> {
    Pricing::of(side.prices?, side.product, side.links.get(&offer.id))
}
