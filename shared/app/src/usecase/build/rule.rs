//! Which product a listing belongs to. The matching issue replaces the rule; nothing else has to know.

use std::collections::BTreeSet;

use domain::{ListingContent, ProductId, Sku};

use super::Claims;

/// What a rule says of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    To(ProductId),
    /// To no product that exists.
    Nowhere,
}

/// Decides from a listing and the owners of its SKUs. Whether the join can be carried out is not its concern.
pub(super) trait JoinRule: Send + Sync {
    fn belongs(&self, content: &ListingContent, claims: &Claims) -> Belongs;
}

/// A listing belongs to the one product that owns any of its SKUs. SKUs of two products prove nothing.
pub(super) struct EqualSku;

impl JoinRule for EqualSku {
    fn belongs(&self, content: &ListingContent, claims: &Claims) -> Belongs {
        let skus = content.offers.iter().filter_map(|offer| offer.sku.as_ref());
        let owners: BTreeSet<&ProductId> =
            skus.filter_map(|sku| claims.get(&Sku::folded(sku))).map(|claim| &claim.product).collect();
        match owners.into_iter().collect::<Vec<_>>()[..] {
            [only] => Belongs::To(only.clone()),
            _ => Belongs::Nowhere,
        }
    }
}
