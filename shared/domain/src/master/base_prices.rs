//! A product's base prices with their provenance, which a reading changes and an undo restores.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    ContentHash, Product, Rupiah, VariantId,
    master::{Provenance, field, field_of},
};

/// The base prices of a product by variant, where each came from, and the flags about prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasePrices {
    bases: BTreeMap<VariantId, Option<Rupiah>>,
    said: BTreeMap<VariantId, Provenance>,
    attention: BTreeSet<String>,
    flagged: BTreeMap<String, ContentHash>,
}

impl BasePrices {
    /// Those of `product`.
    pub fn of(product: &Product) -> Self {
        let ids = || product.variants.iter().map(|variant| variant.id.clone());
        let said = |id: VariantId| {
            let known = product.sources.get(&field::of(field::BASE_PRICE, &id))?;
            Some((id, known.clone()))
        };
        Self {
            bases: product.variants.iter().map(|variant| (variant.id.clone(), variant.base_price)).collect(),
            said: ids().filter_map(said).collect(),
            attention: product.attention.iter().filter(|flag| is_about_prices(flag)).cloned().collect(),
            flagged: product
                .flagged
                .iter()
                .filter(|(flag, _)| is_about_prices(flag))
                .map(|(flag, about)| (flag.clone(), about.clone()))
                .collect(),
        }
    }

    /// By variant; `None` for a variant without a base price.
    pub fn bases(&self) -> &BTreeMap<VariantId, Option<Rupiah>> {
        &self.bases
    }

    /// Whether both have the same amounts.
    pub fn same_bases(&self, other: &Self) -> bool {
        self.bases == other.bases
    }

    /// `product` with these base prices restored for each variant that still has the one in `after`; and whether that
    /// is true for all variants.
    pub fn put_back(&self, product: &Product, after: &Self) -> (Product, bool) {
        let (now, mut made, mut whole) = (Self::of(product), product.clone(), true);
        let decided = |prices: &Self, id: &VariantId| prices.said.get(id).map(Provenance::is_person);
        for variant in &mut made.variants {
            let id = variant.id.clone();
            let (Some(was), Some(then)) = (self.bases.get(&id), after.bases.get(&id)) else { continue };
            let moved = now.bases.get(&id) != Some(then) || decided(&now, &id) != decided(after, &id);
            let untouched = was == then && self.said.get(&id) == after.said.get(&id);
            if moved {
                // A variant that the reading did not change, and that a person changed since, is not part of the undo.
                whole &= untouched
                    || (now.bases.get(&id) == Some(was) && decided(&now, &id) == decided(self, &id));
                continue;
            }
            variant.base_price = *was;
            let name = field::of(field::BASE_PRICE, &id);
            match self.said.get(&id) {
                Some(said) => made.sources.insert(name, said.clone()),
                None => made.sources.remove(&name),
            };
        }
        if whole {
            made.attention.retain(|flag| !is_about_prices(flag));
            made.attention.extend(self.attention.iter().cloned());
            made.flagged.retain(|flag, _| !is_about_prices(flag));
            made.flagged.extend(self.flagged.clone());
        }
        (made, whole)
    }
}

fn is_about_prices(flag: &str) -> bool {
    field_of(flag) == Some(field::BASE_PRICE)
}
