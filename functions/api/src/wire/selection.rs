//! Selecting many products: by their ids, or by the conditions of the list in which they were ticked.

use app::{catalogue::selection::Selected, ports::CatalogueQuery};
use domain::{Channel, ProductId, Rupiah, SyncState as State};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    enums::{ProductStatus, SyncState},
    number::Percent,
};
use crate::{
    ApiState,
    problem::{
        Problem,
        codes::{request, values},
    },
    routes::products::channel_of,
};

/// The most ids in one selection.
const MOST_IDS: usize = 1_000;

/// The conditions of the list of products; every one that is present must hold.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductFilter {
    /// Words of the title, or a SKU, each also as a prefix.
    pub q: Option<String>,
    pub status: Option<ProductStatus>,
    /// Listed on this channel.
    pub channel: Option<String>,
    /// Not listed on this channel: what could be offered there.
    pub missing_on: Option<String>,
    pub category: Option<String>,
    /// `true`: only products that a person should look at.
    pub attention: Option<bool>,
    /// In this state on a channel; on `channel` where it is named.
    pub state: Option<SyncState>,
    /// In this state on that channel; several are separated by commas and must all hold.
    #[schema(example = "shopee:pending,tiktok_shop:failed")]
    pub channel_state: Option<String>,
    /// `true`: a variant is under the floor on a channel. `false`: none is.
    pub under_floor: Option<bool>,
    /// The least margin on any channel, in percent of the cost, is at least this.
    #[schema(value_type = Option<f64>)]
    pub margin_min: Option<Percent>,
    #[schema(value_type = Option<f64>)]
    pub margin_max: Option<Percent>,
    /// A base price is at least this, in whole rupiah.
    pub price_min: Option<i64>,
    /// A base price is at most this, in whole rupiah.
    pub price_max: Option<i64>,
    /// Changed at this time or later.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// Changed before this time.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub updated_before: Option<Timestamp>,
}

impl ProductFilter {
    /// The filter as a search. A problem names its field with the prefix `at`, such as `filter.`.
    pub fn query(self, state: &ApiState, at: &str) -> Result<CatalogueQuery, Problem> {
        let channel = |name: Option<String>, field: &str| {
            let found = name.as_deref().map(|name| channel_of(state, name)).transpose();
            found.map_err(|problem| problem.field(format!("{at}{field}")))
        };
        Ok(CatalogueQuery {
            text: self.q.filter(|text| !text.trim().is_empty()),
            status: self.status.map(Into::into),
            channel: channel(self.channel, "channel")?,
            missing_on: channel(self.missing_on, "missing_on")?,
            category: self.category,
            attention: self.attention.unwrap_or(false),
            state: self.state.map(Into::into),
            channel_states: match self.channel_state {
                None => Vec::new(),
                Some(text) => channel_states(state, &text)
                    .map_err(|problem| problem.field(format!("{at}channel_state")))?,
            },
            under_floor: self.under_floor,
            margin_min: self.margin_min.map(|percent| percent.0),
            margin_max: self.margin_max.map(|percent| percent.0),
            price_min: self.price_min.map(Rupiah::new),
            price_max: self.price_max.map(Rupiah::new),
            updated_since: self.updated_since,
            updated_before: self.updated_before,
            ..CatalogueQuery::default()
        })
    }
}

/// Reads `shopee:pending,tiktok_shop:failed`.
fn channel_states(state: &ApiState, text: &str) -> Result<Vec<(Channel, State)>, Problem> {
    let read = |pair: &str| {
        let (channel, word) = pair.trim().split_once(':').ok_or(())?;
        Ok::<_, ()>((channel.to_owned(), State::find(word).ok_or(())?))
    };
    text.split(',')
        .map(|pair| {
            let (channel, found) = read(pair).map_err(|()| Problem::of(&request::CHANNEL_STATE_MALFORMED))?;
            Ok((channel_of(state, &channel)?, found))
        })
        .collect()
}

/// Which products: those with these ids, or all that the filter finds without those in `except`. Exactly one of the two.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "filter": { "state": "pending" }, "except": [] }))]
pub struct Selection {
    /// Product ids, at most 1,000.
    pub ids: Option<Vec<String>>,
    /// `{}` for all products.
    pub filter: Option<ProductFilter>,
    /// With `filter`: ids that are left out, at most 1,000.
    #[serde(default)]
    pub except: Vec<String>,
}

impl Selection {
    /// The selection as a search. An id that no product can have is left out.
    pub fn query(self, state: &ApiState, at: &str) -> Result<CatalogueQuery, Problem> {
        Ok(match self.read(state, at)? {
            Selected::Ids(ids) => {
                CatalogueQuery { ids: Some(ids.into_iter().collect()), ..CatalogueQuery::default() }
            }
            Selected::Filter(query) => *query,
        })
    }

    /// The selected products. A problem names its field with the prefix `at`, such as `selection.`.
    pub fn read(self, state: &ApiState, at: &str) -> Result<Selected, Problem> {
        let parse = |field: &str, ids: Vec<String>| -> Result<Vec<ProductId>, Problem> {
            if ids.len() > MOST_IDS {
                return Err(Problem::of(&values::TOO_MANY_NAMED).field(format!("{at}{field}")));
            }
            let one = |(index, id): (usize, &String)| {
                ProductId::parse(id)
                    .map_err(|wrong| Problem::from(wrong).field(format!("{at}{field}[{index}]")))
            };
            ids.iter().enumerate().map(one).collect()
        };
        match (self.ids, self.filter) {
            (Some(ids), None) if !ids.is_empty() && self.except.is_empty() => {
                Ok(Selected::ids(parse("ids", ids)?))
            }
            (None, Some(filter)) => {
                let except = parse("except", self.except)?.into_iter().collect();
                let query = filter.query(state, &format!("{at}filter."))?;
                Ok(Selected::Filter(Box::new(CatalogueQuery { except, ..query })))
            }
            // Neither or both are given, so the selection is ambiguous.
            _ => Err(Problem::of(&values::NOTHING_NAMED).field(at.trim_end_matches('.').to_owned())),
        }
    }
}
