//! One shop as a channel's client sees it: tokens that renew themselves, and a place in the shop's call budget.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::{SignedDuration, Timestamp};
use tokio::{sync::Mutex, time::Instant};

use crate::{
    ChannelError, Marketplace, Ports,
    marketplace::{Access, ShopSession},
    pacing::{self, Pacer, Wait},
};

mod renewal;

/// How long calls that are under way are waited for when the worker begins no more of them.
const UNDER_WAY: Duration = Duration::from_secs(3);
/// Tokens with less life than this are refreshed before they are used.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// A refresh ahead of expiry that failed is tried again after this, while the old tokens still work.
const REFRESH_AGAIN: Duration = Duration::from_mins(1);

/// A shop, ready to be called. Cheap to open: secrets come from a short-lived cache.
pub struct Session {
    ports: Ports,
    channel: Channel,
    shop: ShopId,
    marketplace: Arc<dyn Marketplace>,
    held: Mutex<Held>,
    pacer: Arc<Pacer>,
    /// A call was admitted.
    begun: AtomicBool,
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
        pacer: ports.pacers.of(channel, shop),
        begun: AtomicBool::default(),
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

    /// Waits for a slot of the shop's budget, within `patience` and the worker's own time.
    async fn slot(&self, patience: Duration) -> Result<(), ChannelError> {
        let until = self.ports.settings.until;
        if until.is_some_and(|until| until <= self.ports.clock.instant()) {
            return Err(ChannelError::RateLimited { retry_after: Duration::ZERO });
        }
        let wait = Wait { patience, until, begun: self.begun.load(Ordering::Relaxed) };
        self.pacer.admit(&self.ports, &self.channel, &self.shop, wait).await?;
        self.begun.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The tokens as they are stored, whatever life they have left.
    pub(crate) async fn held(&self) -> Result<Access, ChannelError> {
        self.load(true).await
    }

    /// Tokens of a generation after `stale`, wherever they come from.
    pub(crate) async fn renewed(&self, stale: &Access) -> Result<Access, ChannelError> {
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
        self.slot(self.ports.settings.patience).await
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
        if let Some(wait) = retry_after {
            self.pacer.hold(self.ports.clock.instant(), wait);
        }
        let (channel, shop, now) = (&self.channel, &self.shop, self.now());
        let per_second = self.ports.settings.calls_per_second(channel);
        let until = retry_after.map(|wait| pacing::after(now, wait));
        if let Err(error) = self.ports.budget.refused(channel, shop, per_second, now, until).await {
            tracing::warn!(channel = %channel, shop = %shop, %error, "a refusal could not be noted in the call budget");
        }
    }

    async fn time_over(&self) {
        match self.ports.settings.until {
            Some(until) => self.ports.clock.sleep_until(until + UNDER_WAY).await,
            None => std::future::pending().await,
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
