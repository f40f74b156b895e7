//! Cards: the values of a product and its listings that lists show, so that lists do not read the records themselves.
//!
//! A listing's card is derived from its records; [`crate::publishing::cards`] is its only writer.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    BasisPoints, Channel, ContentHash, JobId, ListingKey, ProductId, ProductStatus, RunId, Rupiah, SyncState,
    diff::Field,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Ports, StoreError};

/// A listing in short: its state, prices and last push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingCard {
    pub key: ListingKey,
    /// Absent if it belongs to no product; then no list shows it.
    pub product: Option<ProductId>,
    pub state: SyncState,
    /// Since when it has this state, as far as known.
    pub since: Timestamp,
    /// The fields that cause the state.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fields: BTreeSet<Field>,
    /// Why something that differs is not pushed: codes as in `docs/ERRORS.md`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub blocked: BTreeSet<String>,
    /// The wanted prices of the offers; absent if there is no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<PriceSpan>,
    /// The prices that the channel last reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<PriceSpan>,
    /// The lowest amount that the seller keeps of an order of one item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeps_min: Option<Rupiah>,
    /// The least margin on the cost of an item; absent where no cost is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<BasisPoints>,
    /// A variant has no price here because its margin would be under the floor.
    #[serde(default, skip_serializing_if = "is_false")]
    pub under_floor: bool,
    /// The result of the listing's last push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<PushMark>,
    /// The hash of the observation from which the card was made.
    pub observed: ContentHash,
    /// When that observation was read from the channel.
    pub seen_at: Timestamp,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl ListingCard {
    /// Whether both are equal, apart from the times at which they were made.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { since: other.since, seen_at: other.seen_at, ..self.clone() } == *other
    }
}

/// The lowest and the highest of several prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSpan {
    pub min: Rupiah,
    pub max: Rupiah,
}

impl PriceSpan {
    /// `None` without prices.
    pub fn of(prices: impl IntoIterator<Item = Rupiah>) -> Option<Self> {
        prices.into_iter().fold(None, |span: Option<Self>, price| {
            Some(span.map_or(Self { min: price, max: price }, |span| Self {
                min: span.min.min(price),
                max: span.max.max(price),
            }))
        })
    }

    fn wider(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }
}

/// The state of the listing's last job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushMark {
    pub run: RunId,
    pub job: JobId,
    pub phase: PushPhase,
    /// The code of a failure, as in `docs/ERRORS.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushPhase {
    /// The job waits until its run continues.
    Waiting,
    /// A worker is doing the job, or will in a moment.
    AtWork,
    /// The channel accepted the edit and is checking it.
    Audited,
    Failed,
    /// The job has ended, and there is nothing more to report.
    Over,
}

/// A product on one channel: its listings there, combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCard {
    pub state: SyncState,
    pub since: Timestamp,
    pub fields: BTreeSet<Field>,
    pub blocked: BTreeSet<String>,
    /// The run of the last push, if the state comes from it.
    pub run: Option<RunId>,
    pub code: Option<String>,
    pub target: Option<PriceSpan>,
    pub live: Option<PriceSpan>,
    pub keeps_min: Option<Rupiah>,
    pub margin: Option<BasisPoints>,
    pub under_floor: bool,
    /// The oldest time at which one of the listings was read from the channel.
    pub seen_at: Timestamp,
    pub listings: Vec<ListingKey>,
}

impl ChannelCard {
    /// Combines the listings of one channel; `None` without listings. Listings that are gone are ignored if another one
    /// is left.
    pub fn of<'a>(listings: impl IntoIterator<Item = &'a ListingCard>) -> Option<Self> {
        let mut all: Vec<&ListingCard> = listings.into_iter().collect();
        if all.iter().any(|card| card.state != SyncState::Gone) {
            all.retain(|card| card.state != SyncState::Gone);
        }
        let urgent = all.iter().copied().max_by_key(|card| (card.state.urgency(), &card.key))?;
        let about_a_push = matches!(
            urgent.state,
            SyncState::Pushing | SyncState::Auditing | SyncState::Failed | SyncState::Refused
        );
        let push = urgent.push.as_ref().filter(|_| about_a_push);
        let span = |of: fn(&ListingCard) -> Option<PriceSpan>| {
            all.iter().filter_map(|card| of(card)).reduce(PriceSpan::wider)
        };
        Some(Self {
            state: urgent.state,
            since: urgent.since,
            fields: urgent.fields.clone(),
            blocked: all.iter().flat_map(|card| card.blocked.iter().cloned()).collect(),
            run: push.map(|push| push.run.clone()),
            code: push.and_then(|push| push.code.clone()),
            target: span(|card| card.target),
            live: span(|card| card.live),
            keeps_min: all.iter().filter_map(|card| card.keeps_min).min(),
            margin: all.iter().filter_map(|card| card.margin).min(),
            under_floor: all.iter().any(|card| card.under_floor),
            seen_at: all.iter().map(|card| card.seen_at).min()?,
            listings: all.iter().map(|card| card.key.clone()).collect(),
        })
    }
}

