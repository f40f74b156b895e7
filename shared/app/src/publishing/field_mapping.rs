//! The field mapping as planning uses it and as a person edits it.

use domain::{Capabilities, Channel, Invalid, diff::Field, field_mapping::FieldMapping};
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{Ports, Versioned},
};

/// The mapping of a channel: the stored one, or otherwise the default from its capabilities, as version 0.
pub async fn mapping_of(
    ports: &Ports,
    capabilities: &Capabilities,
) -> Result<Versioned<FieldMapping>, StoreError> {
    let stored = ports.field_mappings.field_mapping(&capabilities.channel).await?;
    Ok(stored.unwrap_or_else(|| Versioned { value: FieldMapping::default_of(capabilities), version: 0 }))
}

/// Stores a channel's mapping as a new version. `expected` is 0 for the first. An unchanged mapping is not written.
pub async fn put_mapping(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    mapping: &FieldMapping,
    expected: u64,
) -> Result<Versioned<FieldMapping>, UseCaseError> {
    let marketplace = ports.marketplaces.get(channel).ok_or_else(|| {
        Invalid::new("channel", "channel_unknown", format!("there is no channel {channel}"))
    })?;
    mapping.check(marketplace.capabilities())?;
    let before = mapping_of(ports, marketplace.capabilities()).await?;
    if before.version != expected {
        return Err(StoreError::Conflict.into());
    }
    if &before.value == mapping {
        return Ok(before);
    }
    let stored = ports.field_mappings.put_field_mapping(channel, mapping, expected).await?;
    ports
        .record(
            actor,
            "field_mapping.put",
            channel,
            json!({ "from": before.value, "to": stored.value, "version": stored.version }),
        )
        .await?;
    // The plan of a listing, and so its state, depends on the mapping.
    let message = PricingMessage::channel(channel.clone(), stored.version);
    let id = format!("mapping-{channel}-{}", stored.version);
    ports.outbox.pricing(&[Envelope { v: 1, id, message }]).await?;
    Ok(stored)
}

/// For all channels, the channel's fields to which no field of the master is mapped. Empty if no mapping has gaps.
pub async fn unmapped_fields(ports: &Ports) -> Result<Vec<(Channel, Field)>, StoreError> {
    let mut gaps = Vec::new();
    for marketplace in ports.marketplaces.all() {
        let capabilities = marketplace.capabilities();
        let unmapped = mapping_of(ports, capabilities).await?.value.unmapped(capabilities);
        gaps.extend(unmapped.into_iter().map(|field| (capabilities.channel.clone(), field)));
    }
    Ok(gaps)
}
