//! What each message of a queue and each tick of the clock starts: dispatch only. The work itself is in the areas below.

pub mod bulk;
pub mod import;
pub mod notify;
pub mod pricing;
pub mod schedule;
pub mod sync;
mod unsent;
