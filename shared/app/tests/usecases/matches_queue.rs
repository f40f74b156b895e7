//! The queue of matches as a person works through it, and many decisions at once.

use std::collections::BTreeSet;

use app::{
    catalogue::matches::{self, Asked, CANDIDATES, Filter, Queue, QueueTier, Verdict, WORTH_A_LOOK, Which},
    ports::{Decision, MatchRecord, Names, Versioned},
    worker,
};
use domain::{Channel, ListingKey, MatchId, ids::BulkTaskId, matching::Tier};
use testkit::build::{ListingVerbs, a_content, a_listing, a_moment, observed};

use crate::world::{World, shop, shopee, tiktok};

fn key(channel: &Channel, id: &str) -> ListingKey {
    testkit::build::a_key(&format!("{channel}:{}:{id}", shop(channel)))
}

/// An open match of two listings by their numbers.
fn offered(ours: &str, theirs: &str, tier: Tier, score: u32) -> Versioned<MatchRecord> {
    let (left, right) = (key(&shopee(), ours), key(&tiktok(), theirs));
    let value = MatchRecord {
        id: MatchRecord::id_of(&left, &right),
        tier,
        score,
        rank_left: 1,
        rank_right: 1,
        evidence: None,
        decision: Decision::Open,
        before: None,
        earlier: Vec::new(),
        decided_by: None,
        decided_at: None,
        found_at: a_moment(),
        names: Names {
            left: format!("Dudukan Café nomor{ours} MTK-{ours}"), right: format!("Tas {theirs}")
        },
        left,
        right,
    };
    Versioned { value, version: 0 }
}

/// Three listings of the second shop: one with a good answer, one with seven candidates and a faint one, one with
/// nothing but faint ones.
async fn three() -> World {
    let world = World::connected().await;
    let mut records = vec![offered("900", "3", Tier::Suggested, 800)];
    records.extend((0..7).map(|nth| offered(&format!("10{nth}"), "1", Tier::Review, 200 + nth)));
    records.push(offered("200", "1", Tier::Review, WORTH_A_LOOK - 1));
    records.extend((0..7).map(|nth| offered(&format!("30{nth}"), "2", Tier::Review, 10 + nth)));
    world.ports.matches.put_many(&records).await.unwrap();
    world
}

fn asked() -> Asked {
    Asked { filter: Filter::default(), decision: Decision::Open, listing: None, cursor: None, limit: 50 }
}

async fn queue(world: &World, asked: &Asked) -> Queue {
    matches::queue(&world.ports, asked).await.unwrap()
}

fn listings(queue: &Queue) -> Vec<String> {
    queue.entries.iter().map(|entry| entry.listing.external_id.to_string()).collect()
}

#[tokio::test]
async fn a_listing_has_one_entry_with_the_few_candidates_that_are_worth_a_look() {
    let world = three().await;
    let found = queue(&world, &asked()).await;
    assert_eq!(listings(&found), ["3", "1", "2"], "the surest first, the unlikely ones last");
    assert_eq!(found.total, 3);
    let tiers: Vec<QueueTier> = found.entries.iter().map(|entry| entry.tier).collect();
    assert_eq!(tiers, [QueueTier::Suggested, QueueTier::Review, QueueTier::Unlikely]);
    let many = &found.entries[1].candidates;
    assert_eq!(many.len(), CANDIDATES);
    assert_eq!(many.iter().map(|row| row.score).collect::<Vec<_>>(), [206, 205, 204, 203, 202]);
    assert_eq!(found.entries[2].candidates.len(), CANDIDATES);
    let open = &found.counts.open;
    assert_eq!(
        (open[&QueueTier::Suggested], open[&QueueTier::Review], open[&QueueTier::Unlikely]),
        (1, 1, 1)
    );
    assert_eq!(found.counts.asks_a_person(), 2, "nobody has to look at what is unlikely");
    assert_eq!(matches::counts(&world.ports).await.unwrap(), found.counts);
}

