//! Spreadsheets of masters over the fakes: read, shown, accepted, applied.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod applying;
mod faults;
mod reading;
mod round_trip;
mod world;
