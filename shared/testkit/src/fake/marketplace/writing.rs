//! The fake shop behind the port, where it is changed.

use app::{
    ChannelError,
    marketplace::{
        FetchedListing, ListingWriter, NewListing, ShopSession, StepOutcome, is_made_of, sku_taken,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{ContentHash, ExternalId, Invalid, ListingContent, OfferId, Sku, plan::Step};

use super::{FakeMarketplace, Verb, habits::Created};
use crate::step;

#[async_trait]
impl ListingWriter for FakeMarketplace {
    fn rewrites(&self, _before: &ListingContent, step: &Step) -> Vec<domain::diff::Field> {
        self.written_back(step)
    }

    fn calls(&self, step: &Step) -> u32 {
        let per_call = self.capabilities.offers_per_call;
        let calls = match step {
            Step::Prices { offers } => offers.len().div_ceil(per_call),
            Step::Stock { offers } => offers.len().div_ceil(per_call),
            _ => 1,
        };
        u32::try_from(calls).unwrap_or(u32::MAX)
    }

    async fn apply(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        step::check(before, step, &self.capabilities.limits)?;
        if let Step::Content(edit) = step
            && self.capabilities.uploads_images
            && edit.images.iter().flatten().any(|image| image.reference.is_none())
        {
            return Err(Invalid::new("images", "image_not_uploaded", "upload the picture first").into());
        }
        if !self.capabilities.remote {
            // The seller's own store is our table, so there is no channel to call.
            return Ok(StepOutcome::default());
        }
        let mut outcome = StepOutcome::default();
        for part in self.parts(step) {
            let made = self.apply_part(session, listing, &part).await?;
            outcome.audited |= made.audited;
            outcome.added.extend(made.added);
        }
        Ok(outcome)
    }

    async fn upload_image(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        _file_name: &str,
    ) -> Result<String, ChannelError> {
        self.call(session, Verb::Upload, None, |_, _| {
            Ok(format!("img-{}", ContentHash::of_bytes(&bytes).short()))
        })
        .await
    }

    async fn create(&self, session: &dyn ShopSession, new: &NewListing) -> Result<ExternalId, ChannelError> {
        self.call(session, Verb::Create, None, |state, shop| {
            let key = (shop.clone(), new.idempotency_key.clone());
            if let Some(known) = state.created.get(&key) {
                return Ok(known.clone());
            }
            let wanted: Vec<String> =
                new.offers.iter().filter_map(|offer| offer.sku.as_ref()).map(Sku::folded).collect();
            let has = |there: &&FetchedListing| {
                let skus = there.content.offers.iter().filter_map(|offer| offer.sku.as_ref());
                skus.map(Sku::folded).any(|sku| wanted.contains(&sku))
            };
            if let Some(there) = state.shops.get(shop).and_then(|listings| listings.values().find(has)) {
                return if is_made_of(&there.content, new) {
                    Ok(there.id.clone())
                } else {
                    Err(sku_taken(&there.id, &there.content.title))
                };
            }
            let id = ExternalId::parse(&format!("7{:09}", state.draw()))?;
            let mut content = new.content.clone();
            for offer in &new.offers {
                let plain = content.options.is_empty();
                let offer_id = if plain { OfferId::only() } else { state.draw_offer() };
                content.offers.push(step::offer_of(offer, offer_id));
            }
            if let Some(Created(change)) = &state.created_as {
                change(&mut content);
            }
            let listing = FetchedListing {
                id: id.clone(),
                content,
                updated_at: Some(session.now()),
                audit: None,
                partial: false,
            };
            state.shops.entry(shop.clone()).or_default().insert(id.clone(), listing);
            state.created.insert(key, id.clone());
            Ok(id)
        })
        .await
    }

    async fn delete(&self, session: &dyn ShopSession, listing: &ExternalId) -> Result<(), ChannelError> {
        self.call(session, Verb::Delete, Some(listing), |state, shop| {
            let removed = state.shops.get_mut(shop).and_then(|listings| listings.remove(listing));
            removed.map(|_| ()).ok_or_else(|| ChannelError::NotFound { what: format!("listing {listing}") })
        })
        .await
    }

    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        if before.offers.iter().all(|offer| offers.contains(&offer.id)) {
            return Err(Invalid::new("variants", "variant_count", "the last variant cannot go").into());
        }
        self.call(session, Verb::RemoveOffers, Some(listing), |state, shop| {
            let edited = state.editable(shop, listing)?;
            edited.content.offers.retain(|offer| !offers.contains(&offer.id));
            edited.updated_at = Some(session.now());
            Ok(StepOutcome::default())
        })
        .await
    }
}
