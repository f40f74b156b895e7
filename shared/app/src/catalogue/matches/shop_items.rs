//! What one shop has, as the matcher sees it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ImageHash, ListingContent, ListingKey, ListingStatus, ProductId, ShopId, Sku, matching::Item,
};

use crate::{
    Ports, StoreError,
    ports::{Listing, MatchRow, Names, pictures::Look},
    shops::directory::Shop,
};

/// Listings read at once: their contents are dropped as soon as the few facts that are compared are taken.
const PAGE: usize = 500;

/// The listings of a shop that are there.
#[derive(Debug, Default)]
pub(super) struct ShopItems {
    pub items: Vec<Item>,
    /// By the item's id: the listing and its product.
    pub listings: BTreeMap<String, (ListingKey, Option<ProductId>)>,
}

impl ShopItems {
    pub(super) async fn read(ports: &Ports, (channel, shop): &Shop) -> Result<Self, StoreError> {
        let mut known = Self::default();
        let mut cursor: Option<String> = None;
        loop {
            let page = ports.listings.of_shop(channel, shop, cursor.as_deref(), PAGE).await?;
            let keys: Vec<ListingKey> =
                page.items.into_iter().filter(|row| !row.gone).map(|row| row.key).collect();
            let listings = ports.listings.get_many(&keys).await?;
            let references: BTreeSet<&String> =
                listings.iter().flat_map(|l| &l.observed.content.images).map(|i| &i.reference).collect();
            let references: Vec<String> = references.into_iter().cloned().collect();
            let looks = ports.image_hashes.image_looks(channel, shop, &references).await?;
            for listing in &listings {
                known.take(listing, &looks);
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(known);
            }
        }
    }

    fn take(&mut self, listing: &Listing, looks: &BTreeMap<String, Look>) {
        let (key, state) = (&listing.observed.key, &listing.state.value);
        // Of a frozen one that was never seen whole there is too little to compare.
        let status = listing.observed.content.status;
        if state.gone || matches!(status, ListingStatus::Deleted | ListingStatus::Frozen) {
            return;
        }
        let mut item = item_of(listing);
        let images = listing.observed.content.images.iter();
        let hashes = images.filter_map(|image| looks.get(&image.reference)?.hash());
        item.images = hashes.map(ImageHash::bits).collect();
        self.listings.insert(item.id.clone(), (key.clone(), state.product.clone()));
        self.items.push(item);
    }

    pub(super) fn has(&self, key: &ListingKey) -> bool {
        self.listings.contains_key(&key.to_string())
    }

    pub(super) fn product(&self, key: &ListingKey) -> Option<&ProductId> {
        self.listings.get(&key.to_string())?.1.as_ref()
    }

    /// By product, a listing of this shop that belongs to it.
    pub(super) fn by_product(&self) -> BTreeMap<&ProductId, &ListingKey> {
        self.listings.values().filter_map(|(key, product)| Some((product.as_ref()?, key))).collect()
    }
}

/// The facts of a listing that are compared, without its pictures.
pub(super) fn item_of(listing: &Listing) -> Item {
    let content = &listing.observed.content;
    Item {
        id: listing.observed.key.to_string(),
        title: content.title.clone(),
        images: Vec::new(),
        skus: content.offers.iter().filter_map(|offer| offer.sku.as_ref().map(ToString::to_string)).collect(),
        prices: content.offers.iter().filter_map(|offer| offer.price.map(domain::Rupiah::get)).collect(),
        variants: content.offers.iter().map(|offer| offer.option_values.clone()).collect(),
        grams: content.weight.map(domain::Grams::get),
    }
}

/// What a listing is searched by among the matches.
pub(super) fn name_of(content: &ListingContent) -> String {
    let skus = content.offers.iter().filter_map(|offer| offer.sku.as_ref().map(Sku::as_str));
    Names::of(&content.title, skus)
}

/// The matches between two shops, in short.
pub(super) async fn rows(
    ports: &Ports,
    (channel, shop): &Shop,
    other: &Shop,
    open: bool,
) -> Result<Vec<MatchRow>, StoreError> {
    let (mut rows, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = ports.matches.of_shop(channel, shop, open, cursor.as_deref(), PAGE).await?;
        let items = page.items.into_iter();
        rows.extend(items.filter(|row| {
            is_of_shop(&row.left, &other.0, &other.1) || is_of_shop(&row.right, &other.0, &other.1)
        }));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

/// The listing is one of this shop's.
pub(super) fn is_of_shop(key: &ListingKey, channel: &Channel, shop: &ShopId) -> bool {
    &key.channel == channel && &key.shop == shop
}
