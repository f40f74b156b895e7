//! Products: the master catalogue and its search.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    BasisPoints, Channel, ListingKey, Product, ProductId, ProductStatus, Rupiah, SyncState, VariantId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CatalogueCard, ListingCard, ListingState, Versioned};
use crate::StoreError;

/// The owner of a SKU. A SKU belongs to one variant of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuClaim {
    /// [`domain::Sku::folded`].
    pub sku: String,
    pub product: ProductId,
    pub variant: VariantId,
}

/// A product built from a listing, written together with the listing's link to it and its SKU claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMaster {
    pub product: Product,
    /// The states of the listings that now belong to it, each with the version it was read at.
    pub listings: Vec<Versioned<ListingState>>,
}

/// A read of many ids or SKUs takes any number of them: the implementation divides them into requests, several at a
/// time.
#[async_trait]
pub trait Products: Send + Sync {
    async fn get(&self, id: &ProductId) -> Result<Option<Versioned<Product>>, StoreError>;

    /// Those of `ids` that exist, in any order.
    async fn get_many(&self, ids: &[ProductId]) -> Result<Vec<Versioned<Product>>, StoreError>;

    /// Creates a product and claims its SKUs, all or nothing. `Conflict` when the id exists, `SkuTaken` when another
    /// product owns one of its SKUs.
    async fn create(&self, product: &Product) -> Result<Versioned<Product>, StoreError>;

    /// Creates masters with their links, each all or nothing, many per request. Returns for each whether it was
    /// written. `false` if the product exists, a SKU is taken or a listing changed: read again and decide again.
    async fn create_masters(&self, masters: &[NewMaster]) -> Result<Vec<bool>, StoreError>;

    /// Replaces a product read at `expected`, together with its SKU claims and the listing states that change with it,
    /// in one transaction.
    async fn put(
        &self,
        product: &Product,
        expected: u64,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError>;

    /// The owners of these folded SKUs; those without one are left out.
    async fn sku_claims(&self, folded: &[String]) -> Result<Vec<SkuClaim>, StoreError>;
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueSort {
    #[default]
    UpdatedAt,
    Title,
    Price,
    Sku,
    /// By the lowest margin on any channel, or on [`CatalogueQuery::channel`].
    Margin,
    /// By the lowest price on [`CatalogueQuery::channel`]: the wanted price, or otherwise the current one.
    ChannelPrice,
    /// By id, an order that no edit changes, for reading in pages.
    Id,
}

/// A search. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CatalogueQuery {
    /// Words of the title, or a SKU, each also as a prefix; case, accents and punctuation do not count.
    pub text: Option<String>,
    pub status: Option<ProductStatus>,
    pub channel: Option<Channel>,
    /// Not listed on this channel, so it could be offered there.
    pub missing_on: Option<Channel>,
    pub category: Option<String>,
    /// Only products that a person should look at.
    pub attention: bool,
    /// One of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<BTreeSet<ProductId>>,
    /// Not one of these.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub except: BTreeSet<ProductId>,
    /// In this state on a channel; on [`Self::channel`] where one is named.
    pub state: Option<SyncState>,
    /// In this state on that channel, each of them.
    pub channel_states: Vec<(Channel, SyncState)>,
    /// A variant is under the floor on a channel, or none is.
    pub under_floor: Option<bool>,
    /// The least margin on any channel is at least this.
    pub margin_min: Option<BasisPoints>,
    /// The least margin on any channel is at most this.
    pub margin_max: Option<BasisPoints>,
    /// A base price is at least this.
    pub price_min: Option<Rupiah>,
    /// A base price is at most this.
    pub price_max: Option<Rupiah>,
    /// Changed at this time or later.
    pub updated_since: Option<Timestamp>,
    /// Changed before this time.
    pub updated_before: Option<Timestamp>,
    pub sort: CatalogueSort,
    pub descending: bool,
    /// 1 to 200.
    pub limit: usize,
    pub cursor: Option<String>,
    /// Skips this many results, counted from the cursor if there is one.
    pub offset: usize,
}

impl CatalogueQuery {
    /// Whether the card meets the conditions on listings, prices and time. [`Self::state`] is not checked, because the
    /// tabs' counts ignore it.
    pub fn fits(&self, card: &CatalogueCard) -> bool {
        let price_from = |least: Rupiah| card.max_price.is_some_and(|price| price >= least);
        let price_to = |most: Rupiah| card.min_price.is_some_and(|price| price <= most);
        !self.except.contains(&card.id)
            && self.ids.as_ref().is_none_or(|ids| ids.contains(&card.id))
            && self.channel_states.iter().all(|(channel, state)| card.state_on(channel) == *state)
            && self.under_floor.is_none_or(|under| card.is_under_floor() == under)
            && self.margin_min.is_none_or(|least| card.margin().is_some_and(|margin| margin >= least))
            && self.margin_max.is_none_or(|most| card.margin().is_some_and(|margin| margin <= most))
            && self.price_min.is_none_or(price_from)
            && self.price_max.is_none_or(price_to)
            && self.updated_since.is_none_or(|since| card.updated_at >= since)
            && self.updated_before.is_none_or(|before| card.updated_at < before)
    }

