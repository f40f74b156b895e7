//! The variants of a listing: added, named and removed within the whole list of SKUs.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{ShopSession, StepOutcome},
};
use domain::{ExternalId, OfferId, Sku, plan::NewOffer};

use super::{gone, outcome, outcome_of, whole::Fresh};
use crate::{TiktokShop, check, mapping::skus, wire::edit};

impl TiktokShop {
    pub(super) async fn add_variants(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        options: &[String],
        new: &[NewOffer],
    ) -> Result<StepOutcome, ChannelError> {
        let mut warehouse = None;
        loop {
            let (mut added, mut missing, mut homeless) = (BTreeMap::new(), Vec::new(), false);
            let mut build = |fresh: &Fresh| {
                added = skus::found(&fresh.base, new);
                missing = new.iter().filter(|offer| !added.contains_key(&offer.variant)).cloned().collect();
                if missing.is_empty() {
                    return Ok(None);
                }
                check::offers(options, &missing, fresh.base.skus.len())?;
                let mut all = fresh.skus()?;
                let sibling = all.first().and_then(|sku| sku.inventory.first());
                let sibling = sibling.map(|place| place.warehouse_id.clone());
                let Some(place) = sibling.or_else(|| warehouse.clone()) else {
                    homeless = true;
                    return Ok(None);
                };
                for offer in &missing {
                    all.push(skus::added(&fresh.base, offer, &place)?);
                }
                Ok(Some(edit::PartialEdit { skus: Some(all), ..edit::PartialEdit::default() }))
            };
            let written = self.edit_whole(session, listing, &mut build).await?;
            if homeless {
                // Read outside of the read and the write, so that it does not delay the write.
                warehouse = Some(self.default_warehouse(session).await?);
                continue;
            }
            let Some((fresh, answer)) = written else {
                return Ok(StepOutcome { added, ..StepOutcome::default() });
            };
            added.extend(skus::named(&answer.value, &fresh.base, &missing));
            if new.iter().any(|offer| !added.contains_key(&offer.variant)) {
                // The answer did not name them all; the product does.
                added.extend(skus::found(&self.editable(session, listing).await?, &missing));
            }
            return Ok(StepOutcome { added, ..outcome(&answer) });
        }
    }

    pub(super) async fn set_skus(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        offers: &[(OfferId, Sku)],
    ) -> Result<StepOutcome, ChannelError> {
        for (_, sku) in offers {
            check::sku(sku)?;
        }
        let names: BTreeMap<&str, &Sku> = offers.iter().map(|(id, sku)| (id.as_str(), sku)).collect();
        self.edit_skus(session, listing, offers.iter().map(|(id, _)| id), |sku| {
            if let Some(name) = sku.id.as_deref().and_then(|id| names.get(id)) {
                sku.seller_sku = Some(name.to_string());
            }
        })
        .await
    }

    pub(crate) async fn remove(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        let mut build = |fresh: &Fresh| {
            let mut rest = fresh.skus()?;
            rest.retain(|sku| !offers.iter().any(|offer| sku.id.as_deref() == Some(offer.as_str())));
            if rest.is_empty() {
                let problem = "the last variant of a listing cannot be removed";
                return Err(domain::Invalid::new("variants", "last_variant", problem).into());
            }
            let body = edit::PartialEdit { skus: Some(rest), ..edit::PartialEdit::default() };
            Ok(Some(body)
                .filter(|body| body.skus.as_ref().is_some_and(|rest| rest.len() < fresh.base.skus.len())))
        };
        Ok(outcome_of(self.edit_whole(session, listing, &mut build).await?))
    }

    /// Changes some SKUs within the whole list. Nothing is sent where nothing differs.
    pub(super) async fn edit_skus<'a>(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        ids: impl Iterator<Item = &'a OfferId> + Send,
        change: impl Fn(&mut edit::Sku) + Send + Sync,
    ) -> Result<StepOutcome, ChannelError> {
        let ids: Vec<&OfferId> = ids.collect();
        let mut build = |fresh: &Fresh| {
            if let Some(id) = ids.iter().find(|id| !fresh.base.skus.iter().any(|sku| sku.id == id.as_str())) {
                return Err(gone(id));
            }
            let kept = fresh.skus()?;
            let mut all = kept.clone();
            all.iter_mut().for_each(&change);
            let differs = all != kept;
            Ok(differs.then(|| edit::PartialEdit { skus: Some(all), ..edit::PartialEdit::default() }))
        };
        Ok(outcome_of(self.edit_whole(session, listing, &mut build).await?))
    }
}
