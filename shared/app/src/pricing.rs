//! Prices of channels: rules, fees and what comes of them.

pub mod quotes;
