//! The catalogue as a file.

use app::{catalogue, ports::CatalogueQuery};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::sheet::{headings, rows};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState,
    body::Body,
    download,
    problem::Problem,
    query::Params,
    route::{Routes, routes},
    sheet::{self, Separator},
    wire::{
        enums::{ProductSort, ProductStatus, SheetFormat},
        selection::{ProductFilter, Selection},
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(products, selected))
}

/// What separates the cells of a CSV file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeparatorWord {
    #[default]
    Comma,
    /// What Excel in Indonesian expects.
    Semicolon,
    Tab,
}

/// Which products, in which format. Every condition that is present must hold.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    #[param(inline)]
    pub format: SheetFormat,
    /// Of a CSV file; a comma when left out.
    #[param(inline)]
    pub separator: Option<SeparatorWord>,
    /// Words of the title, or a SKU, each also as a prefix.
    pub q: Option<String>,
    #[param(inline)]
    pub status: Option<ProductStatus>,
    /// Listed on this channel.
    pub channel: Option<String>,
    /// Not listed on this channel: what could be offered there.
    pub missing_on: Option<String>,
    pub category: Option<String>,
    /// `true`: only products that a person should look at.
    pub attention: Option<bool>,
}

/// The masters as a CSV or XLSX file, one row per variant, by title. Reading it again changes nothing.
///
/// A large CSV file is gzipped where the caller accepts that. What does not fit into one answer is refused with
/// `export_too_large`: choose XLSX, or filter.
#[utoipa::path(get, path = "/v1/exports/products", tag = "products", params(ExportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn products(
    State(state): State<ApiState>,
    Params(asked): Params<ExportQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let filter = ProductFilter {
        q: asked.q,
        status: asked.status,
        channel: asked.channel,
        missing_on: asked.missing_on,
        category: asked.category,
        attention: asked.attention,
        ..ProductFilter::default()
    };
    let query = filter.query(&state, "")?;
    file_of(&state, query, asked.format, asked.separator.unwrap_or_default(), &headers).await
}

/// Which products, in which format.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportSelection {
    pub format: SheetFormat,
    /// Of a CSV file; a comma when left out.
    #[serde(default)]
    pub separator: SeparatorWord,
    pub selection: Selection,
}

/// The same file for a selection of products.
#[utoipa::path(post, path = "/v1/exports/products", tag = "products", request_body = ExportSelection,
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn selected(
    State(state): State<ApiState>,
    headers: HeaderMap,
    Body(asked): Body<ExportSelection>,
) -> Result<Response, Problem> {
    let query = asked.selection.query(&state, "selection.")?;
    file_of(&state, query, asked.format, asked.separator, &headers).await
}

/// A file of the products that `query` finds, sorted by title.
async fn file_of(
    state: &ApiState,
    query: CatalogueQuery,
    format: SheetFormat,
    separator: SeparatorWord,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let query = CatalogueQuery { sort: ProductSort::Title.into(), ..query };
    let found = catalogue::sheet::export(&state.ports, &query).await?;
    let mut table: Vec<Vec<String>> = vec![headings().into_iter().map(str::to_owned).collect()];
    table.extend(found.iter().flat_map(|product| rows(&product.value, product.version)));
    let unwritable = |error: &dyn std::fmt::Display| Problem::internal(format!("export: {error}"));
    let separator = match separator {
        SeparatorWord::Comma => Separator::Comma,
        SeparatorWord::Semicolon => Separator::Semicolon,
        SeparatorWord::Tab => Separator::Tab,
    };
    let (file, kind, ending) = match format {
        SheetFormat::Csv => {
            let file = sheet::write_csv(&table, separator).map_err(|error| unwritable(&error))?;
            (file, "text/csv; charset=utf-8", "csv")
        }
        SheetFormat::Xlsx => {
            let file = sheet::write_xlsx(&table).map_err(|error| unwritable(&error))?;
            (file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
    };
    let day = state.ports.clock.now().strftime("%Y-%m-%d").to_string();
    let name = format!("syncstore-produk-{day}.{ending}");
    download::answer(headers, file, kind, &name, format == SheetFormat::Csv)
}
