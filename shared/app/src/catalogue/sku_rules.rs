//! The rules for what is ignored in SKUs when listings and their variants are compared. Without saved rules nothing is
//! ignored. Each save is a new version.

use domain::matching::SkuRules;
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    ports::{Ports, Versioned},
};

/// The stored rules, or empty rules as version 0.
pub async fn sku_rules(ports: &Ports) -> Result<Versioned<SkuRules>, StoreError> {
    let stored = ports.matching_rules.sku_rules().await?;
    Ok(stored.unwrap_or_else(|| Versioned { value: SkuRules::default(), version: 0 }))
}

/// Stores the rules as a new version. `expected` is 0 for the first. They apply from the next import and the next build
/// of a master; existing links stay.
pub async fn put_sku_rules(
    ports: &Ports,
    actor: &str,
    rules: &SkuRules,
    expected: u64,
) -> Result<Versioned<SkuRules>, UseCaseError> {
    rules.check()?;
    let before = sku_rules(ports).await?;
    if before.version != expected {
        return Err(StoreError::Conflict.into());
    }
    if &before.value == rules {
        return Ok(before);
    }
    let stored = ports.matching_rules.put_sku_rules(rules, expected).await?;
    ports
        .record(
            actor,
            "sku_rules.put",
            "sku_rules",
            json!({ "from": before.value, "to": rules, "version": stored.version }),
        )
        .await?;
    Ok(stored)
}
