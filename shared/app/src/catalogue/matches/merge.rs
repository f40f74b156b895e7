//! Two listings become one product: what changes, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ListingKey, Product, ProductId, ProductStatus, VariantId,
    merge::{Links, TypedValues},
};
use serde_json::{Map, Value, json};

use super::{
    product_listings::{self, ProductListings, check_movable, find, shops},
    refused,
};
use crate::{
    Ports, UseCaseError,
    catalogue::master_builder,
    ports::{Listing, ListingState, Merger, Versioned, matches::SETTLEMENT_ROOM},
};

/// A merger took the product out of the seller's own store: its next plan there puts it back.
pub(super) const OWN_STORE_WITHDRAWN: &str = "own_store_withdrawn";

/// What a decision does to products and listings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Moves {
    pub products: Vec<Versioned<Product>>,
    pub listings: Vec<Versioned<ListingState>>,
    pub merger: Option<Merger>,
    /// Those of the products that are stored, as they are.
    pub before: Vec<Product>,
    /// What a person typed on an emptied product and the other does not say now, by field.
    pub left_out: Map<String, Value>,
}

/// Puts `listing`, and all that is in its product, into another product. The product must not have a
/// listing of the same shop yet. `special` are the products with price exceptions of their own.
pub(super) async fn join(
    ports: &Ports,
    listing: &Listing,
    into: &ProductListings,
    special: &BTreeSet<ProductId>,
) -> Result<Moves, UseCaseError> {
    check_movable(ports, listing)?;
    let emptied = match &listing.state.value.product {
        Some(product) => Some(ProductListings::read(ports, product).await?),
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
    if let Some(emptied) = given_up.filter(|id| special.contains(*id)) {
        return refused("match_price_exceptions", format!("{emptied} has price exceptions of its own"));
    }
    let before = &into.product.value;
    let typed_values = emptied.as_ref().map(|emptied| TypedValues {
        from: &emptied.product.value,
        into: Some(before),
        links: links_of(&moving),
        whole: true,
    });
    let (mut left_out, mut places) = (Map::new(), BTreeMap::new());
    let built = master_builder::joined(ports, before, &moving, given_up, |proposal| {
        let typed_values = typed_values.as_ref()?;
        places = typed_values.variants(proposal);
        typed_values.apply(proposal, &mut left_out)
    })
    .await?;
    let Some((mut after, mut listings)) = built else {
        return refused(
            "match_does_not_fit",
            format!("the variants of {} do not fit into {}", listing.observed.key, before.id),
        );
    };
    for listing in &moving {
        let moved = listings.iter_mut().find(|state| state.value.key == listing.observed.key);
        if let Some(state) = moved {
            remember_deleted(&mut state.value, listing, &places);
        }
    }
    let replaced = replace_deleted(into, &moving, &mut listings);
    let Some(emptied) = emptied else {
        return Ok(Moves {
            products: vec![Versioned { value: after, version: into.product.version }],
            listings,
            before: vec![before.clone()],
            ..Moves::default()
        });
    };
    listings.extend(emptied.gone.iter().map(loose));
    for own in &emptied.own {
        // Buyers would see one thing twice.
        let mut state = own.state.clone();
        state.value.gone = true;
        listings.push(state);
        let stays = |there: &Listing| there.observed.key.channel == own.observed.key.channel;
        if !into.own.iter().any(stays) {
            after.attention.insert(OWN_STORE_WITHDRAWN.to_owned());
        }
    }
    let value = Product {
        status: ProductStatus::Archived,
        merged_into: Some(before.id.clone()),
        channels: BTreeSet::new(),
        updated_at: ports.clock.now(),
        ..emptied.product.value.clone()
    };
    let merger = Merger {
        emptied: emptied.product.value.clone(),
        before: before.clone(),
        after: after.clone(),
        moved: links_of(emptied.listings.iter().chain(&emptied.gone)),
        detached: links_of(replaced),
    };
    Ok(Moves {
        products: vec![
            Versioned { value: after, version: into.product.version },
            Versioned { value, version: emptied.product.version },
        ],
        listings,
        merger: Some(merger),
        before: vec![before.clone(), emptied.product.value],
        left_out,
    })
}

/// What was deleted in a shop gives its place in the product to what the shop lists there now. Returns the deleted
/// ones.
fn replace_deleted<'a>(
    into: &'a ProductListings,
    moving: &[Listing],
    listings: &mut Vec<Versioned<ListingState>>,
) -> Vec<&'a Listing> {
    let taken = shops(moving);
    let replaced: Vec<&Listing> = into
        .gone
        .iter()
        .filter(|gone| taken.contains(&(&gone.observed.key.channel, &gone.observed.key.shop)))
        .collect();
    for state in listings.iter_mut() {
        let shop = (state.value.key.channel.clone(), state.value.key.shop.clone());
        let before = replaced
            .iter()
            .filter(|gone| (&gone.observed.key.channel, &gone.observed.key.shop) == (&shop.0, &shop.1));
        // Of several the one with the greatest name, which channels give last.
        if let Some(last) = before.max_by(|a, b| a.observed.key.cmp(&b.observed.key)) {
            master_builder::succeed(state, &last.state);
        }
    }
    listings.extend(replaced.iter().map(|gone| loose(gone)));
    replaced
}

