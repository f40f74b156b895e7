//! Products: the master catalogue and its search.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{Channel, Product, ProductId, ProductStatus, Rupiah, VariantId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ListingState, Versioned};
use crate::StoreError;

/// Which product owns a SKU. A SKU belongs to one variant of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuClaim {
    /// [`domain::Sku::folded`].
    pub sku: String,
    pub product: ProductId,
    pub variant: VariantId,
}

/// A product made of a listing, written together with the listing's link to it and the SKUs it owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMaster {
    pub product: Product,
    /// The states of the listings that now belong to it, each with the version it was read at.
    pub listings: Vec<Versioned<ListingState>>,
}

#[async_trait]
pub trait Products: Send + Sync {
    async fn get(&self, id: &ProductId) -> Result<Option<Versioned<Product>>, StoreError>;

    /// Those of `ids` that exist, in any order.
    async fn get_many(&self, ids: &[ProductId]) -> Result<Vec<Versioned<Product>>, StoreError>;

    /// Creates a product and claims its SKUs, all or nothing. `Conflict` when the id exists, `SkuTaken` when another
    /// product owns one of its SKUs.
    async fn create(&self, product: &Product) -> Result<Versioned<Product>, StoreError>;

    /// Creates masters with their links, each all or nothing, many per request. Returns for each whether it was
    /// written; `false` where the product exists, a SKU is taken or a listing moved: read again and decide again.
    async fn create_masters(&self, masters: &[NewMaster]) -> Result<Vec<bool>, StoreError>;

    /// Replaces a product read at `expected` and moves its SKU claims in the same transaction, together with the
    /// listing states that change with it.
    async fn put(
        &self,
        product: &Product,
        expected: u64,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError>;

    /// The owners of these folded SKUs; those without one are left out.
    async fn sku_claims(&self, folded: &[String]) -> Result<Vec<SkuClaim>, StoreError>;
}

/// What a list of products shows of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueCard {
    pub id: ProductId,
    pub title: String,
    pub skus: Vec<String>,
    pub status: ProductStatus,
    pub channels: BTreeSet<Channel>,
    pub category: Option<String>,
    /// Of the variants' base prices.
    pub min_price: Option<Rupiah>,
    pub max_price: Option<Rupiah>,
    pub image: Option<String>,
    /// What a person should look at.
    #[serde(default)]
    pub attention: BTreeSet<String>,
    pub updated_at: Timestamp,
    pub version: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueSort {
    #[default]
    UpdatedAt,
    Title,
    Price,
    Sku,
    /// By id: an order that no edit changes, for a walk in pages.
    Id,
}

/// A search. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CatalogueQuery {
    /// Words of the title, or a SKU, each also as a prefix; case, accents and punctuation do not count.
    pub text: Option<String>,
    pub status: Option<ProductStatus>,
    pub channel: Option<Channel>,
    /// Listed on any channel but this one: what could be offered there.
    pub missing_on: Option<Channel>,
    pub category: Option<String>,
    /// Only products that a person should look at.
    pub attention: bool,
    pub sort: CatalogueSort,
    pub descending: bool,
    /// 1 to 200.
    pub limit: usize,
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CataloguePage {
    pub cards: Vec<CatalogueCard>,
    pub next: Option<String>,
    /// How many match in all.
    pub total: usize,
    /// How many match per status, whatever `status` was asked for: the tabs of a list.
    pub by_status: BTreeMap<ProductStatus, usize>,
}

#[async_trait]
pub trait Catalogue: Send + Sync {
    /// Sees every product written before the call by this process, and within a second by others.
    async fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError>;
}
