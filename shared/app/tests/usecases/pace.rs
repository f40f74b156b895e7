//! The shop's call budget over simulated time: many workers, shops that serve less than the budget says, refusals that
//! come alone and in storms, and deadlines in the middle of a slice.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{
    Ports, WorkError, intake,
    marketplace::ShopSession,
    message::{Envelope, ImportMessage},
    pacing::Pacers,
    ports::{Clock, Import, ImportPhase},
    shops::session,
    worker,
};
use domain::{ListingContent, Offer, OfferId};
use futures::{future::join_all, stream, stream::StreamExt};
use proptest::prelude::*;
use testkit::{
    Fault,
    build::{ListingVerbs, a_listing},
    fake::{SimulatedClock, Verb},
};
use tokio::time::Instant;

use crate::world::{World, shop, shopee};

/// A shop of `listings` listings, of which `varied` in a hundred have variants and take a call of their own.
struct Busy {
    world: World,
    clock: Arc<SimulatedClock>,
}

/// How a queue gives messages to workers.
struct Workers {
    functions: usize,
    /// How long one has for a message.
    time: Duration,
}

const FIVE: Workers = Workers { functions: 5, time: Duration::from_secs(110) };

#[derive(Debug, Default)]
struct Outcome {
    took: Duration,
    waits: usize,
    failures: usize,
}

impl Busy {
    async fn new(listings: usize, varied: usize, budget: u32) -> Self {
        let mut world = World::paged(100, 50).and_connected().await;
        let clock = Arc::new(SimulatedClock::default());
        world.ports.clock = clock.clone();
        world.ports.settings.calls_per_second.insert(shopee(), budget);
        for nth in 0..listings {
            let listing = a_listing(&format!("{nth:05}")).with_sku(&format!("MTK-{nth}"));
            let listing = if nth % 100 < varied { listing.with(in_two_colours) } else { listing };
            world.put(&shopee(), listing);
        }
        world.shopee.ask_for_variants();
        world.shopee.gate(|gate| {
            gate.clock = Some(clock.clone());
            gate.latency = Duration::from_millis(300);
            // Connecting took calls of its own.
            gate.arrivals.clear();
        });
        Self { world, clock }
    }

    /// Calls that an import makes when nothing is refused: pages, slices, variants.
    fn calls(listings: usize, varied: usize) -> usize {
        listings.div_ceil(100)
            + listings.div_ceil(50)
            + (0..listings).filter(|nth| nth % 100 < varied).count()
    }

    /// Imports the shop; the queue gives again what waits and fails on what fails.
    async fn import(&self, workers: &Workers) -> (Import, Outcome) {
        let import = intake::start(&self.world.ports, "owner", &[shopee()]).await.unwrap();
        let outcome = Mutex::new(Outcome::default());
        let began = self.clock.passed();
        let pulling = async {
            // Each function is a process of its own.
            let functions = (0..workers.functions).map(|_| {
                let mut ports = self.world.ports.clone();
                ports.pacers = Pacers::default();
                self.function(ports, workers.time, &import.id, &outcome)
            });
            join_all(functions).await;
        };
        self.clock.run(pulling).await;
        let mut outcome = outcome.into_inner().unwrap();
        outcome.took = self.clock.passed().saturating_sub(began);
        // What follows makes no call.
        self.world.work().await.unwrap();
        (self.world.ports.imports.get(&import.id).await.unwrap().unwrap(), outcome)
    }

    async fn function(
        &self,
        ports: Ports,
        time: Duration,
        import: &domain::ImportId,
        outcome: &Mutex<Outcome>,
    ) {
        loop {
            let phase = ports.imports.get(import).await.unwrap().unwrap().phase;
            if phase != ImportPhase::Pulling {
                return;
            }
            let batch: Vec<_> = (0..5).map_while(|_| self.world.fakes.outbox.next_import()).collect();
            if batch.is_empty() {
                self.clock.sleep(Duration::from_millis(200)).await;
                continue;
            }
            let until = self.clock.instant() + time;
            let works = batch.into_iter().map(|message| self.message(&ports, until, message, outcome));
            stream::iter(works).buffer_unordered(5).collect::<Vec<()>>().await;
        }
    }

