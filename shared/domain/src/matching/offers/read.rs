//! An offer as it is compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{SkuRules, offered::Offered};
use crate::matching::{
    lexicon,
    quantity::{Kind, Quantity},
    tokens::tokens,
};

/// Sizes that are letters; a word of one option that no other kind of value is.
const LETTERS: [&str; 9] = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "3xl"];

#[derive(Debug, Default)]
pub(super) struct Read {
    /// Canonical words of all option values.
    pub(super) words: BTreeSet<String>,
    quantities: BTreeSet<Quantity>,
    numbers: BTreeSet<String>,
    letters: BTreeSet<String>,
    /// What excludes others of its axis, such as a colour: the axis and the member.
    members: BTreeSet<(u8, u8)>,
    pub(super) price: Option<i64>,
    /// The SKU as it is compared, where no other offer of the listing has it.
    pub(super) own_sku: Option<String>,
    /// The price, where no other offer of the listing has it.
    pub(super) own_price: Option<i64>,
}

impl Read {
    pub(super) fn all(offers: &[Offered], rules: &SkuRules) -> Vec<Self> {
        let code = |offer: &Offered| offer.sku.as_deref().and_then(|sku| rules.code(sku));
        let skus = counted(offers.iter().filter_map(code));
        let prices = counted(offers.iter().filter_map(|offer| offer.price));
        let of = |offer: &Offered| Self {
            own_sku: code(offer).filter(|code| skus[code] == 1),
            own_price: offer.price.filter(|price| prices[price] == 1),
            price: offer.price,
            ..Self::of(&offer.options)
        };
        offers.iter().map(of).collect()
    }

    fn of(options: &[String]) -> Self {
        let mut read = Self::default();
        for tokens in options.iter().map(|value| tokens(value)) {
            read.quantities.extend(tokens.quantities);
            read.numbers.extend(tokens.numbers);
            read.words.extend(tokens.words.into_iter().map(|(word, _)| word));
        }
        let letters = read.words.iter().filter(|word| LETTERS.contains(&word.as_str()));
        read.letters = letters.cloned().collect();
        let member = |word: &String| lexicon::axis(word).map(|axis| (axis.number, axis.member));
        read.members = read.words.iter().filter_map(member).collect();
        read
    }

    pub(super) fn shared(&self, other: &Self) -> usize {
        self.words.intersection(&other.words).count()
    }

    pub(super) fn apart(&self, other: &Self) -> usize {
        self.words.symmetric_difference(&other.words).count()
    }

    /// Whether both name something of one kind and not the same.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        let kinds = |read: &Self| -> BTreeSet<Kind> { read.quantities.iter().map(|q| q.kind).collect() };
        let measured = |read: &Self, kind| -> BTreeSet<u64> {
            read.quantities.iter().filter(|q| q.kind == kind).map(|q| q.milli).collect()
        };
        let on = |read: &Self, axis| -> BTreeSet<u8> {
            read.members.iter().filter(|member| member.0 == axis).map(|member| member.1).collect()
        };
        let axes: BTreeSet<u8> = self.members.iter().map(|member| member.0).collect();
        let common: Vec<Kind> = kinds(self).intersection(&kinds(other)).copied().collect();
        common.into_iter().any(|kind| clash(&measured(self, kind), &measured(other, kind)))
            || axes.into_iter().any(|axis| clash(&on(self, axis), &on(other, axis)))
            || clash(&self.numbers, &other.numbers)
            || clash(&self.letters, &other.letters)
    }
}

fn clash<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

fn counted<T: Ord>(values: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_insert(0) += 1);
    counts
}
