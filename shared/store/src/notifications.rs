//! Notifications: the record, and beside it the two marks that change.

use app::{
    StoreError,
    ports::{Notification, Notifications, Page},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::NotificationId;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, flag},
    keys::{self, Newest},
};

#[async_trait]
impl Notifications for Store {
    async fn create(&self, notification: &Notification) -> Result<bool, StoreError> {
        let mut item = keys::notification(&notification.id).into_item();
        Newest::Notifications.index(&mut item, notification.at, notification.id.as_str());
        item.insert("read".to_owned(), AttributeValue::Bool(notification.read));
        item.insert("mailed".to_owned(), AttributeValue::Bool(notification.mailed));
        item.insert(body::BODY.to_owned(), body::pack(notification)?);
        Ok(self.write(Write::put(item).when(Expr::absent())).await?.is_written())
    }

    async fn get(&self, id: &NotificationId) -> Result<Option<Notification>, StoreError> {
        self.read(keys::notification(id)).await?.as_ref().map(read).transpose()
    }

    async fn list(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Notification>, StoreError> {
        let page = self.page(&Query::newest(Newest::Notifications), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(read).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn mark_read(&self, id: &NotificationId) -> Result<bool, StoreError> {
        self.mark_notification(id, "read").await
    }

    async fn mark_mailed(&self, id: &NotificationId) -> Result<(), StoreError> {
        self.mark_notification(id, "mailed").await.map(drop)
    }
}

impl Store {
    async fn mark_notification(&self, id: &NotificationId, mark: &str) -> Result<bool, StoreError> {
        let change = Expr::new(format!("SET #{mark} = :yes")).value(":yes", AttributeValue::Bool(true));
        let write = Write::update(keys::notification(id), change).when(Expr::exists());
        Ok(self.write(write).await?.is_written())
    }
}

fn read(item: &Item) -> Result<Notification, StoreError> {
    let stored: Notification = body::unpack(item)?;
    Ok(Notification { read: flag(item, "read"), mailed: flag(item, "mailed"), ..stored })
}
