//! Decides which offer of a shop is which variant, from option values, SKUs and base prices together.
//!
//! The listings are known to be one product. Certain pairs are linked. An offer that is only similar becomes a separate
//! variant, with a flag, until a person confirms the pair. So a price is never pushed to an offer that contradicts its
//! variant.

use std::collections::{BTreeMap, BTreeSet};

use super::{Slot, Source, Work};
use crate::{
    Offer, Sku, Variant,
    master::price::{Bases, Pricing},
    matching::offers::{Because, Linked, Offered, match_offers_by},
};

impl<'a> Work<'a> {
    /// Links `offers` of `source` to the variants that they certainly are; returns the remaining offers.
    pub(super) fn link_sure(
        &self,
        source: &'a Source<'a>,
        offers: Vec<&'a Offer>,
        slots: &mut [Slot<'a>],
    ) -> Vec<&'a Offer> {
        let alone = slots.len() == 1 && source.content.offers.len() == 1;
        let theirs: Vec<Slot<'a>> =
            offers.iter().map(|&offer| self.added(source, offer, offer.option_values.clone())).collect();
        let free: Vec<&Slot<'a>> = slots.iter().filter(|slot| !slot.is_sold_by(source.key)).collect();
        let links = self.pairs(&free, &theirs.iter().collect::<Vec<_>>());
        // If others are already linked, the last free offer is not "the only one".
        let sure = |link: &Linked| link.because.is_sure() && (link.because != Because::Only || alone);
        let mut rest = Vec::new();
        for (offer, added) in offers.into_iter().zip(&theirs) {
            let link =
                links.iter().filter(|link| sure(link)).find(|link| link.right == added.variant.id.as_str());
            let slot = link.and_then(|link| {
                slots
                    .iter_mut()
                    .find(|slot| slot.variant.id.as_str() == link.left && !slot.is_sold_by(source.key))
            });
            match slot {
                Some(slot) => slot.offers.push((source, offer)),
                None => rest.push(offer),
            }
        }
        rest
    }

    /// The pairs of `left` and `right` that are the same variant, by the variants' ids.
    pub(super) fn pairs(&self, left: &[&Slot<'a>], right: &[&Slot<'a>]) -> Vec<Linked> {
        if left.is_empty() || right.is_empty() {
            return Vec::new();
        }
        let (ours, theirs) = (self.codes(left), self.codes(right));
        let bases: Vec<Option<Bases>> = left.iter().map(|slot| self.bases(slot)).collect();
        let typed: BTreeSet<i64> = bases.iter().flatten().map(|bases| bases.roundest().get()).collect();
        let left: Vec<Offered> = left
            .iter()
            .zip(&bases)
            .map(|(slot, bases)| self.offered(slot, &theirs, bases.map(|bases| bases.roundest().get())))
            .collect();
        let right: Vec<Offered> = right
            .iter()
            .map(|slot| {
                // With rounding, many bases are possible. One that the other side also has is most likely the right
                // one.
                let price = self.bases(slot).map(|bases| {
                    let mut held = typed.iter().filter(|base| bases.holds(crate::Rupiah::new(**base)));
                    match (held.next(), held.next()) {
                        (Some(one), None) => *one,
                        _ => bases.roundest().get(),
                    }
                });
                self.offered(slot, &ours, price)
            })
            .collect();
        match_offers_by(&left, &right, self.request.sku_rules)
    }

    /// A slot in the form that is compared; of several SKUs, one that the other side also has.
    fn offered(&self, slot: &Slot<'_>, others: &BTreeSet<String>, price: Option<i64>) -> Offered {
        let skus = self.skus(slot);
        let sku = skus.iter().find(|(code, _)| others.contains(*code)).or_else(|| skus.iter().next());
        Offered {
            id: slot.variant.id.to_string(),
            options: slot.variant.option_values.clone(),
            sku: sku.map(|(_, sku)| sku.to_string()),
            price,
        }
    }

    /// All SKUs of a slot, by their compared form.
    fn skus<'s>(&self, slot: &'s Slot<'a>) -> BTreeMap<String, &'s Sku> {
        let theirs = slot.offers.iter().filter_map(|(_, offer)| offer.sku.as_ref());
        let all = slot.variant.sku.iter().chain(theirs);
        all.filter_map(|sku| Some((self.request.sku_rules.code(sku.as_str())?, sku))).collect()
    }

    fn codes(&self, slots: &[&Slot<'a>]) -> BTreeSet<String> {
        slots.iter().flat_map(|slot| self.skus(slot).into_keys()).collect()
    }

    /// The base prices from which a slot's prices were made; the variant's own base price if no shop has a price.
    fn bases(&self, slot: &Slot<'a>) -> Option<Bases> {
        let asked =
            slot.offers.iter().filter_map(|(source, offer)| self.bases_of(source, offer, &slot.variant));
        let agreed = asked.reduce(|bases, other| bases.and(other).unwrap_or(bases));
        agreed.or_else(|| Bases::of(slot.variant.base_price?, None))
    }

    /// The base prices from which an offer's price was made.
    fn bases_of(&self, source: &Source<'_>, offer: &Offer, variant: &Variant) -> Option<Bases> {
        Bases::of(offer.price?, self.pricing_of(source, variant))
    }

    /// How the source's channel computes the price of exactly this variant.
    pub(super) fn pricing_of<'s>(&self, source: &Source<'s>, variant: &Variant) -> Option<Pricing<'s>> {
        source.prices.and_then(|book| Pricing::of(book, Some(&self.product), Some(&variant.id)))
    }
}