#[tokio::test]
async fn a_faint_candidate_is_shown_only_where_there_is_no_better_one() {
    let world = World::connected().await;
    let records = [
        offered("1", "1", Tier::Review, WORTH_A_LOOK),
        offered("2", "1", Tier::Review, WORTH_A_LOOK - 1),
        offered("3", "2", Tier::Review, WORTH_A_LOOK - 1),
    ];
    world.ports.matches.put_many(&records).await.unwrap();
    let found = queue(&world, &asked()).await;
    assert_eq!(found.entries.iter().map(|entry| entry.candidates.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(found.entries[1].tier, QueueTier::Unlikely);
}

#[tokio::test]
async fn pages_tiers_words_and_listings_narrow_the_queue() {
    let world = three().await;
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = queue(&world, &Asked { limit: 1, cursor, ..asked() }).await;
        assert_eq!(page.total, 3);
        seen.extend(listings(&page));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["3", "1", "2"]);
    let with =
        |text: &str| Asked { filter: Filter { text: Some(text.to_owned()), ..Filter::default() }, ..asked() };
    for (text, expected) in [
        ("CAFE nomor30", vec!["2"]),
        ("mtk900", vec!["3"]),
        ("mtk-90", vec!["3"]),
        ("tas 1", vec!["1"]),
        ("tas dudukan", vec![]),
        ("ukan", vec![]),
    ] {
        let found = queue(&world, &with(text)).await;
        assert_eq!(listings(&found), expected, "{text}");
        assert_eq!(found.counts.open.values().sum::<u64>(), expected.len() as u64, "{text}");
    }
    let unlikely = Filter { tiers: [QueueTier::Unlikely].into(), ..Filter::default() };
    let found = queue(&world, &Asked { filter: unlikely, ..asked() }).await;
    assert_eq!(
        (listings(&found), found.counts.open.len()),
        (vec!["2".to_owned()], 3),
        "tabs count all tiers"
    );
    let lazada = Filter { channel: Some(Channel::parse("lazada").unwrap()), ..Filter::default() };
    assert_eq!(queue(&world, &Asked { filter: lazada, ..asked() }).await.total, 0);
    // Of the other side, too: its entry names the partners in the second shop.
    let ours = key(&shopee(), "900");
    let found = queue(&world, &Asked { listing: Some(ours.clone()), ..asked() }).await;
    assert_eq!((&found.entries[0].listing, found.total), (&ours, 1));
    assert_eq!(found.entries[0].candidates[0].other(&ours), &key(&tiktok(), "3"));
}

/// Entries of the queue after an import of two shops of near-twins.
#[tokio::test]
async fn the_queue_of_a_small_catalogue_is_short() {
    const WORDS: [&str; 6] = ["Dudukan", "Tas", "Propeler", "Antena", "Kabel", "Pelindung"];
    const OF: [&str; 4] = ["Kamera GoPro", "Baterai LiPo", "Motor Balap", "Drone FPV"];
    let world = World::connected().await;
    for nth in 0..53_usize {
        let (what, of) = (WORDS[nth % 6], OF[nth / 6 % 4]);
        let size = 3 + nth / 24;
        let ours = a_listing(&format!("{}", 100 + nth))
            .with_title(&format!("{what} {of} {size} inci TPU Cetak 3D"))
            .with_sku(&format!("MTK-{nth:03}"));
        let theirs = a_listing(&format!("{}", 700 + nth))
            .with_title(&format!("{what} untuk {of} {} inci bahan TPU Motekar", size + nth % 2))
            .with_sku(&format!("TT-{}", 900 - nth));
        world.put(&shopee(), ours.with(|content| content.images.clear()));
        world.put(&tiktok(), theirs.with(|content| content.images.clear()));
    }
    world.import().await;
    let found = queue(&world, &Asked { limit: 200, ..asked() }).await;
    assert!(found.total <= 60, "{} entries", found.total);
    assert_eq!(found.entries.len(), found.total);
    let listed: BTreeSet<&ListingKey> = found.entries.iter().map(|entry| &entry.listing).collect();
    assert_eq!(listed.len(), found.total, "one entry for each listing");
    for entry in &found.entries {
        assert!(entry.candidates.len() <= CANDIDATES);
        if entry.tier != QueueTier::Unlikely {
            assert!(entry.candidates.iter().all(|row| row.score >= WORTH_A_LOOK));
        }
    }
}

async fn decided(world: &World, decision: Decision) -> Queue {
    queue(world, &Asked { decision, ..asked() }).await
}

#[tokio::test]
async fn all_that_a_filter_finds_is_rejected_and_the_rejection_is_taken_back_whole() {
    let world = three().await;
    // More than a request does itself.
    let mut more = Vec::new();
    for nth in 0..600 {
        more.push(offered(&format!("5{nth:03}"), &format!("6{nth:03}"), Tier::Review, 10));
    }
    world.ports.matches.put_many(&more).await.unwrap();
    // A no looks at both listings.
    let unlikely = Filter { tiers: [QueueTier::Unlikely].into(), ..Filter::default() };
    let all = queue(&world, &Asked { filter: unlikely.clone(), limit: 1_000, ..asked() }).await;
    let rows = all.entries.iter().flat_map(|entry| &entry.candidates);
    let keys: BTreeSet<&ListingKey> = rows.flat_map(|row| [&row.left, &row.right]).collect();
    let seen: Vec<_> = keys.into_iter().map(|key| observed(key, a_content())).collect();
    world.ports.listings.observe(&seen).await.unwrap();
    let before = queue(&world, &asked()).await.counts;
    let spared: MatchId = more[0].value.id.clone();
    let which = Which::Filter { filter: unlikely, except: vec![spared.clone()] };
    let id = BulkTaskId::from_unique(&world.ports.ids.unique());
    let done = matches::decide_many(&world.ports, "rina", id.clone(), Verdict::Reject, &which).await.unwrap();
    let wrong = done.results.iter().find(|(_, result)| result.is_err());
    assert!(wrong.is_none(), "{wrong:?}");
    assert!(done.task.is_some(), "the queue does the rest");
    let early = worker::bulk::undo(&world.ports, "rina", &id).await.unwrap_err();
    assert!(matches!(early, app::UseCaseError::Refused { code: "bulk_task_running", .. }), "{early:?}");
    world.price().await;
    let after = queue(&world, &asked()).await.counts;
    // The one that was spared, and the two of seven candidates that were not shown.
    assert_eq!((after.open[&QueueTier::Unlikely], after.asks_a_person()), (2, before.asks_a_person()));
    assert_eq!(after.decided[&Decision::Rejected], 5 + 599);

    // One is decided otherwise before it is taken back: that stays.
    let kept = done.results[0].0.clone();
    matches::undo(&world.ports, "budi", &kept, None).await.unwrap();
    matches::reject(&world.ports, "budi", &kept, None).await.unwrap();
    let undo = worker::bulk::undo(&world.ports, "rina", &id).await.unwrap();
    world.price().await;
    let undone = world.ports.bulk_tasks.get(&undo.id).await.unwrap().unwrap().value;
    assert!(undone.is_finished());
    let left = decided(&world, Decision::Rejected).await;
    assert_eq!((left.total, left.entries[0].candidates[0].id.clone()), (1, kept));
}

#[tokio::test]
async fn of_each_entry_that_a_filter_finds_the_best_candidate_is_accepted() {
    let world = World::connected().await;
    let title = |mark: &str| format!("Dudukan Kamera GoPro TPU untuk Drone FPV Mark {mark}");
    let ours = world.put(&shopee(), a_listing("1").with_title(&title("4")).with_sku("MTK-1"));
    let theirs = world.put(&tiktok(), a_listing("171").with_title(&title("5")).with_sku("mtk-1"));
    world.import().await;
    let which = Which::Filter { filter: Filter::default(), except: Vec::new() };
    let id = BulkTaskId::from_unique(&world.ports.ids.unique());
    let done = matches::decide_many(&world.ports, "rina", id, Verdict::Accept, &which).await.unwrap();
    assert!(done.task.is_none() && done.results.len() == 1, "{done:?}");
    let product =
        async |key: &ListingKey| world.ports.listings.get(key).await.unwrap().unwrap().state.value.product;
    assert_eq!(product(&ours).await, product(&theirs).await);
    let ids: Vec<MatchId> = done.results.into_iter().map(|(id, _)| id).collect();
    let id = BulkTaskId::from_unique(&world.ports.ids.unique());
    matches::decide_many(&world.ports, "rina", id, Verdict::Undo, &Which::Ids(ids)).await.unwrap();
    assert_ne!(product(&ours).await, product(&theirs).await);
    assert_eq!(queue(&world, &asked()).await.total, 1);
}
