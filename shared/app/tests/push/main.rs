//! A plan carried out: look, snapshot, push, read back, undo, and everything that can go wrong on the way.

#![expect(clippy::unwrap_used, reason = "a desk that cannot be set up has failed its test")]

mod audits;
mod beside;
mod between;
mod conflicts;
mod creation;
mod desk;
mod held;
mod lifecycle;
mod lost;
mod pages;
mod repeated;
mod standing;
mod told;
mod undone;
mod unplanned;
mod wishes;
mod withheld;

use std::time::Duration;

use app::{
    UseCaseError, WorkError,
    ports::{JobState, RunState},
    publishing::{
        observe::observe,
        planning::{PlanRequest, make_plan},
        run::{self, Waves},
        undo::make_undo_plan,
    },
    worker,
};
use desk::Desk;
use domain::{Rupiah, diff::Field};
use testkit::{Fault, build::*};

#[tokio::test]
async fn a_price_is_pushed_read_back_and_agreed_on() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    assert_eq!((plan.listings_changed, plan.changes), (1, 1));
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    assert_eq!(desk.price("1"), 172_500);
    let job = desk.only_job(&run).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert_eq!(job.snapshot.unwrap().offers[0].price, Some(Rupiah::new(150_000)));
    assert_eq!(job.read_back.unwrap().offers[0].price, Some(Rupiah::new(172_500)));
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);
    assert_eq!(desk.plan(&[&product]).await.changes, 0, "planning again finds nothing to do");
}

#[tokio::test]
async fn a_second_push_makes_no_write_call() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    desk.start(&plan).await;
    desk.deliver_all().await;
    desk.shopee.forget_journal();
    let again = desk.plan(&[&product]).await;
    let refused = run::start(&desk.ports, "owner", &again.id, &again.hash, Waves::Guarded).await.unwrap_err();
    assert!(matches!(refused, UseCaseError::Refused { code: "plan_empty", .. }));
    assert_eq!(desk.shopee.write_calls(), 0);
}

#[tokio::test]
async fn another_hash_than_the_plans_starts_nothing() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let wrong = domain::ContentHash::of_bytes(b"wrong");
    let refused = run::start(&desk.ports, "owner", &plan.id, &wrong, Waves::Guarded).await.unwrap_err();
    assert!(matches!(refused, UseCaseError::Refused { code: "plan_hash_mismatch", .. }));
    assert!(desk.fakes.outbox.next_sync().is_none());
}

#[tokio::test]
async fn a_job_whose_product_moved_since_the_approval_is_stale_and_pushes_nothing() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.rule(1600).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (150_000, 0));
}

#[tokio::test]
async fn an_edit_in_the_shop_after_the_approval_makes_the_job_stale() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.shopee
        .edit(&desk.shop, &an_external_id("1"), |content| content.offers[0].price = Some(rupiah(140_000)));
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (140_000, 0));
}

#[tokio::test]
async fn a_shop_that_already_says_what_was_approved_is_left_alone() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.shopee
        .edit(&desk.shop, &an_external_id("1"), |content| content.offers[0].price = Some(rupiah(172_500)));
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Unchanged);
    assert_eq!(desk.shopee.write_calls(), 0);
}

#[tokio::test]
async fn an_answer_lost_after_the_price_was_written_ends_in_one_price_and_a_success() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.shopee.fault_next_write(Fault::LostAnswer);
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (172_500, 1), "looked before repeating");
}

#[tokio::test]
async fn a_request_that_never_arrived_is_sent_again() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.shopee.fault_next_write(Fault::LostRequest);
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.price("1"), 172_500);
}

#[tokio::test]
async fn a_message_that_comes_twice_pushes_once() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    desk.start(&plan).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(message.clone()).await;
    desk.deliver_until_done(message).await;
    assert_eq!(desk.shopee.write_calls(), 1);
}

#[tokio::test]
async fn a_refusal_fails_the_job_and_names_the_reason() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    desk.shopee.fault_next_write(Fault::rejected("error_invalid_price", "Price is invalid."));
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    assert_eq!(job.state, JobState::Failed);
    let failure = job.failure.unwrap();
    assert_eq!(failure.code, "channel_rejected");
    assert!(failure.text_en.contains("Price is invalid."), "{}", failure.text_en);
    assert_eq!(desk.price("1"), 150_000);
    let retried = run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!(retried.value.state, RunState::Running);
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
}

#[tokio::test]
async fn waiting_for_the_channels_pace_is_no_failed_try() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    for _ in 0..20 {
        desk.shopee.fault_next_write(Fault::RateLimited(Duration::from_secs(2)));
    }
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    assert_eq!((job.state, job.attempts.len()), (JobState::Succeeded, 1));
}

#[tokio::test]
async fn undo_restores_what_was_before_and_leaves_newer_edits_alone() {
    let desk = Desk::new().await;
    let (first, second) = (desk.listed("1").await, desk.listed("2").await);
    let plan = desk.plan(&[&first, &second]).await;
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    assert_eq!((desk.price("1"), desk.price("2")), (172_500, 172_500));
    desk.shopee
        .edit(&desk.shop, &an_external_id("2"), |content| content.offers[0].price = Some(rupiah(160_000)));
    observe(&desk.ports, &desk.key("2"), "test").await.unwrap();
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!((undo.changes, undo.blocked), (1, 1), "the newer price is named and left alone");
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!((desk.price("1"), desk.price("2")), (150_000, 160_000));
}

