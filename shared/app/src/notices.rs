//! Telling the seller: notifications and mail, and what a notification or an entry of the audit is about.

pub(crate) mod standing;
pub mod target;
pub mod tell;
