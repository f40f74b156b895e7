//! The field report: field by field, on how many products the channels have it, agree, differ, or lack it.
//!
//! Owns: what counts as the same value of a field, and the counts, products by products.
//! Refuses: deciding which listings are one product (the caller says so), and which of two values is better.
//!
//! **When two values count as the same** (beside it, every field also counts where both stand to the letter):
//!
//! | field | same when equal after |
//! |---|---|
//! | title | case, accents, punctuation and spaces are folded away |
//! | description | it is plain text and runs of white space are one space |
//! | images | order is ignored: by hash where every picture of both has one, else by the channel's own names, else by how many there are |
//! | price | each variant's price is led back through its channel's price rule, exceptions and fees included, as masters do: some base price gives both. A fixed price says nothing of its base and is *incomparable* |
//! | stock, pre-order, visibility | nothing: the number or state itself |
//! | SKU | case and spaces are folded away, variant by variant |
//! | variants | the same linked variants, with option values folded as titles are; the names of the axes do not count |
//! | weight | whole grams |
//! | dimensions | whole centimetres, rounded up, whichever side is called the length |
//! | category, shipping, brand | their names are folded as titles are; "no brand" is no brand |
//! | attributes | names and values are folded; an attribute that one side does not ask for is lacking there |
//! | storefronts | the set of them |
//!
//! Where both sides have a value and only the channel's own numbers name it, it is *incomparable*, not different.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Channel, ImageHash, ListingContent, ListingKey, OfferId, Product, VariantId, diff::Field,
    pricing::PriceBook,
};

mod base;
mod compare;
mod compared;
mod counts;
mod finding;
mod per_offer;
mod tally;
mod value;

pub use counts::VariantCounts;
pub use finding::{Finding, PairFinding, Shown, find};
pub use tally::{Example, ExampleValue, FieldTally, PairTally, Presence};

/// Examples kept for each field and verdict.
pub const EXAMPLES: usize = 5;
/// Characters of one value in an example; the products' own page shows it whole.
pub const EXAMPLE_LENGTH: usize = 300;

/// One listing of a product, as the report reads it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub key: &'a ListingKey,
    pub content: &'a ListingContent,
    /// The description as plain text, however the channel keeps it.
    pub description: &'a str,
    /// Which variant each offer sells, where that is known; other offers are known by their option values.
    pub links: &'a BTreeMap<OfferId, VariantId>,
    /// What the channel makes prices with; without a rule a price is its own base.
    pub prices: Option<&'a PriceBook>,
    /// The product, for exceptions of the price rule; absent where the listing belongs to none.
    pub product: Option<&'a Product>,
    /// Perceptual hashes of pictures by the channel's reference; those that are not known are missing.
    pub hashes: &'a BTreeMap<String, ImageHash>,
}

/// The listings that are one product; a single one where the product is in one shop only.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// Names the product: its id, or the listing's key where it belongs to none.
    pub name: &'a str,
    pub sides: Vec<Side<'a>>,
}

/// What is true of one field of one product that is on two channels or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No channel has it.
    Absent,
    /// Every channel has it, and the values are the same after normalisation.
    Agree,
    /// Every channel has it, and only the channels' own numbers name the values.
    Incomparable,
    /// One channel has it and another does not.
    Lacking,
    /// Two channels have it with values that are not the same.
    Differ,
}

impl Verdict {
    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Agree => "agree",
            Self::Incomparable => "incomparable",
            Self::Lacking => "lacking",
            Self::Differ => "differ",
        }
    }

    /// Something that a person may want to look at.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Lacking | Self::Differ)
    }
}

/// The counts over a catalogue. Groups are added one by one in any order, and reports of parts are merged: the result
/// is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReport {
    /// Products looked at; a listing that belongs to none counts as one.
    pub products: u64,
    /// Those of them that are on two channels or more: what `agree`, `differ` and the rest are counted of.
    pub shared: u64,
    /// How many products each channel has.
    pub channels: BTreeMap<Channel, u64>,
    pub fields: BTreeMap<Field, FieldTally>,
}

impl FieldReport {
    /// Counts one product. Returns the fields that a person may want to look at.
    pub fn add(&mut self, group: &Group<'_>) -> Vec<(Field, Verdict)> {
        let channels: BTreeSet<&Channel> = group.sides.iter().map(|side| &side.key.channel).collect();
        if channels.is_empty() {
            return Vec::new();
        }
        self.products += 1;
        self.shared += u64::from(channels.len() > 1);
        for channel in channels {
            *self.channels.entry(channel.clone()).or_default() += 1;
        }
        let first = group.sides.iter().min_by_key(|side| side.key);
        let title = first.map_or("", |side| side.content.title.as_str());
        let mut open = Vec::new();
        for field in Field::ALL {
            let finding = find(field, group);
            if let Some(verdict) = finding.verdict.filter(|verdict| verdict.is_open()) {
                open.push((field, verdict));
            }
            self.fields.entry(field).or_default().count(group.name, title, finding);
        }
        open
    }

    /// Adds the counts of another part of the catalogue.
    pub fn merge(&mut self, other: Self) {
        self.products += other.products;
        self.shared += other.shared;
        for (channel, count) in other.channels {
            *self.channels.entry(channel).or_default() += count;
        }
        for (field, tally) in other.fields {
            self.fields.entry(field).or_default().merge(tally);
        }
    }

    /// The channels on which at least one product has `field`.
    pub fn channels_with(&self, field: Field) -> Vec<&Channel> {
        let presence = self.fields.get(&field).into_iter().flat_map(|tally| &tally.channels);
        presence.filter(|(_, presence)| presence.has > 0).map(|(channel, _)| channel).collect()
    }

    /// Fields that every channel of the report has on some product: what a master can be made of.
    pub fn common(&self) -> Vec<Field> {
        let all = self.channels.len();
        Field::ALL.into_iter().filter(|field| all > 0 && self.channels_with(*field).len() == all).collect()
    }

    /// Fields that exist on one channel only, with that channel. Empty where the report has only one channel.
    pub fn on_one_only(&self) -> Vec<(Field, &Channel)> {
        if self.channels.len() < 2 {
            return Vec::new();
        }
        let only = |field| match self.channels_with(field)[..] {
            [channel] => Some((field, channel)),
            _ => None,
        };
        Field::ALL.into_iter().filter_map(only).collect()
    }
}

#[cfg(test)]
mod tests;
