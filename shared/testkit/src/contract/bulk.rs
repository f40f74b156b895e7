//! [`app::ports::BulkTasks`]: a task is created once, replaced only at its version, and its rows are kept by page.

#![expect(clippy::unwrap_used, reason = "a contract fails by panicking")]

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{BulkKind, BulkRow, BulkTask, BulkTasks, Versioned},
};
use domain::ids::BulkTaskId;
use serde_json::json;

/// The whole contract of [`BulkTasks`].
pub async fn bulk_tasks(tasks: &dyn BulkTasks) {
    let unique = super::own_channel().to_string();
    let task = BulkTask {
        id: BulkTaskId::derived(&[&unique, "first"]),
        kind: BulkKind::MastersAccept,
        wish: json!({ "reading": "shop_prices_include_fees" }),
        started_by: unique.clone(),
        started_at: "2026-11-20T01:00:00Z".parse().unwrap(),
        moved_on_at: None,
        finished_at: None,
        pages: 0,
        cursor: None,
        looked_at: 0,
        counts: BTreeMap::new(),
        result: None,
    };
    assert_eq!(tasks.get(&task.id).await, Ok(None));
    assert_eq!(tasks.put(&task, 1).await, Err(StoreError::Conflict), "there is none yet");
    assert_eq!(tasks.create(&task).await, Ok(true));
    let counts = BTreeMap::from([("changed".to_owned(), 40)]);
    let further = BulkTask { pages: 1, cursor: Some("next".into()), looked_at: 50, counts, ..task.clone() };
    assert_eq!(tasks.create(&further).await, Ok(false), "the first stays");
    assert_eq!(tasks.put(&further, 1).await, Ok(Versioned { value: further.clone(), version: 2 }));
    assert_eq!(tasks.put(&further, 1).await, Err(StoreError::Conflict), "only one worker does a page");
    assert_eq!(tasks.get(&task.id).await, Ok(Some(Versioned { value: further.clone(), version: 2 })));
    let newer = BulkTask {
        id: BulkTaskId::derived(&[&unique, "second"]),
        started_at: "2026-11-20T02:00:00Z".parse().unwrap(),
        ..task.clone()
    };
    assert_eq!(tasks.create(&newer).await, Ok(true));
    let recent = tasks.recent(None, 50).await.unwrap().items;
    let ours: Vec<_> = recent.into_iter().filter(|one| one.started_by == unique).collect();
    assert_eq!(ours, [newer, further.clone()]);

    alone(tasks, &task).await;

    let row = |key: &str, outcome: &str| BulkRow {
        key: key.to_owned(),
        outcome: outcome.to_owned(),
        details: json!({ "before": 1 }),
    };
    tasks.put_rows(&further, 0, &[]).await.unwrap();
    assert_eq!(tasks.rows(&task.id, 0).await, Ok(Vec::new()));
    tasks.put_rows(&further, 0, &[row("b", "changed"), row("a", "changed")]).await.unwrap();
    tasks.put_rows(&further, 0, &[row("a", "stale")]).await.unwrap();
    tasks.put_rows(&further, 1, &[row("a", "changed")]).await.unwrap();
    assert_eq!(tasks.rows(&task.id, 0).await, Ok(vec![row("a", "stale"), row("b", "changed")]));
    assert_eq!(tasks.rows(&task.id, 1).await, Ok(vec![row("a", "changed")]));
    let many: Vec<BulkRow> = (0..120).map(|n| row(&format!("{n:03}"), "changed")).collect();
    tasks.put_rows(&further, 2, &many).await.unwrap();
    assert_eq!(tasks.rows(&task.id, 2).await, Ok(many));
}

/// Of tasks that work alone, one at a time is under way.
async fn alone(tasks: &dyn BulkTasks, task: &BulkTask) {
    let reading = |name: &str, kind| BulkTask {
        id: BulkTaskId::derived(&[&task.started_by, name]),
        kind,
        ..task.clone()
    };
    let (one, other) =
        (reading("reading", BulkKind::BaseReading), reading("undo", BulkKind::BaseReadingUndo));
    let place = BulkKind::BaseReading.works_alone_at().unwrap();
    assert_eq!(tasks.create(&one).await, Ok(true));
    assert_eq!(tasks.alone_at(place).await, Ok(Some(one.id.clone())));
    assert_eq!(tasks.create(&other).await, Err(StoreError::Conflict), "one at a time");
    assert_eq!(tasks.get(&other.id).await, Ok(None));
    assert_eq!(tasks.create(&one).await, Ok(false), "a repeat finds its own");
    let moved = BulkTask { pages: 1, ..one.clone() };
    tasks.put(&moved, 1).await.unwrap();
    assert_eq!(tasks.create(&other).await, Err(StoreError::Conflict), "until it has ended");
    let ended = BulkTask { finished_at: Some(one.started_at), ..moved };
    tasks.put(&ended, 2).await.unwrap();
    assert_eq!(tasks.alone_at(place).await, Ok(None));
    assert_eq!(tasks.create(&other).await, Ok(true));
    assert_eq!(tasks.alone_at(place).await, Ok(Some(other.id.clone())));
    let ended = BulkTask { finished_at: Some(other.started_at), ..other };
    tasks.put(&ended, 1).await.unwrap();
}
