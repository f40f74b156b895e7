//! Whether the prices that are stored are the prices that the rules give.

use std::collections::BTreeMap;

use domain::{
    Channel, Limits, Product, Variant,
    master::reading::is_agreed,
    pricing::{FeeSchedule, PriceRule, Quote, QuoteOutcome, Scope, recompute},
};

use super::offence::offence;
use crate::{
    Ports, StoreError,
    catalogue::price_book::{ChannelRules, UNSAVED, unsaved},
    ports::{Check, Listing, Offence, VerificationPlace, VerifiedPage},
    shops::limits::limits_of,
};

/// The rules of one shop: those in force, and the older versions that quotes were made by.
pub(super) struct Prices {
    channel: Channel,
    now: ChannelRules,
    limits: Limits,
    rules: BTreeMap<(Scope, u64), Option<PriceRule>>,
    fees: BTreeMap<(Scope, u64), FeeSchedule>,
}

impl Prices {
    /// `None` where the channel is not built in: nothing is priced there.
    pub async fn load(ports: &Ports, place: &VerificationPlace) -> Result<Option<Self>, StoreError> {
        let channel = place.channel.clone();
        let Some(marketplace) = ports.marketplaces.get(&channel) else { return Ok(None) };
        let limits = limits_of(ports, marketplace.as_ref(), &place.shop).await?;
        let now = ChannelRules::load(ports, &channel).await?;
        let rules = now.book.rules.iter();
        let mut rules: BTreeMap<(Scope, u64), Option<PriceRule>> =
            rules.map(|(scope, (rule, version))| ((scope.clone(), *version), Some(rule.clone()))).collect();
        let fees = now.book.fees.iter();
        let mut fees: BTreeMap<(Scope, u64), FeeSchedule> =
            fees.map(|(scope, (fees, version))| ((scope.clone(), *version), fees.clone())).collect();
        for known in ports.rules.fee_versions(&channel).await? {
            fees.insert((known.scope, known.version), known.schedule);
        }
        if let Some((rule, schedule)) = unsaved(ports, &channel) {
            rules.insert((Scope::Channel, UNSAVED), Some(rule));
            fees.insert((Scope::Channel, UNSAVED), schedule);
        }
        Ok(Some(Self { channel, now, limits, rules, fees }))
    }

    /// Checks every variant that the listing sells.
    pub async fn check(
        &mut self,
        ports: &Ports,
        listing: &Listing,
        product: &Product,
        found: &mut VerifiedPage,
    ) -> Result<(), StoreError> {
        let links = &listing.state.value.links;
        // The target of a plan asks exactly this.
        let targets = self.now.quotes(product, links, &self.limits);
        for variant in product.variants.iter().filter(|variant| links.values().any(|id| *id == variant.id)) {
            if let Some(target) = targets.get(&variant.id) {
                self.check_one(ports, listing, (product, variant), target, found).await?;
            }
        }
        Ok(())
    }

    async fn check_one(
        &mut self,
        ports: &Ports,
        listing: &Listing,
        (product, variant): (&Product, &Variant),
        target: &QuoteOutcome,
        found: &mut VerifiedPage,
    ) -> Result<(), StoreError> {
        let stored = listing.prices.as_ref().and_then(|prices| prices.quotes.get(&variant.id));
        let failed = |reason: &str, stored: &str, expected: &QuoteOutcome| Offence {
            variant: Some(variant.id.clone()),
            ..offence(Check::Prices, listing, reason, format!("{stored} ≠ {}", told(expected)))
        };
        match (stored, target) {
            (Some(stored @ QuoteOutcome::Quoted(quoted)), target) => {
                let again = self.recompute(ports, quoted).await?;
                if again.as_ref() != Some(stored) {
                    found.failed(failed("quote_differs", &told(stored), again.as_ref().unwrap_or(target)));
                } else if target.price() != stored.price() {
                    found.failed(failed("target_differs", &told(stored), target));
                } else if !stored.same_figures(target) {
                    // The price stands, but what the seller is shown to keep of it is of older rules or fees.
                    found.failed(failed("figures_differ", &told(stored), target));
                } else if shows(listing, product, variant, quoted) {
                    found.passed(Check::Prices);
                } else {
                    found.explained(Check::Prices, "pending");
                }
            }
            // Where there is nothing to compute, nothing is stored.
            (None, QuoteOutcome::Refused { reason }) => found.explained(Check::Prices, reason.as_str()),
            (Some(stored), QuoteOutcome::Refused { reason }) if stored.same_figures(target) => {
                found.explained(Check::Prices, reason.as_str());
            }
            (Some(stored), target) => found.failed(failed("quote_differs", &told(stored), target)),
            (None, QuoteOutcome::Quoted(_)) => found.failed(failed("quote_missing", "-", target)),
        }
        Ok(())
    }

    /// The quote by the versions that it names; absent where they are not stored.
    async fn recompute(&mut self, ports: &Ports, quoted: &Quote) -> Result<Option<QuoteOutcome>, StoreError> {
        let named = (quoted.rule_scope.clone(), quoted.rule_version);
        if !self.rules.contains_key(&named) {
            let (scope, version) = &named;
            let rule = match scope {
                Scope::Channel => ports.rules.price_rule_at(&self.channel, *version).await?,
                scope => ports.rules.price_override_at(&self.channel, scope, *version).await?,
            };
            self.rules.insert(named.clone(), rule);
        }
        let fees = self.fees.get(&(quoted.fee_scope.clone(), quoted.fee_version));
        let rule = self.rules.get(&named).and_then(Option::as_ref);
        Ok(rule.zip(fees).map(|(rule, fees)| recompute(quoted, rule, fees)))
    }
}

/// Whether every offer that sells `variant` asks the quoted price on its channel already, or one that was agreed to in its
/// place.
fn shows(listing: &Listing, product: &Product, variant: &Variant, quoted: &Quote) -> bool {
    let state = &listing.state.value;
    let asks = |price: domain::Rupiah| {
        price == quoted.price || is_agreed(product, &variant.id, &state.key, price, quoted.price)
    };
    let sold = |offer: &&domain::Offer| state.links.get(&offer.id) == Some(&variant.id);
    listing.observed.content.offers.iter().filter(sold).all(|offer| offer.price.is_some_and(asks))
}

fn told(outcome: &QuoteOutcome) -> String {
    match outcome {
        QuoteOutcome::Quoted(quote) => {
            let Quote { price, keeps, rule_version, fee_version, .. } = quote;
            format!("{price}, keeps {keeps} (rule {rule_version}, fees {fee_version})")
        }
        QuoteOutcome::Refused { reason } => reason.as_str().to_owned(),
    }
}
