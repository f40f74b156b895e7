//! A job at work: everything that it needs, read once, and what its earlier tries have left.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    ExternalId, JobId, ListingContent, ListingKey, RunId,
    diff::Field,
    plan::{Change, PlannedListing},
};
use jiff::Timestamp;

use super::{
    report,
    shown::{is_shown, name_images},
};
use crate::{
    ChannelError, Marketplace, WorkError,
    ports::{Attempt, Job, JobState, Listing, Plan, PlanEntry, Ports, RunState, Versioned},
    publishing::creation,
    shops::session,
};

/// The code of the attempt that met the promotion, and of the job's end.
pub(super) const HELD: &str = "in_promotion";
/// What jobs that began before other fields than prices were known to be held say.
const HELD_PRICE: &str = "price_locked";

/// One job at work: what it is about, and what this try has done so far.
pub(super) struct Work<'a> {
    pub ports: &'a Ports,
    pub job: Versioned<Job>,
    /// The listing at the channel.
    pub key: ListingKey,
    pub run_state: RunState,
    pub plan: Plan,
    pub entry: PlanEntry,
    pub marketplace: Arc<dyn Marketplace>,
    pub listing: Listing,
    /// Write calls made by this try.
    pub calls: u32,
    /// Taken before the listing was last read: what was read cannot be older than this.
    pub seen_at: Timestamp,
}

impl<'a> Work<'a> {
    pub(super) async fn load(
        ports: &'a Ports,
        run_id: &RunId,
        id: &JobId,
    ) -> Result<Option<Work<'a>>, WorkError> {
        let lost = |what: &str| WorkError::Fail {
            code: format!("{what}_missing"),
            reason: format!("no {what} for {id}"),
        };
        let job = ports.runs.job(run_id, id).await?.ok_or_else(|| lost("job"))?;
        if job.value.state.is_final() {
            // Whoever stored this end may have died before the run took notice of it and the seller got a notice.
            report::report(ports, &job).await?;
            return Ok(None);
        }
        let run = ports.runs.get(run_id).await?.ok_or_else(|| lost("run"))?;
        let plan = ports.plans.get(&job.value.plan).await?.ok_or_else(|| lost("plan"))?;
        let mut entry = ports
            .plans
            .entry(&job.value.plan, job.value.page, &job.value.listing)
            .await?
            .ok_or_else(|| lost("plan_entry"))?;
        let key = job.value.key();
        name_images(ports, &key, &mut entry.target).await?;
        let marketplace = ports.marketplaces.get(&key.channel).ok_or_else(|| lost("channel"))?;
        let listing = match ports.listings.get(&key).await? {
            Some(listing) => listing,
            // Created, and not stored yet: it is looked at again before anything else.
            None if !marketplace.capabilities().remote || entry.target.details.is_some() => {
                let product =
                    ports.products.get(&entry.planned.product).await?.ok_or_else(|| lost("product"))?;
                creation::unborn(ports, &product.value, key.clone())
            }
            None => return Err(lost("listing")),
        };
        let (run_state, seen_at) = (run.value.state, ports.clock.now());
        Ok(Some(Work { ports, job, key, run_state, plan, entry, marketplace, listing, calls: 0, seen_at }))
    }

    pub(super) fn id(&self) -> &ExternalId {
        &self.key.external_id
    }

    pub(super) async fn session(&self) -> Result<session::Session, ChannelError> {
        session::open(self.ports, &self.key.channel, &self.key.shop).await
    }

    /// The approved changes that `live` does not show yet, pushed whatever anybody agreed on before.
    pub(super) fn remaining(&self, live: &ListingContent) -> PlannedListing {
        let approved: Vec<&Change> = self.entry.planned.pushed().collect();
        let changes = approved
            .into_iter()
            .filter(|change| !is_shown(self.marketplace.as_ref(), change, live, &self.entry.target))
            .cloned()
            .collect();
        PlannedListing { changes, ..self.entry.planned.clone() }
    }

    /// Notes that the channel refused these fields. It stays with the job, so that nothing waits for them any more.
    pub(super) fn hold(&mut self, held: BTreeSet<Field>, reason: &str) {
        let attempt = self.attempt(HELD, reason);
        self.job.value.attempts.push(Attempt { held, ..attempt });
    }

    /// What the channel said when it refused.
    pub(super) fn refusal(&self) -> Option<&str> {
        let met = |attempt: &&Attempt| attempt.code == HELD || attempt.code == HELD_PRICE;
        self.job.value.attempts.iter().rev().find(met).map(|held| held.reason.as_str())
    }

    /// The fields that were refused.
    pub(super) fn held(&self) -> BTreeSet<Field> {
        let mut held = BTreeSet::new();
        for attempt in &self.job.value.attempts {
            held.extend(&attempt.held);
            if attempt.code == HELD_PRICE {
                held.insert(Field::Price);
            }
        }
        held
    }

    /// What `live` does not show yet and still may: all that remains, without what was refused.
    pub(super) fn awaited(&self, live: &ListingContent) -> PlannedListing {
        let (mut remaining, held) = (self.remaining(live), self.held());
        remaining.changes.retain(|change| !held.contains(&change.field));
        remaining
    }

    pub(super) fn attempt(&self, code: &str, reason: &str) -> Attempt {
        Attempt {
            at: self.ports.clock.now(),
            code: code.to_owned(),
            reason: reason.to_owned(),
            calls: self.calls,
            held: std::collections::BTreeSet::new(),
        }
    }

    pub(super) async fn store(&mut self, state: JobState) -> Result<(), WorkError> {
        let before = self.job.value.state;
        self.job.value.moves(state, self.ports.clock.now());
        let (job, _) = self.ports.runs.put_job(&self.job.value, before, self.job.version).await?;
        self.job = job;
        Ok(())
    }
}

/// Why a job stops where it is.
pub(super) enum Stop {
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
