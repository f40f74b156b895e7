//! Edits that the channel looks at, and times by which the reconcile knows our own.

use app::{
    intake,
    message::NotifyMessage,
    ports::{JobState, Run, RunState},
    publishing::{
        observe::observe,
        planning::{PlanRequest, make_plan},
        run::{self, Waves},
    },
    worker::{
        self,
        schedule::{Task, run as tick},
    },
};
use domain::{Title, diff::Field};
use testkit::build::*;

use crate::desk::Desk;

/// A run whose only edit waits for its audit.
pub async fn accepted(desk: &Desk) -> Run {
    desk.shopee.audit_edits(true);
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Judul baru yang harus diperiksa dulu oleh kanal").unwrap();
    })
    .await;
    // The title alone: what buyers see, and so the content, stays as it was.
    let request = PlanRequest {
        products: vec![product.id.clone()],
        fields: Some([Field::Title].into()),
        ..PlanRequest::default()
    };
    let run = desk.start(&make_plan(&desk.ports, "owner", request).await.unwrap()).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Accepted);
    run
}

async fn has_failed_for(desk: &Desk, run: &Run, reason: &str) {
    let job = desk.only_job(run).await;
    let failure = job.failure.unwrap();
    assert_eq!((job.state, failure.code.as_str()), (JobState::Failed, "audit_refused"));
    assert!(failure.text.contains(reason) && failure.text_en.contains(reason), "{failure:?}");
    assert_eq!(desk.stored(run).await.state, RunState::Finished);
    assert_eq!(desk.live("1").status, domain::ListingStatus::Live);
}

#[tokio::test]
async fn an_edit_of_a_live_listing_that_the_audit_refuses_fails_with_its_reasons() {
    let desk = Desk::new().await;
    let run = accepted(&desk).await;
    let watch = desk.fakes.outbox.next_sync().unwrap();
    worker::sync::handle(&desk.ports, watch.clone()).await.unwrap_err();
    assert!(desk.shopee.refuse_audit(&desk.shop, &an_external_id("1"), "prohibited word"));
    worker::sync::handle(&desk.ports, watch).await.unwrap();
    has_failed_for(&desk, &run, "prohibited word").await;
}

#[tokio::test]
async fn a_notice_of_the_refusal_ends_the_job_as_well() {
    let desk = Desk::new().await;
    let run = accepted(&desk).await;
    assert!(desk.shopee.refuse_audit(&desk.shop, &an_external_id("1"), "prohibited word"));
    observe(&desk.ports, &desk.key("1"), "37 product_audit_status_change").await.unwrap();
    has_failed_for(&desk, &run, "prohibited word").await;
    let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    assert_eq!(state.awaiting, None);
}

#[tokio::test]
async fn an_edit_under_audit_of_a_listing_that_vanishes_ends_and_is_told() {
    for by_import in [false, true] {
        let desk = Desk::new().await;
        desk.shop_record().await;
        let run = accepted(&desk).await;
        desk.fakes.outbox.drain_notify();
        desk.shopee.remove(&desk.shop, &an_external_id("1"));
        if by_import {
            intake::start_accepting_gone(&desk.ports, "owner", &[a_channel("shopee")]).await.unwrap();
            while let Some(message) = desk.fakes.outbox.next_import() {
                worker::import::handle(&desk.ports, message).await.unwrap();
            }
        } else {
            observe(&desk.ports, &desk.key("1"), "16 item deleted").await.unwrap();
        }
        let job = desk.only_job(&run).await;
        let code = job.failure.map(|failure| failure.code);
        assert_eq!((job.state, code.as_deref()), (JobState::Failed, Some("listing_gone")));
        assert_eq!(desk.stored(&run).await.state, RunState::Finished);
        let kinds = desk.fakes.outbox.drain_notify().into_iter().map(|sent| {
            let NotifyMessage::Tell { kind, .. } = sent.message;
            kind
        });
        assert_eq!(kinds.filter(|kind| kind == "edit_refused").count(), 1, "by an import: {by_import}");
        let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
        assert!(state.gone && state.awaiting.is_none());
    }
}

#[tokio::test]
async fn the_reconcile_knows_our_own_pushes_however_many() {
    let desk = Desk::new().await;
    desk.shop_record().await;
    let mut products = Vec::new();
    for id in 1..=51 {
        products.push(desk.listed(&id.to_string()).await);
    }
    let plan = desk.plan(&products.iter().collect::<Vec<_>>()).await;
    desk.fakes.clock.advance(std::time::Duration::from_mins(10));
    run::start(&desk.ports, "owner", &plan.id, &plan.hash, Waves::Single).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.price("51"), 172_500);
    assert_eq!(tick(&desk.ports, Task::Reconcile).await.unwrap().acted, 0);
    assert!(desk.fakes.outbox.drain_import().is_empty());
}

#[tokio::test]
async fn the_reconcile_knows_an_edit_of_ours_that_still_waits_for_its_audit() {
    let desk = Desk::new().await;
    desk.shop_record().await;
    desk.fakes.clock.advance(std::time::Duration::from_mins(10));
    accepted(&desk).await;
    desk.fakes.outbox.drain_sync();
    assert_eq!(tick(&desk.ports, Task::Reconcile).await.unwrap().acted, 0);
    assert!(desk.fakes.outbox.next_sync().is_none());
}
