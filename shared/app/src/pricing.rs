//! Prices of channels: rules, fees, quotes, and what comes of them.

pub mod base_reading;
pub mod fee_changes;
pub mod price_locks;
pub mod quotes;
pub mod reprice;
pub mod rules;
pub mod whatif;
