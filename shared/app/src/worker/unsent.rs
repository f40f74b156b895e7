//! Work that was recorded and whose message never left, because whoever recorded it died in between. A repeat of the
//! request would send it; here it goes on without one.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Ports, StoreError,
    message::{Envelope, PricingMessage},
    ports::{PlanState, Run, repricings},
};

/// A message that was sent is taken within this time. Sending one twice does no harm.
const LOST_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// Of the newest bulk tasks and plans.
const NEWEST: usize = 20;

/// Sends the messages again of runs, bulk tasks and plans that have not moved. Returns how many. What has not moved for as
/// long as its message is delivered at most lies among the dead letters, where a person sends it again.
pub(super) async fn send_again(ports: &Ports) -> Result<u64, StoreError> {
    let now = ports.clock.now();
    let mut lost = Vec::new();
    for id in ports.runs.open().await? {
        let Some(run) = ports.runs.get(&id).await?.map(|run| run.value) else { continue };
        if run.has_work() && is_lost(moved(&run), now) {
            lost.push(PricingMessage::Run { run: id });
        }
    }
    for task in ports.bulk_tasks.recent(None, NEWEST).await?.items {
        if !task.is_finished() && is_lost(task.moved_on_at.unwrap_or(task.started_at), now) {
            lost.push(PricingMessage::Bulk { task: task.id, page: task.pages });
        }
    }
    for plan in ports.plans.recent(None, NEWEST).await?.items {
        if plan.state == PlanState::Preparing && is_lost(plan.created_at, now) {
            lost.push(PricingMessage::Plan { plan: plan.id });
        }
    }
    let messages: Vec<_> = lost.into_iter().map(Envelope::derived).collect();
    if !messages.is_empty() {
        tracing::warn!(messages = messages.len(), "work that nobody has begun is sent again");
        ports.outbox.pricing(&messages).await?;
    }
    Ok(messages.len() as u64)
}

/// When a person or a worker last moved the run.
fn moved(run: &Run) -> Timestamp {
    [run.moved_at, run.pace.as_ref().map(|pace| pace.since)]
        .into_iter()
        .flatten()
        .fold(run.started_at, Timestamp::max)
}

fn is_lost(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) >= LOST_AFTER && !repricings::is_overdue(since, now)
}
