//! Many yeses at once, each on its own.

use std::time::Duration;

use domain::{MatchId, matching::Tier};

use super::decide::accept;
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{Decision, MatchQuery, MatchRecord, Versioned},
};

/// The most matches that one request decides: each may move two products.
pub const MOST: usize = 100;
/// Begins no match after this long, well before the API gives up on an answer at 29 seconds.
const BUDGET: Duration = Duration::from_secs(15);
/// Suggested matches that are read at once. The answer leads on from the last read, so all of them are decided.
const PAGE: usize = 5;

/// Which matches to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    Ids(Vec<MatchId>),
    /// Open matches of the tier `suggested` with at least this score, of a thousand; the best first.
    SuggestedFrom {
        score: u32,
        /// [`AcceptedMany::next`] of the request before: what was refused there does not come again.
        cursor: Option<String>,
    },
}

/// What became of each, and whether there are more of them.
#[derive(Debug)]
pub struct AcceptedMany {
    pub results: Vec<(MatchId, Result<Versioned<MatchRecord>, UseCaseError>)>,
    /// Some were not decided: of named ones those without a result.
    pub more: bool,
    /// Where suggested ones go on.
    pub next: Option<String>,
}

/// Accepts matches one after the other. What cannot be accepted is named and stops no other; an outage of the store
/// stops the rest, which can be asked for again.
pub async fn accept_many(ports: &Ports, actor: &str, which: &Which) -> Result<AcceptedMany, UseCaseError> {
    let mut work = Work { ports, actor, begun: ports.clock.now(), results: Vec::new() };
    match which {
        Which::Ids(ids) => {
            let mut seen = std::collections::BTreeSet::new();
            let ids: Vec<&MatchId> = ids.iter().filter(|id| seen.insert(*id)).collect();
            for id in &ids {
                if work.is_over() {
                    break;
                }
                work.accept(id).await?;
            }
            let more = ids.len() > work.results.len();
            Ok(AcceptedMany { results: work.results, more, next: None })
        }
        Which::SuggestedFrom { score, cursor } => {
            let mut cursor = cursor.clone();
            loop {
                let (ids, next) = suggested(ports, *score, cursor).await?;
                for id in &ids {
                    work.accept(id).await?;
                }
                cursor = next;
                if cursor.is_none() || work.is_over() {
                    return Ok(AcceptedMany { results: work.results, more: cursor.is_some(), next: cursor });
                }
            }
        }
    }
}

struct Work<'a> {
    ports: &'a Ports,
    actor: &'a str,
    begun: jiff::Timestamp,
    results: Vec<(MatchId, Result<Versioned<MatchRecord>, UseCaseError>)>,
}

impl Work<'_> {
    fn is_over(&self) -> bool {
        let spent = self.ports.clock.now().duration_since(self.begun);
        self.results.len() >= MOST || spent.unsigned_abs() >= BUDGET
    }

    async fn accept(&mut self, id: &MatchId) -> Result<(), UseCaseError> {
        let result = accept(self.ports, self.actor, id, None).await;
        if let Err(UseCaseError::Store(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_)))) =
            result
        {
            return Err(error.into());
        }
        self.results.push((id.clone(), result));
        Ok(())
    }
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
        limit: PAGE,
    };
    let page = ports.matches.list(&query).await?;
    let read = page.items.len();
    let wanted = page.items.into_iter().take_while(|record| record.value.score >= score);
    let ids: Vec<MatchId> = wanted.map(|record| record.value.id).collect();
    // The best come first: behind one that is less sure there is none that is surer.
    let next = if ids.len() < read { None } else { page.next };
    Ok((ids, next))
}
