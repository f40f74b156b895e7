//! What a person reads to know how things are: the dashboard, the field report, and checks of the whole catalogue.

pub mod dashboard;
pub mod field_report;
pub mod verify;
