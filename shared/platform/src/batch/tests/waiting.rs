//! Messages that wait: the number of waits does not reduce the number of tries that may fail.

use aws_lambda_events::event::sqs::SqsMessageAttribute;

use super::super::{upkeep::FAILED_TRIES, waiting::failed_before};
use super::*;

fn wait(seconds: u64) -> Result<(), WorkError> {
    Err(WorkError::Wait { after: Duration::from_secs(seconds), reason: "no slot".into() })
}

/// A batch of one message that was received `receives` times and replaces one that failed `failed` times.
fn received(receives: u32, failed: u32) -> SqsEvent {
    let mut event = delivered(receives);
    let mut attribute = SqsMessageAttribute::default();
    attribute.string_value = Some(failed.to_string());
    event.records[0].message_attributes.insert(FAILED_TRIES.to_owned(), attribute);
    event
}

async fn worked(fifo: bool, event: SqsEvent, result: Result<(), WorkError>) -> (Vec<String>, Arc<Recorded>) {
    let upkeep = Arc::new(Recorded::default());
    let work = |_: Body, _| std::future::ready(result.clone());
    let response = batch(fifo, &upkeep).run_only(event, None, work).await;
    (ids(&response), upkeep)
}

#[tokio::test]
async fn a_waiting_message_is_sent_again_with_its_failed_tries_and_acknowledged() {
    // Received for the third time: the two before failed.
    let (again, upkeep) = worked(false, delivered(3), wait(7)).await;
    assert!(again.is_empty());
    assert_eq!(*upkeep.sent_again.lock().unwrap(), [("m0".to_owned(), Duration::from_secs(7), 2)]);
    let (_, upkeep) = worked(false, received(1, 2), wait(0)).await;
    assert_eq!(*upkeep.sent_again.lock().unwrap(), [("m0".to_owned(), SHORTEST_WAIT, 2)]);
}

#[tokio::test]
async fn waiting_at_the_last_delivery_gives_nothing_up() {
    for fifo in [false, true] {
        let (again, upkeep) = worked(fifo, delivered(LIMITS.deliveries), wait(7)).await;
        assert!(again.is_empty());
        assert!(upkeep.buried.lock().unwrap().is_empty());
        assert_eq!(upkeep.sent_again.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn failed_tries_before_the_waits_count() {
    let (again, upkeep) = worked(false, received(1, LIMITS.deliveries - 2), retry(Some(1))).await;
    assert_eq!((again.len(), upkeep.buried.lock().unwrap().len()), (1, 0));
    let (again, upkeep) = worked(false, received(1, LIMITS.deliveries - 1), retry(Some(1))).await;
    assert_eq!((again.len(), upkeep.buried.lock().unwrap().len()), (0, 1));
}

#[tokio::test]
async fn a_message_may_wait_for_ever_and_still_fail_as_often_as_any_other() {
    let (mut event, mut waits, mut failures) = (received(1, 0), 0, 0);
    let given_up = loop {
        let fails = (waits + failures) % 100 == 99;
        let result = if fails { retry(Some(1)) } else { wait(1) };
        let (_, upkeep) = worked(false, event.clone(), result).await;
        if !upkeep.buried.lock().unwrap().is_empty() {
            break failures + 1;
        }
        if fails {
            failures += 1;
            let receives = receives(&event.records[0]) + 1;
            event = received(receives, failed_before(&event.records[0]));
        } else {
            waits += 1;
            let failed = upkeep.sent_again.lock().unwrap()[0].2;
            event = received(1, failed);
        }
    };
    assert_eq!((given_up, waits > 400), (LIMITS.deliveries, true));
}

#[tokio::test]
async fn a_waiting_message_that_cannot_be_sent_is_hidden() {
    let upkeep = Arc::new(Recorded { queue_full: true, ..Recorded::default() });
    let work = |_: Body, _| std::future::ready(wait(7));
    let response = batch(false, &upkeep).run_only(delivered(1), None, work).await;
    assert_eq!(ids(&response), ["m0"]);
    assert_eq!(*upkeep.postponed.lock().unwrap(), [("m0".to_owned(), Duration::from_secs(7))]);
}

#[tokio::test]
async fn a_wait_for_tomorrow_is_one_receipt_and_no_busy_loop() {
    let (again, upkeep) = worked(false, delivered(1), wait(60 * 60 * 10)).await;
    assert_eq!(again, ["m0"]);
    assert_eq!(upkeep.postponed.lock().unwrap()[0].1, Duration::from_hours(10));
    let (again, upkeep) = worked(false, delivered(LIMITS.deliveries), wait(60 * 60 * 10)).await;
    assert_eq!((again.len(), upkeep.sent_again.lock().unwrap().len()), (0, 1));
}

#[tokio::test]
async fn in_a_queue_with_order_a_message_keeps_its_place_until_half_of_its_receipts_are_used_up() {
    let two = |receives: u32| {
        let mut event = event(&["a", "a"]);
        for record in &mut event.records {
            record.attributes.insert("ApproximateReceiveCount".to_owned(), receives.to_string());
        }
        event
    };
    let (again, upkeep) = worked(true, two(2), wait(7)).await;
    assert_eq!(again, ["m0", "m1"], "hidden, and nothing overtakes it");
    assert_eq!(upkeep.postponed.lock().unwrap().len(), 2);
    let (again, upkeep) = worked(true, two(3), wait(7)).await;
    assert!(again.is_empty());
    let sent: Vec<_> =
        upkeep.sent_again.lock().unwrap().iter().map(|(id, _, failed)| (id.clone(), *failed)).collect();
    assert_eq!(sent, [("m0".to_owned(), 0), ("m1".to_owned(), 0)], "in order, with all their tries");
}

#[tokio::test]
async fn work_is_told_when_to_begin_no_more_calls() {
    let upkeep = Arc::new(Recorded::default());
    let end = Instant::now() + Duration::from_mins(1);
    let told = Mutex::new(Vec::new());
    for number in [1, LIMITS.deliveries] {
        batch(false, &upkeep)
            .run_only(delivered(number), Some(end), |_: Body, delivery: Delivery| {
                told.lock().unwrap().push(end - delivery.until.unwrap());
                std::future::ready(Ok(()))
            })
            .await;
    }
    assert_eq!(*told.lock().unwrap(), [MARGIN + WIND_DOWN, MARGIN + WIND_DOWN + GIVE_UP]);
}
