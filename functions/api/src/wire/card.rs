//! What a list shows of each product, with its state on every channel.

use std::collections::{BTreeMap, BTreeSet};

use app::{Marketplace, ports};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    enums::{Field, ProductStatus, SyncState},
    number::Percent,
};

/// A product in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductCard {
    pub id: String,
    pub title: String,
    pub skus: Vec<String>,
    pub status: ProductStatus,
    pub channels: BTreeSet<String>,
    pub category: Option<String>,
    /// Of the variants' base prices, in whole rupiah.
    pub min_price: Option<i64>,
    pub max_price: Option<i64>,
    /// The address of the first picture.
    pub image: Option<String>,
    /// The same picture, small where its channel has a small one.
    pub thumbnail: Option<String>,
    pub attention: BTreeSet<String>,
    /// Pieces of all variants together; absent where SyncStore sets the stock of none.
    pub stock: Option<u64>,
    /// How many variants it has.
    pub variants: usize,
    /// The least that the seller keeps of an order of one item, on any channel; in whole rupiah.
    pub keeps_min: Option<i64>,
    /// The least margin on the cost of an item, on any channel; absent where no cost is known.
    #[schema(value_type = Option<f64>)]
    pub margin_percent: Option<Percent>,
    /// A variant is under the floor on a channel.
    pub under_floor: bool,
    /// The most urgent state that it has on a channel.
    pub state: SyncState,
    /// Its state on every channel there is, by channel.
    pub states: BTreeMap<String, ChannelState>,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    pub version: u64,
}

/// The state of a product on one channel: its listings there together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelState {
    pub state: SyncState,
    /// Since when, as far as SyncStore knows. Absent where it is not listed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// The fields that the state is about.
    pub fields: BTreeSet<Field>,
    /// Why something that differs is not pushed: codes as in `docs/ERRORS.md`.
    pub blocked: BTreeSet<String>,
    /// The run of the last push, where the state is about it.
    pub run_id: Option<String>,
    /// Why that push failed, as in `docs/ERRORS.md`.
    pub code: Option<String>,
    /// What the offers should cost there, in whole rupiah.
    pub target_min: Option<i64>,
    pub target_max: Option<i64>,
    /// What they cost when the channel was last read.
    pub live_min: Option<i64>,
    pub live_max: Option<i64>,
    pub keeps_min: Option<i64>,
    #[schema(value_type = Option<f64>)]
    pub margin_percent: Option<Percent>,
    pub under_floor: bool,
    /// When what the channel shows was read.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen_at: Option<Timestamp>,
    /// Its listings there, as `channel:shop:id`.
    pub listings: Vec<String>,
}

/// A page of products.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductList {
    pub items: Vec<ProductCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many match in all.
    pub total: usize,
    /// How many match per status, whatever status was asked for.
    pub by_status: BTreeMap<ProductStatus, usize>,
    /// How many match per state, whatever state was asked for; on `channel` where one is named. A product counts in
    /// every state that it has on a channel.
    pub by_state: BTreeMap<SyncState, usize>,
    /// How many of what matches is under the floor.
    pub under_floor: usize,
}

impl ChannelState {
    /// Of a channel that the product is on without a card, or is not on.
    pub(super) fn without_card(state: domain::SyncState) -> Self {
        Self {
            state: state.into(),
            since: None,
            fields: BTreeSet::new(),
            blocked: BTreeSet::new(),
            run_id: None,
            code: None,
            target_min: None,
            target_max: None,
            live_min: None,
            live_max: None,
            keeps_min: None,
            margin_percent: None,
            under_floor: false,
            seen_at: None,
            listings: Vec::new(),
        }
    }
}

impl From<&ports::ChannelCard> for ChannelState {
    fn from(card: &ports::ChannelCard) -> Self {
        let rupiah = domain::Rupiah::get;
        Self {
            state: card.state.into(),
            since: Some(card.since),
            fields: card.fields.iter().map(|field| (*field).into()).collect(),
            blocked: card.blocked.clone(),
            run_id: card.run.as_ref().map(ToString::to_string),
            code: card.code.clone(),
            target_min: card.target.map(|span| span.min.get()),
            target_max: card.target.map(|span| span.max.get()),
            live_min: card.live.map(|span| span.min.get()),
            live_max: card.live.map(|span| span.max.get()),
            keeps_min: card.keeps_min.map(rupiah),
            margin_percent: card.margin.map(Percent),
            under_floor: card.under_floor,
            seen_at: Some(card.seen_at),
            listings: card.listings.iter().map(ToString::to_string).collect(),
        }
    }
}

impl ProductCard {
    /// A card with its place on each of the channels that exist.
    pub fn of(card: &ports::CatalogueCard, marketplaces: &[std::sync::Arc<dyn Marketplace>]) -> Self {
        let rupiah = domain::Rupiah::get;
        let states = marketplaces.iter().map(|marketplace| {
            let channel = &marketplace.capabilities().channel;
            let state = card
                .listed
                .get(channel)
                .map_or_else(|| ChannelState::without_card(card.state_on(channel)), ChannelState::from);
            (channel.to_string(), state)
        });
        let urgent = card.states().into_iter().max_by_key(|state| state.urgency());
        Self {
            id: card.id.to_string(),
            title: card.title.clone(),
            skus: card.skus.clone(),
            status: card.status.into(),
            channels: card.channels.iter().map(ToString::to_string).collect(),
            category: card.category.clone(),
            min_price: card.min_price.map(rupiah),
            max_price: card.max_price.map(rupiah),
            image: card.image.clone(),
            thumbnail: card.image.as_deref().map(|url| thumbnail(url, marketplaces)),
            attention: card.attention.clone(),
            stock: card.stock,
            variants: card.variants,
            keeps_min: card.keeps_min().map(rupiah),
            margin_percent: card.margin().map(Percent),
            under_floor: card.is_under_floor(),
            state: urgent.unwrap_or(domain::SyncState::NotListed).into(),
            states: states.collect(),
            updated_at: card.updated_at,
            version: card.version,
        }
    }
}

/// A small copy of a picture: its channel's own where it has one, else the picture itself.
pub fn thumbnail(url: &str, marketplaces: &[std::sync::Arc<dyn Marketplace>]) -> String {
    let small = marketplaces.iter().find_map(|marketplace| marketplace.thumbnail(url));
    small.unwrap_or_else(|| url.to_owned())
}