    /// The states under which `card` is counted: those on the requested channel, or on any channel.
    pub fn states_of(&self, card: &CatalogueCard) -> BTreeSet<SyncState> {
        match &self.channel {
            Some(channel) => BTreeSet::from([card.state_on(channel)]),
            None => card.states(),
        }
    }

    /// The sort value of `card`, if the order depends on its listings.
    pub fn listed_key(&self, card: &CatalogueCard) -> Option<i64> {
        let on = self.channel.as_ref().and_then(|channel| card.listed.get(channel));
        match self.sort {
            CatalogueSort::Margin => {
                let margin = match &self.channel {
                    Some(_) => on.and_then(|on| on.margin),
                    None => card.margin(),
                };
                margin.map(|margin| i64::from(margin.0))
            }
            CatalogueSort::ChannelPrice => on.and_then(|on| on.target.or(on.live)).map(|span| span.min.get()),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CataloguePage {
    pub cards: Vec<CatalogueCard>,
    pub next: Option<String>,
    /// The total number of matches.
    pub total: usize,
    /// The number of matches per status, without the condition `status`, for the tabs of a list.
    pub by_status: BTreeMap<ProductStatus, usize>,
    /// The number of matches per state, without the condition `state`. A product counts in each state that it has on a
    /// channel.
    pub by_state: BTreeMap<SyncState, usize>,
    /// The number of matches with a variant under the floor.
    pub under_floor: usize,
}

/// The cards of the whole catalogue, or only the changed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueIndex {
    pub cards: Vec<CatalogueCard>,
    /// Pass it as `since` to get the cards that are written from now on.
    pub token: String,
}

#[async_trait]
pub trait Catalogue: Send + Sync {
    /// Finds every product that this process wrote before the call; products of other processes are found within a
    /// second.
    async fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError>;

    /// All cards, or those written since `since`, the token of an earlier answer. Some cards that were written shortly
    /// before are returned again. In the order of their ids. `Corrupt("cursor")` for an invalid token.
    async fn index(&self, since: Option<&str>) -> Result<CatalogueIndex, StoreError>;

    /// The cards of those of `keys` (any number) that have one, in any order. Always finds the newest cards.
    async fn listing_cards(&self, keys: &[ListingKey]) -> Result<Vec<Versioned<ListingCard>>, StoreError>;

    /// Replaces cards, each read at the version beside it (0 for a new card). Returns for each whether it was written.
    /// `false` if it changed: read and make it again.
    async fn put_listing_cards(&self, cards: &[(ListingCard, u64)]) -> Result<Vec<bool>, StoreError>;
}
