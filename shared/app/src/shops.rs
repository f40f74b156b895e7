//! The connected shops: their connections, sessions, limits, and what marketplaces push to us.

pub mod connect;
pub mod directory;
pub mod limits;
pub mod receive;
pub mod schedule;
pub mod session;
