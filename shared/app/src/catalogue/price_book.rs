//! The price rules and fees of a channel, read together for the computation of quotes.
//!
//! It is below the catalogue's other parts and below pricing, because building masters needs it too: a base price is
//! computed from a shop's price with the rules in force.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, Limits, OfferId, Product, Variant, VariantId,
    pricing::{FeeSchedule, PriceBook, PriceRule, QuoteOutcome, Scope, listing_quotes},
};

use crate::{Ports, StoreError};

/// A channel's stored price rules and the fee schedules in force, as quotes need them.
#[derive(Debug, Clone, Default)]
pub struct ChannelRules {
    pub book: PriceBook,
}

impl ChannelRules {
    /// The rules and fees in force today, by the seller's calendar.
    pub async fn load(ports: &Ports, channel: &Channel) -> Result<Self, StoreError> {
        Self::load_on(ports, channel, ports.today()).await
    }

    /// The rules and fees in force on `day`, as known today: a planned schedule begins on its day.
    pub async fn load_on(
        ports: &Ports,
        channel: &Channel,
        day: jiff::civil::Date,
    ) -> Result<Self, StoreError> {
        let (rule, overrides, fees) = tokio::try_join!(
            ports.rules.price_rule(channel),
            ports.rules.price_overrides(channel),
            ports.rules.fee_versions(channel)
        )?;
        let mut book = PriceBook::default().with_fees(&fees, day);
        book.rules.extend(rule.map(|rule| (Scope::Channel, (rule.value, rule.version))));
        let live = overrides.into_iter().filter_map(|one| Some((one.scope, (one.rule?, one.version))));
        book.rules.extend(live);
        if let Some((rule, fees)) = unsaved(ports, channel) {
            book.rules.entry(Scope::Channel).or_insert((rule, UNSAVED));
            book.fees.entry(Scope::Channel).or_insert((fees, UNSAVED));
        }
        Ok(Self { book })
    }

    /// The price of `variant` alone on this channel, or why there is none.
    pub fn quote(&self, product: &Product, variant: &Variant) -> QuoteOutcome {
        self.book.quote(product, variant)
    }

    /// The prices of one listing together. The channel's limit for the spread applies to the linked variants; without
    /// links, to all variants.
    pub fn quotes(
        &self,
        product: &Product,
        links: &BTreeMap<OfferId, VariantId>,
        limits: &Limits,
    ) -> BTreeMap<VariantId, QuoteOutcome> {
        let quotes = product
            .variants
            .iter()
            .map(|variant| (variant.id.clone(), self.quote(product, variant)))
            .collect();
        let listed: BTreeSet<&VariantId> = links.values().collect();
        listing_quotes(quotes, |variant| listed.is_empty() || listed.contains(variant), limits)
    }
}

/// The version of a rule or schedule that was never saved.
pub(crate) const UNSAVED: u64 = 0;

/// The rule and fees of version [`UNSAVED`]. The seller's own store has no fees, and without its own rule its prices
/// are the base prices. If a saved rule changes no figure, quotes keep naming this version.
pub(crate) fn unsaved(ports: &Ports, channel: &Channel) -> Option<(PriceRule, FeeSchedule)> {
    let own = ports.marketplaces.get(channel).is_some_and(|m| !m.capabilities().remote);
    own.then(|| (PriceRule::base_prices(), FeeSchedule::none()))
}