    async fn message(
        &self,
        ports: &Ports,
        until: Instant,
        message: Envelope<ImportMessage>,
        outcome: &Mutex<Outcome>,
    ) {
        let ended = worker::import::handle(&ports.until(Some(until)), message.clone()).await;
        match ended {
            Ok(()) => return,
            Err(WorkError::Wait { after, .. }) => {
                outcome.lock().unwrap().waits += 1;
                self.clock.sleep(after.max(Duration::from_secs(1))).await;
            }
            Err(WorkError::Retry { .. }) => outcome.lock().unwrap().failures += 1,
            Err(error) => panic!("{error}"),
        }
        ports.outbox.import(&[message]).await.unwrap();
    }

    /// Everything was pulled, and nothing that was answered was asked for again but the heads of slices.
    fn nothing_was_pulled_twice(&self, listings: usize, varied: usize) {
        let expected = (0..listings).filter(|nth| nth % 100 < varied).count();
        assert_eq!(self.world.shopee.calls_of(Verb::Variants), expected);
    }
}

fn in_two_colours(content: &mut ListingContent) {
    content.options = vec!["Warna".to_owned()];
    content.offers = ["Merah", "Biru"]
        .into_iter()
        .map(|colour| Offer {
            id: OfferId::parse(colour).unwrap(),
            option_values: vec![colour.to_owned()],
            sku: None,
            ..content.offers[0].clone()
        })
        .collect();
}

fn finished(import: &Import, listings: usize) {
    assert_eq!(import.phase, ImportPhase::Finished, "{:?}", import.failure);
    let shop = &import.shops[0];
    assert_eq!((shop.found, shop.created, shop.missing), (listings as u64, listings as u64, 0));
}

/// The least time that so many calls take.
fn least(calls: usize, per_second: u32) -> Duration {
    Duration::from_secs(calls as u64) / per_second
}

/// At most so many hundredths of `other`.
fn within(took: Duration, hundredths: u32, other: Duration) -> bool {
    took * 100 < other * hundredths
}

#[tokio::test]
async fn an_import_keeps_to_the_budget_and_is_not_refused_when_the_budget_is_the_limit() {
    for budget in [1, 10, 20] {
        let (listings, varied) = (if budget == 1 { 100 } else { 1_000 }, 50);
        let busy = Busy::new(listings, varied, budget).await;
        busy.world.shopee.gate(|gate| gate.per_second = Some(budget));
        let (import, outcome) = busy.import(&FIVE).await;
        finished(&import, listings);
        let (refused, busiest) = busy.world.shopee.gate(|gate| (gate.refused, gate.busiest_second()));
        assert_eq!((refused, outcome.failures), (0, 0), "{budget}");
        assert!(busiest <= budget as usize, "{budget}: {busiest} calls in a second");
        let (took, least) = (outcome.took, least(Busy::calls(listings, varied), budget));
        assert!(within(took, 120, least + Duration::from_secs(3)), "{budget}: {took:?} for {least:?}");
        busy.nothing_was_pulled_twice(listings, varied);
    }
}

#[tokio::test]
async fn a_shop_that_serves_half_of_the_budget_is_pulled_in_the_time_that_it_takes() {
    let (listings, varied) = (1_000, 50);
    let busy = Busy::new(listings, varied, 10).await;
    busy.world.shopee.gate(|gate| gate.per_second = Some(5));
    let (import, outcome) = busy.import(&FIVE).await;
    finished(&import, listings);
    let (took, least) = (outcome.took, least(Busy::calls(listings, varied), 5));
    assert!(within(took, 115, least), "{took:?} for {least:?}");
    let (refused, all) = busy.world.shopee.gate(|gate| (gate.refused, gate.arrivals.len()));
    assert!(refused * 4 < all as u64, "{refused} of {all} calls were refused");
    assert_eq!(outcome.failures, 0);
    busy.nothing_was_pulled_twice(listings, varied);
}

