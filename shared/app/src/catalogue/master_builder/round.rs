//! What is known while the open listings are decided.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Channel, ImageHash, ListingKey, Product, ProductId, ShopId, VariantId};

use super::{
    rule::Partners,
    sources::{Claims, Context},
};
use crate::{
    Ports,
    ports::{Listing, ListingState, NewMaster, Versioned},
};

/// Vanished listings of a shop that still belong to a product, with the hashes of their first pictures.
pub(super) type Lost = Vec<(Listing, Option<ImageHash>)>;

/// One attempt at deciding every open listing, on one reading of the table.
pub(super) struct Round<'a> {
    pub ports: &'a Ports,
    pub context: &'a Context,
    pub partners: Partners,
    /// The products that this round makes, by listing.
    pub made: BTreeMap<ListingKey, ProductId>,
    /// The stored claims, and those of the masters made in this round.
    pub claims: Claims,
    pub products: BTreeMap<ProductId, Versioned<Product>>,
    /// In which shops each product is listed.
    pub shops: BTreeMap<ProductId, BTreeSet<(Channel, ShopId)>>,
    /// Listings of each product that are not in their shops any more.
    pub gone: BTreeMap<ProductId, Vec<Versioned<ListingState>>>,
    /// Variants of each product that no listing sells any more.
    pub vacant: BTreeMap<ProductId, BTreeSet<VariantId>>,
    /// Vanished listings by shop, as far as they were looked at.
    pub lost: BTreeMap<(Channel, ShopId), Lost>,
    /// Product ids that cannot be given to a new master.
    pub used: BTreeSet<ProductId>,
    pub masters: Vec<NewMaster>,
    pub again: Vec<ListingKey>,
}

pub(super) fn shop_of(key: &ListingKey) -> (Channel, ShopId) {
    (key.channel.clone(), key.shop.clone())
}
