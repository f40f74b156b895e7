//! [`app::ports::Runs`]: a job that ends after a push is counted on its day, once.

use app::ports::{Attempt, Job, JobState, Runs};
use domain::{JobId, ListingKey, RunId};
use jiff::{Timestamp, civil::date};

use super::{own_channel, own_shop, unique};
use crate::build::{a_run_of_one, an_external_id};

/// The part of the contract that is about the days of pushes.
pub async fn pushes(runs: &dyn Runs) {
    let channel = own_channel();
    // 20:00 UTC is the next day by the seller's calendar.
    let (late, at) = (date(2026, 3, 2), "2026-03-01T20:00:00Z");
    let ended = end(runs, &channel, JobState::Succeeded, at).await;
    end(runs, &channel, JobState::Failed, at).await;
    end(runs, &channel, JobState::Succeeded, "2026-03-02T03:00:00Z").await;
    end(runs, &channel, JobState::Unchanged, at).await;
    end(runs, &channel, JobState::Succeeded, "2026-02-27T03:00:00Z").await;
    // A job that is written again in the same state counts once.
    runs.put_job(&ended.0, JobState::Succeeded, ended.1).await.expect("the version is the stored one");
    let of = |days: Vec<app::ports::PushDay>| {
        let ours = days.into_iter().filter(|day| day.channel == channel);
        ours.map(|day| (day.date, day.succeeded, day.failed)).collect::<Vec<_>>()
    };
    let days = runs.pushes(date(2026, 2, 28), late).await.expect("days can be read");
    assert_eq!(of(days), [(late, 2, 1)]);
    let days = runs.pushes(date(2026, 2, 1), date(2026, 3, 1)).await.expect("days can be read");
    assert_eq!(of(days), [(date(2026, 2, 27), 1, 0)]);
}

/// A job that ends in `state` after a try at that time; with its version.
async fn end(runs: &dyn Runs, channel: &domain::Channel, state: JobState, at: &str) -> (Job, u64) {
    let listing = ListingKey::new(channel.clone(), own_shop(), an_external_id(&unique()));
    let (mut run, mut job) = a_run_of_one(&listing);
    run.id = RunId::derived(&[&unique()]);
    job.run = run.id.clone();
    job.id = JobId::derived(&[run.id.as_str()]);
    runs.create(&run, &[job.clone()]).await.expect("a new run can be created");
    let at: Timestamp = at.parse().expect("a time");
    job.attempts.push(Attempt {
        at,
        code: String::new(),
        reason: String::new(),
        calls: 1,
        held: std::collections::BTreeSet::new(),
    });
    job.state = state;
    let (stored, _) = runs.put_job(&job, JobState::Queued, 1).await.expect("the version is the stored one");
    (stored.value, stored.version)
}
