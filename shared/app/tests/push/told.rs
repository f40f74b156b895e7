//! Every outcome reaches the seller, once, whatever dies on the way.

use std::time::Duration;

use app::{
    StoreError,
    message::{Envelope, SyncMessage},
    ports::{JobState, Run, RunState},
    publishing::{
        observe::observe,
        run::{self, Waves},
        undo::make_undo_plan,
    },
    worker::{
        self,
        schedule::{Task, run as tick},
    },
};
use domain::Product;
use testkit::{Fault, Kind, build::*};

use crate::{audits::accepted, desk::Desk};

/// The kinds of the notices that the seller got, in the order of the alphabet.
async fn told(desk: &Desk) -> Vec<String> {
    for message in desk.fakes.outbox.drain_notify() {
        worker::notify::handle(&desk.ports, message).await.unwrap();
    }
    let notes = desk.ports.notifications.list(None, 100).await.unwrap().items;
    let mut kinds: Vec<_> = notes.into_iter().map(|note| note.kind).collect();
    kinds.sort();
    kinds
}

async fn text_of(desk: &Desk, kind: &str) -> String {
    told(desk).await;
    let notes = desk.ports.notifications.list(None, 100).await.unwrap().items;
    notes.into_iter().find(|note| note.kind == kind).unwrap().text
}

fn away() -> StoreError {
    StoreError::Unavailable("the worker dies".into())
}

fn the_edit_is_refused(desk: &Desk) {
    assert!(desk.shopee.refuse_audit(&desk.shop, &an_external_id("1"), "prohibited word"));
}

async fn look(desk: &Desk) {
    desk.fakes.clock.advance(Duration::from_mins(1));
    while observe(&desk.ports, &desk.key("1"), "22 item_update").await.is_err() {}
}

#[tokio::test]
async fn an_audit_refused_later_is_told_by_itself_with_the_listing_the_reason_and_the_next_step() {
    let desk = Desk::new().await;
    let run = accepted(&desk).await;
    assert_eq!(desk.stored(&run).await.state, RunState::Watching, "not finished while an audit runs");
    assert_eq!(told(&desk).await, ["run_watching"]);
    assert!(text_of(&desk, "run_watching").await.contains("1 masih diperiksa"));
    desk.fakes.clock.advance(Duration::from_hours(1));
    the_edit_is_refused(&desk);
    desk.deliver_all().await;
    assert_eq!(told(&desk).await, ["edit_refused", "run_finished", "run_watching"]);
    let text = text_of(&desk, "edit_refused").await;
    assert!(text.contains(&desk.live("1").title), "{text}");
    assert!(text.contains("prohibited word") && text.contains("buat rencana baru"), "{text}");
    assert!(text_of(&desk, "run_finished").await.contains("0 berhasil, 1 gagal"));
}

#[tokio::test]
async fn an_audit_that_passes_ends_the_run_and_says_so() {
    let desk = Desk::new().await;
    let run = accepted(&desk).await;
    assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id("1")));
    desk.fakes.clock.advance(Duration::from_secs(1));
    desk.deliver_all().await;
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);
    assert_eq!(told(&desk).await, ["run_finished", "run_watching"]);
    let listing = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap();
    assert_eq!(listing.state.value.awaiting, None);
}

/// A guarded run of which every edit is audited.
async fn audited_wave(desk: &Desk) -> Run {
    desk.shopee.audit_edits(true);
    let mut products: Vec<Product> = Vec::new();
    for id in 1..=25 {
        let product = desk.listed(&format!("{id:02}")).await;
        let title = format!("Judul baru nomor {id} yang harus diperiksa dulu oleh kanal");
        desk.edited(&product, |product| product.title = domain::Title::parse(&title).unwrap()).await;
        products.push(product);
    }
    let run = desk.start(&desk.plan(&products.iter().collect::<Vec<_>>()).await).await;
    for _ in 0..5 {
        let message = desk.fakes.outbox.next_sync().unwrap();
        desk.deliver_until_done(message).await;
    }
    assert_eq!(desk.stored(&run).await.counts.of(JobState::Accepted), 5);
    run
}

