//! Many independent decisions: the request makes as many as it has time for, the queue makes the rest.

use domain::{MatchId, ids::BulkTaskId, matching::Tier};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    decide::{accept, reject, undo},
    queue::{self, Entry, Filter},
};
use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::bulk::{self, Done, Inline},
    ports::{BulkKind, BulkRow, BulkTask, Decision, MatchQuery, MatchRecord, Versioned},
    words::row_refused,
};

/// Matches that are decided between two checks of the time, and the suggested ones that are read at a time.
const STEP: usize = 5;
/// Rows that one step of a filter reads.
const LOOKED_THROUGH: usize = 25;
/// The most pages that a request does itself, because each match may change two products.
const INLINE_PAGES: u32 = 20;
/// Steps of one page of a worker.
const STEPS: usize = 5;

/// The decision on each match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    Reject,
    /// Undoes the last decision.
    Undo,
}

/// Selects the matches to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    Ids(Vec<MatchId>),
    /// Open matches of the tier `suggested` with at least this score, of a thousand; the best first.
    SuggestedFrom {
        score: u32,
    },
    /// The open entries that the filter finds, without those in `except`: the best candidate of each to accept, or all
    /// shown candidates to reject.
    Filter {
        filter: Filter,
        except: Vec<MatchId>,
    },
    /// All matches that this task decided.
    Task(BulkTaskId),
}

/// The result of each match.
pub type Results = Vec<(MatchId, Result<Versioned<MatchRecord>, UseCaseError>)>;

/// The results within the request, and the task for the rest.
#[derive(Debug)]
pub struct DecidedMany {
    pub results: Results,
    /// Absent when nothing is left.
    pub task: Option<BulkTask>,
}

/// The decisions that the request made before its task. The task's undo also undoes them.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Begun {
    decided: Vec<(MatchId, u64)>,
}

/// Decides matches one after the other. A match that cannot be decided is reported and does not stop the others. An
/// outage of the store stops the rest, which can be requested again.
pub async fn decide_many(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    verdict: Verdict,
    which: &Which,
) -> Result<DecidedMany, UseCaseError> {
    let mut inline = Inline::new(ports, INLINE_PAGES);
    let (mut results, mut cursor) = (Vec::new(), None);
    while inline.goes_on(ports) {
        let (some, next) = step(ports, actor, verdict, which, cursor.as_deref()).await?;
        results.extend(some);
        if next.is_none() {
            return Ok(DecidedMany { results, task: None });
        }
        cursor = next;
    }
    let decided = |(id, result): &(MatchId, Result<Versioned<MatchRecord>, _>)| {
        result.as_ref().ok().map(|record| (id.clone(), record.version))
    };
    let begun = bulk::wish(&Begun { decided: results.iter().filter_map(decided).collect() })?;
    let wish = bulk::wish(which)?;
    let task = bulk::begin(ports, actor, id, verdict.kind(), wish, (cursor, Some(begun))).await?;
    Ok(DecidedMany { results, task: Some(task) })
}

/// Undoes a task's decisions, in the queue. A decision that was changed since then stays.
pub(crate) async fn undo_task(ports: &Ports, actor: &str, task: &BulkTask) -> Result<BulkTask, UseCaseError> {
    if !task.is_finished() && !task.is_stalled(ports.clock.now()) {
        let reason = format!("{} is still at work", task.id);
        return Err(UseCaseError::Refused { code: "bulk_task_running", reason });
    }
    let id = BulkTaskId::derived(&["undo", task.id.as_str()]);
    let wish = bulk::wish(&Which::Task(task.id.clone()))?;
    Ok(bulk::begin(ports, actor, id, BulkKind::MatchesUndo, wish, (None, None)).await?)
}

/// One page of the rest.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let which: Which = bulk::wished(task)?;
    let verdict = Verdict::of(task.kind);
    let mut done = Done { next: task.cursor.clone(), ..Done::default() };
    for _ in 0..STEPS {
        let (results, next) = step(ports, &task.started_by, verdict, &which, done.next.as_deref()).await?;
        done.looked_at += results.len() as u64;
        for (id, result) in &results {
            let row = row(verdict, id, result);
            // A listing that appeared in two steps has one row.
            match done.rows.iter_mut().find(|known| known.key == row.key) {
                Some(known) if result.is_ok() => *known = row,
                Some(_) => {}
                None => done.rows.push(row),
            }
        }
        done.next = next;
        if done.next.is_none() {
            break;
        }
    }
    Ok(done)
}

impl Verdict {
    const fn kind(self) -> BulkKind {
        match self {
            Self::Accept => BulkKind::MatchesAccept,
            Self::Reject => BulkKind::MatchesReject,
            Self::Undo => BulkKind::MatchesUndo,
        }
    }

    const fn of(kind: BulkKind) -> Self {
        match kind {
            BulkKind::MatchesReject => Self::Reject,
            BulkKind::MatchesUndo => Self::Undo,
            _ => Self::Accept,
        }
    }

