//! The listings of a plan: page by page, filtered, and as a file.

use app::ports::{EntryFilter, Page};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{plans::find, products::channel_of};
use crate::{
    ApiState, download,
    problem::Problem,
    query::{self, Listed, Params, Segment},
    route::{Routes, routes},
    sheet::{self, Separator},
    wire::{
        enums::{Decision, Field},
        plan::PlanEntry,
    },
};

mod table;

/// The most listings in one part of the file. Each part links to the next by `Link: rel="next"`, and the joined parts
/// are one file.
const OF_A_FILE: usize = 1_000;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(entries)).routes(routes!(file))
}

/// Which listings of a plan. Every condition that is present must hold; `field`, `decision`, `blocked` and `code` hold
/// of one and the same change of the listing. A listing is answered with all its changes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    pub channel: Option<String>,
    #[param(inline)]
    pub field: Option<Field>,
    /// `agree`: the listings in which nothing differs.
    #[param(inline)]
    pub decision: Option<Decision>,
    /// `true`: something will not be pushed, with its reason.
    pub blocked: Option<bool>,
    /// Blocked for this reason, a code as in `docs/ERRORS.md`.
    pub code: Option<String>,
    /// Words of the title, a SKU or the channel's id, each also as a prefix.
    pub q: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out. A page may be short and have a `next`.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The requested page, with the name of the list for its cursor.
struct Asked {
    page: Page<app::ports::PlanEntry>,
    of: String,
}

async fn asked(state: &ApiState, id: &Segment, query: &EntryQuery, limit: usize) -> Result<Asked, Problem> {
    let plan = find(state, id).await?;
    let filter = EntryFilter {
        channel: query.channel.as_deref().map(|name| channel_of(state, name)).transpose()?,
        field: query.field.map(Into::into),
        decision: query.decision.map(Into::into),
        blocked: query.blocked,
        code: query.code.clone(),
        text: query.q.clone().filter(|text| !text.trim().is_empty()),
    };
    let of = format!("plan {} {filter:?}", plan.id);
    let cursor = query::unwrap_cursor(&of, query.cursor.as_deref())?;
    let plans = &state.ports.plans;
    let page = if filter.is_empty() {
        plans.entries(&plan.id, cursor.as_deref(), limit).await?
    } else {
        plans.find(&plan.id, &filter, cursor.as_deref(), limit).await?
    };
    let items = page.items.into_iter().map(|(_, entry)| entry).collect();
    Ok(Asked { page: Page { items, next: page.next }, of })
}

/// The listings of a plan, each with every field that differs: from → to, what it earns, and why something will not be
/// pushed.
#[utoipa::path(get, path = "/v1/plans/{id}/entries", tag = "plans", params(("id" = String, Path), EntryQuery),
    responses((status = 200, body = Listed<PlanEntry>)))]
async fn entries(
    State(state): State<ApiState>,
    id: Segment,
    Params(query): Params<EntryQuery>,
) -> Result<Json<Listed<PlanEntry>>, Problem> {
    let limit = query::limit(query.limit)?;
    let Asked { page, of } = asked(&state, &id, &query, limit).await?;
    Ok(Json(Listed::of(&of, page)))
}

/// Which listings go into the file.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntryFileQuery {
    pub channel: Option<String>,
    #[param(inline)]
    pub field: Option<Field>,
    #[param(inline)]
    pub decision: Option<Decision>,
    pub blocked: Option<bool>,
    pub code: Option<String>,
    pub q: Option<String>,
    pub cursor: Option<String>,
}

/// The same as CSV, one row for each change, for at most 1,000 listings. `Link: <…>; rel="next"` leads to the rest, which
/// comes without the headings, so that the parts joined are one file.
#[utoipa::path(get, path = "/v1/plans/{id}/entries.csv", tag = "plans", params(("id" = String, Path), EntryFileQuery),
    responses((status = 200, body = String, content_type = "text/csv", headers(("Link" = String)))))]
async fn file(
    State(state): State<ApiState>,
    id: Segment,
    Params(query): Params<EntryFileQuery>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Result<Response, Problem> {
    let EntryFileQuery { channel, field, decision, blocked, code, q, cursor } = query;
    let query = EntryQuery { channel, field, decision, blocked, code, q, cursor, limit: None };
    let Asked { page, of } = asked(&state, &id, &query, OF_A_FILE).await?;
    let rows = table::rows(&page.items, query.cursor.is_none());
    let unwritable = |error: csv::Error| Problem::internal(format!("export: {error}"));
    let file = if query.cursor.is_none() {
        sheet::write_csv(&rows, Separator::Comma)
    } else {
        sheet::write_more_csv(&rows, Separator::Comma)
    };
    let name = format!("syncstore-rencana-{}.csv", id.0);
    let file = file.map_err(unwritable)?;
    let mut response = download::answer(&headers, file, "text/csv; charset=utf-8", &name, true)?;
    if let Some(next) = page.next {
        let link = format!("<{}>; rel=\"next\"", with_cursor(&uri, &query::wrap_cursor(&of, &next)));
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

/// The request's address with another cursor.
fn with_cursor(uri: &axum::http::Uri, cursor: &str) -> String {
    let others = uri.query().unwrap_or("").split('&').filter(|part| !part.starts_with("cursor="));
    let cursor = format!("cursor={cursor}");
    let parts: Vec<&str> = others.filter(|part| !part.is_empty()).chain([cursor.as_str()]).collect();
    format!("{}?{}", uri.path(), parts.join("&"))
}
