//! The use cases of SyncStore and the ports they need.
//!
//! Owns: what happens in which order, who may call whom, job payloads, typed failures, the sentences of both languages.
//! Refuses: AWS, HTTP servers, and every marketplace's own words. Time, ids, storage, queues and channels come in
//! through ports: small traits by noun, implemented by `store`, `platform`, `marketplaces/*` and `testkit`.

pub mod catalogue;
pub mod error;
pub mod marketplace;
pub mod message;
pub mod notices;
pub mod pacing;
pub mod ports;
pub mod pricing;
pub mod publishing;
pub mod reports;
pub mod usecase;
pub mod words;

pub use error::{ChannelError, StoreError, UseCaseError, WorkError};
pub use marketplace::{Marketplace, Marketplaces};
pub use ports::Ports;
