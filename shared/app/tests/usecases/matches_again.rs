//! Decisions that are undone, repeated, or made by the hundred.

use std::{sync::Mutex, time::Duration};

use app::{
    StoreError,
    catalogue::{
        matches::{self, To, Verdict, Which},
        products::{self, ProductEdit},
    },
    ports::{Clock, Decision, MatchRecord, Versioned},
};
use domain::{MatchId, ProductStatus, matching::Tier};
use testkit::build::{ListingVerbs, a_listing};

use crate::{
    matches::{Two, code, said},
    world::shopee,
};

#[tokio::test]
async fn each_undo_goes_one_decision_back_until_nobody_has_decided() {
    let two = Two::doubtful().await;
    let (ports, id) = (&two.world.ports, two.record().await.value.id);
    matches::accept(ports, "rina", &id, None).await.unwrap();
    matches::unlink(ports, "budi", &two.theirs).await.unwrap();
    let back = matches::undo(ports, "sari", &id, None).await.unwrap().value;
    assert_eq!((back.decision, back.decided_by.as_deref()), (Decision::Accepted, Some("rina")));
    assert!(two.are_one().await);
    let back = matches::undo(ports, "sari", &id, None).await.unwrap().value;
    assert_eq!((back.decision, back.decided_by, back.before), (Decision::Open, None, None));
    assert!(!two.are_one().await);
    assert_eq!(code(matches::undo(ports, "sari", &id, None).await), "match_not_decided");
}

#[tokio::test]
async fn what_the_import_linked_is_the_imports_again_after_an_undo() {
    let two = Two::alike().await;
    let before = two.record().await.value;
    matches::reject(&two.world.ports, "rina", &before.id, None).await.unwrap();
    matches::undo(&two.world.ports, "rina", &before.id, None).await.unwrap();
    assert_eq!(two.record().await.value, before);
    assert!(before.decided_by.is_some() && two.are_one().await);
}

#[tokio::test]
async fn linking_twice_is_linking_once() {
    let two = Two::unlike().await;
    let ports = &two.world.ports;
    let to = To::Listing(two.theirs.clone());
    let first = matches::link(ports, "rina", &two.ours, &to).await.unwrap();
    assert_eq!(matches::link(ports, "budi", &two.ours, &to).await.unwrap(), first);
    let product = To::Product(first.product.clone());
    assert_eq!(matches::link(ports, "budi", &two.theirs, &product).await.unwrap(), first);
    matches::undo(ports, "rina", &first.matches[0].value.id, None).await.unwrap();
    assert!(!two.are_one().await);
    assert_eq!(two.record().await.value.decision, Decision::Open);
}

#[tokio::test]
async fn a_record_of_an_earlier_version_is_undone_too() {
    let two = Two::alike().await;
    let ports = &two.world.ports;
    let id = two.record().await.value.id;
    matches::reject(ports, "rina", &id, None).await.unwrap();
    let mut stored = two.record().await;
    let mut json = serde_json::to_value(&stored.value).unwrap();
    json.as_object_mut().unwrap().remove("earlier");
    stored.value = serde_json::from_value(json).unwrap();
    ports.matches.put_many(&[stored]).await.unwrap();
    let back = matches::undo(ports, "rina", &id, None).await.unwrap().value;
    assert_eq!((back.decision, back.before), (Decision::LinkedAutomatically, None));
    assert!(two.are_one().await);
}

