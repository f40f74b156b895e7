use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use app::StoreError;
use async_trait::async_trait;
use serde::Deserialize;

use super::*;

const LIMITS: Limits = Limits { at_once: 4, deliveries: 5 };

#[derive(Default)]
struct Recorded {
    postponed: Mutex<Vec<(String, Duration)>>,
    buried: Mutex<Vec<(String, String)>>,
    /// Each message with its wait and its failed tries.
    sent_again: Mutex<Vec<(String, Duration, u32)>>,
    queue_full: bool,
    grave_closed: bool,
}

#[async_trait]
impl Upkeep for Recorded {
    async fn postpone(&self, record: &SqsMessage, after: Duration) -> Result<(), StoreError> {
        self.postponed.lock().unwrap().push((id_of(record).to_owned(), after));
        Ok(())
    }
    async fn send_again(&self, record: &SqsMessage, after: Duration, failed: u32) -> Result<(), StoreError> {
        if self.queue_full {
            return Err(StoreError::Unavailable("full".into()));
        }
        self.sent_again.lock().unwrap().push((id_of(record).to_owned(), after, failed));
        Ok(())
    }
    async fn bury(&self, record: &SqsMessage, reason: &str) -> Result<(), StoreError> {
        if self.grave_closed {
            return Err(StoreError::Unavailable("closed".into()));
        }
        self.buried.lock().unwrap().push((id_of(record).to_owned(), reason.to_owned()));
        Ok(())
    }
}

#[derive(Deserialize)]
struct Body {
    n: u32,
}

/// Records named `m{n}` of these groups; the body of the n-th is `{"n": n}`.
fn event(groups: &[&str]) -> SqsEvent {
    let mut event = SqsEvent::default();
    event.records = groups.iter().enumerate().map(|(n, group)| record(n, group)).collect();
    event
}

fn record(n: usize, group: &str) -> SqsMessage {
    let mut record = SqsMessage::default();
    record.message_id = Some(format!("m{n}"));
    record.body = Some(format!("{{\"n\":{n}}}"));
    record.attributes = HashMap::from([
        ("MessageGroupId".to_owned(), group.to_owned()),
        ("ApproximateReceiveCount".to_owned(), "3".to_owned()),
    ]);
    record
}

fn batch(fifo: bool, upkeep: &Arc<Recorded>) -> Batch {
    Batch::with(if fifo { QueueName::Sync } else { QueueName::Import }, fifo, LIMITS, upkeep.clone())
}

impl Batch {
    /// [`Batch::run`] with a `give_up` that does nothing.
    async fn run_only<F, Fut>(&self, event: SqsEvent, deadline: Option<Instant>, work: F) -> SqsBatchResponse
    where
        F: Fn(Body, Delivery) -> Fut,
        Fut: Future<Output = Result<(), WorkError>>,
    {
        self.run(event, deadline, work, nothing_waits::<Body>).await
    }
}

fn ids(response: &SqsBatchResponse) -> Vec<String> {
    let mut ids: Vec<_> = response.batch_item_failures.iter().map(|f| f.item_identifier.clone()).collect();
    ids.sort();
    ids
}

fn retry(after: Option<u64>) -> Result<(), WorkError> {
    Err(WorkError::Retry { after: after.map(Duration::from_secs), reason: "busy".into() })
}

fn fail() -> Result<(), WorkError> {
    Err(WorkError::Fail { code: "channel_rejected".into(), reason: "no such item".into() })
}

#[tokio::test]
async fn only_what_has_to_come_again_is_reported() {
    let upkeep = Arc::new(Recorded::default());
    let response = batch(false, &upkeep)
        .run_only(event(&["a", "a", "a"]), None, |body: Body, _| async move {
            if body.n == 1 { retry(Some(7)) } else { Ok(()) }
        })
        .await;
    assert_eq!(ids(&response), ["m1"]);
    assert_eq!(*upkeep.postponed.lock().unwrap(), [("m1".to_owned(), Duration::from_secs(7))]);
}

