//! What a change of rules or fees would do, before it is saved.

use std::collections::BTreeMap;

use app::pricing::whatif::{self, Change, Question};
use axum::{
    Extension, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Invalid, Sku, ids::BulkTaskId, pricing::Scope};

use super::bulk_tasks::with_rest;

use crate::{
    ApiState,
    body::Body,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values},
    query,
    route::{Routes, routes},
    wire::{
        bulk::{BulkTask, PreviewStarted},
        preview::{Preview, PreviewRequest},
    },
};

/// The number of examples in an answer, if the request names none.
const EXAMPLES: usize = 20;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(preview))
}

/// Who would change, by how much, who would fall under the floor, and what a month's sales would earn. The change is a
/// rule, a fee schedule, the removal of an exception, or what is planned until a day. Nothing is saved. `base_readings`
/// says what the shops' prices could be taken for under the change.
///
/// A large catalogue takes longer than a request: 202 answers what was found so far and the bulk task that finds the rest;
/// its `preview` has the whole.
#[utoipa::path(post, path = "/v1/price-rules/preview", tag = "prices", request_body = PreviewRequest,
    responses((status = 200, body = Preview), (status = 202, body = PreviewStarted)))]
async fn preview(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(mut asked): Body<PreviewRequest>,
) -> Result<Response, Problem> {
    let channel = super::products::channel_of(&state, &asked.channel)?;
    if let Some(rule) =
        asked.rule.as_mut().filter(|_| asked.scope.as_deref().is_some_and(|scope| scope != "channel"))
    {
        super::overrides::guarded(&state, &channel, rule).await?;
    }
    let question = question(asked)?;
    let id = BulkTaskId::derived(&["price-preview", &request.name]);
    let answer = whatif::what_if(&state.ports, caller.actor(), id, &channel, &question).await?;
    Ok(match BulkTask::rest(answer.task.as_ref(), &state)? {
        Some(task) => with_rest(Some(&task), PreviewStarted { task: task.clone() }),
        None => Json(Preview::from(&answer.found)).into_response(),
    })
}

fn question(asked: PreviewRequest) -> Result<Question, Problem> {
    let scope = match &asked.scope {
        Some(scope) => Scope::parse(scope)?,
        None => Scope::Channel,
    };
    let within = |parent: &'static str| move |invalid: Invalid| Problem::from(invalid.within(parent));
    let rule = asked.rule.map(TryInto::try_into).transpose().map_err(within("rule"))?;
    let fees = asked.fees.map(TryInto::try_into).transpose().map_err(within("fees"))?;
    let day = |text: String| {
        let malformed = |_| Invalid::new("on", "date_malformed", "expected a date such as 2026-01-31");
        text.parse::<jiff::civil::Date>().map_err(malformed)
    };
    let on = asked.on.map(day).transpose()?;
    let removes = rule.is_none() && fees.is_none() && !scope.is_channel();
    if rule.is_none() && fees.is_none() && on.is_none() && !removes {
        return Err(Problem::of(&values::NOTHING_TO_PREVIEW).field("rule"));
    }
    if fees.is_some() && !matches!(scope, Scope::Channel | Scope::Category { .. }) {
        return Err(Problem::of(&values::SCOPE_MALFORMED).field("scope"));
    }
    let mut sold = BTreeMap::new();
    for (sku, pieces) in asked.sold {
        let sku = Sku::parse(&sku).map_err(within("sold"))?;
        sold.insert(sku.folded(), pieces);
    }
    Ok(Question {
        change: Change { scope, rule, fees, removes, on },
        sold,
        show: asked.show.into(),
        offset: asked.offset,
        limit: asked.limit.map_or(Ok(EXAMPLES), |limit| query::limit(Some(limit)))?,
    })
}
