//! The hashes of the listings' pictures: one item each, written once.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{ImageHashes, Look},
};
use async_trait::async_trait;
use domain::{Channel, ShopId};

use crate::{
    Store, body,
    db::{Item, s, text},
    keys,
};

#[async_trait]
impl ImageHashes for Store {
    async fn image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        references: &[String],
    ) -> Result<BTreeMap<String, Look>, StoreError> {
        let wanted = references.iter().map(|reference| keys::image_look(channel, shop, reference));
        let items = self.read_many(wanted, None).await?;
        items.iter().map(read_look).collect()
    }

    async fn put_image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        looks: &BTreeMap<String, Look>,
    ) -> Result<(), StoreError> {
        let mut items = Vec::with_capacity(looks.len());
        for (reference, look) in looks {
            let mut item = keys::image_look(channel, shop, reference).into_item();
            // The key may contain only a digest of the reference.
            item.insert("reference".to_owned(), s(reference));
            item.insert(body::BODY.to_owned(), body::pack(look)?);
            items.push(item);
        }
        self.put_all(items).await
    }
}

fn read_look(item: &Item) -> Result<(String, Look), StoreError> {
    let reference = text(item, "reference").ok_or_else(|| body::unreadable(item, "no picture's name"))?;
    Ok((reference.to_owned(), body::unpack(item)?))
}
