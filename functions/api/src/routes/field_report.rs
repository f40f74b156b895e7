//! The field report: where the shops agree and where they differ, as JSON and as CSV.

use app::{
    ports::StoredReport,
    reports::field_report::{differing, is_outdated, request},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::diff::Field;

use super::located;
use crate::{
    ApiState, etag,
    guard::Caller,
    problem::{
        Problem,
        codes::{state as codes, values},
    },
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::fields::{Computing, DifferingProduct, FieldReportState},
};

mod csv;

/// The most products of one page: each may contain whole descriptions, and an answer must stay under 6 MB.
const MOST_PRODUCTS: usize = 50;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(report, compute)).routes(routes!(sheet)).routes(routes!(products))
}

/// The newest report: on how many products the channels have each field, agree, differ, or lack it. Computed after
/// every import that changed something; `outdated` where a decision or a price rule came since. 304 when nothing moved.
/// With `Accept: text/csv` as a table.
#[utoipa::path(get, path = "/v1/field-report", tag = "fields",
    responses((status = 200, body = FieldReportState, headers(("ETag" = String))), (status = 304)))]
async fn report(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    if wants_csv(&headers) {
        return Ok(sheet_of(&newest(&state).await?, &headers));
    }
    let reports = &state.ports.field_reports;
    let (report, making) = tokio::try_join!(reports.current_report(), reports.report_in_making())?;
    if report.is_none() && making.is_none() {
        return Err(Problem::of(&codes::FIELD_REPORT_NOT_FOUND));
    }
    let outdated = match &report {
        Some(report) => is_outdated(&state.ports, report).await?,
        None => false,
    };
    Ok(etag::hashed_or_304(&headers, FieldReportState::of(report.as_ref(), making.as_ref(), outdated)))
}

/// Computes the report again in the background; one that is being computed already goes on.
#[utoipa::path(post, path = "/v1/field-report", tag = "fields",
    responses((status = 202, body = Computing, headers(("Location" = String)))))]
async fn compute(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let making = request(&state.ports, caller.actor()).await?;
    Ok(located(StatusCode::ACCEPTED, "/v1/field-report", Computing::from(&making)))
}

/// The newest report as CSV for a spreadsheet, one row for each field.
#[utoipa::path(get, path = "/v1/field-report.csv", tag = "fields",
    responses((status = 200, body = String, content_type = "text/csv", headers(("ETag" = String))), (status = 304)))]
async fn sheet(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(sheet_of(&newest(&state).await?, &headers))
}

/// The products that differ in one field or lack it somewhere, with every listing's whole value as it is now. A
/// page has at most 50 products, and may have fewer and a `next`. With `Accept: text/csv` as a table.
#[utoipa::path(get, path = "/v1/field-report/{field}/products", tag = "fields",
    params(("field" = crate::wire::enums::Field, Path), Paging),
    responses((status = 200, body = Listed<DifferingProduct>)))]
async fn products(
    State(state): State<ApiState>,
    field: Segment,
    headers: HeaderMap,
    Params(paging): Params<Paging>,
) -> Result<Response, Problem> {
    let known = Field::ALL.into_iter().find(|known| known.as_str() == field.0);
    let field = known.ok_or_else(|| Problem::of(&values::FIELD_NAME_UNKNOWN).in_path())?;
    let report = newest(&state).await?;
    let list = format!("field-report {} {}", report.id, field.as_str());
    let cursor = query::unwrap_cursor(&list, paging.cursor.as_deref())?;
    let limit = query::limit(paging.limit)?.min(MOST_PRODUCTS);
    let page = differing(&state.ports, &report, field, cursor.as_deref(), limit).await?;
    if wants_csv(&headers) {
        let next = page.next.as_deref().map(|next| query::wrap_cursor(&list, next));
        let path = format!("/v1/field-report/{}/products", field.as_str());
        return Ok(csv::answer(
            csv::products(field, &page.items),
            next.map(|next| format!("{path}?cursor={next}")),
        ));
    }
    Ok(Json(Listed::<DifferingProduct>::of(&list, page)).into_response())
}

async fn newest(state: &ApiState) -> Result<StoredReport, Problem> {
    let report = state.ports.field_reports.current_report().await?;
    report.ok_or_else(|| Problem::of(&codes::FIELD_REPORT_NOT_FOUND))
}

fn sheet_of(report: &StoredReport, headers: &HeaderMap) -> Response {
    etag::if_changed(headers, &format!("\"{}\"", report.id), || csv::answer(csv::report(report), None))
}

fn wants_csv(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == "text/csv"))
}
