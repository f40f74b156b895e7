//! The use cases over the fakes: what a seller, a marketplace, a queue and the clock can ask of SyncStore.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod base_reading;
mod build;
mod bulk;
mod categories;
mod chains;
mod conflicts;
mod connect;
mod edited_there;
mod field_mapping;
mod field_report;
mod import;
mod leases;
mod masters;
mod matches;
mod matches_again;
mod matches_flow;
mod matches_laws;
mod matches_queue;
mod matches_shops;
mod matches_values;
mod media;
mod messages;
mod pace;
mod pictures;
mod prices;
mod receive;
mod reprice;
mod schedule;
mod session;
mod sku_rules;
mod tell;
mod titles;
mod truth;
mod vanished;
mod verify;
mod world;
