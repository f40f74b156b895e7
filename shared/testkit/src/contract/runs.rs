//! [`app::ports::Runs`]: counters change together with the jobs, exactly once, and nothing else changes them.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{
        Attempt, JOB_PAGE, Job, JobFilter, JobState, Run, RunCounts, RunState, RunWork, Runs, Tallies,
        Versioned, runs::Failure,
    },
};
use domain::{ContentHash, JobId, ListingKey, PlanId, RunId};
use futures::future::join_all;
use jiff::SignedDuration;

use super::{moment, own_channel, own_shop, unique};
use crate::build::{a_content, an_external_id};

/// The whole contract.
pub async fn runs(runs: &dyn Runs) {
    open(runs).await;
    reads_back(runs).await;
    counters_follow_the_jobs(runs).await;
    counters_are_exact_under_concurrency(runs).await;
    a_job_that_has_not_started_follows_its_run(runs).await;
    a_stale_job_moves_nothing(runs).await;
    jobs_are_counted_by_wave_channel_and_code(runs).await;
    jobs_are_paged_in_wave_and_listing_order(runs).await;
    the_newest_comes_first(runs).await;
}

/// A run with `first` jobs in the first wave and `second` in the next.
fn a_run(first: u64, second: u64, minute: i64) -> (Run, Vec<Job>) {
    let (channel, shop) = (own_channel(), own_shop());
    let id = RunId::derived(&[&unique()]);
    let plan = PlanId::derived(&[&unique()]);
    let jobs: Vec<Job> = (0..first + second)
        .map(|number| {
            let listing =
                ListingKey::new(channel.clone(), shop.clone(), an_external_id(&format!("25{number:08}")));
            Job {
                id: JobId::derived(&[id.as_str(), &listing.to_string()]),
                run: id.clone(),
                plan: plan.clone(),
                hash: ContentHash::of(&listing),
                listing,
                wave: u32::from(number >= first),
                slot: u32::try_from(number).expect("few jobs"),
                page: 0,
                state: if number < first { JobState::Queued } else { JobState::Waiting },
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
            }
        })
        .collect();
    let counts = BTreeMap::from([(JobState::Queued, first), (JobState::Waiting, second)]);
    let mut tallies = Tallies::default();
    tallies.add(&jobs);
    let run = Run {
        id,
        plan,
        plan_hash: ContentHash::of("plan"),
        state: RunState::Running,
        waves: vec![first, second],
        wave: 0,
        work: RunWork::default(),
        counts: RunCounts(counts.into_iter().filter(|(_, count)| *count > 0).collect()),
        tallies,
        failures: BTreeMap::new(),
        moved_at: None,
        pace: None,
        started_at: moment() + SignedDuration::from_mins(minute),
        finished_at: None,
        started_by: "pemilik@toko.test".to_owned(),
        undoes: None,
        undone_by: Vec::new(),
        outcome: app::ports::Outcome::default(),
    };
    (run, jobs)
}

async fn read(runs: &dyn Runs, id: &RunId) -> Versioned<Run> {
    runs.get(id).await.expect("a run can be read").expect("the run exists")
}

async fn read_job(runs: &dyn Runs, job: &Job) -> Versioned<Job> {
    runs.job(&job.run, &job.id).await.expect("a job can be read").expect("the job exists")
}

