//! What a push leaves with its listing: what the channel shows, what both sides agree on now, and what a promotion
//! holds.

use std::collections::BTreeMap;

use domain::{
    ListingContent,
    diff::{Field, FieldKey, base_of},
    links,
    plan::Change,
};

use super::{
    shown::{is_shown, link_added},
    work::Work,
};
use crate::{
    StoreError, WorkError,
    marketplace::FetchedListing,
    message::{Envelope, PricingMessage},
    notices::taken_down::{self, Seen},
    ports::{Awaiting, JobState, Observed, PromotionHold, Versioned},
};

impl Work<'_> {
    /// Stores what the channel shows. That it has taken the listing down is reported first.
    pub(super) async fn keep(&self, live: &FetchedListing) -> Result<(), WorkError> {
        let (key, now) = (&self.key, &live.content);
        let before = Some(&self.listing);
        taken_down::tell(self.ports, &Seen { key, before, now, at: self.seen_at, is_told: false }).await?;
        let observed = Observed {
            key: key.clone(),
            hash: now.content_hash(),
            content: now.clone(),
            // By it the reconcile knows the change as ours.
            updated_at: live.updated_at,
            seen_at: self.seen_at,
        };
        self.ports.listings.observe(&[observed]).await?;
        Ok(())
    }

    /// Stores what the channel shows, and agrees on every approved field that it shows as wanted.
    pub(super) async fn remember(
        &self,
        live: &FetchedListing,
        awaiting: Option<Awaiting>,
    ) -> Result<(), WorkError> {
        self.keep(live).await?;
        let live = &live.content;
        let agreed = base_of(live);
        for _ in 0..5 {
            let Some(listing) = self.ports.listings.get(&self.key).await? else {
                return Ok(());
            };
            let Versioned { mut value, version } = listing.state;
            let before = value.clone();
            if !self.marketplace.capabilities().remote {
                // The first push of a listing of the own store makes it. Elsewhere a listing without a product has lost
                // it.
                value.product.get_or_insert_with(|| self.entry.planned.product.clone());
            }
            value.awaiting.clone_from(&awaiting);
            value.channel_status = live.status;
            value.promotion_hold = self.promotion_hold(value.promotion_hold.take(), live);
            if value.product.as_ref() == Some(&self.entry.planned.product) {
                link_added(&mut value.links, live, &self.entry.target);
            }
            // One that is sold again and is deleted once more is reported once more.
            let gone = links::vanished(&value.links, live);
            value.reported.deleted.current.retain(|variant| gone.contains(variant));
            for change in self
                .entry
                .planned
                .pushed()
                .filter(|change| is_shown(self.marketplace.as_ref(), change, live, &self.entry.target))
            {
                let key = FieldKey { field: change.field, offer: change.offer.clone() };
                if let Some(hash) = agreed.get(&key) {
                    value.base.insert(key, hash.clone());
                }
            }
            // What a channel moves by itself is agreed on only where it was pushed.
            for (key, hash) in agreed.iter().filter(|(key, _)| !key.field.moves_by_itself()) {
                value.base.entry(key.clone()).or_insert_with(|| hash.clone());
            }
            if value.base != before.base {
                // What was edited on the channel is overwritten: the same edit made again is reported again.
                value.reported.drift = None;
            }
            let unquoted = listing.prices.is_none() || value.links != before.links;
            if value != before {
                match self.ports.listings.put_state(&value, version).await {
                    Err(StoreError::Conflict) => continue,
                    written => written?,
                };
            }
            return if unquoted { self.have_quoted().await } else { Ok(()) };
        }
        Err(StoreError::Conflict.into())
    }

    /// The listing's mark of an audit, where it is this job's: it stays until the job has its end, because only by it
    /// an observation finds the job. [`super::report::report`] removes it.
    pub(super) fn audit_mark(&self) -> Option<Awaiting> {
        let own = |awaiting: &Awaiting| awaiting.job == self.job.value.id;
        let accepted = self.job.value.state == JobState::Accepted;
        self.listing.state.value.awaiting.clone().filter(|awaiting| accepted && own(awaiting))
    }

    /// Has the product quoted: the push made this listing, or offers of it, and no rule or product changed that would.
    /// A listing without quotes asks again at its next push, so that a crash before this message loses nothing.
    pub(super) async fn have_quoted(&self) -> Result<(), WorkError> {
        let message = PricingMessage::Product { product: self.entry.planned.product.clone() };
        let id = self.ports.ids.unique();
        Ok(self.ports.outbox.pricing(&[Envelope { v: 1, id, message }]).await?)
    }

    /// What is known to be held of the listing after this push: what was refused is, what it changed is not.
    pub(super) fn promotion_hold(
        &self,
        known: Option<PromotionHold>,
        live: &ListingContent,
    ) -> Option<PromotionHold> {
        let held = self.held();
        let left: Vec<Change> = self.remaining(live).changes;
        let refused: Vec<&Change> = left.iter().filter(|change| held.contains(&change.field)).collect();
        if !refused.is_empty() {
            let now = base_of(live);
            let (mut offers, mut fields) = (BTreeMap::new(), BTreeMap::new());
            for change in refused {
                match (change.field, &change.offer) {
                    (Field::Price, Some(offer)) => {
                        offers.insert(offer.clone(), live.offer(offer).and_then(|offer| offer.price));
                    }
                    (field, offer) => {
                        let key = FieldKey { field, offer: offer.clone() };
                        if let Some(hash) = now.get(&key) {
                            fields.insert(key, hash.clone());
                        }
                    }
                }
            }
            return Some(PromotionHold { met_at: self.ports.clock.now(), offers, fields });
        }
        let is_left = |field: Field, offer: Option<&domain::OfferId>| {
            left.iter().any(|change| change.field == field && change.offer.as_ref() == offer)
        };
        let pushed = |field: Field, offer: Option<&domain::OfferId>| {
            let mut changes = self.entry.planned.pushed();
            changes.any(|change| change.field == field && change.offer.as_ref() == offer)
        };
        let mut known = known?;
        let went_through =
            |field: Field, offer: Option<&domain::OfferId>| pushed(field, offer) && !is_left(field, offer);
        known.offers.retain(|offer, _| !went_through(Field::Price, Some(offer)));
        known.fields.retain(|key, _| !went_through(key.field, key.offer.as_ref()));
        (!known.offers.is_empty() || !known.fields.is_empty()).then_some(known)
    }
}
