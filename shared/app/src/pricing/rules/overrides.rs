//! Exceptions of a channel's price rule, for a category, a product or one variant.

use domain::{
    Channel, Invalid, ProductId,
    ids::RepricingId,
    pricing::{PriceRule, Scope, check_rule},
};
use serde_json::json;

use super::follow;
use crate::{
    StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{Ports, PriceOverride, RepricingCause},
};

/// The most exceptions of one channel, because all of them are read for every page of quotes.
pub const MAX_OVERRIDES: usize = 1_000;

/// The saved exception, and the record with the progress if the whole channel is quoted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedOverride {
    pub stored: PriceOverride,
    /// Absent for one product, whose few listings are quoted immediately.
    pub repricing: Option<RepricingId>,
}

/// Stores the exception of `scope` and has the offers that it affects quoted again. `expected` is the newest version of
/// the scope, including removals; 0 for the first.
pub async fn put_override(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    scope: &Scope,
    rule: &PriceRule,
    expected: u64,
) -> Result<SavedOverride, UseCaseError> {
    check_rule(rule)?;
    known(ports, scope).await?;
    let before = ports.rules.price_override(channel, scope).await?;
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    let was = before.as_ref().and_then(|before| before.rule.as_ref());
    let stored = if let Some(same) = before.as_ref().filter(|_| was == Some(rule)) {
        same.clone()
    } else {
        room(ports, channel, expected).await?;
        ports.rules.put_price_override(channel, scope, Some(rule), expected).await?
    };
    finish(ports, actor, channel, was, stored, expected).await
}

/// Removes the exception of `scope`, so that the next wider rule applies again. Its versions stay readable.
pub async fn remove_override(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    scope: &Scope,
    expected: u64,
) -> Result<SavedOverride, UseCaseError> {
    let before = ports.rules.price_override(channel, scope).await?;
    let Some(before) = before.filter(|before| before.rule.is_some()) else {
        return Err(UseCaseError::NotFound { what: "price_override", id: scope.to_string() });
    };
    if before.version != expected {
        return Err(StoreError::Conflict.into());
    }
    let stored = ports.rules.put_price_override(channel, scope, None, expected).await?;
    finish(ports, actor, channel, before.rule.as_ref(), stored, expected).await
}

async fn finish(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    was: Option<&PriceRule>,
    stored: PriceOverride,
    expected: u64,
) -> Result<SavedOverride, UseCaseError> {
    if stored.version != expected {
        let scope = stored.scope.to_string();
        let details = json!({ "scope": scope, "from": was, "to": stored.rule, "version": stored.version });
        ports.record(actor, "price_override.put", channel, details).await?;
    }
    let repricing = match &stored.scope {
        Scope::Product { product } | Scope::Variant { product, .. } => {
            let message = PricingMessage::Product { product: product.clone() };
            ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
            None
        }
        Scope::Category { .. } | Scope::Channel => {
            let id = RepricingId::from_unique(&ports.ids.unique());
            follow(ports, &id, channel, RepricingCause::PriceOverride, stored.version).await?;
            Some(id)
        }
    };
    Ok(SavedOverride { stored, repricing })
}

/// Checks that the product and its variant exist. The scope may not be the channel itself, which has its own rule.
async fn known(ports: &Ports, scope: &Scope) -> Result<(), UseCaseError> {
    let product_of = async |id: &ProductId| {
        let missing = || UseCaseError::NotFound { what: "product", id: id.to_string() };
        ports.products.get(id).await?.ok_or_else(missing)
    };
    match scope {
        Scope::Channel => {
            let problem = "an exception is for a category, a product or a variant";
            Err(Invalid::new("scope", "scope_malformed", problem).into())
        }
        Scope::Category { .. } => Ok(()),
        Scope::Product { product } => product_of(product).await.map(drop),
        Scope::Variant { product, variant } => match product_of(product).await?.value.variant(variant) {
            Some(_) => Ok(()),
            None => Err(UseCaseError::NotFound { what: "variant", id: variant.to_string() }),
        },
    }
}

async fn room(ports: &Ports, channel: &Channel, expected: u64) -> Result<(), UseCaseError> {
    if expected > 0 {
        return Ok(());
    }
    let live = ports.rules.price_overrides(channel).await?.iter().filter(|one| one.rule.is_some()).count();
    if live < MAX_OVERRIDES {
        return Ok(());
    }
    let problem = format!("at most {MAX_OVERRIDES} exceptions; a category takes the place of many products");
    Err(Invalid::new("scope", "too_many_overrides", problem).into())
}
