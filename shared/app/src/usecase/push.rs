//! One job: look, keep a snapshot, push, read back, agree.
//!
//! The order is what makes a crash harmless. The snapshot and the state `Pushing` are stored before the first write;
//! a message that comes again finds `Pushing`, looks at the channel, and sends only what is still missing. Nothing is
//! called a success before the channel itself returned it.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    ExternalId, ImageId, ListingContent, OfferId, VariantId,
    diff::{Change, Field, FieldKey, Owner, base_of},
    plan::{Owners, PlanInput, PlannedListing, Target, plan_listing, removals, steps},
};

use super::{
    observe, planning,
    run::settle,
    session,
    target::{ChannelRules, Planning, foreign_images, limits_of},
};
use crate::{
    ChannelError, Marketplace, StoreError, WorkError,
    marketplace::{ShopSession, StepOutcome},
    message::{Envelope, SyncMessage},
    ports::{Attempt, Awaiting, Job, JobState, Listing, Observed, Plan, PlanEntry, Ports, RunState, Versioned, runs::Failure},
};

/// Failed tries after which a job is given up; waiting for a call budget does not count.
const MOST_ATTEMPTS: usize = 6;
/// Looks at an audited edit before the marketplace's own push or the daily reconcile has to tell.
const MOST_WATCHES: usize = 40;

