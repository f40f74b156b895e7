//! A write that is made from what was just read takes its slot of the call budget before the read, so that nothing
//! waits between the two.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::{
    ChannelError,
    marketplace::{Access, ShopSession, call::SLOW_DOWN},
};
use async_trait::async_trait;
use jiff::Timestamp;

/// The session for one such write, whose slot is already taken.
pub(crate) struct Ahead<'a> {
    session: &'a dyn ShopSession,
    used: AtomicBool,
    /// The channel refused the write as one call too many: how long to wait.
    refused: Mutex<Option<Duration>>,
}

impl<'a> Ahead<'a> {
    /// Waits for the slot of the write. The read comes after this, over `session` itself.
    pub async fn of(session: &'a dyn ShopSession) -> Result<Self, ChannelError> {
        session.admit().await?;
        Ok(Self { session, used: AtomicBool::new(false), refused: Mutex::default() })
    }
}

#[async_trait]
impl ShopSession for Ahead<'_> {
    /// Works once. A second try of the write would use old values: its job starts again with a new read.
    async fn admit(&self) -> Result<(), ChannelError> {
        if self.used.swap(true, Ordering::SeqCst) {
            if let Some(retry_after) = *self.refused.lock().unwrap_or_else(PoisonError::into_inner) {
                return Err(ChannelError::RateLimited { retry_after });
            }
            let reason = "the write has to be made from a new read".to_owned();
            return Err(ChannelError::Unavailable { reason });
        }
        Ok(())
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        self.session.access().await
    }

    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError> {
        self.session.renew(stale).await
    }

    async fn throttled(&self, retry_after: Option<Duration>) {
        let wait = retry_after.unwrap_or(SLOW_DOWN);
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(wait);
        self.session.throttled(retry_after).await;
    }

    async fn time_over(&self) {
        self.session.time_over().await;
    }

    fn now(&self) -> Timestamp {
        self.session.now()
    }
}