/// The values of a product that a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueCard {
    pub id: ProductId,
    pub title: String,
    pub skus: Vec<String>,
    pub status: ProductStatus,
    pub channels: BTreeSet<Channel>,
    pub category: Option<String>,
    /// The lowest base price of the variants.
    pub min_price: Option<Rupiah>,
    pub max_price: Option<Rupiah>,
    pub image: Option<String>,
    /// The flags that a person should check.
    pub attention: BTreeSet<String>,
    /// The total stock of all variants; absent if SyncStore sets the stock of none.
    pub stock: Option<u64>,
    /// How many variants it has.
    pub variants: usize,
    pub updated_at: Timestamp,
    pub version: u64,
    /// Its listings on each channel, combined per channel.
    pub listed: BTreeMap<Channel, ChannelCard>,
}

impl CatalogueCard {
    /// The card of a stored product, without its listings.
    pub fn of(product: &domain::Product, version: u64) -> Self {
        let prices = || product.variants.iter().filter_map(|variant| variant.base_price);
        let stocks = || product.variants.iter().filter_map(|variant| variant.stock);
        Self {
            id: product.id.clone(),
            title: product.title.to_string(),
            skus: product
                .variants
                .iter()
                .filter_map(|variant| Some(variant.sku.as_ref()?.to_string()))
                .collect(),
            status: product.status,
            channels: product.channels.clone(),
            category: product.category.clone(),
            min_price: prices().min(),
            max_price: prices().max(),
            image: product.images.first().map(|image| image.url.clone()),
            attention: product.attention.clone(),
            stock: stocks().next().is_some().then(|| stocks().map(u64::from).sum()),
            variants: product.variants.len(),
            updated_at: product.updated_at,
            version,
            listed: BTreeMap::new(),
        }
    }

    /// The card, with its listings added.
    #[must_use]
    pub fn with_listings<'a>(mut self, listings: impl IntoIterator<Item = &'a ListingCard>) -> Self {
        self.listed = by_channel(listings);
        self
    }

    /// The lowest amount that the seller keeps of an order of one item, on any channel.
    pub fn keeps_min(&self) -> Option<Rupiah> {
        self.listed.values().filter_map(|channel| channel.keeps_min).min()
    }

    /// The lowest margin on any channel.
    pub fn margin(&self) -> Option<BasisPoints> {
        self.listed.values().filter_map(|channel| channel.margin).min()
    }

    /// A variant is under the floor on a channel.
    pub fn is_under_floor(&self) -> bool {
        self.listed.values().any(|channel| channel.under_floor)
    }

    /// Its state on `channel`. A listing whose card is not made yet counts as pending.
    pub fn state_on(&self, channel: &Channel) -> SyncState {
        match self.listed.get(channel) {
            Some(card) => card.state,
            None if self.channels.contains(channel) => SyncState::Pending,
            None => SyncState::NotListed,
        }
    }

    /// All states that it has on channels; only [`SyncState::NotListed`] if it is not listed anywhere.
    pub fn states(&self) -> BTreeSet<SyncState> {
        let channels = self.listed.keys().chain(&self.channels);
        let mut states: BTreeSet<SyncState> = channels.map(|channel| self.state_on(channel)).collect();
        if states.is_empty() {
            states.insert(SyncState::NotListed);
        }
        states
    }
}

/// Combines the listings of each channel.
pub fn by_channel<'a>(listings: impl IntoIterator<Item = &'a ListingCard>) -> BTreeMap<Channel, ChannelCard> {
    let mut by: BTreeMap<&Channel, Vec<&ListingCard>> = BTreeMap::new();
    for card in listings {
        by.entry(&card.key.channel).or_default().push(card);
    }
    by.into_iter().filter_map(|(channel, cards)| Some((channel.clone(), ChannelCard::of(cards)?))).collect()
}

/// Makes the cards of listings again. Code that changes data of a card calls this last, so that a repeat after a crash
/// calls it again. A card shows what would be pushed, so `publishing` implements this trait for the areas below it.
#[async_trait]
pub trait CardMaker: Send + Sync {
    async fn refresh(&self, ports: &Ports, keys: &[ListingKey]) -> Result<(), StoreError>;
}
