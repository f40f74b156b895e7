//! Notifications: the record, and beside it two flags that change. A separate item has the number of unread
//! notifications and the moment up to which all are read. It changes in the transaction that creates or marks a
//! notification.

use app::{
    StoreError,
    ports::{Notification, Notifications, Page},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::ids::NotificationId;
use jiff::Timestamp;

use crate::{
    Store, body,
    db::{Expr, Item, Outcome, Query, Write, flag, n, number, s, text},
    keys::{self, Newest},
};

/// Tries of marking one notification when another request marks all of them at the same time.
const TRIES: usize = 5;

#[async_trait]
impl Notifications for Store {
    async fn create(&self, notification: &Notification) -> Result<bool, StoreError> {
        let mut item = keys::notification(&notification.id).into_item();
        Newest::Notifications.index(&mut item, notification.at, notification.id.as_str());
        item.insert("read".to_owned(), AttributeValue::Bool(notification.read));
        item.insert("mailed".to_owned(), AttributeValue::Bool(notification.mailed));
        item.insert(body::BODY.to_owned(), body::pack(notification)?);
        let put = Write::put(item).when(Expr::absent());
        if notification.read {
            return Ok(self.write(put).await?.is_written());
        }
        match self.transact(vec![put.clone(), count(1, notification.at)]).await? {
            Outcome::Written => Ok(true),
            // All notifications up to a later moment are read already. This one was still on its way then, so it is not
            // counted.
            Outcome::Refused(refused) if refused.iter().all(|(place, _)| *place == 1) => {
                Ok(self.write(put).await?.is_written())
            }
            Outcome::Refused(_) => Ok(false),
        }
    }

    async fn get(&self, id: &NotificationId) -> Result<Option<Notification>, StoreError> {
        let (item, until) = tokio::try_join!(self.read(keys::notification(id)), self.read_until())?;
        item.as_ref().map(|item| read(item, until.as_deref())).transpose()
    }

    async fn list(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Notification>, StoreError> {
        let newest = Query::newest(Newest::Notifications);
        let (page, until) = tokio::try_join!(self.page(&newest, cursor, limit), self.read_until())?;
        let items = page.items.iter().map(|item| read(item, until.as_deref()));
        Ok(Page { items: items.collect::<Result<_, _>>()?, next: page.next })
    }

    async fn mark_read(&self, id: &NotificationId) -> Result<bool, StoreError> {
        for _ in 0..TRIES {
            let Some(known) = Notifications::get(self, id).await? else { return Ok(false) };
            if known.read {
                return Ok(true);
            }
            let unread = Expr::new("#read = :no").value(":no", AttributeValue::Bool(false));
            let mark = Write::update(keys::notification(id), marked("read")).when(unread);
            if self.transact(vec![mark, count(-1, known.at)]).await?.is_written() {
                return Ok(true);
            }
        }
        Err(StoreError::Conflict)
    }

    async fn mark_mailed(&self, id: &NotificationId) -> Result<(), StoreError> {
        let write = Write::update(keys::notification(id), marked("mailed")).when(Expr::exists());
        self.write(write).await.map(drop)
    }

    async fn unread(&self) -> Result<u64, StoreError> {
        Ok(self.read(keys::unread()).await?.and_then(|item| number(&item, "count")).unwrap_or(0))
    }

    async fn mark_all_read(&self, now: Timestamp) -> Result<(), StoreError> {
        let until = keys::moment(now);
        let change =
            Expr::new("SET #until = :until, #count = :none").value(":none", n(0)).value(":until", s(&until));
        let later = Expr::new("attribute_not_exists(#until) OR #until < :until").value(":until", s(&until));
        self.update(keys::unread(), change, Some(later), ReturnValue::None).await.map(drop)
    }
}

impl Store {
    /// The moment up to which all notifications are read.
    async fn read_until(&self) -> Result<Option<String>, StoreError> {
        Ok(self.read(keys::unread()).await?.and_then(|item| text(&item, "until").map(str::to_owned)))
    }
}

fn marked(mark: &str) -> Expr {
    Expr::new(format!("SET #{mark} = :yes")).value(":yes", AttributeValue::Bool(true))
}

/// Adds `more` (1 or -1) to the unread notifications, for one of the moment `at`. Fails if all of that moment are read.
fn count(more: i32, at: Timestamp) -> Write {
    let change = Expr::new("ADD #count :more").value(":more", n(more));
    let later = Expr::new("attribute_not_exists(#until) OR #until < :at").value(":at", s(keys::moment(at)));
    Write::update(keys::unread(), change).when(later)
}

fn read(item: &Item, until: Option<&str>) -> Result<Notification, StoreError> {
    let stored: Notification = body::unpack(item)?;
    let all_read = until.is_some_and(|until| keys::moment(stored.at).as_str() <= until);
    Ok(Notification { read: flag(item, "read") || all_read, mailed: flag(item, "mailed"), ..stored })
}
