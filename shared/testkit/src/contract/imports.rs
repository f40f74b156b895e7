//! [`app::ports::Imports`]: every step counts once, however often its message is delivered.

use app::ports::{Import, ImportPhase, Imports, PageMark, PageResult, Part, PartOf, ShopProgress};
use domain::{Channel, ExternalId, ImportId, ShopId};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::{moment, own_channel, own_shop, unique};
use crate::build::an_external_id;

/// The whole contract.
pub async fn imports(imports: &dyn Imports) {
    reads_back_and_lists_the_newest_first(imports).await;
    a_step_counts_once(imports).await;
    parts_of_a_slice_follow_each_other_and_count_once(imports).await;
    steps_count_once_under_concurrency(imports).await;
    a_phase_advances_once(imports).await;
}

/// An import of one shop that no other test uses.
fn an_import(started_at: Timestamp) -> (Import, Channel, ShopId) {
    let (channel, shop) = (own_channel(), own_shop());
    let import = Import {
        id: ImportId::derived(&[&unique()]),
        phase: ImportPhase::Pulling,
        shops: vec![ShopProgress::new(channel.clone(), shop.clone())],
        masters_created: 0,
        masters_joined: 0,
        matches_auto: 0,
        matches_suggested: 0,
        matches_review: 0,
        accepts_gone: true,
        started_at,
        finished_at: None,
        failure: None,
    };
    (import, channel, shop)
}

async fn read(imports: &dyn Imports, id: &ImportId) -> Import {
    imports.get(id).await.expect("an import can be read").expect("the import exists")
}

fn names(from: u32, count: u32) -> Vec<ExternalId> {
    (from..from + count).map(|id| an_external_id(&format!("25{id:08}"))).collect()
}

async fn reads_back_and_lists_the_newest_first(imports: &dyn Imports) {
    let mut made = Vec::new();
    for minute in 0..3 {
        let (import, ..) = an_import(moment() + SignedDuration::from_mins(minute));
        assert_eq!(imports.get(&import.id).await, Ok(None));
        imports.create(&import).await.expect("an import can be stored");
        assert_eq!(read(imports, &import.id).await, import);
        made.push(import.id);
    }
    let (mut seen, mut cursor): (Vec<Import>, Option<String>) = (Vec::new(), None);
    loop {
        let page = imports.recent(cursor.as_deref(), 2).await.expect("a page can be read");
        assert!(page.items.len() <= 2, "a page is at most as long as asked for");
        seen.extend(page.items);
        cursor = page.next;
        let found = seen.iter().filter(|import| made.contains(&import.id)).count();
        if cursor.is_none() || found == made.len() {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].started_at >= pair[1].started_at), "the newest comes first");
    let ours: Vec<&ImportId> = seen.iter().map(|import| &import.id).filter(|id| made.contains(id)).collect();
    assert_eq!(ours, made.iter().rev().collect::<Vec<_>>(), "each once");
}

async fn a_step_counts_once(imports: &dyn Imports) {
    let (import, channel, shop) = an_import(moment());
    let id = &import.id;
    imports.create(&import).await.expect("an import can be stored");
    let steps = [
        PageMark::Listed { page: 0, last: false, total: Some(150), listings: names(0, 100), slices: 2 },
        PageMark::Listed { page: 1, last: true, total: None, listings: names(100, 50), slices: 1 },
        PageMark::Pulled { slice: "0.0".to_owned(), created: 40, changed: 5, unchanged: 4, missing: 1 },
        PageMark::Pulled { slice: "0.1".to_owned(), created: 50, changed: 0, unchanged: 0, missing: 0 },
        PageMark::Pulled { slice: "1.0".to_owned(), created: 0, changed: 0, unchanged: 50, missing: 0 },
        PageMark::Gone { count: 3 },
        PageMark::Built { batch: "0".to_owned(), created: 25, joined: 10 },
        PageMark::Built { batch: "1".to_owned(), created: 5, joined: 0 },
    ];
    let mut expected = import.clone();
    for step in &steps {
        let marked = imports.is_marked(id, &channel, &shop, &step.name()).await;
        assert_eq!(marked, Ok(false), "{} was not made yet", step.name());
        step.count(&mut expected, &channel, &shop);
        let result = imports.mark(id, &channel, &shop, step).await.expect("a step can be marked");
        assert_eq!(
            result,
            PageResult::Counted(expected.clone()),
            "the answer shows the import after the step"
        );
        let marked = imports.is_marked(id, &channel, &shop, &step.name()).await;
        assert_eq!(marked, Ok(true));
        let repeated = imports.mark(id, &channel, &shop, step).await.expect("a step can be marked again");
        assert_eq!(repeated, PageResult::Repeated(expected.clone()), "a repeat counts nothing");
    }
    let stored = read(imports, id).await;
    assert_eq!(stored, expected);
    assert!(stored.shops[0].is_pulled());
    assert_eq!(stored.shops[0].total, Some(150), "a page that does not tell leaves the total");

    assert_eq!(imports.listed_on(id, &channel, &shop, 1).await, Ok(names(100, 50)), "one page's names");
    assert_eq!(imports.listed_on(id, &channel, &shop, 2).await, Ok(Vec::new()));
    let mut listed = imports.listed(id, &channel, &shop).await.expect("names can be read");
    listed.sort();
    assert_eq!(listed, names(0, 150), "all names of all pages, once");
    assert_eq!(imports.listed(id, &channel, &own_shop()).await, Ok(Vec::new()));
}

