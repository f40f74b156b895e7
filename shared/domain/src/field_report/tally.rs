//! The counts of one field over many products.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EXAMPLE_LENGTH, EXAMPLES, Finding, Shown, Verdict, counts::VariantCounts};
use crate::Channel;

/// On how many products a channel has a field, of those that it sells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    pub has: u64,
    pub lacks: u64,
}

/// The counts between two channels, over the products that both have. They add up to `products`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairTally {
    pub products: u64,
    pub agree: u64,
    pub differ: u64,
    /// Only the first of the two channels, in the order of their names, has it.
    pub only_first: u64,
    pub only_second: u64,
    /// Both have it on some variants, and on others only one does.
    pub partly: u64,
    pub absent: u64,
    pub incomparable: u64,
    /// Equal to the letter, whatever the verdict.
    pub identical: u64,
    pub variants: VariantCounts,
}

/// A product as an example of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// [`Group::name`](super::Group::name).
    pub product: String,
    /// Of its first listing, to recognise it by.
    pub title: String,
    pub verdict: Verdict,
    pub values: Vec<ExampleValue>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleValue {
    pub listing: crate::ListingKey,
    /// At most [`EXAMPLE_LENGTH`] characters, then `…`.
    pub value: Option<String>,
}

/// The counts of one field. `agree`, `differ`, `lacking`, `absent` and `incomparable` add up to the shared products.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTally {
    pub channels: BTreeMap<Channel, Presence>,
    pub agree: u64,
    pub differ: u64,
    pub lacking: u64,
    pub absent: u64,
    pub incomparable: u64,
    /// Equal to the letter on every channel.
    pub identical: u64,
    /// By two channels, as `shopee|tiktok_shop`.
    pub pairs: BTreeMap<String, PairTally>,
    /// The first products by name, for each verdict that a person may want to look at.
    pub examples: Vec<Example>,
}

impl FieldTally {
    /// Counts one product.
    pub(super) fn count(&mut self, product: &str, title: &str, finding: Finding) {
        for (channel, has) in &finding.has {
            let presence = self.channels.entry(channel.clone()).or_default();
            *(if *has { &mut presence.has } else { &mut presence.lacks }) += 1;
        }
        for ((first, second), pair) in &finding.pairs {
            let has = |channel| finding.has.get(channel).copied().unwrap_or(false);
            let tally = self.pairs.entry(format!("{first}|{second}")).or_default();
            tally.products += 1;
            tally.identical += u64::from(pair.identical);
            tally.variants.add(pair.variants);
            *match (pair.verdict, has(first), has(second)) {
                (Verdict::Agree, ..) => &mut tally.agree,
                (Verdict::Differ, ..) => &mut tally.differ,
                (Verdict::Absent, ..) => &mut tally.absent,
                (Verdict::Incomparable, ..) => &mut tally.incomparable,
                (Verdict::Lacking, true, false) => &mut tally.only_first,
                (Verdict::Lacking, false, true) => &mut tally.only_second,
                (Verdict::Lacking, ..) => &mut tally.partly,
            } += 1;
        }
        let Some(verdict) = finding.verdict else { return };
        self.identical += u64::from(finding.identical);
        *match verdict {
            Verdict::Agree => &mut self.agree,
            Verdict::Differ => &mut self.differ,
            Verdict::Lacking => &mut self.lacking,
            Verdict::Absent => &mut self.absent,
            Verdict::Incomparable => &mut self.incomparable,
        } += 1;
        if verdict.is_open() {
            let values = finding.values.into_iter().map(ExampleValue::from).collect();
            self.examples.push(Example {
                product: product.to_owned(),
                title: title.to_owned(),
                verdict,
                values,
            });
            self.keep_first();
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (channel, presence) in other.channels {
            let known = self.channels.entry(channel).or_default();
            known.has += presence.has;
            known.lacks += presence.lacks;
        }
        self.agree += other.agree;
        self.differ += other.differ;
        self.lacking += other.lacking;
        self.absent += other.absent;
        self.incomparable += other.incomparable;
        self.identical += other.identical;
        for (pair, tally) in other.pairs {
            self.pairs.entry(pair).or_default().add(&tally);
        }
        self.examples.extend(other.examples);
        self.keep_first();
    }

    /// The first [`EXAMPLES`] products of each verdict, differences before lacks: which ones does not depend on the
    /// order in which products were counted.
    fn keep_first(&mut self) {
        self.examples.sort_by(|a, b| (b.verdict, &a.product).cmp(&(a.verdict, &b.product)));
        let mut kept: BTreeMap<Verdict, usize> = BTreeMap::new();
        self.examples.retain(|example| {
            let count = kept.entry(example.verdict).or_default();
            *count += 1;
            *count <= EXAMPLES
        });
    }
}

impl PairTally {
    fn add(&mut self, other: &Self) {
        self.products += other.products;
        self.agree += other.agree;
        self.differ += other.differ;
        self.only_first += other.only_first;
        self.only_second += other.only_second;
        self.partly += other.partly;
        self.absent += other.absent;
        self.incomparable += other.incomparable;
        self.identical += other.identical;
        self.variants.add(other.variants);
    }
}

impl From<Shown> for ExampleValue {
    fn from(shown: Shown) -> Self {
        Self { listing: shown.listing, value: shown.value.map(shortened) }
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(EXAMPLE_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
