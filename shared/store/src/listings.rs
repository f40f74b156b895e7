//! Listings: each is three items with one writer each, a row of its shop, and an edge of its product.
//!
//! | item | holds | written by |
//! |---|---|---|
//! | `OBSERVED` | what the channel last said | import, sync |
//! | `STATE` | product, links, base, owners | people, sync |
//! | `PRICES` | the quotes of its offers | pricing |
//! | row of the shop | product, gone | with the state |
//! | edge of the product | only its key | with the link |
//!
//! Rows and edges are plain items and not index entries: an import that has just ended must see every listing that it
//! created, and an index may lag. They change in the transaction that changes the state.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Listing, ListingPrices, ListingRow, ListingState, Listings, Observed, Page, Upsert, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel, ContentHash, ImageId, ListingKey, ProductId, ShopId,
    diff::{FieldKey, Value},
};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, flag, n, number, s, text},
    keys,
};

mod observe;
mod state;
pub(crate) use state::Known;

#[async_trait]
impl Listings for Store {
    async fn get(&self, key: &ListingKey) -> Result<Option<Listing>, StoreError> {
        // One query for the three items costs less than three reads, because DynamoDB adds the sizes before it rounds
        // them up.
        let items = self.query_all(&Query::partition(keys::listing_partition(key))).await?;
        assemble(key, &items.iter().collect::<Vec<_>>())
    }

    async fn get_many(&self, keys: &[ListingKey]) -> Result<Vec<Listing>, StoreError> {
        let parts = keys.iter().flat_map(|key| [keys::observed(key), keys::state(key), keys::prices(key)]);
        let items = self.read_many(parts, None).await?;
        let mut by_partition: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in &items {
            by_partition.entry(text(item, "pk").unwrap_or_default()).or_default().push(item);
        }
        let found = keys.iter().filter_map(|key| {
            let parts = by_partition.remove(keys::listing_partition(key).as_str())?;
            assemble(key, &parts).transpose()
        });
        found.collect()
    }

