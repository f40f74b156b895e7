//! The routes, one file per noun: each handler parses, calls one use case or port, and maps.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::route::Routes;

mod bulk_edit;
mod bulk_tasks;
mod callback;
mod catalogue_index;
mod channels;
mod conflicts;
mod connections;
mod dashboard;
mod dead_letters;
mod export_list;
mod exports;
mod fees;
mod field_mapping;
mod field_report;
mod images;
mod imports;
mod listing_details;
mod listings;
mod masters;
mod matches;
mod meta;
mod notifications;
mod overrides;
mod plan_entries;
mod plans;
mod preferences;
mod preview;
mod product_list;
mod product_view;
pub(crate) mod products;
mod quotes;
mod repricings;
mod rules;
mod runs;
mod sheets;
mod sku_pattern;
mod sku_rules;
mod stock;
mod title_rules;
mod titles;
mod variants;
mod verification;

/// All routes.
pub(crate) fn all<R: Routes>() -> R {
    R::new()
        .merge(meta::routes())
        .merge(preferences::routes())
        .merge(channels::routes())
        .merge(connections::routes())
        .merge(callback::routes())
        .merge(imports::routes())
        .merge(products::routes())
        .merge(images::routes())
        .merge(sheets::routes())
        .merge(exports::routes())
        .merge(variants::routes())
        .merge(listing_details::routes())
        .merge(listings::routes())
        .merge(masters::routes())
        .merge(matches::routes())
        .merge(sku_rules::routes())
        .merge(sku_pattern::routes())
        .merge(rules::routes())
        .merge(overrides::routes())
        .merge(fees::routes())
        .merge(repricings::routes())
        .merge(preview::routes())
        .merge(quotes::routes())
        .merge(bulk_edit::routes())
        .merge(bulk_tasks::routes())
        .merge(export_list::routes())
        .merge(field_report::routes())
        .merge(field_mapping::routes())
        .merge(titles::routes())
        .merge(title_rules::routes())
        .merge(verification::routes())
        .merge(plans::routes())
        .merge(plan_entries::routes())
        .merge(runs::routes())
        .merge(conflicts::routes())
        .merge(stock::routes())
        .merge(dead_letters::routes())
        .merge(notifications::routes())
        .merge(dashboard::routes())
}

/// `body` with its address in the `Location` header.
fn located(status: StatusCode, location: &str, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
