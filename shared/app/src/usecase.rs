//! What SyncStore does, one file per thing a seller or a marketplace can ask of it.

pub mod planning;
pub mod products;
pub mod rules;
pub mod run;
pub mod target;
pub mod undo;
