//! One shop as a channel's client sees it: tokens that renew themselves, and a place in the shop's call budget.

use std::{sync::atomic::AtomicBool, time::Duration};

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::{SignedDuration, Timestamp};
use tokio::{sync::Mutex, time::Instant};

use crate::{
    ChannelError, Ports,
    marketplace::{Access, ShopSession},
};
use account::Account;

mod account;
mod renewal;

/// How long calls that are under way are waited for when the worker begins no more of them.
const UNDER_WAY: Duration = Duration::from_secs(3);
/// Tokens with less life than this are refreshed before they are used.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// A refresh ahead of expiry that failed is tried again after this, while the old tokens still work.
const REFRESH_AGAIN: Duration = Duration::from_mins(1);

/// A shop, ready to be called. Cheap to open: secrets come from a short-lived cache.
pub struct Session {
    account: Account,
    held: Mutex<Held>,
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
    let account = Account {
        ports: ports.clone(),
        channel: channel.clone(),
        shop: shop.clone(),
        marketplace,
        pacer: ports.pacers.of(channel, shop),
        begun: AtomicBool::default(),
    };
    let session = Session { account, held: Mutex::default() };
    if session.account.is_remote() {
        let access = session.account.load(false).await?;
        session.held.lock().await.access = Some(access);
    }
    Ok(session)
}

impl Session {
    pub fn channel(&self) -> &Channel {
        &self.account.channel
    }

    pub fn shop(&self) -> &ShopId {
        &self.account.shop
    }

    /// The tokens as they are stored, whatever life they have left.
    pub(crate) async fn held(&self) -> Result<Access, ChannelError> {
        self.account.load(true).await
    }

    /// Tokens of a generation after `stale`, wherever they come from.
    pub(crate) async fn renewed(&self, stale: &Access) -> Result<Access, ChannelError> {
        let mut held = self.held.lock().await;
        if let Some(access) = &held.access
            && access.tokens.generation > stale.tokens.generation
        {
            return Ok(access.clone());
        }
        let fresh = renewal::renew(&self.account, stale).await?;
        held.access = Some(fresh.clone());
        Ok(fresh)
    }
}

#[async_trait]
impl ShopSession for Session {
    async fn admit(&self) -> Result<(), ChannelError> {
        if !self.account.is_remote() {
            return Ok(());
        }
        self.account.slot(self.account.ports.settings.patience).await
    }

    async fn access(&self) -> Result<Access, ChannelError> {
        let mut held = self.held.lock().await;
        let access = match &held.access {
            Some(access) => access.clone(),
            None => self.account.load(false).await?,
        };
        let life = access.tokens.access_expires_at.duration_since(self.now());
        let waits = held.refresh_again_at.is_some_and(|at| Instant::now() < at);
        if life >= REFRESH_AHEAD || (waits && life.is_positive()) {
            return Ok(access);
        }
        match renewal::renew(&self.account, &access).await {
            Ok(fresh) => {
                *held = Held { access: Some(fresh.clone()), refresh_again_at: None };
                Ok(fresh)
            }
            // The old tokens still work: a refresh that has to wait must not stop the work.
            Err(error) if error.is_retryable() && life.is_positive() => {
                tracing::warn!(channel = %self.account.channel, shop = %self.account.shop, %error, "refresh ahead of expiry failed");
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
        self.account.throttled(retry_after).await;
    }

    async fn time_over(&self) {
        match self.account.ports.settings.until {
            Some(until) => self.account.ports.clock.sleep_until(until + UNDER_WAY).await,
            None => std::future::pending().await,
        }
    }

    fn now(&self) -> Timestamp {
        self.account.ports.clock.now()
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("channel", &self.account.channel)
            .field("shop", &self.account.shop)
            .finish_non_exhaustive()
    }
}
