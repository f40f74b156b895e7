//! The products of one page of a shop, each with all its listings.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ImageHash, ListingKey, Product, ProductId, ShopId,
    diff::Field,
    field_report::{FieldReport, Group, Side, Verdict},
    pricing::PriceBook,
};

use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    Ports, StoreError,
    catalogue::price_book::ChannelRules,
    marketplace::Marketplaces,
    ports::{Listing, ListingRow},
};

/// Look-ups under way at once.
pub(super) const AT_ONCE: usize = 16;

/// What is known beside the listings.
pub(super) struct Known {
    /// How each channel makes its prices.
    pub prices: BTreeMap<Channel, PriceBook>,
    /// In order, so that a key's shop is found in it.
    pub shops: Vec<(Channel, ShopId)>,
    /// What the shops' pictures look like, by the channel's reference, as far as [`Known::look_at`] was given them.
    hashes: BTreeMap<(Channel, ShopId), BTreeMap<String, ImageHash>>,
    /// Products in several shops, as far as [`Known::read_products`] was given them: exceptions of price rules name them.
    products: BTreeMap<ProductId, Product>,
    marketplaces: std::sync::Arc<dyn Marketplaces>,
}

/// A product with its listings in key order; without a product the listing that belongs to none.
pub(super) type Found = (Option<ProductId>, Vec<Listing>);

impl Known {
    pub async fn load(ports: &Ports, shops: &[(Channel, ShopId)]) -> Result<Self, StoreError> {
        let mut prices = BTreeMap::new();
        for (channel, _) in shops {
            if !prices.contains_key(channel) {
                prices.insert(channel.clone(), ChannelRules::load(ports, channel).await?.book);
            }
        }
        let mut shops = shops.to_vec();
        shops.sort();
        let (hashes, products) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { prices, shops, hashes, products, marketplaces: ports.marketplaces.clone() })
    }

    /// The description as plain text, whatever its channel makes of it.
    pub fn texts(&self, listings: &[Listing]) -> Vec<String> {
        let plain = |listing: &Listing| {
            let text = &listing.observed.content.description;
            let marketplace = self.marketplaces.get(&listing.observed.key.channel);
            marketplace.map_or_else(|| text.clone(), |marketplace| marketplace.plain_description(text))
        };
        listings.iter().map(plain).collect()
    }

    /// Reads what is known of the pictures of products that are in several shops; nobody else's are compared.
    pub async fn look_at(&mut self, ports: &Ports, groups: &[Found]) -> Result<(), StoreError> {
        let mut wanted: BTreeMap<(Channel, ShopId), BTreeSet<String>> = BTreeMap::new();
        for listing in groups.iter().filter(|(_, listings)| listings.len() > 1).flat_map(|(_, all)| all) {
            let key = &listing.observed.key;
            let names = listing.observed.content.images.iter().map(|image| image.reference.clone());
            wanted.entry((key.channel.clone(), key.shop.clone())).or_default().extend(names);
        }
        for (shop, names) in wanted {
            let names: Vec<String> = names.into_iter().collect();
            let looks = ports.image_hashes.image_looks(&shop.0, &shop.1, &names).await?;
            let hashes = looks.into_iter().filter_map(|(name, look)| Some((name, look.hash()?)));
            self.hashes.insert(shop, hashes.collect());
        }
        Ok(())
    }

    /// Reads the products that are in several shops; nobody else's prices are compared.
    pub async fn read_products(&mut self, ports: &Ports, groups: &[Found]) -> Result<(), StoreError> {
        let several = groups.iter().filter(|(_, listings)| listings.len() > 1);
        let ids: Vec<ProductId> = several.filter_map(|(product, _)| product.clone()).collect();
        let read = ports.products.get_many(&ids).await?;
        self.products.extend(read.into_iter().map(|read| (read.value.id.clone(), read.value)));
        Ok(())
    }

    /// The product of a listing, where it was read.
    pub fn product_of(&self, listing: &Listing) -> Option<&Product> {
        self.products.get(listing.state.value.product.as_ref()?)
    }

    /// Every rule and schedule that prices are led back by, by scope and version.
    pub fn versions(&self) -> Vec<String> {
        let mut versions = Vec::new();
        for (channel, book) in &self.prices {
            let rules = book.rules.iter().map(|(scope, (_, version))| format!("{channel} {scope} {version}"));
            let fees =
                book.fees.iter().map(|(scope, (_, version))| format!("{channel} fees {scope} {version}"));
            versions.extend(rules.chain(fees));
        }
        versions
    }

    /// What the pictures of a listing's shop look like.
    pub fn hashes_of(&self, listing: &Listing) -> &BTreeMap<String, ImageHash> {
        static NONE: BTreeMap<String, ImageHash> = BTreeMap::new();
        let key = &listing.observed.key;
        self.hashes.get(&(key.channel.clone(), key.shop.clone())).unwrap_or(&NONE)
    }

    /// Counts one product; returns the fields that a person may want to look at.
    pub fn counted(
        &self,
        report: &mut FieldReport,
        product: Option<&ProductId>,
        listings: &[Listing],
    ) -> Vec<(Field, Verdict)> {
        let Some(first) = listings.first() else { return Vec::new() };
        let name = product.map_or_else(|| first.observed.key.to_string(), ToString::to_string);
        report.add(&group(&name, listings, &self.texts(listings), self))
    }
}

