//! The API through its router, over the fakes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "api/bad_input.rs"]
mod bad_input;
#[path = "api/bulk_edit.rs"]
mod bulk_edit;
#[path = "api/cards.rs"]
mod cards;
#[path = "api/conflicts.rs"]
mod conflicts;
#[path = "api/connections.rs"]
mod connections;
#[path = "api/documents.rs"]
mod documents;
#[path = "api/fields.rs"]
mod fields;
#[path = "api/http.rs"]
mod http;
#[path = "api/idempotency.rs"]
mod idempotency;
#[path = "api/images.rs"]
mod images;
#[path = "api/imports.rs"]
mod imports;
#[path = "api/lifecycle.rs"]
mod lifecycle;
#[path = "api/listings.rs"]
mod listings;
#[path = "api/masters.rs"]
mod masters;
#[path = "api/matches.rs"]
mod matches;
#[path = "api/new_listings.rs"]
mod new_listings;
#[path = "api/operations.rs"]
mod operations;
#[path = "api/permissions.rs"]
mod permissions;
#[path = "api/personal.rs"]
mod personal;
#[path = "api/plans.rs"]
mod plans;
#[path = "api/prices.rs"]
mod prices;
#[path = "api/products.rs"]
mod products;
#[path = "api/push.rs"]
mod push;
#[path = "api/quotes.rs"]
mod quotes;
#[path = "api/runs.rs"]
mod runs;
#[path = "api/screens.rs"]
mod screens;
#[path = "api/sheet_files.rs"]
mod sheet_files;
#[path = "api/sheets.rs"]
mod sheets;
#[path = "api/sku_pattern.rs"]
mod sku_pattern;
#[path = "api/sku_rules.rs"]
mod sku_rules;
#[path = "api/titles.rs"]
mod titles;
#[path = "api/world.rs"]
mod world;
