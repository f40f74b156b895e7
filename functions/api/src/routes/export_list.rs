//! The list of files that can be exported.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    permissions,
    query::Listed,
    route::{Routes, routes},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list))
}

/// A file that can be asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Export {
    #[schema(example = "field-report")]
    pub name: String,
    /// In Bahasa Indonesia.
    pub label: String,
    pub label_en: String,
    pub formats: Vec<String>,
    /// Ask here; a file of several formats takes `?format=`.
    #[schema(example = "/v1/field-report.csv")]
    pub path: String,
}

/// Name, labels, formats, address.
const EXPORTS: [(&str, &str, &str, &[&str], &str); 2] = [
    (
        "products",
        "Semua produk, satu baris untuk tiap varian",
        "All products, one row for each variant",
        &["csv", "xlsx"],
        "/v1/exports/products",
    ),
    (
        "field-report",
        "Laporan kolom, satu baris untuk tiap kolom",
        "The field report, one row for each field",
        &["csv"],
        "/v1/field-report.csv",
    ),
];

/// Every file that can be taken out.
#[utoipa::path(get, path = "/v1/exports", tag = "meta", responses((status = 200, body = Listed<Export>)))]
async fn list() -> Json<Listed<Export>> {
    let export = |(name, label, label_en, formats, path): &(&str, &str, &str, &[&str], &str)| Export {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        label_en: (*label_en).to_owned(),
        formats: formats.iter().map(|format| (*format).to_owned()).collect(),
        path: (*path).to_owned(),
    };
    let there = EXPORTS.iter().filter(|(.., path)| permissions::access("GET", path).is_some());
    Json(Listed { items: there.map(export).collect(), next: None })
}