/// The products whose first listing is one of `rows`, in the order of the rows. A product is left out where another
/// listing of it comes first: it is counted there.
pub(super) async fn groups_of(
    ports: &Ports,
    known: &Known,
    rows: &[ListingRow],
) -> Result<Vec<Found>, StoreError> {
    let with_keys = with_keys(ports, rows, &known.shops).await?;
    let mine: Vec<(ListingRow, Vec<ListingKey>)> =
        with_keys.into_iter().filter(|(row, keys)| keys.first() == Some(&row.key)).collect();
    let wanted: Vec<ListingKey> = mine.iter().flat_map(|(_, keys)| keys.iter().cloned()).collect();
    let read = ports.listings.get_many(&wanted).await?;
    let there = read.into_iter().filter(|listing| !listing.state.value.gone);
    let mut found: BTreeMap<ListingKey, Listing> =
        there.map(|listing| (listing.observed.key.clone(), listing)).collect();
    let group = |(row, keys): (ListingRow, Vec<ListingKey>)| {
        let listings: Vec<Listing> = keys.iter().filter_map(|key| found.remove(key)).collect();
        (!listings.is_empty()).then_some((row.product, listings))
    };
    Ok(mine.into_iter().filter_map(group).collect())
}

/// What a listing's side of a group is made of.
fn side<'a>(listing: &'a Listing, description: &'a str, known: &'a Known) -> Side<'a> {
    Side {
        key: &listing.observed.key,
        content: &listing.observed.content,
        description,
        links: &listing.state.value.links,
        prices: known.prices.get(&listing.observed.key.channel),
        product: known.product_of(listing),
        hashes: known.hashes_of(listing),
    }
}

/// The keys of a product's listings in the shops of the report, in order.
pub(super) async fn keys_of(
    ports: &Ports,
    product: &ProductId,
    shops: &[(Channel, ShopId)],
) -> Result<Vec<ListingKey>, StoreError> {
    let mut keys = ports.listings.of_product(product).await?;
    keys.retain(|key| shops.binary_search(&(key.channel.clone(), key.shop.clone())).is_ok());
    keys.sort();
    Ok(keys)
}

/// Pairs each row with the keys of its product's listings.
async fn with_keys(
    ports: &Ports,
    rows: &[ListingRow],
    shops: &[(Channel, ShopId)],
) -> Result<Vec<(ListingRow, Vec<ListingKey>)>, StoreError> {
    let looks: Vec<_> = rows.iter().cloned().map(|row| keys_of_row(ports, row, shops)).collect();
    stream::iter(looks).buffered(AT_ONCE).try_collect().await
}

async fn keys_of_row(
    ports: &Ports,
    row: ListingRow,
    shops: &[(Channel, ShopId)],
) -> Result<(ListingRow, Vec<ListingKey>), StoreError> {
    let keys = match &row.product {
        Some(product) => keys_of(ports, product, shops).await?,
        None => vec![row.key.clone()],
    };
    Ok((row, keys))
}

/// The product's name in the report: its id, or the listing's key where it belongs to none.
pub(super) fn group<'a>(
    name: &'a str,
    listings: &'a [Listing],
    texts: &'a [String],
    known: &'a Known,
) -> Group<'a> {
    let sides = listings.iter().zip(texts).map(|(listing, text)| side(listing, text, known)).collect();
    Group { name, sides }
}
