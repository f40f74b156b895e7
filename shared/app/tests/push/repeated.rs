//! What is pushed when a job goes on later than it began.

use app::{StoreError, WorkError, ports::JobState, publishing::run, worker};
use domain::Title;
use testkit::{
    Fault,
    fake::{Kind, Verb},
};

use crate::desk::Desk;

/// Plan A has failed at 172,500 and plan B has put 184,000 live.
async fn a_newer_price(desk: &Desk) -> (domain::Product, app::ports::Run) {
    let product = desk.listed("1").await;
    let old = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.fault_next_write(Fault::rejected("error_server", "later"));
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&old).await.state, JobState::Failed);
    desk.base_price(&product, 160_000).await;
    desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    assert_eq!(desk.price("1"), 184_000);
    desk.shopee.forget_journal();
    (product, old)
}

#[tokio::test]
async fn repeating_an_old_job_does_not_push_its_price_over_a_newer_one() {
    let desk = Desk::new().await;
    let (_, old) = a_newer_price(&desk).await;
    run::retry(&desk.ports, "owner", &old.id).await.unwrap();
    desk.deliver_all().await;
    let job = desk.only_job(&old).await;
    assert_eq!((job.state, job.failure.unwrap().code.as_str()), (JobState::Stale, "stale"));
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (184_000, 0));
    assert_eq!(desk.stored(&old).await.state, app::ports::RunState::Finished);
}

#[tokio::test]
async fn a_newer_price_stays_although_the_product_is_back_where_the_old_plan_was_made() {
    let desk = Desk::new().await;
    let (product, old) = a_newer_price(&desk).await;
    desk.base_price(&product, 150_000).await;
    run::retry(&desk.ports, "owner", &old.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&old).await.state, JobState::Stale);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (184_000, 0));
}

#[tokio::test]
async fn a_message_that_comes_back_from_the_dead_letters_does_not_either() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let old = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next_write(Fault::LostRequest);
    assert!(matches!(worker::sync::handle(&desk.ports, message.clone()).await, Err(WorkError::Retry { .. })));
    assert_eq!(desk.only_job(&old).await.state, JobState::Pushing);
    desk.base_price(&product, 160_000).await;
    desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    desk.shopee.forget_journal();
    desk.deliver_until_done(message).await;
    assert_eq!(desk.only_job(&old).await.state, JobState::Stale);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (184_000, 0));
}

#[tokio::test]
async fn a_push_that_was_cut_off_between_two_steps_sends_the_other_one() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.fault_on(Verb::Prices, Fault::LostRequest);
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!((desk.price("1"), desk.shopee.calls_of(Verb::Content)), (172_500, 1));
}

#[tokio::test]
async fn a_push_that_was_killed_after_its_read_back_ends_as_a_success_without_another_write() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next_write(Fault::LostRequest);
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    desk.fakes.memory.refuse_next(Kind::Job, StoreError::Unavailable("down".to_owned()));
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    assert_eq!(desk.only_job(&run).await.state, JobState::Pushing, "written and not yet called a success");
    desk.shopee.forget_journal();
    desk.deliver_until_done(message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (172_500, 0));
}

#[tokio::test]
async fn what_a_stopped_push_did_write_is_no_foreign_edit_to_the_next_plan() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.fault_on(Verb::Prices, Fault::rejected("error_server", "later"));
    desk.deliver_all().await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Terbaru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    assert_eq!(desk.live("1").title, "Dudukan Kamera Terbaru untuk Drone FPV Lima Inci");
    assert_eq!(desk.price("1"), 172_500);
}