#[tokio::test]
async fn a_repeated_decision_asks_for_the_prices_that_were_lost() {
    let two = Two::doubtful().await;
    let ports = &two.world.ports;
    let outbox = &two.world.fakes.outbox;
    let lost = || outbox.refuse_next(StoreError::Unavailable("the queue is down".to_owned()));
    let record = two.record().await;
    let (id, expected) = (record.value.id, Some(record.version));
    outbox.drain_pricing();
    lost();
    matches::accept(ports, "rina", &id, expected).await.unwrap_err();
    assert_eq!(outbox.drain_pricing().len(), 0);
    let again = matches::accept(ports, "rina", &id, expected).await.unwrap();
    assert_eq!((&again, outbox.drain_pricing().len()), (&two.record().await, 1));
    let stale = matches::accept(ports, "budi", &id, expected).await.unwrap_err();
    assert_eq!(stale, StoreError::Conflict.into(), "another person's decision");

    let expected = Some(again.version);
    lost();
    matches::undo(ports, "rina", &id, expected).await.unwrap_err();
    matches::undo(ports, "rina", &id, expected).await.unwrap();
    assert_eq!(outbox.drain_pricing().len(), 2, "both products");

    let to = To::Listing(two.theirs.clone());
    lost();
    matches::link(ports, "rina", &two.ours, &to).await.unwrap_err();
    matches::link(ports, "rina", &two.ours, &to).await.unwrap();
    assert_eq!(outbox.drain_pricing().len(), 1);
    lost();
    matches::unlink(ports, "rina", &two.theirs).await.unwrap_err();
    assert_eq!(code(matches::unlink(ports, "rina", &two.theirs).await), "listing_alone");
    assert_eq!(outbox.drain_pricing().len(), 2);
}

/// A suggested match of listings that do not exist: it can never be accepted.
fn hopeless(nth: usize) -> Versioned<MatchRecord> {
    let key = |channel: &str| testkit::build::a_key(&format!("{channel}:404:{nth}"));
    let (left, right) = (key("shopee"), key("tiktok_shop"));
    let value = MatchRecord {
        id: MatchRecord::id_of(&left, &right),
        left,
        right,
        tier: Tier::Suggested,
        score: 990,
        rank_left: 1,
        rank_right: 1,
        evidence: None,
        decision: Decision::Open,
        before: None,
        earlier: Vec::new(),
        decided_by: None,
        decided_at: None,
        found_at: testkit::build::a_moment(),
        names: app::ports::Names::default(),
    };
    Versioned { value, version: 0 }
}

/// Sure enough to be among the suggested ones, behind all that are hopeless.
async fn behind(two: &Two, hopeless_ones: usize) -> MatchId {
    let ports = &two.world.ports;
    let records: Vec<_> = (0..hopeless_ones).map(hopeless).collect();
    ports.matches.put_many(&records).await.unwrap();
    let mut good = two.record().await;
    (good.value.tier, good.value.score) = (Tier::Suggested, 900);
    ports.matches.put_many(std::slice::from_ref(&good)).await.unwrap();
    good.value.id
}

