//! The preview of a change of rules or fees.

use std::collections::BTreeMap;

use app::pricing::whatif;
use domain::BasisPoints;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    number::Percent,
    price::{FeeSchedule, PriceRule, Quote},
};

/// A change to try on a channel. What is left out stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    pub channel: String,
    /// Where the rule or the fees would hold: `channel` when left out, `category:<name>`, `product:<id>` or
    /// `variant:<product id>:<variant id>`. Alone it tries the removal of that exception.
    #[serde(default)]
    pub scope: Option<String>,
    #[serde(default)]
    pub rule: Option<PriceRule>,
    /// Tried as it holds from its day on.
    #[serde(default)]
    pub fees: Option<FeeSchedule>,
    /// What is planned until this day has begun: alone it shows what a planned schedule does.
    #[serde(default)]
    #[schema(format = Date, example = "2026-12-01")]
    pub on: Option<String>,
    /// Pieces sold in a month by SKU, for `month`.
    #[serde(default)]
    pub sold: BTreeMap<String, u64>,
    /// Which offers are the examples.
    #[serde(default)]
    pub show: Show,
    /// Examples to leave out: the pages before.
    #[serde(default)]
    pub offset: usize,
    /// 1 to 200 examples; 20 when left out.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// Offers whose price changes; that would have none; that would fall under the floor; that move further than the guard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    #[default]
    Changed,
    Refused,
    UnderFloor,
    OverGuard,
}

impl From<Show> for whatif::Show {
    fn from(show: Show) -> Self {
        match show {
            Show::Changed => Self::Changed,
            Show::Refused => Self::Refused,
            Show::UnderFloor => Self::UnderFloor,
            Show::OverGuard => Self::OverGuard,
        }
    }
}

/// What the change would do to the channel's offers. Amounts are in whole rupiah.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    pub products: u64,
    /// Variants of these products: one price each.
    pub offers: u64,
    /// Prices that would be another, appear or go.
    pub changed: u64,
    pub raised: u64,
    pub lowered: u64,
    /// The sum of all differences.
    pub total_difference: i64,
    #[schema(value_type = Option<f64>)]
    pub largest_move_percent: Option<Percent>,
    /// How many prices move how far, from the largest fall to the largest rise.
    pub histogram: Vec<Bucket>,
    /// Changed prices whose move is larger than the rule's guard: they would not be pushed.
    pub over_guard: u64,
    /// Offers that would fall under the floor.
    pub under_floor: u64,
    /// Offers that have a price now and would have none.
    pub losing_price: u64,
    /// Offers that would have no price, by reason.
    pub refused: BTreeMap<String, u64>,
    /// What a month's sales would earn; absent where no sales are known.
    pub month: Option<MonthNet>,
    /// Offers that `examples` is a page of.
    pub examples_total: usize,
    pub examples: Vec<PreviewExample>,
    /// What the shops' prices could be taken for under the change, over all channels: `POST
    /// /v1/price-rules/base-readings` says which.
    pub base_readings: BaseReadings,
}

/// Both readings of the shops' prices.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BaseReadings {
    /// Offers whose price waits for a choice: their base price came from a shop before its channel had a rule, and no
    /// plan moves them until then.
    pub open: u64,
    /// Harga di toko sudah termasuk biaya: base prices are computed back through the rules, and live prices stay.
    pub shop_prices_include_fees: ReadingEffect,
    /// Harga di toko adalah harga dasar: live prices become what the rules make of them.
    pub shop_prices_are_base: ReadingEffect,
}

/// What one reading would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingEffect {
    /// Base prices that would be another.
    pub bases: u64,
    /// The sum of their differences.
    pub bases_difference: i64,
    /// Products whose shops truly disagree once fees and mark-ups are taken out.
    pub disagreeing: u64,
    /// Products that cannot be read, because their listings have other options.
    pub unreadable: u64,
    /// By channel, what a plan would do to the shops' prices afterwards.
    pub channels: BTreeMap<String, ReadingMoves>,
    /// The first few variants of which anything moves.
    pub examples: Vec<ReadingExample>,
}

/// Prices of one channel's offers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingMoves {
    pub stay: u64,
    pub raised: u64,
    pub lowered: u64,
    /// The rules give no price, so nothing would be pushed.
    pub unpriced: u64,
    /// The sum of all moves.
    pub total_difference: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingExample {
    pub product_id: String,
    pub title: String,
    pub variant_id: String,
    pub sku: Option<String>,
    pub base_from: Option<i64>,
    pub base_to: Option<i64>,
    pub prices: Vec<ReadingPrice>,
}

