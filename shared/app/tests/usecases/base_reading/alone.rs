//! One reading at a time, and each in the audit once.

use app::{
    StoreError, UseCaseError,
    pricing::base_reading::{self, Reading},
};
use testkit::Kind;

use super::{OWNER, Shops};

#[tokio::test]
async fn of_two_readings_at_once_one_is_refused_though_the_list_of_tasks_lags() {
    let shops = Shops::imported().await.with_rules().await;
    let (ports, fakes) = (&shops.world.ports, &shops.world.fakes);
    fakes.memory.bulk_lists_lag();
    let before = shops.bases().await;
    let first = base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesIncludeFees).await.unwrap();
    let again = base_reading::choose(ports, OWNER, first.id.clone(), Reading::ShopPricesIncludeFees).await;
    assert_eq!(again.unwrap().id, first.id, "a repeat finds its own");
    let is_refused = |answer: Result<_, UseCaseError>| {
        matches!(answer, Err(UseCaseError::Refused { code: "base_reading_running", .. }))
    };
    let other = shops.id();
    assert!(is_refused(base_reading::choose(ports, OWNER, other.clone(), Reading::ShopPricesAreBase).await));
    assert!(is_refused(base_reading::undo(ports, OWNER, &first.id).await));
    shops.world.price().await;
    let undone = base_reading::undo(ports, OWNER, &first.id).await.unwrap();
    assert!(is_refused(base_reading::choose(ports, OWNER, other, Reading::ShopPricesAreBase).await));
    shops.world.price().await;
    assert!(shops.task(&undone.id).await.is_finished());
    assert_eq!(shops.bases().await, before);
}

#[tokio::test]
async fn a_reading_that_stalled_makes_room_and_its_message_changes_nothing_when_it_is_sent_again() {
    let shops = Shops::imported().await.with_rules().await;
    let (ports, fakes) = (&shops.world.ports, &shops.world.fakes);
    fakes.memory.bulk_lists_lag();
    let before = shops.bases().await;
    base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesIncludeFees).await.unwrap();
    let lost = fakes.outbox.drain_pricing();
    fakes.clock.advance(std::time::Duration::from_mins(41));
    let second = base_reading::choose(ports, OWNER, shops.id(), Reading::ShopPricesAreBase).await.unwrap();
    for message in lost {
        app::worker::pricing::handle(ports, message).await.unwrap();
    }
    assert_eq!(shops.bases().await, before, "the dead letter finds the end of its task");
    shops.world.price().await;
    assert!(shops.task(&second.id).await.is_finished());
    base_reading::undo(ports, OWNER, &second.id).await.unwrap();
    shops.world.price().await;
    assert_eq!(shops.bases().await, before);
}

#[tokio::test]
async fn a_reading_is_in_the_audit_once_wherever_its_request_dies() {
    for kind in [Kind::BulkTask, Kind::Audit] {
        for nth in 0..2 {
            for repeated in [false, true] {
                let shops = Shops::imported().await.with_rules().await;
                let (ports, fakes) = (&shops.world.ports, &shops.world.fakes);
                let id = shops.id();
                let choose = || base_reading::choose(ports, OWNER, id.clone(), Reading::ShopPricesIncludeFees);
                fakes.memory.refuse_after(kind, nth, StoreError::Unavailable("the function dies".into()));
                let begun = choose().await.is_ok();
                fakes.memory.forget_refusals();
                shops.world.price().await;
                if repeated || !begun {
                    choose().await.unwrap();
                    shops.world.price().await;
                }
                let entries = ports.audit.list(Some(id.as_str()), None, 10).await.unwrap().items;
                let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
                assert_eq!(actions, ["base_reading.choose"], "{kind:?} {nth} {repeated}");
            }
        }
    }
}
