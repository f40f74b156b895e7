//! What a new listing may have been before: the product whose listing was deleted and listed again, or nobody's any
//! more.
//!
//! A listing that vanished holds nothing back. The listing that takes its place joins its product, or is offered to a
//! person as its successor. A SKU that nothing sells any more goes to the listing that has it now.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ImageHash, ListingKey, Product, ProductId, ProductStatus, ShopId, Sku, VariantId, identity,
    links,
    titles::{Similarity, numbers_changed},
};
use serde_json::json;

use super::round::{Lost, Round, shop_of};
use crate::{
    Ports, StoreError, WorkError,
    message::Severity,
    notices::tell,
    ports::{Listing, Versioned},
    words::{NewListing, Notice},
};

/// On a product one of whose SKUs went to another listing, because nothing sold its variant any more.
const SKU_FREED: &str = "sku_freed";
/// Pictures whose hashes differ in at most this many of 64 bits show one thing.
const ONE_PICTURE: u32 = 10;
/// Rows of a shop that are read at once, and vanished listings that are compared.
const ROWS: usize = 5_000;
const COMPARED: usize = 500;

/// The variants of a product that were sold, and that no listing in any shop sells now. One that was never sold is not
/// among them: somebody may have typed it to list it later.
pub(super) fn vacant(product: &Product, listings: &[&Listing]) -> BTreeSet<VariantId> {
    let (mut sold, mut selling) = (BTreeSet::new(), BTreeSet::new());
    for listing in listings {
        let state = &listing.state.value;
        sold.extend(state.links.values().cloned());
        if !state.gone {
            selling.extend(links::present(&state.links, &listing.observed.content, product).into_values());
        }
    }
    sold.retain(|variant| !selling.contains(variant));
    sold
}

impl Round<'_> {
    /// The product that this listing stood for under another name: it owns every SKU of the listing that anybody owns,
    /// and its listing in this shop was deleted, or all that it had. Two listings that are both there are never one,
    /// whatever their SKUs.
    pub(super) fn listed_before(&self, listing: &Listing) -> Option<ProductId> {
        let here = shop_of(&listing.observed.key);
        let mut owners = self.owners(listing).into_iter();
        let (Some(owner), None) = (owners.next(), owners.next()) else { return None };
        let active = self.products.get(owner)?.value.status == ProductStatus::Active;
        let gone = self.gone.get(owner)?;
        let was_here = gone.iter().any(|state| shop_of(&state.value.key) == here);
        let vanished = !gone.is_empty() && self.shops.get(owner).is_some_and(BTreeSet::is_empty);
        (active && (was_here || vanished)).then(|| owner.clone())
    }

    /// The products that own SKUs of the listing.
    fn owners(&self, listing: &Listing) -> BTreeSet<&ProductId> {
        let skus = listing.observed.content.offers.iter().filter_map(|offer| offer.sku.as_ref());
        skus.filter_map(|sku| self.claims.get(&sku.folded())).map(|claim| &claim.product).collect()
    }

    /// A SKU may be given to another thing: titles that differ, or that name other numbers, contradict it.
    pub(super) fn reads_alike(&self, product: &ProductId, listing: &Listing) -> bool {
        let product = self.products.get(product);
        product.is_some_and(|product| alike(product.value.title.as_str(), &listing.observed.content.title))
    }

    /// Asks a person whether the listing is now the one of the product whose listing was deleted and whose SKU it has.
    pub(super) async fn offer_successor(
        &self,
        product: &ProductId,
        listing: &Listing,
    ) -> Result<(), StoreError> {
        let (key, title) = (&listing.observed.key, &listing.observed.content.title);
        let before = self.products.get(product).map_or("", |product| product.value.title.as_str());
        let key = key.to_string();
        let notice = Notice::ListingSuccessor { listing: NewListing { title, key: &key }, before, product };
        let message = tell::notice(&notice, &format!("{key}@{product}"), Severity::Warning);
        tell::once(self.ports, message).await
    }

    /// A listing whose SKUs nobody owns may be one that vanished and was listed again, with other SKUs or none: title
    /// and picture say so. A person is asked, because neither is an identity.
    pub(super) async fn offer_lookalike(&mut self, listing: &Listing) -> Result<(), StoreError> {
        if !self.owners(listing).is_empty() {
            return Ok(());
        }
        let (key, title) = (&listing.observed.key, &listing.observed.content.title);
        let shop = shop_of(key);
        if !self.lost.contains_key(&shop) {
            let lost = lost_of(self.ports, &shop).await?;
            self.lost.insert(shop.clone(), lost);
        }
        let lost = self.lost.get(&shop).map(Vec::as_slice).unwrap_or_default();
        if lost.is_empty() {
            return Ok(());
        }
        let looks = first_looks(self.ports, &shop, &[listing]).await?;
        let look = picture(listing).and_then(|name| looks.get(name)).copied();
        let mut found: Vec<(&Listing, Similarity)> = lost
            .iter()
            .filter(|(before, before_look)| {
                let (now, then) = (&listing.observed.content.title, &before.observed.content.title);
                match (look, before_look) {
                    _ if !alike(then, now) => false,
                    _ if picture(listing).is_some() && picture(listing) == picture(before) => true,
                    (Some(look), Some(before)) => look.distance(*before) <= ONE_PICTURE,
                    // Nothing is known of one of the pictures: the title alone has to say it.
                    _ => identity::same(then, now),
                }
            })
            .map(|(before, _)| (before, Similarity::of(&before.observed.content.title, title)))
            .collect();
        found
            .sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| b.observed.key.cmp(&a.observed.key)));
        for (before, _) in found {
            let Some(product) = &before.state.value.product else { continue };
            if let Some(product) = self.with_place(product, &shop).await? {
                return self.tell_lookalike(&product, listing).await;
            }
        }
        Ok(())
    }

    /// The product, where it is sold and no listing of it is in this shop.
    async fn with_place(
        &self,
        product: &ProductId,
        shop: &(Channel, ShopId),
    ) -> Result<Option<Product>, StoreError> {
        let stored = self.ports.products.get(product).await?.map(|stored| stored.value);
        let Some(stored) = stored.filter(|stored| stored.status == ProductStatus::Active) else {
            return Ok(None);
        };
        let keys = self.ports.listings.of_product(product).await?;
        let listings = self.ports.listings.get_many(&keys).await?;
        let taken = listings.iter().any(|listing| {
            let state = &listing.state.value;
            !state.gone && state.product.as_ref() == Some(product) && &shop_of(&state.key) == shop
        });
        Ok((!taken).then_some(stored))
    }

    async fn tell_lookalike(&self, product: &Product, listing: &Listing) -> Result<(), StoreError> {
        let (key, title) = (&listing.observed.key, &listing.observed.content.title);
        let (before, product) = (product.title.as_str(), &product.id);
        let key = key.to_string();
        let notice = Notice::ListingLookalike { listing: NewListing { title, key: &key }, before, product };
        let message = tell::notice(&notice, &format!("{key}@{product}"), Severity::Warning);
        tell::once(self.ports, message).await
    }

    /// Takes the SKUs of a listing from variants that nothing sells any more. `false` when somebody else wrote first.
    pub(super) async fn free_skus(&mut self, listing: &Listing) -> Result<bool, WorkError> {
        let folded: BTreeSet<String> =
            listing.observed.content.offers.iter().filter_map(|o| o.sku.as_ref().map(Sku::folded)).collect();
        let claims: Vec<_> = folded.iter().filter_map(|sku| self.claims.get(sku)).cloned().collect();
        for claim in claims {
            let empty = self.vacant.get(&claim.product).is_some_and(|empty| empty.contains(&claim.variant));
            let Some(product) = self.products.get(&claim.product).filter(|_| empty) else { continue };
            let Versioned { value: mut after, version } = product.clone();
            let Some(variant) = after.variants.iter_mut().find(|variant| variant.id == claim.variant) else {
                continue;
            };
            let Some(freed) = variant.sku.take() else { continue };
            after.sources.remove(&domain::master::field::of(domain::master::field::SKU, &claim.variant));
            after.attention.insert(SKU_FREED.to_owned());
            after.updated_at = self.context.now;
            match self.ports.products.put(&after, version, &[]).await {
                Ok(stored) => drop(self.products.insert(claim.product.clone(), stored)),
                Err(StoreError::Conflict) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
            self.claims.remove(&claim.sku);
            let key = &listing.observed.key;
            let details = json!({ "sku": freed, "variant": claim.variant, "listing": key });
            self.ports.record("import", "product.sku_freed", &claim.product, details).await?;
        }
        Ok(true)
    }
}

