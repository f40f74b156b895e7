//! From observed listings to masters: joined to the product of the listing that it is matched with, or masters of their
//! own.
//!
//! Repeat-safe: a master's id follows from its listing, a master is written together with its listing's link and its
//! SKU claims or not at all, and a listing that has a product is never looked at again. Where two workers meet, one
//! writes; the other gets a conflict, reads again and decides again.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ListingKey, ListingStatus, Product, ProductId};
use futures::{StreamExt, TryStreamExt, stream};

use super::matches;
use crate::{
    Ports, StoreError, WorkError,
    message::Severity,
    notices::tell,
    ports::{Listing, ListingState, Overrides, SkuClaim, Versioned},
    words::Notice,
};

mod join;
mod master;
mod moved;
mod round;
mod rule;
pub(crate) mod sources;
mod successor;

pub(crate) use moved::{alone, channels_with, joined, own_ids, withdrawn, without};
use round::{Round, shop_of};
use rule::{Belongs, Partners};
use sources::{Claims, Context, Gathered};

/// How often listings that somebody else was writing at the same moment are decided again.
const ROUNDS: usize = 6;
/// Look-ups under way at once.
const AT_ONCE: usize = 16;

/// What building masters did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Built {
    pub created: u64,
    pub joined: u64,
    /// Listings that no product can hold, such as one with more variants than a product has; the seller got a notice.
    pub left: u64,
}

/// Gives each of `keys` that exists, is not gone and has no product yet its product.
pub async fn masters_of(ports: &Ports, keys: &[ListingKey]) -> Result<Built, WorkError> {
    let built = build(ports, keys).await?;
    ports.refresh_cards(keys).await?;
    Ok(built)
}

async fn build(ports: &Ports, keys: &[ListingKey]) -> Result<Built, WorkError> {
    let mut built = Built::default();
    let mut open = unlinked(ports, keys).await?;
    if open.is_empty() {
        return Ok(built);
    }
    let context = Context::read(ports).await?;
    for round in 0..ROUNDS {
        let again = Round::read(ports, &context, &open, round).await?.decide(&open, &mut built).await?;
        if again.is_empty() {
            return Ok(built);
        }
        open = unlinked(ports, &again).await?;
    }
    if open.is_empty() {
        return Ok(built);
    }
    let reason = format!("{} listings are being written by somebody else", open.len());
    Err(WorkError::Retry { after: None, reason })
}

async fn unlinked(ports: &Ports, keys: &[ListingKey]) -> Result<Vec<Listing>, StoreError> {
    let mut open = ports.listings.get_many(keys).await?;
    open.retain(|listing| listing.state.value.product.is_none() && !listing.state.value.gone);
    // A frozen listing without a product was never seen whole: its master is made when the channel frees it.
    open.retain(|listing| listing.observed.content.status != ListingStatus::Frozen);
    // In the order of their names, so that of two equal SKUs in one shop the same listing always gets the claim.
    open.sort_by(|a, b| a.observed.key.cmp(&b.observed.key));
    Ok(open)
}

