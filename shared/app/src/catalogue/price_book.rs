//! The price rules and fees of a channel, read as one book: what every quote is made by.
//!
//! Below the catalogue's other parts and below pricing, because a master is built by it too: a base price is read from a
//! shop's price through the rules that hold.

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
    /// What holds today, by the seller's calendar.
    pub async fn load(ports: &Ports, channel: &Channel) -> Result<Self, StoreError> {
        Self::load_on(ports, channel, ports.today()).await
    }

    /// What holds on `day` as far as it is known today: a planned schedule has begun on its day.
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

    /// The price of `variant` on this channel by itself, or why there is none.
    pub fn quote(&self, product: &Product, variant: &Variant) -> QuoteOutcome {
        self.book.quote(product, variant)
    }

    /// The prices of one listing together. Variants that are linked there count for the channel's spread; all do for
    /// a listing that has no links yet.
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

/// The version of a rule or a schedule that nobody saved.
pub(crate) const UNSAVED: u64 = 0;

/// What holds under [`UNSAVED`] where nothing was saved. Nobody takes a share in the seller's own store: without a rule
/// of its own it takes base prices. Quotes go on naming that version after a rule was saved that changes no figure.
pub(crate) fn unsaved(ports: &Ports, channel: &Channel) -> Option<(PriceRule, FeeSchedule)> {
    let own = ports.marketplaces.get(channel).is_some_and(|m| !m.capabilities().remote);
    own.then(|| (PriceRule::base_prices(), FeeSchedule::none()))
}
