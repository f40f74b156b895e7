//! Runs the records of one queue batch and reports which of them must be delivered again.
//!
//! - done: acknowledged;
//! - [`WorkError::Wait`]: is delivered again after the time that the consumer named, without a limit, because waiting
//!   is not a failed try. On a queue that counts receipts a new message replaces it; see [`waiting`];
//! - [`WorkError::Retry`]: is delivered again after the time that the consumer named, otherwise after a time that
//!   doubles with every delivery, until the queue's number of deliveries is reached;
//! - [`WorkError::Fail`], or a body that cannot be read: repeating cannot help, so it goes to the dead letters
//!   immediately, with its reason, and is acknowledged.
//!
//! The runner gives a message up, not the work: a time-out that cancels the work must not cancel this step. Before a
//! message goes to the dead letters, the function's `give_up` updates the job, import or report that waits for it. The
//! last delivery reserves time for this. If the function is killed before it happens, the queue delivers the message up
//! to [`SPARE`] more times, and these deliveries only give it up.
//!
//! On a queue without order, several records are processed at the same time. On a FIFO queue, the records of a group
//! are processed in order, and processing of the group stops at the first record that must be delivered again.

use std::{sync::Arc, time::Duration};

use app::{StoreError, WorkError, ports::QueueName};
use aws_config::SdkConfig;
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use futures::{StreamExt, stream};
use serde::de::DeserializeOwned;
use tokio::time::Instant;
use tracing::Instrument;

mod upkeep;
mod waiting;
use upkeep::{SqsUpkeep, Upkeep};
use waiting::tries;

use crate::config::Consumed;

/// The rest of the function's time at which unfinished work is stopped, so that the answer can still be sent.
const MARGIN: Duration = Duration::from_secs(2);
/// The time that the last delivery reserves for giving the message up.
const GIVE_UP: Duration = Duration::from_secs(5);
/// Work starts no new calls in this time before its deadline. Calls that are running can end, and their results are
/// stored.
const WIND_DOWN: Duration = Duration::from_secs(6);
/// The shortest wait, so that a message is not delivered again before anything can have changed.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// Deliveries that the queue makes beyond [`Limits::deliveries`]: its `maxReceiveCount` is the sum.
pub const SPARE: u32 = 5;
/// The first wait of a message whose error names no time; it doubles with every delivery.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// How a function processes its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Records (on a FIFO queue: groups) that are processed at the same time.
    pub at_once: usize,
    /// How often a message is tried before it is given up. The runner itself moves it to the dead letters, because the
    /// queue would not store the reason.
    pub deliveries: u32,
}

/// What a consumer can know about a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// Counts tries from 1. Waiting does not count as a try.
    pub number: u32,
    /// If this try fails, the message is given up.
    pub last: bool,
    /// After this time the work should start no call that takes seconds. It stores what it has done and returns `Wait`.
    pub until: Option<Instant>,
}

/// A message that goes to the dead letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    pub error: WorkError,
    /// The message id: the same if the message is given up again after a crash, a different one if a person sent it
    /// again.
    pub occasion: String,
}

/// The `give_up` of a queue whose messages no record waits for.
pub fn nothing_waits<M>(_: M, _: GivenUp) -> impl Future<Output = Result<(), StoreError>> {
    std::future::ready(Ok(()))
}

/// The consumer side of one queue.
#[derive(Clone)]
pub struct Batch {
    queue: QueueName,
    fifo: bool,
    limits: Limits,
    upkeep: Arc<dyn Upkeep>,
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("queue", &self.queue)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The result of one record.
enum Verdict {
    Done,
    Again(Duration),
    Wait(Duration),
}

/// How a try of one record ended.
enum Ended {
    Done,
    Again(Duration),
    Wait(Duration),
    GiveUp(WorkError),
}

impl Batch {
    pub fn new(config: &SdkConfig, consumed: Consumed, limits: Limits) -> Self {
        let fifo = std::path::Path::new(&consumed.url).extension().is_some_and(|ending| ending == "fifo");
        let queue = consumed.name;
        Self::with(queue, fifo, limits, Arc::new(SqsUpkeep::new(config, consumed, fifo)))
    }

    fn with(queue: QueueName, fifo: bool, limits: Limits, upkeep: Arc<dyn Upkeep>) -> Self {
        Self { queue, fifo, limits, upkeep }
    }

