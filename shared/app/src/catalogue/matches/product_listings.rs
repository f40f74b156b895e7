//! A product with its listings, grouped by what they mean to it.

use std::collections::BTreeSet;

use domain::{Channel, ListingKey, Product, ProductId, ProductStatus, ShopId, pricing::Scope};

use super::refused;
use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::master_builder::sources::is_remote,
    ports::{Listing, Versioned},
};

/// A listing that must exist.
pub(super) async fn find(ports: &Ports, key: &ListingKey) -> Result<Listing, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    ports.listings.get(key).await?.ok_or_else(missing)
}

/// A listing that can be moved from product to product.
pub(super) fn check_movable(ports: &Ports, listing: &Listing) -> Result<(), UseCaseError> {
    let key = &listing.observed.key;
    if !is_remote(ports, key) {
        return refused("match_own_store", format!("{key} follows its product and cannot be moved"));
    }
    if listing.state.value.gone {
        return refused("match_listing_gone", format!("{key} is not in its shop any more"));
    }
    Ok(())
}

/// A product with its listings.
pub(super) struct ProductListings {
    pub product: Versioned<Product>,
    /// Those that it is made of.
    pub listings: Vec<Listing>,
    /// Not found in their shops any more.
    pub gone: Vec<Listing>,
    /// In the seller's own store, where buyers see them: they only repeat what the product says.
    pub own: Vec<Listing>,
}

impl ProductListings {
    pub(super) async fn read(ports: &Ports, id: &ProductId) -> Result<Self, UseCaseError> {
        let product = crate::catalogue::products::find(ports, id).await?;
        let keys = ports.listings.of_product(id).await?;
        let mut listings = ports.listings.get_many(&keys).await?;
        listings.retain(|listing| listing.state.value.product.as_ref() == Some(id));
        listings.sort_by(|a, b| a.observed.key.cmp(&b.observed.key));
        let mut held = Self { product, listings: Vec::new(), gone: Vec::new(), own: Vec::new() };
        for listing in listings {
            match (is_remote(ports, &listing.observed.key), listing.state.value.gone) {
                (true, false) => held.listings.push(listing),
                (true, true) => held.gone.push(listing),
                (false, false) => held.own.push(listing),
                (false, true) => {}
            }
        }
        Ok(held)
    }

    pub(super) fn shops(&self) -> BTreeSet<(&Channel, &ShopId)> {
        shops(&self.listings)
    }

    pub(super) fn is_active(&self) -> bool {
        self.product.value.status == ProductStatus::Active
    }
}

pub(super) fn shops(listings: &[Listing]) -> BTreeSet<(&Channel, &ShopId)> {
    listings.iter().map(|listing| (&listing.observed.key.channel, &listing.observed.key.shop)).collect()
}

/// The products that have price exceptions of their own or of their variants, on any channel.
pub(super) async fn with_exceptions(ports: &Ports) -> Result<BTreeSet<ProductId>, StoreError> {
    let mut products = BTreeSet::new();
    for marketplace in ports.marketplaces.all() {
        let channel = &marketplace.capabilities().channel;
        for one in ports.rules.price_overrides(channel).await?.into_iter().filter(|one| one.rule.is_some()) {
            if let Scope::Product { product } | Scope::Variant { product, .. } = one.scope {
                products.insert(product);
            }
        }
    }
    Ok(products)
}
