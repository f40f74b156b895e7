//! Why two listings are one product, or are not: what is kept with each match and shown to the seller.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Item,
    calibration::Aside,
    conflict::Conflict,
    doubt::{Against, Doubt},
    features::Features,
    sku::SkuSays,
    tokens::tokens,
    trust::Trust,
};

/// What one feature adds to or takes from the likeness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// A name of [`Features::NAMES`] or of [`ASIDE`].
    pub name: String,
    /// The feature's value.
    pub value: f64,
    /// Log-odds.
    pub points: f64,
}

/// The evidence for one pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Words that both titles have, as they are compared.
    pub shared_words: Vec<String>,
    /// Words of the left title only.
    pub only_left: Vec<String>,
    /// Words of the right title only.
    pub only_right: Vec<String>,
    /// Bits between the nearest images, 0 to 64; absent where a listing has no hash.
    pub image_bits: Option<u32>,
    pub sku: SkuSays,
    /// The dearer over the cheaper lowest price, in per cent; 100 is equal.
    pub price_percent: Option<u32>,
    /// Option values in common, and those of the listing with fewer.
    pub variants: Option<(u32, u32)>,
    pub conflicts: Vec<Conflict>,
    /// What each feature contributes, the strongest first.
    pub points: Vec<Point>,
    /// Likeness of the two alone, as log-odds.
    pub alike: f64,
}

/// What adds to the likeness besides the features.
pub const ASIDE: [&str; 6] = ["sku", "price", "variants", "weight", "picture", "words"];

/// What a pair is compared by besides its features.
pub(super) struct Aspects<'a> {
    pub(super) sku: SkuSays,
    pub(super) variants: Option<(u32, u32)>,
    /// Bits between the nearest pictures, and whether no other listing shows them.
    pub(super) picture: (Option<u32>, bool),
    /// What the titles contradict each other in.
    pub(super) apart: BTreeSet<Conflict>,
    pub(super) trust: Trust,
    pub(super) worth: &'a Aside,
}

/// What SKU, price, variants, weight and contradictions say of a pair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) sku: SkuSays,
    pub(super) price_percent: Option<u32>,
    pub(super) variants: Option<(u32, u32)>,
    /// Log-odds in the order of [`ASIDE`].
    pub(super) points: [f64; ASIDE.len()],
    pub(super) conflicts: Vec<Conflict>,
    pub(super) doubt: Doubt,
}

/// Prices no further apart than this, in per cent, are close.
const PRICE_CLOSE: u32 = 130;
/// Prices further apart than this disagree.
const PRICE_DISAGREES: u32 = 200;

impl Said {
    pub(super) fn new(a: &Item, b: &Item, f: &Features, aspects: Aspects<'_>) -> Self {
        let Aspects { sku, variants, picture, apart, trust, worth } = aspects;
        let mut conflicts = conflicts(f);
        // Strangers write freely: between their shops only what shares nothing contradicts.
        if trust.is_careful() {
            conflicts.extend(apart);
            conflicts.sort_unstable();
            conflicts.dedup();
        }
        let price_percent = price_percent(a, b);
        let price = match price_percent {
            Some(..=100) => worth.price_equal,
            Some(..=PRICE_CLOSE) => worth.price_close,
            None | Some(..=PRICE_DISAGREES) => 0.0,
            Some(..=400) => worth.price_far,
            Some(_) => worth.price_very_far,
        };
        let title_disagrees = f.fuzzy_max < 0.3 && f.gram < 0.25;
        let sku_points = match &sku {
            SkuSays::Equal(_) if title_disagrees && price_percent.is_some_and(|p| p > PRICE_DISAGREES) => {
                conflicts.push(Conflict::SkuDoubtful);
                0.0
            }
            SkuSays::Equal(_) => {
                if title_disagrees {
                    conflicts.push(Conflict::SkuAlone);
                }
                // A ducting is called propeller duct elsewhere: what it is called yields to a code and a price of its own.
                if price_percent.is_some_and(|p| p <= PRICE_CLOSE) {
                    conflicts.retain(|conflict| *conflict != Conflict::Thing);
                }
                worth.sku_equal
            }
            SkuSays::Different | SkuSays::Nothing => 0.0,
        };
        let against = Against::new(f, picture, &sku, &conflicts, trust);
        let when = |yes: bool, worth: f64| if yes { worth } else { 0.0 };
        let sku_points = sku_points + when(against.sku, worth.sku_different);
        let picture_points = when(against.picture, worth.picture_different);
        let no_sku = !matches!(sku, SkuSays::Equal(_));
        let apart = trust.is_careful() && no_sku && (against.named || against.word);
        let words_points = when(apart, worth.words_different);
        let named = [
            (against.sku, Conflict::Sku),
            (against.picture, Conflict::Picture),
            (against.word, Conflict::Word),
        ];
        conflicts.extend(named.into_iter().filter_map(|(yes, conflict)| yes.then_some(conflict)));
        let variants_points = variants.map_or(0.0, |(shared, of)| {
            let share = f64::from(shared) / f64::from(of.max(1));
            worth.variants_different + share * (worth.variants_equal - worth.variants_different)
        });
        let weight = match (a.grams, b.grams) {
            (Some(a), Some(b)) if a == b => worth.weight_equal,
            (Some(_), Some(_)) => worth.weight_different,
            _ => 0.0,
        };
        let points = [sku_points, price, variants_points, weight, picture_points, words_points];
        Self { sku, price_percent, variants, points, conflicts, doubt: against.doubt }
    }
}

fn conflicts(f: &Features) -> Vec<Conflict> {
    [
        (f.quantity_conflict, Conflict::Quantity),
        (f.pieces_conflict, Conflict::Pieces),
        (f.size_conflict, Conflict::Size),
        (f.side_conflict, Conflict::Side),
        (f.colour_conflict, Conflict::Colour),
        (f.wearer_conflict, Conflict::Wearer),
        (f.measure_conflict, Conflict::Size),
        (f.family_conflict, Conflict::Model),
        (f.number_conflict, Conflict::Number),
        (f.thing_conflict, Conflict::Thing),
    ]
    .into_iter()
    .filter(|(value, _)| *value > 0.0)
    .map(|(_, conflict)| conflict)
    .collect()
}

/// How far apart the lowest prices are, or the highest where those are nearer.
fn price_percent(a: &Item, b: &Item) -> Option<u32> {
    let apart = |x: Option<&i64>, y: Option<&i64>| {
        let (x, y) = (*x?, *y?);
        let (low, high) = (x.min(y), x.max(y));
        (low > 0).then(|| u32::try_from(high.saturating_mul(100) / low).unwrap_or(u32::MAX))
    };
    let low = apart(a.prices.iter().min(), b.prices.iter().min())?;
    let high = apart(a.prices.iter().max(), b.prices.iter().max())?;
    Some(low.min(high))
}

/// The option values of a listing's variants, as they are compared.
pub(super) fn option_words(item: &Item) -> Vec<String> {
    let mut words: Vec<String> = item
        .variants
        .iter()
        .flatten()
        .map(|value| tokens(value).words.into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" "))
        .filter(|words| !words.is_empty())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// How many option values are shared, of how many; nothing where one listing has no variants.
pub(super) fn variants_shared(a: &[String], b: &[String]) -> Option<(u32, u32)> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let shared = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    (!a.is_empty() && !b.is_empty()).then(|| (count(shared), count(a.len().min(b.len()))))
}