#[tokio::test]
async fn a_failure_goes_to_the_dead_letters_with_its_reason_and_is_acknowledged() {
    let upkeep = Arc::new(Recorded::default());
    let response = batch(true, &upkeep)
        .run_only(event(&["a", "a"]), None, |body: Body, _| async move {
            if body.n == 0 { fail() } else { Ok(()) }
        })
        .await;
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(*upkeep.buried.lock().unwrap(), [("m0".into(), "channel_rejected: no such item".into())]);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_goes_to_the_dead_letters_without_being_worked() {
    let upkeep = Arc::new(Recorded::default());
    let mut event = event(&["a"]);
    event.records[0].body = Some("{\"secret\":".into());
    let response =
        batch(true, &upkeep).run_only(event, None, |_: Body, _| async { panic!("nothing to work on") }).await;
    assert!(response.batch_item_failures.is_empty());
    let buried = upkeep.buried.lock().unwrap();
    assert!(buried[0].1.starts_with("message_unreadable: ") && !buried[0].1.contains("secret"));
}

#[tokio::test]
async fn a_message_that_the_dead_letters_do_not_take_comes_again() {
    let upkeep = Arc::new(Recorded { grave_closed: true, ..Recorded::default() });
    let response = batch(false, &upkeep).run_only(event(&["a"]), None, |_: Body, _| async { fail() }).await;
    assert_eq!(ids(&response), ["m0"]);
}

#[tokio::test]
async fn a_group_stops_at_the_first_record_that_comes_again_and_other_groups_go_on() {
    let upkeep = Arc::new(Recorded::default());
    let seen = Mutex::new(Vec::new());
    let response = batch(true, &upkeep)
        .run_only(event(&["a", "b", "a", "a", "b"]), None, |body: Body, _| {
            seen.lock().unwrap().push(body.n);
            async move { if body.n == 2 { retry(Some(1)) } else { Ok(()) } }
        })
        .await;
    assert_eq!(ids(&response), ["m2", "m3"]);
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 4]);
    assert_eq!(upkeep.postponed.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_group_is_worked_in_order() {
    let upkeep = Arc::new(Recorded::default());
    let seen = Mutex::new(Vec::new());
    let seen_ref = &seen;
    batch(true, &upkeep)
        .run_only(event(&["a", "a", "a"]), None, |body: Body, _| async move {
            tokio::time::sleep(Duration::from_millis(u64::from(3 - body.n))).await;
            seen_ref.lock().unwrap().push(body.n);
            Ok(())
        })
        .await;
    assert_eq!(*seen.lock().unwrap(), [0, 1, 2]);
}

#[tokio::test]
async fn a_queue_without_order_works_no_more_than_allowed_at_once() {
    let upkeep = Arc::new(Recorded::default());
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (now, most) = (&now, &most);
    batch(false, &upkeep)
        .run_only(event(&["a"; 12]), None, |_: Body, _| async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        })
        .await;
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn what_is_not_done_before_the_deadline_comes_again_and_the_rest_is_kept() {
    let upkeep = Arc::new(Recorded::default());
    let deadline = Instant::now() + MARGIN + Duration::from_millis(200);
    let response = batch(false, &upkeep)
        .run_only(event(&["a", "a"]), Some(deadline), |body: Body, _| async move {
            if body.n == 0 {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
        .await;
    assert_eq!(ids(&response), ["m0"]);
    assert!(Instant::now() < deadline);
}

#[tokio::test]
async fn without_a_named_time_the_wait_doubles_with_every_delivery() {
    let upkeep = Arc::new(Recorded::default());
    batch(false, &upkeep).run_only(event(&["a"]), None, |_: Body, _| async { retry(None) }).await;
    assert_eq!(upkeep.postponed.lock().unwrap()[0].1, Duration::from_secs(20));
    assert_eq!(wait_before(2), Duration::from_secs(5));
    assert_eq!(wait_before(40), LONGEST_WAIT);
}

#[tokio::test]
async fn a_message_that_still_fails_at_its_last_delivery_is_given_up_with_its_reason() {
    let upkeep = Arc::new(Recorded::default());
    let mut event = event(&["a", "a"]);
    event.records[1].attributes.insert("ApproximateReceiveCount".to_owned(), "5".to_owned());
    let response = batch(false, &upkeep)
        .run_only(event, None, |body: Body, delivery: Delivery| async move {
            assert_eq!(delivery.last, body.n == 1);
            retry(Some(1))
        })
        .await;
    assert_eq!(ids(&response), ["m0"]);
    assert_eq!(*upkeep.buried.lock().unwrap(), [("m1".into(), "retries_exhausted: busy".into())]);
}

#[test]
fn an_invocation_without_a_deadline_has_none() {
    let now = jiff::Timestamp::from_second(1_000).unwrap();
    assert_eq!(deadline(0, now), None);
    let left = deadline(1_030_000, now).unwrap() - Instant::now();
    assert!(left > Duration::from_secs(29) && left <= Duration::from_secs(30));
    assert!(deadline(5, now).unwrap() <= Instant::now());
}

/// A batch of one message that is delivered for the `number`th time.
fn delivered(number: u32) -> SqsEvent {
    let mut event = event(&["a"]);
    event.records[0].attributes.insert("ApproximateReceiveCount".to_owned(), number.to_string());
    event
}

type Given = Mutex<Vec<(u32, String)>>;

#[expect(clippy::unused_async, reason = "stands where the runner takes a future")]
async fn note(given: &Given, body: Body, given_up: GivenUp) -> Result<(), StoreError> {
    given.lock().unwrap().push((body.n, format!("{} {}", given_up.occasion, given_up.error)));
    Ok(())
}

#[tokio::test]
async fn a_message_whose_last_try_is_cancelled_is_given_up_in_the_time_that_is_kept_back() {
    let (upkeep, given) = (Arc::new(Recorded::default()), Given::default());
    let end = Instant::now() + MARGIN + GIVE_UP + Duration::from_millis(100);
    let slow = |_: Body, _| std::future::pending::<Result<(), WorkError>>();
    let giving = |body, given_up| async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        note(&given, body, given_up).await
    };
    let response = batch(true, &upkeep).run(delivered(LIMITS.deliveries), Some(end), slow, giving).await;
    assert!(response.batch_item_failures.is_empty());
    assert!(Instant::now() + MARGIN <= end, "the answer still gets out");
    assert_eq!(given.lock().unwrap()[0].0, 0);
    assert_eq!(upkeep.buried.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_message_whose_last_try_killed_the_function_is_given_up_at_the_next_delivery_without_a_try() {
    let (upkeep, given) = (Arc::new(Recorded::default()), Given::default());
    let event = delivered(LIMITS.deliveries + 1);
    let work = |_: Body, _| async { panic!("it is not tried again") };
    let response = batch(false, &upkeep).run(event, None, work, |body, up| note(&given, body, up)).await;
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(given.lock().unwrap().len(), 1);
    assert!(upkeep.buried.lock().unwrap()[0].1.starts_with("retries_exhausted: "));
}

#[tokio::test]
async fn what_cannot_be_given_up_is_not_buried_and_comes_again() {
    let upkeep = Arc::new(Recorded::default());
    let away = |_: Body, _| async { Err(StoreError::Unavailable("away".into())) };
    for number in [1, LIMITS.deliveries, LIMITS.deliveries + SPARE] {
        let response =
            batch(false, &upkeep).run(delivered(number), None, |_, _| async { fail() }, away).await;
        assert_eq!(ids(&response), ["m0"], "{number}");
    }
    assert!(upkeep.buried.lock().unwrap().is_empty());
}

#[tokio::test]
async fn only_what_goes_to_the_dead_letters_is_given_up() {
    for (number, result, expected) in [
        (1, retry(Some(1)), 0),
        (LIMITS.deliveries - 1, retry(None), 0),
        (LIMITS.deliveries, retry(Some(1)), 1),
        (LIMITS.deliveries, Ok(()), 0),
        (1, fail(), 1),
    ] {
        let (upkeep, given) = (Arc::new(Recorded::default()), Given::default());
        let work = |_: Body, _| std::future::ready(result.clone());
        batch(true, &upkeep).run(delivered(number), None, work, |body, up| note(&given, body, up)).await;
        assert_eq!(given.lock().unwrap().len(), expected, "{number} {result:?}");
        assert_eq!(upkeep.buried.lock().unwrap().len(), expected, "{number} {result:?}");
    }
}

mod waiting;
