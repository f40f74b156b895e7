//! The values of each variant: SKU, weight, picture.

use std::collections::BTreeSet;

use super::{Copies, Provenance, Rule, Slot, Source, Work, field, flag};
use crate::{
    Grams, ImageId, Offer, Sku, Variant,
    diff::Field,
    master::pick::{Say, Standing, decide, newer, says},
};

impl<'a> Work<'a> {
    pub(super) fn valued(&mut self, slots: Vec<Slot<'a>>, copies: &Copies) -> Vec<Variant> {
        let mut used: BTreeSet<String> = BTreeSet::new();
        // SKUs that a person typed are assigned before those of listings.
        for slot in &slots {
            let name = field::of(field::SKU, &slot.variant.id);
            if self.stays(&name, &slot.variant) {
                used.extend(slot.variant.sku.as_ref().map(Sku::folded));
            }
        }
        let mut variants = Vec::with_capacity(slots.len());
        for slot in slots {
            let mut variant = slot.variant.clone();
            variant.sku = self.sku(&slot, &mut used);
            variant.base_price = self.base_price(&slot);
            variant.weight = self.weight(&slot);
            variant.image = self.image(&slot, copies);
            variants.push(variant);
        }
        variants
    }

    /// Whether a person decides this field of an existing variant.
    fn stays(&self, name: &str, variant: &Variant) -> bool {
        let stood = self.request.current.is_some_and(|product| product.variant(&variant.id).is_some());
        stood && self.entry(name).map_or(variant.sku.is_some(), Provenance::is_person)
    }

    /// Where a variant's value came from. Earlier versions stored one entry for all variants.
    fn entry(&self, name: &str) -> Option<&'a Provenance> {
        let whole = match name.split_once('/')? {
            (field::BASE_PRICE, _) => field::BASE_PRICE,
            _ => field::VARIANTS,
        };
        let earlier = |before: &&Provenance| before.rule == Rule::Earlier && !before.is_person();
        self.before(name).or_else(|| self.before(whole).filter(earlier))
    }

    pub(super) fn stand<T>(
        &self,
        name: &str,
        slot: &Slot<'_>,
        value: Option<(T, String)>,
    ) -> Standing<'a, T> {
        let stood = self.request.current.is_some_and(|product| product.variant(&slot.variant.id).is_some());
        Standing { value: value.filter(|_| stood), before: self.entry(name) }
    }

    pub(super) fn said<T>(
        &self,
        name: &str,
        slot: &Slot<'a>,
        field: Field,
        read: impl Fn(&'a Source<'a>, &'a Offer) -> Option<(T, String)>,
    ) -> Vec<Say<'a, T>> {
        let sources: Vec<&'a Source<'a>> = slot.offers.iter().map(|(source, _)| *source).collect();
        let chosen = self.entry(name).and_then(Provenance::chosen);
        says(&sources, field, chosen, |source| {
            let (_, offer) = slot.offers.iter().find(|(other, _)| other.key == source.key)?;
            read(source, offer)
        })
    }

    fn sku(&mut self, slot: &Slot<'a>, used: &mut BTreeSet<String>) -> Option<Sku> {
        let name = field::of(field::SKU, &slot.variant.id);
        let shown = |sku: Sku| (sku.clone(), sku.folded());
        let standing = self.stand(&name, slot, slot.variant.sku.clone().map(shown));
        for (source, offer) in &slot.offers {
            if offer.sku.is_none() {
                self.raised.raise(flag::SKU_MISSING, format!("{} {}", source.key, offer.id));
            }
        }
        let mut says = self.said(&name, slot, Field::Sku, |_, offer| offer.sku.clone().map(shown));
        let person = self.stays(&name, &slot.variant);
        says.retain(|say| {
            let free =
                !self.request.taken.contains(&say.compared) && (!used.contains(&say.compared) || person);
            if !free {
                self.raised.raise(flag::SKU_DUPLICATE, format!("{} {}", say.key, say.compared));
            }
            free
        });
        // A SKU that another variant has now is not kept.
        let standing = Standing {
            value: standing.value.filter(|(_, folded)| person || !used.contains(folded)),
            ..standing
        };
        let (sku, provenance) = decide(standing, &says, newer);
        let settled = provenance.as_ref().is_some_and(|p| p.is_person() || p.rule == Rule::Chosen);
        if let Some(provenance) = provenance.as_ref().filter(|p| !settled && !p.others.is_empty()) {
            let taken = sku.as_ref().map(Sku::folded);
            self.raised.raise(flag::SKU_DIFFERS, about(&slot.variant, taken, provenance));
        }
        used.extend(sku.as_ref().map(Sku::folded));
        self.remember(name, provenance);
        sku
    }

    fn weight(&mut self, slot: &Slot<'a>) -> Option<Grams> {
        let name = field::of(field::WEIGHT, &slot.variant.id);
        let shown = |weight: Grams| (weight, weight.get().to_string());
        let standing = self.stand(&name, slot, slot.variant.weight.map(shown));
        let says = self.said(&name, slot, Field::Weight, |_, offer| offer.weight.map(shown));
        let (weight, provenance) = decide(standing, &says, newer);
        self.remember(name, provenance);
        weight
    }

    /// The variant's picture, if it is one of the product's pictures.
    fn image(&mut self, slot: &Slot<'a>, copies: &Copies) -> Option<ImageId> {
        let name = field::of(field::IMAGE, &slot.variant.id);
        let shown = |id: ImageId| {
            let text = id.to_string();
            (id, text)
        };
        let there = |id: &ImageId| self.product.images.iter().any(|image| &image.id == id);
        let standing = self.stand(&name, slot, slot.variant.image.clone().filter(there).map(shown));
        let says = self.said(&name, slot, Field::Images, |source, offer| {
            let reference = &offer.image.as_ref()?.reference;
            copies.get(&(source.key.clone(), reference.clone())).cloned().map(shown)
        });
        let (image, provenance) = decide(standing, &says, newer);
        self.remember(name, provenance.filter(|_| image.is_some()));
        image
    }
}

/// The reason of a flag: the different values that two sources have for a variant.
pub(super) fn about(variant: &Variant, taken: Option<String>, provenance: &Provenance) -> String {
    let others: Vec<String> =
        provenance.others.iter().map(|said| format!("{}={}", said.from, said.value)).collect();
    let taken = taken.unwrap_or_default();
    format!("{} {}={taken} {}", variant.id, provenance.from, others.join(" "))
}
