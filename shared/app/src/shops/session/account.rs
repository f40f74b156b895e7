//! The account that a session belongs to: its stored secrets and its place in the shop's call budget.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{Channel, ShopId};

use crate::{
    ChannelError, Marketplace, Ports,
    marketplace::Access,
    pacing::{self, Budgeted, Pacer, Wait},
};

/// A shop's account at its channel, as one worker uses it.
pub(super) struct Account {
    pub ports: Ports,
    pub channel: Channel,
    pub shop: ShopId,
    pub marketplace: Arc<dyn Marketplace>,
    pub pacer: Arc<Pacer>,
    /// A call was admitted.
    pub begun: AtomicBool,
}

impl Account {
    pub fn is_remote(&self) -> bool {
        self.marketplace.capabilities().remote
    }

    /// The shop's secrets as they are stored.
    pub async fn load(&self, fresh: bool) -> Result<Access, ChannelError> {
        let secret = self.ports.secrets.get(&self.channel, fresh).await?.ok_or(ChannelError::NotConnected)?;
        let tokens = secret.shops.get(&self.shop).ok_or(ChannelError::NotConnected)?;
        Ok(Access { shop: self.shop.clone(), credentials: secret.credentials, tokens: tokens.clone() })
    }

    /// Waits for a slot of the shop's budget, within `patience` and the worker's own time.
    pub async fn slot(&self, patience: Duration) -> Result<(), ChannelError> {
        let until = self.ports.settings.until;
        if until.is_some_and(|until| until <= self.ports.clock.instant()) {
            return Err(ChannelError::RateLimited { retry_after: Duration::ZERO });
        }
        let wait = Wait { patience, until, begun: self.begun.load(Ordering::Relaxed) };
        let budget = Budgeted {
            clock: self.ports.clock.as_ref(),
            budget: self.ports.budget.as_ref(),
            per_second: self.ports.settings.calls_per_second(&self.channel),
        };
        self.pacer.admit(budget, &self.channel, &self.shop, wait).await?;
        self.begun.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Notes that the channel refused a call because of its limits.
    pub async fn throttled(&self, retry_after: Option<Duration>) {
        if let Some(wait) = retry_after {
            self.pacer.hold(self.ports.clock.instant(), wait);
        }
        let (channel, shop, now) = (&self.channel, &self.shop, self.ports.clock.now());
        let per_second = self.ports.settings.calls_per_second(channel);
        let until = retry_after.map(|wait| pacing::after(now, wait));
        if let Err(error) = self.ports.budget.refused(channel, shop, per_second, now, until).await {
            tracing::warn!(channel = %channel, shop = %shop, %error, "a refusal could not be noted in the call budget");
        }
    }
}
