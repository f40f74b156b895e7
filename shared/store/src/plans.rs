//! Plans, made page by page. A page of entries has a partition of its own, so that no partition takes all writes of a
//! large plan; it is written in one transaction with the plan that has counted it, so that a plan that says it is ready
//! is whole.

use app::{
    StoreError,
    ports::{PLAN_PAGE, Page, Plan, PlanEntry, PlanSource, Plans},
};
use async_trait::async_trait;
use domain::{ListingKey, PlanId};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, read_cursor},
    keys::{self, Newest},
};

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
        writes.push(advanced);
        self.transact(writes).await?.or_conflict()
    }

    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        self.read(keys::plan(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn entry(&self, id: &PlanId, page: u32, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError> {
        self.read(keys::plan_entry(id, page, key)).await?.as_ref().map(body::unpack).transpose()
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

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError> {
        let page = self.page(&Query::newest(Newest::Plans), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}

fn item(plan: &Plan) -> Result<Item, StoreError> {
    let mut item = keys::plan(&plan.id).into_item();
    Newest::Plans.index(&mut item, plan.created_at, plan.id.as_str());
    item.insert("step".to_owned(), n(plan.step));
    item.insert(body::BODY.to_owned(), body::pack(plan)?);
    Ok(item)
}
