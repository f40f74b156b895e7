//! What the channel shows of what was approved.

use std::collections::BTreeMap;

use domain::{
    ImageId, ListingContent, ListingKey, OfferId, Sku, VariantId,
    diff::{Field, Value, observed_value, offer_value},
    identity,
    plan::{Change, Target, TargetImage},
};

use crate::{Ports, StoreError, marketplace::ListingFormat, publishing::creation::is_channels_own};

/// Whether `live` says what `change` wants.
pub(crate) fn is_shown(
    marketplace: &dyn ListingFormat,
    change: &Change,
    live: &ListingContent,
    target: &Target,
) -> bool {
    match (change.field, &change.offer) {
        (Field::Variants, Some(offer)) => live.offer(offer).is_none(),
        (Field::Variants, None) => match &change.to {
            Value::Variant(value) => live.offers.iter().any(|offer| {
                identity::same_all(&offer.option_values, &value.option_values)
                    && is_sku(offer.sku.as_ref(), value.sku.as_ref())
                    && (value.price.is_none() || offer.price == value.price)
                    && (value.stock.is_none() || offer.stock == value.stock)
            }),
            _ => false,
        },
        (Field::Images, _) => {
            let shown: Vec<&str> = live.images.iter().map(|image| image.reference.as_str()).collect();
            let wanted = target.images.iter().flatten().map(|image| image.reference.as_deref());
            wanted.eq(shown.into_iter().map(Some))
        }
        // Channels tidy up the layout of a description; its words are what was approved.
        (Field::Description, _) => target.description.as_deref().is_some_and(|wanted| {
            marketplace.plain_description(&live.description) == marketplace.plain_description(wanted)
        }),
        (field, None) if is_channels_own(field) => says_all_of(&change.to, &observed_value(live, field)),
        (field, Some(offer)) => {
            live.offer(offer).is_some_and(|o| offer_value(o, field).hash() == change.to.hash())
        }
        (field, None) => observed_value(live, field).hash() == change.to.hash(),
    }
}

/// Whether the channel shows all that was said, whatever it has added: its own names of values, further delivery options.
fn says_all_of(wanted: &Value, shown: &Value) -> bool {
    // An attribute is its id, an equals sign and its values.
    let id = |text: &str| text.split('=').next().unwrap_or_default().to_owned();
    match (wanted, shown) {
        (Value::Texts(wanted), Value::Texts(shown)) => {
            wanted.iter().all(|wanted| shown.iter().any(|shown| id(shown) == id(wanted)))
        }
        (wanted, shown) => wanted.hash() == shown.hash(),
    }
}

/// Whether an offer has the wanted SKU, where there is one: as people read it, not letter by letter.
fn is_sku(there: Option<&Sku>, wanted: Option<&Sku>) -> bool {
    wanted.is_none_or(|wanted| there.is_some_and(|there| there.folded() == wanted.folded()))
}

/// Whether `live` still says in the field of `change` what `before` said.
pub(super) fn is_untouched(
    marketplace: &dyn ListingFormat,
    change: &Change,
    before: &ListingContent,
    live: &ListingContent,
) -> bool {
    match (change.field, &change.offer) {
        // An offer that the plan removes and that was repriced or sold since then is left to a person.
        (Field::Variants, Some(offer)) => live.offer(offer).is_none_or(|now| {
            let said = |offer: &domain::Offer| offer_value(offer, Field::Variants).hash();
            before.offer(offer).is_some_and(|then| said(then) == said(now))
        }),
        // A variant that is there already is not added again: nothing is overwritten.
        (Field::Variants, _) => true,
        (Field::Description, _) => {
            marketplace.plain_description(&live.description)
                == marketplace.plain_description(&before.description)
        }
        (field, Some(offer)) => {
            let said = |content: &ListingContent| content.offer(offer).map(|o| offer_value(o, field).hash());
            said(live) == said(before)
        }
        (field, None) => observed_value(live, field).hash() == observed_value(before, field).hash(),
    }
}

/// Links offers that sell variants without one yet: those that replaced a deleted offer, which the target knows, and
/// those that were added, by their option values. A deleted offer whose variant has another one again is forgotten.
pub(super) fn link_added(links: &mut BTreeMap<OfferId, VariantId>, live: &ListingContent, target: &Target) {
    let replaced = target.offers.iter().filter_map(|wish| Some((wish.offer.clone()?, wish.variant.clone())));
    for (offer, variant) in replaced.filter(|(offer, _)| live.offer(offer).is_some()) {
        links.entry(offer).or_insert(variant);
    }
    let there = |links: &BTreeMap<OfferId, VariantId>| -> Vec<VariantId> {
        let there = links.iter().filter(|(offer, _)| live.offer(offer).is_some());
        there.map(|(_, variant)| variant.clone()).collect()
    };
    let linked = there(links);
    for wish in target.offers.iter().filter(|wish| wish.offer.is_none() && !linked.contains(&wish.variant)) {
        let found = live.offers.iter().find(|offer| {
            !links.contains_key(&offer.id)
                && identity::same_all(&offer.option_values, &wish.option_values)
                && is_sku(offer.sku.as_ref(), wish.sku.as_ref())
        });
        if let Some(offer) = found {
            links.insert(offer.id.clone(), wish.variant.clone());
        }
    }
    let linked = there(links);
    links.retain(|offer, variant| live.offer(offer).is_some() || !linked.contains(variant));
}

/// Gives the pictures that were uploaded since the plan was made the names that the shop gave them. Without these a
/// later look could not tell that the shop shows them.
pub(super) async fn name_images(
    ports: &Ports,
    key: &ListingKey,
    target: &mut Target,
) -> Result<(), StoreError> {
    let unnamed = |image: &&mut TargetImage| image.reference.is_none();
    let ids: Vec<ImageId> =
        target.images.iter_mut().flatten().filter(unnamed).map(|image| image.id.clone()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known = ports.listings.image_references(&key.channel, &key.shop, &ids).await?;
    for image in target.images.iter_mut().flatten().filter(unnamed) {
        image.reference = known.get(&image.id).cloned();
    }
    Ok(())
}
