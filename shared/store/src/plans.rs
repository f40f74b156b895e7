//! Plans: immutable once stored. The entries are written first and the plan last, so that a plan that can be read
//! is whole.

use app::{
    StoreError,
    ports::{Page, Plan, PlanEntry, Plans},
};
use async_trait::async_trait;
use domain::{ListingKey, PlanId};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write},
    keys::{self, Newest},
};

#[async_trait]
impl Plans for Store {
    async fn create(&self, plan: &Plan, entries: &[PlanEntry]) -> Result<(), StoreError> {
        // Entries of a stored plan must not be touched, whoever repeats its creation.
        if Plans::get(self, &plan.id).await?.is_some() {
            return Err(StoreError::Conflict);
        }
        let entry = |entry: &PlanEntry| {
            let mut item = keys::plan_entry(&plan.id, &entry.planned.key).into_item();
            item.insert(body::BODY.to_owned(), body::pack(entry)?);
            Ok(item)
        };
        let items: Result<Vec<Item>, StoreError> = entries.iter().map(entry).collect();
        self.put_all(items?).await?;
        let mut item = keys::plan(&plan.id).into_item();
        Newest::Plans.index(&mut item, plan.created_at, plan.id.as_str());
        item.insert(body::BODY.to_owned(), body::pack(plan)?);
        self.write(Write::put(item).when(Expr::absent())).await?.or_conflict()
    }

    async fn get(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        self.read(keys::plan(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn entry(&self, id: &PlanId, key: &ListingKey) -> Result<Option<PlanEntry>, StoreError> {
        self.read(keys::plan_entry(id, key)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn entries(
        &self,
        id: &PlanId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<PlanEntry>, StoreError> {
        let entries = Query::prefix(keys::plan_partition(id), keys::PLAN_ENTRY);
        let page = self.page(&entries, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Plan>, StoreError> {
        let page = self.page(&Query::newest(Newest::Plans), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}
