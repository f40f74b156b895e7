//! Writes several products in one transaction. SKUs may move from one of them to another.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{CatalogueCard, Versioned},
};
use domain::{Product, ProductId};

use super::{
    claims::{self, Claim, Claims},
    product_item, read_product,
};
use crate::{
    Store,
    db::{Expr, Item, Write, s, text},
    keys,
};

/// Products to be written together, with the claims that change.
pub(crate) struct Together<'a> {
    products: &'a [Versioned<Product>],
    taken: Vec<(Claim, ProductId)>,
    given_up: Vec<(String, ProductId)>,
}

impl Store {
    /// Reads which SKUs the stored products own. `Conflict` when the version of one differs.
    pub(crate) async fn products_together<'a>(
        &self,
        products: &'a [Versioned<Product>],
    ) -> Result<Together<'a>, StoreError> {
        let wanted = products.iter().filter(|product| product.version > 0);
        let items = self.read_many(wanted.map(|product| keys::product(&product.value.id)), None).await?;
        let stored: BTreeMap<ProductId, Versioned<Product>> = items
            .iter()
            .map(|item| read_product(item).map(|product| (product.value.id.clone(), product)))
            .collect::<Result<_, _>>()?;
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        for product in products {
            let id = &product.value.id;
            let there = stored.get(id);
            if there.map_or(0, |stored| stored.version) != product.version {
                return Err(StoreError::Conflict);
            }
            for claim in there.iter().flat_map(|stored| Claims::of(&stored.value).into_all()) {
                before.insert(claim.folded().to_owned(), (claim, id.clone()));
            }
            for claim in Claims::of(&product.value).into_all() {
                let (sku, spelled) = (claim.folded().to_owned(), claim.spelled.clone());
                if let Some((_, owner)) = after.insert(sku, (claim, id.clone())) {
                    return Err(StoreError::SkuTaken { sku: spelled, product: owner.to_string() });
                }
            }
        }
        let given_up = before.iter().filter(|(sku, _)| !after.contains_key(*sku));
        let given_up = given_up.map(|(sku, (_, owner))| (sku.clone(), owner.clone())).collect();
        let taken = after.into_iter().filter(|(sku, owned)| before.get(sku) != Some(owned));
        Ok(Together { products, taken: taken.map(|(_, owned)| owned).collect(), given_up })
    }

    /// Puts the products into this process's catalogue.
    pub(crate) fn show(&self, products: &[Versioned<Product>]) {
        for product in products {
            self.catalogue.put(CatalogueCard::of(&product.value, product.version + 1));
        }
    }
}

impl Together<'_> {
    /// The writes in this order: the products, the claims that are taken, the claims that are released.
    pub(crate) fn writes(&self) -> Result<Vec<Write>, StoreError> {
        let mut writes = Vec::new();
        for product in self.products {
            let item = product_item(&product.value, product.version + 1)?;
            writes.push(Write::put(item).when(Expr::replaces(product.version)));
        }
        // The claim may belong to any of these products, because all of them change in this transaction.
        let mut free = Expr::new("attribute_not_exists(#pk)");
        for (number, product) in self.products.iter().enumerate() {
            let owner = format!(":owner{number}");
            free =
                free.or(Expr::new(format!("#product = {owner}")).value(&owner, s(product.value.id.as_str())));
        }
        writes.extend(self.taken.iter().map(|(claim, product)| claim.take(product).when(free.clone())));
        writes.extend(self.given_up.iter().map(|(sku, product)| claims::give_up(sku, product)));
        Ok(writes)
    }

    /// The SKU that is already taken, and its owner.
    pub(crate) fn taken(&self, refused: &[(usize, Option<Item>)]) -> Option<(String, String)> {
        refused.iter().find_map(|(place, item)| {
            let (claim, _) = self.taken.get(place.checked_sub(self.products.len())?)?;
            let owner = item.as_ref().and_then(|item| text(item, "product"))?;
            Some((claim.spelled.clone(), owner.to_owned()))
        })
    }
}
