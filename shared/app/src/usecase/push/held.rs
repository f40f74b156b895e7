//! Prices that a promotion holds: everything else of the listing goes on, and the job ends by naming them.

use domain::{ListingContent, diff::Field, plan::PlannedListing};

use super::Work;
use crate::{
    ChannelError, WorkError,
    error::Told,
    marketplace::FetchedListing,
    ports::{JobState, PriceLock},
};

/// The code of the attempt that met the lock, and of the job's end.
const HELD: &str = "price_locked";

impl Work<'_> {
    /// Notes that the channel refused the prices. It stays with the job, so that nothing waits for them any more.
    pub(super) fn hold_prices(&mut self, reason: &str) {
        self.job.value.attempts.push(self.attempt(HELD, reason));
    }

    /// What the channel said when it refused the prices.
    pub(super) fn refusal(&self) -> Option<&str> {
        self.job
            .value
            .attempts
            .iter()
            .rev()
            .find(|attempt| attempt.code == HELD)
            .map(|held| held.reason.as_str())
    }

    /// What `live` does not show yet and still may: all that remains, without prices that were refused.
    pub(super) fn awaited(&self, live: &ListingContent) -> PlannedListing {
        let mut remaining = self.remaining(live);
        if self.refusal().is_some() {
            remaining.changes.retain(|change| change.field != Field::Price);
        }
        remaining
    }

    /// The end where `live` shows everything that could be changed.
    pub(super) async fn agree(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        let refusal = self.refusal().filter(|_| !self.remaining(&live.content).changes.is_empty());
        let Some(reason) = refusal.map(str::to_owned) else {
            return self.settle_as(JobState::Succeeded, live).await;
        };
        self.remember(live, self.audit_mark()).await?;
        self.job.value.read_back = Some(live.content.clone());
        let Told { text, text_en } = ChannelError::PriceLocked { reason }.told();
        self.fail(HELD, &text, &text_en).await
    }

    /// What is known of the listing's held prices after this push: those that were refused are, those that it changed
    /// are not.
    pub(super) fn price_lock(&self, known: Option<PriceLock>, live: &ListingContent) -> Option<PriceLock> {
        let offers = |planned: &PlannedListing| {
            let prices = planned.pushed().filter(|change| change.field == Field::Price);
            prices.filter_map(|change| change.offer.clone()).collect::<Vec<_>>()
        };
        let left = offers(&self.remaining(live));
        if self.refusal().is_some() && !left.is_empty() {
            let price = |offer: &domain::OfferId| live.offer(offer).and_then(|offer| offer.price);
            let offers = left.into_iter().map(|offer| (offer.clone(), price(&offer))).collect();
            return Some(PriceLock { met_at: self.ports.clock.now(), offers });
        }
        let pushed = offers(&self.entry.planned);
        known
            .map(|mut known| {
                known.offers.retain(|offer, _| !pushed.contains(offer) || left.contains(offer));
                known
            })
            .filter(|known| !known.offers.is_empty())
    }
}
