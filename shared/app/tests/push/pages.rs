//! Plans and runs of more listings than one request works: recorded at once, worked in pages, exact whatever dies.

use app::{
    StoreError, UseCaseError,
    ports::{JobState, Plan, PlanState, RunState, UndoScope},
    publishing::{
        planning::{self, PlanRequest, make_plan, make_plan_as},
        run::{self, Waves},
        undo::make_undo_plan_of,
    },
};
use domain::{PlanId, Product};
use testkit::fake::Kind;

use crate::desk::Desk;

/// More than the pages of a request hold.
const MANY: usize = 230;

async fn many(desk: &Desk) -> Vec<Product> {
    let mut products = Vec::new();
    for id in 1..=MANY {
        products.push(desk.listed(&id.to_string()).await);
    }
    products
}

fn named(products: &[Product]) -> PlanRequest {
    PlanRequest { products: products.iter().map(|p| p.id.clone()).collect(), ..PlanRequest::default() }
}

fn everything() -> PlanRequest {
    PlanRequest { filter: Some(app::ports::CatalogueQuery::default()), ..PlanRequest::default() }
}

async fn plan(desk: &Desk, id: &PlanId) -> Plan {
    desk.ports.plans.get(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_large_plan_is_recorded_at_once_and_made_by_the_queue() {
    let desk = Desk::new().await;
    let products = many(&desk).await;
    let begun = make_plan(&desk.ports, "owner", named(&products)).await.unwrap();
    assert_eq!((begun.state, begun.to_look_at), (PlanState::Preparing, MANY as u64));
    assert!(
        begun.looked_at > 0 && begun.looked_at < MANY as u64,
        "the first pages are made: {}",
        begun.looked_at
    );
    let early = run::start(&desk.ports, "owner", &begun.id, &begun.hash, Waves::Guarded).await.unwrap_err();
    assert!(matches!(early, UseCaseError::Refused { code: "plan_not_ready", .. }));
    desk.deliver_all().await;
    let ready = plan(&desk, &begun.id).await;
    assert_eq!((ready.state, ready.listings_changed, ready.changes), (PlanState::Ready, 230, 230));
    let by_filter = make_plan(&desk.ports, "owner", everything()).await.unwrap();
    desk.deliver_all().await;
    let by_filter = plan(&desk, &by_filter.id).await;
    assert_eq!((by_filter.state, by_filter.listings), (PlanState::Ready, 230));
    assert_eq!(by_filter.hash, ready.hash, "the hash names the listings and their changes, not the pages");
}

#[tokio::test]
async fn a_plan_whose_worker_dies_at_any_page_or_whose_message_comes_twice_is_the_same_plan() {
    let desk = Desk::new().await;
    let products = many(&desk).await;
    let whole = make_plan(&desk.ports, "owner", named(&products)).await.unwrap();
    desk.deliver_all().await;
    let whole = plan(&desk, &whole.id).await;
    let id = PlanId::derived(&["again"]);
    desk.fakes.memory.refuse_next(Kind::Plan, StoreError::Unavailable("down".to_owned()));
    make_plan_as(&desk.ports, "owner", id.clone(), named(&products)).await.unwrap_err();
    for _ in 0..2 {
        make_plan_as(&desk.ports, "owner", id.clone(), named(&products)).await.unwrap();
    }
    loop {
        desk.fakes.memory.refuse_next(Kind::Plan, StoreError::Unavailable("down".to_owned()));
        let _died = planning::go_on(&desk.ports, &id, 1).await;
        let now = planning::go_on(&desk.ports, &id, 1).await.unwrap();
        if now.state == PlanState::Ready {
            break;
        }
    }
    desk.deliver_all().await;
    let again = plan(&desk, &id).await;
    assert_eq!((again.hash, again.listings, again.calls), (whole.hash, whole.listings, whole.calls));
}

#[tokio::test]
async fn a_large_run_is_made_and_let_go_in_pages_and_a_wave_of_it_is_undone() {
    let desk = Desk::new().await;
    let products = many(&desk).await;
    let begun = make_plan(&desk.ports, "owner", named(&products)).await.unwrap();
    desk.deliver_all().await;
    let ready = plan(&desk, &begun.id).await;
    let run = run::start(&desk.ports, "owner", &ready.id, &ready.hash, Waves::Guarded).await.unwrap().value;
    assert_eq!((run.state, run.counts.total()), (RunState::Starting, 230));
    run::start(&desk.ports, "owner", &ready.id, &ready.hash, Waves::Guarded).await.unwrap();
    desk.deliver_all().await;
    let first = desk.stored(&run).await;
    assert_eq!((first.state, first.counts.of(JobState::Succeeded)), (RunState::AwaitingApproval, 5));
    run::approve(&desk.ports, "owner", &run.id, None).await.unwrap();
    desk.deliver_all().await;
    let second = desk.stored(&run).await;
    assert_eq!((second.state, second.counts.of(JobState::Succeeded)), (RunState::AwaitingApproval, 55));

    let undo =
        |name: &str, scope| make_undo_plan_of(&desk.ports, "owner", PlanId::derived(&[name]), &run.id, scope);
    assert_eq!(undo("wave", UndoScope::Wave(0)).await.unwrap().changes, 5);
    assert_eq!(undo("run", UndoScope::Run).await.unwrap().changes, 55);
    let jobs = desk.ports.runs.rows(&run.id, 7, 2).await.unwrap();
    let jobs = jobs.into_iter().map(|row| row.job).collect();
    assert_eq!(undo("jobs", UndoScope::Jobs(jobs)).await.unwrap().changes, 2);
    let none = undo("later", UndoScope::Wave(2)).await.unwrap_err();
    assert!(matches!(none, UseCaseError::Refused { code: "nothing_to_undo", .. }));

    let cancelled = run::cancel(&desk.ports, "owner", &run.id).await.unwrap().value;
    assert_eq!((cancelled.counts.of(JobState::Dropped), cancelled.counts.total()), (175, 230));
    let dropped = desk
        .ports
        .runs
        .jobs(&run.id, &app::ports::JobFilter::state(JobState::Dropped), None, 200)
        .await
        .unwrap()
        .items;
    assert_eq!(dropped.len(), 175);
}
