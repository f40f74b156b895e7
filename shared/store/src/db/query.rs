//! Queries within one partition, page by page.
//!
//! A cursor is the sort key of the last item returned (for an index also the item's own key), as base64url of JSON. It
//! never contains the partition, so a forged cursor cannot read another partition.

use app::{StoreError, ports::Page};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use super::{Expr, Item, failure, s, text};
use crate::{
    Store,
    keys::{Key, Newest, moment},
    meter::{self, Read},
    schema,
};

/// Items per read of a query whose filter removes most of them.
const FILTERED: usize = 1000;
/// The largest page, in items.
const LARGEST_PAGE: usize = 1000;

#[derive(Debug, Clone)]
pub(crate) struct Query {
    index: Option<&'static str>,
    partition: String,
    range: Range,
    filter: Option<Expr>,
    newest_first: bool,
}

#[derive(Debug, Clone)]
enum Range {
    All,
    Prefix(String),
    From(String),
    /// At or after the first text, and before the second.
    Between(String, String),
}

impl Query {
    /// The items of a partition whose sort key begins with `prefix`.
    pub(crate) fn prefix(partition: impl Into<String>, prefix: impl Into<String>) -> Self {
        Self::new(None, partition, Range::Prefix(prefix.into()))
    }

    /// The items of a partition from the sort key `from` on.
    pub(crate) fn from(partition: impl Into<String>, from: impl Into<String>) -> Self {
        Self::new(None, partition, Range::From(from.into()))
    }

    pub(crate) fn partition(partition: impl Into<String>) -> Self {
        Self::new(None, partition, Range::All)
    }

    pub(crate) fn newest(list: Newest) -> Self {
        Self::new(Some(schema::GSI1), list.partition(), Range::All).newest_first()
    }

    /// The matches in one partition of `gsi1`, in descending order.
    pub(crate) fn matches(partition: String) -> Self {
        Self::new(Some(schema::GSI1), partition, Range::All).newest_first()
    }

    /// The cards of a shard that were written at or after `from`; all cards of the shard without it.
    pub(crate) fn catalogue(partition: String, from: Option<String>) -> Self {
        Self::new(Some(schema::CATALOGUE), partition, from.map_or(Range::All, Range::From))
    }

    fn new(index: Option<&'static str>, partition: impl Into<String>, range: Range) -> Self {
        Self { index, partition: partition.into(), range, filter: None, newest_first: false }
    }

    pub(crate) fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    pub(crate) fn filter(mut self, filter: Expr) -> Self {
        self.filter = Some(filter);
        self
    }

    /// For a list ordered by time: only the items at or after `since` and before `until`.
    pub(crate) fn within(mut self, since: Option<Timestamp>, until: Option<Timestamp>) -> Self {
        if since.is_some() || until.is_some() {
            let from = since.map(moment).unwrap_or_default();
            // `~` sorts after every digit.
            let to = until.map_or_else(|| "~".to_owned(), moment);
            self.range = Range::Between(from, to);
        }
        self
    }

    fn attributes(&self) -> (&'static str, &'static str) {
        match self.index {
            None => ("pk", "sk"),
            Some(schema::GSI1) => ("g1pk", "g1sk"),
            Some(_) => ("cpk", "csk"),
        }
    }

    fn condition(&self) -> Expr {
        let (hash, range) = self.attributes();
        let condition = match &self.range {
            Range::All => Expr::new(format!("#{hash} = :hash")),
            Range::Prefix(prefix) => Expr::new(format!("#{hash} = :hash AND begins_with(#{range}, :range)"))
                .value(":range", s(prefix)),
            Range::From(from) => {
                Expr::new(format!("#{hash} = :hash AND #{range} >= :range")).value(":range", s(from))
            }
            Range::Between(from, to) => {
                // A sort key continues after its moment, so an item at exactly `to` sorts after `to`. An empty text is
                // not a valid key.
                let from = if from.is_empty() { "0" } else { from };
                Expr::new(format!("#{hash} = :hash AND #{range} BETWEEN :from AND :to"))
                    .value(":from", s(from))
                    .value(":to", s(to))
            }
        };
        condition.value(":hash", s(&self.partition))
    }

    /// The cursor after `item`.
    fn cursor_after(&self, item: &Item) -> Option<String> {
        let (_, range) = self.attributes();
        let mut place = vec![text(item, range)?];
        if self.index.is_some() {
            place.extend([text(item, "pk")?, text(item, "sk")?]);
        }
        Some(cursor_of(&place))
    }

    /// The start key that a cursor contains.
    fn start(&self, cursor: &str) -> Result<Item, StoreError> {
        let place: Vec<String> = read_cursor(cursor)?;
        let (hash, range) = self.attributes();
        let within = |sort: &str| match &self.range {
            Range::All => true,
            Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
            Range::From(from) => sort >= from.as_str(),
            Range::Between(from, to) => (from.as_str()..=to.as_str()).contains(&sort),
        };
        match place.as_slice() {
            [sort] if self.index.is_none() && within(sort) => Ok(Key::new(&self.partition, sort).into_item()),
            [sort, pk, sk] if self.index.is_some() && within(sort) => {
                let mut item = Key::new(pk, sk).into_item();
                item.insert(hash.to_owned(), s(&self.partition));
                item.insert(range.to_owned(), s(sort));
                Ok(item)
            }
            _ => Err(bad_cursor()),
        }
    }
}