#[tokio::test]
async fn one_refusal_in_a_hundred_costs_less_than_a_twentieth() {
    for budget in [10, 100] {
        let (listings, varied) = (2_000, 50);
        let mut took = Vec::new();
        for refuses in [0, 10] {
            let busy = Busy::new(listings, varied, budget).await;
            busy.world.shopee.gate(|gate| {
                gate.refuses_of_thousand = refuses;
                gate.latency = Duration::from_millis(50);
            });
            let (import, outcome) = busy.import(&FIVE).await;
            finished(&import, listings);
            took.push(outcome.took);
        }
        assert!(within(took[1], 105, took[0]), "{budget}: {took:?}");
    }
}

#[tokio::test]
async fn an_import_finishes_though_three_calls_in_ten_are_refused() {
    let (listings, varied) = (84, 90);
    let busy = Busy::new(listings, varied, 10).await;
    busy.world.shopee.gate(|gate| gate.refuses_of_thousand = 300);
    let (import, outcome) = busy.import(&FIVE).await;
    finished(&import, listings);
    assert_eq!(outcome.failures, 0, "waiting is no failed try");
    assert!(outcome.took < Duration::from_mins(5), "{outcome:?}");
    busy.nothing_was_pulled_twice(listings, varied);
}

#[tokio::test]
async fn a_storm_slows_everybody_down_and_the_pace_comes_back_after_it() {
    let (listings, varied) = (1_000, 50);
    let busy = Busy::new(listings, varied, 10).await;
    let storm = Duration::from_mins(2);
    busy.world.shopee.gate(|gate| gate.closed_until = Some(busy.clock.instant() + storm));
    let (import, outcome) = busy.import(&FIVE).await;
    finished(&import, listings);
    assert_eq!(outcome.failures, 0);
    let refused = busy.world.shopee.gate(|gate| gate.refused);
    assert!(refused < 200, "{refused} calls against a closed door in {storm:?}");
    let (took, least) = (outcome.took, least(Busy::calls(listings, varied), 10));
    assert!(took < storm + least + Duration::from_mins(1), "{took:?} for {least:?} and the storm");
    busy.nothing_was_pulled_twice(listings, varied);
}

#[tokio::test]
async fn an_import_finishes_at_a_pace_far_below_what_a_worker_has_time_for() {
    // About one call in ten seconds, of which three in ten are served: a slice takes far longer than a worker's time.
    let (listings, varied) = (100, 95);
    let busy = Busy::new(listings, varied, 1).await;
    busy.world.shopee.gate(|gate| gate.refuses_of_thousand = 700);
    let (import, outcome) = busy.import(&FIVE).await;
    finished(&import, listings);
    assert_eq!(outcome.failures, 0);
    busy.nothing_was_pulled_twice(listings, varied);
}

#[tokio::test]
async fn slices_that_outlast_their_deadline_go_on_where_they_were() {
    let (listings, varied) = (500, 98);
    let busy = Busy::new(listings, varied, 10).await;
    let short = Workers { functions: 5, time: Duration::from_secs(8) };
    let (import, outcome) = busy.import(&short).await;
    finished(&import, listings);
    assert!(outcome.waits > 5 && outcome.failures == 0, "{outcome:?}");
    busy.nothing_was_pulled_twice(listings, varied);
    let (took, least) = (outcome.took, least(Busy::calls(listings, varied), 10));
    assert!(within(took, 150, least), "{took:?} for {least:?}");
}

