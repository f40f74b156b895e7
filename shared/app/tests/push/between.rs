//! Something comes between reading a run and writing it: the wish is decided again, and nothing acknowledged is lost.

use std::sync::Arc;

use app::{
    StoreError,
    message::{NotifyMessage, Severity},
    ports::{JobState, Run, RunState, RunWish},
    publishing::run,
    worker::{
        self,
        schedule::{Task, run as tick},
    },
};
use rstest::rstest;
use testkit::Kind;

use crate::{
    desk::Desk,
    wishes::{in_state, say},
};

/// Another person's cancel, before the run's write after `writes` others.
fn cancelled_before(desk: &Arc<Desk>, run: &Run, writes: usize) {
    let (other, id) = (desk.clone(), run.id.clone());
    desk.fakes.memory.before_put(Kind::Run, writes, async move {
        run::cancel(&other.ports, "rina", &id).await.unwrap();
    });
}

#[rstest]
#[case(RunState::AwaitingApproval, RunWish::Approve)]
#[case(RunState::Running, RunWish::Pause)]
#[case(RunState::Paused, RunWish::Resume)]
#[case(RunState::AwaitingApproval, RunWish::Retry)]
#[tokio::test]
async fn a_wish_that_a_cancel_overtakes_is_decided_again_and_refused(
    #[case] state: RunState,
    #[case] wish: RunWish,
) {
    let desk = Arc::new(Desk::new().await);
    let before = in_state(&desk, state).await;
    cancelled_before(&desk, &before, 0);
    say(&desk, &before.id, wish).await.unwrap_err();
    assert!(desk.fakes.memory.all_interrupted());
    let now = desk.stored(&before).await;
    assert_eq!((now.state, now.wave), (RunState::Cancelled, before.wave), "{wish:?}");
    let calls = desk.shopee.write_calls();
    desk.deliver_all().await;
    assert_eq!(desk.shopee.write_calls(), calls, "nothing is pushed after the cancel");
    assert_eq!(desk.stored(&before).await.counts.total(), 21);
}

/// At every write of the pages that make the jobs and send them.
#[tokio::test]
async fn a_cancel_between_any_two_writes_of_a_runs_pages_stays() {
    let mut met = 0;
    for writes in 0..12 {
        let desk = Arc::new(Desk::new().await);
        let mut products = Vec::new();
        for id in 1..=110 {
            products.push(desk.listed(&format!("{id:03}")).await);
        }
        let begun = desk.plan(&products.iter().collect::<Vec<_>>()).await;
        desk.deliver_all().await;
        let plan = desk.ports.plans.get(&begun.id).await.unwrap().unwrap();
        let id = domain::RunId::derived(&[plan.id.as_str()]);
        let (other, run) = (desk.clone(), id.clone());
        desk.fakes.memory.before_put(Kind::Run, writes, async move {
            run::cancel(&other.ports, "rina", &run).await.unwrap();
        });
        let begun = run::start(&desk.ports, "owner", &plan.id, &plan.hash, run::Waves::Single).await;
        begun.unwrap();
        while let Some(message) = desk.fakes.outbox.next_pricing() {
            worker::pricing::handle(&desk.ports, message).await.unwrap();
        }
        if !desk.fakes.memory.all_interrupted() {
            break;
        }
        met += 1;
        desk.deliver_all().await;
        let now = desk.ports.runs.get(&id).await.unwrap().unwrap().value;
        assert_eq!(now.state, RunState::Cancelled, "{writes}");
        assert_eq!(now.counts.of(JobState::Queued) + now.counts.of(JobState::Waiting), 0, "{writes}");
        assert_eq!((now.counts.total(), desk.shopee.write_calls()), (110, 0), "{writes}");
    }
    assert!(met >= 4, "the cancel came between {met} writes");
}

/// What the audit says was done to the run.
async fn done(desk: &Desk, run: &Run) -> Vec<String> {
    let entries = desk.ports.audit.list(Some(run.id.as_str()), None, 50).await.unwrap().items;
    let mut actions: Vec<String> = entries.into_iter().map(|entry| entry.action).collect();
    actions.sort();
    actions
}

