//! A channel's title rule: the preset until the seller saves one. Each save is a new version.

use domain::{Channel, titles::TitleRule};
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    ports::{Ports, Versioned},
};

/// The rule of a channel: the stored one, otherwise the preset as version 0, otherwise a rule that proposes nothing.
pub async fn rule(ports: &Ports, channel: &Channel) -> Result<Versioned<TitleRule>, StoreError> {
    let stored = ports.title_rules.title_rule(channel).await?;
    Ok(stored.unwrap_or_else(|| Versioned {
        value: ports.marketplaces.preset_titles(channel).unwrap_or_else(TitleRule::off),
        version: 0,
    }))
}

/// Stores a channel's title rule. `expected` is 0 for the first. Titles that were accepted before stay as they are.
pub async fn put_rule(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    rule: &TitleRule,
    expected: u64,
) -> Result<Versioned<TitleRule>, UseCaseError> {
    rule.check()?;
    let before = ports.title_rules.title_rule(channel).await?;
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    if let Some(same) = before.clone().filter(|before| &before.value == rule) {
        return Ok(same);
    }
    let stored = ports.title_rules.put_title_rule(channel, rule, expected).await?;
    let details = json!({ "from": before.map(|b| b.value), "to": rule, "version": stored.version });
    ports.record(actor, "title_rule.put", channel, details).await?;
    Ok(stored)
}
