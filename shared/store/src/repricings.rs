//! Repricings: one record each, listed newest first.

use app::{
    StoreError,
    ports::{Page, Repricing, Repricings, Versioned},
};
use async_trait::async_trait;
use domain::ids::RepricingId;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, version},
    keys::{self, Newest},
};

#[async_trait]
impl Repricings for Store {
    async fn create(&self, repricing: &Repricing) -> Result<bool, StoreError> {
        Ok(self.write(Write::put(item(repricing, 1)?).when(Expr::absent())).await?.is_written())
    }

    async fn get(&self, id: &RepricingId) -> Result<Option<Versioned<Repricing>>, StoreError> {
        let read = |item: &Item| Ok(Versioned { value: body::unpack(item)?, version: version(item)? });
        self.read(keys::repricing(id)).await?.as_ref().map(read).transpose()
    }

    async fn put(&self, repricing: &Repricing, expected: u64) -> Result<Versioned<Repricing>, StoreError> {
        let write = Write::put(item(repricing, expected + 1)?).when(Expr::at_version(expected));
        self.write(write).await?.or_conflict()?;
        Ok(Versioned { value: repricing.clone(), version: expected + 1 })
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Repricing>, StoreError> {
        let page = self.page(&Query::newest(Newest::Repricings), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}

fn item(repricing: &Repricing, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::repricing(&repricing.id).into_item();
    Newest::Repricings.index(&mut item, repricing.started_at, repricing.id.as_str());
    item.insert("version".to_owned(), n(version));
    item.insert(body::BODY.to_owned(), body::pack(repricing)?);
    Ok(item)
}
