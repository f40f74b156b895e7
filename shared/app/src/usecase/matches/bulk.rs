//! Many yeses at once, each on its own.

use domain::{MatchId, matching::Tier};

use super::decide::accept;
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{Decision, MatchQuery, MatchRecord, Versioned},
};

/// The most matches that one request decides: each may move two products.
pub const MOST: usize = 100;

/// Which matches to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    Ids(Vec<MatchId>),
    /// Open matches of the tier `suggested` with at least this score, of a thousand; the best first.
    SuggestedFrom(u32),
}

/// What became of each, and whether there are more than [`MOST`] of them.
#[derive(Debug)]
pub struct AcceptedMany {
    pub results: Vec<(MatchId, Result<Versioned<MatchRecord>, UseCaseError>)>,
    pub more: bool,
}

/// Accepts matches one after the other. What cannot be accepted is named and stops no other; an outage of the store
/// stops the rest, which can be asked for again.
pub async fn accept_many(ports: &Ports, actor: &str, which: &Which) -> Result<AcceptedMany, UseCaseError> {
    let (ids, more) = match which {
        Which::Ids(ids) => {
            let mut seen = std::collections::BTreeSet::new();
            let ids: Vec<MatchId> = ids.iter().filter(|id| seen.insert(*id)).cloned().collect();
            (ids.iter().take(MOST).cloned().collect(), ids.len() > MOST)
        }
        Which::SuggestedFrom(score) => suggested(ports, *score).await?,
    };
    let mut results = Vec::new();
    for id in ids {
        let result = accept(ports, actor, &id, None).await;
        if let Err(UseCaseError::Store(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_)))) =
            result
        {
            return Err(error.into());
        }
        results.push((id, result));
    }
    Ok(AcceptedMany { results, more })
}

async fn suggested(ports: &Ports, score: u32) -> Result<(Vec<MatchId>, bool), StoreError> {
    let query = MatchQuery {
        tiers: vec![Tier::Suggested],
        decisions: vec![Decision::Open],
        channel: None,
        cursor: None,
        limit: MOST + 1,
    };
    let page = ports.matches.list(&query).await?;
    let wanted = page.items.into_iter().take_while(|record| record.value.score >= score);
    let mut ids: Vec<MatchId> = wanted.map(|record| record.value.id).collect();
    let more = ids.len() > MOST;
    ids.truncate(MOST);
    Ok((ids, more))
}
