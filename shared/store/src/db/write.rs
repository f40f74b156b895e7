//! Conditional writes, one by one or all or nothing.

use std::collections::HashMap;

use app::StoreError;
use aws_sdk_dynamodb::{
    error::BuildError,
    types::{
        ConditionCheck, Delete, Put, PutRequest, ReturnConsumedCapacity, ReturnValue,
        ReturnValuesOnConditionCheckFailure::AllOld, TransactWriteItem, Update, WriteRequest,
    },
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    CONCURRENCY, Expr, Item, Refused, delays, failure,
    refusal::{Cancelled, cancelled, is_this_very, patiently, refusal},
};
use crate::{Store, keys::Key, meter};

/// The most items of one transaction.
pub(crate) const TRANSACTION: usize = 100;
/// The most items of one batch.
const BATCH: usize = 25;

#[derive(Debug, Clone)]
enum Action {
    Put(Item),
    Update(Key, Expr),
    Delete(Key),
    Check(Key),
}

/// One item to be put, updated, deleted or only checked, with an optional condition.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    action: Action,
    when: Option<Expr>,
}

/// The outcome of a write.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Written,
    /// Nothing was written. Contains the index of each write whose condition failed, with the stored item, if there is
    /// one.
    Refused(Vec<(usize, Option<Item>)>),
}

impl Outcome {
    pub(crate) fn is_written(&self) -> bool {
        *self == Self::Written
    }

    /// For writes whose only condition is the version.
    pub(crate) fn or_conflict(self) -> Result<(), StoreError> {
        if self.is_written() { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The stored item that made the condition of a single write fail.
    pub(crate) fn in_the_way(self) -> Option<Item> {
        match self {
            Self::Written => None,
            Self::Refused(refused) => refused.into_iter().next().and_then(|(_, item)| item),
        }
    }
}

impl Write {
    pub(crate) fn put(item: Item) -> Self {
        Self { action: Action::Put(item), when: None }
    }

    pub(crate) fn update(key: Key, change: Expr) -> Self {
        Self { action: Action::Update(key, change), when: None }
    }

    pub(crate) fn delete(key: Key) -> Self {
        Self { action: Action::Delete(key), when: None }
    }

    /// Writes nothing. The other writes of the transaction happen only if the condition holds.
    pub(crate) fn check(key: Key, when: Expr) -> Self {
        Self { action: Action::Check(key), when: Some(when) }
    }

    pub(crate) fn when(mut self, when: Expr) -> Self {
        self.when = Some(when);
        self
    }

    /// The key of the item. A transaction may name an item only once.
    pub(crate) fn key(&self) -> Key {
        match &self.action {
            Action::Put(item) => {
                let part = |name| super::text(item, name).unwrap_or_default();
                Key::new(part("pk"), part("sk"))
            }
            Action::Update(key, _) | Action::Delete(key) | Action::Check(key) => key.clone(),
        }
    }

    /// The item's partition and size in bytes. The size is known only for a put; the others count as one kilobyte.
    fn placed(&self) -> (String, usize) {
        match &self.action {
            Action::Put(item) => meter::placed(item),
            Action::Update(key, _) | Action::Delete(key) | Action::Check(key) => (key.pk.clone(), 1024),
        }
    }

    fn into_transaction(self, table: &str) -> Result<TransactWriteItem, BuildError> {
        let change = if let Action::Update(_, change) = &self.action { Some(change) } else { None };
        let (names, values) = Expr::mentions(change.into_iter().chain(&self.when));
        let when = self.when.as_ref().map(Expr::text);
        let item = TransactWriteItem::builder();
        Ok(match self.action {
            Action::Put(record) => item.put(
                Put::builder()
                    .table_name(table)
                    .set_item(Some(record))
                    .set_condition_expression(when)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(AllOld)
                    .build()?,
            ),
            Action::Update(key, change) => item.update(
                Update::builder()
                    .table_name(table)
                    .set_key(Some(key.into_item()))
                    .update_expression(change.text())
                    .set_condition_expression(when)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(AllOld)
                    .build()?,
            ),
            Action::Delete(key) => item.delete(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(key.into_item()))
                    .set_condition_expression(when)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(AllOld)
                    .build()?,
            ),
            Action::Check(key) => item.condition_check(
                ConditionCheck::builder()
                    .table_name(table)
                    .set_key(Some(key.into_item()))
                    .set_condition_expression(when)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .return_values_on_condition_check_failure(AllOld)
                    .build()?,
            ),
        }
        .build())
    }
}

impl Store {
    /// A single write, at half the price of a transaction.
    pub(crate) async fn write(&self, write: Write) -> Result<Outcome, StoreError> {
        let when = write.when.clone();
        let refused = match write.action {
            Action::Put(item) => match self.put(&item, when).await? {
                // The SDK repeated a request whose first answer was lost, so the stored item is the one that this call
                // wrote.
                Err(Refused(old)) if is_this_very(old.as_ref(), &item) => return Ok(Outcome::Written),
                other => other,
            },
            Action::Update(key, change) => self.update(key, change, when, ReturnValue::None).await?.map(drop),
            Action::Delete(key) => self.delete(key, when).await?,
            Action::Check(_) => return self.transact(vec![write]).await,
        };
        Ok(refused.map_or_else(|Refused(old)| Outcome::Refused(vec![(0, old)]), |()| Outcome::Written))
    }

