//! Variants inside a matched product: which offer of one listing is which offer of the other.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::tokens::tokens;

/// A variant as one listing shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Unique within its listing.
    pub id: String,
    /// Such as `["Hitam", "5 inch"]`; empty for a product without variants.
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub sku: Option<String>,
    /// In whole rupiah.
    #[serde(default)]
    pub price: Option<i64>,
}

/// Why two offers are one variant, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A SKU that stands once on each side.
    Sku,
    /// The same option values, in any order and either language.
    Options,
    /// The only offer on each side.
    Only,
    /// All but one option value, and the same price; needs a yes.
    NearlyAndPrice,
    /// Most option values; needs a yes.
    Nearly,
}

impl Because {
    /// Whether the link stands without asking.
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

/// An offer as it is compared.
struct Read {
    sku: Option<String>,
    words: BTreeSet<String>,
}

fn read(offers: &[Offered]) -> Vec<Read> {
    let of = |offer: &Offered| Read {
        sku: offer
            .sku
            .as_ref()
            .map(|sku| sku.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()),
        words: offer.options.iter().flat_map(|value| tokens(value).words).map(|(word, _)| word).collect(),
    };
    offers.iter().map(of).collect()
}

/// The offers that alone have a key.
fn alone<K: Ord>(keys: impl Iterator<Item = Option<K>>) -> BTreeMap<K, Option<usize>> {
    let mut owners = BTreeMap::new();
    for (row, key) in keys.enumerate() {
        if let Some(key) = key {
            owners.entry(key).and_modify(|owner| *owner = None).or_insert(Some(row));
        }
    }
    owners
}

/// Pairs the variants of two listings that are one product. Each offer is used once; what is not named is without
/// a partner. The answer does not depend on the order of the offers.
pub fn match_offers(left: &[Offered], right: &[Offered]) -> Vec<Linked> {
    let (a, b) = (read(left), read(right));
    let mut found: Vec<(Because, usize, usize, usize)> = Vec::new();
    let skus = alone(b.iter().map(|offer| offer.sku.as_ref()));
    for (sku, row) in alone(a.iter().map(|offer| offer.sku.as_ref())) {
        if let (Some(i), Some(Some(j))) = (row, skus.get(sku)) {
            found.push((Because::Sku, 0, i, *j));
        }
    }
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let apart = x.words.symmetric_difference(&y.words).count();
            let shared = x.words.intersection(&y.words).count();
            let same_price = left[i].price.is_some() && left[i].price == right[j].price;
            let because = if apart == 0 && shared > 0 {
                Because::Options
            } else if a.len() == 1 && b.len() == 1 && shared >= apart {
                Because::Only
            } else if shared > 0 && same_price {
                Because::NearlyAndPrice
            } else if shared > apart {
                Because::Nearly
            } else {
                continue;
            };
            found.push((because, apart, i, j));
        }
    }
    found.sort_by(|x, y| {
        (x.0, x.1, &left[x.2].id, &right[x.3].id).cmp(&(y.0, y.1, &left[y.2].id, &right[y.3].id))
    });
    let (mut used_left, mut used_right) = (BTreeSet::new(), BTreeSet::new());
    let mut links = Vec::new();
    for (because, _, i, j) in found {
        if !used_left.contains(&i) && !used_right.contains(&j) {
            used_left.insert(i);
            used_right.insert(j);
            links.push(Linked { left: left[i].id.clone(), right: right[j].id.clone(), because });
        }
    }
    links.sort_by(|x, y| (&x.left, &x.right).cmp(&(&y.left, &y.right)));
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(id: &str, options: &[&str], sku: Option<&str>, price: i64) -> Offered {
        let options = options.iter().map(|value| (*value).to_owned()).collect();
        Offered { id: id.to_owned(), options, sku: sku.map(str::to_owned), price: Some(price) }
    }

    fn said(left: &[Offered], right: &[Offered]) -> Vec<(String, String, Because)> {
        match_offers(left, right).into_iter().map(|link| (link.left, link.right, link.because)).collect()
    }

    #[test]
    fn option_values_meet_across_languages_and_order() {
        let left = [offer("l1", &["Hitam", "5 inch"], None, 10), offer("l2", &["Hitam", "7 inch"], None, 12)];
        let right = [offer("r1", &["7\"", "Black"], None, 13), offer("r2", &["5 inci", "black"], None, 11)];
        let pair = |l: &str, r: &str| (l.to_owned(), r.to_owned(), Because::Options);
        assert_eq!(said(&left, &right), [pair("l1", "r2"), pair("l2", "r1")]);
    }

    #[test]
    fn a_missing_variant_stays_alone_and_sizes_are_never_mixed_up() {
        let left = [offer("l1", &["S"], None, 10), offer("l2", &["M"], None, 10)];
        let right = [offer("r1", &["M"], None, 10)];
        assert_eq!(said(&left, &right), [("l2".to_owned(), "r1".to_owned(), Because::Options)]);
    }

    #[test]
    fn an_equal_sku_wins_over_words_and_single_offers_meet() {
        let left = [offer("l1", &["Merah"], Some("A-1"), 10), offer("l2", &["Biru"], Some("A-2"), 10)];
        let right = [offer("r1", &["Warna 1"], Some("a2"), 10), offer("r2", &["Merah"], None, 10)];
        let links = said(&left, &right);
        assert_eq!(links[1], ("l2".to_owned(), "r1".to_owned(), Because::Sku));
        assert_eq!(links[0].2, Because::Options);
        assert_eq!(said(&[offer("l", &[], None, 1)], &[offer("r", &[], None, 2)])[0].2, Because::Only);
    }
}
