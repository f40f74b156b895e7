//! Price rules and fee schedules: one item for each version, never overwritten.

use app::{
    StoreError,
    ports::{PriceOverride, Rules, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel,
    pricing::{FeeSchedule, FeeVersion, PriceRule, Scope},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, s, text, version},
    keys::{self, Key},
};

const PRICE: &str = "PRICE";
const FEES: &str = "FEES";
/// The attribute with the scope of a version; absent when it applies to the whole channel.
const SCOPE: &str = "scope";

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

    async fn price_overrides(&self, channel: &Channel) -> Result<Vec<PriceOverride>, StoreError> {
        let heads = self.query_all(&Query::partition(keys::override_partition(channel))).await?;
        heads.iter().map(read_override).collect()
    }

    async fn price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
    ) -> Result<Option<PriceOverride>, StoreError> {
        self.read(keys::price_override(channel, scope)).await?.as_ref().map(read_override).transpose()
    }

    async fn price_override_at(
        &self,
        channel: &Channel,
        scope: &Scope,
        version: u64,
    ) -> Result<Option<PriceRule>, StoreError> {
        let stored = self.read(keys::scoped_rule(PRICE, channel, scope, version)).await?;
        Ok(stored.as_ref().map(body::unpack::<Option<PriceRule>>).transpose()?.flatten())
    }

    /// Writes the version, and the item of the newest version of its scope, in one transaction. The newest versions of
    /// a channel's overrides share a partition, so reading them does not depend on how often each was edited.
    async fn put_price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
        rule: Option<&PriceRule>,
        expected: u64,
    ) -> Result<PriceOverride, StoreError> {
        let next = expected + 1;
        let item = |key: Key| {
            let mut item = key.into_item();
            item.insert("version".to_owned(), n(next));
            item.insert(SCOPE.to_owned(), s(scope.to_string()));
            item.insert(body::BODY.to_owned(), body::pack(&rule)?);
            Ok::<_, StoreError>(item)
        };
        let version = Write::put(item(keys::scoped_rule(PRICE, channel, scope, next))?).when(Expr::absent());
        let when = if expected == 0 { Expr::absent() } else { Expr::at_version(expected) };
        let head = Write::put(item(keys::price_override(channel, scope))?).when(when);
        self.transact(vec![version, head]).await?.or_conflict()?;
        Ok(PriceOverride { scope: scope.clone(), rule: rule.cloned(), version: next })
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

    async fn fee_versions(&self, channel: &Channel) -> Result<Vec<FeeVersion>, StoreError> {
        let read = |item: &Item| {
            let scope = text(item, SCOPE).map(|scope| stored_scope(item, scope)).transpose()?;
            let scope = scope.unwrap_or_default();
            Ok(FeeVersion { scope, version: version(item)?, schedule: body::unpack(item)? })
        };
        let items = self.query_all(&Query::partition(keys::rule_partition(FEES, channel))).await?;
        let mut versions = items.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        versions.sort_by(|a, b| (&a.scope, a.version).cmp(&(&b.scope, b.version)));
        Ok(versions)
    }

    async fn put_category_fees(
        &self,
        channel: &Channel,
        category: &Scope,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError> {
        let key = |version| keys::scoped_rule(FEES, channel, category, version);
        let scope = Some(category).filter(|scope| !scope.is_channel());
        self.put_versioned(key, scope, schedule, expected).await
    }
}

fn read_override(item: &Item) -> Result<PriceOverride, StoreError> {
    let scope = stored_scope(item, text(item, SCOPE).unwrap_or_default())?;
    Ok(PriceOverride { scope, rule: body::unpack(item)?, version: version(item)? })
}

fn stored_scope(item: &Item, scope: &str) -> Result<Scope, StoreError> {
    Scope::parse(scope).map_err(|problem| body::unreadable(item, &problem.to_string()))
}

impl Store {
    pub(crate) async fn newest_rule<T: DeserializeOwned>(
        &self,
        kind: &str,
        channel: &Channel,
    ) -> Result<Option<Versioned<T>>, StoreError> {
        self.newest_of(Query::prefix(keys::rule_partition(kind, channel), keys::RULE_VERSION)).await
    }

    pub(crate) async fn newest_of<T: DeserializeOwned>(
        &self,
        versions: Query,
    ) -> Result<Option<Versioned<T>>, StoreError> {
        let page = self.page(&versions.newest_first(), None, 1).await?;
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

    pub(crate) async fn put_rule<T: Serialize + Clone + Sync>(
        &self,
        kind: &str,
        channel: &Channel,
        value: &T,
        expected: u64,
    ) -> Result<Versioned<T>, StoreError> {
        self.put_versioned(|version| keys::rule(kind, channel, version), None, value, expected).await
    }

    /// Versions have no gaps: the new version must not exist, and the one before it must exist.
    pub(crate) async fn put_versioned<T: Serialize + Clone + Sync>(
        &self,
        key: impl Fn(u64) -> Key + Send,
        scope: Option<&Scope>,
        value: &T,
        expected: u64,
    ) -> Result<Versioned<T>, StoreError> {
        let next = expected + 1;
        let mut item = key(next).into_item();
        item.insert("version".to_owned(), n(next));
        if let Some(scope) = scope {
            item.insert(SCOPE.to_owned(), s(scope.to_string()));
        }
        item.insert(body::BODY.to_owned(), body::pack(value)?);
        let mut writes = vec![Write::put(item).when(Expr::absent())];
        if expected > 0 {
            writes.push(Write::check(key(expected), Expr::exists()));
        }
        self.transact(writes).await?.or_conflict()?;
        Ok(Versioned { value: value.clone(), version: next })
    }
}
