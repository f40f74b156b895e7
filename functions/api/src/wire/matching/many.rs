//! Many matches decided in one request.

use std::collections::BTreeSet;

use app::{
    catalogue::matches,
    ports::{MatchRecord, Versioned},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    problem::Problem,
    wire::{bulk::BulkTask, enums::MatchTier, number::Percent},
};

/// Which matches are meant: by id, all suggested ones from a certainty up, or what a filter of the queue finds. Exactly
/// one of the three.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchSelection {
    #[serde(default)]
    pub ids: Option<Vec<String>>,
    /// Open matches of the tier `suggested` that are at least this sure, 0 to 100.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub suggested_from_percent: Option<Percent>,
    /// Open entries of the queue: to accept, the best candidate of each; to reject, every candidate that is shown.
    #[serde(default)]
    pub filter: Option<MatchFilter>,
    /// With `filter`: matches that are left out.
    #[serde(default)]
    pub except: Vec<String>,
}

/// The filter of the queue, as in `GET /v1/matches`.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchFilter {
    /// All tiers when left out.
    #[serde(default)]
    pub tier: Option<MatchTier>,
    #[serde(default)]
    pub channel: Option<String>,
    #[serde(default)]
    pub q: Option<String>,
}

impl MatchFilter {
    /// As the use case takes it; `channel` is read by the caller.
    pub fn with(self, channel: Option<domain::Channel>) -> matches::Filter {
        let tiers: BTreeSet<matches::QueueTier> = self.tier.into_iter().map(Into::into).collect();
        matches::Filter { tiers, channel, text: self.q }
    }
}

/// What became of many matches.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidedMatches {
    pub decided: usize,
    pub failed: usize,
    pub results: Vec<DecidedMatch>,
    /// Decides what the request had no time for; absent when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<BulkTask>,
}

/// What became of one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidedMatch {
    pub id: String,
    pub decided: bool,
    pub version: Option<u64>,
    /// Why it was not decided: a code as in docs/ERRORS.md, in Bahasa Indonesia and in English.
    pub code: Option<String>,
    pub detail: Option<String>,
    pub detail_en: Option<String>,
}

/// What became of many yeses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedMatches {
    pub accepted: usize,
    pub failed: usize,
    pub results: Vec<AcceptedMatch>,
    /// Decides what the request had no time for; absent when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<BulkTask>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedMatch {
    pub id: String,
    pub accepted: bool,
    pub version: Option<u64>,
    /// Why it was not accepted: a code as in docs/ERRORS.md, in Bahasa Indonesia and in English.
    pub code: Option<String>,
    pub detail: Option<String>,
    pub detail_en: Option<String>,
}

impl DecidedMatches {
    pub fn of(results: matches::Results, task: Option<BulkTask>) -> Self {
        let results: Vec<DecidedMatch> = results.into_iter().map(DecidedMatch::of).collect();
        let decided = results.iter().filter(|result| result.decided).count();
        Self { decided, failed: results.len() - decided, results, task }
    }
}

impl DecidedMatch {
    fn of((id, result): (domain::MatchId, Result<Versioned<MatchRecord>, app::UseCaseError>)) -> Self {
        let id = id.to_string();
        match result {
            Ok(record) => Self {
                id,
                decided: true,
                version: Some(record.version),
                code: None,
                detail: None,
                detail_en: None,
            },
            Err(error) => {
                let problem = Problem::from(error).body();
                Self {
                    id,
                    decided: false,
                    version: None,
                    code: Some(problem.code),
                    detail: Some(problem.detail),
                    detail_en: Some(problem.detail_en),
                }
            }
        }
    }
}

/// The answer of `accept` keeps its original field names for compatibility.
impl From<DecidedMatches> for AcceptedMatches {
    fn from(decided: DecidedMatches) -> Self {
        let result = |one: DecidedMatch| AcceptedMatch {
            id: one.id,
            accepted: one.decided,
            version: one.version,
            code: one.code,
            detail: one.detail,
            detail_en: one.detail_en,
        };
        Self {
            accepted: decided.decided,
            failed: decided.failed,
            results: decided.results.into_iter().map(result).collect(),
            task: decided.task,
        }
    }
}
