//! Webhook pushes of channels: each is processed once, and those of an unknown kind are kept and counted.

use app::{
    StoreError,
    ports::{Arrival, Events},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::Channel;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Store, body,
    db::{Expr, Query, Write, flag, n, nonce, number, s, text},
    keys,
};

/// Work without an end is over: the function that receives pushes is stopped long before.
const WORK: SignedDuration = SignedDuration::from_secs(60);
/// Longer than the time during which any channel repeats a push.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(72);
/// Long enough for a person to examine a push of an unknown kind.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

#[async_trait]
impl Events for Store {
    async fn begin(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<Arrival, StoreError> {
        let mut item = keys::event(channel, id).into_item();
        item.insert("ttl".to_owned(), n((now + WORK).as_second()));
        item.insert("at_work".to_owned(), AttributeValue::Bool(true));
        item.insert("nonce".to_owned(), s(nonce()));
        // DynamoDB removes an expired item within days, not immediately.
        let first = Expr::new("attribute_not_exists(#pk) OR #ttl <= :now").value(":now", n(now.as_second()));
        let outcome = self.write(Write::put(item).when(first)).await?;
        if outcome.is_written() {
            return Ok(Arrival::New);
        }
        let done = outcome.in_the_way().is_some_and(|known| !flag(&known, "at_work"));
        Ok(if done { Arrival::Done } else { Arrival::AtWork })
    }

    async fn finish(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let change =
            Expr::new("SET #ttl = :ttl REMOVE #at_work").value(":ttl", n((now + REMEMBERED).as_second()));
        self.write(Write::update(keys::event(channel, id), change)).await.map(drop)
    }

    async fn forget(&self, channel: &Channel, id: &str) -> Result<(), StoreError> {
        self.write(Write::delete(keys::event(channel, id))).await.map(drop)
    }

    async fn keep(
        &self,
        channel: &Channel,
        kind: &str,
        id: &str,
        shape: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut item = keys::kept_event(channel, kind, id).into_item();
        item.insert("ttl".to_owned(), n((now + KEPT).as_second()));
        item.insert("at".to_owned(), s(now.to_string()));
        item.insert(body::BODY.to_owned(), body::pack(shape)?);
        let count =
            Expr::new("SET #kind = :kind ADD #count :one").value(":kind", s(kind)).value(":one", n(1));
        let writes = vec![
            Write::put(item).when(Expr::absent()),
            Write::update(keys::event_count(channel, kind), count),
        ];
        // Refused means that this push was kept and counted before.
        self.transact(writes).await.map(drop)
    }

    async fn counts(&self, channel: &Channel) -> Result<Vec<(String, u64)>, StoreError> {
        let counts = Query::prefix(keys::event_counts(channel), keys::EVENT_COUNT);
        let items = self.query_all(&counts).await?;
        Ok(items
            .iter()
            .filter_map(|item| Some((text(item, "kind")?.to_owned(), number(item, "count")?)))
            .collect())
    }
}
