//! The machine's time.

use jiff::Timestamp;

/// The clock of every deployed process.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl app::ports::Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
