//! Linking and unlinking by hand: what the matcher did not see, or saw wrongly.

use std::collections::BTreeSet;

use domain::{ListingKey, MatchId, ProductId, matching::Tier};

use super::{
    decide,
    merge::{self, Moves},
    product_listings::{self, ProductListings, check_movable, find},
    refused, shop_items, split,
};
use crate::{
    Ports, UseCaseError,
    ports::{Decision, Listing, MatchRecord, Names, Versioned},
};

/// The most other listings of a product that one link or unlink decides about.
const OTHERS: usize = 6;

/// What a listing is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Listing(ListingKey),
    Product(ProductId),
}

/// What linking or unlinking made.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The product that the listing belongs to now.
    pub product: ProductId,
    /// The decisions that were kept, one for each listing that it is with or without now.
    pub matches: Vec<Versioned<MatchRecord>>,
}

/// Says that a listing is the same product as another, or belongs to a product. What is so already stays as it is.
pub async fn link(ports: &Ports, actor: &str, key: &ListingKey, to: &To) -> Result<Linked, UseCaseError> {
    let listing = find(ports, key).await?;
    check_movable(ports, &listing)?;
    let (moves, others) = match to {
        To::Listing(other) if other.channel == key.channel && other.shop == key.shop => {
            return refused("match_same_shop", format!("{key} and {other} are listings of one shop"));
        }
        To::Listing(other) => {
            check_movable(ports, &find(ports, other).await?)?;
            (merge::merge_products(ports, key, other, None).await?, vec![other.clone()])
        }
        To::Product(product) => {
            let found = ProductListings::read(ports, product).await?;
            let others = found.listings.iter().map(|l| l.observed.key.clone()).filter(|other| other != key);
            let moves = if listing.state.value.product.as_ref() == Some(product) {
                Moves::default()
            } else {
                let special = product_listings::with_exceptions(ports).await?;
                merge::join(ports, &listing, &found, &special).await?
            };
            (moves, others.collect())
        }
    };
    let product = match moves.products.first() {
        Some(into) => into.value.id.clone(),
        // They were one product already; only the decision is new.
        None => listing
            .state
            .value
            .product
            .clone()
            .ok_or_else(|| UseCaseError::NotFound { what: "product", id: key.to_string() })?,
    };
    let records = records(ports, actor, key, others, Decision::LinkedByHand, None).await?;
    if moves.is_empty() {
        // The first try may have died before prices were asked for.
        decide::price(ports, [product.clone()]).await?;
    }
    let matches = write(ports, actor, "match.link", records, moves).await?;
    Ok(Linked { product, matches })
}

/// Takes a listing out of its product: it gets the product again that it once had, or one of its own.
pub async fn unlink(ports: &Ports, actor: &str, key: &ListingKey) -> Result<Linked, UseCaseError> {
    let listing = find(ports, key).await?;
    check_movable(ports, &listing)?;
    let Some(product) = &listing.state.value.product else {
        return refused("listing_alone", format!("{key} belongs to no product"));
    };
    let found = ProductListings::read(ports, product).await?;
    let others = found.listings.iter().map(|l| l.observed.key.clone()).filter(|other| other != key);
    let others: Vec<ListingKey> = others.collect();
    let merger = merger_of(ports, &listing).await?;
    let moves = match split::split(ports, &listing, merger).await {
        Err(refused @ UseCaseError::Refused { code: "listing_alone", .. }) => {
            // The first try may have died before prices were asked for.
            decide::price(ports, parted_from(ports, key).await?).await?;
            return Err(refused);
        }
        moves => moves?,
    };
    let mine = moves.listings.iter().find(|state| &state.value.key == key);
    let Some(product) = mine.and_then(|state| state.value.product.clone()) else {
        return refused("listing_alone", format!("{key} has its product to itself"));
    };
    // Listings that leave with it stay with it.
    let leaves = |other: &ListingKey| {
        let state = moves.listings.iter().find(|state| &state.value.key == other);
        state.is_some_and(|state| state.value.product.as_ref() == Some(&product))
    };
    let others = others.into_iter().filter(|other| !leaves(other)).collect();
    let stays = moves.products.first().map(|stays| stays.value.id.clone());
    let records = records(ports, actor, key, others, Decision::UnlinkedByHand, stays.as_ref()).await?;
    let matches = write(ports, actor, "match.unlink", records, moves).await?;
    Ok(Linked { product, matches })
}

