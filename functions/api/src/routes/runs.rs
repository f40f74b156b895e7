//! Runs: plans that are carried out, and the actions of a person on them.

use app::{
    ports::{self, JobFilter, UndoScope, Versioned},
    publishing::{
        progress::{self, waits},
        run::{self, Waves},
        undo::make_undo_plan_of,
    },
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{ContentHash, JobId, PlanId, RunId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{located, plans, products::channel_of};
use crate::{
    ApiState,
    body::{Body, parse},
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values, not_found},
    query::{self, Listed, Paging, Params, Segment, Segments},
    route::{Routes, routes},
    wire::{
        enums::{JobState, WaveMode},
        plan::Plan,
        run::{FailureGroup, Job, NewApproval, NewRetry, NewRun, NewUndo, Run},
    },
};

/// The most jobs that one undo may name.
const MOST_JOBS: usize = 1_000;

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list, start))
        .routes(routes!(one))
        .routes(routes!(jobs))
        .routes(routes!(failures))
        .routes(routes!(job))
        .routes(routes!(approve))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(cancel))
        .routes(routes!(retry))
        .routes(routes!(undo))
}

/// Starts carrying out a plan whose hash a person has seen. A plan runs once: asking again finds the same run.
#[utoipa::path(post, path = "/v1/runs", tag = "runs", request_body = NewRun,
    responses((status = 202, body = Run, headers(("Location" = String)))))]
async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Body(new): Body<NewRun>,
) -> Result<Response, Problem> {
    let plan = PlanId::parse(&new.plan_id).map_err(|invalid| Problem::from(invalid).field("plan_id"))?;
    let hash: ContentHash =
        serde_json::from_value(new.plan_hash.into()).map_err(|error| Problem::internal(error.to_string()))?;
    let waves = match new.waves {
        WaveMode::Guarded => Waves::Guarded,
        WaveMode::Single => Waves::Single,
    };
    let run = run::start(&state.ports, caller.actor(), &plan, &hash, waves).await?;
    Ok(accepted(&run))
}

fn accepted(run: &Versioned<ports::Run>) -> Response {
    let location = format!("/v1/runs/{}", run.value.id);
    located(StatusCode::ACCEPTED, &location, Run::from(&run.value))
}

/// The newest runs first.
#[utoipa::path(get, path = "/v1/runs", tag = "runs", params(Paging),
    responses((status = 200, body = Listed<Run>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<Run>>, Problem> {
    let cursor = query::unwrap_cursor("runs", paging.cursor.as_deref())?;
    let page = state.ports.runs.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    Ok(Json(Listed::of("runs", page)))
}

/// One run with its progress; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/runs/{id}", tag = "runs", params(("id" = String, Path)),
    responses((status = 200, body = Run, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let run = run::get(&state.ports, &id.parse(RunId::parse)?).await?;
    let waits = waits(&state.ports, &run.value).await?;
    Ok(etag::hashed_or_304(&headers, Run::with(&run.value, &waits)))
}

/// The failed and stale jobs of a run by their reason, the most frequent first, each reason with one remedy.
#[utoipa::path(get, path = "/v1/runs/{id}/failures", tag = "runs", params(("id" = String, Path)),
    responses((status = 200, body = Listed<FailureGroup>)))]
async fn failures(State(state): State<ApiState>, id: Segment) -> Result<Json<Listed<FailureGroup>>, Problem> {
    let run = run::get(&state.ports, &id.parse(RunId::parse)?).await?;
    Ok(Json(Listed { items: FailureGroup::all(&run.value), next: None }))
}

/// Which jobs of a run. Every condition that is present must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    #[param(inline)]
    pub state: Option<JobState>,
    /// From 0.
    pub wave: Option<u32>,
    pub channel: Option<String>,
    /// Failed or stale for this reason, a code as in `docs/ERRORS.md`.
    pub code: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The jobs of a run in wave and listing order, each with its product and what it changes. A page may be short and have
/// a `next`.
#[utoipa::path(get, path = "/v1/runs/{id}/jobs", tag = "runs", params(("id" = String, Path), JobQuery),
    responses((status = 200, body = Listed<Job>)))]
async fn jobs(
    State(state): State<ApiState>,
    id: Segment,
    Params(asked): Params<JobQuery>,
) -> Result<Json<Listed<Job>>, Problem> {
    let run = run::get(&state.ports, &id.parse(RunId::parse)?).await?.value.id;
    let filter = JobFilter {
        wave: asked.wave,
        channel: asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        state: asked.state.map(Into::into),
        code: asked.code,
    };
    let of = format!("jobs {run} {filter:?}");
    let cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    let limit = query::limit(asked.limit)?;
    let page = progress::jobs(&state.ports, &run, &filter, cursor.as_deref(), limit).await?;
    Ok(Json(Listed::of(&of, page)))
}

