//! Bulk tasks: one record each, listed newest first, and the rows of their pages.

use app::{
    StoreError,
    ports::{BulkRow, BulkTask, BulkTasks, Page, Versioned},
};
use async_trait::async_trait;
use domain::ids::BulkTaskId;
use jiff::SignedDuration;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, s, text, version},
    keys::{self, Newest},
};

/// For this long, the result of a task can be read and undone.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

#[async_trait]
impl BulkTasks for Store {
    async fn create(&self, task: &BulkTask) -> Result<bool, StoreError> {
        let Some(what) = task.kind.works_alone_at() else {
            return Ok(self.write(Write::put(item(task, 1)?).when(Expr::absent())).await?.is_written());
        };
        let mut place = keys::bulk_alone(what).into_item();
        place.insert("task".to_owned(), s(task.id.as_str()));
        place.insert("ttl".to_owned(), n((task.started_at + KEPT).as_second()));
        // DynamoDB removes what has run out within days, not at once.
        let free = Expr::new("attribute_not_exists(#pk) OR #ttl <= :now")
            .value(":now", n(task.started_at.as_second()));
        let writes = vec![Write::put(item(task, 1)?).when(Expr::absent()), Write::put(place).when(free)];
        if self.transact(writes).await?.is_written() {
            return Ok(true);
        }
        if BulkTasks::get(self, &task.id).await?.is_some() { Ok(false) } else { Err(StoreError::Conflict) }
    }

    async fn get(&self, id: &BulkTaskId) -> Result<Option<Versioned<BulkTask>>, StoreError> {
        let read = |item: &Item| Ok(Versioned { value: body::unpack(item)?, version: version(item)? });
        self.read(keys::bulk_task(id)).await?.as_ref().map(read).transpose()
    }

    async fn put(&self, task: &BulkTask, expected: u64) -> Result<Versioned<BulkTask>, StoreError> {
        let write = Write::put(item(task, expected + 1)?).when(Expr::at_version(expected));
        match task.kind.works_alone_at().filter(|_| task.is_finished()) {
            None => self.write(write).await?.or_conflict()?,
            Some(what) => {
                let own = Expr::new("attribute_not_exists(#pk) OR #task = :task")
                    .value(":task", s(task.id.as_str()));
                let place = Write::delete(keys::bulk_alone(what)).when(own);
                self.transact(vec![write, place]).await?.or_conflict()?;
            }
        }
        Ok(Versioned { value: task.clone(), version: expected + 1 })
    }

    async fn alone_at(&self, what: &str) -> Result<Option<BulkTaskId>, StoreError> {
        let place = self.read(keys::bulk_alone(what)).await?;
        let task = place.as_ref().and_then(|place| text(place, "task"));
        task.map(|task| BulkTaskId::parse(task).map_err(|error| StoreError::Corrupt(error.to_string())))
            .transpose()
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<BulkTask>, StoreError> {
        let page = self.page(&Query::newest(Newest::BulkTasks), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn put_rows(&self, task: &BulkTask, page: u32, rows: &[BulkRow]) -> Result<(), StoreError> {
        let item = |row: &BulkRow| {
            let mut item = keys::bulk_row(&task.id, page, &row.key).into_item();
            item.insert(body::BODY.to_owned(), body::pack(row)?);
            item.insert("ttl".to_owned(), n((task.started_at + KEPT).as_second()));
            Ok::<_, StoreError>(item)
        };
        self.put_all(rows.iter().map(item).collect::<Result<_, _>>()?).await
    }

    async fn rows(&self, id: &BulkTaskId, page: u32) -> Result<Vec<BulkRow>, StoreError> {
        let (mut rows, mut cursor): (Vec<BulkRow>, Option<String>) = (Vec::new(), None);
        let query = Query::prefix(keys::bulk_page_partition(id, page), keys::BULK_ROW);
        loop {
            let read = self.page(&query, cursor.as_deref(), 500).await?;
            for item in &read.items {
                rows.push(body::unpack(item)?);
            }
            cursor = read.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }
}

fn item(task: &BulkTask, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::bulk_task(&task.id).into_item();
    Newest::BulkTasks.index(&mut item, task.started_at, task.id.as_str());
    item.insert("version".to_owned(), n(version));
    item.insert("ttl".to_owned(), n((task.started_at + KEPT).as_second()));
    item.insert(body::BODY.to_owned(), body::pack(task)?);
    Ok(item)
}