/// The products of a listing and of those that a person took it apart from.
async fn parted_from(ports: &Ports, key: &ListingKey) -> Result<BTreeSet<ProductId>, UseCaseError> {
    let rows = ports.matches.of_listing(key).await?.into_iter();
    let mut keys: Vec<ListingKey> = rows
        .filter(|row| row.decision == Decision::UnlinkedByHand)
        .map(|row| row.other(key).clone())
        .collect();
    if keys.is_empty() {
        return Ok(BTreeSet::new());
    }
    keys.push(key.clone());
    let listings = ports.listings.get_many(&keys).await?;
    Ok(listings.into_iter().filter_map(|listing| listing.state.value.product).collect())
}

/// How things stood before this listing alone was merged into its product.
async fn merger_of(ports: &Ports, listing: &Listing) -> Result<Option<crate::ports::Merger>, UseCaseError> {
    let key = &listing.observed.key;
    for row in ports.matches.of_listing(key).await?.into_iter().filter(|row| row.decision.is_linked()) {
        if let Some(merger) = ports.matches.merger(&row.id).await?
            && merger.moved.contains_key(key)
            && merger.moved.len() == 1
            && Some(&merger.before.id) == listing.state.value.product.as_ref()
        {
            return Ok(Some(merger));
        }
    }
    Ok(None)
}

/// A record as it stands, and as it is to be.
struct Decided {
    record: Versioned<MatchRecord>,
    is_new: bool,
}

/// The records of the pairs of `key` with `others`, decided. One that a person decided so before stays as it is: an
/// undo leads where it led.
async fn records(
    ports: &Ports,
    actor: &str,
    key: &ListingKey,
    mut others: Vec<ListingKey>,
    decision: Decision,
    stays: Option<&ProductId>,
) -> Result<Vec<Decided>, UseCaseError> {
    others.retain(|other| other.channel != key.channel);
    if others.len() > OTHERS {
        return refused("match_too_large", format!("the product has more than {OTHERS} other listings"));
    }
    let ids: Vec<MatchId> = others.iter().map(|other| MatchRecord::id_of(key, other)).collect();
    let known = ports.matches.get_many(&ids).await?;
    let mut keys = others.clone();
    keys.push(key.clone());
    let listings = ports.listings.get_many(&keys).await?;
    let mut records = Vec::new();
    for (other, id) in others.iter().zip(ids) {
        let stored = known.iter().find(|record| record.value.id == id).cloned();
        let mut record = stored.unwrap_or_else(|| named(ports, id, key, other));
        let name = |key: &ListingKey| {
            let listing = listings.iter().find(|listing| &listing.observed.key == key);
            listing.map(|listing| shop_items::name_of(&listing.observed.content)).unwrap_or_default()
        };
        record.value.names = Names { left: name(&record.value.left), right: name(&record.value.right) };
        let said = record.value.decision;
        let is_new = !said.is_by_person() || said.is_linked() != decision.is_linked();
        if is_new {
            decide::decided(&mut record.value, decision, actor, ports, stays);
        }
        records.push(Decided { record, is_new });
    }
    Ok(records)
}

/// Writes what is new. Where products move, their records go with them: the first keeps how things stood before.
async fn write(
    ports: &Ports,
    actor: &str,
    action: &str,
    records: Vec<Decided>,
    moves: Moves,
) -> Result<Vec<Versioned<MatchRecord>>, UseCaseError> {
    let acts = !moves.is_empty();
    let mut matches = Vec::new();
    let mut all = Vec::new();
    for Decided { record, is_new } in records {
        if is_new || acts {
            matches.push(record.clone());
            all.push(Versioned { version: record.version + 1, value: record.value });
        } else {
            all.push(record);
        }
    }
    if acts || !matches.is_empty() {
        decide::write(ports, actor, action, matches, moves).await?;
    }
    Ok(all)
}

/// The record of a pair that a person named and the matcher never offered.
fn named(ports: &Ports, id: MatchId, a: &ListingKey, b: &ListingKey) -> Versioned<MatchRecord> {
    let (left, right) = if a <= b { (a, b) } else { (b, a) };
    let value = MatchRecord {
        id,
        left: left.clone(),
        right: right.clone(),
        tier: Tier::Review,
        score: 0,
        rank_left: 0,
        rank_right: 0,
        evidence: None,
        decision: Decision::Open,
        before: None,
        earlier: Vec::new(),
        decided_by: None,
        decided_at: None,
        found_at: ports.clock.now(),
        names: Names::default(),
    };
    Versioned { value, version: 0 }
}
