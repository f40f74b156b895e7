//! Labelled catalogues, split into parts by a hash of the product, so that both listings of a product are in the same
//! part.

use std::collections::HashMap;

use domain::matching::Item;
use sha2::{Digest as _, Sha256};

/// Two catalogues with the pairs that are one product.
#[derive(Debug, Clone)]
pub struct Data {
    pub left: Vec<Item>,
    pub right: Vec<Item>,
    pub truth: Vec<(String, String)>,
}

/// The part of a product, from 0 to below `parts`. Another `cut` gives another split.
fn part_of(product: &str, cut: &str, parts: u64) -> u64 {
    let digest = Sha256::digest(format!("{cut}/{product}"));
    digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte)) % parts
}

impl Data {
    /// The part of each listing, by id. Both listings of a pair have the same part.
    pub fn parts(&self, cut: &str, parts: u64) -> [HashMap<&str, u64>; 2] {
        let partner: HashMap<&str, &str> =
            self.truth.iter().map(|(left, right)| (left.as_str(), right.as_str())).collect();
        let of = |product: &str| part_of(product, cut, parts);
        let left = self.left.iter().map(|item| {
            let id = item.id.as_str();
            (id, of(partner.get(id).copied().unwrap_or(id)))
        });
        let right = self.right.iter().map(|item| (item.id.as_str(), of(&item.id)));
        [left.collect(), right.collect()]
    }

    /// Only the listings of some parts, with the pairs among them.
    pub fn only(&self, cut: &str, parts: u64, keep: impl Fn(u64) -> bool) -> Self {
        let [left, right] = self.parts(cut, parts);
        let kept = |items: &[Item], parts: &HashMap<&str, u64>| -> Vec<Item> {
            items.iter().filter(|item| keep(parts[item.id.as_str()])).cloned().collect()
        };
        let truth =
            self.truth.iter().filter(|(left_id, _)| left.get(left_id.as_str()).is_some_and(|p| keep(*p)));
        Self {
            left: kept(&self.left, &left),
            right: kept(&self.right, &right),
            truth: truth.cloned().collect(),
        }
    }
}
