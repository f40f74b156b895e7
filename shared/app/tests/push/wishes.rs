//! Two wishes for one run at the same moment: no acknowledged wish is lost under another.

use std::time::Duration;

use app::{
    UseCaseError,
    ports::{JobFilter, JobState, Run, RunState, RunWish, Versioned},
    publishing::run::{self, Waves},
    worker::schedule::{self, Task},
};
use domain::RunId;
use futures::future::BoxFuture;

use crate::desk::Desk;

const WISHES: [RunWish; 5] =
    [RunWish::Approve, RunWish::Pause, RunWish::Resume, RunWish::Cancel, RunWish::Retry];

pub fn say<'a>(
    desk: &'a Desk,
    id: &'a RunId,
    wish: RunWish,
) -> BoxFuture<'a, Result<Versioned<Run>, UseCaseError>> {
    match wish {
        RunWish::Approve => Box::pin(run::approve(&desk.ports, "owner", id, None)),
        RunWish::Pause => Box::pin(run::pause(&desk.ports, "owner", id)),
        RunWish::Resume => Box::pin(run::resume(&desk.ports, "owner", id)),
        RunWish::Cancel => Box::pin(run::cancel(&desk.ports, "owner", id)),
        _ => Box::pin(run::retry(&desk.ports, "owner", id)),
    }
}

/// A run of two waves that is in `state`, with a failed job in its first wave where it waits for approval.
pub async fn in_state(desk: &Desk, state: RunState) -> Run {
    let mut products = Vec::new();
    for id in 1..=21 {
        products.push(desk.listed(&id.to_string()).await);
    }
    let run = desk.start(&desk.plan(&products.iter().collect::<Vec<_>>()).await).await;
    if state == RunState::AwaitingApproval {
        desk.deliver_all().await;
    }
    if state == RunState::Paused {
        run::pause(&desk.ports, "owner", &run.id).await.unwrap();
    }
    desk.stored(&run).await
}

#[tokio::test]
async fn of_every_pair_of_wishes_the_second_is_decided_from_what_the_first_left() {
    for state in [RunState::Running, RunState::AwaitingApproval, RunState::Paused] {
        for first in WISHES {
            for second in WISHES {
                let desk = Desk::new().await;
                let run = in_state(&desk, state).await;
                assert_eq!(run.state, state);
                let one = say(&desk, &run.id, first).await;
                let between = desk.stored(&run).await;
                let two = say(&desk, &run.id, second).await;
                let now = desk.stored(&run).await;
                assert_eq!(one.is_ok(), state.after(first).is_some(), "{state:?} {first:?}");
                let asked = between.state.after(second);
                if asked.is_none() && second != RunWish::Approve {
                    assert!(two.is_err(), "{state:?} {first:?} {second:?}");
                    assert_eq!(now, between, "what is refused changes nothing");
                }
                if one.is_ok() && first == RunWish::Cancel {
                    assert_eq!(now.state, RunState::Cancelled, "{second:?} after an acknowledged cancel");
                    assert_eq!(now.counts.of(JobState::Queued) + now.counts.of(JobState::Waiting), 0);
                }
                if two.is_ok() && second == RunWish::Cancel {
                    desk.deliver_all().await;
                    let end = desk.stored(&run).await;
                    assert_eq!(end.state, RunState::Cancelled, "nothing at work sets it running again");
                }
                assert_eq!(now.counts.total(), 21, "the counters are exact");
            }
        }
    }
}

#[test]
fn nothing_leads_out_of_a_cancelled_run_and_an_end_is_reached_only_from_running() {
    let all = [RunWish::Made, RunWish::Watch, RunWish::WaveEnded, RunWish::Ended].into_iter().chain(WISHES);
    for wish in all {
        assert_eq!(RunState::Cancelled.after(wish), None, "{wish:?}");
    }
    for state in [RunState::Starting, RunState::AwaitingApproval, RunState::Paused, RunState::Finished] {
        assert_eq!((state.after(RunWish::WaveEnded), state.after(RunWish::Ended)), (None, None));
    }
}

#[tokio::test]
async fn a_job_that_was_read_before_the_cancel_does_not_start() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let job = desk.ports.runs.jobs(&run.id, &JobFilter::default(), None, 1).await.unwrap().items.remove(0);
    run::cancel(&desk.ports, "owner", &run.id).await.unwrap();
    let begun = app::ports::Job { state: JobState::Pushing, ..job.value };
    let late = desk.ports.runs.put_job(&begun, JobState::Queued, job.version).await;
    assert_eq!(late.unwrap_err(), app::StoreError::Conflict);
    desk.deliver_all().await;
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (150_000, 0));
}

/// A request that dies between what it records and what it sends, and that nobody repeats.
#[tokio::test]
async fn a_run_whose_request_died_anywhere_is_carried_out_all_the_same() {
    for effects in 0..20 {
        let desk = Desk::new().await;
        let product = desk.listed("1").await;
        desk.base_price(&product, 160_000).await;
        let plan = desk.plan(&[&product]).await;
        desk.fakes.memory.life().ends_after(effects);
        let started = run::start(&desk.ports, "owner", &plan.id, &plan.hash, Waves::Single).await;
        if !desk.fakes.memory.life().begins() {
            started.unwrap();
            assert!(effects > 2, "it died at every effect before");
            return;
        }
        let runs = desk.ports.runs.recent(None, 10).await.unwrap().items;
        let Some(run) = runs.first() else { continue };
        desk.deliver_all().await;
        desk.fakes.clock.advance(Duration::from_mins(6));
        schedule::run(&desk.ports, Task::Outcomes).await.unwrap();
        desk.deliver_all().await;
        assert_eq!(desk.stored(run).await.state, RunState::Finished, "after {effects} effects");
        assert_eq!(desk.price("1"), 184_000);
    }
    panic!("a run takes fewer effects to start");
}

#[tokio::test]
async fn what_moves_or_was_given_up_is_not_sent_again() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    desk.base_price(&product, 160_000).await;
    let plan = desk.plan(&[&product]).await;
    desk.fakes.memory.life().ends_after(1);
    run::start(&desk.ports, "owner", &plan.id, &plan.hash, Waves::Single).await.unwrap_err();
    desk.fakes.memory.life().begins();
    let sent_after = async |time: Duration| {
        desk.fakes.clock.advance(time);
        schedule::run(&desk.ports, Task::Outcomes).await.unwrap();
        desk.fakes.outbox.drain_pricing().len()
    };
    assert_eq!(sent_after(Duration::from_mins(4)).await, 0, "its message may still be on the way");
    assert_eq!(sent_after(Duration::from_mins(2)).await, 1);
    assert_eq!(sent_after(Duration::from_mins(40)).await, 0, "a dead letter waits for a person");
}