#[tokio::test]
async fn a_channel_that_fails_in_the_middle_of_a_slice_loses_nothing_of_it() {
    let (listings, varied) = (100, 100);
    let busy = Busy::new(listings, varied, 20).await;
    for _ in 0..3 {
        busy.world.shopee.fault_on(Verb::Variants, Fault::Unavailable);
    }
    let (import, outcome) = busy.import(&FIVE).await;
    finished(&import, listings);
    assert!(outcome.failures >= 1, "a failure is a failed try: {outcome:?}");
    assert_eq!(busy.world.shopee.calls_of(Verb::Variants), listings + 3);
}

#[tokio::test]
async fn a_message_delivered_twice_counts_its_parts_once() {
    let (listings, varied) = (150, 90);
    let busy = Busy::new(listings, varied, 10).await;
    let import = intake::start(&busy.world.ports, "owner", &[shopee()]).await.unwrap();
    let work = async {
        let pulling = async || {
            let import = busy.world.ports.imports.get(&import.id).await.unwrap().unwrap();
            import.phase == ImportPhase::Pulling
        };
        while pulling().await {
            let message = busy.world.fakes.outbox.next_import().unwrap();
            for _ in 0..2 {
                let until = busy.clock.instant() + Duration::from_millis(1_500);
                let ports = busy.world.ports.until(Some(until));
                if let Err(error) = worker::import::handle(&ports, message.clone()).await {
                    assert!(matches!(error, WorkError::Wait { .. }), "{error}");
                    busy.world.ports.outbox.import(std::slice::from_ref(&message)).await.unwrap();
                }
            }
        }
    };
    busy.clock.run(work).await;
    busy.world.work().await.unwrap();
    finished(&busy.world.ports.imports.get(&import.id).await.unwrap().unwrap(), listings);
}

/// Sessions of several processes that call as often as they may, with pauses of their own; when each call began.
async fn calls(budget: u32, processes: &[Vec<(u64, u64)>], refusals: &[u64]) -> Vec<Instant> {
    let mut world = World::connected().await;
    let clock = Arc::new(SimulatedClock::default());
    world.ports.clock = clock.clone();
    world.ports.settings.calls_per_second.insert(shopee(), budget);
    let begun = Mutex::new(Vec::new());
    let (begun_ref, clock_ref) = (&begun, &clock);
    let mut workers = Vec::new();
    for process in processes {
        let mut ports = world.ports.clone();
        ports.pacers = Pacers::default();
        for (nth, (start, pause)) in process.iter().copied().enumerate() {
            let ports = ports.clone();
            workers.push(async move {
                let session = session::open(&ports, &shopee(), &shop(&shopee())).await.unwrap();
                clock_ref.sleep(Duration::from_millis(start)).await;
                for call in 0..15 {
                    if session.admit().await.is_err() {
                        continue;
                    }
                    begun_ref.lock().unwrap().push(clock_ref.instant());
                    if refusals.contains(&(call * 7 + nth as u64)) {
                        session.throttled(None).await;
                    }
                    clock_ref.sleep(Duration::from_millis(pause)).await;
                }
            });
        }
    }
    clock.run(join_all(workers)).await;
    let mut begun = begun.into_inner().unwrap();
    begun.sort();
    begun
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever many workers do, no second holds more calls than the budget.
    #[test]
    fn no_second_holds_more_calls_than_the_budget(
        budget in 1_u32..60,
        processes in prop::collection::vec(
            prop::collection::vec((0_u64..3_000, 0_u64..400), 1..5), 1..6),
        refusals in prop::collection::vec(0_u64..100, 0..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let begun = runtime.block_on(calls(budget, &processes, &refusals));
        for (nth, first) in begun.iter().enumerate() {
            let second = |at: &&Instant| **at - *first < Duration::from_secs(1);
            let within = begun[nth..].iter().take_while(second).count();
            prop_assert!(within <= budget as usize, "{within} calls in a second of {budget}");
        }
    }
}
