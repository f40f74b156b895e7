//! One job: look, keep a snapshot, push, read back, agree.
//!
//! The order is what makes a crash harmless. The snapshot and the state `Pushing` are stored before the first write;
//! a message that comes again finds `Pushing`, looks at the channel, and sends only what is still missing — unless the
//! plan or the channel has moved on since, which may be days later when a person repeats a failed job. Nothing is called
//! a success before the channel itself returned it.

use std::collections::VecDeque;

use domain::{
    ExternalId, ImageId, JobId, ListingContent, RunId,
    diff::{Change, Field, FieldKey, Owner, base_of},
    plan::{Owners, PlanInput, PlannedListing, Step, Withheld, plan_listing, removals, steps},
};
use jiff::Timestamp;

use super::{
    cards,
    field_mapping::mapping_of,
    planning, run,
    target::{Planning, foreign_images},
};
use crate::{
    ChannelError, Marketplace, WorkError,
    marketplace::{FetchedListing, ShopSession, StepOutcome},
    ports::{Job, JobState, Listing, ListingState, Observed, Plan, PlanEntry, Ports, RunState, Versioned},
    pricing::price_locks,
    shops::session,
};
use crate::{catalogue::price_book::ChannelRules, shops::limits::limits_of};

mod ending;
mod given_up;
mod late;
mod price_locks;
mod shown;
pub(crate) use given_up::give_up;
pub(crate) use late::{audit_moved, audit_of_gone};
pub(crate) use shown::is_shown;
use shown::{is_untouched, name_images};

/// Failed tries after which a job is given up; waiting for a call budget does not count.
const MOST_ATTEMPTS: usize = 6;
/// Looks at an audited edit before the marketplace's own push or the daily reconcile has to tell.
const MOST_WATCHES: usize = 40;

/// Carries out one job of a run.
pub(crate) async fn push(ports: &Ports, run: &RunId, job: &JobId) -> Result<(), WorkError> {
    match Box::pin(Work::load(ports, run, job)).await? {
        Some(work) => Box::pin(work.push()).await,
        None => Ok(()),
    }
}

/// Looks whether the channel has passed the edit of a job.
pub(crate) async fn watch(ports: &Ports, run: &RunId, job: &JobId) -> Result<(), WorkError> {
    match Box::pin(Work::load(ports, run, job)).await? {
        Some(work) => Box::pin(work.watch()).await,
        None => Ok(()),
    }
}

/// Everything that a job needs.
struct Work<'a> {
    ports: &'a Ports,
    job: Versioned<Job>,
    run_state: RunState,
    plan: Plan,
    entry: PlanEntry,
    marketplace: std::sync::Arc<dyn Marketplace>,
    listing: Listing,
    /// Write calls made by this try.
    calls: u32,
    /// Taken before the listing was last read: what was read cannot be older than this.
    seen_at: Timestamp,
}

