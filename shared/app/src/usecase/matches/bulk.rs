//! Many yeses at once, each on its own: within the request while it is quick, by the queue for the rest.

use domain::{MatchId, ids::BulkTaskId, matching::Tier};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::decide::accept;
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{BulkKind, BulkRow, BulkTask, Decision, MatchQuery, MatchRecord, Versioned},
    usecase::bulk::{self, Done, Inline},
};

/// Matches that are decided before anybody looks at the clock, and read at once where suggested ones are asked for.
const STEP: usize = 5;
/// Pages that a request does itself at most: each match may move two products.
const INLINE_PAGES: u32 = 20;
/// Steps of one page of a worker.
const STEPS: usize = 5;

/// Which matches to accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    Ids(Vec<MatchId>),
    /// Open matches of the tier `suggested` with at least this score, of a thousand; the best first.
    SuggestedFrom {
        score: u32,
    },
}

/// What became of each match.
pub type Results = Vec<(MatchId, Result<Versioned<MatchRecord>, UseCaseError>)>;

/// What became of each within the request, and who does the rest.
#[derive(Debug)]
pub struct AcceptedMany {
    pub results: Results,
    /// Absent when nothing is left.
    pub task: Option<BulkTask>,
}

/// Accepts matches one after the other. What cannot be accepted is named and stops no other; an outage of the store
/// stops the rest, which can be asked for again.
pub async fn accept_many(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    which: &Which,
) -> Result<AcceptedMany, UseCaseError> {
    let mut inline = Inline::new(ports, INLINE_PAGES);
    let (mut results, mut cursor) = (Vec::new(), None);
    while inline.goes_on(ports) {
        let (some, next) = step(ports, actor, which, cursor.as_deref()).await?;
        results.extend(some);
        if next.is_none() {
            return Ok(AcceptedMany { results, task: None });
        }
        cursor = next;
    }
    let wish = bulk::wish(which)?;
    let task = bulk::begin(ports, actor, id, BulkKind::MatchesAccept, wish, (cursor, None)).await?;
    Ok(AcceptedMany { results, task: Some(task) })
}

/// One page of the rest.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let which: Which = bulk::wished(task)?;
    let mut done = Done { next: task.cursor.clone(), ..Done::default() };
    for _ in 0..STEPS {
        let (results, next) = step(ports, &task.started_by, &which, done.next.as_deref()).await?;
        done.looked_at += results.len() as u64;
        done.rows.extend(results.iter().map(|(id, result)| row(id, result)));
        done.next = next;
        if done.next.is_none() {
            break;
        }
    }
    Ok(done)
}

async fn step(
    ports: &Ports,
    actor: &str,
    which: &Which,
    cursor: Option<&str>,
) -> Result<(Results, Option<String>), UseCaseError> {
    let (ids, next) = match which {
        Which::Ids(ids) => {
            let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0).min(ids.len());
            let to = (from + STEP).min(ids.len());
            let fresh = (from..to).filter(|at| !ids[..*at].contains(&ids[*at])).map(|at| ids[at].clone());
            (fresh.collect(), (to < ids.len()).then(|| to.to_string()))
        }
        Which::SuggestedFrom { score } => suggested(ports, *score, cursor.map(str::to_owned)).await?,
    };
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        let result = accept(ports, actor, &id, None).await;
        if let Err(UseCaseError::Store(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_)))) =
            result
        {
            return Err(error.into());
        }
        results.push((id, result));
    }
    Ok((results, next))
}

fn row(id: &MatchId, result: &Result<Versioned<MatchRecord>, UseCaseError>) -> BulkRow {
    let (outcome, details) = match result {
        Ok(record) => ("accepted", json!({ "version": record.version })),
        Err(error) => ("failed", json!({ "reason": error.to_string() })),
    };
    BulkRow { key: id.to_string(), outcome: outcome.to_owned(), details }
}

/// The next few that are sure enough, and where those after them begin.
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
    // The best come first: behind one that is less sure there is none that is surer.
    let next = if ids.len() < read { None } else { page.next };
    Ok((ids, next))
}