    async fn of_product(&self, product: &ProductId) -> Result<Vec<ListingKey>, StoreError> {
        let edges = Query::prefix(keys::product_partition(product), keys::LISTING_EDGE);
        self.query_all(&edges).await?.iter().map(read_key).collect()
    }

    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingRow>, StoreError> {
        let rows = Query::prefix(keys::shop_partition(channel, shop), keys::SHOP_ROW);
        let page = self.page(&rows, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(read_row).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn unlinked(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingKey>, StoreError> {
        // A row is about 150 bytes. A filtered read of a whole shop with 4,000 listings reads 600 KB, so no index is
        // needed.
        let rows = Query::prefix(keys::shop_partition(channel, shop), keys::SHOP_ROW)
            .filter(Expr::new("attribute_not_exists(#product)"));
        let page = self.page(&rows, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(read_key).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn observe(&self, observed: &[Observed]) -> Result<Vec<Upsert>, StoreError> {
        self.observe_all(observed).await
    }

    async fn agreed(
        &self,
        keys: &[ListingKey],
    ) -> Result<BTreeMap<ListingKey, BTreeMap<FieldKey, Value>>, StoreError> {
        let items = self.read_many(keys.iter().map(keys::observed), Some("#pk, #sk, #agreed")).await?;
        let mut found: BTreeMap<&str, &Item> =
            items.iter().filter_map(|item| Some((text(item, "pk")?, item))).collect();
        let of = |key: &ListingKey| {
            let item = found.remove(keys::listing_partition(key).as_str())?;
            item.contains_key("agreed").then(|| Ok((key.clone(), body::unpack_from(item, "agreed")?)))
        };
        keys.iter().filter_map(of).collect()
    }

    async fn put_state(
        &self,
        state: &ListingState,
        expected: u64,
    ) -> Result<Versioned<ListingState>, StoreError> {
        self.save_state(state, expected).await
    }

    async fn put_prices(&self, prices: &[ListingPrices]) -> Result<Vec<bool>, StoreError> {
        let stored = self.read_many(prices.iter().map(|p| keys::prices(&p.key)), Some("#pk, #hash")).await?;
        let hashes: BTreeMap<&str, &str> =
            stored.iter().filter_map(|item| Some((text(item, "pk")?, text(item, "hash")?))).collect();
        // If a listing has two quotes, the last one wins, as if they were put one after the other.
        let (mut answers, mut writes) = (Vec::new(), BTreeMap::new());
        for new in prices {
            let key = keys::prices(&new.key);
            let before = writes
                .get(&new.key)
                .map(|(hash, _): &(&ContentHash, Item)| hash.as_str())
                .or_else(|| hashes.get(key.pk.as_str()).copied());
            let differs = before != Some(new.hash.as_str());
            if differs {
                let mut item = key.into_item();
                item.insert("hash".to_owned(), s(new.hash.as_str()));
                item.insert(body::BODY.to_owned(), body::pack(new)?);
                writes.insert(new.key.clone(), (&new.hash, item));
            }
            answers.push(differs);
        }
        self.put_all(writes.into_values().map(|(_, item)| item).collect()).await?;
        Ok(answers)
    }

    async fn image_references(
        &self,
        channel: &Channel,
        shop: &ShopId,
        images: &[ImageId],
    ) -> Result<BTreeMap<ImageId, String>, StoreError> {
        let wanted = images.iter().map(|image| keys::image_reference(channel, shop, image));
        let items = self.read_many(wanted, None).await?;
        let read = |item: &Item| {
            let image = ImageId::parse(text(item, "image")?).ok()?;
            Some((image, text(item, "reference")?.to_owned()))
        };
        items.iter().map(|item| read(item).ok_or_else(|| body::unreadable(item, "no picture"))).collect()
    }

    async fn put_image_reference(
        &self,
        channel: &Channel,
        shop: &ShopId,
        image: &ImageId,
        reference: &str,
    ) -> Result<(), StoreError> {
        let mut item = keys::image_reference(channel, shop, image).into_item();
        item.insert("image".to_owned(), s(image.as_str()));
        item.insert("reference".to_owned(), s(reference));
        self.write(Write::put(item)).await.map(|_| ())
    }
}

/// Builds a listing from its items. `None` unless both the state and the observation are there.
fn assemble(key: &ListingKey, items: &[&Item]) -> Result<Option<Listing>, StoreError> {
    let part = |sk: &str| items.iter().find(|item| text(item, "sk") == Some(sk));
    let (Some(state), Some(observed)) = (part("STATE"), part("OBSERVED")) else { return Ok(None) };
    let listing = Listing {
        state: state::read_state(state)?,
        observed: read_observed(observed)?,
        prices: part("PRICES").map(|item| body::unpack(item)).transpose()?,
    };
    if &listing.state.value.key == key {
        Ok(Some(listing))
    } else {
        Err(body::unreadable(state, "another listing's state"))
    }
}

/// The time beside the body is the newer one, because it is updated without rewriting the body.
fn read_observed(item: &Item) -> Result<Observed, StoreError> {
    let mut observed: Observed = body::unpack(item)?;
    let beside = number(item, "updated").filter(|at| *at > 0);
    let beside = beside.and_then(|at| jiff::Timestamp::from_nanosecond(at).ok());
    observed.updated_at = observed.updated_at.max(beside);
    Ok(observed)
}

/// The row of a listing in its shop.
fn row(key: &ListingKey, product: Option<&ProductId>, gone: bool) -> Item {
    let mut item = keys::shop_row(key).into_item();
    item.insert("key".to_owned(), s(key.to_string()));
    if let Some(product) = product {
        item.insert("product".to_owned(), s(product.as_str()));
    }
    if gone {
        item.insert("gone".to_owned(), aws_sdk_dynamodb::types::AttributeValue::Bool(true));
    }
    item
}

fn read_row(item: &Item) -> Result<ListingRow, StoreError> {
    let product = text(item, "product").map(ProductId::parse).transpose();
    let product = product.map_err(|problem| body::unreadable(item, &problem.to_string()))?;
    Ok(ListingRow { key: read_key(item)?, product, gone: flag(item, "gone") })
}

fn read_key(item: &Item) -> Result<ListingKey, StoreError> {
    let key = text(item, "key").ok_or_else(|| body::unreadable(item, "key is missing"))?;
    ListingKey::parse(key).map_err(|problem| body::unreadable(item, &problem.to_string()))
}

fn edge(product: &ProductId, key: &ListingKey) -> Item {
    let mut item = keys::listing_edge(product, key).into_item();
    item.insert("key".to_owned(), s(key.to_string()));
    item
}

/// The item of an observation. The next observation is compared with the attributes beside the body.
fn observed_item(observed: &Observed) -> Result<Item, StoreError> {
    let mut item = keys::observed(&observed.key).into_item();
    item.insert("hash".to_owned(), s(observed.hash.as_str()));
    item.insert("seen".to_owned(), n(observed.seen_at.as_nanosecond()));
    item.insert("status".to_owned(), body::pack(&observed.content.status)?);
    item.insert("updated".to_owned(), n(observed.updated_at.map_or(0, jiff::Timestamp::as_nanosecond)));
    item.insert(body::BODY.to_owned(), body::pack(observed)?);
    Ok(item)
}
