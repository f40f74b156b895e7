//! Leases: what only one worker at a time may do.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::{Instant, sleep};

use crate::{Ports, StoreError};

/// How long a lease lasts when its holder dies.
pub(crate) const LEASE: Duration = Duration::from_secs(30);

/// The lock that serialises every write of a channel's secret: refreshes, saved credentials, new authorisations.
pub(crate) fn secret_of(channel: &domain::Channel) -> String {
    format!("refresh/{channel}")
}

/// A lease that is held. Dropping it without [`Lease::release`] leaves it to lapse.
pub(crate) struct Lease<'a> {
    ports: &'a Ports,
    name: String,
    owner: String,
}

impl<'a> Lease<'a> {
    /// Takes `name` for [`LEASE`], or returns `None` when somebody else holds it.
    pub async fn try_take(ports: &'a Ports, name: &str) -> Result<Option<Self>, StoreError> {
        let owner = ports.ids.unique();
        let now = ports.clock.now();
        let until = now + SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::from_secs(30));
        let taken = ports.leases.acquire(name, &owner, now, until).await?;
        Ok(taken.then(|| Self { ports, name: name.to_owned(), owner }))
    }

    /// Waits for `name` a little longer than a dead holder can keep it.
    pub async fn take(ports: &'a Ports, name: &str) -> Result<Self, StoreError> {
        let mut wait = Backoff::default();
        loop {
            if let Some(lease) = Self::try_take(ports, name).await? {
                return Ok(lease);
            }
            if !wait.pause().await {
                return Err(StoreError::Unavailable(format!("{name} is held by another worker")));
            }
        }
    }

    /// Holds the lease for [`LEASE`] from now on; `false` where it had lapsed and somebody else has it. Asked for before a
    /// write that nobody may overtake.
    pub async fn extend(&self) -> Result<bool, StoreError> {
        let now = self.ports.clock.now();
        let until = now + SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::from_secs(30));
        self.ports.leases.acquire(&self.name, &self.owner, now, until).await
    }

    /// Gives the lease back. A failure is only logged: the lease lapses by itself.
    pub async fn release(self) {
        if let Err(error) = self.ports.leases.release(&self.name, &self.owner).await {
            tracing::warn!(lock = self.name, %error, "a lease could not be released");
        }
    }
}

/// Pauses that grow from 50 ms to 1 s, until a lease must have lapsed.
pub(crate) struct Backoff {
    next: Duration,
    until: Instant,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { next: Duration::from_millis(50), until: Instant::now() + LEASE + Duration::from_secs(5) }
    }
}

impl Backoff {
    /// Sleeps; `false` when there is no point in waiting on.
    pub async fn pause(&mut self) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        sleep(self.next).await;
        self.next = (self.next * 3 / 2).min(Duration::from_secs(1));
        true
    }
}
