//! Linking and unlinking by hand: what the matcher did not see, or saw wrongly.

use domain::{ListingKey, MatchId, ProductId, matching::Tier};

use super::{decide, unite};
use crate::{
    Ports, UseCaseError,
    ports::{Decision, Listing, MatchRecord, Versioned},
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

/// Says that a listing is the same product as another, or belongs to a product.
pub async fn link(ports: &Ports, actor: &str, key: &ListingKey, to: &To) -> Result<Linked, UseCaseError> {
    let listing = unite::find(ports, key).await?;
    let (moves, others) = match to {
        To::Listing(other) if other.channel == key.channel && other.shop == key.shop => {
            return refused("match_same_shop", format!("{key} and {other} are listings of one shop"));
        }
        To::Listing(other) => {
            unite::find(ports, other).await?;
            (unite::unite(ports, key, other).await?, vec![other.clone()])
        }
        To::Product(product) => {
            let held = unite::Held::read(ports, product).await?;
            if listing.state.value.product.as_ref() == Some(product) {
                return refused("match_decided", format!("{key} belongs to {product} already"));
            }
            let others: Vec<ListingKey> = held.listings.iter().map(|l| l.observed.key.clone()).collect();
            (unite::join(ports, &listing, &held).await?, others)
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
    let matches = records(ports, actor, key, others, Decision::LinkedByHand).await?;
    decide::write(ports, actor, "match.link", matches.clone(), moves).await?;
    Ok(Linked { product, matches: written(matches) })
}

/// Takes a listing out of its product: it gets the product again that it once had, or one of its own.
pub async fn unlink(ports: &Ports, actor: &str, key: &ListingKey) -> Result<Linked, UseCaseError> {
    let listing = unite::find(ports, key).await?;
    let Some(product) = &listing.state.value.product else {
        return refused("listing_alone", format!("{key} belongs to no product"));
    };
    let keys = ports.listings.of_product(product).await?;
    let others: Vec<ListingKey> = keys.into_iter().filter(|other| other != key).collect();
    let merger = merger_of(ports, &listing).await?;
    let moves = unite::part(ports, &listing, merger).await?;
    let mine = moves.listings.iter().find(|state| &state.value.key == key);
    let Some(product) = mine.and_then(|state| state.value.product.clone()) else {
        return refused("listing_alone", format!("{key} has its product to itself"));
    };
    // Listings that leave with it stay with it.
    let leaving: Vec<&ListingKey> = moves.listings.iter().map(|state| &state.value.key).collect();
    let others = others.into_iter().filter(|other| !leaving.contains(&other)).collect();
    let matches = records(ports, actor, key, others, Decision::UnlinkedByHand).await?;
    decide::write(ports, actor, "match.unlink", matches.clone(), moves).await?;
    Ok(Linked { product, matches: written(matches) })
}

fn refused<T>(code: &'static str, reason: String) -> Result<T, UseCaseError> {
    Err(UseCaseError::Refused { code, reason })
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

/// The records of the pairs of `key` with `others`, decided.
async fn records(
    ports: &Ports,
    actor: &str,
    key: &ListingKey,
    mut others: Vec<ListingKey>,
    decision: Decision,
) -> Result<Vec<Versioned<MatchRecord>>, UseCaseError> {
    others.retain(|other| other.channel != key.channel);
    if others.len() > OTHERS {
        return refused("match_too_large", format!("the product has more than {OTHERS} other listings"));
    }
    let ids: Vec<MatchId> = others.iter().map(|other| MatchRecord::id_of(key, other)).collect();
    let known = ports.matches.get_many(&ids).await?;
    let mut records = Vec::new();
    for (other, id) in others.iter().zip(ids) {
        let stored = known.iter().find(|record| record.value.id == id).cloned();
        let mut record = stored.unwrap_or_else(|| named(ports, id, key, other));
        decide::decided(&mut record.value, decision, actor, ports);
        records.push(record);
    }
    Ok(records)
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
        decided_by: None,
        decided_at: None,
        found_at: ports.clock.now(),
    };
    Versioned { value, version: 0 }
}

fn written(records: Vec<Versioned<MatchRecord>>) -> Vec<Versioned<MatchRecord>> {
    records.into_iter().map(|record| Versioned { version: record.version + 1, value: record.value }).collect()
}
