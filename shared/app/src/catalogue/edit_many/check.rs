//! What an edit of many may not do to a price: move it further than the guard lets, or bring it under a floor.

use std::collections::BTreeMap;

use domain::{
    BasisPoints, Channel, Invalid, Product,
    edit::FieldChange,
    pricing::{NoPrice, QuoteOutcome},
};

use crate::{Ports, StoreError, catalogue::price_book::ChannelRules};

/// The guard, and the rules of every channel where prices or costs change.
pub(super) struct Checks {
    guard: BasisPoints,
    rules: BTreeMap<Channel, ChannelRules>,
}

impl Checks {
    pub async fn load(
        ports: &Ports,
        guard: BasisPoints,
        changes: &[FieldChange],
    ) -> Result<Self, StoreError> {
        let prices =
            changes.iter().any(|change| matches!(change, FieldChange::BasePrice(_) | FieldChange::Cost(_)));
        let mut rules = BTreeMap::new();
        if prices {
            for marketplace in ports.marketplaces.all() {
                let channel = &marketplace.capabilities().channel;
                rules.insert(channel.clone(), ChannelRules::load(ports, channel).await?);
            }
        }
        Ok(Self { guard, rules })
    }

    /// Refuses a base price that moves too far, and one that falls under the floor of a channel that the product is on,
    /// where it was not under it before.
    pub fn check(&self, before: &Product, after: &Product) -> Result<(), Invalid> {
        for (at, variant) in after.variants.iter().enumerate() {
            let Some(known) = before.variant(&variant.id) else { continue };
            if known.base_price == variant.base_price && known.cost == variant.cost {
                continue;
            }
            let field = || format!("variants[{at}].base_price");
            let moved = known.base_price.zip(variant.base_price).and_then(|(from, to)| to.move_from(from));
            if let Some(moved) = moved.filter(|moved| *moved > self.guard) {
                let problem =
                    format!("the base price would move by {moved}, more than the guard of {}", self.guard);
                return Err(Invalid::new(field(), "base_price_move", problem)
                    .with("moved", moved)
                    .with("guard", self.guard));
            }
            for (channel, rules) in self.rules.iter().filter(|(channel, _)| after.channels.contains(*channel))
            {
                let under = |product: &Product, variant: &domain::Variant| {
                    let refused = QuoteOutcome::Refused { reason: NoPrice::UnderFloor };
                    rules.quote(product, variant) == refused
                };
                if under(after, variant) && !under(before, known) {
                    let problem = format!("the price on {channel} would fall under its floor");
                    return Err(
                        Invalid::new(field(), "base_price_under_floor", problem).with("channel", channel)
                    );
                }
            }
        }
        Ok(())
    }
}