/// One job with what was there before and after.
#[utoipa::path(get, path = "/v1/runs/{id}/jobs/{job}", tag = "runs",
    params(("id" = String, Path), ("job" = String, Path)),
    responses((status = 200, body = Job)))]
async fn job(State(state): State<ApiState>, Segments(id, job): Segments) -> Result<Json<Job>, Problem> {
    let (run, job) = (id.parse(RunId::parse)?, job.parse(JobId::parse)?);
    let found = state.ports.runs.job(&run, &job).await?;
    let found = found.ok_or_else(|| not_found("job", job.as_str()))?;
    Ok(Json(Job::whole(&progress::job(&state.ports, found).await?)))
}

/// Lets the next wave go. Name the wave that was looked at, so that no later one is let go unseen.
#[utoipa::path(post, path = "/v1/runs/{id}/approve", tag = "runs", params(("id" = String, Path)),
    request_body = Option<NewApproval>, responses((status = 202, body = Run)))]
async fn approve(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    body: Bytes,
) -> Result<Response, Problem> {
    let new: NewApproval = if body.is_empty() { NewApproval::default() } else { parse(&body)? };
    let run = run::approve(&state.ports, caller.actor(), &id.parse(RunId::parse)?, new.wave).await?;
    Ok(accepted(&run))
}

/// Holds back the jobs that have not started.
#[utoipa::path(post, path = "/v1/runs/{id}/pause", tag = "runs", params(("id" = String, Path)),
    responses((status = 202, body = Run)))]
async fn pause(State(state): State<ApiState>, caller: Caller, id: Segment) -> Result<Response, Problem> {
    let run = run::pause(&state.ports, caller.actor(), &id.parse(RunId::parse)?).await?;
    Ok(accepted(&run))
}

/// Lets a paused run go on.
#[utoipa::path(post, path = "/v1/runs/{id}/resume", tag = "runs", params(("id" = String, Path)),
    responses((status = 202, body = Run)))]
async fn resume(State(state): State<ApiState>, caller: Caller, id: Segment) -> Result<Response, Problem> {
    let run = run::resume(&state.ports, caller.actor(), &id.parse(RunId::parse)?).await?;
    Ok(accepted(&run))
}

/// Drops the jobs that have not started. What was pushed stays; `undo` takes it back.
#[utoipa::path(post, path = "/v1/runs/{id}/cancel", tag = "runs", params(("id" = String, Path)),
    responses((status = 202, body = Run)))]
async fn cancel(State(state): State<ApiState>, caller: Caller, id: Segment) -> Result<Response, Problem> {
    let run = run::cancel(&state.ports, caller.actor(), &id.parse(RunId::parse)?).await?;
    Ok(accepted(&run))
}

/// Tries the failed jobs again: all of them, or those of one code, wave or channel.
#[utoipa::path(post, path = "/v1/runs/{id}/retry", tag = "runs", params(("id" = String, Path)),
    request_body = Option<NewRetry>, responses((status = 202, body = Run)))]
async fn retry(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    body: Bytes,
) -> Result<Response, Problem> {
    let new: NewRetry = if body.is_empty() { NewRetry::default() } else { parse(&body)? };
    let only = JobFilter {
        wave: new.wave,
        channel: new.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        state: None,
        code: new.code,
    };
    let run = run::retry_only(&state.ports, caller.actor(), &id.parse(RunId::parse)?, &only).await?;
    Ok(accepted(&run))
}

/// Makes the plan that restores what the run changed, or one wave of it, or the jobs that are named; carry it out as a
/// run like any other.
#[utoipa::path(post, path = "/v1/runs/{id}/undo", tag = "runs", params(("id" = String, Path)),
    request_body = Option<NewUndo>,
    responses(
        (status = 201, body = Plan, headers(("Location" = String)), description = "Ready"),
        (status = 202, body = Plan, headers(("Location" = String)), description = "Still preparing: poll it")))]
async fn undo(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    Extension(key): Extension<Idempotent>,
    body: Bytes,
) -> Result<Response, Problem> {
    let new: NewUndo = if body.is_empty() { NewUndo::default() } else { parse(&body)? };
    let scope = match (new.wave, new.jobs) {
        (None, None) => UndoScope::Run,
        (Some(wave), None) => UndoScope::Wave(wave),
        (None, Some(jobs)) if jobs.len() > MOST_JOBS => {
            return Err(Problem::of(&values::TOO_MANY_NAMED).field("jobs"));
        }
        (None, Some(jobs)) => UndoScope::Jobs(plans::parsed("jobs", &jobs, JobId::parse)?),
        (Some(_), Some(_)) => return Err(Problem::of(&values::WAVE_OR_JOBS).field("jobs")),
    };
    let (id, plan) = (id.parse(RunId::parse)?, plans::plan_id(&key));
    let plan = make_undo_plan_of(&state.ports, caller.actor(), plan, &id, scope).await?;
    Ok(plans::answer(&plan))
}