fn alike(before: &str, now: &str) -> bool {
    Similarity::of(before, now) >= Similarity::LEAST && numbers_changed(before, now).is_empty()
}

fn picture(listing: &Listing) -> Option<&String> {
    listing.observed.content.images.first().map(|image| &image.reference)
}

async fn lost_of(ports: &Ports, shop: &(Channel, ShopId)) -> Result<Lost, StoreError> {
    let (mut keys, mut cursor): (Vec<ListingKey>, Option<String>) = (Vec::new(), None);
    loop {
        let page = ports.listings.of_shop(&shop.0, &shop.1, cursor.as_deref(), ROWS).await?;
        let lost = page.items.into_iter().filter(|row| row.gone && row.product.is_some());
        keys.extend(lost.map(|row| row.key));
        cursor = page.next;
        if cursor.is_none() || keys.len() >= COMPARED {
            break;
        }
    }
    keys.truncate(COMPARED);
    let mut listings = ports.listings.get_many(&keys).await?;
    listings.retain(|listing| listing.state.value.gone && listing.state.value.product.is_some());
    let looks = first_looks(ports, shop, &listings.iter().collect::<Vec<_>>()).await?;
    Ok(listings
        .into_iter()
        .map(|listing| {
            let look = picture(&listing).and_then(|name| looks.get(name)).copied();
            (listing, look)
        })
        .collect())
}

/// The hashes of first pictures, by the channel's name of the picture.
async fn first_looks(
    ports: &Ports,
    (channel, shop): &(Channel, ShopId),
    listings: &[&Listing],
) -> Result<BTreeMap<String, ImageHash>, StoreError> {
    let names: Vec<String> = listings.iter().filter_map(|listing| picture(listing)).cloned().collect();
    let looks = ports.image_hashes.image_looks(channel, shop, &names).await?;
    Ok(looks.into_iter().filter_map(|(name, look)| Some((name, look.hash()?))).collect())
}
