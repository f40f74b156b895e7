//! A shop as a client sees it while it works: its keys, its tokens, its call budget.

use std::time::Duration;

use async_trait::async_trait;
use domain::ShopId;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::ChannelError;

/// What a seller types in once to connect a channel. Kept in the secret store only.
#[derive(Debug, Clone)]
pub struct AppCredentials {
    /// Shopee's partner id, TikTok Shop's app key.
    pub app_id: String,
    /// Shopee's partner key, TikTok Shop's app secret.
    pub app_secret: SecretString,
    /// TikTok Shop's service id, where the seller's app has one.
    pub service_id: Option<String>,
}

/// The tokens of one shop. Kept in the secret store only.
#[derive(Debug, Clone)]
pub struct ShopTokens {
    pub access_token: SecretString,
    pub refresh_token: SecretString,
    pub access_expires_at: Timestamp,
    /// Absent where the channel does not say.
    pub refresh_expires_at: Option<Timestamp>,
    /// TikTok Shop's shop cipher.
    pub cipher: Option<String>,
    /// Counts refreshes, so that a worker sees whether somebody else refreshed before it.
    pub generation: u64,
}

/// What a client needs to sign one call.
#[derive(Debug, Clone)]
pub struct Access {
    pub shop: ShopId,
    pub credentials: AppCredentials,
    pub tokens: ShopTokens,
}

/// One shop as a client sees it: credentials that renew themselves, and the shop's call budget.
///
/// A client takes [`access`](ShopSession::access), then calls [`admit`](ShopSession::admit) before **every** request
/// and sends it at once, and after the channel refused the token asks [`renew`](ShopSession::renew) once and repeats
/// once.
#[async_trait]
pub trait ShopSession: Send + Sync {
    /// Waits for a slot in the shop's shared call budget. [`ChannelError::RateLimited`] when the wait would be longer
    /// than the caller's time allows.
    async fn admit(&self) -> Result<(), ChannelError>;

    /// The current tokens, refreshed ahead of expiry.
    async fn access(&self) -> Result<Access, ChannelError>;

    /// Fresh tokens after `stale` was refused. Many workers may ask at once; one refreshes.
    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError>;

    /// The channel refused a call as one too many: the pace of all workers of the shop goes down, and where the channel
    /// named a time (`retry_after`) nobody calls before it is over. The refused call had no effect and may be repeated
    /// with a slot of its own.
    async fn throttled(&self, retry_after: Option<Duration>);

    /// Ends when even calls that are under way should be given up, because the worker's time is over.
    async fn time_over(&self) {
        std::future::pending::<()>().await;
    }

    /// The time by the session's clock, for signatures.
    fn now(&self) -> Timestamp;
}
