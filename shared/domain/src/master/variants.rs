//! Decides which offers are the same variant, and the variants' values.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{Origin, Provenance, Rule, Said, Source, Work, field, flag, images::Copies, shape};
use crate::{Invalid, ListingKey, Offer, Variant, VariantId};

mod base;
mod pair;
mod values;

/// A variant that is being built: its offer in each source that has one, the newest edit first.
struct Slot<'a> {
    variant: Variant,
    offers: Vec<(&'a Source<'a>, &'a Offer)>,
}

impl Slot<'_> {
    fn is_sold_by(&self, key: &ListingKey) -> bool {
        self.offers.iter().any(|(source, _)| source.key == key)
    }
}

impl<'a> Work<'a> {
    pub(super) fn build_variants(&mut self, copies: &Copies) -> Result<(), Invalid> {
        let order = self.by_variants();
        let mut slots = self.standing_slots();
        for source in order {
            self.place(source, &mut slots)?;
        }
        for slot in &mut slots {
            let newest = |source: &Source<'_>| self.sources.iter().position(|other| other.key == source.key);
            slot.offers.sort_by_key(|(source, _)| newest(source));
        }
        self.compare_shops(&slots);
        self.product.variants = self.valued(slots, copies);
        Ok(())
    }

    /// All sources: first the one whose options are used, then the others.
    fn by_variants(&mut self) -> Vec<&'a Source<'a>> {
        let mut order = self.sources.clone();
        order.sort_by_key(|source| Reverse(source.content.offers.len()));
        let Some(first) = order.first().copied() else { return order };
        if self.request.current.is_none() {
            let shape = shape::shape_of(first.content);
            if shape.adapted {
                self.raised.raise(flag::OPTIONS_UNCLEAR, first.key.to_string());
            }
            self.product.options = shape.options;
        }
        self.name_options(first);
        order
    }

    /// Options and variants of an existing product are kept: on every channel, other names would mean other variants.
    fn name_options(&mut self, first: &Source<'_>) {
        let rule = if self.sources.len() == 1 { Rule::OnlyOne } else { Rule::MostVariants };
        for name in [field::OPTIONS, field::VARIANTS] {
            let from = match (self.before(name), self.request.current) {
                (Some(before), _) if before.rule != Rule::Earlier => before.clone(),
                (before, Some(_)) => {
                    let from = before.map_or(Origin::Person, |before| before.from.clone());
                    Provenance::new(from, Rule::Earlier, Vec::new())
                }
                (_, None) => Provenance::new(Origin::Listing(first.key.clone()), rule, Vec::new()),
            };
            let others = self.sources.iter().filter(|source| from.from.listing() != Some(source.key));
            let others = others.filter_map(|source| {
                let said = match name {
                    field::OPTIONS if same_words(&source.content.options, &self.product.options) => {
                        return None;
                    }
                    field::OPTIONS => source.content.options.join(", "),
                    _ => source.content.offers.len().to_string(),
                };
                Some(Said::new(source.key, &said))
            });
            let others = others.collect();
            self.remember(name.to_owned(), Some(Provenance { others, ..from }));
        }
    }

    fn standing_slots(&self) -> Vec<Slot<'a>> {
        let variants = self.request.current.map(|product| product.variants.as_slice()).unwrap_or_default();
        variants.iter().map(|variant| Slot { variant: variant.clone(), offers: Vec::new() }).collect()
    }

    /// Assigns a variant to every offer of `source`.
    fn place(&mut self, source: &'a Source<'a>, slots: &mut Vec<Slot<'a>>) -> Result<(), Invalid> {
        let first = slots.is_empty();
        let rest = link_known(source, slots);
        let rest = self.link_sure(source, rest, slots);
        let keeps_its_variants = self
            .before(field::VARIANTS)
            .is_some_and(|before| before.is_person() && before.rule == Rule::Typed);
        if keeps_its_variants {
            for offer in rest {
                self.raised.raise(flag::OFFER_UNLINKED, format!("{} {}", source.key, offer.id));
            }
        } else {
            let values = self.values_of(source, first);
            if !rest.is_empty() && values.is_none() {
                let problem = format!("{} has other options than the product", source.key);
                return Err(Invalid::new("options", "options_differ", problem));
            }
            for offer in rest {
                let named = source.content.offers.iter().position(|other| other.id == offer.id);
                let option_values =
                    named.and_then(|at| values.as_ref()?.get(at).cloned()).unwrap_or_default();
                slots.push(self.added(source, offer, option_values));
            }
        }
        let links = slots.iter().flat_map(|slot| {
            let here = slot.offers.iter().filter(|(other, _)| other.key == source.key);
            here.map(|(_, offer)| (offer.id.clone(), slot.variant.id.clone()))
        });
        self.links.insert(source.key.clone(), links.collect());
        Ok(())
    }

    /// Each offer's values on the product's axes; `None` if the listing has different axes.
    fn values_of(&self, source: &Source<'_>, first: bool) -> Option<Vec<Vec<String>>> {
        if first {
            return Some(shape::shape_of(source.content).values);
        }
        let (ours, theirs) = (&self.product.options, &source.content.options);
        (ours.len() == theirs.len()).then(|| {
            let values = source.content.offers.iter();
            values.map(|offer| shape::reordered(ours, theirs, &offer.option_values)).collect()
        })
    }

    fn added(&self, source: &'a Source<'a>, offer: &'a Offer, option_values: Vec<String>) -> Slot<'a> {
        let variant = Variant {
            id: shape::variant_id(self.request.id, source.key, &offer.id),
            sku: None,
            option_values,
            base_price: None,
            cost: None,
            stock: None,
            weight: None,
            image: None,
        };
        Slot { variant, offers: vec![(source, offer)] }
    }

    /// Sets the flags for variants that a shop lacks, and for offers there that are similar to one of them.
    fn compare_shops(&mut self, slots: &[Slot<'a>]) {
        for source in self.sources.clone() {
            let lacking = |slot: &&Slot<'a>| !slot.offers.is_empty() && !slot.is_sold_by(source.key);
            let lacking: Vec<&Slot<'a>> = slots.iter().filter(lacking).collect();
            for slot in &lacking {
                self.raised.raise(flag::VARIANTS_DIFFER, format!("{} {}", source.key, slot.variant.id));
            }
            let alone = |slot: &&Slot<'a>| slot.offers.len() == 1 && slot.is_sold_by(source.key);
            let theirs: Vec<&Slot<'a>> = slots.iter().filter(alone).collect();
            for link in self.pairs(&lacking, &theirs) {
                self.raised.raise(flag::VARIANTS_UNSURE, format!("{} {}", link.left, link.right));
            }
        }
    }
}

/// Keeps existing links; returns the offers without one.
fn link_known<'a>(source: &'a Source<'a>, slots: &mut [Slot<'a>]) -> Vec<&'a Offer> {
    let known: BTreeMap<_, VariantId> = source.links.clone();
    let mut rest = Vec::new();
    for offer in &source.content.offers {
        let slot = known.get(&offer.id).and_then(|id| slots.iter_mut().find(|slot| &slot.variant.id == id));
        match slot {
            Some(slot) if !slot.is_sold_by(source.key) => slot.offers.push((source, offer)),
            _ => rest.push(offer),
        }
    }
    rest
}

fn same_words(one: &[String], other: &[String]) -> bool {
    let folded = |words: &[String]| words.iter().map(|word| shape::fold(word)).collect::<BTreeSet<_>>();
    folded(one) == folded(other)
}
