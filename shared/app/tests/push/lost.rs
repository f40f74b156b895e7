//! Nothing waits for ever: messages that are lost, given up, or come before their time.

use app::{
    StoreError, WorkError,
    ports::{JobState, RunState},
    publishing::run,
    worker,
};
use domain::Title;
use testkit::{Fault, build::*, fake::Kind};

use crate::desk::Desk;

fn unavailable() -> StoreError {
    StoreError::Unavailable("down".to_owned())
}

#[tokio::test]
async fn a_run_ends_although_the_worker_died_between_its_last_job_and_the_run() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.fakes.memory.refuse_next(Kind::Run, unavailable());
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.stored(&run).await.state, RunState::Running);
    worker::sync::handle(&desk.ports, message).await.unwrap();
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);
}

#[tokio::test]
async fn a_job_whose_message_is_given_up_fails_ends_its_run_and_can_be_tried_again() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap().message;
    let error = WorkError::Retry { after: None, reason: "the store is away".to_owned() };
    worker::sync::give_up(&desk.ports, &message, &error).await.unwrap();
    let job = desk.only_job(&run).await;
    let failure = job.failure.unwrap();
    assert_eq!((job.state, failure.code.as_str()), (JobState::Failed, "retries_exhausted"));
    // What our own code noted is for the log: the seller reads what to do.
    assert!(!failure.text.contains("the store is away") && !failure.text_en.contains("the store is away"));
    assert!(!failure.text.is_empty() && failure.text != failure.text_en);
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);

    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    worker::sync::give_up(&desk.ports, &message, &error).await.unwrap();
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded, "what has ended stays as it ended");
}

#[tokio::test]
async fn a_job_that_was_at_work_when_its_message_was_lost_goes_on_when_a_person_asks() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next_write(Fault::LostRequest);
    worker::sync::handle(&desk.ports, message).await.unwrap_err();
    assert_eq!(desk.only_job(&run).await.state, JobState::Pushing);
    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!((desk.only_job(&run).await.state, desk.price("1")), (JobState::Succeeded, 172_500));
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);
}

#[tokio::test]
async fn a_job_that_somebody_else_moved_does_not_keep_a_repeat_from_the_others() {
    let desk = Desk::new().await;
    let (first, second) = (desk.listed("1").await, desk.listed("2").await);
    let run = desk.start(&desk.plan(&[&first, &second]).await).await;
    for _ in 0..2 {
        desk.shopee.fault_next_write(Fault::rejected("error_server", "later"));
    }
    desk.deliver_all().await;
    desk.fakes.memory.refuse_next(Kind::Job, StoreError::Conflict);
    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    let counts = desk.stored(&run).await.counts;
    assert_eq!((counts.of(JobState::Succeeded), counts.of(JobState::Failed)), (1, 1));
    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.stored(&run).await.counts.of(JobState::Succeeded), 2);
}

#[tokio::test]
async fn a_watch_that_comes_before_its_push_has_ended_waits_for_it() {
    let desk = Desk::new().await;
    desk.shopee.audit_edits(true);
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Judul baru yang harus diperiksa dulu oleh kanal").unwrap();
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next_write(Fault::LostRequest);
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    desk.fakes.memory.refuse_next(Kind::Job, unavailable());
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    assert_eq!(desk.only_job(&run).await.state, JobState::Pushing, "the watch is sent, the end not stored");
    let watch = desk.fakes.outbox.next_sync().unwrap();
    let early = worker::sync::handle(&desk.ports, watch.clone()).await;
    assert!(matches!(early, Err(WorkError::Wait { .. })), "{early:?}");
    desk.deliver_until_done(message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Accepted);
    assert!(desk.fakes.outbox.next_sync().is_none(), "the queue took the second watch for a repeat");
    assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id("1")));
    desk.deliver_until_done(watch).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
}
