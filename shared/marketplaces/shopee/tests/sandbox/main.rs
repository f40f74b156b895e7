//! The client against the sandbox, over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod authorising;
mod creating;
mod editing;
mod kept;
mod pushes;
mod reading;
mod trouble;
mod world;
