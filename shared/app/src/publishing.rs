//! Bringing what the master says to the channels.

pub(crate) mod entry_view;
pub mod freshness;
pub(crate) mod links;
pub mod progress;
pub(crate) mod unplanned;
pub(crate) mod withheld;
