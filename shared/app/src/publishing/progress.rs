//! Details of a run for a person besides its counters: why it waits, and its jobs with their listings.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use domain::{Channel, ListingKey, RunId};

use crate::{
    StoreError,
    ports::{
        Connection, ConnectionState, Job, JobFilter, JobState, Page, PlanEntry, Ports, Run, RunState,
        Versioned,
    },
    words::runs::Wait,
};

/// A shop counts as slow if its next call is later than this.
const NOTICED: Duration = Duration::from_secs(20);

/// Why `run` makes no progress, or less than it could; empty if it continues normally or has ended.
pub async fn waits(ports: &Ports, run: &Run) -> Result<Vec<Wait>, StoreError> {
    let count = run.counts.of(JobState::Accepted);
    Ok(match run.state {
        RunState::Starting => vec![Wait::Starting],
        RunState::AwaitingApproval => vec![Wait::Approval { wave: run.wave + 1 }],
        RunState::Paused => vec![Wait::Paused],
        RunState::Watching if run.counts.of(JobState::Waiting) > 0 => vec![Wait::Audits { count }],
        RunState::Watching => vec![Wait::LastAudits { count }],
        RunState::Running => slow_shops(ports, run).await?,
        RunState::Cancelled | RunState::Finished => Vec::new(),
    })
}

async fn slow_shops(ports: &Ports, run: &Run) -> Result<Vec<Wait>, StoreError> {
    let working =
        |counts: &crate::ports::RunCounts| counts.of(JobState::Queued) + counts.of(JobState::Pushing) > 0;
    let channels: BTreeSet<Channel> = run
        .by_channel()
        .into_iter()
        .filter(|(_, counts)| working(counts))
        .map(|(channel, _)| channel)
        .collect();
    let mut waits = Vec::new();
    for Versioned { value: connection, .. } in ports.connections.all().await? {
        if channels.contains(&connection.channel) {
            waits.extend(slow(ports, &connection).await?);
        }
    }
    Ok(waits)
}

async fn slow(ports: &Ports, connection: &Connection) -> Result<Option<Wait>, StoreError> {
    let marketplace = ports.marketplaces.get(&connection.channel);
    let channel =
        marketplace.map_or_else(|| connection.channel.to_string(), |m| m.capabilities().name.clone());
    if connection.state == ConnectionState::NeedsAuthorization {
        return Ok(Some(Wait::Unauthorized { channel }));
    }
    let now = ports.clock.now();
    let mut until = None;
    for shop in connection.shops.keys() {
        until = until.max(ports.budget.held_until(&connection.channel, shop, now, NOTICED).await?);
    }
    Ok(until.map(|until| Wait::Slow { channel, until }))
}

/// A job with its listing as in the plan; the listing is absent if the plan no longer exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    pub job: Versioned<Job>,
    pub entry: Option<PlanEntry>,
}

/// The jobs of a run that `filter` takes, each with its listing.
pub async fn jobs(
    ports: &Ports,
    run: &RunId,
    filter: &JobFilter,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<JobView>, StoreError> {
    let page = ports.runs.jobs(run, filter, cursor, limit).await?;
    Ok(Page { items: with_entries(ports, page.items).await?, next: page.next })
}

/// One job with its listing.
pub async fn job(ports: &Ports, job: Versioned<Job>) -> Result<JobView, StoreError> {
    let entry = ports.plans.entry(&job.value.plan, job.value.page, &job.value.listing).await?;
    Ok(JobView { job, entry })
}

async fn with_entries(ports: &Ports, jobs: Vec<Versioned<Job>>) -> Result<Vec<JobView>, StoreError> {
    let Some(plan) = jobs.first().map(|job| job.value.plan.clone()) else { return Ok(Vec::new()) };
    let named: Vec<(u32, ListingKey)> =
        jobs.iter().map(|job| (job.value.page, job.value.listing.clone())).collect();
    let found = ports.plans.entries_of(&plan, &named).await?;
    let mut entries: BTreeMap<ListingKey, PlanEntry> =
        found.into_iter().map(|entry| (entry.planned.key.clone(), entry)).collect();
    let view = |job: Versioned<Job>| JobView { entry: entries.remove(&job.value.listing), job };
    Ok(jobs.into_iter().map(view).collect())
}
