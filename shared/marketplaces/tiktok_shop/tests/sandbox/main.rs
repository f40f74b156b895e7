//! The client against the stand-in, over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod account;
mod amounts;
mod audits;
mod create;
mod edits;
mod failures;
mod gateway;
mod harness;
mod kept;
mod notices;
mod reading;
mod support;
