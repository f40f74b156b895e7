//! The clock.

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::time::Instant;

/// What time it is, and waiting for it.
#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// The same for distances: it never goes back.
    fn instant(&self) -> Instant {
        Instant::now()
    }
    /// Ends at `at`, or a little later.
    async fn sleep_until(&self, at: Instant) {
        tokio::time::sleep_until(at).await;
    }
}
