//! What SyncStore does, one file per thing a seller or a marketplace can ask of it.

pub mod build;
pub mod connect;
pub mod field_mapping;
pub mod field_report;
pub mod import;
pub mod locks;
pub mod masters;
pub mod matches;
pub mod observe;
pub mod planning;
pub mod products;
pub mod push;
pub mod receive;
pub mod reprice;
pub mod rules;
pub mod run;
pub mod schedule;
pub mod session;
pub mod sheet;
pub mod sku_rules;
mod standing;
pub mod target;
pub mod tell;
pub mod titles;
pub mod undo;
pub mod verify;
pub mod whatif;