/// A variant that was deleted in the shop stays deleted in the product that takes the listing. `places` is by variant
/// of the product that it left.
fn remember_deleted(state: &mut ListingState, listing: &Listing, places: &BTreeMap<VariantId, VariantId>) {
    for (offer, theirs) in &listing.state.value.links {
        let ours = places.get(theirs).filter(|_| listing.observed.content.offer(offer).is_none());
        if let Some(ours) = ours.filter(|ours| !state.links.values().any(|sold| sold == *ours)) {
            state.links.insert(offer.clone(), ours.clone());
        }
    }
}

/// The listing's state in no product at all.
pub(super) fn loose(listing: &Listing) -> Versioned<ListingState> {
    let mut state = listing.state.clone();
    state.value.product = None;
    state.value.links.clear();
    state
}

fn links_of<'a>(listings: impl IntoIterator<Item = &'a Listing>) -> Links {
    let links = listings.into_iter().map(|l| (l.observed.key.clone(), l.state.value.links.clone()));
    links.collect()
}

/// Makes two listings one product. A product with price exceptions of its own stays, else the one with more listings,
/// and of equal ones the older; before all of them the product `stays`, which the two were in before.
pub(super) async fn merge_products(
    ports: &Ports,
    a: &ListingKey,
    b: &ListingKey,
    stays: Option<&ProductId>,
) -> Result<Moves, UseCaseError> {
    // Whichever is named first: the same product stays.
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let (one, other) = (find(ports, a).await?, find(ports, b).await?);
    let products = (&one.state.value.product, &other.state.value.product);
    if let (Some(first), Some(second)) = products
        && first == second
    {
        return Ok(Moves::default());
    }
    check_movable(ports, &one)?;
    check_movable(ports, &other)?;
    let special = product_listings::with_exceptions(ports).await?;
    let (listing, into) = match products {
        (Some(first), Some(second)) => {
            let (first, second) =
                (ProductListings::read(ports, first).await?, ProductListings::read(ports, second).await?);
            let rank = |found: &ProductListings| {
                let product = &found.product.value;
                let listings = usize::MAX - found.listings.len();
                let own = (stays != Some(&product.id), !found.is_active(), !special.contains(&product.id));
                (own, listings, product.created_at)
            };
            if rank(&first) <= rank(&second) { (other, first) } else { (one, second) }
        }
        (Some(first), None) => (other, ProductListings::read(ports, first).await?),
        (None, Some(second)) => (one, ProductListings::read(ports, second).await?),
        (None, None) => {
            return refused(
                "match_without_product",
                format!("neither {a} nor {b} has a product: import again"),
            );
        }
    };
    join(ports, &listing, &into, &special).await
}

impl Moves {
    pub(super) fn is_empty(&self) -> bool {
        self.products.is_empty() && self.listings.is_empty()
    }

    /// Refuses what does not fit into one transaction together with `matches` records.
    pub(super) fn check_room(&self, matches: usize) -> Result<(), UseCaseError> {
        let room = self.products.len() + self.claims() + 4 * self.listings.len() + 5 * matches + 2;
        if room <= SETTLEMENT_ROOM {
            return Ok(());
        }
        refused(
            "match_too_large",
            "the two products have more variants than can be joined in one step".to_owned(),
        )
    }

    /// SKUs that pass from one variant to another, or that nobody owns any more.
    fn claims(&self) -> usize {
        let after = owners(self.products.iter().map(|product| &product.value));
        let before = owners(&self.before);
        let taken = after.iter().filter(|(sku, owner)| before.get(*sku) != Some(owner)).count();
        taken + before.keys().filter(|sku| !after.contains_key(*sku)).count()
    }

    /// By product: where its listings went, for its history.
    pub(super) fn told(&self) -> BTreeMap<ProductId, Value> {
        let listings: Vec<(String, String)> = self
            .listings
            .iter()
            .filter_map(|state| {
                Some((state.value.key.to_string(), state.value.product.as_ref()?.to_string()))
            })
            .collect();
        let told = self.products.iter().map(|product| {
            let mut details = json!({
                "listings": listings, "status": product.value.status, "merged_into": product.value.merged_into,
            });
            if !self.left_out.is_empty() {
                details["left_out"] = Value::Object(self.left_out.clone());
            }
            (product.value.id.clone(), details)
        });
        told.collect()
    }
}

/// Who owns which folded SKU, and how it is spelled there.
fn owners<'a>(
    products: impl IntoIterator<Item = &'a Product>,
) -> BTreeMap<String, (&'a ProductId, &'a VariantId, &'a str)> {
    let owned = products.into_iter().flat_map(|product| {
        product.owned_skus().map(|(variant, sku)| (sku.folded(), (&product.id, &variant.id, sku.as_str())))
    });
    owned.collect()
}
