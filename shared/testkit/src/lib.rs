//! The tools of the tests: stateful fakes of every port, builders of valid values, one contract suite per port, and a
//! seeded catalogue like that of this seller.
//!
//! Owns: everything that is faked. The fakes keep the exact promises of `app::ports`. The contract suites check these
//! promises for the fakes and for the real implementations. Refuses: to be part of anything that is deployed.

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
