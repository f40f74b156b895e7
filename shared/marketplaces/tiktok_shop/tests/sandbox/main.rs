//! The client against the stand-in, over real HTTP.

mod account;
mod audits;
mod create;
mod edits;
mod failures;
mod gateway;
mod harness;
mod notices;
mod reading;
mod support;
