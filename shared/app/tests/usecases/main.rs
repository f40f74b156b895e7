//! The use cases over the fakes: what a seller, a marketplace, a queue and the clock can ask of SyncStore.

mod build;
mod connect;
mod import;
mod receive;
mod reprice;
mod schedule;
mod session;
mod tell;
mod world;
