//! Reads by key. They are strongly consistent, because workers make decisions based on them.

use std::collections::{HashMap, HashSet};

use app::StoreError;
use aws_sdk_dynamodb::types::{KeysAndAttributes, ReturnConsumedCapacity};
use futures::{StreamExt, TryStreamExt, stream};

use super::{CONCURRENCY, Expr, Item, delays, failure};
use crate::{
    Store,
    keys::Key,
    meter::{self, Read},
};

/// The most keys in one request.
const BATCH: usize = 100;

impl Store {
    pub(crate) async fn read(&self, key: Key) -> Result<Option<Item>, StoreError> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key.into_item()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| failure(&error))?;
        let found = answer.item.as_slice();
        meter::read(answer.consumed_capacity.as_ref(), Read::Keys { asked: 1, found });
        Ok(answer.item)
    }

    /// The items of `keys` that exist, in any order. `only` lists the attributes to read, each as `#name`; without it
    /// all attributes are read.
    pub(crate) async fn read_many(
        &self,
        keys: impl IntoIterator<Item = Key>,
        only: Option<&str>,
    ) -> Result<Vec<Item>, StoreError> {
        // DynamoDB refuses a request that contains a key twice.
        let mut seen = HashSet::new();
        let keys: Vec<Key> = keys.into_iter().filter(|key| seen.insert(key.clone())).collect();
        let batches: Vec<_> = keys.chunks(BATCH).map(<[Key]>::to_vec).collect();
        stream::iter(batches.into_iter().map(|batch| self.read_batch(batch, only)))
            .buffer_unordered(CONCURRENCY)
            .try_concat()
            .await
    }

    async fn read_batch(&self, batch: Vec<Key>, only: Option<&str>) -> Result<Vec<Item>, StoreError> {
        let only = only.map(Expr::new);
        let mut wanted: Vec<Item> = batch.into_iter().map(Key::into_item).collect();
        let mut items = Vec::with_capacity(wanted.len());
        let mut delays = delays();
        loop {
            let (names, _) = Expr::mentions(&only);
            let asked = wanted.len();
            let request = KeysAndAttributes::builder()
                .set_keys(Some(wanted))
                .consistent_read(true)
                .set_projection_expression(only.as_ref().map(Expr::text))
                .set_expression_attribute_names(names)
                .build()
                .map_err(|problem| StoreError::Corrupt(problem.to_string()))?;
            let answer = self
                .client
                .batch_get_item()
                .set_request_items(Some(HashMap::from([(self.table.clone(), request)])))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(|error| failure(&error))?;
            let found: Vec<Item> =
                answer.responses.into_iter().flatten().flat_map(|(_, found)| found).collect();
            // DynamoDB returns the keys that did not fit into 16 MB or were throttled; read them again.
            wanted =
                answer.unprocessed_keys.into_iter().flatten().flat_map(|(_, unread)| unread.keys).collect();
            let read = Read::Keys { asked: asked - wanted.len(), found: &found };
            meter::read(answer.consumed_capacity.iter().flatten(), read);
            items.extend(found);
            if wanted.is_empty() {
                return Ok(items);
            }
            let Some(delay) = delays.next() else {
                return Err(StoreError::Unavailable("a batch read stays incomplete".to_owned()));
            };
            tokio::time::sleep(delay).await;
        }
    }
}
