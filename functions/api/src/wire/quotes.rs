//! Quotes of values that are not saved.

use app::pricing::quotes;
use domain::{ProductId, Rupiah, VariantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{patch::present, price::Quote};
use crate::problem::Problem;

/// What a form has that is not saved. Amounts are whole rupiah.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuotes {
    /// Its stored values and price exceptions count; leave it out for a product that is not saved yet.
    #[serde(default)]
    pub product_id: Option<String>,
    /// In place of the stored one; `null` empties it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<String>>,
    /// Every channel when left out.
    #[serde(default)]
    pub channels: Vec<String>,
    /// At most 1,000; all stored variants as they are when left out.
    #[serde(default)]
    pub variants: Vec<NewQuote>,
}

/// One variant of the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuote {
    /// Leave it out for a variant that is not saved yet.
    #[serde(default)]
    pub variant_id: Option<String>,
    /// In place of the stored one; `null` empties it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub base_price: Option<Option<i64>>,
    /// In place of the stored one; `null` empties it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Option<i64>>,
    /// What is kept at exactly this price, whatever the rule makes of the base price.
    #[serde(default)]
    pub price: Option<i64>,
}

/// The quotes of every channel that was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quotes {
    pub channels: Vec<ChannelQuotes>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelQuotes {
    pub channel: String,
    /// In the order of the question.
    pub variants: Vec<VariantQuote>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantQuote {
    /// Absent for a variant that is not saved yet.
    pub variant_id: Option<String>,
    pub quote: Quote,
}

impl NewQuotes {
    /// Converts the request into a question.
    pub fn question(self, channels: Vec<domain::Channel>) -> Result<quotes::Question, Problem> {
        let within = |parent: String| move |invalid: domain::Invalid| Problem::from(invalid.within(&parent));
        let one = |(place, new): (usize, NewQuote)| {
            let at = format!("variants[{place}]");
            let price = |amount: Option<i64>, field: &'static str| {
                amount
                    .map(Rupiah::price)
                    .transpose()
                    .map_err(|invalid| Problem::from(invalid).field(format!("variants[{place}].{field}")))
            };
            Ok::<_, Problem>(quotes::Asked {
                variant: new.variant_id.as_deref().map(VariantId::parse).transpose().map_err(within(at))?,
                base_price: new.base_price.map(|amount| price(amount, "base_price")).transpose()?,
                cost: new.cost.map(|amount| amount.map(Rupiah::new)),
                price: price(new.price, "price")?,
            })
        };
        Ok(quotes::Question {
            product: self
                .product_id
                .as_deref()
                .map(ProductId::parse)
                .transpose()
                .map_err(|invalid| Problem::from(invalid).field("product_id"))?,
            category: self.category,
            channels,
            variants: self.variants.into_iter().enumerate().map(one).collect::<Result<_, _>>()?,
        })
    }
}

impl Quotes {
    /// `unsaved` has one entry for each variant of the question: whether it is not saved yet.
    pub fn of(found: &[quotes::ChannelQuotes], unsaved: &[bool]) -> Self {
        let variant = |(place, (id, outcome)): (usize, &(VariantId, domain::pricing::QuoteOutcome))| {
            let new = unsaved.get(place).copied().unwrap_or(false);
            VariantQuote { variant_id: (!new).then(|| id.to_string()), quote: Quote::from(outcome) }
        };
        let channel = |found: &quotes::ChannelQuotes| ChannelQuotes {
            channel: found.channel.to_string(),
            variants: found.quotes.iter().enumerate().map(variant).collect(),
        };
        Self { channels: found.iter().map(channel).collect() }
    }
}