#[rstest]
#[case(RunState::AwaitingApproval, RunWish::Approve, "run.approve")]
#[case(RunState::Running, RunWish::Pause, "run.pause")]
#[case(RunState::Paused, RunWish::Resume, "run.resume")]
#[case(RunState::Running, RunWish::Cancel, "run.cancel")]
#[case(RunState::AwaitingApproval, RunWish::Retry, "run.retry")]
#[tokio::test]
async fn what_a_person_did_to_a_run_is_in_the_audit_once_wherever_the_request_dies(
    #[case] state: RunState,
    #[case] wish: RunWish,
    #[case] action: &str,
) {
    for (kind, nth) in [(Kind::Run, 0), (Kind::Run, 1), (Kind::Run, 2), (Kind::Audit, 0)] {
        let desk = Desk::new().await;
        let run = in_state(&desk, state).await;
        let before = done(&desk, &run).await;
        desk.fakes.memory.refuse_after(kind, nth, StoreError::Unavailable("the function dies".into()));
        let said = say(&desk, &run.id, wish).await.is_ok();
        desk.fakes.memory.forget_refusals();
        let moved = desk.stored(&run).await.state != run.state || said;
        // The schedule finds what the request has left.
        tick(&desk.ports, Task::Outcomes).await.unwrap();
        let new = done(&desk, &run).await.into_iter().filter(|action| !before.contains(action));
        let expected: Vec<&str> = (moved || new.clone().count() > 0).then_some(action).into_iter().collect();
        assert_eq!(new.collect::<Vec<_>>(), expected, "{kind:?} {nth}");
        tick(&desk.ports, Task::Outcomes).await.unwrap();
        let all = done(&desk, &run).await;
        assert_eq!(all.iter().filter(|done| *done == action).count(), expected.len(), "{kind:?} {nth}");
        assert_eq!(all.iter().filter(|done| *done == "run.start").count(), 1);
    }
}

#[tokio::test]
async fn a_start_is_in_the_audit_once_wherever_the_request_dies() {
    for (kind, nth) in [(Kind::Run, 0), (Kind::Run, 1), (Kind::Run, 2), (Kind::Audit, 0)] {
        for repeated in [false, true] {
            let desk = Desk::new().await;
            let product = desk.listed("1").await;
            let plan = desk.plan(&[&product]).await;
            let start = || run::start(&desk.ports, "owner", &plan.id, &plan.hash, run::Waves::Single);
            desk.fakes.memory.refuse_after(kind, nth, StoreError::Unavailable("the function dies".into()));
            start().await.ok();
            desk.fakes.memory.forget_refusals();
            if repeated {
                start().await.unwrap();
            }
            tick(&desk.ports, Task::Outcomes).await.unwrap();
            let id = domain::RunId::derived(&[plan.id.as_str()]);
            let entries = desk.ports.audit.list(Some(id.as_str()), None, 50).await.unwrap().items;
            let exists = desk.ports.runs.get(&id).await.unwrap().is_some();
            assert_eq!(entries.len(), usize::from(exists), "{kind:?} {nth} {repeated}");
            assert!(exists || (kind, nth, repeated) == (Kind::Run, 0, false));
        }
    }
}

/// A worker died before it told the end of a run, and then many others were started.
#[tokio::test]
async fn a_run_behind_many_newer_ones_is_still_told() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let old = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    desk.fakes.outbox.drain_notify();
    let mut untold = desk.ports.runs.get(&old.id).await.unwrap().unwrap();
    untold.value.outcome.to_tell.push(NotifyMessage::Tell {
        kind: "run_finished".to_owned(),
        subject: old.id.to_string(),
        severity: Severity::Info,
        text: "Selesai.".to_owned(),
        text_en: "Done.".to_owned(),
    });
    desk.ports.runs.put(&untold.value, untold.version).await.unwrap();
    for nth in 0..60 {
        desk.fakes.clock.advance(std::time::Duration::from_secs(1));
        let newer = Run {
            id: domain::RunId::derived(&[&nth.to_string()]),
            started_at: desk.ports.clock.now(),
            state: RunState::Finished,
            outcome: app::ports::Outcome::default(),
            ..desk.stored(&old).await
        };
        desk.ports.runs.create(&newer, &[]).await.unwrap();
    }
    tick(&desk.ports, Task::Outcomes).await.unwrap();
    assert!(desk.stored(&old).await.outcome.to_tell.is_empty());
    assert_eq!(desk.fakes.outbox.drain_notify().len(), 1);
    assert_eq!(tick(&desk.ports, Task::Outcomes).await.unwrap().acted, 0);
    assert_eq!(desk.ports.runs.open().await.unwrap(), []);
}