    const fn outcome(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Reject => "rejected",
            Self::Undo => "undone",
        }
    }

    async fn say(
        self,
        ports: &Ports,
        actor: &str,
        id: &MatchId,
        expected: Option<u64>,
    ) -> Result<Versioned<MatchRecord>, UseCaseError> {
        match self {
            Self::Accept => accept(ports, actor, id, expected).await,
            Self::Reject => reject(ports, actor, id, expected).await,
            Self::Undo => undo(ports, actor, id, expected).await,
        }
    }

    /// The candidates of an open entry to which the decision applies.
    fn meant(self, entry: &Entry) -> impl Iterator<Item = &MatchId> {
        entry.ids().take(if self == Self::Reject { usize::MAX } else { 1 })
    }
}

/// Matches, each with its expected version.
type Named = Vec<(MatchId, Option<u64>)>;

async fn step(
    ports: &Ports,
    actor: &str,
    verdict: Verdict,
    which: &Which,
    cursor: Option<&str>,
) -> Result<(Results, Option<String>), UseCaseError> {
    let at = |ids: Vec<MatchId>| ids.into_iter().map(|id| (id, None)).collect::<Named>();
    let (named, next) = match which {
        Which::Ids(ids) => {
            let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0).min(ids.len());
            let to = (from + STEP).min(ids.len());
            let fresh = (from..to).filter(|at| !ids[..*at].contains(&ids[*at])).map(|at| ids[at].clone());
            (at(fresh.collect()), (to < ids.len()).then(|| to.to_string()))
        }
        Which::SuggestedFrom { score } => {
            let (ids, next) = suggested(ports, *score, cursor.map(str::to_owned)).await?;
            (at(ids), next)
        }
        Which::Filter { filter, except } => {
            let (entries, next) = queue::walk(ports, filter, cursor, LOOKED_THROUGH).await?;
            let ids = entries.iter().flat_map(|entry| verdict.meant(entry));
            (at(ids.filter(|id| !except.contains(id)).cloned().collect()), next)
        }
        Which::Task(task) => decided_by(ports, task, cursor).await?,
    };
    let mut results = Vec::with_capacity(named.len());
    for (id, expected) in named {
        let result = verdict.say(ports, actor, &id, expected).await;
        if let Err(UseCaseError::Store(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_)))) =
            result
        {
            return Err(error.into());
        }
        results.push((id, result));
    }
    Ok((results, next))
}

/// The decisions of a task: those of its request, then those of each of its pages.
async fn decided_by(
    ports: &Ports,
    id: &BulkTaskId,
    cursor: Option<&str>,
) -> Result<(Named, Option<String>), UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: id.to_string() };
    let task = ports.bulk_tasks.get(id).await?.ok_or_else(missing)?.value;
    let page: Option<u32> = cursor.and_then(|cursor| cursor.parse().ok());
    let named = match page {
        None => {
            let begun: Begun =
                task.result.and_then(|begun| serde_json::from_value(begun).ok()).unwrap_or_default();
            begun.decided.into_iter().map(|(id, version)| (id, Some(version))).collect()
        }
        Some(page) => {
            let outcome = Verdict::of(task.kind).outcome();
            let rows = ports.bulk_tasks.rows(id, page).await?;
            let decided = rows
                .into_iter()
                .filter(|row| row.outcome == outcome)
                .filter_map(|row| Some((MatchId::parse(&row.key).ok()?, row.details["version"].as_u64())));
            decided.collect()
        }
    };
    let next = page.map_or(0, |page| page + 1);
    Ok((named, (next < task.pages).then(|| next.to_string())))
}

fn row(verdict: Verdict, id: &MatchId, result: &Result<Versioned<MatchRecord>, UseCaseError>) -> BulkRow {
    let (outcome, details) = match result {
        Ok(record) => (verdict.outcome(), json!({ "version": record.version })),
        Err(error) => ("failed", row_refused(&error.code(), &error.seller_text())),
    };
    BulkRow { key: id.to_string(), outcome: outcome.to_owned(), details }
}

/// The next few with a sufficient score, and the cursor for those after them.
async fn suggested(
    ports: &Ports,
    score: u32,
    cursor: Option<String>,
) -> Result<(Vec<MatchId>, Option<String>), StoreError> {
    let query = MatchQuery {
        tiers: vec![Tier::Suggested],
        decisions: vec![Decision::Open],
        channel: None,
        cursor,
        limit: STEP,
    };
    let page = ports.matches.list(&query).await?;
    let read = page.items.len();
    let wanted = page.items.into_iter().take_while(|record| record.value.score >= score);
    let ids: Vec<MatchId> = wanted.map(|record| record.value.id).collect();
    // The best come first, so after one with a lower score there is none with a higher one.
    let next = if ids.len() < read { None } else { page.next };
    Ok((ids, next))
}