async fn reads_back(runs: &dyn Runs) {
    let (run, jobs) = a_run(2, 1, 0);
    assert_eq!(runs.get(&run.id).await, Ok(None));
    assert_eq!(runs.job(&run.id, &jobs[0].id).await, Ok(None));
    runs.create(&run, &jobs).await.expect("a run can be stored");
    assert_eq!(runs.get(&run.id).await, Ok(Some(Versioned { value: run.clone(), version: 1 })));
    for job in &jobs {
        assert_eq!(read_job(runs, job).await, Versioned { value: job.clone(), version: 1 });
    }
    assert_eq!(runs.create(&run, &jobs).await, Err(StoreError::Conflict), "a run is stored once");
    let asked = [RunId::derived(&[&unique()]), run.id.clone()];
    assert_eq!(runs.which_exist(&asked).await, Ok([run.id.clone()].into()));
    assert_eq!(runs.which_exist(&[]).await, Ok([].into()));

    let (large, jobs) = a_run(20, 230, 0);
    runs.create(&large, &[]).await.expect("a run can be stored before its jobs");
    let mut version = 1;
    for page in jobs.chunks(JOB_PAGE) {
        version = runs.add_jobs(&large, version, page).await.expect("a page of jobs can be added").version;
    }
    assert_eq!(runs.add_jobs(&large, 1, &jobs[..1]).await, Err(StoreError::Conflict), "a page counts once");
    let rows = runs.rows(&large.id, 230, 15).await.expect("rows can be read");
    assert_eq!(rows.iter().map(|row| row.slot).collect::<Vec<_>>(), (230..245).collect::<Vec<_>>());
    assert_eq!((&rows[0].job, rows[0].state), (&jobs[230].id, JobState::Waiting));
    let mut count = 0;
    let mut cursor = None;
    loop {
        let page = runs
            .jobs(&large.id, &JobFilter::default(), cursor.as_deref(), 100)
            .await
            .expect("a page can be read");
        count += page.items.len();
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(count, 250);
}

async fn counters_follow_the_jobs(runs: &dyn Runs) {
    let (run, jobs) = a_run(2, 0, 0);
    runs.create(&run, &jobs).await.expect("a run can be stored");
    let mut job = jobs[0].clone();
    job.state = JobState::Pushing;
    job.snapshot = Some(a_content());
    let (stored, after) =
        runs.put_job(&job, JobState::Queued, 1).await.expect("the version is the stored one");
    assert_eq!(stored, Versioned { value: job.clone(), version: 2 });
    assert_eq!(after.value.counts.0, BTreeMap::from([(JobState::Queued, 1), (JobState::Pushing, 1)]));
    assert_eq!(read(runs, &run.id).await, after, "the answer shows the run as it then stands");

    // The job is written in the same state, as when an attempt is recorded: no counter changes.
    job.attempts.push(Attempt {
        at: moment(),
        code: "channel_unavailable".to_owned(),
        reason: "503".to_owned(),
        calls: 1,
        held: std::collections::BTreeSet::new(),
    });
    let (stored, after) =
        runs.put_job(&job, JobState::Pushing, 2).await.expect("the version is the stored one");
    assert_eq!((stored.version, after.value.counts.total()), (3, 2));

    job.state = JobState::Failed;
    job.read_back = Some(a_content());
    job.failure = Some(Failure {
        code: "channel_rejected".to_owned(),
        text: "Ditolak".to_owned(),
        text_en: "Refused".to_owned(),
    });
    let (stored, after) =
        runs.put_job(&job, JobState::Pushing, 3).await.expect("the version is the stored one");
    assert_eq!(read_job(runs, &job).await, stored);
    assert_eq!(after.value.counts.of(JobState::Failed), 1);
    assert_eq!(after.value.counts.of(JobState::Pushing), 0);

    let mut put = after.value.clone();
    put.state = RunState::Paused;
    let paused = runs.put(&put, after.version).await.expect("the version is the stored one");
    assert_eq!(paused.value, put);
    assert_eq!(read(runs, &run.id).await, paused);
    assert_eq!(runs.put(&put, after.version).await, Err(StoreError::Conflict));
}

async fn counters_are_exact_under_concurrency(runs: &dyn Runs) {
    let (run, jobs) = a_run(15, 0, 0);
    runs.create(&run, &jobs).await.expect("a run can be stored");
    // Two workers finish the same jobs at the same time, as after a redelivery.
    let both = jobs.iter().chain(&jobs);
    let won = join_all(both.map(|job| finish_once(runs, job))).await;
    assert_eq!(won.iter().filter(|won| **won).count(), 15, "one worker finishes each job");
    let after = read(runs, &run.id).await.value;
    assert_eq!(after.counts.0, BTreeMap::from([(JobState::Succeeded, 15)]), "no count is lost or doubled");
}

/// Like a worker: reads again after a conflict, and stops when the job is done.
async fn finish_once(runs: &dyn Runs, job: &Job) -> bool {
    for _ in 0..200 {
        let stored = read_job(runs, job).await;
        if stored.value.state.is_final() {
            return false;
        }
        let done = Job { state: JobState::Succeeded, ..stored.value.clone() };
        match runs.put_job(&done, stored.value.state, stored.version).await {
            Ok(_) => return true,
            Err(error) => assert!(error.is_retryable(), "{error}"),
        }
        tokio::task::yield_now().await;
    }
    panic!("a job is finished after at most 200 tries");
}

async fn a_job_that_has_not_started_follows_its_run(runs: &dyn Runs) {
    let (mut run, jobs) = a_run(1, 2, 0);
    runs.create(&run, &jobs).await.expect("a run can be stored");
    let states = async || -> Vec<JobState> {
        all_jobs(runs, &jobs[0].run, None).await.into_iter().map(|job| job.state).collect()
    };
    assert_eq!(states().await, [JobState::Queued, JobState::Waiting, JobState::Waiting]);
    run.wave = 1;
    run.counts.moved_many(JobState::Waiting, JobState::Queued, 2);
    runs.put(&run, 1).await.expect("the version is the stored one");
    assert_eq!(states().await, [JobState::Queued; 3], "its wave was let go");
    let started = Job { state: JobState::Pushing, ..jobs[1].clone() };
    let (_, after) = runs.put_job(&started, JobState::Queued, 1).await.expect("a running run starts jobs");

    let paused = Run { state: RunState::Paused, ..after.value };
    let stored = runs.put(&paused, after.version).await.expect("the version is the stored one");
    let late = Job { state: JobState::Pushing, ..jobs[2].clone() };
    assert_eq!(runs.put_job(&late, JobState::Queued, 1).await, Err(StoreError::Conflict), "it is paused");

    let mut cancelled = Run { state: RunState::Cancelled, ..stored.value };
    cancelled.counts.moved_many(JobState::Queued, JobState::Dropped, 2);
    runs.put(&cancelled, stored.version).await.expect("the version is the stored one");
    assert_eq!(states().await, [JobState::Dropped, JobState::Pushing, JobState::Dropped]);
    assert_eq!(all_jobs(runs, &run.id, Some(JobState::Dropped)).await.len(), 2);
    for state in [JobState::Pushing, JobState::Failed, JobState::Stale] {
        let late = Job { state, ..jobs[2].clone() };
        assert_eq!(runs.put_job(&late, JobState::Queued, 1).await, Err(StoreError::Conflict), "{state:?}");
    }
    let done = Job { state: JobState::Succeeded, ..started };
    let (_, after) = runs.put_job(&done, JobState::Pushing, 2).await.expect("what had started ends");
    let counts = BTreeMap::from([(JobState::Dropped, 2), (JobState::Succeeded, 1)]);
    assert_eq!(after.value.counts.0, counts, "the counters are exact");
}

fn failed(job: &Job, code: &str) -> Job {
    let failure = Failure { code: code.to_owned(), text: "Gagal".to_owned(), text_en: "Failed".to_owned() };
    let moved_at = Some(moment() + SignedDuration::from_mins(5));
    Job { state: JobState::Failed, failure: Some(failure), moved_at, ..job.clone() }
}

async fn jobs_are_counted_by_wave_channel_and_code(runs: &dyn Runs) {
    let (run, jobs) = a_run(3, 2, 0);
    let channel = &jobs[0].listing.channel;
    runs.create(&run, &jobs).await.expect("a run can be stored");
    let (stored, _) =
        runs.put_job(&failed(&jobs[0], "channel_rejected"), JobState::Queued, 1).await.expect("it fails");
    runs.put_job(&failed(&jobs[1], "listing_gone"), JobState::Queued, 1).await.expect("it fails");
    let after = read(runs, &run.id).await.value;
    assert_eq!(after.moved_at, Some(moment() + SignedDuration::from_mins(5)));
    let codes = BTreeMap::from([("channel_rejected".to_owned(), 1), ("listing_gone".to_owned(), 1)]);
    assert_eq!(after.failures, codes);
    let waves = after.by_wave().expect("every job is counted");
    assert_eq!(waves[0].0, BTreeMap::from([(JobState::Failed, 2), (JobState::Queued, 1)]));
    assert_eq!(waves[1].0, BTreeMap::from([(JobState::Waiting, 2)]));
    let of_channel = &after.by_channel()[channel];
    assert_eq!(of_channel.0, after.counts.0, "there is one channel");

    let found = async |filter: JobFilter| -> Vec<JobId> {
        jobs_found(runs, &run.id, &filter).await.into_iter().map(|job| job.id).collect()
    };
    let second = JobFilter { wave: Some(1), ..JobFilter::default() };
    assert_eq!(found(second).await, [jobs[3].id.clone(), jobs[4].id.clone()]);
    let code = JobFilter { code: Some("listing_gone".to_owned()), ..JobFilter::default() };
    assert_eq!(found(code).await, [jobs[1].id.clone()]);
    let nowhere = JobFilter { channel: Some(own_channel()), ..JobFilter::default() };
    assert_eq!(found(nowhere).await, []);

    // The job starts again and fails for another reason: every counter is updated.
    let again = Job { state: JobState::Pushing, failure: None, ..stored.value };
    let (stored, _) = runs.put_job(&again, JobState::Failed, stored.version).await.expect("it starts again");
    let code = JobFilter { code: Some("channel_rejected".to_owned()), ..JobFilter::default() };
    assert_eq!(found(code).await, []);
    let (_, after) = runs
        .put_job(&failed(&stored.value, "listing_gone"), JobState::Pushing, stored.version)
        .await
        .expect("it fails");
    assert_eq!(after.value.failures, BTreeMap::from([("listing_gone".to_owned(), 2)]));
    assert_eq!(after.value.by_wave(), Some(waves));
    let kept = runs.put(&after.value, after.version).await.expect("the version is the stored one");
    assert_eq!(read(runs, &run.id).await, kept, "every counter is kept");
}

async fn a_stale_job_moves_nothing(runs: &dyn Runs) {
    let (run, jobs) = a_run(1, 0, 0);
    runs.create(&run, &jobs).await.expect("a run can be stored");
    let done = Job { state: JobState::Succeeded, ..jobs[0].clone() };
    runs.put_job(&done, JobState::Queued, 1).await.expect("the version is the stored one");
    let failed = Job { state: JobState::Failed, ..jobs[0].clone() };
    assert_eq!(runs.put_job(&failed, JobState::Queued, 1).await, Err(StoreError::Conflict));
    let after = read(runs, &run.id).await.value;
    assert_eq!(after.counts.0, BTreeMap::from([(JobState::Succeeded, 1)]));
    assert_eq!(read_job(runs, &done).await.value, done);
}

async fn jobs_are_paged_in_wave_and_listing_order(runs: &dyn Runs) {
    let (run, jobs) = a_run(5, 20, 0);
    let mut shuffled = jobs.clone();
    shuffled.reverse();
    runs.create(&run, &shuffled).await.expect("a run can be stored");
    let found = all_jobs(runs, &run.id, None).await;
    assert_eq!(found, jobs, "the first wave first, each in listing order");

    for job in jobs.iter().take(25).step_by(4) {
        let failed = Job { state: JobState::Failed, ..job.clone() };
        runs.put_job(&failed, job.state, 1).await.expect("the version is the stored one");
    }
    let failed: Vec<JobId> =
        all_jobs(runs, &run.id, Some(JobState::Failed)).await.into_iter().map(|job| job.id).collect();
    let expected: Vec<JobId> = jobs.iter().step_by(4).map(|job| job.id.clone()).collect();
    assert_eq!(failed, expected, "narrowed by state, in the same order");
    assert_eq!(all_jobs(runs, &run.id, Some(JobState::Stale)).await, Vec::new());
}

async fn all_jobs(runs: &dyn Runs, run: &RunId, state: Option<JobState>) -> Vec<Job> {
    jobs_found(runs, run, &JobFilter { state, ..JobFilter::default() }).await
}

async fn jobs_found(runs: &dyn Runs, run: &RunId, filter: &JobFilter) -> Vec<Job> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = runs.jobs(run, filter, cursor.as_deref(), 4).await.expect("a page can be read");
        assert!(page.items.len() <= 4, "a page is at most as long as asked for");
        found.extend(page.items.into_iter().map(|job| job.value));
        cursor = page.next;
        if cursor.is_none() {
            return found;
        }
    }
}

