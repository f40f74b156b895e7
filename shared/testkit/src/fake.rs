//! In-memory implementations of the ports, as strict as the real ones.

mod budget;
mod bulk;
mod catalogue;
mod categories;
mod clock;
mod connections;
mod fields;
mod fold;
mod imports;
mod journal;
mod listings;
mod mail;
mod marketplace;
mod matches;
mod memory;
mod operations;
mod outbox;
mod picture;
mod pictures;
mod plans;
mod products;
mod rules;
mod runs;
mod session;
mod sheets;
mod titles;

pub use clock::{CountingIds, FixedClock};
pub use mail::{Mail, RecordingMailer};
pub use marketplace::{Call, FakeMarketplace, Fault, Verb};
pub use memory::{Kind, Memory};
pub use outbox::RecordingOutbox;
pub(crate) use picture::two_coloured;
pub use picture::{PictureSource, png};
pub use pictures::ByteHasher;
pub use session::TestSession;
pub(crate) use session::tokens as session_tokens;
