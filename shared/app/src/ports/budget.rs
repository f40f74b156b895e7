//! The call budget of a shop, one record shared by all workers. [`pacing`](crate::pacing) computes its pace.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::Timestamp;

use crate::StoreError;

/// Consecutive slots of a shop's call budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slots {
    /// The wait for the first slot, from the `now` of the request.
    pub first: Duration,
    /// The time between two slots.
    pub apart: Duration,
    pub count: u32,
}

impl Slots {
    /// How long to wait before each.
    pub fn waits(self) -> impl Iterator<Item = Duration> {
        (0..self.count).map(move |nth| self.first + self.apart * nth)
    }
}

#[async_trait]
pub trait Budget: Send + Sync {
    /// Takes `count` consecutive slots of a shop with a budget of `per_second` calls per second, at the pace after its
    /// refusals, and not before `now`. If the first slot is later than `patience`, nothing is taken, and the inner
    /// error is the time to wait.
    async fn reserve(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        count: u32,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Result<Slots, Duration>, StoreError>;

    /// Records that the channel refused a call at `now` because of too many calls. The pace is lowered, and if the
    /// channel named a time, no calls are made before `until`.
    async fn refused(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError>;

    /// The time before which the shop is not called, if that is more than `patience` after `now`: because the channel
    /// requested it, or because many calls are waiting.
    async fn held_until(
        &self,
        channel: &Channel,
        shop: &ShopId,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Option<Timestamp>, StoreError>;
}
