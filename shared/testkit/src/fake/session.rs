//! A shop's session with fixed tokens and no budget.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use app::{
    ChannelError,
    marketplace::{Access, AppCredentials, ShopSession, ShopTokens},
    ports::Clock,
};
use async_trait::async_trait;
use domain::ShopId;
use jiff::{SignedDuration, Timestamp};

use super::FixedClock;

/// Admits every call and counts it; returns the tokens that a test set.
#[derive(Debug)]
pub struct TestSession {
    access: Mutex<Access>,
    /// The tokens that [`ShopSession::renew`] changes to, if a test set them.
    fresh: Mutex<Option<ShopTokens>>,
    clock: Arc<dyn AnyClock>,
    admits: AtomicU64,
    renews: AtomicU64,
    throttles: Mutex<Vec<Option<Duration>>>,
}

trait AnyClock: Clock + std::fmt::Debug {}
impl<C: Clock + std::fmt::Debug> AnyClock for C {}

/// The system's clock, for sessions with a server that checks the time.
#[derive(Debug)]
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a server under test compares with its own clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl TestSession {
    /// A session of `shop` with invented credentials, at the time of `clock`.
    pub fn new(shop: ShopId, clock: Arc<FixedClock>) -> Self {
        let credentials = AppCredentials {
            app_id: "1000016".to_owned(),
            app_secret: "test-app-secret".to_owned().into(),
            service_id: None,
        };
        let tokens = tokens(clock.now());
        Self::over(Access { shop, credentials, tokens }, clock)
    }

    /// A session with these credentials and tokens at the time of the system, for a server that checks them.
    pub fn real_time(access: Access) -> Self {
        Self::over(access, Arc::new(SystemClock))
    }

    fn over(access: Access, clock: Arc<dyn AnyClock>) -> Self {
        Self {
            access: Mutex::new(access),
            fresh: Mutex::default(),
            clock,
            admits: AtomicU64::new(0),
            renews: AtomicU64::new(0),
            throttles: Mutex::default(),
        }
    }

    /// The tokens that a refused client gets.
    pub fn renews_to(&self, tokens: ShopTokens) {
        *self.fresh.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
    }

    /// The number of admitted calls: every request of a client.
    pub fn admits(&self) -> u64 {
        self.admits.load(Ordering::Relaxed)
    }

    /// How often a client reported that its token was refused.
    pub fn renews(&self) -> u64 {
        self.renews.load(Ordering::Relaxed)
    }

    /// How often a client was asked to slow down, and for how long.
    pub fn throttles(&self) -> Vec<Option<Duration>> {
        self.throttles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Invented tokens that are valid for four hours.
pub(crate) fn tokens(now: Timestamp) -> ShopTokens {
    ShopTokens {
        access_token: "test-access-token".to_owned().into(),
        refresh_token: "test-refresh-token".to_owned().into(),
        access_expires_at: now + SignedDuration::from_hours(4),
        refresh_expires_at: Some(now + SignedDuration::from_hours(24 * 30)),
        cipher: Some("test-shop-cipher".to_owned()),
        generation: 1,
    }
}

#[async_trait]
impl ShopSession for TestSession {
    async fn admit(&self) -> Result<(), ChannelError> {
        self.admits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        Ok(self.access.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn renew(&self, _stale: &Access) -> Result<Access, ChannelError> {
        self.renews.fetch_add(1, Ordering::Relaxed);
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut access = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        match fresh {
            Some(tokens) => access.tokens = tokens,
            None => {
                return Err(ChannelError::Unauthorized { reason: "the refresh token is refused".to_owned() });
            }
        }
        Ok(access.clone())
    }

    async fn throttled(&self, retry_after: Option<Duration>) {
        self.throttles.lock().unwrap_or_else(PoisonError::into_inner).push(retry_after);
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
