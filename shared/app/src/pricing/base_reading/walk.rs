//! The products that are listed in connected shops, a page of listings at a time, each product once.

use std::collections::BTreeSet;

use domain::{Channel, ListingKey, Product, ProductId, ProductStatus, ShopId};
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    Ports, StoreError,
    catalogue::master_builder::sources::{self, Gathered},
    ports::Versioned,
    shops::directory::connected_shops,
};

/// Look-ups under way at once.
const AT_ONCE: usize = 16;

pub(super) struct Walked {
    pub products: Vec<(Versioned<Product>, Vec<Gathered>)>,
    pub next: Option<String>,
}

/// One page. A product with listings in several shops belongs to the page of the first of them.
pub(super) async fn page(ports: &Ports, cursor: Option<&str>, size: usize) -> Result<Walked, StoreError> {
    let shops = connected_shops(ports).await?;
    let place = cursor.and_then(read);
    let at = match &place {
        None => shops.first(),
        // A shop that was disconnected since is passed over, and those behind it are not.
        Some((shop, _)) => shops.iter().find(|known| *known >= shop),
    };
    let Some(shop) = at else { return Ok(Walked { products: Vec::new(), next: None }) };
    let inner = place.as_ref().filter(|(known, _)| known == shop).and_then(|(_, inner)| inner.as_deref());
    let rows = ports.listings.of_shop(&shop.0, &shop.1, inner, size).await?;
    let here = rows.items.into_iter().filter(|row| !row.gone);
    let here: Vec<(ListingKey, ProductId)> = here.filter_map(|row| Some((row.key, row.product?))).collect();
    let ids: BTreeSet<ProductId> = here.iter().map(|(_, product)| product.clone()).collect();
    let ids: Vec<ProductId> = ids.into_iter().collect();
    let mut found = ports.products.get_many(&ids).await?;
    found.retain(|product| product.value.status == ProductStatus::Active);
    let gathered: Vec<(Versioned<Product>, Vec<Gathered>)> = stream::iter(found)
        .map(|product| async move {
            let gathered = sources::of_product(ports, &product.value.id).await?;
            Ok::<_, StoreError>((product, gathered))
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let keys: BTreeSet<&ListingKey> = here.iter().map(|(key, _)| key).collect();
    let connected = |key: &&ListingKey| shops.contains(&(key.channel.clone(), key.shop.clone()));
    let first = |gathered: &[Gathered]| {
        gathered.iter().map(Gathered::key).filter(connected).min().is_some_and(|key| keys.contains(key))
    };
    let products = gathered.into_iter().filter(|(_, gathered)| first(gathered)).collect();
    let next = match rows.next {
        Some(inner) => Some(written(shop, Some(&inner))),
        None => shops.iter().find(|other| *other > shop).map(|other| written(other, None)),
    };
    Ok(Walked { products, next })
}

fn written((channel, shop): &(Channel, ShopId), inner: Option<&str>) -> String {
    format!("{channel}|{shop}|{}", inner.unwrap_or_default())
}

fn read(cursor: &str) -> Option<((Channel, ShopId), Option<String>)> {
    let mut parts = cursor.splitn(3, '|');
    let channel = Channel::parse(parts.next()?).ok()?;
    let shop = ShopId::parse(parts.next()?).ok()?;
    Some(((channel, shop), parts.next().filter(|inner| !inner.is_empty()).map(str::to_owned)))
}