#[tokio::test]
async fn push_then_undo_is_the_identity() {
    let desk = Desk::new().await;
    let mut product = desk.listed("1").await;
    let before = desk.live("1");
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap();
    product = stored.value;
    product.title = domain::Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    product.description = "Baru sama sekali, dicetak dari TPU.".into();
    product.weight = Some(grams(99));
    desk.ports.products.put(&product, stored.version, &[]).await.unwrap();
    let plan = desk.plan(&[&product]).await;
    assert_eq!(plan.changes, 4);
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    assert_ne!(desk.live("1"), before);
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.live("1"), before);
}

#[tokio::test]
async fn an_audited_edit_is_accepted_and_succeeds_when_it_is_live() {
    let desk = Desk::new().await;
    desk.shopee.audit_edits(true);
    let product = desk.listed("1").await;
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap();
    let mut edited = stored.value;
    edited.title = domain::Title::parse("Judul baru yang harus diperiksa dulu oleh kanal").unwrap();
    desk.ports.products.put(&edited, stored.version, &[]).await.unwrap();
    let plan = desk.plan(&[&edited]).await;
    let run = desk.start(&plan).await;
    let push_message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(push_message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Accepted);
    let watch = desk.fakes.outbox.next_sync().unwrap();
    assert!(matches!(worker::sync::handle(&desk.ports, watch.clone()).await, Err(WorkError::Wait { .. })));
    assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id("1")));
    worker::sync::handle(&desk.ports, watch).await.unwrap();
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.live("1").title, edited.title.as_str());
}

#[tokio::test]
async fn a_picture_that_waits_for_an_audit_is_recognised_when_it_is_live() {
    let desk = Desk::new().await;
    desk.shopee.audit_edits(true);
    let product = desk.listed("1").await;
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap();
    let mut edited = stored.value;
    let url = "https://pictures.test/frame-new.jpg".to_owned();
    edited.images.push(domain::ProductImage {
        id: domain::ImageId::derived(&["new"]),
        url,
        origin: None,
        copies: Vec::new(),
    });
    desk.ports.products.put(&edited, stored.version, &[]).await.unwrap();
    let run = desk.start(&desk.plan(&[&edited]).await).await;
    let push_message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(push_message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Accepted);
    let watch = desk.fakes.outbox.next_sync().unwrap();
    assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id("1")));
    worker::sync::handle(&desk.ports, watch).await.unwrap();
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.live("1").images.len(), edited.images.len());
}

#[tokio::test]
async fn a_large_run_waits_for_approval_after_its_first_wave() {
    let desk = Desk::new().await;
    let mut products = Vec::new();
    for id in 1..=21 {
        products.push(desk.listed(&id.to_string()).await);
    }
    let plan = desk.plan(&products.iter().collect::<Vec<_>>()).await;
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    let waiting = desk.stored(&run).await;
    assert_eq!((waiting.state, waiting.counts.of(JobState::Succeeded)), (RunState::AwaitingApproval, 5));
    run::approve(&desk.ports, "owner", &run.id, None).await.unwrap();
    desk.deliver_all().await;
    let done = desk.stored(&run).await;
    assert_eq!((done.state, done.counts.of(JobState::Succeeded)), (RunState::Finished, 21));
}

#[tokio::test]
async fn a_paused_run_sends_nothing_until_it_is_resumed_and_a_cancelled_one_never() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = desk.plan(&[&product]).await;
    let run = desk.start(&plan).await;
    run::pause(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.price("1"), 150_000);
    run::resume(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.price("1"), 172_500);
    let other = desk.listed("2").await;
    let plan = desk.plan(&[&other]).await;
    let run = desk.start(&plan).await;
    run::cancel(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!((desk.price("2"), desk.only_job(&run).await.state), (150_000, JobState::Dropped));
}

#[tokio::test]
async fn only_the_fields_that_were_asked_for_are_planned() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap();
    let mut edited = stored.value;
    edited.weight = Some(grams(99));
    desk.ports.products.put(&edited, stored.version, &[]).await.unwrap();
    let request = PlanRequest {
        products: vec![product.id.clone()],
        fields: Some([Field::Price].into()),
        ..PlanRequest::default()
    };
    assert_eq!(make_plan(&desk.ports, "owner", request).await.unwrap().changes, 1);
}

#[tokio::test]
async fn an_unknown_sku_is_named() {
    let desk = Desk::new().await;
    let request = PlanRequest { skus: vec![a_sku("NOPE-1")], ..PlanRequest::default() };
    let UseCaseError::Invalid(problem) = make_plan(&desk.ports, "owner", request).await.unwrap_err() else {
        panic!()
    };
    assert_eq!((problem.code, problem.field.as_str()), ("sku_unknown", "skus[0]"));
}