/// The listings of each product in the shops of marketplaces.
async fn remote_listings(
    ports: &Ports,
    products: BTreeSet<ProductId>,
) -> Result<Vec<(ProductId, Vec<Listing>)>, StoreError> {
    stream::iter(products)
        .map(|product| async move {
            let mut keys = ports.listings.of_product(&product).await?;
            keys.retain(|key| sources::is_remote(ports, key));
            let mut listings = ports.listings.get_many(&keys).await?;
            listings.retain(|listing| listing.state.value.product.as_ref() == Some(&product));
            Ok::<_, StoreError>((product, listings))
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

impl<'a> Round<'a> {
    async fn read(
        ports: &'a Ports,
        context: &'a Context,
        open: &[Listing],
        round: usize,
    ) -> Result<Round<'a>, StoreError> {
        let partners = Partners::read(ports, open).await?;
        let folded: BTreeSet<String> = open
            .iter()
            .flat_map(|listing| &listing.observed.content.offers)
            .filter_map(|offer| offer.sku.as_ref().map(domain::Sku::folded))
            .collect();
        let folded: Vec<String> = folded.into_iter().collect();
        let claims = ports.products.sku_claims(&folded).await?;
        let claims: Claims = claims.into_iter().map(|claim| (claim.sku.clone(), claim)).collect();
        let mut joined = partners.products();
        // A product that owns a SKU of a listing may be what the listing was before it was deleted and listed again.
        joined.extend(claims.values().map(|claim| claim.product.clone()));
        // An id is taken when its listing was unlinked from the product that it once made. Rare, and looked at only
        // after a write was refused.
        let mut ids: Vec<ProductId> = joined.iter().cloned().collect();
        if round > 0 {
            ids.extend(open.iter().flat_map(|listing| master::ids(&listing.observed.key)));
        }
        let read = ports.products.get_many(&ids).await?;
        let products: BTreeMap<ProductId, Versioned<Product>> =
            read.into_iter().map(|product| (product.value.id.clone(), product)).collect();
        let (mut shops, mut gone, mut vacant) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (product, listings) in remote_listings(ports, joined).await? {
            if let Some(stored) = products.get(&product) {
                let all: Vec<&Listing> = listings.iter().collect();
                vacant.insert(product.clone(), successor::vacant(&stored.value, &all));
            }
            let states = listings.into_iter().map(|listing| listing.state);
            let (lost, there): (Vec<_>, Vec<_>) = states.partition(|state| state.value.gone);
            shops.insert(product.clone(), there.into_iter().map(|state| shop_of(&state.value.key)).collect());
            gone.insert(product, lost);
        }
        let used = products.keys().cloned().collect();
        Ok(Round {
            ports,
            context,
            partners,
            made: BTreeMap::new(),
            claims,
            products,
            shops,
            gone,
            vacant,
            lost: BTreeMap::new(),
            used,
            masters: vec![],
            again: vec![],
        })
    }

    /// Decides and writes; returns the listings to decide again.
    async fn decide(mut self, open: &[Listing], built: &mut Built) -> Result<Vec<ListingKey>, WorkError> {
        for listing in open {
            match self.partners.belongs(&listing.observed.key, &self.made) {
                Belongs::To(product) if self.is_new(&product, listing) => {
                    // Made in this round from another shop's listing: join it once it is written.
                    self.again.push(listing.observed.key.clone());
                }
                Belongs::To(product) => match self.joined(&product, listing).await? {
                    Some(true) => {
                        built.joined += 1;
                        self.partners.ask(self.ports, &listing.observed.key, Some(&product)).await?;
                    }
                    Some(false) => self.again.push(listing.observed.key.clone()),
                    None => {
                        self.partners.ask(self.ports, &listing.observed.key, None).await?;
                        self.own(listing, built).await?;
                    }
                },
                Belongs::Nowhere => match self.listed_before(listing) {
                    Some(product) if self.reads_alike(&product, listing) => {
                        match self.joined(&product, listing).await? {
                            Some(true) => {
                                built.joined += 1;
                                self.withdraw(&product, &listing.observed.key).await?;
                            }
                            Some(false) => self.again.push(listing.observed.key.clone()),
                            None => self.own(listing, built).await?,
                        }
                    }
                    Some(product) => {
                        self.offer_successor(&product, listing).await?;
                        self.own(listing, built).await?;
                    }
                    None => {
                        self.offer_lookalike(listing).await?;
                        self.own(listing, built).await?;
                    }
                },
            }
        }
        if !self.masters.is_empty() {
            let written = self.ports.products.create_masters(&self.masters).await?;
            for (master, written) in self.masters.iter().zip(written) {
                if written {
                    built.created += 1;
                } else {
                    self.again.extend(master.listings.iter().map(|state| state.value.key.clone()));
                }
            }
        }
        Ok(self.again)
    }

    fn is_new(&self, product: &ProductId, listing: &Listing) -> bool {
        let key = &listing.observed.key;
        self.masters.iter().any(|master| {
            &master.product.id == product
                && master.listings.iter().all(|state| {
                    (&state.value.key.channel, &state.value.key.shop) != (&key.channel, &key.shop)
                })
        })
    }

    /// Takes back what the matching before this build offered for the listings of `product`, which did not know that
    /// `joined` is one of them.
    async fn withdraw(&self, product: &ProductId, joined: &ListingKey) -> Result<(), StoreError> {
        let mut keys = self.ports.listings.of_product(product).await?;
        keys.retain(|key| key != joined);
        let mut there = vec![joined.clone()];
        for listing in self.ports.listings.get_many(&keys).await? {
            let state = listing.state.value;
            // The index may still name a listing that has just left.
            if !state.gone && state.product.as_ref() == Some(product) {
                there.push(state.key);
            }
        }
        matches::withdraw_offers(self.ports, &there).await
    }

    /// `None` when the listing cannot join, `false` when somebody else wrote first.
    async fn joined(&mut self, id: &ProductId, listing: &Listing) -> Result<Option<bool>, WorkError> {
        let key = &listing.observed.key;
        let here = shop_of(key);
        let Some(product) = self.products.get(id) else { return Ok(None) };
        if self.shops.get(id).is_some_and(|shops| shops.contains(&here)) {
            return Ok(None);
        }
        let joined = join::join(self.ports, self.context, &product.value, listing, &self.claims).await?;
        let Some((joined, mut states)) = joined else { return Ok(None) };
        // What was deleted in the shop gives its place to the listing that is there now.
        let gone = self.gone.get(id).into_iter().flatten().filter(|state| shop_of(&state.value.key) == here);
        let gone: Vec<Versioned<ListingState>> = gone.cloned().collect();
        if let Some(state) = states.iter_mut().find(|state| &state.value.key == key) {
            // Of several the one with the greatest name, which channels give last.
            if let Some(last) = gone.iter().max_by(|a, b| a.value.key.cmp(&b.value.key)) {
                succeed(state, last);
            }
        }
        states.extend(gone.iter().cloned().map(|mut state| {
            state.value.product = None;
            state.value.links.clear();
            state
        }));
        match self.ports.products.put(&joined, product.version, &states).await {
            Ok(stored) => {
                let left: Vec<ListingKey> = gone.into_iter().map(|state| state.value.key).collect();
                self.ports.refresh_cards(&left).await?;
                if let Some(gone) = self.gone.get_mut(id) {
                    gone.retain(|state| shop_of(&state.value.key) != here);
                }
                self.shops.entry(id.clone()).or_default().insert(here);
                self.products.insert(id.clone(), stored);
                Ok(Some(true))
            }
            Err(StoreError::Conflict | StoreError::SkuTaken { .. }) => Ok(Some(false)),
            Err(error) => Err(error.into()),
        }
    }

    async fn own(&mut self, listing: &Listing, built: &mut Built) -> Result<(), WorkError> {
        let key = &listing.observed.key;
        if !self.free_skus(listing).await? {
            self.again.push(key.clone());
            return Ok(());
        }
        let gathered = Gathered::of(self.ports, listing.clone());
        let id = master::ids(key).find(|id| !self.used.contains(id));
        let made = id.and_then(|id| master::own(&id, &gathered, &self.claims, self.context));
        let Some(master) = made else {
            built.left += 1;
            return Ok(leave(self.ports, listing).await?);
        };
        self.made.insert(key.clone(), master.product.id.clone());
        for variant in &master.product.variants {
            if let Some(sku) = variant.sku.as_ref().map(domain::Sku::folded) {
                let (product, variant) = (master.product.id.clone(), variant.id.clone());
                self.claims.insert(sku.clone(), SkuClaim { sku, product, variant });
            }
        }
        self.masters.push(master);
        Ok(())
    }
}

/// The seller's exceptions for a deleted listing hold for the one that takes its place, which has none of its own.
pub(crate) fn succeed(state: &mut Versioned<ListingState>, gone: &Versioned<ListingState>) {
    if state.value.overrides == Overrides::default() {
        state.value.overrides = gone.value.overrides.clone();
    }
    for (field, owner) in &gone.value.owners.0 {
        state.value.owners.0.entry(*field).or_insert(*owner);
    }
}

/// No product can hold the listing: it stays as it is in its shop, and the seller hears of it once.
async fn leave(ports: &Ports, listing: &Listing) -> Result<(), StoreError> {
    let (key, title) = (&listing.observed.key, &listing.observed.content.title);
    tracing::warn!(listing.id = %key, "a listing cannot become a product");
    let listing = key.to_string();
    let notice = Notice::ListingWithoutProduct { title, listing: &listing };
    tell::once(ports, tell::notice(&notice, &listing, Severity::Info)).await
}
