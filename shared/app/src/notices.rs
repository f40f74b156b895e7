//! Telling the seller: notifications and mail, and what a notification or an entry of the audit is about.

pub(crate) mod taken_down;
pub mod target;
pub mod tell;
