//! The whole catalogue in columns, for search while a person types and for use without a network.
//!
//! Field names appear once per column instead of once per product, and repeated values are indexes into a list. After
//! gzip, little more than the titles and the ids is left.

use std::collections::BTreeMap;

use app::{Marketplace, ports::CatalogueCard};
use domain::{Channel, SyncState as State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    card::thumbnail,
    enums::{ProductStatus, SyncState},
};

/// Products by columns: the same place in every column is one product. In the order of their ids.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CatalogueIndex {
    /// Ask with `?since=` for what changes from now on.
    pub next: String,
    /// `false`: only what changed since the index that `since` came with; each product here replaces the one of its id.
    pub whole: bool,
    pub count: usize,
    /// What the numbers of `channels.{channel}.state` mean.
    pub states: Vec<SyncState>,
    /// What the numbers of `status` mean.
    pub statuses: Vec<ProductStatus>,
    /// What `thumbnail` begins with; `-1` there for a product without a picture.
    pub prefixes: Vec<String>,
    pub id: Vec<String>,
    pub title: Vec<String>,
    /// Of all variants.
    pub skus: Vec<Vec<String>>,
    pub status: Vec<u8>,
    /// The least base price, in whole rupiah.
    pub price: Vec<Option<i64>>,
    /// The place of the beginning in `prefixes`, and the rest of the address.
    #[schema(value_type = Vec<Object>)]
    pub thumbnail: Vec<(i32, String)>,
    /// Seconds since 1970.
    pub updated: Vec<i64>,
    pub channels: BTreeMap<String, IndexColumns>,
}

/// How the products are on one channel.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct IndexColumns {
    pub state: Vec<u8>,
    /// The least price there, in whole rupiah: what the channel last showed, else what it should be.
    pub price: Vec<Option<i64>>,
}

impl CatalogueIndex {
    pub fn of(
        cards: &[CatalogueCard],
        marketplaces: &[std::sync::Arc<dyn Marketplace>],
        (next, whole): (String, bool),
    ) -> Self {
        let mut prefixes: Vec<String> = Vec::new();
        let statuses = [domain::ProductStatus::Active, domain::ProductStatus::Archived];
        let thumbnails = cards.iter().map(|card| {
            let Some(image) = &card.image else { return (-1, String::new()) };
            let small = thumbnail(image, marketplaces);
            let (prefix, rest) = small.rsplit_once('/').unwrap_or(("", small.as_str()));
            let at = prefixes.iter().position(|known| known == prefix).unwrap_or_else(|| {
                prefixes.push(prefix.to_owned());
                prefixes.len() - 1
            });
            // The slash between the two parts is in neither of them.
            (i32::try_from(at).unwrap_or(-1), rest.to_owned())
        });
        let thumbnail = thumbnails.collect();
        let on = |channel: &Channel| IndexColumns {
            state: cards.iter().map(|card| place(card.state_on(channel))).collect(),
            price: cards
                .iter()
                .map(|card| {
                    let card = card.listed.get(channel)?;
                    card.live.or(card.target).map(|span| span.min.get())
                })
                .collect(),
        };
        Self {
            next,
            whole,
            count: cards.len(),
            states: State::ALL.map(SyncState::from).to_vec(),
            statuses: statuses.map(ProductStatus::from).to_vec(),
            prefixes,
            id: cards.iter().map(|card| card.id.to_string()).collect(),
            title: cards.iter().map(|card| card.title.clone()).collect(),
            skus: cards.iter().map(|card| card.skus.clone()).collect(),
            status: cards
                .iter()
                .map(|card| u8::from(card.status == domain::ProductStatus::Archived))
                .collect(),
            price: cards.iter().map(|card| card.min_price.map(domain::Rupiah::get)).collect(),
            thumbnail,
            updated: cards.iter().map(|card| card.updated_at.as_second()).collect(),
            channels: marketplaces
                .iter()
                .map(|marketplace| {
                    let channel = &marketplace.capabilities().channel;
                    (channel.to_string(), on(channel))
                })
                .collect(),
        }
    }
}

/// The place of a state among [`State::ALL`].
fn place(state: State) -> u8 {
    let at = State::ALL.iter().position(|known| *known == state);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}
