//! Counts the effect of a change, offer by offer.

use std::collections::BTreeMap;

use domain::{
    BasisPoints, Product, ProductId, Rupiah, Sku, Variant, VariantId,
    plan::DEFAULT_GUARD,
    pricing::{NoPrice, QuoteOutcome},
};

use serde::{Deserialize, Serialize};

use super::{Question, Readings, Show};

/// The limits of the histogram's buckets, in basis points of the old price. A bucket contains moves from one limit up
/// to the next. The first has no lower limit and the last no upper one. Unchanged prices are in no bucket.
pub const BUCKETS: [i32; 9] = [-3_000, -1_000, -500, -100, 0, 100, 500, 1_000, 3_000];

/// The effect of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub products: u64,
    /// Variants of these products: one price each.
    pub offers: u64,
    /// Prices that would change, appear or disappear.
    pub changed: u64,
    pub raised: u64,
    pub lowered: u64,
    /// The sum of the differences, for offers with a price before and after.
    pub total_difference: Rupiah,
    pub largest_move: Option<BasisPoints>,
    /// Offers by how far their price moves; see [`BUCKETS`].
    pub histogram: [u64; BUCKETS.len() + 1],
    /// Changed prices whose move is larger than their rule's guard, so they would not be pushed.
    pub over_guard: u64,
    pub under_floor: u64,
    /// Offers that have a price now and would have none.
    pub losing_price: u64,
    pub refused: BTreeMap<NoPrice, u64>,
    /// The effect on the sales that the person gave; absent if none were given.
    pub month: Option<MonthNet>,
    /// The number of offers of which the examples are a page.
    pub examples_total: usize,
    pub examples: Vec<Example>,
    /// Both readings of the shops' prices under the change.
    pub readings: Readings,
}

/// What the seller would keep of a month's sales. Each piece counts as a separate order, which is the cautious
/// assumption for fees per order. Offers without a price before or after are not in the sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthNet {
    /// Pieces of offers that have a price before and after.
    pub pieces: u64,
    /// Pieces of offers that lack one of the two prices.
    pub unpriced: u64,
    pub before: Rupiah,
    pub after: Rupiah,
}

/// One offer with its quotes before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    pub product: ProductId,
    pub title: String,
    pub variant: VariantId,
    pub sku: Option<Sku>,
    pub from: QuoteOutcome,
    pub to: QuoteOutcome,
}

impl Found {
    pub(super) fn count(
        &mut self,
        question: &Question,
        product: &Product,
        variant: &Variant,
        (from, to): (&QuoteOutcome, &QuoteOutcome),
        guard: Option<BasisPoints>,
    ) {
        self.offers += 1;
        let (before, after) = (from.price(), to.price());
        let reason = match to {
            QuoteOutcome::Refused { reason } => Some(*reason),
            QuoteOutcome::Quoted(_) => None,
        };
        if let Some(reason) = reason {
            *self.refused.entry(reason).or_insert(0) += 1;
            self.under_floor += u64::from(reason == NoPrice::UnderFloor);
            self.losing_price += u64::from(before.is_some());
        }
        let mut over_guard = false;
        if before != after {
            self.changed += 1;
            if let (Some(before), Some(after)) = (before, after) {
                over_guard = self.moved(before, after, guard.unwrap_or(DEFAULT_GUARD));
            }
        }
        self.month(question, variant, from, to);
        let shown = match question.show {
            Show::Changed => before != after,
            Show::Refused => reason.is_some(),
            Show::UnderFloor => reason == Some(NoPrice::UnderFloor),
            Show::OverGuard => over_guard,
        };
        if shown {
            let place = self.examples_total;
            self.examples_total += 1;
            if place >= question.offset && self.examples.len() < question.limit {
                self.examples.push(Example {
                    product: product.id.clone(),
                    title: product.title.to_string(),
                    variant: variant.id.clone(),
                    sku: variant.sku.clone(),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
    }

    /// Counts a price move; returns whether the guard would stop it.
    fn moved(&mut self, before: Rupiah, after: Rupiah, guard: BasisPoints) -> bool {
        self.raised += u64::from(after > before);
        self.lowered += u64::from(after < before);
        let difference = Rupiah::new(after.get() - before.get());
        self.total_difference =
            self.total_difference.checked_add(difference).unwrap_or(self.total_difference);
        let moved = after.move_from(before).unwrap_or(BasisPoints(i32::MAX));
        self.largest_move = self.largest_move.max(Some(moved));
        let signed = if after < before { -moved.0 } else { moved.0 };
        let bucket = BUCKETS.iter().filter(|edge| **edge <= signed).count();
        if let Some(count) = self.histogram.get_mut(bucket) {
            *count += 1;
        }
        let over = moved > guard;
        self.over_guard += u64::from(over);
        over
    }

    fn month(&mut self, question: &Question, variant: &Variant, from: &QuoteOutcome, to: &QuoteOutcome) {
        let Some(sku) = &variant.sku else { return };
        let Some(&pieces) = question.sold.get(&sku.folded()) else { return };
        let month = self.month.get_or_insert_default();
        let (QuoteOutcome::Quoted(from), QuoteOutcome::Quoted(to)) = (from, to) else {
            month.unpriced += pieces;
            return;
        };
        let sum = |so_far: Rupiah, keeps: Rupiah| {
            let times = i64::try_from(pieces).unwrap_or(i64::MAX);
            Rupiah::new(so_far.get().saturating_add(keeps.get().saturating_mul(times)))
        };
        month.pieces += pieces;
        month.before = sum(month.before, from.keeps);
        month.after = sum(month.after, to.keeps);
    }
}
