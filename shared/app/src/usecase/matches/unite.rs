//! Two listings become one product, and come apart again: what changes, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Channel, ListingKey, Product, ProductId, ProductStatus, ShopId, VariantId};

use super::revert::revert;
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{Listing, ListingState, Merger, Versioned, matches::SETTLEMENT_ROOM},
    usecase::build,
};

/// What a decision does to products and listings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Moves {
    pub products: Vec<Versioned<Product>>,
    pub listings: Vec<Versioned<ListingState>>,
    pub merger: Option<Merger>,
}

fn refused<T>(code: &'static str, reason: String) -> Result<T, UseCaseError> {
    Err(UseCaseError::Refused { code, reason })
}

/// A listing that must exist.
pub(super) async fn find(ports: &Ports, key: &ListingKey) -> Result<Listing, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    ports.listings.get(key).await?.ok_or_else(missing)
}

/// A product with its listings.
pub(super) struct Held {
    pub product: Versioned<Product>,
    pub listings: Vec<Listing>,
}

impl Held {
    pub(super) async fn read(ports: &Ports, id: &ProductId) -> Result<Self, UseCaseError> {
        let product = crate::usecase::products::find(ports, id).await?;
        let keys = ports.listings.of_product(id).await?;
        let mut listings = ports.listings.get_many(&keys).await?;
        listings.retain(|listing| listing.state.value.product.as_ref() == Some(id));
        listings.sort_by(|a, b| a.observed.key.cmp(&b.observed.key));
        Ok(Self { product, listings })
    }

    fn shops(&self) -> BTreeSet<(&Channel, &ShopId)> {
        self.listings
            .iter()
            .map(|listing| (&listing.observed.key.channel, &listing.observed.key.shop))
            .collect()
    }

    fn is_active(&self) -> bool {
        self.product.value.status == ProductStatus::Active
    }
}

/// Puts `listing` into a product. `None` of the product's listings may be of the same shop.
pub(super) async fn join(ports: &Ports, listing: &Listing, into: &Held) -> Result<Moves, UseCaseError> {
    let emptied = match &listing.state.value.product {
        Some(product) => Some(Held::read(ports, product).await?),
        None => None,
    };
    let moving: Vec<Listing> = emptied.as_ref().map_or_else(|| vec![listing.clone()], |e| e.listings.clone());
    let here = into.shops();
    for one in &moving {
        let key = &one.observed.key;
        if here.contains(&(&key.channel, &key.shop)) {
            return refused(
                "match_same_shop",
                format!("{key} cannot join {}: another listing of its shop is there", into.product.value.id),
            );
        }
    }
    let given_up = emptied.as_ref().map(|emptied| &emptied.product.value.id);
    let built = build::joined(ports, &into.product.value, &moving, given_up).await?;
    let Some((after, listings)) = built else {
        return refused(
            "match_does_not_fit",
            format!("the variants of {} do not fit into {}", listing.observed.key, into.product.value.id),
        );
    };
    let now = ports.clock.now();
    let mut moves = Moves {
        products: vec![Versioned { value: after.clone(), version: into.product.version }],
        listings,
        merger: None,
    };
    if let Some(Held { product: before, listings }) = emptied {
        let links_of = |l: &Listing| (l.observed.key.clone(), l.state.value.links.clone());
        moves.merger = Some(Merger {
            emptied: before.value.clone(),
            before: into.product.value.clone(),
            after,
            moved: listings.iter().map(links_of).collect(),
        });
        let value = Product {
            status: ProductStatus::Archived,
            merged_into: Some(into.product.value.id.clone()),
            channels: BTreeSet::new(),
            updated_at: now,
            ..before.value
        };
        moves.products.push(Versioned { value, version: before.version });
    }
    Ok(moves)
}

/// Makes two listings one product. The product with more listings takes the other's; of equal ones the older.
pub(super) async fn unite(ports: &Ports, a: &ListingKey, b: &ListingKey) -> Result<Moves, UseCaseError> {
    let (one, other) = (find(ports, a).await?, find(ports, b).await?);
    let products = (&one.state.value.product, &other.state.value.product);
    let (listing, into) = match products {
        (Some(first), Some(second)) if first == second => return Ok(Moves::default()),
        (Some(first), Some(second)) => {
            let (first, second) = (Held::read(ports, first).await?, Held::read(ports, second).await?);
            let rank = |held: &Held| {
                (!held.is_active(), usize::MAX - held.listings.len(), held.product.value.created_at)
            };
            if rank(&first) <= rank(&second) { (other, first) } else { (one, second) }
        }
        (Some(first), None) => (other, Held::read(ports, first).await?),
        (None, Some(second)) => (one, Held::read(ports, second).await?),
        (None, None) => {
            return refused(
                "match_without_product",
                format!("neither {a} nor {b} has a product: import again"),
            );
        }
    };
    join(ports, &listing, &into).await
}

