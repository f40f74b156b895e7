//! What each variant says: SKU, base price, weight, picture.

use std::collections::BTreeSet;

use super::{Copies, Origin, Provenance, Rule, Said, Slot, Source, Work, field, flag};
use crate::{
    Grams, ImageId, Offer, Rupiah, Sku, Variant,
    diff::Field,
    master::{
        pick::{Say, Standing, decide, newer, says},
        price::Bases,
    },
};

impl<'a> Work<'a> {
    pub(super) fn valued(&mut self, slots: Vec<Slot<'a>>, copies: &Copies) -> Vec<Variant> {
        let mut used: BTreeSet<String> = BTreeSet::new();
        // What a person typed has its SKU before any listing does.
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

    /// A person decides the SKU of a variant that stood before.
    fn stays(&self, name: &str, variant: &Variant) -> bool {
        let stood = self.request.current.is_some_and(|product| product.variant(&variant.id).is_some());
        stood && self.entry(name).map_or(variant.sku.is_some(), Provenance::is_person)
    }

    /// Where a variant's value came from. Earlier versions kept one entry for all variants.
    fn entry(&self, name: &str) -> Option<&'a Provenance> {
        let whole = match name.split_once('/')? {
            (field::BASE_PRICE, _) => field::BASE_PRICE,
            _ => field::VARIANTS,
        };
        let earlier = |before: &&Provenance| before.rule == Rule::Earlier && !before.is_person();
        self.before(name).or_else(|| self.before(whole).filter(earlier))
    }

    fn stand<T>(&self, name: &str, slot: &Slot<'_>, value: Option<(T, String)>) -> Standing<'a, T> {
        let stood = self.request.current.is_some_and(|product| product.variant(&slot.variant.id).is_some());
        Standing { value: value.filter(|_| stood), before: self.entry(name) }
    }

    fn said<T>(
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
        // A SKU that went to another variant is not ours to keep.
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

    fn base_price(&mut self, slot: &Slot<'a>) -> Option<Rupiah> {
        let name = field::of(field::BASE_PRICE, &slot.variant.id);
        let says = self.said(&name, slot, Field::Price, |source, offer| {
            Some((self.bases_of(source, offer, &slot.variant)?, String::new()))
        });
        for say in says.iter().filter(|say| !say.value.exact) {
            self.raised.raise(flag::BASE_PRICE_INEXACT, format!("{} {}", say.key, slot.variant.id));
        }
        let standing = self.stand(&name, slot, slot.variant.base_price.map(|price| (price, String::new())));
        let current = standing.value.map(|(price, _)| price);
        let (price, provenance) = match kept_by_person(current, standing.before, &says) {
            Some(rule) => (current, Some((Origin::Person, rule))),
            None => implied(current, standing.before, &says),
        };
        if price.is_none() {
            self.raised.raise(flag::BASE_PRICE_MISSING, slot.variant.id.to_string());
        }
        let others = says.iter().filter(|say| price.is_none_or(|price| !say.value.holds(price)));
        let others = others.map(|say| Said::new(say.key, &say.value.roundest().get().to_string()));
        let others: Vec<Said> = others.collect();
        let provenance = provenance.map(|(from, rule)| Provenance { from, rule, others });
        if let Some(provenance) = provenance.as_ref().filter(|p| p.rule == Rule::NewerEdit) {
            let taken = price.map(|price| price.get().to_string());
            self.raised.raise(flag::BASE_PRICE_DIFFERS, about(&slot.variant, taken, provenance));
        }
        self.remember(name, provenance);
        price
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

    /// Only a picture that the product has.
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

/// Why building must leave a base price alone.
fn kept_by_person(
    current: Option<Rupiah>,
    before: Option<&Provenance>,
    says: &[Say<'_, Bases>],
) -> Option<Rule> {
    match before {
        Some(before) if before.is_person() => Some(before.rule),
        Some(before) if before.rule == Rule::Earlier => {
            let price = current?;
            let explained = says.is_empty() || says.iter().any(|say| say.value.holds(price));
            (!explained).then_some(Rule::Earlier)
        }
        Some(_) => None,
        None => current.map(|_| Rule::Typed),
    }
}

/// The base price that the channels' prices were made of.
fn implied(
    current: Option<Rupiah>,
    before: Option<&Provenance>,
    says: &[Say<'_, Bases>],
) -> (Option<Rupiah>, Option<(Origin, Rule)>) {
    let from = |at: usize| Origin::Listing(says[at].key.clone());
    // One source's bases, narrowed by all others that they can be made to agree with.
    let narrowed = |at: usize| {
        let bases = says.iter().fold(says[at].value, |bases, say| bases.and(say.value).unwrap_or(bases));
        Some(bases.roundest())
    };
    let named = |key: Option<&crate::ListingKey>| says.iter().position(|say| Some(say.key) == key);
    if let Some(at) = named(before.and_then(Provenance::chosen)) {
        return (narrowed(at), Some((from(at), Rule::Chosen)));
    }
    if says.is_empty() {
        return (current, before.map(|before| (before.from.clone(), before.rule)));
    }
    let agreed = says.iter().map(|say| Some(say.value)).reduce(|a, b| a?.and(b?)).flatten();
    match agreed {
        Some(bases) if says.len() == 1 => (Some(bases.roundest()), Some((from(0), Rule::OnlyOne))),
        Some(bases) => {
            let at = named(before.and_then(|before| before.from.listing())).unwrap_or(0);
            (Some(bases.roundest()), Some((from(at), Rule::Agree)))
        }
        None => (narrowed(0), Some((from(0), Rule::NewerEdit))),
    }
}

/// What two sources say of a variant, as a reason to look at it.
fn about(variant: &Variant, taken: Option<String>, provenance: &Provenance) -> String {
    let others: Vec<String> =
        provenance.others.iter().map(|said| format!("{}={}", said.from, said.value)).collect();
    let taken = taken.unwrap_or_default();
    format!("{} {}={taken} {}", variant.id, provenance.from, others.join(" "))
}