/// What one listing asks for the variant, and what it would ask.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingPrice {
    pub listing: String,
    pub from: i64,
    /// Absent where the rules give no price.
    pub to: Option<i64>,
}

impl From<&whatif::Readings> for BaseReadings {
    fn from(found: &whatif::Readings) -> Self {
        Self {
            open: found.open,
            shop_prices_include_fees: (&found.include_fees).into(),
            shop_prices_are_base: (&found.are_base).into(),
        }
    }
}

impl From<&whatif::Effect> for ReadingEffect {
    fn from(effect: &whatif::Effect) -> Self {
        let moves = |moves: &whatif::Moves| ReadingMoves {
            stay: moves.stay,
            raised: moves.raised,
            lowered: moves.lowered,
            unpriced: moves.unpriced,
            total_difference: moves.total_difference.get(),
        };
        Self {
            bases: effect.bases,
            bases_difference: effect.bases_difference.get(),
            disagreeing: effect.disagreeing,
            unreadable: effect.unreadable,
            channels: effect.channels.iter().map(|(channel, of)| (channel.to_string(), moves(of))).collect(),
            examples: effect.examples.iter().map(ReadingExample::from).collect(),
        }
    }
}

impl From<&whatif::ReadingExample> for ReadingExample {
    fn from(example: &whatif::ReadingExample) -> Self {
        let amount = |price: domain::Rupiah| price.get();
        let price = |price: &whatif::PriceExample| ReadingPrice {
            listing: price.listing.to_string(),
            from: price.from.get(),
            to: price.to.map(amount),
        };
        Self {
            product_id: example.product.to_string(),
            title: example.title.clone(),
            variant_id: example.variant.to_string(),
            sku: example.sku.as_ref().map(ToString::to_string),
            base_from: example.base_from.map(amount),
            base_to: example.base_to.map(amount),
            prices: example.prices.iter().map(price).collect(),
        }
    }
}

/// Prices that move by at least `from_percent` and less than `to_percent` of the old price.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bucket {
    /// Absent in the first.
    #[schema(value_type = Option<f64>)]
    pub from_percent: Option<Percent>,
    /// Absent in the last.
    #[schema(value_type = Option<f64>)]
    pub to_percent: Option<Percent>,
    pub offers: u64,
}

/// What the seller would keep of the pieces in `sold`, each an order of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthNet {
    /// Pieces of offers that have a price before and after.
    pub pieces: u64,
    /// Pieces of offers that lack one of both; they are in neither sum.
    pub unpriced: u64,
    pub before: i64,
    pub after: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewExample {
    pub product_id: String,
    pub title: String,
    pub variant_id: String,
    pub sku: Option<String>,
    /// By what holds today.
    pub from: Quote,
    /// By the change.
    pub to: Quote,
}

impl From<&whatif::Found> for Preview {
    fn from(found: &whatif::Found) -> Self {
        let edges = whatif::BUCKETS.map(|edge| Percent(BasisPoints(edge)));
        let bucket = |(place, offers): (usize, &u64)| Bucket {
            from_percent: place.checked_sub(1).and_then(|below| edges.get(below).copied()),
            to_percent: edges.get(place).copied(),
            offers: *offers,
        };
        Self {
            products: found.products,
            offers: found.offers,
            changed: found.changed,
            raised: found.raised,
            lowered: found.lowered,
            total_difference: found.total_difference.get(),
            largest_move_percent: found.largest_move.map(Percent),
            histogram: found.histogram.iter().enumerate().map(bucket).collect(),
            over_guard: found.over_guard,
            under_floor: found.under_floor,
            losing_price: found.losing_price,
            refused: found.refused.iter().map(|(reason, n)| (reason.as_str().to_owned(), *n)).collect(),
            month: found.month.map(|month| MonthNet {
                pieces: month.pieces,
                unpriced: month.unpriced,
                before: month.before.get(),
                after: month.after.get(),
            }),
            examples_total: found.examples_total,
            examples: found.examples.iter().map(PreviewExample::from).collect(),
            base_readings: (&found.readings).into(),
        }
    }
}

impl From<&whatif::Example> for PreviewExample {
    fn from(example: &whatif::Example) -> Self {
        Self {
            product_id: example.product.to_string(),
            title: example.title.clone(),
            variant_id: example.variant.to_string(),
            sku: example.sku.as_ref().map(ToString::to_string),
            from: (&example.from).into(),
            to: (&example.to).into(),
        }
    }
}