#[tokio::test]
async fn what_cannot_be_accepted_does_not_stand_in_the_way_of_the_rest() {
    let two = Two::doubtful().await;
    let good = behind(&two, 120).await;
    let which = Which::SuggestedFrom { score: 850 };
    let first =
        matches::decide_many(&two.world.ports, "rina", two.task(), Verdict::Accept, &which).await.unwrap();
    assert!(first.results.iter().all(|(_, result)| result.is_err()));
    // What the request had no room for is done by the queue.
    let task = first.task.unwrap();
    two.world.price().await;
    let done = two.world.ports.bulk_tasks.get(&task.id).await.unwrap().unwrap().value;
    assert!(done.is_finished() && two.are_one().await);
    assert_eq!(first.results.len() as u64 + done.looked_at, 121);
    assert_eq!(done.counts["accepted"], 1);
    let mut rows = Vec::new();
    for page in 0..done.pages {
        rows.extend(two.world.ports.bulk_tasks.rows(&task.id, page).await.unwrap());
    }
    assert!(rows.iter().any(|row| row.key == good.to_string() && row.outcome == "accepted"));
    let refused = rows.iter().find(|row| row.outcome == "failed").expect("the hopeless ones are named");
    let said = |name: &str| refused.details[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(said("code"), "listing_not_found", "{refused:?}");
    assert_eq!(said("text"), "Listing ini belum pernah diimpor.", "{refused:?}");
    assert_eq!(said("text_en"), "This listing was never imported.", "{refused:?}");
}

/// Six seconds pass whenever somebody looks.
struct Slow(Mutex<jiff::Timestamp>);

impl Clock for Slow {
    fn now(&self) -> jiff::Timestamp {
        let mut now = self.0.lock().unwrap();
        *now += Duration::from_secs(6);
        *now
    }
}

#[tokio::test]
async fn many_yeses_stop_before_the_answer_is_too_late() {
    let mut two = Two::doubtful().await;
    behind(&two, 40).await;
    two.world.ports.clock = std::sync::Arc::new(Slow(Mutex::new(testkit::build::a_moment())));
    let which = Which::SuggestedFrom { score: 850 };
    let done =
        matches::decide_many(&two.world.ports, "rina", two.task(), Verdict::Accept, &which).await.unwrap();
    assert!(done.task.is_some() && done.results.is_empty());
    let ids = (0..40).map(|nth| hopeless(nth).value.id).collect();
    let done = matches::decide_many(&two.world.ports, "rina", two.task(), Verdict::Accept, &Which::Ids(ids))
        .await
        .unwrap();
    assert!(done.task.is_some() && done.results.is_empty());
}

#[tokio::test]
async fn what_is_taken_back_at_once_stands_as_it_stood_word_for_word() {
    let two = Two::alike().await;
    let ports = &two.world.ports;
    let (before, links) =
        (two.product(&two.ours).await.value, two.listing(&two.theirs).await.state.value.links);
    let apart = matches::unlink(ports, "rina", &two.theirs).await.unwrap();
    matches::undo(ports, "rina", &apart.matches[0].value.id, None).await.unwrap();
    assert_eq!(said(&two.product(&two.ours).await.value), said(&before), "its provenance, too");
    assert_eq!(two.listing(&two.theirs).await.state.value.links, links);
    let made = ports.products.get(&apart.product).await.unwrap().unwrap().value;
    assert_eq!((made.status, made.merged_into), (ProductStatus::Archived, Some(before.id.clone())));

    // What a person wrote meanwhile is not undone with it.
    let apart = matches::unlink(ports, "rina", &two.theirs).await.unwrap();
    let edit = ProductEdit { title: Some("Dudukan baru".to_owned()), ..ProductEdit::default() };
    products::edit(ports, "rina", &before.id, None, edit).await.unwrap();
    matches::undo(ports, "rina", &apart.matches[0].value.id, None).await.unwrap();
    assert!(two.are_one().await);
    assert_eq!(two.product(&two.ours).await.value.title.as_str(), "Dudukan baru");
}

#[tokio::test]
async fn a_sku_that_found_another_owner_meanwhile_stays_there() {
    let two = Two::unlike().await;
    let ports = &two.world.ports;
    let theirs = two.product(&two.theirs).await.value;
    let linked = matches::link(ports, "rina", &two.ours, &To::Listing(two.theirs.clone())).await.unwrap();
    assert_eq!(two.product(&two.ours).await.value.owned_skus().count(), 1, "the other SKU was given up");
    let given_up = if linked.product == theirs.id { "MTK-1" } else { "BAG-9" };
    let third = two.world.put(&shopee(), a_listing("9").with_title("Kabel Antena Pendek").with_sku(given_up));
    two.world.import().await;
    let owner = two.product(&third).await.value;
    assert_eq!(owner.owned_skus().next().unwrap().1.as_str(), given_up);

    matches::undo(ports, "rina", &linked.matches[0].value.id, None).await.unwrap();
    let parted = [two.product(&two.ours).await.value, two.product(&two.theirs).await.value];
    let without = parted.iter().find(|product| product.id != linked.product).unwrap();
    assert_eq!(without.owned_skus().count(), 0);
    assert!(without.attention.contains("sku_duplicate"), "{:?}", without.attention);
    assert_eq!(said(&two.product(&third).await.value), said(&owner));
}
