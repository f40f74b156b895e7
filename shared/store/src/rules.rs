//! Price rules and fee schedules: one item for each version, never overwritten.

use app::{
    StoreError,
    ports::{Rules, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel,
    pricing::{FeeSchedule, PriceRule},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Store, body,
    db::{Expr, Query, Write, n, version},
    keys,
};

const PRICE: &str = "PRICE";
const FEES: &str = "FEES";

#[async_trait]
impl Rules for Store {
    async fn price_rule(&self, channel: &Channel) -> Result<Option<Versioned<PriceRule>>, StoreError> {
        self.newest_rule(PRICE, channel).await
    }

    async fn price_rule_at(&self, channel: &Channel, version: u64) -> Result<Option<PriceRule>, StoreError> {
        self.rule_at(PRICE, channel, version).await
    }

    async fn put_price_rule(
        &self,
        channel: &Channel,
        rule: &PriceRule,
        expected: u64,
    ) -> Result<Versioned<PriceRule>, StoreError> {
        self.put_rule(PRICE, channel, rule, expected).await
    }

    async fn fee_schedule(&self, channel: &Channel) -> Result<Option<Versioned<FeeSchedule>>, StoreError> {
        self.newest_rule(FEES, channel).await
    }

    async fn fee_schedule_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FeeSchedule>, StoreError> {
        self.rule_at(FEES, channel, version).await
    }

    async fn put_fee_schedule(
        &self,
        channel: &Channel,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError> {
        self.put_rule(FEES, channel, schedule, expected).await
    }
}

impl Store {
    pub(crate) async fn newest_rule<T: DeserializeOwned>(
        &self,
        kind: &str,
        channel: &Channel,
    ) -> Result<Option<Versioned<T>>, StoreError> {
        let versions = Query::partition(keys::rule_partition(kind, channel)).newest_first();
        let page = self.page(&versions, None, 1).await?;
        let read = |item| Ok(Versioned { value: body::unpack(item)?, version: version(item)? });
        page.items.first().map(read).transpose()
    }

    pub(crate) async fn rule_at<T: DeserializeOwned>(
        &self,
        kind: &str,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<T>, StoreError> {
        self.read(keys::rule(kind, channel, version)).await?.as_ref().map(body::unpack).transpose()
    }

    /// Versions have no gaps: the new one must be free and the one before it must be there.
    pub(crate) async fn put_rule<T: Serialize + Clone + Sync>(
        &self,
        kind: &str,
        channel: &Channel,
        value: &T,
        expected: u64,
    ) -> Result<Versioned<T>, StoreError> {
        let next = expected + 1;
        let mut item = keys::rule(kind, channel, next).into_item();
        item.insert("version".to_owned(), n(next));
        item.insert(body::BODY.to_owned(), body::pack(value)?);
        let mut writes = vec![Write::put(item).when(Expr::absent())];
        if expected > 0 {
            writes.push(Write::check(keys::rule(kind, channel, expected), Expr::exists()));
        }
        self.transact(writes).await?.or_conflict()?;
        Ok(Versioned { value: value.clone(), version: next })
    }
}
