//! The base price of a variant, computed from its shops' prices.
//!
//! A shop's price is computed back through its channel's rule. Prices of channels with a rule can be compared, whatever
//! their mark-ups are. A price of a channel without a rule can be compared only with prices of the same channel. So if
//! any channel has a rule, channels without one are ignored. If none has a rule, different prices on two channels are
//! no contradiction.

use std::collections::BTreeSet;

use super::{Origin, Provenance, Rule, Said, Slot, Work, field, flag, values::about};
use crate::{
    Channel, ListingKey, Rupiah, Variant,
    diff::Field,
    master::{Agreed, pick::Say, price::Bases},
    pricing::{PriceBook, QuoteOutcome},
};

/// What a shop's price implies for the base price.
#[derive(Debug, Clone, Copy)]
struct Read<'a> {
    /// The shop's price.
    asked: Rupiah,
    bases: Bases,
    /// The bases whose quote is off by at most one rupiah, so that shops that round differently still agree.
    near: Bases,
    /// The channel's rules; `None` if it has no rule for the variant.
    book: Option<&'a PriceBook>,
}

impl Read<'_> {
    fn holds(&self, base: Rupiah) -> bool {
        self.bases.holds(base) || self.near.holds(base)
    }
}

impl<'a> Work<'a> {
    pub(super) fn base_price(&mut self, slot: &Slot<'a>) -> Option<Rupiah> {
        let name = field::of(field::BASE_PRICE, &slot.variant.id);
        let says = self.said(&name, slot, Field::Price, |source, offer| {
            let pricing = self.pricing_of(source, &slot.variant);
            let asked = offer.price?;
            let bases = Bases::of(asked, pricing)?;
            let near = Bases::within(asked, pricing, 1)?;
            Some((Read { asked, bases, near, book: pricing.and(source.prices) }, String::new()))
        });
        let standing = self.stand(&name, slot, slot.variant.base_price.map(|price| (price, String::new())));
        let says = comparable(says, standing.before.and_then(Provenance::chosen));
        // One rupiah comes from rounding and is no reason for a flag.
        for say in says.iter().filter(|say| say.value.bases.off > 1) {
            self.raised.raise(flag::BASE_PRICE_INEXACT, format!("{} {}", say.key, slot.variant.id));
        }
        let current = standing.value.map(|(price, _)| price);
        let kept = kept_by_person(current, standing.before, &says);
        let (price, decided) = match kept {
            Some(rule) => (current, Some((Origin::Person, rule))),
            None => implied(current, standing.before, &says),
        };
        if price.is_none() {
            self.raised.raise(flag::BASE_PRICE_MISSING, slot.variant.id.to_string());
        }
        let others = says.iter().filter(|say| price.is_none_or(|price| !say.value.holds(price)));
        let others = others.map(|say| Said::new(say.key, &say.value.bases.roundest().get().to_string()));
        let mut provenance = decided.map(|(from, rule)| Provenance::new(from, rule, others.collect()));
        if let Some(provenance) = provenance.as_mut().filter(|_| kept.is_none()) {
            provenance.through = self.channels_with_a_rule(slot);
            provenance.agreed = price.map(|price| self.agreed(slot, price, &says)).unwrap_or_default();
        }
        if let Some(provenance) = provenance.as_ref().filter(|p| contradicted(p, &says)) {
            let taken = price.map(|price| price.get().to_string());
            self.raised.raise(flag::BASE_PRICE_DIFFERS, about(&slot.variant, taken, provenance));
        }
        self.remember(name, provenance);
        price
    }

    /// The channels of the variant's offers that have a rule for it, including rules that do not depend on the base.
    fn channels_with_a_rule(&self, slot: &Slot<'a>) -> BTreeSet<Channel> {
        let ruled = slot.offers.iter().filter(|(source, _)| self.pricing_of(source, &slot.variant).is_some());
        ruled.map(|(source, _)| source.key.channel.clone()).collect()
    }