    async fn put(&self, item: &Item, when: Option<Expr>) -> Result<Result<(), Refused>, StoreError> {
        let (names, values) = Expr::mentions(&when);
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item.clone()))
            .set_condition_expression(when.as_ref().map(Expr::text))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let sent = patiently(|| refusal(request.clone().send())).await?;
        meter::wrote_under([meter::placed(item)], false);
        Ok(sent.map(|answer| meter::wrote(answer.consumed_capacity())))
    }

    async fn delete(&self, key: Key, when: Option<Expr>) -> Result<Result<(), Refused>, StoreError> {
        let (names, values) = Expr::mentions(&when);
        let request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(key.into_item()))
            .set_condition_expression(when.as_ref().map(Expr::text))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .return_values_on_condition_check_failure(AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let sent = patiently(|| refusal(request.clone().send())).await?;
        Ok(sent.map(|answer| meter::wrote(answer.consumed_capacity())))
    }

    /// An update. Returns the attributes that `values` selects, or the stored item when the condition failed.
    pub(crate) async fn update(
        &self,
        key: Key,
        change: Expr,
        when: Option<Expr>,
        values: ReturnValue,
    ) -> Result<Result<Item, Refused>, StoreError> {
        let (names, mentioned) = Expr::mentions(std::iter::once(&change).chain(&when));
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.into_item()))
            .update_expression(change.text())
            .set_condition_expression(when.as_ref().map(Expr::text))
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(mentioned)
            .return_values(values)
            .return_values_on_condition_check_failure(AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let sent = patiently(|| refusal(request.clone().send())).await?;
        Ok(sent.map(|answer| {
            meter::wrote(answer.consumed_capacity());
            answer.attributes.unwrap_or_default()
        }))
    }

    /// Does all of the writes or none: at most [`TRANSACTION`] writes, each to a different item. Waits and tries again
    /// when other transactions use the same items.
    pub(crate) async fn transact(&self, writes: Vec<Write>) -> Result<Outcome, StoreError> {
        meter::wrote_under(writes.iter().map(Write::placed), true);
        let items: Result<Vec<_>, _> =
            writes.into_iter().map(|write| write.into_transaction(&self.table)).collect();
        let items = items.map_err(|problem| StoreError::Corrupt(problem.to_string()))?;
        let request = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        patiently(|| {
            let sent = request.clone().send();
            async move {
                match sent.await {
                    Ok(answer) => {
                        meter::wrote(answer.consumed_capacity());
                        Ok(Some(Outcome::Written))
                    }
                    Err(error) => match cancelled(&error) {
                        Cancelled::Refused(refused) => Ok(Some(Outcome::Refused(refused))),
                        Cancelled::Busy => Ok(None),
                        Cancelled::Failed(error) => Err(error),
                    },
                }
            }
        })
        .await
    }

    /// Unconditional puts in batches, in no particular order. A batch is not a transaction: after a failure some items
    /// may be written. So the caller either repeats all of them, or writes the item that refers to them last.
    pub(crate) async fn put_all(&self, items: Vec<Item>) -> Result<(), StoreError> {
        let batches: Vec<Vec<Item>> = items.chunks(BATCH).map(<[Item]>::to_vec).collect();
        stream::iter(batches.into_iter().map(|batch| self.put_batch(batch)))
            .buffer_unordered(CONCURRENCY)
            .try_collect()
            .await
    }

    async fn put_batch(&self, items: Vec<Item>) -> Result<(), StoreError> {
        meter::wrote_under(items.iter().map(meter::placed), false);
        let put = |item: Item| {
            let put = PutRequest::builder().set_item(Some(item)).build();
            put.map(|put| WriteRequest::builder().put_request(put).build())
        };
        let requests: Result<Vec<_>, _> = items.into_iter().map(put).collect();
        let mut requests = requests.map_err(|problem| StoreError::Corrupt(problem.to_string()))?;
        let mut delays = delays();
        loop {
            let answer = self
                .client
                .batch_write_item()
                .set_request_items(Some(HashMap::from([(self.table.clone(), requests)])))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(|error| failure(&error))?;
            meter::wrote(answer.consumed_capacity());
            requests = answer.unprocessed_items.into_iter().flatten().flat_map(|(_, left)| left).collect();
            if requests.is_empty() {
                return Ok(());
            }
            let Some(delay) = delays.next() else {
                return Err(StoreError::Unavailable("a batch write stays incomplete".to_owned()));
            };
            tokio::time::sleep(delay).await;
        }
    }
}
