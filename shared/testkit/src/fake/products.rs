//! The master catalogue in memory: optimistic versions, and SKU claims that change together with the product.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{ListingState, NewMaster, Products, SkuClaim, Versioned},
};
use async_trait::async_trait;
use domain::{ListingKey, Product, ProductId};

use super::memory::{Kind, Memory, State};

#[derive(Debug, Default)]
pub(super) struct ProductTables {
    pub(super) by_id: BTreeMap<ProductId, Versioned<Product>>,
    /// By folded SKU.
    claims: BTreeMap<String, SkuClaim>,
}

impl ProductTables {
    /// Who owns a folded SKU.
    pub(super) fn owner(&self, folded: &str) -> Option<&ProductId> {
        self.claims.get(folded).map(|claim| &claim.product)
    }

    pub(super) fn forget_claims(&mut self, product: &ProductId) {
        self.claims.retain(|_, claim| &claim.product != product);
    }
}

impl State {
    /// Fails with the first SKU of `product` that another product owns.
    fn taken(&self, product: &Product) -> Result<(), StoreError> {
        for (_, sku) in product.owned_skus() {
            if let Some(claim) = self.products.claims.get(&sku.folded())
                && claim.product != product.id
            {
                return Err(StoreError::SkuTaken {
                    sku: sku.to_string(),
                    product: claim.product.to_string(),
                });
            }
        }
        Ok(())
    }

    /// Checks that every listing exists and still has the version at which it was read.
    pub(super) fn unmoved(&self, listings: &[Versioned<ListingState>]) -> Result<(), StoreError> {
        let at = |key: &ListingKey| self.listings.states.get(key).map(|state| state.version);
        if listings.iter().all(|state| at(&state.value.key) == Some(state.version)) {
            Ok(())
        } else {
            Err(StoreError::Conflict)
        }
    }

    /// Writes a product, its claims and its listings. All checks were made.
    pub(super) fn store(
        &mut self,
        product: &Product,
        version: u64,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError> {
        // All checks come before the first change, as in one transaction.
        self.write(Kind::Product)?;
        for _ in listings {
            self.write(Kind::ListingState)?;
        }
        for state in listings {
            let next = Versioned { value: state.value.clone(), version: state.version + 1 };
            self.listings.states.insert(state.value.key.clone(), next);
        }
        self.products.claims.retain(|_, claim| claim.product != product.id);
        for (variant, sku) in product.owned_skus() {
            let claim =
                SkuClaim { sku: sku.folded(), product: product.id.clone(), variant: variant.id.clone() };
            self.products.claims.insert(claim.sku.clone(), claim);
        }
        let stored = Versioned { value: product.clone(), version };
        self.products.by_id.insert(product.id.clone(), stored.clone());
        self.catalogue_moved(Some(&product.id));
        Ok(stored)
    }

    fn create(
        &mut self,
        product: &Product,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError> {
        if self.products.by_id.contains_key(&product.id) {
            return Err(StoreError::Conflict);
        }
        self.taken(product)?;
        self.unmoved(listings)?;
        self.store(product, 1, listings)
    }
}

#[async_trait]
impl Products for Memory {
    async fn get(&self, id: &ProductId) -> Result<Option<Versioned<Product>>, StoreError> {
        Ok(self.state().products.by_id.get(id).cloned())
    }

    async fn get_many(&self, ids: &[ProductId]) -> Result<Vec<Versioned<Product>>, StoreError> {
        let state = self.state();
        Ok(ids.iter().filter_map(|id| state.products.by_id.get(id).cloned()).collect())
    }

    async fn create(&self, product: &Product) -> Result<Versioned<Product>, StoreError> {
        self.state().create(product, &[])
    }

    async fn create_masters(&self, masters: &[NewMaster]) -> Result<Vec<bool>, StoreError> {
        let mut state = self.state();
        let mut written = Vec::new();
        for master in masters {
            match state.create(&master.product, &master.listings) {
                Ok(_) => written.push(true),
                Err(StoreError::Conflict | StoreError::SkuTaken { .. }) => written.push(false),
                Err(other) => return Err(other),
            }
        }
        Ok(written)
    }

    async fn put(
        &self,
        product: &Product,
        expected: u64,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError> {
        let mut state = self.state();
        if state.products.by_id.get(&product.id).map(|stored| stored.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        state.taken(product)?;
        state.unmoved(listings)?;
        state.store(product, expected + 1, listings)
    }

    async fn sku_claims(&self, folded: &[String]) -> Result<Vec<SkuClaim>, StoreError> {
        let state = self.state();
        Ok(folded.iter().filter_map(|sku| state.products.claims.get(sku).cloned()).collect())
    }
}
