//! Products and the SKUs they own.
//!
//! A product is one item; each SKU it owns is a claim item, written in the same transaction, so that two products
//! can never own one SKU. `claims` handles products whose SKUs do not fit into a transaction.

use app::{
    StoreError,
    ports::{CatalogueCard, ListingState, NewMaster, Products, SkuClaim, Versioned},
};
use async_trait::async_trait;
use domain::{Product, ProductId, product::MAX_VARIANTS};

use crate::{
    Store, body, catalogue,
    db::{Expr, Item, Outcome, Write, text, version},
    keys, listings,
};

mod claims;
mod together;
use claims::Claims;

#[async_trait]
impl Products for Store {
    async fn get(&self, id: &ProductId) -> Result<Option<Versioned<Product>>, StoreError> {
        self.read(keys::product(id)).await?.as_ref().map(read_product).transpose()
    }

    async fn get_many(&self, ids: &[ProductId]) -> Result<Vec<Versioned<Product>>, StoreError> {
        let items = self.read_many(ids.iter().map(keys::product), None).await?;
        items.iter().map(read_product).collect()
    }

    async fn create(&self, product: &Product) -> Result<Versioned<Product>, StoreError> {
        self.save(&Change::creating(product, &[]), &listings::Known::default()).await
    }

    async fn create_masters(&self, masters: &[NewMaster]) -> Result<Vec<bool>, StoreError> {
        let states = masters.iter().flat_map(|master| &master.listings);
        let known = self.known_listings(states).await?;
        let changes: Vec<Change<'_>> =
            masters.iter().map(|master| Change::creating(&master.product, &master.listings)).collect();
        let mut groups = Vec::with_capacity(changes.len());
        for change in &changes {
            // A group that cannot succeed or does not fit into a transaction stays empty here and is handled below.
            let writes = if known.has_moved(change.listings) { Vec::new() } else { change.writes(&known)? };
            groups.push(if writes.len() > claims::ROOM { Vec::new() } else { writes });
        }
        let alone: Vec<bool> = groups.iter().map(Vec::is_empty).collect();
        let outcomes = self.write_groups(groups).await?;
        let mut written = Vec::with_capacity(changes.len());
        for ((change, outcome), alone) in changes.iter().zip(outcomes).zip(alone) {
            let saved = if alone {
                self.save(change, &known).await.map(drop)
            } else {
                match change.refusal(&outcome) {
                    None => {
                        self.catalogue.put(CatalogueCard::of(change.product, 1));
                        Ok(())
                    }
                    // `save` finds out whether the conflicting claim is still valid.
                    Some(StoreError::SkuTaken { .. }) => self.save(change, &known).await.map(drop),
                    Some(refusal) => Err(refusal),
                }
            };
            written.push(match saved {
                Ok(()) => true,
                Err(StoreError::Conflict | StoreError::SkuTaken { .. }) => false,
                Err(error) => return Err(error),
            });
        }
        Ok(written)
    }

    async fn put(
        &self,
        product: &Product,
        expected: u64,
        listings: &[Versioned<ListingState>],
    ) -> Result<Versioned<Product>, StoreError> {
        let stored = Products::get(self, &product.id).await?.filter(|stored| stored.version == expected);
        let before = stored.ok_or(StoreError::Conflict)?.value;
        let known = self.known_listings(listings).await?;
        let change = Change { product, expected, before: Claims::of(&before), listings };
        self.save(&change, &known).await
    }

    async fn sku_claims(&self, folded: &[String]) -> Result<Vec<SkuClaim>, StoreError> {
        let items = self.read_many(folded.iter().map(|sku| keys::sku(sku)), None).await?;
        items.iter().map(claims::read_claim).collect()
    }
}

/// A product to be written, with everything that must be written in the same transaction.
struct Change<'a> {
    product: &'a Product,
    /// The version that the stored product must have; 0 for a new product.
    expected: u64,
    /// The claims that the stored product holds.
    before: Claims,
    listings: &'a [Versioned<ListingState>],
}

