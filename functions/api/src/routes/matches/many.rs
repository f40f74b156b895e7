//! Many matches decided in one request.

use app::catalogue::matches::{self, Verdict, Which};
use axum::{Extension, extract::State, response::Response};
use domain::{Invalid, MatchId, ids::BulkTaskId};
use serde::Serialize;

use super::channel_of;
use crate::{
    ApiState,
    body::Body,
    guard::Caller,
    idempotency::Idempotent,
    problem::Problem,
    route::{Routes, routes},
    routes::bulk_tasks::with_rest,
    wire::{
        bulk::BulkTask,
        matching::{AcceptedMatches, DecidedMatches, MatchFilter, MatchSelection},
    },
};

pub(super) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(accept_many)).routes(routes!(reject_many)).routes(routes!(undo_many))
}

/// Says yes to many, each on its own; what cannot be accepted is named and stops no other. A request decides what fits
/// into a moment; the rest is a bulk task, named in `task` of a 202.
#[utoipa::path(post, path = "/v1/matches/accept", tag = "matches", request_body = MatchSelection,
    responses((status = 200, body = AcceptedMatches), (status = 202, body = AcceptedMatches)))]
async fn accept_many(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<MatchSelection>,
) -> Result<Response, Problem> {
    decide::<AcceptedMatches>(&state, &caller, &request, Verdict::Accept, asked).await
}

/// Says no to many, as `accept` says yes: of each entry that a filter finds, to every candidate that is shown.
#[utoipa::path(post, path = "/v1/matches/reject", tag = "matches", request_body = MatchSelection,
    responses((status = 200, body = DecidedMatches), (status = 202, body = DecidedMatches)))]
async fn reject_many(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<MatchSelection>,
) -> Result<Response, Problem> {
    decide::<DecidedMatches>(&state, &caller, &request, Verdict::Reject, asked).await
}

/// Takes the last decision on each of these matches back, named in `ids`. What a bulk task decided is taken back by
/// `POST /v1/bulk-tasks/{id}/undo`.
#[utoipa::path(post, path = "/v1/matches/undo", tag = "matches", request_body = MatchSelection,
    responses((status = 200, body = DecidedMatches), (status = 202, body = DecidedMatches)))]
async fn undo_many(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<MatchSelection>,
) -> Result<Response, Problem> {
    decide::<DecidedMatches>(&state, &caller, &request, Verdict::Undo, asked).await
}

/// Decides as many as the request has time for; `T` is the type of the answer.
async fn decide<T: From<DecidedMatches> + Serialize>(
    state: &ApiState,
    caller: &Caller,
    request: &Idempotent,
    verdict: Verdict,
    asked: MatchSelection,
) -> Result<Response, Problem> {
    let which = which(state, asked)?;
    if verdict == Verdict::Undo && !matches!(which, Which::Ids(_)) {
        return Err(Invalid::new("ids", "matches_unnamed", "name the matches in ids").into());
    }
    let id = BulkTaskId::derived(&["matches", &request.name]);
    let many = matches::decide_many(&state.ports, caller.actor(), id, verdict, &which).await?;
    let rest = BulkTask::rest(many.task.as_ref(), state)?;
    Ok(with_rest(rest.clone().as_ref(), T::from(DecidedMatches::of(many.results, rest))))
}

fn which(state: &ApiState, asked: MatchSelection) -> Result<Which, Problem> {
    let ids = |field: &str, ids: Vec<String>| -> Result<Vec<MatchId>, Problem> {
        let parse = |(index, id): (usize, String)| {
            MatchId::parse(&id).map_err(|invalid| Problem::from(invalid).field(format!("{field}[{index}]")))
        };
        ids.into_iter().enumerate().map(parse).collect()
    };
    match (asked.ids, asked.suggested_from_percent, asked.filter) {
        (Some(named), None, None) if !named.is_empty() && asked.except.is_empty() => {
            Ok(Which::Ids(ids("ids", named)?))
        }
        // The score in thousandths, rounded up, so that it is at least the requested percentage.
        (None, Some(percent), None) if asked.except.is_empty() => {
            if let Ok(points @ 0..=10_000) = u32::try_from(percent.0.0) {
                return Ok(Which::SuggestedFrom { score: points.div_ceil(10) });
            }
            let problem = "a certainty is 0 to 100 per cent";
            Err(Invalid::new("suggested_from_percent", "percent_out_of_range", problem).into())
        }
        (None, None, Some(filter)) => {
            let channel = filter.channel.as_deref().map(|name| channel_of(state, name)).transpose()?;
            let filter = MatchFilter::with(filter, channel);
            Ok(Which::Filter { filter, except: ids("except", asked.except)? })
        }
        _ => {
            let problem = "name the matches in ids, or give suggested_from_percent or filter";
            Err(Invalid::new("ids", "matches_unnamed", problem).into())
        }
    }
}