impl Store {
    /// One page of at most `limit` items. Reads one item more than it returns, so that the last page has no cursor.
    pub(crate) async fn page(
        &self,
        query: &Query,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Item>, StoreError> {
        let limit = limit.clamp(1, LARGEST_PAGE);
        let mut start = cursor.map(|cursor| query.start(cursor)).transpose()?;
        let (mut items, mut at_once) = (Vec::new(), limit + 1);
        loop {
            let (found, last) = self.query_once(query, start, Some(at_once)).await?;
            items.extend(found);
            start = last;
            if items.len() > limit || start.is_none() {
                break;
            }
            at_once = if query.filter.is_some() { FILTERED } else { limit + 1 - items.len() };
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).and_then(|last| query.cursor_after(last));
        Ok(Page { items, next })
    }

    /// Like [`Store::page`], for a filter that removes most items. After `reads` reads the page ends, even with fewer
    /// than `limit` items, and its cursor continues after the last item that was read.
    pub(crate) async fn page_of_few(
        &self,
        query: &Query,
        cursor: Option<&str>,
        limit: usize,
        reads: usize,
    ) -> Result<Page<Item>, StoreError> {
        let limit = limit.clamp(1, LARGEST_PAGE);
        let mut start = cursor.map(|cursor| query.start(cursor)).transpose()?;
        let mut items = Vec::new();
        for _ in 0..reads {
            let (found, last) = self.query_once(query, start, Some(FILTERED)).await?;
            items.extend(found);
            start = last;
            if items.len() > limit || start.is_none() {
                break;
            }
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let last = if more { items.last() } else { start.as_ref() };
        let next = last.and_then(|last| query.cursor_after(last));
        Ok(Page { items, next })
    }

    pub(crate) async fn query_all(&self, query: &Query) -> Result<Vec<Item>, StoreError> {
        self.query_map(query, Ok).await
    }

    /// All results of a query. `read` converts the items page by page, so that no more than one page of raw items is in
    /// memory.
    pub(crate) async fn query_map<T>(
        &self,
        query: &Query,
        read: impl Fn(Item) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let (mut all, mut start) = (Vec::new(), None);
        loop {
            let (found, last) = self.query_once(query, start, None).await?;
            for item in found {
                all.push(read(item)?);
            }
            start = last;
            if start.is_none() {
                return Ok(all);
            }
        }
    }

    async fn query_once(
        &self,
        query: &Query,
        start: Option<Item>,
        limit: Option<usize>,
    ) -> Result<(Vec<Item>, Option<Item>), StoreError> {
        let condition = query.condition();
        let (names, values) = Expr::mentions(std::iter::once(&condition).chain(&query.filter));
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(query.index.map(str::to_owned))
            .key_condition_expression(condition.text())
            .set_filter_expression(query.filter.as_ref().map(Expr::text))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .scan_index_forward(!query.newest_first)
            // DynamoDB has no consistent reads of a global index.
            .consistent_read(query.index.is_none())
            .set_exclusive_start_key(start)
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| failure(&error))?;
        let found = answer.items.unwrap_or_default();
        let read = Read::Query { consistent: query.index.is_none(), found: &found };
        meter::read(answer.consumed_capacity.as_ref(), read);
        Ok((found, answer.last_evaluated_key.filter(|key| !key.is_empty())))
    }
}

pub(crate) fn cursor_of<T: Serialize>(place: &T) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

pub(crate) fn read_cursor<T: DeserializeOwned>(cursor: &str) -> Result<T, StoreError> {
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad_cursor())?;
    serde_json::from_slice(&json).map_err(|_| bad_cursor())
}

/// The API recognises an invalid cursor by this word.
fn bad_cursor() -> StoreError {
    StoreError::Corrupt("cursor".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_stays_within_its_question() {
        let query = Query::prefix("RUN#run_1", "ROW#");
        let item = Key::new("RUN#run_1", "ROW#000000#shopee#1#2#job_1").into_item();
        let cursor = query.cursor_after(&item).unwrap();
        assert_eq!(query.start(&cursor).unwrap(), item);
        let elsewhere = cursor_of(&["JOB#job_1"]);
        let of_an_index = cursor_of(&["a", "b", "c"]);
        for wrong in ["", "%%%", "e30", &elsewhere, &of_an_index] {
            assert_eq!(query.start(wrong), Err(bad_cursor()), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_of_an_index_carries_the_items_own_key() {
        let query = Query::newest(Newest::Plans);
        let mut item = Key::new("PLAN#pln_1", "PLAN").into_item();
        item.insert("g1pk".to_owned(), s("PLANS"));
        item.insert("g1sk".to_owned(), s("2026-11-20T01:00:00.000000000Z#pln_1"));
        assert_eq!(query.start(&query.cursor_after(&item).unwrap()).unwrap(), item);
    }
}