/// Handles one message of the sync queue.
pub async fn handle(ports: &Ports, envelope: Envelope<SyncMessage>) -> Result<(), WorkError> {
    match envelope.message {
        SyncMessage::Push { run, job, .. } => match Work::load(ports, &run, &job).await? {
            Some(work) => work.push().await,
            None => Ok(()),
        },
        SyncMessage::Watch { run, job, .. } => match Work::load(ports, &run, &job).await? {
            Some(work) => work.watch().await,
            None => Ok(()),
        },
        SyncMessage::Observe { listing, reason } => observe::observe(ports, &listing, &reason).await,
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
}

impl<'a> Work<'a> {
    async fn load(ports: &'a Ports, run: &domain::RunId, id: &domain::JobId) -> Result<Option<Work<'a>>, WorkError> {
        let lost = |what: &str| WorkError::Fail { code: format!("{what}_missing"), reason: format!("no {what} for {id}") };
        let job = ports.runs.job(run, id).await?.ok_or_else(|| lost("job"))?;
        if job.value.state.is_final() {
            return Ok(None);
        }
        let run = ports.runs.get(run).await?.ok_or_else(|| lost("run"))?;
        let plan = ports.plans.get(&job.value.plan).await?.ok_or_else(|| lost("plan"))?;
        let entry = ports.plans.entry(&job.value.plan, &job.value.listing).await?.ok_or_else(|| lost("plan_entry"))?;
        let marketplace = ports.marketplaces.get(&job.value.listing.channel).ok_or_else(|| lost("channel"))?;
        let listing = match ports.listings.get(&job.value.listing).await? {
            Some(listing) => listing,
            None if !marketplace.capabilities().remote => {
                let product = ports.products.get(&entry.planned.product).await?.ok_or_else(|| lost("product"))?;
                planning::unborn(ports, &product.value, job.value.listing.clone())
            }
            None => return Err(lost("listing")),
        };
        Ok(Some(Work { ports, job, run_state: run.value.state, plan, entry, marketplace, listing }))
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
            // Resuming sends the message again.
            (RunState::Paused, JobState::Queued) => return Ok(()),
            (RunState::Cancelled, JobState::Queued) => return self.finish(JobState::Dropped, None).await,
            (_, JobState::Waiting | JobState::Accepted) => return Ok(()),
            _ => {}
        }
        let calls = std::cell::Cell::new(0);
        match self.carry_out(&calls).await {
            Ok(()) => Ok(()),
            Err(Stop::Channel(error)) => self.channel_failed(error, calls.get()).await,
            Err(Stop::Work(error)) => Err(error),
        }
    }

    async fn carry_out(&mut self, calls: &std::cell::Cell<u32>) -> Result<(), Stop> {
        let session = self.session().await?;
        let Some(live) = self.look(&session).await? else {
            return Ok(self.fail("listing_gone", "Listing tidak ada lagi di kanal.", "The listing is not in the shop any more.").await?);
        };
        if self.job.value.state == JobState::Queued {
            let now = self.replan(&live).await?;
            if now.hash != self.job.value.hash {
                // Already there: nothing to send, and nothing that was not approved.
                let done = self.remaining(&live).pushed().next().is_none();
                let state = if done { JobState::Unchanged } else { JobState::Stale };
                return Ok(self.settle_as(state, &live).await?);
            }
            self.job.value.snapshot = Some(live.clone());
            self.store(JobState::Pushing).await?;
        }
        let mut outcome = StepOutcome::default();
        let remaining = self.remaining(&live);
        if !remaining.is_empty() {
            outcome = self.send(&session, &live, &remaining, calls).await?;
        }
        let Some(after) = self.read_back(&session, &live, &remaining).await? else {
            return Err(ChannelError::NotFound { what: "the listing".to_owned() }.into());
        };
        self.agree_or_wait(&after, &outcome, calls.get()).await
    }

    /// The channel's own state, now. A listing of the own store may not exist yet.
    async fn look(&self, session: &dyn ShopSession) -> Result<Option<ListingContent>, ChannelError> {
        if !self.marketplace.capabilities().remote {
            return Ok(Some(self.listing.observed.content.clone()));
        }
        let found = self.marketplace.fetch(session, std::slice::from_ref(self.id())).await?;
        Ok(found.into_iter().find(|listing| &listing.id == self.id()).map(|listing| listing.content))
    }

    async fn read_back(
        &self,
        session: &dyn ShopSession,
        before: &ListingContent,
        sent: &PlannedListing,
    ) -> Result<Option<ListingContent>, ChannelError> {
        if self.marketplace.capabilities().remote {
            return self.look(session).await;
        }
        // The own store is our table: what was applied is what it says.
        Ok(Some(steps(sent, &self.entry.target).iter().fold(before.clone(), |content, step| content.applied(step))))
    }

    /// The plan of this listing, made again from the state of this moment.
    async fn replan(&self, live: &ListingContent) -> Result<PlannedListing, WorkError> {
        let key = &self.job.value.listing;
        let limits = limits_of(self.ports, self.marketplace.as_ref(), &key.shop).await?;
        let state = &self.listing.state.value;
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
            }));
        }
        let missing = || WorkError::Fail { code: "product_missing".into(), reason: "the product is gone".into() };
        let product = self.ports.products.get(&self.entry.planned.product).await?.ok_or_else(missing)?.value;
        let foreign: Vec<ImageId> = foreign_images(&product, key).cloned().collect();
        let copies = self.ports.listings.image_references(&key.channel, &key.shop, &foreign).await?;
        let rules = ChannelRules::load(self.ports, &key.channel).await?;
        let fields = self.plan.fields.as_ref().map(|fields| fields.iter().copied().collect());
        let planning = Planning {
            marketplace: self.marketplace.as_ref(),
            rules: &rules,
            limits: &limits,
            fields: fields.as_ref(),
            guard: self.entry.guard,
        };
        Ok(planning.plan(&product, state, live, &copies).0)
    }

    /// The approved changes that `live` does not show yet, pushed whatever anybody agreed on before.
    fn remaining(&self, live: &ListingContent) -> PlannedListing {
        let approved: Vec<&Change> = self.entry.planned.pushed().collect();
        let changes = approved.into_iter().filter(|change| !is_shown(change, live, &self.entry.target)).cloned().collect();
        PlannedListing { changes, ..self.entry.planned.clone() }
    }

    async fn send(
        &mut self,
        session: &dyn ShopSession,
        live: &ListingContent,
        remaining: &PlannedListing,
        calls: &std::cell::Cell<u32>,
    ) -> Result<StepOutcome, Stop> {
        self.upload_images(session, remaining, calls).await?;
        let (mut outcome, mut current) = (StepOutcome::default(), live.clone());
        for step in steps(remaining, &self.entry.target) {
            calls.set(calls.get() + self.marketplace.calls(&step));
            let done = self.marketplace.apply(session, self.id(), &current, &step).await?;
            current = current.applied(&step);
            merge(&mut outcome, done);
        }
        let removed = removals(remaining);
        if !removed.is_empty() {
            calls.set(calls.get() + 1);
            let done = self.marketplace.remove_offers(session, self.id(), &current, &removed).await?;
            merge(&mut outcome, done);
        }
        Ok(outcome)
    }

    /// Gives every picture that must be shown a copy in this shop. Each upload is remembered at once, so that a
    /// message that comes again uploads nothing twice.
    async fn upload_images(
        &mut self,
        session: &dyn ShopSession,
        remaining: &PlannedListing,
        calls: &std::cell::Cell<u32>,
    ) -> Result<(), Stop> {
        if !remaining.pushed().any(|change| change.field == Field::Images) {
            return Ok(());
        }
        let key = self.job.value.listing.clone();
        let Some(images) = self.entry.target.images.as_mut() else { return Ok(()) };
        let missing: Vec<ImageId> = images.iter().filter(|i| i.reference.is_none()).map(|i| i.id.clone()).collect();
        let known = self.ports.listings.image_references(&key.channel, &key.shop, &missing).await.map_err(WorkError::from)?;
        for image in images.iter_mut().filter(|image| image.reference.is_none()) {
            let reference = match known.get(&image.id) {
                Some(reference) => reference.clone(),
                None => {
                    let bytes = self.ports.images.fetch(&image.url).await?;
                    calls.set(calls.get() + 1);
                    let reference = self.marketplace.upload_image(session, bytes, &format!("{}.jpg", image.id)).await?;
                    let stored = self.ports.listings.put_image_reference(&key.channel, &key.shop, &image.id, &reference);
                    stored.await.map_err(WorkError::from)?;
                    reference
                }
            };
            image.reference = Some(reference);
        }
        Ok(())
    }

    /// Success only when the channel shows every approved change; else the audit is awaited or the job tried again.
    async fn agree_or_wait(&mut self, after: &ListingContent, outcome: &StepOutcome, calls: u32) -> Result<(), Stop> {
        let differs = self.remaining(after);
        let Some(first) = differs.changes.first() else {
            self.job.value.attempts.push(self.attempt("", "", calls));
            return Ok(self.settle_as(JobState::Succeeded, after).await?);
        };
        if outcome.audited {
            self.job.value.attempts.push(self.attempt("", "accepted", calls));
            return Ok(self.accept(after).await?);
        }
        let field = first.field.as_str();
        let error = ChannelError::Unavailable { reason: format!("the channel does not show the new {field} yet") };
        self.job.value.read_back = Some(after.clone());
        Err(error.into())
    }

    async fn accept(&mut self, after: &ListingContent) -> Result<(), WorkError> {
        let awaiting = Awaiting { run: self.job.value.run.clone(), job: self.job.value.id.clone() };
        self.remember(after, Some(awaiting)).await?;
        self.job.value.read_back = Some(after.clone());
        let message = SyncMessage::Watch {
            run: self.job.value.run.clone(),
            job: self.job.value.id.clone(),
            listing: self.job.value.listing.clone(),
        };
        let id = format!("{}-watch-{}", self.job.value.id, self.job.version);
        // The watch leaves before the state is stored: a crash in between pushes nothing twice and watches once more.
        self.ports.outbox.sync(&[Envelope { v: 1, id, message }]).await?;
        self.finish_as(JobState::Accepted).await
    }

    /// Looks whether an audited edit is live. The message comes back, ever more slowly, until it is or is refused.
    async fn watch(mut self) -> Result<(), WorkError> {
        if self.job.value.state != JobState::Accepted {
            return Ok(());
        }
        let session = self.session().await?;
        let Some(live) = self.look(&session).await? else {
            return self.fail("listing_gone", "Listing tidak ada lagi di kanal.", "The listing is not in the shop any more.").await;
        };
        self.judge_audit(&live, true).await
    }

    async fn judge_audit(&mut self, live: &ListingContent, again: bool) -> Result<(), WorkError> {
        if self.remaining(live).changes.is_empty() {
            return self.settle_as(JobState::Succeeded, live).await;
        }
        let looks = self.job.value.attempts.len();
        if live.status == domain::ListingStatus::Refused {
            return self
                .fail(
                    "audit_refused",
                    "Kanal menolak perubahan ini setelah pemeriksaan.",
                    "The channel refused the edit after its audit.",
                )
                .await;
        }
        if !again || looks >= MOST_WATCHES {
            return Ok(());
        }
        self.job.value.attempts.push(self.attempt("audit_pending", "the channel still audits the edit", 0));
        self.store(JobState::Accepted).await?;
        let seconds = 5_u64.saturating_mul(1 << looks.min(6)).min(300);
        Err(WorkError::Retry { after: Some(Duration::from_secs(seconds)), reason: "the edit is being audited".into() })
    }

    async fn channel_failed(&mut self, error: ChannelError, calls: u32) -> Result<(), WorkError> {
        if matches!(error, ChannelError::RateLimited { .. } | ChannelError::QuotaExhausted { .. }) {
            return Err(error.into());
        }
        self.job.value.attempts.push(self.attempt(error.code(), &error.to_string(), calls));
        let tries = self.job.value.attempts.len();
        if error.is_retryable() && tries < MOST_ATTEMPTS {
            let state = self.job.value.state;
            self.store(state).await?;
            let after = Some(Duration::from_secs(2_u64 << tries.min(6)));
            return Err(WorkError::Retry { after, reason: error.to_string() });
        }
        let text = format!("Kanal menolak atau tidak menjawab: {error}");
        let (code, text_en) = (error.code(), error.to_string());
        self.fail(code, &text, &text_en).await
    }

    fn attempt(&self, code: &str, reason: &str, calls: u32) -> Attempt {
        Attempt { at: self.ports.clock.now(), code: code.to_owned(), reason: reason.to_owned(), calls }
    }

    async fn fail(&mut self, code: &str, text: &str, text_en: &str) -> Result<(), WorkError> {
        self.job.value.failure =
            Some(Failure { code: code.to_owned(), text: text.to_owned(), text_en: text_en.to_owned() });
        self.finish_as(JobState::Failed).await
    }

    async fn finish(mut self, state: JobState, failure: Option<Failure>) -> Result<(), WorkError> {
        self.job.value.failure = failure;
        self.finish_as(state).await
    }

    /// The job's end with what the channel shows: remembered first, so that a crash repeats only harmless reads.
    async fn settle_as(&mut self, state: JobState, live: &ListingContent) -> Result<(), WorkError> {
        if state == JobState::Stale {
            let text = "Data berubah sejak rencana disetujui; tidak ada yang dikirim. Buat rencana baru.";
            let text_en = "The state changed since the plan was approved; nothing was pushed. Make a new plan.";
            let observed = self.observed(live);
            self.ports.listings.observe(&[observed]).await?;
            return self.fail_as_stale(text, text_en).await;
        }
        self.remember(live, None).await?;
        self.job.value.read_back = Some(live.clone());
        self.finish_as(state).await
    }

    async fn fail_as_stale(&mut self, text: &str, text_en: &str) -> Result<(), WorkError> {
        self.job.value.failure = Some(Failure { code: "stale".into(), text: text.into(), text_en: text_en.into() });
        self.finish_as(JobState::Stale).await
    }

    fn observed(&self, content: &ListingContent) -> Observed {
        Observed {
            key: self.job.value.listing.clone(),
            hash: content.content_hash(),
            content: content.clone(),
            updated_at: None,
            seen_at: self.ports.clock.now(),
        }
    }

    /// Stores what the channel shows, and agrees on every approved field that it shows as wanted.
    async fn remember(&self, live: &ListingContent, awaiting: Option<Awaiting>) -> Result<(), WorkError> {
        self.ports.listings.observe(&[self.observed(live)]).await?;
        let agreed = base_of(live);
        for _ in 0..5 {
            let Some(listing) = self.ports.listings.get(&self.job.value.listing).await? else { return Ok(()) };
            let Versioned { mut value, version } = listing.state;
            let before = value.clone();
            value.product.get_or_insert_with(|| self.entry.planned.product.clone());
            value.awaiting.clone_from(&awaiting);
            value.channel_status = live.status;
            link_added(&mut value.links, live, &self.entry.target);
            for change in self.entry.planned.pushed().filter(|change| is_shown(change, live, &self.entry.target)) {
                let key = FieldKey { field: change.field, offer: change.offer.clone() };
                if let Some(hash) = agreed.get(&key) {
                    value.base.insert(key, hash.clone());
                }
            }
            for (key, hash) in &agreed {
                value.base.entry(key.clone()).or_insert_with(|| hash.clone());
            }
            if value == before {
                return Ok(());
            }
            match self.ports.listings.put_state(&value, version).await {
                Err(StoreError::Conflict) => {}
                written => return Ok(written.map(|_| ())?),
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn store(&mut self, state: JobState) -> Result<(), WorkError> {
        let before = self.job.value.state;
        self.job.value.state = state;
        let (job, _) = self.ports.runs.put_job(&self.job.value, before, self.job.version).await?;
        self.job = job;
        Ok(())
    }

    async fn finish_as(&mut self, state: JobState) -> Result<(), WorkError> {
        self.store(state).await?;
        settle(self.ports, &self.job.value.run).await?;
        Ok(())
    }
}

/// After an observation: settles the job that waits for this listing's audit.
pub(super) async fn audit_moved(ports: &Ports, awaiting: &Awaiting, live: &ListingContent) -> Result<(), WorkError> {
    match Work::load(ports, &awaiting.run, &awaiting.job).await? {
        Some(mut work) if work.job.value.state == JobState::Accepted => work.judge_audit(live, false).await,
        _ => Ok(()),
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

/// Whether `live` says what `change` wants.
fn is_shown(change: &Change, live: &ListingContent, target: &Target) -> bool {
    use domain::diff::{Value, offer_value, observed_value};
    match (change.field, &change.offer) {
        (Field::Variants, Some(offer)) => live.offer(offer).is_none(),
        (Field::Variants, None) => match &change.to {
            Value::Variant(value) => live.offers.iter().any(|offer| {
                offer.option_values == value.option_values && (value.sku.is_none() || offer.sku == value.sku)
            }),
            _ => true,
        },
        (Field::Images, _) => {
            let shown: Vec<&str> = live.images.iter().map(|image| image.reference.as_str()).collect();
            let wanted = target.images.iter().flatten().map(|image| image.reference.as_deref());
            wanted.eq(shown.into_iter().map(Some))
        }
        (field, Some(offer)) => live.offer(offer).is_some_and(|o| offer_value(o, field).hash() == change.to.hash()),
        (field, None) => observed_value(live, field).hash() == change.to.hash(),
    }
}

/// Links offers that sell variants without one yet, by their option values.
fn link_added(links: &mut BTreeMap<OfferId, VariantId>, live: &ListingContent, target: &Target) {
    let linked: Vec<VariantId> = links.values().cloned().collect();
    for wish in target.offers.iter().filter(|wish| wish.offer.is_none() && !linked.contains(&wish.variant)) {
        let found = live.offers.iter().find(|offer| {
            !links.contains_key(&offer.id)
                && offer.option_values == wish.option_values
                && (wish.sku.is_none() || offer.sku == wish.sku)
        });
        if let Some(offer) = found {
            links.insert(offer.id.clone(), wish.variant.clone());
        }
    }
}

fn merge(outcome: &mut StepOutcome, done: StepOutcome) {
    outcome.audited |= done.audited;
    outcome.added.extend(done.added);
    outcome.warnings.extend(done.warnings);
}
