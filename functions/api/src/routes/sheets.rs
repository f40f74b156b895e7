//! Spreadsheets of masters: upload, preview, apply.

use app::catalogue;
use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::SheetId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::located;
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::request, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    sheet,
    wire::sheet::{ApplySheet, SheetEntry, SheetError, SheetImport},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(sheets, upload_sheet))
        .bodies(sheet::MAX_FILE)
        .routes(routes!(sheet_of))
        .routes(routes!(sheet_entries))
        .routes(routes!(sheet_errors))
        .routes(routes!(apply_sheet))
}

/// How the file is called, for errors that name their sheet.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Upload {
    /// The name of the file; a CSV file has no other name for its sheet.
    #[param(max_length = 200)]
    pub name: Option<String>,
}

/// Only the page; a batch has a size of its own.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// `next` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
}

/// Reads a CSV or XLSX file and shows what it would change. Nothing is changed before it is accepted.
///
/// The body is the file itself, at most 4 MB; a CSV file may be gzipped. Its kind is read from its bytes.
#[utoipa::path(post, path = "/v1/products/sheets", tag = "products", params(Upload),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = SheetImport, headers(("Location" = String)))))]
async fn upload_sheet(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Params(upload): Params<Upload>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if ["json", "multipart", "urlencoded"].iter().any(|other| kind.contains(other)) {
        return Err(Problem::of(&request::CONTENT_TYPE_UNSUPPORTED)
            .indonesian("Kirim berkasnya sendiri sebagai isi permintaan, misalnya text/csv.")
            .english("Send the file itself as the body, such as text/csv."));
    }
    let name: String =
        upload.name.unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect();
    let name = if name.is_empty() { "CSV".to_owned() } else { name };
    let (format, grids) = sheet::read(&body, &name)?;
    // The id is derived from the request, so that a repeat after a lost answer finds the same sheet.
    let id = SheetId::derived(&["sheet", &request.name]);
    let import = catalogue::sheet::check(&state.ports, caller.actor(), id, format, grids).await?;
    let location = format!("/v1/products/sheets/{}", import.id);
    Ok(located(StatusCode::CREATED, &location, SheetImport::from(&import)))
}

/// The newest spreadsheets first.
#[utoipa::path(get, path = "/v1/products/sheets", tag = "products", params(Paging),
    responses((status = 200, body = Listed<SheetImport>)))]
async fn sheets(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<SheetImport>>, Problem> {
    let cursor = query::unwrap_cursor("sheets", paging.cursor.as_deref())?;
    let page = state.ports.sheets.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    Ok(Json(Listed::of("sheets", page)))
}

/// One spreadsheet and how far it is applied; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/products/sheets/{id}", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = SheetImport, headers(("ETag" = String))), (status = 304)))]
async fn sheet_of(
    State(state): State<ApiState>,
    id: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let import = find(&state, &id).await?;
    Ok(etag::hashed_or_304(&headers, SheetImport::from(&import)))
}

/// What it does to each product, in the order of the rows, and what became of it.
#[utoipa::path(get, path = "/v1/products/sheets/{id}/entries", tag = "products",
    params(("id" = String, Path), Place), responses((status = 200, body = Listed<SheetEntry>)))]
async fn sheet_entries(
    State(state): State<ApiState>,
    id: Segment,
    Params(place): Params<Place>,
) -> Result<Json<Listed<SheetEntry>>, Problem> {
    let import = find(&state, &id).await?;
    let of = format!("sheet entries {}", import.id);
    let number = batch_at(&of, &place)?;
    let entries = state.ports.sheets.batch(&import.id, number).await?.unwrap_or_default();
    let outcomes = state.ports.sheets.outcomes(&import.id, number).await?.unwrap_or_default();
    let items = entries
        .iter()
        .map(|entry| {
            let outcome = outcomes.iter().find(|outcome| outcome.product == entry.after.id);
            SheetEntry::of(entry, outcome)
        })
        .collect();
    Ok(Json(Listed { items, next: next_batch(&of, number, import.batches) }))
}

/// What is wrong with it, in the order of the rows.
#[utoipa::path(get, path = "/v1/products/sheets/{id}/errors", tag = "products",
    params(("id" = String, Path), Place), responses((status = 200, body = Listed<SheetError>)))]
async fn sheet_errors(
    State(state): State<ApiState>,
    id: Segment,
    Params(place): Params<Place>,
) -> Result<Json<Listed<SheetError>>, Problem> {
    let import = find(&state, &id).await?;
    let of = format!("sheet errors {}", import.id);
    let number = batch_at(&of, &place)?;
    let errors = state.ports.sheets.errors(&import.id, number).await?.unwrap_or_default();
    let items = errors.iter().map(SheetError::from).collect();
    Ok(Json(Listed { items, next: next_batch(&of, number, import.error_batches) }))
}

/// Applies the spreadsheet whose preview has this hash. Watch its progress at `Location`; products that moved since
/// the preview are reported and not overwritten.
#[utoipa::path(post, path = "/v1/products/sheets/{id}/apply", tag = "products", params(("id" = String, Path)),
    request_body = ApplySheet,
    responses((status = 202, body = SheetImport, headers(("Location" = String)))))]
async fn apply_sheet(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    Body(apply): Body<ApplySheet>,
) -> Result<Response, Problem> {
    let import = find(&state, &id).await?;
    let hash = import.hash.clone();
    if hash.as_str() != apply.hash {
        return Err(Problem::of(&crate::problem::codes::state::SHEET_HASH_MISMATCH));
    }
    let part = apply.part.into();
    let import = catalogue::sheet::accept(&state.ports, caller.actor(), &import.id, &hash, part).await?;
    let location = format!("/v1/products/sheets/{}", import.id);
    Ok(located(StatusCode::ACCEPTED, &location, SheetImport::from(&import)))
}

async fn find(state: &ApiState, id: &Segment) -> Result<app::ports::SheetImport, Problem> {
    let id = id.parse(SheetId::parse)?;
    state.ports.sheets.get(&id).await?.ok_or_else(|| not_found("sheet", id.as_str()))
}

fn batch_at(of: &str, place: &Place) -> Result<u32, Problem> {
    let inner = query::unwrap_cursor(of, place.cursor.as_deref())?;
    Ok(inner.and_then(|inner| inner.parse().ok()).unwrap_or(0))
}

fn next_batch(of: &str, number: u32, count: u32) -> Option<String> {
    let next = number + 1;
    (next < count).then(|| query::wrap_cursor(of, &next.to_string()))
}
