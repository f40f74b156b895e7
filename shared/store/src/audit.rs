//! The audit: append-only. Each entry is stored in the partition of its subject; `gsi1` lists the entries of all
//! subjects. The attributes that a list is filtered by are stored beside the entry.

use app::{
    StoreError,
    ports::{Audit, AuditEntry, AuditFilter, Audited, Client, Page},
};
use async_trait::async_trait;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, s},
    keys::{self, Newest},
};

/// One page of a filtered list makes at most this many reads, each of up to 1,000 entries.
const READS: usize = 4;

#[async_trait]
impl Audit for Store {
    async fn append_from(&self, entry: &AuditEntry, client: Option<&Client>) -> Result<(), StoreError> {
        let mut item = keys::audit(&entry.subject, entry.at, &entry.id).into_item();
        Newest::Audit.index(&mut item, entry.at, &entry.id);
        item.insert("actor".to_owned(), s(&entry.actor));
        item.insert("action".to_owned(), s(&entry.action));
        item.insert(body::BODY.to_owned(), body::pack(entry)?);
        if let Some(client) = client {
            item.insert("client".to_owned(), body::pack(client)?);
        }
        // If the entry exists already, an earlier try appended it. It is never overwritten.
        self.write(Write::put(item).when(Expr::absent())).await.map(drop)
    }

    async fn search(
        &self,
        filter: &AuditFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Audited>, StoreError> {
        let entries = match &filter.subject {
            Some(subject) => Query::partition(keys::audit_partition(subject)).newest_first(),
            None => Query::newest(Newest::Audit),
        };
        let entries = entries.within(filter.since, filter.until);
        let page = match condition(filter) {
            Some(condition) => self.page_of_few(&entries.filter(condition), cursor, limit, READS).await?,
            None => self.page(&entries, cursor, limit).await?,
        };
        let items: Vec<Audited> = page.items.iter().map(read).collect::<Result<_, _>>()?;
        let taken = items.into_iter().filter(|audited| filter.takes(&audited.entry));
        Ok(Page { items: taken.collect(), next: page.next })
    }

    async fn list(
        &self,
        subject: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let filter = AuditFilter { subject: subject.map(str::to_owned), ..AuditFilter::default() };
        let page = self.search(&filter, cursor, limit).await?;
        Ok(Page { items: page.items.into_iter().map(|audited| audited.entry).collect(), next: page.next })
    }
}

/// The part of the filter that DynamoDB can apply. Entries that were written before these attributes existed pass it;
/// `search` checks them after the read.
fn condition(filter: &AuditFilter) -> Option<Expr> {
    let actor = filter
        .actor
        .as_ref()
        .map(|actor| Expr::new("attribute_not_exists(#actor) OR #actor = :actor").value(":actor", s(actor)));
    let action = filter.action.as_ref().map(|action| {
        Expr::new("attribute_not_exists(#action) OR begins_with(#action, :action)")
            .value(":action", s(action))
    });
    match (actor, action) {
        (Some(actor), Some(action)) => Some(actor.and(action)),
        (actor, action) => actor.or(action),
    }
}

fn read(item: &Item) -> Result<Audited, StoreError> {
    let client = item.contains_key("client").then(|| body::unpack_from(item, "client")).transpose()?;
    Ok(Audited { entry: body::unpack(item)?, client })
}
