//! Variants of an existing item: added without touching the ones that are there, and removed one by one.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{ShopSession, StepOutcome, call::Effect},
};
use domain::{ExternalId, Grams, Invalid, ListingContent, OfferId, VariantId, plan::NewOffer};

use super::{OFFERS_PER_CALL, axes_differ, category, done, stock_at};
use crate::{
    Shopee, check,
    client::{ahead::Ahead, call::Call},
    mapping::{
        self,
        tiers::{self, Tier},
        write::{item_number, kilograms, model_number},
    },
    wire::{
        edit,
        envelope::Nothing,
        listing::{Model, Models},
    },
};

impl Shopee {
    /// Reads the existing variants first, so that a repeat adds nothing and finds what a lost answer made.
    pub(super) async fn add_variants(
        &self,
        session: &dyn ShopSession,
        item: u64,
        before: &ListingContent,
        options: &[String],
        offers: &[NewOffer],
    ) -> Result<StepOutcome, ChannelError> {
        let limits = self.known_limits(session, category(before)).await?;
        check::new_offers(&limits, options, offers)?;
        let write = Ahead::of(session).await?;
        let there = self.models(session, item).await?;
        let mut axes = tiers::of(&there);
        if there.model.is_empty() || axes.len() != options.len() {
            return Err(axes_differ());
        }
        let (mut added, missing) = split(&there, &axes, offers)?;
        if missing.is_empty() {
            return Ok(StepOutcome { added, ..StepOutcome::default() });
        }
        check::variant_count(&limits, there.model.len() + missing.len())?;
        let prices = before.offers.iter().filter_map(|offer| offer.price);
        check::spread(&limits, prices.chain(missing.iter().map(|offer| offer.price)))?;

        let mut warnings = Vec::new();
        let grown = grow(&mut axes, &missing);
        if grown {
            tiers::with_cover(&mut axes, before.images.first());
            let model_list = there.model.iter().map(kept).collect::<Result<_, _>>()?;
            let standardise_tier_variation = tiers::to_wire(&axes);
            let body = edit::UpdateTiers { item_id: item, standardise_tier_variation, model_list };
            let call =
                Call::post("/api/v2/product/update_tier_variation", Effect::Set, &body)?.about("variants");
            let reply = self.call::<Nothing>(&write, call).await?;
            warnings.extend(done(reply, "update_tier_variation", "variants")?);
        }
        let locations = self.stock_locations(session).await?;
        for chunk in missing.chunks(OFFERS_PER_CALL) {
            let models = chunk.iter().map(|offer| new_model(&axes, offer, &locations, before.weight));
            let model_list = models.collect::<Result<_, _>>()?;
            let body = edit::AddModels { item_id: item, model_list };
            let call = Call::post("/api/v2/product/add_model", Effect::Make, &body)?.about("variants");
            let reply = self.call::<Models>(session, call).await?;
            warnings.extend(reply.warning);
            added.extend(named(&reply.value.model, &axes, chunk)?);
        }
        if missing.iter().any(|offer| !added.contains_key(&offer.variant)) {
            // The answer did not name them all; the list does.
            let there = self.models(session, item).await?;
            let (found, missing) = split(&there, &tiers::of(&there), offers)?;
            added.extend(found);
            if let Some(offer) = missing.first() {
                let reason = format!("variant {} was taken and is not there", offer.variant);
                return Err(ChannelError::Unexpected { reason });
            }
        }
        Ok(StepOutcome { audited: false, added, warnings })
    }

