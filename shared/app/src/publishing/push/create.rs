//! A job that makes a new listing: look whether it is still wanted, upload, create, remember its name, read back.
//!
//! The channel's name of the listing is stored with the job before anything else is done with it. A worker that dies before
//! that finds the listing by its key and SKUs, because [`create`](crate::marketplace::ListingWriter::create) looks first.

use domain::{
    ListingStatus, Product,
    diff::{Field, FieldKey, Value},
    plan::{PriceTarget, Step},
};

use super::{
    shown::link_added,
    work::{Stop, Work},
};
use crate::{
    ChannelError, StoreError, WorkError, conflict,
    marketplace::{FetchedListing, ShopSession, StepOutcome},
    ports::{JobState, Versioned},
    publishing::creation::{blank, is_listed, new_listing},
    words::JobFailure,
};

/// Others write the product and the listing at the same time.
const TRIES: usize = 5;

impl Work<'_> {
    pub(super) async fn create(&mut self, session: &dyn ShopSession) -> Result<(), Stop> {
        if self.job.value.created.is_none() && !self.make(session).await? {
            return Ok(());
        }
        let Some(live) = self.look(session).await? else {
            let reason = "the new listing cannot be read yet".to_owned();
            return Err(ChannelError::Unavailable { reason }.into());
        };
        self.adopt(&live).await?;
        if self.is_sold_at_another_price(&live) {
            return Ok(self.hide(session, &live).await?);
        }
        let audited = live.audit.is_some() || live.content.status == ListingStatus::UnderReview;
        self.agree_or_wait(&live, &StepOutcome { audited, ..StepOutcome::default() }).await
    }

    /// The product, while the plan of its listing is still what was approved and the shop has none of it yet.
    async fn still_wanted(&self) -> Result<Option<Product>, WorkError> {
        let id = &self.entry.planned.product;
        let Some(product) = self.ports.products.get(id).await? else { return Ok(None) };
        if is_listed(self.ports, id, &self.key.channel, &self.key.shop).await? {
            return Ok(None);
        }
        let now = self.replan(&blank(&product.value), &self.listing.state.value).await?;
        Ok((now.hash == self.job.value.hash).then_some(product.value))
    }

    /// Creates the listing and remembers its name; `false` when the job has ended instead.
    async fn make(&mut self, session: &dyn ShopSession) -> Result<bool, Stop> {
        let Some(product) = self.still_wanted().await? else {
            let (code, text) = match self.withdrawn().await? {
                Some(blocker) => (blocker.code(), crate::words::blocker(&blocker)),
                None => (JobFailure::Stale.code().to_owned(), JobFailure::Stale.seller_text()),
            };
            self.fail_as_stale(&code, text).await?;
            return Ok(false);
        };
        self.store(JobState::Pushing).await?;
        let planned = self.entry.planned.clone();
        self.upload_images(session, &planned).await?;
        let new = new_listing(&self.entry, &product, &self.job.value.id);
        self.calls += self.marketplace.creation_calls(new.offers.len());
        let id = self.marketplace.create(session, &new).await?;
        self.job.value.created = Some(id);
        self.key = self.job.value.key();
        self.store(JobState::Pushing).await?;
        Ok(true)
    }

    /// Stores the listing as the product's, together with the product's list of channels.
    async fn adopt(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        self.listing.state.value.key = self.key.clone();
        self.listing.observed.key = self.key.clone();
        self.keep(live).await?;
        let id = &self.entry.planned.product;
        for _ in 0..TRIES {
            let (Some(listing), Some(product)) =
                (self.ports.listings.get(&self.key).await?, self.ports.products.get(id).await?)
            else {
                return Ok(());
            };
            let Versioned { value: mut state, version } = listing.state.clone();
            if state.product.as_ref().is_some_and(|owner| owner != id) {
                // Somebody linked it to another product by hand.
                return Ok(());
            }
            state.product = Some(id.clone());
            state.known_since = state.known_since.or(Some(self.seen_at));
            state.channel_status = live.content.status;
            link_added(&mut state.links, &live.content, &self.entry.target);
            let mut value = product.value.clone();
            value.channels.insert(self.key.channel.clone());
            if state == listing.state.value && value == product.value {
                self.listing = listing;
                return Ok(());
            }
            let states = [Versioned { value: state, version }];
            match self.ports.products.put(&value, product.version, &states).await {
                Ok(_) => {}
                Err(StoreError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
            self.have_quoted().await?;
        }
        Err(StoreError::Conflict.into())
    }

    /// The end of a new listing that buyers must not see as it is.
    pub(super) async fn hide(
        &mut self,
        session: &dyn ShopSession,
        live: &FetchedListing,
    ) -> Result<(), WorkError> {
        self.calls += 1;
        let hide = Step::Visibility { listed: false };
        self.marketplace.apply(session, &self.key.external_id, &live.content, &hide).await?;
        self.agree_hidden().await?;
        self.job.value.read_back = Some(live.content.clone());
        let differs = JobFailure::CreatedDiffers;
        self.fail(differs.code(), differs.seller_text()).await
    }

    /// It was hidden from here: nobody at the channel has done it.
    async fn agree_hidden(&self) -> Result<(), WorkError> {
        let hidden = Value::Visibility(ListingStatus::Unlisted).hash();
        conflict::retry(TRIES, || async {
            let Some(listing) = self.ports.listings.get(&self.key).await? else { return Ok(()) };
            let Versioned { mut value, version } = listing.state;
            value.base.insert(FieldKey::listing(Field::Visibility), hidden.clone());
            self.ports.listings.put_state(&value, version).await.map(drop)
        })
        .await
        .map_err(|error: StoreError| error.into())
    }

    /// Whether this job has created the listing, and the channel sells a variant of it at another price than was approved.
    pub(super) fn is_sold_at_another_price(&self, live: &FetchedListing) -> bool {
        if self.entry.target.details.is_none() || live.content.status != ListingStatus::Live {
            return false;
        }
        let wanted = |offer: &domain::Offer| {
            self.entry.target.offers.iter().find_map(|wish| match &wish.price {
                PriceTarget::Quoted { price }
                    if domain::identity::same_all(&wish.option_values, &offer.option_values) =>
                {
                    Some(*price)
                }
                _ => None,
            })
        };
        let is_priced = self.entry.planned.pushed().any(|change| change.field == Field::Variants);
        is_priced
            && live.content.offers.iter().any(|offer| offer.price.is_none() || offer.price != wanted(offer))
    }
}