#[tokio::test]
async fn audited_edits_hold_a_guarded_wave_until_four_of_five_are_decided() {
    let desk = Desk::new().await;
    let run = audited_wave(&desk).await;
    assert_eq!(desk.stored(&run).await.state, RunState::Watching);
    assert_eq!(told(&desk).await, ["run_watching"]);
    run::approve(&desk.ports, "owner", &run.id, None).await.unwrap_err();
    for (id, state) in [("01", RunState::Watching), ("02", RunState::Watching), ("03", RunState::Watching)] {
        assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id(id)));
        observe(&desk.ports, &desk.key(id), "audit").await.unwrap();
        assert_eq!(desk.stored(&run).await.state, state);
    }
    assert!(desk.shopee.refuse_audit(&desk.shop, &an_external_id("04"), "prohibited word"));
    desk.fakes.clock.advance(Duration::from_secs(1));
    observe(&desk.ports, &desk.key("04"), "audit").await.unwrap();
    assert_eq!(desk.stored(&run).await.state, RunState::AwaitingApproval);
    assert_eq!(told(&desk).await, ["edit_refused", "run_awaits_approval", "run_watching"]);
    assert!(text_of(&desk, "run_awaits_approval").await.contains("3 berhasil, 1 gagal, 1 masih diperiksa"));
    for seen in [0, 2] {
        let other = run::approve(&desk.ports, "owner", &run.id, Some(seen)).await.unwrap_err();
        assert!(matches!(other, app::UseCaseError::Refused { code: "run_wave", .. }), "{seen}: {other:?}");
        assert_eq!(desk.stored(&run).await.wave, 0);
    }
    run::approve(&desk.ports, "owner", &run.id, Some(1)).await.unwrap();
    // A repeat of it is the same answer; a second person's next wave is not.
    assert_eq!(run::approve(&desk.ports, "owner", &run.id, Some(1)).await.unwrap().value.wave, 1);
    run::approve(&desk.ports, "owner", &run.id, Some(2)).await.unwrap_err();
    assert_eq!(desk.stored(&run).await.wave, 1);
}

#[tokio::test]
async fn a_wave_waits_at_most_a_day_for_audits() {
    let desk = Desk::new().await;
    let run = audited_wave(&desk).await;
    desk.fakes.clock.advance(Duration::from_hours(23));
    tick(&desk.ports, Task::Outcomes).await.unwrap();
    assert_eq!(desk.stored(&run).await.state, RunState::Watching);
    desk.fakes.clock.advance(Duration::from_hours(2));
    tick(&desk.ports, Task::Outcomes).await.unwrap();
    assert_eq!(desk.stored(&run).await.state, RunState::AwaitingApproval);
    assert_eq!(told(&desk).await, ["run_awaits_approval", "run_watching"]);
}

#[tokio::test]
async fn an_audit_that_outlasts_its_watch_is_looked_at_by_the_schedule() {
    let desk = Desk::new().await;
    let run = accepted(&desk).await;
    desk.fakes.outbox.drain_sync();
    desk.fakes.clock.advance(Duration::from_hours(1));
    assert_eq!(tick(&desk.ports, Task::Outcomes).await.unwrap().acted, 0, "its watch may still be there");
    desk.fakes.clock.advance(Duration::from_hours(6));
    the_edit_is_refused(&desk);
    assert_eq!(tick(&desk.ports, Task::Outcomes).await.unwrap().acted, 1);
    desk.deliver_all().await;
    assert_eq!(desk.stored(&run).await.state, RunState::Finished);
    assert_eq!(told(&desk).await, ["edit_refused", "run_finished", "run_watching"]);
}

#[tokio::test]
async fn the_end_after_a_retry_is_told_as_well() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.fault_next_write(Fault::rejected("error_item", "not now"));
    desk.deliver_all().await;
    assert_eq!(told(&desk).await, ["run_finished"]);
    desk.fakes.clock.advance(Duration::from_mins(1));
    run::retry(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(told(&desk).await, ["run_finished", "run_finished"]);
}