    /// One call for each; one that does not exist any more counts as removed.
    pub(crate) async fn delete_models(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        let item = item_number(listing)?;
        if before.offers.iter().all(|offer| offers.contains(&offer.id)) {
            let problem = "the last variant of a listing cannot be removed; delete the listing";
            return Err(Invalid::new("variants", "last_variant", problem).into());
        }
        let mut warnings = Vec::new();
        for offer in offers {
            let body = edit::ModelRef { item_id: item, model_id: model_number(offer)? };
            let call = Call::post("/api/v2/product/delete_model", Effect::Set, &body)?.about("variants");
            match self.call::<Nothing>(session, call).await {
                Ok(reply) => warnings.extend(done(reply, "delete_model", "variants")?),
                Err(ChannelError::NotFound { .. }) if before.offer(offer).is_some() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(StepOutcome { warnings, ..StepOutcome::default() })
    }
}

/// Which of `offers` the item has already, by SKU or by option values, and which it lacks.
fn split<'a>(
    there: &Models,
    axes: &[Tier],
    offers: &'a [NewOffer],
) -> Result<(BTreeMap<VariantId, OfferId>, Vec<&'a NewOffer>), ChannelError> {
    let (mut found, mut missing) = (BTreeMap::new(), Vec::new());
    for offer in offers {
        match find(&there.model, axes, offer) {
            Some(model) => {
                found.insert(offer.variant.clone(), mapping::offer_id(model.model_id.0)?);
            }
            None => missing.push(offer),
        }
    }
    Ok((found, missing))
}

fn find<'a>(models: &'a [Model], axes: &[Tier], offer: &NewOffer) -> Option<&'a Model> {
    let folded = offer.sku.as_ref().map(domain::Sku::folded);
    let by_sku = folded.and_then(|folded| {
        models.iter().find(|model| mapping::sku(&model.model_sku).is_some_and(|sku| sku.folded() == folded))
    });
    let by_options = || {
        let index = tiers::index_of(axes, &offer.option_values)?;
        models.iter().find(|model| positions(model) == index)
    };
    by_sku.or_else(by_options)
}

fn positions(model: &Model) -> Vec<usize> {
    model.tier_index.iter().map(|index| usize::try_from(index.0).unwrap_or(usize::MAX)).collect()
}

/// Adds new option values to the axes; `true` when there were any.
fn grow(axes: &mut [Tier], missing: &[&NewOffer]) -> bool {
    let mut grown = false;
    for offer in missing {
        for (axis, value) in axes.iter_mut().zip(&offer.option_values) {
            grown |= axis.position_or_add(value).1;
        }
    }
    grown
}

fn kept(model: &Model) -> Result<edit::KeptModel, ChannelError> {
    let model_id = model
        .model_id
        .id()
        .ok_or_else(|| ChannelError::Unexpected { reason: "a model without an id".to_owned() })?;
    Ok(edit::KeptModel { tier_index: positions(model), model_id })
}

/// A weight that is the listing's own is left out: the channel keeps it once.
pub(crate) fn new_model(
    axes: &[Tier],
    offer: &NewOffer,
    locations: &[String],
    listing: Option<Grams>,
) -> Result<edit::NewModel, ChannelError> {
    Ok(edit::NewModel {
        tier_index: tiers::index_of(axes, &offer.option_values).ok_or_else(axes_differ)?,
        original_price: offer.price,
        seller_stock: stock_at(locations, offer.stock),
        model_sku: offer.sku.as_ref().map(|sku| sku.as_str().to_owned()),
        weight: offer.weight.filter(|weight| Some(*weight) != listing).and_then(kilograms),
    })
}

/// The ids that the answer gives to the models of `chunk`, by their place on the axes.
fn named(
    models: &[Model],
    axes: &[Tier],
    chunk: &[&NewOffer],
) -> Result<Vec<(VariantId, OfferId)>, ChannelError> {
    let mut named = Vec::new();
    for offer in chunk {
        let index = tiers::index_of(axes, &offer.option_values);
        if let Some(model) = models.iter().find(|model| Some(positions(model)) == index)
            && model.model_id.id().is_some()
        {
            named.push((offer.variant.clone(), mapping::offer_id(model.model_id.0)?));
        }
    }
    Ok(named)
}
