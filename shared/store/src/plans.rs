//! Plans, which are computed page by page. Each page of entries has a partition of its own, so that the writes of a
//! large plan are spread. A page is written in one transaction with the plan's counters, so a plan that is ready is
//! always complete.

use std::collections::HashMap;

use app::{
    StoreError,
    ports::{EntryFilter, EntryRow, PLAN_PAGE, Page, Plan, PlanEntry, PlanSource, Plans},
};
use async_trait::async_trait;
use domain::{ListingKey, PlanId};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, read_cursor},
    keys::{self, Newest},
};

/// One page of a filtered list reads at most this many partitions of rows, each of about 4,500 listings.
const PARTITIONS: u32 = 8;

#[async_trait]
impl Plans for Store {
    async fn begin(&self, plan: &Plan, source: &PlanSource) -> Result<(), StoreError> {
        let mut beside = keys::plan_source(&plan.id).into_item();
        beside.insert(body::BODY.to_owned(), body::pack(source)?);
        let first = Write::put(item(plan)?).when(Expr::absent());
        self.transact(vec![first, Write::put(beside)]).await?.or_conflict()
    }

    async fn source(&self, id: &PlanId) -> Result<Option<PlanSource>, StoreError> {
        self.read(keys::plan_source(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn advance(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError> {
        if entries.len() > PLAN_PAGE {
            return Err(StoreError::Corrupt(format!("a page of {} entries", entries.len())));
        }
        let before = Expr::new("#step = :before").value(":before", n(plan.step.saturating_sub(1)));
        let advanced = Write::put(item(plan)?).when(before);
        if entries.is_empty() {
            return self.write(advanced).await?.or_conflict();
        }
        let page = plan.pages.saturating_sub(1);
        let entry = |entry: &PlanEntry| {
            let mut item = keys::plan_entry(&plan.id, page, &entry.planned.key).into_item();
            item.insert(body::BODY.to_owned(), body::pack(entry)?);
            Ok(Write::put(item))
        };
        let mut writes: Vec<Write> = entries.iter().map(entry).collect::<Result<_, StoreError>>()?;
        let mut rows = keys::plan_rows(&plan.id, page).into_item();
        let mut short: Vec<EntryRow> = entries.iter().map(EntryRow::of).collect();
        short.sort_by_key(|row| keys::plan_entry(&plan.id, page, &row.key).sk);
        rows.insert(body::BODY.to_owned(), body::pack(&short)?);
        writes.extend([Write::put(rows), advanced]);
        self.transact(writes).await?.or_conflict()
    }

    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        self.read(keys::plan(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn entry(&self, id: &PlanId, page: u32, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError> {
        self.read(keys::plan_entry(id, page, key)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn entries_of(
        &self,
        id: &PlanId,
        named: &[(u32, ListingKey)],
    ) -> Result<Vec<PlanEntry>, StoreError> {
        let keys = named.iter().map(|(page, key)| keys::plan_entry(id, *page, key));
        self.read_many(keys, None).await?.iter().map(body::unpack).collect()
    }

    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError> {
        let Some(plan) = Plans::get(self, id).await? else { return Ok(Page::empty()) };
        let (mut at, mut inner): (u32, Option<String>) =
            cursor.map(read_cursor).transpose()?.unwrap_or_default();
        let mut items = Vec::new();
        while at < plan.pages && items.len() < limit {
            let entries = Query::prefix(keys::plan_page(id, at), keys::PLAN_ENTRY);
            let page = self.page(&entries, inner.as_deref(), limit - items.len()).await?;
            for item in &page.items {
                items.push((at, body::unpack(item)?));
            }
            inner = page.next;
            at += u32::from(inner.is_none());
        }
        let next = (at < plan.pages).then(|| cursor_of(&(at, inner)));
        Ok(Page { items, next })
    }

    async fn find(
        &self,
        id: &PlanId,
        filter: &EntryFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<(u32, PlanEntry)>, StoreError> {
        let Some(plan) = Plans::get(self, id).await? else { return Ok(Page::empty()) };
        // The page, and how many of its rows were already checked.
        let (mut at, mut looked): (u32, usize) = cursor.map(read_cursor).transpose()?.unwrap_or_default();
        let (mut found, mut partitions) = (Vec::new(), 0);
        while at < plan.pages && found.len() < limit && partitions < PARTITIONS {
            let pages = self.row_pages(id, at).await?;
            if pages.is_empty() {
                return Err(StoreError::Corrupt(format!("{id} has no rows of page {at}")));
            }
            for rows in pages {
                for row in rows.iter().skip(looked) {
                    if found.len() == limit {
                        break;
                    }
                    looked += 1;
                    if filter.takes(row) {
                        found.push((at, row.key.clone()));
                    }
                }
                if looked < rows.len() {
                    break;
                }
                (at, looked) = (at + 1, 0);
            }
            partitions += 1;
        }
        let entries = self.entries_of(id, &found).await?;
        let mut entries: HashMap<ListingKey, PlanEntry> =
            entries.into_iter().map(|entry| (entry.planned.key.clone(), entry)).collect();
        let items = found.into_iter().filter_map(|(page, key)| Some((page, entries.remove(&key)?))).collect();
        Ok(Page { items, next: (at < plan.pages).then(|| cursor_of(&(at, looked))) })
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError> {
        let page = self.page(&Query::newest(Newest::Plans), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}

impl Store {
    /// The rows of the pages from `page` on that share its partition, page by page.
    async fn row_pages(&self, id: &PlanId, page: u32) -> Result<Vec<Vec<EntryRow>>, StoreError> {
        let first = keys::plan_rows(id, page);
        self.query_map(&Query::from(first.pk, first.sk), |item| body::unpack(&item)).await
    }
}

fn item(plan: &Plan) -> Result<Item, StoreError> {
    let mut item = keys::plan(&plan.id).into_item();
    Newest::Plans.index(&mut item, plan.created_at, plan.id.as_str());
    item.insert("step".to_owned(), n(plan.step));
    item.insert(body::BODY.to_owned(), body::pack(plan)?);
    Ok(item)
}