impl<'a> Work<'a> {
    async fn load(ports: &'a Ports, run_id: &RunId, id: &JobId) -> Result<Option<Work<'a>>, WorkError> {
        let lost = |what: &str| WorkError::Fail {
            code: format!("{what}_missing"),
            reason: format!("no {what} for {id}"),
        };
        let job = ports.runs.job(run_id, id).await?.ok_or_else(|| lost("job"))?;
        if job.value.state.is_final() {
            // Whoever stored this end may have died before the run took notice of it and the seller got a notice.
            late::report(ports, &job).await?;
            return Ok(None);
        }
        let run = ports.runs.get(run_id).await?.ok_or_else(|| lost("run"))?;
        let plan = ports.plans.get(&job.value.plan).await?.ok_or_else(|| lost("plan"))?;
        let mut entry = ports
            .plans
            .entry(&job.value.plan, job.value.page, &job.value.listing)
            .await?
            .ok_or_else(|| lost("plan_entry"))?;
        name_images(ports, &job.value.listing, &mut entry.target).await?;
        let marketplace =
            ports.marketplaces.get(&job.value.listing.channel).ok_or_else(|| lost("channel"))?;
        let listing = match ports.listings.get(&job.value.listing).await? {
            Some(listing) => listing,
            None if !marketplace.capabilities().remote => {
                let product =
                    ports.products.get(&entry.planned.product).await?.ok_or_else(|| lost("product"))?;
                planning::unborn(ports, &product.value, job.value.listing.clone())
            }
            None => return Err(lost("listing")),
        };
        let (run_state, seen_at) = (run.value.state, ports.clock.now());
        Ok(Some(Work { ports, job, run_state, plan, entry, marketplace, listing, calls: 0, seen_at }))
    }

    fn id(&self) -> &ExternalId {
        &self.job.value.listing.external_id
    }

    async fn session(&self) -> Result<session::Session, ChannelError> {
        let key = &self.job.value.listing;
        session::open(self.ports, &key.channel, &key.shop).await
    }

    async fn push(mut self) -> Result<(), WorkError> {
        match (self.run_state, self.job.value.state) {
            (RunState::Cancelled, JobState::Queued) => return self.finish(JobState::Dropped, None).await,
            // Resuming a paused run sends the message again; so does approving a wave.
            (RunState::Paused, JobState::Queued) | (_, JobState::Waiting) => {
                return Ok(cards::job_moved(self.ports, &self.job.value).await?);
            }
            (_, JobState::Accepted) => return Ok(run::settle(self.ports, &self.job.value.run).await?),
            _ => {}
        }
        match self.carry_out().await {
            Ok(()) => Ok(()),
            Err(Stop::Channel(error)) => self.channel_failed(error).await,
            Err(Stop::Work(error)) => Err(error),
        }
    }

    async fn carry_out(&mut self) -> Result<(), Stop> {
        let session = self.session().await?;
        let Some(live) = self.look(&session).await? else {
            return Ok(self.fail_as_gone().await?);
        };
        let remaining = self.remaining(&live.content);
        if !remaining.is_empty() && self.is_barred(&live.content) {
            return Ok(self.stop_barred(&live).await?);
        }
        let begun = self.job.value.snapshot.clone().filter(|_| self.job.value.state == JobState::Pushing);
        if let Some(before) = begun {
            if !remaining.is_empty() && !self.still_approved(&before, &live.content).await? {
                return Ok(self.stop_halfway(&live).await?);
            }
        } else {
            let now = self.replan(&live.content, &self.listing.state.value).await?;
            if now.hash != self.job.value.hash {
                // Already there: nothing to send, and nothing that was not approved.
                let state = if remaining.is_empty() { JobState::Unchanged } else { JobState::Stale };
                return Ok(self.settle_as(state, &live).await?);
            }
            self.job.value.snapshot = Some(live.content.clone());
            self.store(JobState::Pushing).await?;
            cards::job_moved(self.ports, &self.job.value).await.map_err(WorkError::from)?;
        }
        let mut outcome = StepOutcome::default();
        let remaining = self.awaited(&live.content);
        if !remaining.is_empty() {
            outcome = self.send(&session, &live.content, &remaining).await?;
        }
        let Some(after) = self.read_back(&session, &live, &remaining).await? else {
            return Err(ChannelError::NotFound { what: "the listing".to_owned() }.into());
        };
        self.agree_or_wait(&after, &outcome).await
    }

    /// The channel's own state, now. A listing of the own store may not exist yet.
    async fn look(&mut self, session: &dyn ShopSession) -> Result<Option<FetchedListing>, ChannelError> {
        self.seen_at = self.ports.clock.now();
        if !self.marketplace.capabilities().remote {
            // A merger may have taken it out of the store since the plan was made.
            if self.listing.state.value.gone {
                return Ok(None);
            }
            let Observed { content, updated_at, .. } = self.listing.observed.clone();
            return Ok(Some(FetchedListing {
                id: self.id().clone(),
                content,
                updated_at,
                audit: None,
                partial: false,
            }));
        }
        let found = self.marketplace.fetch(session, std::slice::from_ref(self.id())).await?;
        let found = found.into_iter().find(|listing| &listing.id == self.id());
        Ok(found.map(|listing| listing.completed(Some(&self.listing.observed.content))))
    }

    async fn read_back(
        &mut self,
        session: &dyn ShopSession,
        before: &FetchedListing,
        sent: &PlannedListing,
    ) -> Result<Option<FetchedListing>, ChannelError> {
        if self.marketplace.capabilities().remote {
            return self.look(session).await;
        }
        // The own store is our table: what was applied is what it says.
        let steps = steps(sent, &self.entry.target);
        let content = steps.iter().fold(before.content.clone(), |content, step| content.applied(step));
        let updated_at = if steps.is_empty() { before.updated_at } else { Some(self.ports.clock.now()) };
        Ok(Some(FetchedListing { content, updated_at, ..before.clone() }))
    }

    /// Whether a push that has begun may go on: everything that its plan was made of is as it was, and the channel shows
    /// in every approved field what it showed `before` or what was approved. Anything else is somebody's later will, such
    /// as a newer plan's price.
    async fn still_approved(
        &self,
        before: &ListingContent,
        live: &ListingContent,
    ) -> Result<bool, WorkError> {
        let marketplace = self.marketplace.as_ref();
        let moved = self.entry.planned.pushed().any(|change| {
            !is_shown(marketplace, change, live, &self.entry.target)
                && !is_untouched(marketplace, change, before, live)
        });
        if moved {
            return Ok(false);
        }
        let mut state = self.listing.state.value.clone();
        // What this push itself has added and agreed on so far was not there when it was planned.
        state.links.retain(|offer, _| live.offer(offer).is_none() || before.offer(offer).is_some());
        if self.refusal().is_some() {
            state.promotion_hold = None;
        }
        let base = base_of(before);
        for change in self.entry.planned.pushed() {
            let key = FieldKey { field: change.field, offer: change.offer.clone() };
            if let Some(hash) = base.get(&key) {
                state.base.insert(key, hash.clone());
            }
        }
        Ok(self.replan(before, &state).await?.hash == self.job.value.hash)
    }

    /// The plan of this listing against `live`, made again from what holds at this moment.
    async fn replan(&self, live: &ListingContent, state: &ListingState) -> Result<PlannedListing, WorkError> {
        let key = &self.job.value.listing;
        let limits = limits_of(self.ports, self.marketplace.as_ref(), &key.shop).await?;
        if self.plan.undoes.is_some() {
            return Ok(plan_listing(PlanInput {
                key,
                product: &self.entry.planned.product,
                target: &self.entry.target,
                observed: live,
                base: &base_of(live),
                owners: &Owners::all(Owner::Master),
                limits: &limits,
                fields: None,
                guard: self.entry.guard,
                // An undo restores what the run changed, whoever decides the field today.
                edits: self.marketplace.capabilities().edits(live.status),
                mapping: 0,
                withheld: &Withheld::default(),
            }));
        }
        let missing =
            || WorkError::Fail { code: "product_missing".into(), reason: "the product is gone".into() };
        let product = self.ports.products.get(&self.entry.planned.product).await?.ok_or_else(missing)?.value;
        let foreign: Vec<ImageId> = foreign_images(&product, key).cloned().collect();
        let copies = self.ports.listings.image_references(&key.channel, &key.shop, &foreign).await?;
        let rules = ChannelRules::load(self.ports, &key.channel).await?;
        let mapping = mapping_of(self.ports, self.marketplace.capabilities()).await?;
        let fields = self.plan.fields.as_ref().map(|fields| fields.iter().copied().collect());
        let planning = Planning {
            marketplace: self.marketplace.as_ref(),
            rules: &rules,
            limits: &limits,
            fields: fields.as_ref(),
            mapping: &mapping,
            guard: Some(self.entry.guard),
            locks_since: price_locks::believed_since(self.ports, &key.channel, &key.shop).await?,
        };
        Ok(planning.plan(&product, state, live, self.listing.observed.seen_at, &copies).0)
    }

    /// The approved changes that `live` does not show yet, pushed whatever anybody agreed on before.
    fn remaining(&self, live: &ListingContent) -> PlannedListing {
        let approved: Vec<&Change> = self.entry.planned.pushed().collect();
        let changes = approved
            .into_iter()
            .filter(|change| !is_shown(&*self.marketplace, change, live, &self.entry.target))
            .cloned()
            .collect();
        PlannedListing { changes, ..self.entry.planned.clone() }
    }

    async fn send(
        &mut self,
        session: &dyn ShopSession,
        live: &ListingContent,
        remaining: &PlannedListing,
    ) -> Result<StepOutcome, Stop> {
        self.upload_images(session, remaining).await?;
        let (mut outcome, mut current) = (StepOutcome::default(), live.clone());
        let mut steps: VecDeque<Step> = steps(remaining, &self.entry.target).into();
        while let Some(step) = steps.pop_front() {
            self.calls += self.marketplace.calls(&step);
            let done = match self.marketplace.apply(session, self.id(), &current, &step).await {
                Err(ChannelError::InPromotion { field, reason }) => {
                    let (held, rest) = price_locks::divided(step, field.as_deref());
                    self.hold(held, &reason);
                    if let Some(rest) = rest {
                        steps.push_front(rest);
                    }
                    continue;
                }
                done => done?,
            };
            current = current.applied(&step);
            merge(&mut outcome, done);
        }
        let removed = removals(remaining);
        if !removed.is_empty() {
            self.calls += 1;
            match self.marketplace.remove_offers(session, self.id(), &current, &removed).await {
                Err(ChannelError::InPromotion { reason, .. }) => {
                    self.hold([Field::Variants].into(), &reason);
                }
                done => merge(&mut outcome, done?),
            }
        }
        Ok(outcome)
    }

    /// Gives every picture that must be shown a copy in this shop. Each upload is remembered at once, so that a
    /// message that comes again uploads nothing twice.
    async fn upload_images(
        &mut self,
        session: &dyn ShopSession,
        remaining: &PlannedListing,
    ) -> Result<(), Stop> {
        if !remaining.pushed().any(|change| change.field == Field::Images) {
            return Ok(());
        }
        let key = self.job.value.listing.clone();
        let Some(images) = &mut self.entry.target.images else { return Ok(()) };
        for image in images.iter_mut().filter(|image| image.reference.is_none()) {
            let bytes = self.ports.images.fetch(&image.url).await?;
            self.calls += 1;
            let reference =
                self.marketplace.upload_image(session, bytes, &format!("{}.jpg", image.id)).await?;
            let stored =
                self.ports.listings.put_image_reference(&key.channel, &key.shop, &image.id, &reference);
            stored.await.map_err(WorkError::from)?;
            image.reference = Some(reference);
        }
        Ok(())
    }
}

enum Stop {
    Channel(ChannelError),
    Work(WorkError),
}

impl From<ChannelError> for Stop {
    fn from(error: ChannelError) -> Self {
        Self::Channel(error)
    }
}

impl From<WorkError> for Stop {
    fn from(error: WorkError) -> Self {
        Self::Work(error)
    }
}

fn merge(outcome: &mut StepOutcome, done: StepOutcome) {
    outcome.audited |= done.audited;
    outcome.added.extend(done.added);
    outcome.warnings.extend(done.warnings);
}
