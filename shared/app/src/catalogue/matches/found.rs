//! What the matcher finds between two shops.

use domain::{
    ListingKey,
    matching::{
        Candidate, Evidence, Item, Matcher, Settings, Settled, Side, SkuRules, Tier, evidence::Point,
    },
};

use super::shop_items::ShopItems;
use crate::{
    WorkError,
    ports::{Decision, MatchRow, Names},
};

/// Candidates that are less likely than this, in a thousand, are not kept. A true pair whose SKU and title both changed
/// can be as unlikely as one in a hundred; below half of that hardly any is true.
const FAINTEST: u32 = 5;
/// Of the many features that speak for or against a pair, those that are kept: the strongest.
const POINTS: usize = 12;

/// How many matches two shops have, by tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    pub auto: u64,
    pub suggested: u64,
    pub review: u64,
}

impl Found {
    pub(super) fn count(&mut self, tier: Tier) {
        match tier {
            Tier::Auto => self.auto += 1,
            Tier::Suggested => self.suggested += 1,
            Tier::Review => self.review += 1,
        }
    }
}

/// A pair that the matcher offers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Offer {
    pub left: ListingKey,
    pub right: ListingKey,
    pub tier: Tier,
    pub score: u32,
    pub rank_left: u32,
    pub rank_right: u32,
    pub evidence: Evidence,
    pub names: Names,
}

/// What people have settled between the two.
pub(super) fn settled<'a>(rows: impl Iterator<Item = &'a MatchRow>) -> Settled {
    let mut settled = Settled::default();
    for row in rows.filter(|row| row.decision.is_by_person()) {
        let pair = (row.left.to_string(), row.right.to_string());
        if row.decision.is_linked() { settled.linked.push(pair) } else { settled.rejected.push(pair) }
    }
    settled
}

/// Compares two shops, away from the threads that answer others: seconds of work for thousands of listings.
pub(super) async fn find(
    left: ShopItems,
    right: ShopItems,
    settled: Settled,
    rules: SkuRules,
    wanted: impl Fn(&ShopItems, &ShopItems, &[Pair]) -> Vec<bool> + Send + 'static,
) -> Result<(ShopItems, ShopItems, Vec<Offer>), WorkError> {
    let work = move || {
        let offers = compare(&left, &right, &settled, rules, wanted);
        (left, right, offers)
    };
    tokio::task::spawn_blocking(work).await.map_err(|problem| WorkError::Fail {
        code: "matching_failed".to_owned(),
        reason: format!("comparing two shops failed: {problem}"),
    })
}

/// A candidate before its evidence is written down.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub left: ListingKey,
    pub right: ListingKey,
    pub tier: Tier,
    pub score: u32,
}

fn compare(
    left: &ShopItems,
    right: &ShopItems,
    settled: &Settled,
    sku_rules: SkuRules,
    wanted: impl Fn(&ShopItems, &ShopItems, &[Pair]) -> Vec<bool>,
) -> Vec<Offer> {
    let settings = Settings { sku_rules, ..Settings::default() };
    let matcher = Matcher::new(&left.items, &right.items, settled, &settings);
    let mut near = matcher.near(Side::Left, 0..left.items.len());
    near.extend(matcher.near(Side::Right, 0..right.items.len()));
    let compared = matcher.compare(&matcher.join(near));
    let candidates: Vec<Candidate> = matcher
        .decide(&compared)
        .into_iter()
        .filter(|candidate| candidate.tier != Tier::Review || per_mille(candidate) >= FAINTEST)
        .collect();
    let key = |shop: &ShopItems, item: &Item| shop.listings.get(&item.id).map(|(key, _)| key.clone());
    let pairs: Vec<Pair> = candidates
        .iter()
        .filter_map(|candidate| {
            Some(Pair {
                left: key(left, matcher.item(Side::Left, candidate.left))?,
                right: key(right, matcher.item(Side::Right, candidate.right))?,
                tier: candidate.tier,
                score: per_mille(candidate),
            })
        })
        .collect();
    let keep = wanted(left, right, &pairs);
    let kept = candidates.iter().zip(pairs).zip(keep).filter(|(_, keep)| *keep);
    kept.map(|((candidate, pair), _)| Offer {
        left: pair.left,
        right: pair.right,
        tier: pair.tier,
        score: pair.score,
        rank_left: candidate.rank_left,
        rank_right: candidate.rank_right,
        evidence: in_short(matcher.evidence(candidate.left, candidate.right)),
        names: Names {
            left: name_of(matcher.item(Side::Left, candidate.left)),
            right: name_of(matcher.item(Side::Right, candidate.right)),
        },
    })
    .collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability is 0 to 1")]
fn per_mille(candidate: &Candidate) -> u32 {
    (candidate.score() * 1000.0).round() as u32
}

fn name_of(item: &Item) -> String {
    Names::of(&item.title, item.skus.iter().map(String::as_str))
}

/// Evidence as it is kept: the strongest points, in numbers that are read back to the digit.
pub(super) fn in_short(mut evidence: Evidence) -> Evidence {
    let short = |value: f64| (value * 1000.0).round() / 1000.0;
    evidence.points.truncate(POINTS);
    for Point { value, points, .. } in &mut evidence.points {
        (*value, *points) = (short(*value), short(*points));
    }
    evidence.alike = short(evidence.alike);
    evidence
}

/// The decision on a pair that nobody has decided: what is sure is linked, unless the two have products already,
/// because no import takes a listing out of its product.
pub(super) fn undecided(tier: Tier, both_have_products: bool) -> Decision {
    if tier == Tier::Auto && !both_have_products { Decision::LinkedAutomatically } else { Decision::Open }
}
