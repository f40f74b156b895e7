//! The catalogue as a file.

use std::io::Write as _;

use app::{ports::CatalogueQuery, usecase};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::sheet::{headings, rows};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::products::channel_of;
use crate::{
    ApiState,
    problem::{Problem, codes::request},
    query::Params,
    route::{Routes, routes},
    sheet::{self, Separator},
    wire::enums::{ProductSort, ProductStatus, SheetFormat},
};

/// An answer through Lambda holds 6 MB, and a file travels in it as base64: a third longer.
const LARGEST: usize = 4_400_000;
/// Smaller files are not worth packing.
const WORTH_PACKING: usize = 100_000;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(products))
}

/// What stands between the cells of a CSV file.
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
    let query = CatalogueQuery {
        text: asked.q.filter(|text| !text.trim().is_empty()),
        status: asked.status.map(Into::into),
        channel: asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        missing_on: asked.missing_on.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        category: asked.category,
        attention: asked.attention.unwrap_or(false),
        sort: ProductSort::Title.into(),
        ..CatalogueQuery::default()
    };
    let found = usecase::sheet::export(&state.ports, &query).await?;
    let mut table: Vec<Vec<String>> = vec![headings().into_iter().map(str::to_owned).collect()];
    table.extend(found.iter().flat_map(|product| rows(&product.value, product.version)));
    let unwritable = |error: &dyn std::fmt::Display| Problem::internal(format!("export: {error}"));
    let separator = match asked.separator.unwrap_or_default() {
        SeparatorWord::Comma => Separator::Comma,
        SeparatorWord::Semicolon => Separator::Semicolon,
        SeparatorWord::Tab => Separator::Tab,
    };
    let (file, kind, ending) = match asked.format {
        SheetFormat::Csv => {
            let file = sheet::write_csv(&table, separator).map_err(|error| unwritable(&error))?;
            (file, "text/csv; charset=utf-8", "csv")
        }
        SheetFormat::Xlsx => {
            let file = sheet::write_xlsx(&table).map_err(|error| unwritable(&error))?;
            (file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        }
    };
    let packs = asked.format == SheetFormat::Csv && file.len() > WORTH_PACKING && accepts_gzip(&headers);
    let file = if packs { gzip(&file).map_err(|error| unwritable(&error))? } else { file };
    if file.len() > LARGEST {
        return Err(Problem::of(&request::EXPORT_TOO_LARGE));
    }
    let day = state.ports.clock.now().strftime("%Y-%m-%d").to_string();
    Ok(answer(file, kind, &format!("syncstore-produk-{day}.{ending}"), packs))
}

fn answer(file: Vec<u8>, kind: &'static str, name: &str, packed: bool) -> Response {
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut words = values.flat_map(|value| value.split(','));
    words.any(|word| {
        let mut parts = word.split(';').map(str::trim);
        let gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        gzip && !parts
            .any(|weight| weight.starts_with("q=0") && !weight.contains(|c: char| ('1'..='9').contains(&c)))
    })
}

fn gzip(file: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(file)?;
    packed.finish()
}
