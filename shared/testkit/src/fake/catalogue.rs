//! Catalogue search in memory: the plain reading of what the port promises, for the clever one to be compared with.

use std::{cmp::Ordering, collections::BTreeMap};

use app::{
    StoreError,
    ports::{Catalogue, CatalogueCard, CataloguePage, CatalogueQuery, CatalogueSort, Versioned},
};
use async_trait::async_trait;
use domain::{Product, ProductId};
use serde::{Deserialize, Serialize};

use super::{
    fold::{compact, words},
    memory::{Memory, bad_cursor},
};

/// What a card is sorted by, and with it the place where a page ended.
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
        let mut cards: Vec<(Place, CatalogueCard)> = self
            .state()
            .products
            .by_id
            .values()
            .map(card)
            .filter(|card| matches(card, query))
            .map(|card| (place(&card, query.sort), card))
            .collect();
        let mut by_status = BTreeMap::new();
        for (_, card) in &cards {
            *by_status.entry(card.status).or_insert(0) += 1;
        }
        cards.retain(|(_, card)| query.status.is_none_or(|status| card.status == status));
        let order = |a: &Place, b: &Place| if query.descending { b.cmp(a) } else { a.cmp(b) };
        cards.sort_by(|(a, _), (b, _)| order(a, b));
        let total = cards.len();
        cards
            .retain(|(place, _)| after.as_ref().is_none_or(|after| order(place, after) == Ordering::Greater));
        let limit = query.limit.clamp(1, 200);
        let next = match cards.get(limit - 1) {
            Some((last, _)) if cards.len() > limit => Some(
                serde_json::to_string(last).map_err(|problem| StoreError::Corrupt(problem.to_string()))?,
            ),
            _ => None,
        };
        cards.truncate(limit);
        let cards = cards.into_iter().map(|(_, card)| card).collect();
        Ok(CataloguePage { cards, next, total, by_status })
    }
}

/// What a list shows of a product.
fn card(stored: &Versioned<Product>) -> CatalogueCard {
    let product = &stored.value;
    let prices = || product.variants.iter().filter_map(|variant| variant.base_price);
    CatalogueCard {
        id: product.id.clone(),
        title: product.title.to_string(),
        skus: product.variants.iter().filter_map(|variant| Some(variant.sku.as_ref()?.to_string())).collect(),
        status: product.status,
        channels: product.channels.clone(),
        category: product.category.clone(),
        min_price: prices().min(),
        max_price: prices().max(),
        image: product.images.first().map(|image| image.url.clone()),
        attention: product.attention.clone(),
        updated_at: product.updated_at,
        version: stored.version,
    }
}

/// Every condition but the status, which the tabs ignore.
fn matches(card: &CatalogueCard, query: &CatalogueQuery) -> bool {
    query.channel.as_ref().is_none_or(|channel| card.channels.contains(channel))
        && query.missing_on.as_ref().is_none_or(|channel| !card.channels.contains(channel))
        && query.category.as_ref().is_none_or(|category| {
            card.category.as_ref().is_some_and(|other| domain::identity::same(other, category))
        })
        && (!query.attention || !card.attention.is_empty())
        && query.text.as_ref().is_none_or(|text| says(card, text))
}

/// Every word of `text` begins a word of the title or a SKU, or all of `text` begins a SKU.
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

fn place(card: &CatalogueCard, sort: CatalogueSort) -> Place {
    let key = match sort {
        CatalogueSort::UpdatedAt => SortKey::Number(Some(card.updated_at.as_nanosecond())),
        CatalogueSort::Price => SortKey::Number(card.min_price.map(|price| i128::from(price.get()))),
        CatalogueSort::Title => SortKey::Text(words(&card.title).join(" ")),
        CatalogueSort::Sku => SortKey::Text(card.skus.first().map(|sku| compact(sku)).unwrap_or_default()),
        // Equal for all: the id decides.
        CatalogueSort::Id => SortKey::Text(String::new()),
    };
    Place { key, id: card.id.clone() }
}
