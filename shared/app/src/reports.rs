//! What a person reads to know how things are.

pub mod dashboard;
