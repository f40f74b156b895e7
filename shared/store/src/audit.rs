//! The audit: append-only. Entries lie in the partition of their subject and are listed over all by gsi1.

use app::{
    StoreError,
    ports::{Audit, AuditEntry, Page},
};
use async_trait::async_trait;

use crate::{
    Store, body,
    db::{Expr, Query, Write},
    keys::{self, Newest},
};

#[async_trait]
impl Audit for Store {
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut item = keys::audit(&entry.subject, entry.at, &entry.id).into_item();
        Newest::Audit.index(&mut item, entry.at, &entry.id);
        item.insert(body::BODY.to_owned(), body::pack(entry)?);
        // An entry that is there was appended by an earlier try; nothing overwrites it.
        self.write(Write::put(item).when(Expr::absent())).await.map(drop)
    }

    async fn list(
        &self,
        subject: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let entries = match subject {
            Some(subject) => Query::partition(keys::audit_partition(subject)).newest_first(),
            None => Query::newest(Newest::Audit),
        };
        let page = self.page(&entries, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}
