//! Matches: two listings side by side, the evidence for and against in words, and the decision.

use app::ports::{self, MatchRecord, Versioned};
use domain::BasisPoints;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::{ListingStatus, MatchDecision, Tier},
    listing::Offer,
    number::Percent,
};

mod many;
mod queue;
mod words;
pub use many::{AcceptedMatches, DecidedMatches, MatchFilter, MatchSelection};
pub use queue::{MatchCandidate, MatchCounts, MatchEntry, MatchQueue};
pub use words::{Said, Speaks};

/// Two listings of two channels that may be one product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Match {
    pub id: String,
    pub tier: Tier,
    /// How sure it is, 0 to 100.
    #[schema(value_type = f64)]
    pub score_percent: Percent,
    pub left: MatchSide,
    pub right: MatchSide,
    /// Place among the candidates of the left listing, from 1; 0 where a person named the pair.
    pub rank_left: u32,
    pub rank_right: u32,
    /// What speaks for and against it, the weightiest first.
    pub evidence: Vec<Said>,
    pub decision: MatchDecision,
    /// Where an undo leads; absent where there is nothing to undo.
    pub before: Option<MatchDecision>,
    /// Who decided; the import's id for what was linked automatically.
    pub decided_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// Both belong to one product now.
    pub one_product: bool,
    /// Also the `ETag`.
    pub version: u64,
}

/// A listing in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MatchSide {
    /// `channel:shop:id`.
    pub key: String,
    pub channel: String,
    pub shop: String,
    pub external_id: String,
    /// Absent where the listing is not known any more.
    pub title: Option<String>,
    /// The address of the first picture.
    pub image: Option<String>,
    /// The addresses of all pictures, in order.
    pub images: Vec<String>,
    /// Where buyers see the listing; absent where the channel's addresses do not follow from its numbers.
    pub url: Option<String>,
    /// Of the parcel, in grams.
    pub weight_g: Option<u32>,
    pub skus: Vec<String>,
    /// In whole rupiah.
    pub min_price: Option<i64>,
    pub max_price: Option<i64>,
    /// The option values of each variant; empty for a listing without variants.
    pub variants: Vec<Vec<String>>,
    /// Each variant with its price, weight and picture.
    pub offers: Vec<Offer>,
    pub status: Option<ListingStatus>,
    /// Not found in the shop any more.
    pub gone: bool,
    /// The product that it belongs to.
    pub product_id: Option<String>,
}

/// Says that a listing is the same product as another listing, or belongs to a product. Exactly one of the two.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkListing {
    /// `channel:shop:id`.
    #[schema(example = "tiktok_shop:7494049642642441621:1729592969712207008")]
    pub listing: String,
    #[serde(default)]
    #[schema(example = "shopee:14701711:2500139861")]
    pub to_listing: Option<String>,
    #[serde(default)]
    pub to_product: Option<String>,
}

/// Takes a listing out of its product.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkListing {
    pub listing: String,
}

/// The product that a listing belongs to now, and the decisions that were kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkedListing {
    pub product_id: String,
    pub matches: Vec<Match>,
}

impl Match {
    /// A record beside what is known of its two listings.
    pub fn of(
        record: &Versioned<MatchRecord>,
        left: Option<&ports::Listing>,
        right: Option<&ports::Listing>,
        marketplaces: &dyn app::Marketplaces,
    ) -> Self {
        let value = &record.value;
        let product = |listing: Option<&ports::Listing>| listing.and_then(|l| l.state.value.product.clone());
        let (a, b) = (product(left), product(right));
        Self {
            id: value.id.to_string(),
            tier: value.tier.into(),
            score_percent: percent(value.score),
            left: MatchSide::of(&value.left, left, marketplaces),
            right: MatchSide::of(&value.right, right, marketplaces),
            rank_left: value.rank_left,
            rank_right: value.rank_right,
            evidence: value.evidence.as_ref().map_or_else(Vec::new, |said| {
                let said = app::words::evidence(said, &value.left.channel, &value.right.channel);
                said.into_iter().map(Said::from).collect()
            }),
            decision: value.decision.into(),
            before: value
                .decision
                .is_by_person()
                .then(|| value.before.unwrap_or(ports::Decision::Open).into()),
            decided_by: value.decided_by.clone(),
            decided_at: value.decided_at,
            found_at: value.found_at,
            one_product: a.is_some() && a == b,
            version: record.version,
        }
    }
}

/// A score of a thousand as a percentage.
fn percent(score: u32) -> Percent {
    Percent(BasisPoints(i32::try_from(score * 10).unwrap_or(0)))
}

impl MatchSide {
    fn of(
        key: &domain::ListingKey,
        listing: Option<&ports::Listing>,
        marketplaces: &dyn app::Marketplaces,
    ) -> Self {
        let content = listing.map(|listing| &listing.observed.content);
        let offers = || content.into_iter().flat_map(|content| &content.offers);
        let prices = || offers().filter_map(|offer| offer.price).map(domain::Rupiah::get);
        Self {
            key: key.to_string(),
            channel: key.channel.to_string(),
            shop: key.shop.to_string(),
            external_id: key.external_id.to_string(),
            title: content.map(|content| content.title.clone()),
            image: content.and_then(|content| content.images.first()?.url.clone()),
            images: content
                .into_iter()
                .flat_map(|content| &content.images)
                .filter_map(|image| image.url.clone())
                .collect(),
            url: marketplaces.get(&key.channel).and_then(|market| market.addresses(key).buyer),
            weight_g: content.and_then(|content| content.weight).map(domain::Grams::get),
            skus: offers().filter_map(|offer| offer.sku.as_ref().map(ToString::to_string)).collect(),
            min_price: prices().min(),
            max_price: prices().max(),
            variants: offers().map(|offer| offer.option_values.clone()).filter(|v| !v.is_empty()).collect(),
            offers: offers().map(Offer::from).collect(),
            status: content.map(|content| content.status.into()),
            gone: listing.is_some_and(|listing| listing.state.value.gone),
            product_id: listing.and_then(|l| l.state.value.product.as_ref().map(ToString::to_string)),
        }
    }
}
