//! Category trees. A tree is stored in parts whose keys contain the time at which the tree was read; a head item names
//! the current tree. The new parts are written before the head, and the old parts are removed after it, so that a
//! reader always finds a complete tree.

use app::{
    StoreError,
    marketplace::Category,
    ports::{Categories, CategoryChoices, CategoryTree, KnownRules, Versioned},
};
use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, text, version},
    keys::{self, Key},
};

/// Categories in one item: about 300 kB of JSON, and a fifth of that when deflated.
const PART: usize = 4_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    read_at: Timestamp,
    parts: usize,
}

#[async_trait]
impl Categories for Store {
    async fn read_at(&self, channel: &Channel) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.head(channel).await?.map(|head| head.read_at))
    }

    async fn tree(&self, channel: &Channel) -> Result<Option<CategoryTree>, StoreError> {
        let Some(Head { read_at, parts }) = self.head(channel).await? else { return Ok(None) };
        let mut categories = Vec::new();
        for part in 0..parts {
            // The tree was replaced while it was read. The new one is complete.
            let Some(item) = self.read(keys::category_part(channel, read_at, part)).await? else {
                return Ok(None);
            };
            categories.extend(body::unpack::<Vec<Category>>(&item)?);
        }
        Ok(Some(CategoryTree { read_at, categories }))
    }

    async fn put_tree(&self, channel: &Channel, tree: &CategoryTree) -> Result<(), StoreError> {
        let parts: Vec<&[Category]> = tree.categories.chunks(PART).collect();
        for (number, part) in parts.iter().enumerate() {
            let mut item = keys::category_part(channel, tree.read_at, number).into_item();
            item.insert(body::BODY.to_owned(), body::pack(part)?);
            self.write(Write::put(item)).await?.or_conflict()?;
        }
        let mut item = keys::category_head(channel).into_item();
        let head = Head { read_at: tree.read_at, parts: parts.len() };
        item.insert(body::BODY.to_owned(), body::pack(&head)?);
        self.write(Write::put(item)).await?.or_conflict()?;
        let all = Query::prefix(keys::categories(channel), keys::CATEGORY_PART);
        let key = |item: Item| {
            Ok(Key::new(text(&item, "pk").unwrap_or_default(), text(&item, "sk").unwrap_or_default()))
        };
        let own = keys::category_part_prefix(tree.read_at);
        let mut old = self.query_map(&all, key).await?;
        old.retain(|key| !key.sk.starts_with(&own));
        self.write_groups(old.into_iter().map(|key| vec![Write::delete(key)]).collect()).await.map(drop)
    }

    async fn rules(&self, channel: &Channel, category: &str) -> Result<Option<KnownRules>, StoreError> {
        self.read(keys::category_rules(channel, category)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn put_rules(
        &self,
        channel: &Channel,
        category: &str,
        rules: &KnownRules,
    ) -> Result<(), StoreError> {
        let mut item = keys::category_rules(channel, category).into_item();
        item.insert(body::BODY.to_owned(), body::pack(rules)?);
        self.write(Write::put(item)).await?.or_conflict()
    }

    async fn choices(&self, channel: &Channel) -> Result<Versioned<CategoryChoices>, StoreError> {
        let Some(item) = self.read(keys::category_choices(channel)).await? else {
            return Ok(Versioned { value: CategoryChoices::new(), version: 0 });
        };
        Ok(Versioned { value: body::unpack(&item)?, version: version(&item)? })
    }

    async fn put_choices(
        &self,
        channel: &Channel,
        choices: &CategoryChoices,
        expected: u64,
    ) -> Result<Versioned<CategoryChoices>, StoreError> {
        let next = expected + 1;
        let mut item = keys::category_choices(channel).into_item();
        item.insert("version".to_owned(), n(next));
        item.insert(body::BODY.to_owned(), body::pack(choices)?);
        self.write(Write::put(item).when(Expr::replaces(expected))).await?.or_conflict()?;
        Ok(Versioned { value: choices.clone(), version: next })
    }
}

impl Store {
    async fn head(&self, channel: &Channel) -> Result<Option<Head>, StoreError> {
        self.read(keys::category_head(channel)).await?.as_ref().map(body::unpack).transpose()
    }
}