impl<'a> Change<'a> {
    fn creating(product: &'a Product, listings: &'a [Versioned<ListingState>]) -> Self {
        Self { product, expected: 0, before: Claims::default(), listings }
    }

    fn saved(&self) -> Versioned<Product> {
        Versioned { value: self.product.clone(), version: self.expected + 1 }
    }

    /// The writes in this order: the product, the claims to take, the claims to release, the listings.
    fn writes(&self, known: &listings::Known) -> Result<Vec<Write>, StoreError> {
        let now = Claims::of(self.product);
        let mut writes = vec![self.product_write()?];
        writes.extend(now.taken_beyond(&self.before).map(|claim| claim.take(&self.product.id)));
        writes.extend(self.before.missing_in(&now).map(|sku| claims::give_up(sku, &self.product.id)));
        writes.extend(self.listing_writes(known)?);
        Ok(writes)
    }

    fn product_write(&self) -> Result<Write, StoreError> {
        let item = product_item(self.product, self.expected + 1)?;
        Ok(Write::put(item).when(Expr::replaces(self.expected)))
    }

    fn listing_writes(&self, known: &listings::Known) -> Result<Vec<Write>, StoreError> {
        let mut writes = Vec::new();
        for state in self.listings {
            writes.extend(known.state_writes(state)?);
        }
        Ok(writes)
    }

    /// The reason why the writes of [`Self::writes`] were refused; `None` if they were not.
    fn refusal(&self, outcome: &Outcome) -> Option<StoreError> {
        let Outcome::Refused(refused) = outcome else { return None };
        let now = Claims::of(self.product);
        let taken: Vec<_> = now.taken_beyond(&self.before).collect();
        let product_moved = refused.iter().any(|(place, _)| *place == 0);
        let claim = refused.iter().find_map(|(place, item)| {
            let claim = taken.get(place.checked_sub(1)?)?;
            let owner = item.as_ref().and_then(|item| text(item, "product")).unwrap_or("unknown");
            Some(StoreError::SkuTaken { sku: claim.spelled.clone(), product: owner.to_owned() })
        });
        Some(if product_moved { StoreError::Conflict } else { claim.unwrap_or(StoreError::Conflict) })
    }
}

impl Store {
    async fn save(
        &self,
        change: &Change<'_>,
        known: &listings::Known,
    ) -> Result<Versioned<Product>, StoreError> {
        if known.has_moved(change.listings) {
            return Err(StoreError::Conflict);
        }
        // A crash may have left several orphaned claims; each round removes one.
        for _ in 0..=MAX_VARIANTS {
            let writes = change.writes(known)?;
            let refusal = if writes.len() > claims::ROOM {
                self.save_in_steps(change, known).await?
            } else {
                let outcome = self.write_groups(vec![writes]).await?.pop().unwrap_or(Outcome::Written);
                change.refusal(&outcome)
            };
            match refusal {
                None => {
                    self.catalogue.put(CatalogueCard::of(change.product, change.expected + 1));
                    return Ok(change.saved());
                }
                Some(StoreError::SkuTaken { sku, product }) => {
                    if !self.clear_if_orphaned(&sku, &product).await? {
                        return Err(StoreError::SkuTaken { sku, product });
                    }
                }
                Some(refusal) => return Err(refusal),
            }
        }
        Err(StoreError::Conflict)
    }
}

fn product_item(product: &Product, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::product(&product.id).into_item();
    catalogue::index(&mut item, &CatalogueCard::of(product, version));
    item.insert(body::BODY.to_owned(), body::pack(product)?);
    Ok(item)
}

fn read_product(item: &Item) -> Result<Versioned<Product>, StoreError> {
    Ok(Versioned { value: body::unpack(item)?, version: version(item)? })
}
