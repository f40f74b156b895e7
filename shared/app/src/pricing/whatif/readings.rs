//! What both readings of the shops' prices would do: to base prices, and to what the shops ask.

use std::collections::BTreeMap;

use domain::{
    Channel, ListingKey, Offer, Product, ProductId, Rupiah, Sku, Variant, VariantId,
    master::{Pricing, flag, reading},
    pricing::QuoteOutcome,
};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::master_builder::sources::{Context, Gathered},
    pricing::base_reading::{Reading, read},
};

/// Examples of each reading.
const EXAMPLES: usize = 10;

/// Both readings, over the products that were looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// Offers whose price waits for a choice: their base price came from a shop before its channel had a rule.
    pub open: u64,
    /// Fees and mark-ups are in the shops' prices: bases are led back, live prices stay.
    pub include_fees: Effect,
    /// The shops' prices are base prices: live prices become what the rules make of them.
    pub are_base: Effect,
}

/// What one reading would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Base prices that would be another, and the sum of the differences.
    pub bases: u64,
    pub bases_difference: Rupiah,
    /// Products whose shops truly disagree once fees and mark-ups are taken out.
    pub disagreeing: u64,
    /// Products that cannot be read: their listings have other options.
    pub unreadable: u64,
    /// What a plan would do to the shops' prices afterwards.
    pub channels: BTreeMap<Channel, Moves>,
    /// The first few products of which anything moves.
    pub examples: Vec<ReadingExample>,
}

/// Prices of one channel's offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moves {
    pub stay: u64,
    pub raised: u64,
    pub lowered: u64,
    /// The rules give no price, so nothing would be pushed.
    pub unpriced: u64,
    pub total_difference: Rupiah,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingExample {
    pub product: ProductId,
    pub title: String,
    pub variant: VariantId,
    pub sku: Option<Sku>,
    pub base_from: Option<Rupiah>,
    pub base_to: Option<Rupiah>,
    pub prices: Vec<PriceExample>,
}

/// What one listing asks for the variant, and what it would ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceExample {
    pub listing: ListingKey,
    pub from: Rupiah,
    /// Absent where the rules give no price.
    pub to: Option<Rupiah>,
}

impl Readings {
    pub(super) fn count(&mut self, context: &Context, product: &Product, gathered: &[Gathered]) {
        for (variant, source, _) in sold(product, gathered) {
            let channel = &source.key().channel;
            let open =
                ruled(context, channel, product, variant) && reading::is_open(product, variant, channel);
            self.open += u64::from(open);
        }
        for (kind, effect) in [
            (Reading::ShopPricesIncludeFees, &mut self.include_fees),
            (Reading::ShopPricesAreBase, &mut self.are_base),
        ] {
            match read(context, kind, product, gathered) {
                Ok(after) => effect.count(context, product, &after, gathered),
                Err(_) => effect.unreadable += 1,
            }
        }
    }
}

impl Effect {
    fn count(&mut self, context: &Context, before: &Product, after: &Product, gathered: &[Gathered]) {
        self.disagreeing += u64::from(after.attention.contains(flag::BASE_PRICE_DIFFERS));
        let mut moved: BTreeMap<&VariantId, Vec<PriceExample>> = BTreeMap::new();
        for (variant, source, offer) in sold(after, gathered) {
            let (key, Some(from)) = (source.key(), offer.price) else { continue };
            if !ruled(context, &key.channel, after, variant) {
                continue;
            }
            let to = match context.book(&key.channel).map(|book| book.quote(after, variant)) {
                Some(QuoteOutcome::Quoted(quote)) => {
                    let agreed = reading::is_agreed(after, &variant.id, key, from, quote.price);
                    Some(if agreed { from } else { quote.price })
                }
                _ => None,
            };
            self.channels.entry(key.channel.clone()).or_default().count(from, to);
            moved.entry(&variant.id).or_default().push(PriceExample { listing: key.clone(), from, to });
        }
        for variant in &after.variants {
            let was = before.variant(&variant.id).and_then(|variant| variant.base_price);
            if was != variant.base_price {
                self.bases += 1;
                let difference = |was: Rupiah, is: Rupiah| Rupiah::new(is.get() - was.get());
                let moved = was.zip(variant.base_price).map(|(was, is)| difference(was, is));
                self.bases_difference = plus(self.bases_difference, moved);
            }
            let prices = moved.remove(&variant.id).unwrap_or_default();
            let any = prices.iter().any(|price| price.to.is_some_and(|to| to != price.from));
            if self.examples.len() < EXAMPLES && (any || was != variant.base_price) {
                self.examples.push(ReadingExample {
                    product: after.id.clone(),
                    title: after.title.to_string(),
                    variant: variant.id.clone(),
                    sku: variant.sku.clone(),
                    base_from: was,
                    base_to: variant.base_price,
                    prices,
                });
            }
        }
    }
}

impl Moves {
    fn count(&mut self, from: Rupiah, to: Option<Rupiah>) {
        match to {
            None => self.unpriced += 1,
            Some(to) if to == from => self.stay += 1,
            Some(to) => {
                self.raised += u64::from(to > from);
                self.lowered += u64::from(to < from);
                let difference = Rupiah::new(to.get() - from.get());
                self.total_difference = plus(self.total_difference, Some(difference));
            }
        }
    }
}

fn plus(sum: Rupiah, more: Option<Rupiah>) -> Rupiah {
    more.and_then(|more| sum.checked_add(more)).unwrap_or(sum)
}

/// Every offer that sells a variant of `product`.
fn sold<'a>(
    product: &'a Product,
    gathered: &'a [Gathered],
) -> impl Iterator<Item = (&'a Variant, &'a Gathered, &'a Offer)> {
    gathered.iter().flat_map(move |source| {
        let links = &source.listing.state.value.links;
        source
            .listing
            .observed
            .content
            .offers
            .iter()
            .filter_map(move |offer| Some((product.variant(links.get(&offer.id)?)?, source, offer)))
    })
}

/// Whether the channel would have a rule for the variant that can be read.
fn ruled(context: &Context, channel: &Channel, product: &Product, variant: &Variant) -> bool {
    context.book(channel).is_some_and(|book| Pricing::of(book, Some(product), Some(&variant.id)).is_some())
}
