//! Bringing what the master says to the channels.

pub mod agreed;
pub mod cards;
pub mod conflicts;
pub(crate) mod entry_view;
pub mod freshness;
pub(crate) mod links;
pub mod progress;
pub mod shown;
pub(crate) mod state;
pub(crate) mod unplanned;
pub(crate) mod withheld;
