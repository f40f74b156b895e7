//! One shop as a channel's client sees it: tokens that renew themselves, and a place in the shop's call budget.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::{SignedDuration, Timestamp};
use tokio::{sync::Mutex, time::Instant};

use crate::{
    ChannelError, Marketplace, Ports,
    marketplace::{Access, ShopSession},
};

pub(super) mod lease;
mod pace;
mod renewal;

/// Tokens with less life than this are refreshed before they are used.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// A refresh ahead of expiry that failed is tried again after this, while the old tokens still work.
const REFRESH_AGAIN: Duration = Duration::from_mins(1);
/// How long everybody waits when a channel asks to slow down without saying how long.
const SLOW_DOWN: Duration = Duration::from_secs(2);

/// A shop, ready to be called. Cheap to open: secrets come from a short-lived cache.
pub struct Session {
    ports: Ports,
    channel: Channel,
    shop: ShopId,
    marketplace: Arc<dyn Marketplace>,
    held: Mutex<Held>,
    pace: pace::Pace,
}

#[derive(Default)]
struct Held {
    access: Option<Access>,
    refresh_again_at: Option<Instant>,
}

/// Opens a session of `shop`. [`ChannelError::NotConnected`] when the channel is unknown or holds no tokens for the
/// shop. A channel without remote shops needs neither credentials nor a budget.
pub async fn open(ports: &Ports, channel: &Channel, shop: &ShopId) -> Result<Session, ChannelError> {
    let marketplace = ports.marketplaces.get(channel).ok_or(ChannelError::NotConnected)?;
    let session = Session {
        ports: ports.clone(),
        channel: channel.clone(),
        shop: shop.clone(),
        marketplace,
        held: Mutex::default(),
        pace: pace::Pace::default(),
    };
    if session.is_remote() {
        let access = session.load(false).await?;
        session.held.lock().await.access = Some(access);
    }
    Ok(session)
}

impl Session {
    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    pub fn shop(&self) -> &ShopId {
        &self.shop
    }

    fn is_remote(&self) -> bool {
        self.marketplace.capabilities().remote
    }

    /// The shop's secrets as they are stored.
    async fn load(&self, fresh: bool) -> Result<Access, ChannelError> {
        let secret = self.ports.secrets.get(&self.channel, fresh).await?.ok_or(ChannelError::NotConnected)?;
        let tokens = secret.shops.get(&self.shop).ok_or(ChannelError::NotConnected)?;
        Ok(Access { shop: self.shop.clone(), credentials: secret.credentials, tokens: tokens.clone() })
    }

    /// The tokens as they are stored, whatever life they have left.
    pub(super) async fn held(&self) -> Result<Access, ChannelError> {
        self.load(true).await
    }

    /// Tokens of a generation after `stale`, wherever they come from.
    pub(super) async fn renewed(&self, stale: &Access) -> Result<Access, ChannelError> {
        let mut held = self.held.lock().await;
        if let Some(access) = &held.access
            && access.tokens.generation > stale.tokens.generation
        {
            return Ok(access.clone());
        }
        let fresh = renewal::renew(self, stale).await?;
        held.access = Some(fresh.clone());
        Ok(fresh)
    }
}

#[async_trait]
impl ShopSession for Session {
    async fn admit(&self) -> Result<(), ChannelError> {
        if !self.is_remote() {
            return Ok(());
        }
        self.pace.admit(&self.ports, &self.channel, &self.shop).await
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        let mut held = self.held.lock().await;
        let access = match &held.access {
            Some(access) => access.clone(),
            None => self.load(false).await?,
        };
        let life = access.tokens.access_expires_at.duration_since(self.now());
        let waits = held.refresh_again_at.is_some_and(|at| Instant::now() < at);
        if life >= REFRESH_AHEAD || (waits && life.is_positive()) {
            return Ok(access);
        }
        match renewal::renew(self, &access).await {
            Ok(fresh) => {
                *held = Held { access: Some(fresh.clone()), refresh_again_at: None };
                Ok(fresh)
            }
            // The old tokens still work: a refresh that has to wait must not stop the work.
            Err(error) if error.is_retryable() && life.is_positive() => {
                tracing::warn!(channel = %self.channel, shop = %self.shop, %error, "refresh ahead of expiry failed");
                held.refresh_again_at = Some(Instant::now() + REFRESH_AGAIN);
                Ok(access)
            }
            Err(error) => Err(error),
        }
    }

    async fn renew(&self, stale: &Access) -> Result<Access, ChannelError> {
        self.renewed(stale).await
    }

    async fn throttled(&self, retry_after: Option<Duration>) {
        let wait = retry_after.unwrap_or(SLOW_DOWN);
        self.pace.forget().await;
        let now = self.now();
        let until = now + SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_mins(1));
        if let Err(error) = self.ports.budget.hold(&self.channel, &self.shop, now, until).await {
            tracing::warn!(channel = %self.channel, shop = %self.shop, %error, "the call budget could not be held");
        }
    }

    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("channel", &self.channel)
            .field("shop", &self.shop)
            .finish_non_exhaustive()
    }
}