#[tokio::test]
async fn a_cancelled_run_is_told_when_its_last_job_has_ended() {
    let desk = Desk::new().await;
    let (one, two) = (desk.listed("1").await, desk.listed("2").await);
    let plan = desk.plan(&[&one, &two]).await;
    let run = run::start(&desk.ports, "owner", &plan.id, &plan.hash, Waves::Single).await.unwrap().value;
    let first = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next(Fault::Unavailable);
    worker::sync::handle(&desk.ports, first.clone()).await.unwrap_err();
    run::cancel(&desk.ports, "owner", &run.id).await.unwrap();
    desk.deliver_until_done(first).await;
    desk.deliver_all().await;
    assert_eq!(told(&desk).await, ["run_cancelled"]);
    assert_eq!(tick(&desk.ports, Task::Outcomes).await.unwrap().acted, 0);
}

/// Handles a message as the queue does: until it is done, or was delivered too often.
async fn deliver(desk: &Desk, message: &Envelope<SyncMessage>) {
    for _ in 0..20 {
        if worker::sync::handle(&desk.ports, message.clone()).await.is_ok() {
            return;
        }
        desk.fakes.clock.advance(Duration::from_secs(30));
    }
    panic!("the message was never done");
}

/// Where a worker can die: at the nth write of a kind, or at the nth sending.
#[derive(Debug, Clone, Copy)]
enum Death {
    At(Kind, usize),
    Sending(usize),
}

impl Death {
    fn all() -> impl Iterator<Item = Self> {
        let kinds = [Kind::Run, Kind::Job, Kind::ListingState, Kind::Observed];
        let writes = kinds.into_iter().flat_map(|kind| (0..5).map(move |nth| Self::At(kind, nth)));
        writes.chain((0..5).map(Self::Sending))
    }

    fn comes(self, desk: &Desk) {
        match self {
            Self::At(kind, nth) => desk.fakes.memory.refuse_after(kind, nth, away()),
            Self::Sending(nth) => desk.fakes.outbox.refuse_after(nth, away()),
        }
    }

    /// Ends the danger; `false` where the worker never came so far.
    fn is_over(desk: &Desk) -> bool {
        !(desk.fakes.memory.forget_refusals() | desk.fakes.outbox.forget_refusals())
    }
}

#[tokio::test]
async fn a_worker_that_dies_anywhere_tells_the_end_of_a_push_once() {
    let mut deaths = 0;
    for death in Death::all() {
        let desk = Desk::new().await;
        let product = desk.listed("1").await;
        let run = desk.start(&desk.plan(&[&product]).await).await;
        let message = desk.fakes.outbox.next_sync().unwrap();
        death.comes(&desk);
        deliver(&desk, &message).await;
        deaths += u32::from(Death::is_over(&desk));
        assert_eq!(desk.stored(&run).await.state, RunState::Finished, "{death:?}");
        assert_eq!(told(&desk).await, ["run_finished"], "{death:?}");
        assert!(desk.stored(&run).await.outcome.to_tell.is_empty(), "{death:?}");
    }
    assert!(deaths >= 8, "only {deaths} deaths were met");
}

#[tokio::test]
async fn a_worker_that_dies_anywhere_tells_a_late_refusal_once() {
    let mut deaths = 0;
    for (by_watch, death) in Death::all().flat_map(|death| [(true, death), (false, death)]) {
        let desk = Desk::new().await;
        let run = accepted(&desk).await;
        let watch = desk.fakes.outbox.next_sync().unwrap();
        told(&desk).await;
        the_edit_is_refused(&desk);
        desk.fakes.clock.advance(Duration::from_secs(1));
        death.comes(&desk);
        if by_watch {
            deliver(&desk, &watch).await;
        } else {
            look(&desk).await;
        }
        deaths += u32::from(Death::is_over(&desk));
        assert_eq!(
            told(&desk).await,
            ["edit_refused", "run_finished", "run_watching"],
            "{by_watch} {death:?}"
        );
        let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
        assert_eq!(state.awaiting, None, "{by_watch} {death:?}");
        assert_eq!(desk.only_job(&run).await.to_tell, [], "{by_watch} {death:?}");
    }
    assert!(deaths >= 10, "only {deaths} deaths were met");
}

