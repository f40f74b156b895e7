//! Variants inside a matched product: which offer of one listing is which offer of the other.
//!
//! [`match_offers`] takes the offers of two listings that are one product and answers with one-to-one links, each with
//! its reason. [`Because::is_sure`] parts what can be linked without asking (an equal SKU, the same option values in
//! any order and either language, the only offer of each) from what a person should say yes to (nearly the same values,
//! an equal price). What is not named has no partner: it is a variant that one listing lacks.
//!
//! What contradicts itself (black against red, 5 inch against 3 inch, S against M, left against right) is never linked,
//! but for an equal SKU, and then only with a yes. The answer depends neither on the order of the offers nor on which
//! listing is called left.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::SkuRules;

mod offered;
mod read;

pub use offered::Offered;

use read::Read;

/// Why two offers are one variant, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A SKU that occurs once on each side.
    Sku,
    /// The same option values, in any order and either language, and no other offer has them.
    Options,
    /// The only offer on each side.
    Only,
    /// Some equal option values, and the same price; needs a yes.
    NearlyAndPrice,
    /// Most option values; needs a yes.
    Nearly,
    /// A price that occurs once on each side; a person has to confirm it.
    Price,
    /// A SKU that occurs once on each side, on offers whose option values contradict each other; a person has to
    /// confirm it.
    SkuAlone,
}

impl Because {
    /// Whether the link is made without asking a person.
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Sku | Self::Options | Self::Only)
    }
}

/// Two offers that are one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub left: String,
    pub right: String,
    pub because: Because,
}

/// Pairs the variants of two listings that are one product, SKUs compared without signs and case.
pub fn match_offers(left: &[Offered], right: &[Offered]) -> Vec<Linked> {
    match_offers_by(left, right, &SkuRules::default())
}

/// The same, with what the seller says is to be overlooked in SKUs. Sorted by the left offer's id.
pub fn match_offers_by(left: &[Offered], right: &[Offered], rules: &SkuRules) -> Vec<Linked> {
    let (a, b) = (Read::all(left, rules), Read::all(right, rules));
    let mut found = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            if let Some(because) = why(x, y, a.len() == 1 && b.len() == 1) {
                found.push(Proposed {
                    because,
                    apart: x.apart(y),
                    gap: gap(&left[i], &right[j]),
                    row: (i, j),
                });
            }
        }
    }
    demote_ambiguous(&mut found, &|row| {
        left[row.0].price.is_some() && left[row.0].price == right[row.1].price
    });
    let names = |proposed: &Proposed| {
        let (x, y) = (&left[proposed.row.0].id, &right[proposed.row.1].id);
        (x.min(y), x.max(y))
    };
    found.sort_by(|x, y| (x.because, x.apart, x.gap, names(x)).cmp(&(y.because, y.apart, y.gap, names(y))));
    let (mut used_left, mut used_right) = (BTreeSet::new(), BTreeSet::new());
    let mut links = Vec::new();
    for Proposed { because, row: (i, j), .. } in found {
        if !used_left.contains(&i) && !used_right.contains(&j) {
            used_left.insert(i);
            used_right.insert(j);
            links.push(Linked { left: left[i].id.clone(), right: right[j].id.clone(), because });
        }
    }
    links.sort_by(|x, y| (&x.left, &x.right).cmp(&(&y.left, &y.right)));
    links
}

/// A link that may come about.
struct Proposed {
    because: Because,
    /// Words that only one of the two has.
    apart: usize,
    /// How far the prices are apart, in rupiah.
    gap: u64,
    row: (usize, usize),
}

/// The strongest reason for a pair, if there is one.
fn why(x: &Read, y: &Read, alone: bool) -> Option<Because> {
    let same_sku = x.own_sku.is_some() && x.own_sku == y.own_sku;
    if x.contradicts(y) {
        return same_sku.then_some(Because::SkuAlone);
    }
    let (shared, apart) = (x.shared(y), x.apart(y));
    let same_price = x.price.is_some() && x.price == y.price;
    let bare = x.words.is_empty() || y.words.is_empty();
    Some(match () {
        () if same_sku => Because::Sku,
        () if apart == 0 && shared > 0 => Because::Options,
        () if alone && (bare || shared >= apart) => Because::Only,
        () if shared > 0 && same_price => Because::NearlyAndPrice,
        () if shared > apart => Because::Nearly,
        () if x.own_price.is_some() && x.own_price == y.own_price => Because::Price,
        () => return None,
    })
}

/// Equal option values that several offers have decide nothing by themselves.
fn demote_ambiguous(found: &mut [Proposed], same_price: &dyn Fn((usize, usize)) -> bool) {
    let (mut left, mut right) = (BTreeMap::new(), BTreeMap::new());
    for proposed in found.iter().filter(|proposed| proposed.because == Because::Options) {
        *left.entry(proposed.row.0).or_insert(0) += 1;
        *right.entry(proposed.row.1).or_insert(0) += 1;
    }
    for proposed in found.iter_mut().filter(|proposed| proposed.because == Because::Options) {
        if left[&proposed.row.0] > 1 || right[&proposed.row.1] > 1 {
            let same = same_price(proposed.row);
            proposed.because = if same { Because::NearlyAndPrice } else { Because::Nearly };
        }
    }
}

fn gap(x: &Offered, y: &Offered) -> u64 {
    match (x.price, y.price) {
        (Some(x), Some(y)) => x.abs_diff(y),
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests;
