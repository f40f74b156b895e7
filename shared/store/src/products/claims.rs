//! Which product owns which SKU.
//!
//! A product and its claims fit into one transaction up to about 95 SKUs. Beyond that the claims are taken first, in
//! transactions of their own, and the product follows. A crash in between leaves claims of a product that does not have
//! the SKU. Such an orphaned claim is removed by the next writer that needs the SKU. This must not race with an owner
//! that is still working. So the owner writes a fence item before it takes claims, and deletes it in the product's
//! transaction. Whoever removes a claim also deletes the fence and checks that the product has not changed. The second
//! of the two transactions fails.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Products, SkuClaim},
};
use domain::{Product, ProductId, Sku, VariantId};

use super::Change;
use crate::{
    Store, body,
    db::{Expr, Item, Outcome, Write, nonce, s, text},
    keys, listings,
};

/// The most writes in one transaction.
pub(super) const ROOM: usize = 100;

/// The SKUs of a product by their folded form.
#[derive(Debug, Clone, Default)]
pub(super) struct Claims(BTreeMap<String, Claim>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    folded: String,
    /// As the seller typed it.
    pub(super) spelled: String,
    variant: VariantId,
}

impl Claims {
    pub(super) fn of(product: &Product) -> Self {
        let claim = |(variant, sku): (&domain::Variant, &Sku)| {
            let (folded, spelled) = (sku.folded(), sku.to_string());
            (folded.clone(), Claim { folded, spelled, variant: variant.id.clone() })
        };
        Self(product.owned_skus().map(claim).collect())
    }

    pub(super) fn into_all(self) -> impl Iterator<Item = Claim> {
        self.0.into_values()
    }

    /// The claims that `before` does not have for the same variant.
    pub(super) fn taken_beyond<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Claim> {
        let held = |claim: &Claim| before.0.get(&claim.folded).is_some_and(|b| b.variant == claim.variant);
        self.0.values().filter(move |claim| !held(claim))
    }

    /// The claims that `now` does not have any more.
    pub(super) fn missing_in<'a>(&'a self, now: &'a Self) -> impl Iterator<Item = &'a str> {
        self.0.keys().filter(|sku| !now.0.contains_key(*sku)).map(String::as_str)
    }
}

impl Claim {
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Takes the SKU if it is free or already belongs to the product.
    pub(super) fn take(&self, product: &ProductId) -> Write {
        let mut item = keys::sku(&self.folded).into_item();
        item.insert("sku".to_owned(), s(&self.folded));
        item.insert("product".to_owned(), s(product.as_str()));
        item.insert("variant".to_owned(), s(self.variant.as_str()));
        Write::put(item).when(free_or_owned_by(product))
    }
}

fn free_or_owned_by(product: &ProductId) -> Expr {
    Expr::new("attribute_not_exists(#pk) OR #product = :owner").value(":owner", s(product.as_str()))
}

pub(super) fn give_up(folded: &str, product: &ProductId) -> Write {
    Write::delete(keys::sku(folded)).when(free_or_owned_by(product))
}

/// Removes the fence that was written with `token`, and no other fence.
fn take_down(product: &ProductId, token: &str) -> Write {
    Write::delete(keys::claim_fence(product)).when(Expr::new("#token = :token").value(":token", s(token)))
}

pub(super) fn read_claim(item: &Item) -> Result<SkuClaim, StoreError> {
    let part = |name| text(item, name).ok_or_else(|| body::unreadable(item, &format!("{name} is missing")));
    let invalid = |problem: domain::Invalid| body::unreadable(item, &problem.to_string());
    Ok(SkuClaim {
        sku: part("sku")?.to_owned(),
        product: ProductId::parse(part("product")?).map_err(invalid)?,
        variant: VariantId::parse(part("variant")?).map_err(invalid)?,
    })
}

impl Store {
    /// Saves a product whose writes do not fit into one transaction. Returns the reason if the save was refused.
    pub(super) async fn save_in_steps(
        &self,
        change: &Change<'_>,
        known: &listings::Known,
    ) -> Result<Option<StoreError>, StoreError> {
        let id = &change.product.id;
        let now = Claims::of(change.product);
        let token = nonce();
        let mut fence = keys::claim_fence(id).into_item();
        fence.insert("token".to_owned(), s(&token));
        self.write(Write::put(fence)).await?;

        let wanted: Vec<&Claim> = now.taken_beyond(&change.before).collect();
        let mut refusal = None;
        for pack in wanted.chunks(ROOM) {
            let writes = pack.iter().map(|claim| claim.take(id)).collect();
            if let Outcome::Refused(refused) = self.transact(writes).await? {
                refusal = refused.first().and_then(|(place, owner)| {
                    let owner = owner.as_ref().and_then(|item| text(item, "product")).unwrap_or("unknown");
                    let sku = pack.get(*place)?.spelled.clone();
                    Some(StoreError::SkuTaken { sku, product: owner.to_owned() })
                });
                break;
            }
        }
        if refusal.is_none() {
            let mut writes = vec![change.product_write()?, take_down(id, &token)];
            writes.extend(change.listing_writes(known)?);
            if writes.len() > ROOM {
                return Err(StoreError::Corrupt(format!("{id}: too many listings change at once")));
            }
            if !self.transact(writes).await?.is_written() {
                refusal = Some(StoreError::Conflict);
            }
        }
        if refusal.is_some() {
            self.write(take_down(id, &token)).await?;
        }
        // Claims for SKUs that the stored product may not have: after a failed save the claims just taken, after a
        // successful one the claims that the product no longer needs.
        let unbacked: Vec<String> = if refusal.is_some() {
            wanted.iter().map(|claim| claim.spelled.clone()).collect()
        } else {
            change.before.missing_in(&now).map(str::to_owned).collect()
        };
        for sku in unbacked {
            self.clear_if_orphaned(&sku, id.as_str()).await?;
        }
        Ok(refusal)
    }

    /// Removes the claim of `owner` on `sku` when its product does not have the SKU. `true` when the SKU is free now.
    pub(crate) async fn clear_if_orphaned(&self, sku: &str, owner: &str) -> Result<bool, StoreError> {
        let (Ok(sku), Ok(owner)) = (Sku::parse(sku), ProductId::parse(owner)) else { return Ok(false) };
        let folded = sku.folded();
        let stored = Products::get(self, &owner).await?;
        if stored.as_ref().is_some_and(|product| Claims::of(&product.value).0.contains_key(&folded)) {
            return Ok(false);
        }
        let unmoved = stored.map_or_else(Expr::absent, |product| Expr::at_version(product.version));
        let writes = vec![
            give_up(&folded, &owner),
            Write::check(keys::product(&owner), unmoved),
            Write::delete(keys::claim_fence(&owner)),
        ];
        Ok(self.transact(writes).await?.is_written())
    }
}