async fn the_newest_comes_first(runs: &dyn Runs) {
    let mut made = Vec::new();
    for minute in 0..3 {
        let (run, jobs) = a_run(1, 0, minute);
        runs.create(&run, &jobs).await.expect("a run can be stored");
        made.push(run.id);
    }
    let (mut seen, mut cursor): (Vec<Run>, Option<String>) = (Vec::new(), None);
    loop {
        let page = runs.recent(cursor.as_deref(), 2).await.expect("a page can be read");
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() || seen.iter().filter(|run| made.contains(&run.id)).count() == made.len() {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].started_at >= pair[1].started_at));
    let ours: Vec<&RunId> = seen.iter().map(|run| &run.id).filter(|id| made.contains(id)).collect();
    assert_eq!(ours, made.iter().rev().collect::<Vec<_>>(), "each once");
}

/// Which runs may still have something to report.
async fn open(runs: &dyn Runs) {
    let (run, _) = a_run(1, 0, 0);
    let is_open = async || runs.open().await.expect("open runs can be listed").contains(&run.id);
    assert!(!is_open().await);
    runs.create(&run, &[]).await.expect("a run can be stored");
    assert!(is_open().await, "a run is open from its start");
    let stored = runs.put(&run, 1).await.expect("a run can be moved");
    assert_eq!(runs.close(&run.id, 1).await, Ok(false), "it has moved since");
    assert!(is_open().await);
    assert_eq!(runs.close(&run.id, stored.version).await, Ok(true));
    assert!(!is_open().await);
    runs.reopen(&run.id).await.expect("a run can be opened again");
    runs.reopen(&run.id).await.expect("a run can be opened again");
    assert!(is_open().await);
    assert_eq!(runs.close(&run.id, stored.version).await, Ok(true));
}