    /// Processes a batch. Records that are not done shortly before `deadline` are delivered again. `give_up` is called
    /// before a message goes to the dead letters; when it fails, the message is delivered again.
    pub async fn run<M, F, Fut, G, Given>(
        &self,
        event: SqsEvent,
        deadline: Option<Instant>,
        work: F,
        give_up: G,
    ) -> SqsBatchResponse
    where
        M: DeserializeOwned,
        F: Fn(M, Delivery) -> Fut,
        Fut: Future<Output = Result<(), WorkError>>,
        G: Fn(M, GivenUp) -> Given,
        Given: Future<Output = Result<(), StoreError>>,
    {
        let (begun, records) = (Instant::now(), event.records.len());
        let deadline = deadline.map(|end| end.checked_sub(MARGIN).unwrap_or(end));
        let (work, give_up) = (&work, &give_up);
        let again: Vec<Vec<String>> = stream::iter(self.groups(event.records))
            .map(|group| self.group(group, deadline, work, give_up))
            .buffer_unordered(self.limits.at_once.max(1))
            .collect()
            .await;
        let mut response = SqsBatchResponse::default();
        again.into_iter().flatten().for_each(|id| response.add_failure(id));
        tracing::info!(
            queue = ?self.queue,
            records,
            again = response.batch_item_failures.len(),
            duration_ms = millis(begun),
            "batch worked"
        );
        response
    }

    /// Groups of records that must be processed one after the other, in the order of delivery.
    fn groups(&self, records: Vec<SqsMessage>) -> Vec<Vec<SqsMessage>> {
        let mut groups: Vec<Vec<SqsMessage>> = Vec::new();
        for record in records {
            let same = |group: &&mut Vec<SqsMessage>| self.fifo && group_of(&group[0]) == group_of(&record);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(record),
                None => groups.push(vec![record]),
            }
        }
        groups
    }

    /// Processes one group; returns the ids of the records that must be delivered again.
    async fn group<M, F, Fut, G, Given>(
        &self,
        records: Vec<SqsMessage>,
        deadline: Option<Instant>,
        work: &F,
        give_up: &G,
    ) -> Vec<String>
    where
        M: DeserializeOwned,
        F: Fn(M, Delivery) -> Fut,
        Fut: Future<Output = Result<(), WorkError>>,
        G: Fn(M, GivenUp) -> Given,
        Given: Future<Output = Result<(), StoreError>>,
    {
        let mut left = records.iter();
        while let Some(record) = left.next() {
            let span = tracing::info_span!("message", queue = ?self.queue, message.id = id_of(record));
            let worked = async {
                match self.record(record, deadline, work).await {
                    Ended::Done => Verdict::Done,
                    Ended::Again(after) => Verdict::Again(after),
                    Ended::Wait(after) => Verdict::Wait(after),
                    Ended::GiveUp(error) => self.give_up(record, deadline, error, give_up).await,
                }
            };
            let (after, waits) = match worked.instrument(span).await {
                Verdict::Done => continue,
                Verdict::Again(after) => (after, false),
                Verdict::Wait(after) => (after.max(SHORTEST_WAIT), true),
            };
            let again: Vec<&SqsMessage> = std::iter::once(record).chain(left).collect();
            if waits {
                return self.put_off(&again, after).await;
            }
            for record in &again {
                self.postpone(record, after).await;
            }
            return again.into_iter().map(|record| id_of(record).to_owned()).collect();
        }
        Vec::new()
    }

    async fn record<M, F, Fut>(&self, record: &SqsMessage, deadline: Option<Instant>, work: &F) -> Ended
    where
        M: DeserializeOwned,
        F: Fn(M, Delivery) -> Fut,
        Fut: Future<Output = Result<(), WorkError>>,
    {
        let begun = Instant::now();
        let message = match read(record) {
            Ok(message) => message,
            Err(error) => return Ended::GiveUp(error),
        };
        let number = tries(record);
        if number > self.limits.deliveries {
            let reason = "its last try did not come to an end".to_owned();
            return Ended::GiveUp(WorkError::Retry { after: None, reason });
        }
        let last = number == self.limits.deliveries;
        let kept_back = if last { GIVE_UP } else { Duration::ZERO };
        let deadline = deadline.map(|deadline| deadline.checked_sub(kept_back).unwrap_or(deadline));
        let until = deadline.map(|deadline| deadline.checked_sub(WIND_DOWN).unwrap_or(deadline));
        let delivery = Delivery { number, last, until };
        let result = match deadline {
            Some(deadline) => {
                tokio::time::timeout_at(deadline, work(message, delivery)).await.unwrap_or_else(|_| {
                    Err(WorkError::Retry { after: None, reason: "the function's time was over".to_owned() })
                })
            }
            None => work(message, delivery).await,
        };
        match result {
            Ok(()) => {
                tracing::debug!(duration_ms = millis(begun), "message done");
                Ended::Done
            }
            Err(WorkError::Wait { after, reason }) => {
                tracing::info!(
                    reason,
                    tries = number,
                    retry_after_ms = whole_millis(after),
                    duration_ms = millis(begun),
                    "message waits"
                );
                Ended::Wait(after)
            }
            Err(WorkError::Retry { after, reason }) if !delivery.last => {
                let wait = after.unwrap_or_else(|| wait_before(number + 1));
                tracing::info!(
                    reason,
                    tries = number,
                    retry_after_ms = whole_millis(wait),
                    duration_ms = millis(begun),
                    "message comes again"
                );
                Ended::Again(wait)
            }
            Err(error) => Ended::GiveUp(error),
        }
    }