async fn parts_of_a_slice_follow_each_other_and_count_once(imports: &dyn Imports) {
    let (import, channel, shop) = an_import(moment());
    let id = &import.id;
    imports.create(&import).await.expect("an import can be stored");
    let left = |of| imports.part(id, &channel, &shop, of);
    assert_eq!(left(PartOf::Slice("0.0")).await, Ok(None));
    let part = |part, from, created| PageMark::Part {
        slice: "0.0".to_owned(),
        part,
        left: names(from, 50 - from),
        created,
        changed: 1,
        unchanged: 2,
        missing: 0,
    };
    let gone = |part, last| PageMark::GoneUpTo { part, last: names(last, 1).remove(0), count: 2 };
    let mut expected = import.clone();
    for step in [part(1, 20, 17), part(2, 30, 7), gone(1, 50), gone(2, 100)] {
        step.count(&mut expected, &channel, &shop);
        let counted = imports.mark(id, &channel, &shop, &step).await;
        assert_eq!(counted, Ok(PageResult::Counted(expected.clone())));
        let repeated = imports.mark(id, &channel, &shop, &step).await;
        assert_eq!(repeated, Ok(PageResult::Repeated(expected.clone())), "a repeat counts nothing");
    }
    // Another worker read other names for part 1. The part is marked already, so nothing is counted.
    let late = imports.mark(id, &channel, &shop, &part(1, 40, 37)).await;
    assert_eq!(late, Ok(PageResult::Repeated(expected.clone())));
    assert_eq!(
        (expected.shops[0].created, expected.shops[0].gone, expected.shops[0].slices_done),
        (24, 4, 0)
    );
    let of_slice = Part { number: 2, listings: names(30, 20) };
    assert_eq!(left(PartOf::Slice("0.0")).await, Ok(Some(of_slice)));
    assert_eq!(left(PartOf::Gone).await, Ok(Some(Part { number: 2, listings: names(100, 1) })));
    assert_eq!(left(PartOf::Slice("0.1")).await, Ok(None), "each slice has its own");
}

async fn steps_count_once_under_concurrency(imports: &dyn Imports) {
    let (import, channel, shop) = an_import(moment());
    let id = &import.id;
    imports.create(&import).await.expect("an import can be stored");
    let slices: Vec<PageMark> = (0..12)
        .map(|n| PageMark::Pulled {
            slice: format!("0.{n}"),
            created: 7,
            changed: 1,
            unchanged: 0,
            missing: 0,
        })
        .collect();
    // Every step arrives twice and all at the same time, as after many redeliveries.
    let twice = slices.iter().chain(&slices);
    let results = join_all(twice.map(|step| mark_until_done(imports, id, &channel, &shop, step))).await;
    let counted = results.iter().filter(|result| matches!(result, PageResult::Counted(_))).count();
    assert_eq!(counted, 12, "each step counts for exactly one of its deliveries");
    let stored = read(imports, id).await;
    assert_eq!(
        (stored.shops[0].slices_done, stored.shops[0].created),
        (12, 84),
        "no count is lost or doubled"
    );
    let last = results.iter().filter_map(|result| match result {
        PageResult::Counted(import) => Some(import.shops[0].slices_done),
        PageResult::Repeated(_) => None,
    });
    assert_eq!(last.max(), Some(12), "one delivery sees that it was the last step");
}

/// Like a worker: tries again after a conflict.
async fn mark_until_done(
    imports: &dyn Imports,
    id: &ImportId,
    channel: &Channel,
    shop: &ShopId,
    step: &PageMark,
) -> PageResult {
    for _ in 0..200 {
        match imports.mark(id, channel, shop, step).await {
            Ok(result) => return result,
            Err(error) => assert!(error.is_retryable(), "{error}"),
        }
        tokio::task::yield_now().await;
    }
    panic!("a step is marked after at most 200 tries");
}

async fn a_phase_advances_once(imports: &dyn Imports) {
    use ImportPhase::{Building, Failed, Finished, Pulling};
    let (import, channel, shop) = an_import(moment());
    let id = &import.id;
    let later = moment() + SignedDuration::from_mins(7);
    imports.create(&import).await.expect("an import can be stored");
    let step = PageMark::Gone { count: 2 };
    imports.mark(id, &channel, &shop, &step).await.expect("a step can be marked");

    let workers = join_all((0..8).map(|_| imports.advance(id, Pulling, Building, later, None))).await;
    let won = workers.iter().filter(|result| **result == Ok(true)).count();
    assert_eq!(won, 1, "one worker moves the phase on: {workers:?}");
    let stored = read(imports, id).await;
    assert_eq!((stored.phase, stored.finished_at), (Building, None));
    assert_eq!(stored.shops[0].gone, 2, "the counters stay");

    assert_eq!(imports.advance(id, Pulling, Failed, later, Some("late")).await, Ok(false));
    assert_eq!(read(imports, id).await.failure, None, "a phase that has passed fails nothing");
    assert_eq!(imports.advance(id, Building, Finished, later, None).await, Ok(true));
    let stored = read(imports, id).await;
    assert_eq!((stored.phase, stored.finished_at), (Finished, Some(later)));

    let (import, ..) = an_import(moment());
    imports.create(&import).await.expect("an import can be stored");
    let why = Some("the channel refuses the authorisation");
    assert_eq!(imports.advance(&import.id, Pulling, Failed, later, why).await, Ok(true));
    let stored = read(imports, &import.id).await;
    assert_eq!((stored.phase, stored.finished_at, stored.failure.as_deref()), (Failed, Some(later), why));
    let unknown = ImportId::derived(&[&unique()]);
    assert_eq!(imports.advance(&unknown, Pulling, Building, later, None).await, Ok(false));
}