/// Takes a listing out of its product again: into the product that it came from where there is one, else into one of
/// its own.
pub(super) async fn part(
    ports: &Ports,
    listing: &Listing,
    merger: Option<Merger>,
) -> Result<Moves, UseCaseError> {
    let Some(product) = &listing.state.value.product else { return Ok(Moves::default()) };
    let from = Held::read(ports, product).await?;
    if let Some(merger) = merger.filter(|merger| &merger.before.id == product)
        && let Some(moves) = unmerge(ports, &from, &merger).await?
    {
        return Ok(moves);
    }
    let key = &listing.observed.key;
    let rest: Vec<&Listing> = from.listings.iter().filter(|other| &other.observed.key != key).collect();
    if rest.is_empty() {
        return refused("listing_alone", format!("{key} has its product to itself"));
    }
    let now = ports.clock.now();
    let mut left = from.product.value.clone();
    // Variants that came with the listing go with it, unless another listing sells them too.
    let sold: BTreeSet<&VariantId> = rest.iter().flat_map(|other| other.state.value.links.values()).collect();
    let came: BTreeSet<VariantId> = listing
        .observed
        .content
        .offers
        .iter()
        .map(|offer| VariantId::derived(&[left.id.as_str(), &key.to_string(), offer.id.as_str()]))
        .collect();
    let founded = build::own_ids(key).any(|id| id == left.id);
    if !founded && left.variants.iter().any(|v| !came.contains(&v.id) || sold.contains(&v.id)) {
        left.variants.retain(|variant| !came.contains(&variant.id) || sold.contains(&variant.id));
    }
    left.channels = rest.iter().map(|other| other.observed.key.channel.clone()).collect();
    left.updated_at = now;
    let owned: BTreeSet<String> = left.owned_skus().map(|(_, sku)| sku.folded()).collect();
    let mut moves = Moves {
        products: vec![Versioned { value: left, version: from.product.version }],
        ..Moves::default()
    };
    let restored = came_from(ports, key, product).await?;
    let version = restored.as_ref().map_or(0, |restored| restored.version);
    let built = match restored {
        Some(Versioned { value, .. }) => {
            let value = Product { status: ProductStatus::Active, merged_into: None, ..value };
            build::joined(ports, &value, std::slice::from_ref(listing), Some(product)).await?
        }
        None => build::alone(ports, listing, product, &owned).await?,
    };
    let Some((mut own, listings)) = built else {
        return refused("match_does_not_fit", format!("{key} cannot be a product of its own"));
    };
    leave_skus(&mut own, &owned);
    moves.products.push(Versioned { value: own, version });
    moves.listings = listings;
    Ok(moves)
}

/// The product that the listing once had and that was merged into `now`.
async fn came_from(
    ports: &Ports,
    key: &ListingKey,
    now: &ProductId,
) -> Result<Option<Versioned<Product>>, StoreError> {
    let ids: Vec<ProductId> = build::own_ids(key).collect();
    let mut known = ports.products.get_many(&ids).await?;
    known.retain(|product| product.value.merged_into.as_ref() == Some(now));
    Ok(known.pop())
}

/// Both products as they were, but for what changed since. Nothing when the emptied product went elsewhere.
async fn unmerge(ports: &Ports, from: &Held, merger: &Merger) -> Result<Option<Moves>, UseCaseError> {
    let Some(emptied) = ports.products.get(&merger.emptied.id).await? else { return Ok(None) };
    if emptied.value.merged_into.as_ref() != Some(&from.product.value.id) {
        return Ok(None);
    }
    let now = ports.clock.now();
    let (back, rest): (Vec<&Listing>, Vec<&Listing>) =
        from.listings.iter().partition(|listing| merger.moved.contains_key(&listing.observed.key));
    if back.is_empty() || rest.is_empty() {
        return Ok(None);
    }
    let sold: BTreeSet<&VariantId> = rest.iter().flat_map(|other| other.state.value.links.values()).collect();
    let mut left = revert(&merger.before, &merger.after, &from.product.value, &sold);
    left.channels = rest.iter().map(|other| other.observed.key.channel.clone()).collect();
    left.updated_at = now;
    let owned: BTreeSet<String> = left.owned_skus().map(|(_, sku)| sku.folded()).collect();
    let mut restored = Product {
        status: merger.emptied.status,
        merged_into: None,
        channels: back.iter().map(|listing| listing.observed.key.channel.clone()).collect(),
        updated_at: now,
        ..emptied.value
    };
    leave_skus(&mut restored, &owned);
    let listings = back.into_iter().map(|listing| {
        let mut state = listing.state.clone();
        let links = merger.moved.get(&state.value.key).cloned().unwrap_or_default();
        state.value.links = links.into_iter().filter(|(_, v)| restored.variant(v).is_some()).collect();
        state.value.product = Some(restored.id.clone());
        state
    });
    let listings = listings.collect();
    let products = vec![
        Versioned { value: left, version: from.product.version },
        Versioned { value: restored, version: emptied.version },
    ];
    Ok(Some(Moves { products, listings, merger: None }))
}

/// A SKU that the other product keeps stays there.
fn leave_skus(product: &mut Product, kept: &BTreeSet<String>) {
    for variant in &mut product.variants {
        if variant.sku.as_ref().is_some_and(|sku| kept.contains(&sku.folded())) {
            variant.sku = None;
            product.attention.insert("sku_duplicate".to_owned());
        }
    }
}

impl Moves {
    /// Refuses what does not fit into one transaction together with `matches` records.
    pub(super) fn check_room(&self, matches: usize) -> Result<(), UseCaseError> {
        let skus: usize = self.products.iter().map(|product| product.value.variants.len()).sum();
        let room = self.products.len() + skus + 4 * self.listings.len() + 5 * matches + 1;
        if room <= SETTLEMENT_ROOM {
            return Ok(());
        }
        refused(
            "match_too_large",
            "the two products have more variants than can be joined in one step".to_owned(),
        )
    }

    /// By product: where its listings went, for its history.
    pub(super) fn told(&self) -> BTreeMap<ProductId, serde_json::Value> {
        let listings: Vec<(String, String)> = self
            .listings
            .iter()
            .filter_map(|state| {
                Some((state.value.key.to_string(), state.value.product.as_ref()?.to_string()))
            })
            .collect();
        let told = self.products.iter().map(|product| {
            let details = serde_json::json!({
                "listings": listings, "status": product.value.status, "merged_into": product.value.merged_into,
            });
            (product.value.id.clone(), details)
        });
        told.collect()
    }
}