    /// Gives a message up: first `give_up` updates what waits for it, then the message goes to the dead letters with
    /// its reason. When one of the two fails, the message is delivered again, so that it is never lost.
    async fn give_up<M, G, Given>(
        &self,
        record: &SqsMessage,
        deadline: Option<Instant>,
        error: WorkError,
        give_up: &G,
    ) -> Verdict
    where
        M: DeserializeOwned,
        G: Fn(M, GivenUp) -> Given,
        Given: Future<Output = Result<(), StoreError>>,
    {
        let (code, reason) = match &error {
            WorkError::Retry { reason, .. } | WorkError::Wait { reason, .. } => ("retries_exhausted", reason),
            WorkError::Fail { code, reason } => (code.as_str(), reason),
        };
        tracing::error!(code, reason, tries = tries(record), "message given up");
        let why = format!("{code}: {reason}");
        let giving = async {
            // A message that cannot be read names no record that waits for it.
            if let Ok(message) = read(record) {
                give_up(message, GivenUp { error, occasion: id_of(record).to_owned() }).await?;
            }
            self.upkeep.bury(record, &why).await
        };
        let given = match deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, giving)
                .await
                .unwrap_or_else(|_| Err(StoreError::Unavailable("the function's time was over".to_owned()))),
            None => giving.await,
        };
        match given {
            Ok(()) => Verdict::Done,
            Err(error) => {
                tracing::error!(%error, "the message could not be given up and comes again");
                Verdict::Again(wait_before(tries(record) + 1))
            }
        }
    }

    async fn postpone(&self, record: &SqsMessage, after: Duration) {
        if let Err(error) = self.upkeep.postpone(record, after).await {
            tracing::warn!(%error, message.id = id_of(record), "the message comes again after the queue's own time");
        }
    }
}

/// The time after which work starts no new calls, for a function whose time is over at `end`.
pub fn last_call(end: Instant) -> Instant {
    end.checked_sub(MARGIN + WIND_DOWN).unwrap_or(end)
}

/// When a function's time is over, from the deadline of its invocation in milliseconds since 1970; `None` if the host
/// gives no deadline.
pub fn deadline(millis: u64, now: jiff::Timestamp) -> Option<Instant> {
    let now = u64::try_from(now.as_millisecond()).ok()?;
    (millis > 0).then(|| Instant::now() + Duration::from_millis(millis.saturating_sub(now)))
}

/// The wait before the delivery with this number, counted from 1.
fn wait_before(delivery: u32) -> Duration {
    let doublings = delivery.saturating_sub(2).min(10);
    (FIRST_WAIT * 2_u32.pow(doublings)).min(LONGEST_WAIT)
}

/// The parser's message names line and column; the body itself stays out of the logs.
fn read<M: DeserializeOwned>(record: &SqsMessage) -> Result<M, WorkError> {
    serde_json::from_str(record.body.as_deref().unwrap_or_default()).map_err(|problem| {
        let (line, column) = (problem.line(), problem.column());
        let reason = format!("the message cannot be read at line {line} column {column}");
        WorkError::Fail { code: "message_unreadable".to_owned(), reason }
    })
}

fn id_of(record: &SqsMessage) -> &str {
    record.message_id.as_deref().unwrap_or_default()
}

fn group_of(record: &SqsMessage) -> Option<&str> {
    record.attributes.get("MessageGroupId").map(String::as_str)
}

fn receives(record: &SqsMessage) -> u32 {
    record.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1)
}

fn millis(since: Instant) -> u64 {
    whole_millis(since.elapsed())
}

fn whole_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
