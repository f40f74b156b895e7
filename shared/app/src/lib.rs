//! The use cases of SyncStore and the ports they need.
//!
//! Owns: what happens in which order, who may call whom, job payloads, typed failures, the sentences of both languages.
//! Refuses: AWS, HTTP servers, and every marketplace's own words. Time, ids, storage, queues and channels come in
//! through ports: small traits by noun, implemented by `store`, `platform`, `marketplaces/*` and `testkit`.
//!
//! The areas, from the highest to the lowest: [`worker`], [`intake`], [`reports`], [`publishing`], [`pricing`],
//! [`catalogue`], [`shops`], [`notices`]. Each area may use those below it and none above it. A test holds the order.

pub mod catalogue;
mod conflict;
pub mod error;
pub mod intake;
mod lease;
pub mod marketplace;
pub mod message;
pub mod notices;
pub mod pacing;
pub mod ports;
pub mod pricing;
pub mod publishing;
pub mod reports;
pub mod shops;
pub mod words;
pub mod worker;

pub use error::{ChannelError, StoreError, UseCaseError, WorkError};
pub use marketplace::{Marketplace, Marketplaces};
pub use ports::Ports;
