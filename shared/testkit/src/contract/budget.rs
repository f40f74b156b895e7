//! Call budgets of shops.

use std::time::Duration;

use app::ports::{Budget, Slots};
use domain::{Channel, ShopId};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::{moment, own_channel, own_shop};

/// The contract of call budgets.
pub async fn budget(budget: &dyn Budget) {
    slots_are_evenly_apart_for_everyone(budget).await;
    an_impatient_caller_takes_nothing(budget).await;
    nobody_calls_before_a_time_that_the_channel_named(budget).await;
    a_refusal_lowers_the_pace_and_slots_bring_it_back(budget).await;
    refusals_of_slots_taken_before_lower_it_no_further(budget).await;
    many_refusals_at_once_are_all_taken(budget).await;
    an_idle_shop_saves_nothing_up(budget).await;
}

const PATIENT: Duration = Duration::from_hours(1);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A new shop with ten calls per second.
struct Shop<'a> {
    budget: &'a dyn Budget,
    channel: Channel,
    id: ShopId,
    start: Timestamp,
}

impl<'a> Shop<'a> {
    fn new(budget: &'a dyn Budget) -> Self {
        Self { budget, channel: own_channel(), id: own_shop(), start: moment() }
    }

    fn at(&self, after: Duration) -> Timestamp {
        self.start + SignedDuration::try_from(after).expect("a test's time is short")
    }

    async fn reserve(&self, count: u32, after: Duration, patience: Duration) -> Result<Slots, Duration> {
        let now = self.at(after);
        let slots = self.budget.reserve(&self.channel, &self.id, 10, count, now, patience).await;
        slots.expect("slots can be reserved")
    }

    async fn waits(&self, count: u32, after: Duration) -> Vec<Duration> {
        self.reserve(count, after, PATIENT).await.expect("the caller is patient").waits().collect()
    }

    async fn refused(&self, after: Duration, until: Option<Duration>) {
        let (now, until) = (self.at(after), until.map(|until| self.at(until)));
        self.budget.refused(&self.channel, &self.id, 10, now, until).await.expect("a refusal can be noted");
    }

    async fn apart(&self, after: Duration) -> Duration {
        self.reserve(1, after, PATIENT).await.expect("the caller is patient").apart
    }
}

async fn slots_are_evenly_apart_for_everyone(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    assert_eq!(shop.waits(3, ms(0)).await, [ms(0), ms(105), ms(210)], "consecutive slots, the first one now");
    let many = join_all((0..20).map(|_| shop.waits(1, ms(0)))).await;
    let mut waits: Vec<Duration> = many.into_iter().flatten().collect();
    waits.sort();
    let expected: Vec<Duration> = (3..23).map(|slot| ms(105 * slot)).collect();
    assert_eq!(waits, expected, "callers at the same moment get slots of their own, evenly apart");
    assert_eq!(Shop::new(budget).waits(1, ms(0)).await, [ms(0)], "each shop has its own budget");
}

async fn an_impatient_caller_takes_nothing(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    assert_eq!(shop.waits(8, ms(0)).await.len(), 8);
    assert_eq!(shop.reserve(2, ms(0), ms(839)).await, Err(ms(840)), "the time to wait is the answer");
    let taken = shop.reserve(1, ms(0), ms(840)).await.expect("exactly the patience is still in time");
    assert_eq!((taken.first, taken.count), (ms(840), 1), "nothing was taken before");
    assert_eq!(shop.waits(1, ms(500)).await, [ms(445)], "waits count from the caller's own now");
}

async fn nobody_calls_before_a_time_that_the_channel_named(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    shop.waits(1, ms(0)).await;
    shop.refused(ms(10), Some(ms(5_000))).await;
    assert_eq!(shop.waits(1, ms(10)).await, [ms(4_990)]);
    assert!(shop.reserve(1, ms(10), ms(1_000)).await.is_err());
    shop.refused(ms(20), Some(ms(1_000))).await;
    assert!(shop.waits(1, ms(20)).await[0] >= ms(4_980), "a shorter hold does not shorten the first one");

    let held = async |after: Duration, patience: Duration| {
        let now = shop.at(after);
        budget.held_until(&shop.channel, &shop.id, now, patience).await.expect("a hold can be read")
    };
    let until = held(ms(20), ms(1_000)).await.expect("it is held");
    assert!(until >= shop.at(ms(5_000)), "{until}");
    assert_eq!(held(ms(20), PATIENT).await, None, "the caller would wait that long");
    assert_eq!(held(ms(60_000), ms(0)).await, None, "it is over");
    let other = budget.held_until(&shop.channel, &own_shop(), shop.at(ms(20)), ms(0)).await;
    assert_eq!(other.expect("a hold can be read"), None, "each shop has its own");
}

async fn a_refusal_lowers_the_pace_and_slots_bring_it_back(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    assert_eq!(shop.apart(ms(0)).await, ms(105));
    shop.refused(ms(200), None).await;
    let lowered = shop.apart(ms(300)).await;
    assert!(lowered > ms(105) && lowered < ms(120), "one refusal takes a twentieth: {lowered:?}");
    let mut after = ms(500);
    for _ in 0..10 {
        after += ms(200);
        shop.waits(1, after).await;
    }
    assert_eq!(shop.apart(after + ms(200)).await, ms(105), "slots without a refusal bring it back");
    // Repeated refusals lower the pace further, but never to zero.
    for _ in 0..40 {
        after += ms(10_000);
        shop.waits(1, after).await;
        shop.refused(after + ms(3_000), None).await;
    }
    let lowest = shop.apart(after + ms(9_000)).await;
    assert!(lowest > ms(1_000) && lowest <= ms(2_100), "{lowest:?}");
    assert_eq!(shop.apart(after + Duration::from_mins(20)).await, ms(105), "forgotten after a while");
}

async fn refusals_of_slots_taken_before_lower_it_no_further(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    shop.waits(10, ms(0)).await;
    shop.refused(ms(100), None).await;
    let once = shop.apart(ms(100)).await;
    for after in [110, 300, 900] {
        shop.refused(ms(after), None).await;
    }
    // Two slots were taken since then, and each raised the pace a little.
    assert!(shop.apart(ms(950)).await <= once);
    shop.refused(ms(2_000), None).await;
    assert!(shop.apart(ms(2_000)).await > once, "that one was of a slot at the lower pace");
}

async fn many_refusals_at_once_are_all_taken(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    shop.waits(5, ms(0)).await;
    join_all((0..15).map(|_| shop.refused(ms(100), None))).await;
    let apart = shop.apart(ms(100)).await;
    assert!(apart > ms(105) && apart < ms(120), "as one: {apart:?}");
    shop.waits(9, ms(600)).await;
    shop.refused(ms(5_000), None).await;
    let apart = shop.apart(ms(5_000)).await;
    assert!(apart >= ms(200), "the others count for the next: {apart:?}");
}

async fn an_idle_shop_saves_nothing_up(budget: &dyn Budget) {
    let shop = Shop::new(budget);
    shop.waits(1, ms(0)).await;
    assert_eq!(shop.waits(3, ms(600_000)).await, [ms(0), ms(105), ms(210)], "idle time gives no burst");
}
