//! A run for tests that only need some run.

use app::ports::{Job, JobState, Run, RunCounts, RunState, RunWork};
use domain::{ContentHash, JobId, ListingKey, PlanId, RunId};

use super::a_moment;

/// A run with one queued job. Its plan is not stored anywhere.
pub fn a_run_of_one(listing: &ListingKey) -> (Run, Job) {
    let (id, plan) = (RunId::derived(&["run"]), PlanId::derived(&["plan"]));
    let job = Job {
        id: JobId::derived(&[id.as_str(), &listing.to_string()]),
        run: id.clone(),
        plan: plan.clone(),
        listing: listing.clone(),
        wave: 0,
        slot: 0,
        page: 0,
        state: JobState::Queued,
        hash: ContentHash::of("job"),
        snapshot: None,
        read_back: None,
        attempts: Vec::new(),
        failure: None,
        counted_as: None,
        moved_at: None,
        started_at: None,
        ended_at: None,
        next_attempt_at: None,
        to_tell: Vec::new(),
        created: None,
    };
    let run = Run {
        id,
        plan,
        plan_hash: ContentHash::of("plan"),
        state: RunState::Running,
        waves: vec![1],
        wave: 0,
        work: RunWork { sent: 1, ..RunWork::default() },
        counts: RunCounts([(JobState::Queued, 1)].into()),
        tallies: app::ports::Tallies::default(),
        failures: std::collections::BTreeMap::new(),
        moved_at: None,
        pace: None,
        started_at: a_moment(),
        finished_at: None,
        started_by: "owner".to_owned(),
        undoes: None,
        undone_by: Vec::new(),
        outcome: app::ports::Outcome::default(),
    };
    (run, job)
}
