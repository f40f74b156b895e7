//! Bulk tasks: a request records what a person wishes for the whole catalogue, and workers do it in pages.
//!
//! A page is done by whoever stores the task at the version it was read at; the next page is sent only after that. A page
//! that comes again writes nothing twice, and a crash anywhere repeats at most one page. Small wishes are done within
//! the request by the same functions, page by page, as long as [`Inline`] lets them.

use std::{collections::BTreeMap, time::Duration};

use domain::ids::BulkTaskId;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Ports, StoreError, UseCaseError, WorkError,
    message::{Envelope, PricingMessage, Severity},
    notices::tell,
    ports::{BulkKind, BulkRow, BulkTask, Versioned},
    words,
};

/// Records of one page of a worker.
pub(crate) const PAGE: usize = 50;
/// How long a request works before it leaves the rest to the queue.
const INLINE: Duration = Duration::from_millis(400);

/// How long a request goes on by itself.
#[derive(Debug, Clone, Copy)]
pub struct Inline {
    begun: Timestamp,
    pages: u32,
}

impl Inline {
    /// At most `pages` pages.
    pub fn new(ports: &Ports, pages: u32) -> Self {
        Self { begun: ports.clock.now(), pages }
    }

    /// Whether there is time for one more page.
    pub fn goes_on(&mut self, ports: &Ports) -> bool {
        let spent = ports.clock.now().duration_since(self.begun).unsigned_abs();
        let more = self.pages > 0 && spent < INLINE;
        self.pages = self.pages.saturating_sub(1);
        more
    }
}

/// One page of a kind.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub looked_at: u64,
    /// Records without a row of their own, by what became of them.
    pub counts: BTreeMap<String, u64>,
    pub rows: Vec<BulkRow>,
    /// Where the next page begins; absent when all is done.
    pub next: Option<String>,
    pub result: Option<serde_json::Value>,
}

/// Does one page of a kind of task. The areas above give theirs, so that nothing here knows the kinds.
pub(crate) type PageWork = for<'a> fn(&'a Ports, &'a BulkTask) -> BoxFuture<'a, Result<Done, UseCaseError>>;

/// A wish as it is stored.
pub(crate) fn wish<T: Serialize>(wish: &T) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(wish).map_err(|error| StoreError::Corrupt(format!("bulk wish: {error}")))
}

/// A stored wish.
pub(crate) fn wished<T: DeserializeOwned>(task: &BulkTask) -> Result<T, StoreError> {
    serde_json::from_value(task.wish.clone())
        .map_err(|error| StoreError::Corrupt(format!("bulk task {}: {error}", task.id)))
}

/// Records a task and sends its first page. `cursor` and `result` are what a request has done of it already. Repeating it
/// finds the task that the first call recorded.
pub(crate) async fn begin(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    kind: BulkKind,
    wish: serde_json::Value,
    done: (Option<String>, Option<serde_json::Value>),
) -> Result<BulkTask, StoreError> {
    let task = record(ports, actor, id, kind, wish, done).await?;
    if !task.is_finished() && task.pages == 0 {
        send(ports, &task).await?;
    }
    Ok(task)
}

/// The task under `id`, which is made where it is not there yet.
async fn record(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    kind: BulkKind,
    wish: serde_json::Value,
    (cursor, result): (Option<String>, Option<serde_json::Value>),
) -> Result<BulkTask, StoreError> {
    let task = BulkTask {
        id,
        kind,
        wish,
        started_by: actor.to_owned(),
        started_at: ports.clock.now(),
        moved_on_at: None,
        finished_at: None,
        pages: 0,
        cursor,
        looked_at: 0,
        counts: BTreeMap::new(),
        result,
    };
    if ports.bulk_tasks.create(&task).await? {
        return Ok(task);
    }
    Ok(ports.bulk_tasks.get(&task.id).await?.map_or(task, |known| known.value))
}

