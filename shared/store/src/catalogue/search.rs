//! One search: one pass over all rows, without an allocation per row.
//!
//! The pass counts what matches and keeps the best `limit + 1` rows beyond the cursor in a heap; only the cards of the
//! page are cloned.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use app::{
    StoreError,
    ports::{CataloguePage, CatalogueQuery, CatalogueSort},
};
use domain::{ProductId, SyncState, identity};
use serde::{Deserialize, Serialize};

use super::{
    cards::{Cards, Row, SKU, WORD, bit_of},
    fold::{push_compact, push_words},
};
use crate::db::{cursor_of, read_cursor};

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey<'a> {
    Number(Option<i128>),
    Text(&'a str),
}

/// Where a page ended.
#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    sort: CatalogueSort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    id: ProductId,
}

/// A row with the values that order it. The greatest row comes last in the results.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place<'a> {
    key: SortKey<'a>,
    id: &'a ProductId,
    descending: bool,
    row: usize,
}

impl Ord for Place<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = (self.key, self.id).cmp(&(other.key, other.id));
        if self.descending { order.reverse() } else { order }
    }
}

impl PartialOrd for Place<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The words of a query. A row matches when each of them is the beginning of one of its words or SKUs, or when all of
/// them together are the beginning of a SKU.
struct Wanted {
    /// Each word twice: with the mark of a word's start and with the mark of a SKU's start.
    words: Vec<(String, String)>,
    whole: String,
}

impl Wanted {
    /// `None` for a text without letters and digits, which restricts nothing.
    fn read(text: &str) -> Option<Self> {
        let (mut words, mut whole) = (String::new(), String::from(SKU));
        push_words(&mut words, WORD, text);
        push_compact(&mut whole, text);
        let words: Vec<_> =
            words.split(WORD).skip(1).map(|word| (format!("{WORD}{word}"), format!("{SKU}{word}"))).collect();
        (!words.is_empty()).then_some(Self { words, whole })
    }

    fn is_in(&self, row: &Row) -> bool {
        let says = |text: &String| row.text.contains(text.as_str());
        self.words.iter().all(|(word, sku)| says(word) || says(sku)) || says(&self.whole)
    }
}

impl Cards {
    /// Searches; `limit` is kept within 1 to 200.
    pub fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError> {
        let after: Option<Cursor> = query.cursor.as_deref().map(read_cursor).transpose()?;
        let after = after.as_ref().map(|cursor| cursor.place(query)).transpose()?;
        let wanted = query.text.as_deref().and_then(Wanted::read);
        let category = query.category.as_deref().map(identity::key);
        let channel = query.channel.as_ref().map(|channel| self.bit(channel).unwrap_or(0));
        let missing = query.missing_on.as_ref().map(|channel| self.bit(channel).unwrap_or(0));
        let limit = query.limit.clamp(1, 200);

        let (mut by_status, mut of_state) = (BTreeMap::new(), [0; SyncState::ALL.len()]);
        let (mut total, mut under_floor) = (0, 0);
        let wanted_rows = query.offset.saturating_add(limit);
        let mut best: BinaryHeap<Place<'_>> = BinaryHeap::with_capacity(wanted_rows.min(self.rows.len()) + 2);
        for (at, row) in self.rows.iter().enumerate() {
            let fits = channel.is_none_or(|bit| row.channels & bit != 0)
                && missing.is_none_or(|bit| row.channels & bit == 0)
                && (!query.attention || !row.card.attention.is_empty())
                && category.as_deref().is_none_or(|category| row.category.as_deref() == Some(category))
                && query.fits(&row.card)
                && wanted.as_ref().is_none_or(|wanted| wanted.is_in(row));
            if !fits {
                continue;
            }
            let states = match &query.channel {
                Some(channel) => bit_of(row.card.state_on(channel)),
                None => row.states,
            };
            let in_state = query.state.is_none_or(|state| states & bit_of(state) != 0);
            let of_status = query.status.is_none_or(|status| status == row.card.status);
            if in_state {
                *by_status.entry(row.card.status).or_insert(0) += 1;
            }
            if of_status {
                for (state, count) in SyncState::ALL.into_iter().zip(&mut of_state) {
                    *count += usize::from(states & bit_of(state) != 0);
                }
            }
            if !in_state || !of_status {
                continue;
            }
            total += 1;
            under_floor += usize::from(row.card.is_under_floor());
            let place =
                Place { key: key(row, query), id: &row.card.id, descending: query.descending, row: at };
            if after.as_ref().is_some_and(|after| place <= *after) {
                continue;
            }
            if best.len() <= wanted_rows {
                best.push(place);
            } else if let Some(mut last) = best.peek_mut()
                && place < *last
            {
                *last = place;
            }
        }
        let mut page = best.into_sorted_vec();
        let more = page.len() > wanted_rows;
        page.truncate(wanted_rows);
        page.drain(..query.offset.min(page.len()));
        let next = page.last().filter(|_| more).map(|last| cursor_of(&Cursor::at(last, query.sort)));
        let cards =
            page.iter().filter_map(|place| self.rows.get(place.row)).map(|row| row.card.clone()).collect();
        let by_state = SyncState::ALL.into_iter().zip(of_state).filter(|(_, count)| *count > 0).collect();
        Ok(CataloguePage { cards, next, total, by_status, by_state, under_floor })
    }
}

fn key<'a>(row: &'a Row, query: &CatalogueQuery) -> SortKey<'a> {
    match query.sort {
        CatalogueSort::Margin | CatalogueSort::ChannelPrice => {
            SortKey::Number(query.listed_key(&row.card).map(i128::from))
        }
        CatalogueSort::UpdatedAt => SortKey::Number(Some(row.card.updated_at.as_nanosecond())),
        CatalogueSort::Price => SortKey::Number(row.card.min_price.map(|price| i128::from(price.get()))),
        CatalogueSort::Title => SortKey::Text(row.title()),
        CatalogueSort::Sku => SortKey::Text(row.sku()),
        // The same key for every row, so that the id decides.
        CatalogueSort::Id => SortKey::Text(""),
    }
}

impl Cursor {
    fn at(place: &Place<'_>, sort: CatalogueSort) -> Self {
        let (number, text) = match place.key {
            SortKey::Number(number) => (number.map(|number| number.to_string()), None),
            SortKey::Text(text) => (None, Some(text.to_owned())),
        };
        Self { sort, number, text, id: place.id.clone() }
    }

    fn place<'a>(&'a self, query: &CatalogueQuery) -> Result<Place<'a>, StoreError> {
        let ours = || StoreError::Corrupt("cursor".to_owned());
        let key = match (self.sort, &self.number, &self.text) {
            _ if self.sort != query.sort => return Err(ours()),
            (CatalogueSort::Title | CatalogueSort::Sku | CatalogueSort::Id, None, Some(text)) => {
                SortKey::Text(text)
            }
            (
                CatalogueSort::UpdatedAt
                | CatalogueSort::Price
                | CatalogueSort::Margin
                | CatalogueSort::ChannelPrice,
                number,
                None,
            ) => SortKey::Number(number.as_ref().map(|n| n.parse().map_err(|_| ours())).transpose()?),
            _ => return Err(ours()),
        };
        Ok(Place { key, id: &self.id, descending: query.descending, row: 0 })
    }
}

#[cfg(test)]
mod tests;