#[tokio::test]
async fn what_a_request_could_not_tell_the_schedule_tells() {
    for sendings in 0..2 {
        let desk = Desk::new().await;
        let product = desk.listed("1").await;
        let run = desk.start(&desk.plan(&[&product]).await).await;
        desk.fakes.outbox.refuse_after(sendings, away());
        // A request is not repeated by a queue.
        let _ = run::cancel(&desk.ports, "owner", &run.id).await;
        desk.fakes.outbox.forget_refusals();
        desk.fakes.outbox.drain_sync();
        tick(&desk.ports, Task::Outcomes).await.unwrap();
        assert_eq!(told(&desk).await, ["run_cancelled"], "{sendings}");
        assert_eq!(tick(&desk.ports, Task::Outcomes).await.unwrap().acted, 0);
    }
}

fn edit_price(desk: &Desk, price: i64) {
    let edit = |content: &mut domain::ListingContent| content.offers[0].price = Some(rupiah(price));
    desk.shopee.edit(&desk.shop, &an_external_id("1"), edit);
}

#[tokio::test]
async fn a_worker_that_dies_anywhere_tells_an_edit_on_the_channel_once() {
    let mut deaths = 0;
    for death in Death::all() {
        let desk = Desk::new().await;
        desk.listed("1").await;
        edit_price(&desk, 99_000);
        death.comes(&desk);
        look(&desk).await;
        deaths += u32::from(Death::is_over(&desk));
        look(&desk).await;
        assert_eq!(told(&desk).await, ["listing_drift"], "{death:?}");
    }
    assert!(deaths >= 3, "only {deaths} deaths were met");
}

#[tokio::test]
async fn an_edit_that_is_made_twice_is_told_twice_and_one_that_stays_once() {
    let desk = Desk::new().await;
    desk.listed("1").await;
    for _ in 0..2 {
        edit_price(&desk, 99_000);
        look(&desk).await;
        look(&desk).await;
        edit_price(&desk, 150_000);
        look(&desk).await;
    }
    assert_eq!(told(&desk).await, ["listing_drift", "listing_drift"]);
}

#[tokio::test]
async fn an_edit_that_an_import_stored_first_is_told_when_the_channel_speaks_of_it() {
    let desk = Desk::new().await;
    desk.listed("1").await;
    edit_price(&desk, 99_000);
    desk.fakes.clock.advance(Duration::from_mins(1));
    let mut seen = observed(&desk.key("1"), desk.live("1"));
    seen.seen_at = app::ports::Clock::now(desk.fakes.clock.as_ref());
    desk.ports.listings.observe(&[seen]).await.unwrap();
    look(&desk).await;
    assert_eq!(told(&desk).await, ["listing_drift"]);
}

#[tokio::test]
async fn a_listing_that_vanishes_is_told_once_each_time_it_does() {
    for death in Death::all() {
        let desk = Desk::new().await;
        desk.listed("1").await;
        let before = desk.shopee.listings(&desk.shop).remove(0);
        desk.shopee.remove(&desk.shop, &an_external_id("1"));
        death.comes(&desk);
        look(&desk).await;
        Death::is_over(&desk);
        look(&desk).await;
        assert_eq!(told(&desk).await, ["listing_gone"], "{death:?}");
        desk.shopee.put_listing(&desk.shop, before);
        look(&desk).await;
        desk.shopee.remove(&desk.shop, &an_external_id("1"));
        look(&desk).await;
        assert_eq!(told(&desk).await, ["listing_gone", "listing_gone"], "{death:?}");
    }
}

#[tokio::test]
async fn a_plan_that_undoes_a_run_is_audited() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    let plan = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    let audit = desk.ports.audit.list(Some(plan.id.as_str()), None, 10).await.unwrap().items;
    assert_eq!(audit.len(), 1);
    assert_eq!(
        (audit[0].action.as_str(), audit[0].details["undoes"].as_str()),
        ("plan.undo", Some(run.id.as_str()))
    );
}
