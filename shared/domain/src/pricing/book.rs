//! All stored rules and fees of one channel, and which of them apply to a variant.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Chosen, FeeSchedule, FeeVersion, Item, PriceRule, QuoteOutcome, Scope, fold_category, in_force,
    quote_item,
};
use crate::{BasisPoints, Product, Variant, VariantId, plan::DEFAULT_GUARD};

/// A value with the version it is stored under.
pub type Stored<T> = (T, u64);

/// A channel's rules, and its fee schedules in force on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceBook {
    /// By scope, [`Scope::Channel`] included.
    pub rules: BTreeMap<Scope, Stored<PriceRule>>,
    /// By scope, [`Scope::Channel`] included.
    pub fees: BTreeMap<Scope, Stored<FeeSchedule>>,
}

impl PriceBook {
    /// Adds the schedules of `versions` that are in force on `today`.
    #[must_use]
    pub fn with_fees(mut self, versions: &[FeeVersion], today: Date) -> Self {
        let scopes: BTreeSet<&Scope> = versions.iter().map(|one| &one.scope).collect();
        for scope in scopes {
            if let Some(found) = in_force(versions, scope, today) {
                self.fees.insert(scope.clone(), (found.schedule.clone(), found.version));
            }
        }
        self
    }

    /// The most specific rule for a variant: its own, its product's, its category's, the channel's.
    pub fn rule_of(&self, product: &Product, variant: &Variant) -> Option<Chosen<'_, PriceRule>> {
        self.rule_for(Some(product), Some(&variant.id))
    }

    /// The most specific rule, as far as product and variant are known.
    pub fn rule_for(
        &self,
        product: Option<&Product>,
        variant: Option<&VariantId>,
    ) -> Option<Chosen<'_, PriceRule>> {
        self.rules_of(product, variant).next()
    }

    /// Every rule that applies to a variant, the most specific first, as far as product and variant are known.
    fn rules_of(
        &self,
        product: Option<&Product>,
        variant: Option<&VariantId>,
    ) -> impl Iterator<Item = Chosen<'_, PriceRule>> {
        // Most channels have one rule for everything.
        let narrow = product.filter(|_| has_narrower(&self.rules)).map(|product| {
            let id = &product.id;
            let own = variant.map(|variant| Scope::Variant { product: id.clone(), variant: variant.clone() });
            [own, Some(Scope::Product { product: id.clone() }), category_of(product)]
        });
        let scopes = narrow.into_iter().flatten().flatten().chain([Scope::Channel]);
        scopes.filter_map(|scope| self.rules.get_key_value(&scope).map(chosen))
    }

    /// The schedule for a product: its category's, or the channel's.
    pub fn fees_of(&self, product: &Product) -> Option<Chosen<'_, FeeSchedule>> {
        self.fees_for(Some(product))
    }

    /// The same for a product that may be unknown.
    pub fn fees_for(&self, product: Option<&Product>) -> Option<Chosen<'_, FeeSchedule>> {
        let one = |scope: &Scope| self.fees.get_key_value(scope).map(chosen);
        let category = || product.and_then(category_of).and_then(|scope| one(&scope));
        let own = if has_narrower(&self.fees) { category() } else { None };
        own.or_else(|| one(&Scope::Channel))
    }

    /// The price of `variant`, or why there is none.
    pub fn quote(&self, product: &Product, variant: &Variant) -> QuoteOutcome {
        let mut rules = self.rules_of(Some(product), Some(&variant.id));
        let rule = rules.next();
        // A narrower rule without a minimum margin inherits that of the next wider rule.
        let margin = rules.find_map(|wider| wider.value.minimum_margin);
        let item = Item { base: variant.base_price, cost: variant.cost, margin };
        quote_item(item, rule, self.fees_of(product))
    }

    /// The largest price move in one push of `product`: the smallest guard of its variants' rules, so that no variant
    /// moves further than its own rule allows.
    pub fn guard(&self, product: &Product) -> BasisPoints {
        let rules = product.variants.iter().filter_map(|variant| self.rule_of(product, variant));
        rules.map(|rule| rule.value.guard).min().unwrap_or(DEFAULT_GUARD)
    }
}

/// Whether anything is stored for a narrower scope than the channel, which is the first scope.
fn has_narrower<T>(stored: &BTreeMap<Scope, T>) -> bool {
    stored.last_key_value().is_some_and(|(scope, _)| !scope.is_channel())
}

fn chosen<'a, T>((scope, (value, version)): (&'a Scope, &'a Stored<T>)) -> Chosen<'a, T> {
    Chosen { value, version: *version, scope }
}

fn category_of(product: &Product) -> Option<Scope> {
    let category = fold_category(product.category.as_deref()?);
    (!category.is_empty()).then_some(Scope::Category { category })
}
