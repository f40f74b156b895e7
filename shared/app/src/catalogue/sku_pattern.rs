//! SKUs for new products: proposed by the seller's pattern, and free.

use domain::{Sku, SkuPattern};
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    ports::{Ports, Versioned},
};

/// SKUs that are looked up at once.
const AT_ONCE: usize = 200;
/// The last number that is tried.
const LAST: u32 = 99_999;

/// The stored pattern, or the default as version 0.
pub async fn sku_pattern(ports: &Ports) -> Result<Versioned<SkuPattern>, StoreError> {
    let stored = ports.matching_rules.sku_pattern().await?;
    Ok(stored.unwrap_or_else(|| Versioned { value: SkuPattern::default(), version: 0 }))
}

/// Stores the pattern as a new version. `expected` is 0 for the first. SKUs that exist stay as they are.
pub async fn put_sku_pattern(
    ports: &Ports,
    actor: &str,
    pattern: &str,
    expected: u64,
) -> Result<Versioned<SkuPattern>, UseCaseError> {
    let pattern = SkuPattern::parse(pattern)?;
    let before = sku_pattern(ports).await?;
    if before.version != expected {
        return Err(StoreError::Conflict.into());
    }
    if before.value == pattern {
        return Ok(before);
    }
    let stored = ports.matching_rules.put_sku_pattern(&pattern, expected).await?;
    let details = json!({ "from": before.value, "to": pattern, "version": stored.version });
    ports.record(actor, "sku_pattern.put", "sku_pattern", details).await?;
    Ok(stored)
}

/// SKUs that no product has: one for each of `variants` (their option values), or one for a product without variants.
/// They are not reserved: saving the product claims them.
///
/// # Errors
///
/// `sku_pattern_used_up` if every number of the pattern is taken.
pub async fn propose(ports: &Ports, title: &str, variants: &[Vec<String>]) -> Result<Vec<Sku>, UseCaseError> {
    let pattern = sku_pattern(ports).await?.value;
    let step = u32::try_from((AT_ONCE / variants.len().max(1)).max(1)).unwrap_or(1);
    let mut first = 1;
    while first <= LAST {
        let offers: Vec<Vec<Sku>> =
            (first..first + step).map(|number| pattern.skus(title, number, variants)).collect();
        let folded: Vec<String> = offers.iter().flatten().map(Sku::folded).collect();
        let claims = ports.products.sku_claims(&folded).await?;
        let is_free =
            |skus: &Vec<Sku>| skus.iter().all(|sku| claims.iter().all(|claim| claim.sku != sku.folded()));
        if let Some(free) = offers.into_iter().find(is_free) {
            return Ok(free);
        }
        first += step;
    }
    let reason = format!("every number of the pattern {} is taken", pattern.as_str());
    Err(UseCaseError::Refused { code: "sku_pattern_used_up", reason })
}
