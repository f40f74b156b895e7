//! Matches: a record, and two short rows of it, one for each of its shops.
//!
//! The next matching reads rows, people read records. Rows of open and of decided matches have different prefixes: a
//! shop has a few thousand open ones, which a reader of decided matches must not have to read. A record and its rows
//! change in one transaction, together with everything else that a decision changes.

use app::{
    StoreError,
    ports::{
        Decision, MatchQuery, MatchRecord, MatchRow, Matches, Merger, Page, Settlement, Standing, Versioned,
    },
};
use async_trait::async_trait;
use domain::{Channel, ListingKey, MatchId, ShopId, matching::Tier};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, read_cursor, s, version},
    keys,
};

mod settle;

#[async_trait]
impl Matches for Store {
    async fn get(&self, id: &MatchId) -> Result<Option<Versioned<MatchRecord>>, StoreError> {
        self.read(keys::match_record(id)).await?.as_ref().map(read_record).transpose()
    }

    async fn get_many(&self, ids: &[MatchId]) -> Result<Vec<Versioned<MatchRecord>>, StoreError> {
        let items = self.read_many(ids.iter().map(keys::match_record), None).await?;
        items.iter().map(read_record).collect()
    }

    async fn list(&self, query: &MatchQuery) -> Result<Page<Versioned<MatchRecord>>, StoreError> {
        let lists: Vec<String> = query
            .tiers
            .iter()
            .flat_map(|tier| query.decisions.iter().map(|decision| list_of(*tier, *decision)))
            .collect();
        // The index of the list, and the cursor within it.
        let (mut at, mut inner) = match query.cursor.as_deref() {
            Some(cursor) => read_cursor::<(usize, Option<String>)>(cursor)?,
            None => (0, None),
        };
        let limit = query.limit.max(1);
        let mut items = Vec::new();
        while let Some(list) = lists.get(at) {
            let mut wanted = Query::matches(list.clone());
            if let Some(channel) = &query.channel {
                let begins = "begins_with(#left, :channel) OR begins_with(#right, :channel)";
                wanted = wanted.filter(Expr::new(begins).value(":channel", s(format!("{channel}:"))));
            }
            let page = self.page(&wanted, inner.as_deref(), limit - items.len()).await?;
            for item in &page.items {
                items.push(read_record(item)?);
            }
            inner = page.next;
            if inner.is_none() {
                at += 1;
            }
            if items.len() >= limit {
                break;
            }
        }
        let next = lists.get(at).map(|_| cursor_of(&(at, inner)));
        Ok(Page { items, next })
    }

    async fn of_listing(&self, key: &ListingKey) -> Result<Vec<MatchRow>, StoreError> {
        let mut rows = Vec::new();
        for open in [false, true] {
            let partition = keys::match_rows(&key.channel, &key.shop);
            let found = self.query_all(&Query::prefix(partition, keys::match_rows_of(key, open))).await?;
            for item in &found {
                rows.push(body::unpack::<MatchRow>(item)?);
            }
        }
        rows.sort_by(|a, b| a.other(key).cmp(b.other(key)));
        Ok(rows)
    }

    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        open: bool,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<MatchRow>, StoreError> {
        let rows = Query::prefix(keys::match_rows(channel, shop), keys::match_state(open));
        let page = self.page(&rows, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn put_many(&self, records: &[Versioned<MatchRecord>]) -> Result<Vec<bool>, StoreError> {
        let mut groups = Vec::with_capacity(records.len());
        for record in records {
            groups.push(self.record_writes(record)?);
        }
        let outcomes = self.write_groups(groups).await?;
        Ok(outcomes.iter().map(crate::db::Outcome::is_written).collect())
    }

    async fn remove_many(&self, rows: &[MatchRow]) -> Result<Vec<bool>, StoreError> {
        let group = |row: &MatchRow| {
            let gone = Write::delete(keys::match_record(&row.id)).when(Expr::at_version(row.version));
            let open = row.decision == Decision::Open;
            let rows = [(&row.left, &row.right), (&row.right, &row.left)]
                .map(|(own, other)| Write::delete(keys::match_row(own, other, open)));
            let [left, right] = rows;
            let kept = [keys::merger(&row.id), keys::standing(&row.id)].map(Write::delete);
            [gone, left, right].into_iter().chain(kept).collect()
        };
        let outcomes = self.write_groups(rows.iter().map(group).collect()).await?;
        Ok(outcomes.iter().map(crate::db::Outcome::is_written).collect())
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StoreError> {
        self.settle_all(settlement).await
    }

    async fn merger(&self, id: &MatchId) -> Result<Option<Merger>, StoreError> {
        self.read(keys::merger(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn standing(&self, id: &MatchId) -> Result<Option<Standing>, StoreError> {
        self.read(keys::standing(id)).await?.as_ref().map(body::unpack).transpose()
    }
}

impl Store {
    /// The writes of the next version of a record, with its rows. The rows of the other state are always deleted: only
    /// a read of the record's item would show whether they exist, and that costs more.
    #[expect(clippy::unused_self, reason = "the writes of a store")]
    fn record_writes(&self, record: &Versioned<MatchRecord>) -> Result<Vec<Write>, StoreError> {
        let next = Versioned { value: record.value.clone(), version: record.version + 1 };
        let value = &next.value;
        let row = MatchRow::of(&next);
        let open = value.decision == Decision::Open;
        let mut writes = vec![Write::put(record_item(&next)?).when(Expr::replaces(record.version))];
        for (own, other) in [(&value.left, &value.right), (&value.right, &value.left)] {
            let mut item = keys::match_row(own, other, open).into_item();
            item.insert(body::BODY.to_owned(), body::pack(&row)?);
            writes.push(Write::put(item));
            if record.version > 0 {
                writes.push(Write::delete(keys::match_row(own, other, !open)));
            }
        }
        Ok(writes)
    }
}

fn record_item(record: &Versioned<MatchRecord>) -> Result<Item, StoreError> {
    let value = &record.value;
    let mut item = keys::match_record(&value.id).into_item();
    item.insert("version".to_owned(), n(record.version));
    item.insert("left".to_owned(), s(value.left.to_string()));
    item.insert("right".to_owned(), s(value.right.to_string()));
    item.insert("g1pk".to_owned(), s(list_of(value.tier, value.decision)));
    let decided = value.decided_at.filter(|_| value.decision != Decision::Open);
    item.insert("g1sk".to_owned(), s(keys::match_place(value.score, decided, &value.id)));
    item.insert(body::BODY.to_owned(), body::pack(value)?);
    Ok(item)
}

fn read_record(item: &Item) -> Result<Versioned<MatchRecord>, StoreError> {
    Ok(Versioned { value: body::unpack(item)?, version: version(item)? })
}

fn list_of(tier: Tier, decision: Decision) -> String {
    let tier = match tier {
        Tier::Auto => "auto",
        Tier::Suggested => "suggested",
        Tier::Review => "review",
    };
    keys::match_list(tier, decision.as_str())
}
