//! Bringing what the master says to the channels: targets, plans, pushes, runs, undo, and what is seen on a channel.
//!
//! Read [`target`] (what we want), [`planning`] (what differs), [`run`] (waves of jobs) and [`push`] (one job), in this
//! order. How a job ends, also when an audit refuses, is in `push/verdict.rs` and `push/report.rs`. The state that lists show
//! is in `state.rs`.

pub mod cards;
pub mod category_choice;
pub mod conflicts;
pub mod creation;
pub mod deletion;
pub(crate) mod entry_view;
pub mod field_mapping;
pub mod freshness;
pub mod listing_edit;
pub mod lost_outcomes;
pub mod observe;
pub mod planning;
pub mod progress;
pub mod push;
pub mod run;
pub mod shown;
pub(crate) mod state;
pub mod target;
pub mod titles;
pub mod undo;
pub(crate) mod unplanned;
pub(crate) mod withheld;