    /// The prices that are accepted with `base` although the rule gives a different price for it.
    fn agreed(&self, slot: &Slot<'a>, base: Rupiah, says: &[Say<'a, Read<'a>>]) -> Vec<Agreed> {
        let variant = Variant { base_price: Some(base), ..slot.variant.clone() };
        let ours = says.iter().filter(|say| say.value.holds(base));
        let agreed = ours.filter_map(|say| match say.value.book?.quote(&self.product, &variant) {
            QuoteOutcome::Quoted(quote) if quote.price != say.value.asked => {
                Some(Agreed { listing: say.key.clone(), price: say.value.asked, quote: quote.price })
            }
            _ => None,
        });
        agreed.collect()
    }
}

/// Keeps the prices that can be compared: if any channel has a rule, prices of channels without one are removed, unless
/// a person chose them.
fn comparable<'a>(mut says: Vec<Say<'a, Read<'a>>>, chosen: Option<&ListingKey>) -> Vec<Say<'a, Read<'a>>> {
    if says.iter().any(|say| say.value.book.is_some()) {
        says.retain(|say| say.value.book.is_some() || Some(say.key) == chosen);
    }
    says
}

/// Whether a comparable price contradicts the chosen one.
fn contradicted(provenance: &Provenance, says: &[Say<'_, Read<'_>>]) -> bool {
    let Some(taken) = provenance.from.listing().filter(|_| provenance.rule == Rule::NewerEdit) else {
        return false;
    };
    let ruled = says.iter().any(|say| say.value.book.is_some());
    provenance.others.iter().any(|other| ruled || other.from.channel == taken.channel)
}

/// The rule by which a base price is kept as it is; `None` if building may change it.
fn kept_by_person(
    current: Option<Rupiah>,
    before: Option<&Provenance>,
    says: &[Say<'_, Read<'_>>],
) -> Option<Rule> {
    match before {
        Some(before) if before.is_person() => Some(before.rule),
        Some(before) if before.rule == Rule::Earlier => {
            let price = current?;
            let explained =
                says.is_empty() || says.iter().any(|say| say.value.holds(price) || say.value.asked == price);
            (!explained).then_some(Rule::Earlier)
        }
        Some(_) => None,
        None => current.map(|_| Rule::Typed),
    }
}

/// The base price from which the channels' prices were made.
fn implied(
    current: Option<Rupiah>,
    before: Option<&Provenance>,
    says: &[Say<'_, Read<'_>>],
) -> (Option<Rupiah>, Option<(Origin, Rule)>) {
    let from = |at: usize| Origin::Listing(says[at].key.clone());
    // One source's bases, intersected with those of all other sources that agree with them.
    let narrowed = |at: usize| {
        let first = says[at].value.bases;
        let bases = says.iter().fold(first, |bases, say| bases.and(say.value.bases).unwrap_or(bases));
        Some(bases.roundest())
    };
    let named = |key: Option<&ListingKey>| says.iter().position(|say| Some(say.key) == key);
    if let Some(at) = named(before.and_then(Provenance::chosen)) {
        return (narrowed(at), Some((from(at), Rule::Chosen)));
    }
    if says.is_empty() {
        return (current, before.map(|before| (before.from.clone(), before.rule)));
    }
    let all = |bases: fn(&Read<'_>) -> Bases| {
        says.iter().map(|say| Some(bases(&say.value))).reduce(|a, b| a?.and(b?)).flatten()
    };
    let agreed = all(|read| read.bases).or_else(|| all(|read| read.near));
    match agreed {
        Some(bases) if says.len() == 1 => (Some(bases.roundest()), Some((from(0), Rule::OnlyOne))),
        Some(bases) => {
            let at = named(before.and_then(|before| before.from.listing())).unwrap_or(0);
            (Some(bases.roundest()), Some((from(at), Rule::Agree)))
        }
        None => (narrowed(0), Some((from(0), Rule::NewerEdit))),
    }
}