/// Records a task and does its first pages here, as long as `inline` lets it; the queue goes on with the rest. Repeating it
/// finds the task that the first call recorded.
pub(crate) async fn begin_here(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    kind: BulkKind,
    wish: serde_json::Value,
    mut inline: Inline,
    work: PageWork,
) -> Result<BulkTask, UseCaseError> {
    let mut task = record(ports, actor, id, kind, wish, (None, None)).await?;
    while !task.is_finished() && inline.goes_on(ports) {
        // Boxed: the future of a page is large.
        match Box::pin(work_page(ports, &task.id, task.pages, work)).await {
            Ok(Some(moved)) => task = moved,
            // A worker has it already, or the page has to come again: the queue goes on.
            Ok(None) | Err(WorkError::Retry { .. } | WorkError::Wait { .. }) => break,
            Err(WorkError::Fail { code, reason }) => {
                tracing::error!(bulk_task.id = %task.id, code, reason, "the first pages of a bulk task failed");
                break;
            }
        }
    }
    if !task.is_finished() {
        send(ports, &task).await?;
    }
    Ok(task)
}

async fn send(ports: &Ports, task: &BulkTask) -> Result<(), StoreError> {
    let message = PricingMessage::Bulk { task: task.id.clone(), page: task.pages };
    ports.outbox.pricing(&[Envelope::derived(message)]).await
}

/// Does one page.
pub(crate) async fn page(
    ports: &Ports,
    id: &BulkTaskId,
    number: u32,
    work: PageWork,
) -> Result<(), WorkError> {
    match work_page(ports, id, number, work).await? {
        Some(task) => Ok(follow(ports, &task).await?),
        None => Ok(()),
    }
}

/// Does one page; the task as it is then, where what follows is left to the caller.
async fn work_page(
    ports: &Ports,
    id: &BulkTaskId,
    number: u32,
    work: PageWork,
) -> Result<Option<BulkTask>, WorkError> {
    let Some(Versioned { value: mut task, version }) = ports.bulk_tasks.get(id).await? else {
        tracing::warn!(bulk_task.id = %id, "a page of a bulk task that is no more");
        return Ok(None);
    };
    if task.pages != number {
        // This page was done; what follows it may have been lost with its worker.
        return Ok(Some(task).filter(|task| task.pages == number + 1));
    }
    if task.is_finished() {
        return Ok(None);
    }
    let done = one(ports, &task, work).await?;
    ports.bulk_tasks.put_rows(&task, number, &done.rows).await?;
    task.pages += 1;
    task.looked_at += done.looked_at;
    for (outcome, count) in done.counts {
        *task.counts.entry(outcome).or_insert(0) += count;
    }
    for row in done.rows {
        *task.counts.entry(row.outcome).or_insert(0) += 1;
    }
    task.result = done.result.or(task.result);
    task.moved_on_at = Some(ports.clock.now());
    task.finished_at = done.next.is_none().then(|| ports.clock.now());
    task.cursor = done.next;
    match ports.bulk_tasks.put(&task, version).await {
        // Another delivery of this page was quicker: it goes on.
        Err(StoreError::Conflict) => return Ok(None),
        stored => drop(stored?),
    }
    tracing::info!(
        bulk_task.id = %id, kind = ?task.kind, page = number, looked_at = task.looked_at, last = task.is_finished(),
        "page of a bulk task done"
    );
    Ok(Some(task))
}

async fn follow(ports: &Ports, task: &BulkTask) -> Result<(), StoreError> {
    if !task.is_finished() {
        return send(ports, task).await;
    }
    match words::bulk_task_finished(task) {
        Some(text) => {
            let kind = "bulk_task_finished";
            let message = tell::message(kind, task.id.as_str(), Severity::Info, text);
            ports.outbox.notify(&[message]).await
        }
        None => Ok(()),
    }
}

async fn one(ports: &Ports, task: &BulkTask, work: PageWork) -> Result<Done, WorkError> {
    work(ports, task).await.map_err(|error| match error {
        UseCaseError::Store(error) => error.into(),
        UseCaseError::Channel(error) => error.into(),
        error => WorkError::Fail { code: "bulk_task_failed".to_owned(), reason: error.to_string() },
    })
}
