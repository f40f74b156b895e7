//! A job that deletes a listing: because a person asked for it, or as the undo of what a run has created.

use domain::{ListingStatus, diff::Value};

use super::work::{Stop, Work};
use crate::{
    ChannelError, StoreError, WorkError, conflict,
    marketplace::{FetchedListing, ShopSession},
    ports::{JobState, ListingState, Versioned},
};

const TRIES: usize = 5;

impl Work<'_> {
    /// Whether the job deletes a listing.
    pub(super) fn takes_back(&self) -> bool {
        let deletes = |change: &domain::plan::Change| change.to == Value::Visibility(ListingStatus::Deleted);
        self.entry.planned.pushed().any(deletes)
    }

    pub(super) async fn take_back(&mut self, session: &dyn ShopSession) -> Result<(), Stop> {
        let is_there = |live: &FetchedListing| live.content.status != ListingStatus::Deleted;
        if let Some(live) = self.look(session).await?.filter(is_there) {
            // Also of a job that comes again: what was sold or edited meanwhile is not deleted.
            let now = self.replan(&live.content, &self.listing.state.value).await?;
            if now.hash != self.job.value.hash {
                return Ok(self.settle_as(JobState::Stale, &live).await?);
            }
            if self.job.value.state != JobState::Pushing {
                self.job.value.snapshot = Some(live.content.clone());
                self.store(JobState::Pushing).await?;
            }
            self.calls += 1;
            self.marketplace.delete(session, &self.key.external_id).await?;
            if self.look(session).await?.is_some_and(|live| is_there(&live)) {
                let reason = "the channel still shows the deleted listing".to_owned();
                return Err(ChannelError::Unavailable { reason }.into());
            }
        }
        self.forget().await?;
        self.job.value.attempts.push(self.attempt("", ""));
        Ok(self.finish_as(JobState::Succeeded).await?)
    }

    /// Marks the listing as gone, and takes the channel from the product where it was the last listing there.
    async fn forget(&self) -> Result<(), WorkError> {
        conflict::retry(TRIES, || async {
            let Some(listing) = self.ports.listings.get(&self.key).await? else { return Ok(()) };
            let Versioned { value, version } = listing.state;
            let state = ListingState {
                gone: true,
                channel_status: ListingStatus::Deleted,
                awaiting: None,
                ..value.clone()
            };
            let id = &self.entry.planned.product;
            let Some(product) = self.ports.products.get(id).await? else { return Ok(()) };
            let mut keys = self.ports.listings.of_product(id).await?;
            keys.retain(|key| key.channel == self.key.channel && *key != self.key);
            let others = self.ports.listings.get_many(&keys).await?;
            let mut after = product.value.clone();
            if others.iter().all(|other| other.state.value.gone) {
                after.channels.remove(&self.key.channel);
            }
            if state == value && after == product.value {
                return Ok(());
            }
            let states = [Versioned { value: state, version }];
            self.ports.products.put(&after, product.version, &states).await.map(drop)
        })
        .await
        .map_err(|error: StoreError| error.into())
    }
}
