//! Wishes over the whole catalogue: what fits into a request is done there, the queue does the rest.

use app::{
    catalogue::masters,
    ports::{BulkTask, CatalogueQuery, PlanRequest, PlanState, TitleOrigin},
    pricing::{
        base_reading::{self, Reading},
        whatif,
    },
    publishing::{planning::make_plan, titles},
    worker::schedule::{self, Task},
};
use domain::{BasisPoints, ListingKey, ids::BulkTaskId, pricing::PriceRule};
use testkit::build::{ListingVerbs, a_listing};

use crate::world::{World, shopee};

const OWNER: &str = "owner@example.test";
const MANY: u32 = 260;

async fn many() -> (World, Vec<ListingKey>) {
    let world = World::paged(50, 50).and_connected().await;
    let one = |n: u32| {
        a_listing(&format!("{n:04}"))
            .with_title(&format!("Dudukan kamera GoPro nomor {n} untuk drone FPV 5 inci"))
            .with_sku(&format!("SKU-{n}"))
            .with(|content| content.images.clear())
    };
    let keys = (0..MANY).map(|n| world.put(&shopee(), one(n))).collect();
    world.import().await;
    world.price().await;
    (world, keys)
}

fn id(world: &World) -> BulkTaskId {
    BulkTaskId::from_unique(&world.ports.ids.unique())
}

async fn finished(world: &World, task: &BulkTask) -> BulkTask {
    world.price().await;
    let done = world.ports.bulk_tasks.get(&task.id).await.unwrap().unwrap().value;
    assert!(done.is_finished(), "{done:?}");
    done
}

#[tokio::test]
async fn masters_are_accepted_by_the_request_and_then_by_the_queue() {
    let (world, keys) = many().await;
    for key in &keys {
        world.channel(&key.channel).edit(&key.shop, &key.external_id, |content| {
            content.description = format!("Kini panjang sekali {key}");
        });
        app::publishing::observe::observe(&world.ports, key, "test").await.unwrap();
    }
    let which = masters::Which { filter: Some(CatalogueQuery::default()), limit: 50, ..Default::default() };
    let wish = masters::Wish::WithoutWarnings(Box::new(which));
    let many = masters::accept_many(&world.ports, OWNER, id(&world), wish).await.unwrap();
    let task = many.task.expect("a request does not do it all");
    assert_eq!(many.done.len(), 200);
    assert!(many.done.iter().all(|one| matches!(one.outcome, masters::Outcome::Applied { .. })));
    let done = finished(&world, &task).await;
    assert_eq!((done.counts["applied"], done.looked_at), (60, 60));
    let which = masters::Which { filter: Some(CatalogueQuery::default()), limit: 200, ..Default::default() };
    let left = masters::preview(&world.ports, &which).await.unwrap();
    assert_eq!(left.items, []);
}

#[tokio::test]
async fn titles_are_taken_by_the_request_and_then_by_the_queue() {
    let (world, keys) = many().await;
    let wish = titles::Wish::Proposed { filter: Box::default(), channels: Vec::new(), outdated: false };
    let many = titles::accept_many(&world.ports, OWNER, id(&world), wish).await.unwrap();
    let task = many.task.expect("a request does not do it all");
    let done = finished(&world, &task).await;
    let accepted = done.counts.get("accepted").copied().unwrap_or(0);
    let first = many.done.iter().filter(|one| one.outcome == titles::Outcome::Accepted).count() as u64;
    assert!(first > 0 && accepted > 0);
    let mut taken = 0;
    for key in &keys {
        let product = world.ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap();
        let titles = titles::of_product(&world.ports, &product).await.unwrap();
        taken += u64::from(titles.listings[0].origin == TitleOrigin::Accepted);
    }
    assert_eq!(taken, first + accepted);
}

#[tokio::test]
async fn a_preview_of_a_large_catalogue_is_finished_by_the_queue_with_the_same_answer() {
    let world = World::paged(50, 50).and_connected().await;
    for n in 0..1_100_u32 {
        world.put(&shopee(), a_listing(&format!("{n:05}")).with_sku(&format!("SKU-{n}")).with_price(100_000));
    }
    world.import().await;
    world.price().await;
    let rule = PriceRule::of_markup(BasisPoints::percent(15));
    let change = whatif::Change {
        rule: Some(rule),
        fees: Some(domain::pricing::FeeSchedule::none()),
        ..whatif::Change::default()
    };
    let question = whatif::Question { change, limit: 5, ..whatif::Question::default() };
    let answer = whatif::what_if(&world.ports, OWNER, id(&world), &shopee(), &question).await.unwrap();
    let task = answer.task.expect("a request does not do it all");
    assert_eq!(answer.found.products, 1_000);
    let done = finished(&world, &task).await;
    let found = whatif::found(&done).unwrap().unwrap();
    assert_eq!((found.products, found.offers, found.changed, found.examples.len()), (1_100, 1_100, 1_100, 5));
    assert_eq!(found.readings.open, 1_100);
    assert_eq!(found.readings.include_fees.channels[&shopee()].stay, 1_100);
    assert_eq!(found.readings.are_base.channels[&shopee()].raised, 1_100);
    assert_eq!(
        world.fakes.outbox.drain_notify().iter().filter(|m| format!("{m:?}").contains("bulk_task")).count(),
        0
    );
}

/// Requests that die between what they record and what they send, and that nobody repeats.
#[tokio::test]
async fn a_task_and_a_plan_whose_request_died_are_carried_out_all_the_same() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("100").with_sku("SKU-1").with_price(100_000));
    world.import().await;
    world.price().await;
    let life = world.fakes.memory.life();

    life.ends_after(1);
    let task = id(&world);
    base_reading::choose(&world.ports, OWNER, task.clone(), Reading::ShopPricesAreBase).await.unwrap_err();
    assert!(life.begins());
    life.ends_after(1);
    let request = PlanRequest { filter: Some(CatalogueQuery::default()), ..PlanRequest::default() };
    make_plan(&world.ports, OWNER, request).await.unwrap_err();
    assert!(life.begins());
    let plan = world.ports.plans.recent(None, 1).await.unwrap().items.remove(0);
    assert_eq!(plan.state, PlanState::Preparing);
    assert_eq!(world.price().await, 0, "nothing was sent");

    world.fakes.clock.advance(std::time::Duration::from_mins(6));
    assert_eq!(schedule::run(&world.ports, Task::Outcomes).await.unwrap().acted, 2);
    world.price().await;
    assert!(world.ports.bulk_tasks.get(&task).await.unwrap().unwrap().value.is_finished());
    assert_eq!(world.ports.plans.get(&plan.id).await.unwrap().unwrap().state, PlanState::Ready);
    world.fakes.clock.advance(std::time::Duration::from_mins(6));
    assert_eq!(schedule::run(&world.ports, Task::Outcomes).await.unwrap().acted, 0);
}
