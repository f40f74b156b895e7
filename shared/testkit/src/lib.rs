//! What tests stand on: stateful fakes of every port, builders of valid values, one contract suite per port, and the
//! seeded catalogue of this seller's kind.
//!
//! Owns: everything that is faked. The fakes keep the exact promises of `app::ports`, and the contract suites hold
//! both them and the real implementations to these promises.
//! Refuses: to be part of anything that is deployed.

pub mod build;
pub mod catalogue;
pub mod contract;
pub mod fake;
mod ports;
pub mod step;

pub use fake::{
    CountingIds, FakeMarketplace, Fault, FixedClock, Kind, Memory, PictureSource, RecordingMailer,
    RecordingOutbox, TestSession,
};
pub use ports::{Channels, Fakes, ports, ports_over};
