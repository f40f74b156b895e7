//! Catalogue search in memory: a simple implementation of the port's promises, with which the fast one is compared.

use std::{cmp::Ordering, collections::BTreeMap};

use app::{
    StoreError,
    ports::{
        Catalogue, CatalogueCard, CatalogueIndex, CataloguePage, CatalogueQuery, CatalogueSort, ListingCard,
        Versioned,
    },
};
use async_trait::async_trait;
use domain::{ListingKey, ProductId};
use serde::{Deserialize, Serialize};

use super::{
    fold::{compact, words},
    memory::{Kind, Memory, State, bad_cursor},
};

/// The sort values of a card, which are also the position where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place {
    key: SortKey,
    id: ProductId,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum SortKey {
    Number(Option<i128>),
    Text(String),
}

#[async_trait]
impl Catalogue for Memory {
    async fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError> {
        let after: Option<Place> = match &query.cursor {
            Some(cursor) => Some(serde_json::from_str(cursor).map_err(|_| bad_cursor())?),
            None => None,
        };
        let mut cards: Vec<(Place, CatalogueCard)> = {
            let state = self.state();
            let listings = by_product(&state);
            let products = state.products.by_id.values();
            products
                .map(|stored| {
                    let own = listings.get(&stored.value.id).into_iter().flatten().copied();
                    CatalogueCard::of(&stored.value, stored.version).with_listings(own)
                })
                .filter(|card| matches(card, query))
                .map(|card| (place(&card, query), card))
                .collect()
        };
        let in_state =
            |card: &CatalogueCard| query.state.is_none_or(|state| query.states_of(card).contains(&state));
        let of_status = |card: &CatalogueCard| query.status.is_none_or(|status| card.status == status);
        let (mut by_status, mut by_state) = (BTreeMap::new(), BTreeMap::new());
        for (_, card) in &cards {
            if in_state(card) {
                *by_status.entry(card.status).or_insert(0) += 1;
            }
            if of_status(card) {
                for state in query.states_of(card) {
                    *by_state.entry(state).or_insert(0) += 1;
                }
            }
        }
        cards.retain(|(_, card)| in_state(card) && of_status(card));
        let under_floor = cards.iter().filter(|(_, card)| card.is_under_floor()).count();
        let order = |a: &Place, b: &Place| if query.descending { b.cmp(a) } else { a.cmp(b) };
        cards.sort_by(|(a, _), (b, _)| order(a, b));
        let total = cards.len();
        cards
            .retain(|(place, _)| after.as_ref().is_none_or(|after| order(place, after) == Ordering::Greater));
        cards.drain(..query.offset.min(cards.len()));
        let limit = query.limit.clamp(1, 200);
        let next = match cards.get(limit - 1) {
            Some((last, _)) if cards.len() > limit => Some(
                serde_json::to_string(last).map_err(|problem| StoreError::Corrupt(problem.to_string()))?,
            ),
            _ => None,
        };
        cards.truncate(limit);
        let cards = cards.into_iter().map(|(_, card)| card).collect();
        Ok(CataloguePage { cards, next, total, by_status, by_state, under_floor })
    }

    async fn index(&self, since: Option<&str>) -> Result<CatalogueIndex, StoreError> {
        let since: u64 = since
            .map_or(Ok(0), |since| since.parse().map_err(|_| StoreError::Corrupt("cursor".to_owned())))?;
        let state = self.state();
        let listings = by_product(&state);
        let cards = state.products.by_id.values().filter_map(|stored| {
            let id = &stored.value.id;
            let own = listings.get(id).into_iter().flatten().copied();
            let written = state.catalogue_writes.get(id).copied().unwrap_or(0);
            (written >= since).then(|| CatalogueCard::of(&stored.value, stored.version).with_listings(own))
        });
        Ok(CatalogueIndex { cards: cards.collect(), token: (state.catalogue_clock + 1).to_string() })
    }

    async fn listing_cards(&self, keys: &[ListingKey]) -> Result<Vec<Versioned<ListingCard>>, StoreError> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| state.listings.cards.get(key).cloned()).collect())
    }

    async fn put_listing_cards(&self, cards: &[(ListingCard, u64)]) -> Result<Vec<bool>, StoreError> {
        let mut state = self.state();
        let mut written = Vec::new();
        for (card, expected) in cards {
            let at = state.listings.cards.get(&card.key).map_or(0, |stored| stored.version);
            let fits = at == *expected;
            if fits {
                state.write(Kind::ListingCard)?;
                let stored = Versioned { value: card.clone(), version: expected + 1 };
                let before =
                    state.listings.cards.get(&card.key).and_then(|before| before.value.product.clone());
                state.catalogue_moved(before.as_ref());
                state.catalogue_moved(card.product.as_ref());
                state.listings.cards.insert(card.key.clone(), stored);
            }
            written.push(fits);
        }
        Ok(written)
    }
}

/// The cards of the listings of each product.
fn by_product(state: &State) -> BTreeMap<&ProductId, Vec<&ListingCard>> {
    let mut by: BTreeMap<&ProductId, Vec<&ListingCard>> = BTreeMap::new();
    for card in state.listings.cards.values() {
        if let Some(product) = &card.value.product {
            by.entry(product).or_default().push(&card.value);
        }
    }
    by
}

/// All conditions except status and state, which the tabs' counts ignore.
fn matches(card: &CatalogueCard, query: &CatalogueQuery) -> bool {
    query.channel.as_ref().is_none_or(|channel| card.channels.contains(channel))
        && query.missing_on.as_ref().is_none_or(|channel| !card.channels.contains(channel))
        && query.category.as_ref().is_none_or(|category| {
            card.category.as_ref().is_some_and(|other| domain::identity::same(other, category))
        })
        && (!query.attention || !card.attention.is_empty())
        && query.fits(card)
        && query.text.as_ref().is_none_or(|text| says(card, text))
}

/// Whether each word of `text` is the beginning of a word of the title or of a SKU, or all of `text` is the beginning
/// of a SKU.
fn says(card: &CatalogueCard, text: &str) -> bool {
    let mut known = words(&card.title);
    for sku in &card.skus {
        known.extend(words(sku));
        known.push(compact(sku));
    }
    let whole = compact(text);
    words(text).iter().all(|word| known.iter().any(|known| known.starts_with(word)))
        || (!whole.is_empty() && card.skus.iter().any(|sku| compact(sku).starts_with(&whole)))
}

fn place(card: &CatalogueCard, query: &CatalogueQuery) -> Place {
    let key = match query.sort {
        CatalogueSort::Margin | CatalogueSort::ChannelPrice => {
            SortKey::Number(query.listed_key(card).map(i128::from))
        }
        CatalogueSort::UpdatedAt => SortKey::Number(Some(card.updated_at.as_nanosecond())),
        CatalogueSort::Price => SortKey::Number(card.min_price.map(|price| i128::from(price.get()))),
        CatalogueSort::Title => SortKey::Text(words(&card.title).join(" ")),
        CatalogueSort::Sku => SortKey::Text(card.skus.first().map(|sku| compact(sku)).unwrap_or_default()),
        // The same key for every card, so that the id decides.
        CatalogueSort::Id => SortKey::Text(String::new()),
    };
    Place { key, id: card.id.clone() }
}
