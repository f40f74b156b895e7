//! The client against the sandbox, over real HTTP.

mod authorising;
mod creating;
mod editing;
mod pushes;
mod reading;
mod trouble;
mod world;
