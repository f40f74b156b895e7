//! What many workers do at once.

use std::time::Duration;

use app::ports::{
    Arrival, Begin, Budget, Events, Idempotency, Import, ImportPhase, Imports, PageMark, PageResult,
    ShopProgress,
};
use domain::ImportId;
use futures::future::join_all;
use jiff::SignedDuration;
use testkit::build::{a_channel, a_moment, a_shop};

use super::table;

#[tokio::test]
async fn a_push_that_comes_twice_at_once_is_new_once() {
    let store = table::store().await;
    let channel = a_channel("shopee");
    let begun = join_all((0..20).map(|_| Events::begin(&store, &channel, "msg-1", a_moment()))).await;
    assert_eq!(begun.into_iter().filter(|one| *one == Ok(Arrival::New)).count(), 1);
    Events::finish(&store, &channel, "msg-1", a_moment()).await.unwrap();
    let later = a_moment() + SignedDuration::from_hours(73);
    assert_eq!(
        Events::begin(&store, &channel, "msg-1", later).await,
        Ok(Arrival::New),
        "three days are over"
    );
    let kept = (0..10).map(|nth| store.keep(&channel, "99", ["a", "b"][nth % 2], "{}", a_moment()));
    join_all(kept).await.into_iter().for_each(|kept| kept.unwrap());
    assert_eq!(store.counts(&channel).await, Ok(vec![("99".to_owned(), 2)]));
}

#[tokio::test]
async fn a_start_that_never_ended_lapses_after_a_minute() {
    let store = table::store().await;
    let begin =
        |seconds| Idempotency::begin(&store, "key", "print", a_moment() + SignedDuration::from_secs(seconds));
    let answers = join_all((0..20).map(|_| begin(0))).await;
    assert_eq!(answers.into_iter().filter(|answer| *answer == Ok(Begin::Fresh)).count(), 1);
    assert_eq!(begin(59).await, Ok(Begin::InProgress));
    assert_eq!(begin(60).await, Ok(Begin::Fresh));
}

#[tokio::test]
async fn no_two_workers_get_the_same_slot() {
    let store = table::store().await;
    let (channel, shop) = (a_channel("shopee"), a_shop("1"));
    let reserve = || store.reserve(&channel, &shop, 10, 2, a_moment(), Duration::from_mins(1));
    let mut slots: Vec<Duration> = join_all((0..20).map(|_| reserve()))
        .await
        .into_iter()
        .flat_map(|got| got.unwrap().unwrap().waits())
        .collect();
    slots.sort();
    let expected: Vec<Duration> = (0..40).map(|nth| Duration::from_millis(105 * nth)).collect();
    assert_eq!(slots, expected);
}

#[tokio::test]
async fn steps_of_all_workers_are_counted_once_each() {
    let store = table::store().await;
    let (channel, shop) = (a_channel("shopee"), a_shop("1"));
    let id = ImportId::derived(&["one"]);
    let import = Import {
        id: id.clone(),
        phase: ImportPhase::Pulling,
        shops: vec![
            ShopProgress::new(channel.clone(), shop.clone()),
            ShopProgress::new(a_channel("tiktok_shop"), a_shop("2")),
        ],
        masters_created: 0,
        masters_joined: 0,
        matches_auto: 0,
        matches_suggested: 0,
        matches_review: 0,
        accepts_gone: false,
        started_at: a_moment(),
        finished_at: None,
        failure: None,
    };
    Imports::create(&store, &import).await.unwrap();
    let marks: Vec<PageMark> = (0..15)
        .map(|nth| PageMark::Pulled {
            slice: nth.to_string(),
            created: 3,
            changed: 2,
            unchanged: 1,
            missing: 0,
        })
        .collect();
    // Each message is delivered twice, at the same time.
    let marked =
        join_all(marks.iter().chain(&marks).map(|mark| store.mark(&id, &channel, &shop, mark))).await;
    let counted = marked.iter().filter(|marked| matches!(marked, Ok(PageResult::Counted(_)))).count();
    assert_eq!((counted, marked.iter().filter(|marked| marked.is_ok()).count()), (15, 30));
    let progress = Imports::get(&store, &id).await.unwrap().unwrap().shops;
    let expected =
        ShopProgress { slices_done: 15, created: 45, changed: 30, unchanged: 15, ..import.shops[0].clone() };
    assert_eq!(progress, [expected, import.shops[1].clone()]);
}
