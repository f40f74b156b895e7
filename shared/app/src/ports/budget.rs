//! The call budget of a shop, one record shared by all workers. What its pace follows from is [`pacing`](crate::pacing)'s.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::Timestamp;

use crate::StoreError;

/// Consecutive slots of a shop's call budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slots {
    /// How long to wait for the first one, from the `now` that was asked with.
    pub first: Duration,
    /// The distance between two.
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
    /// Takes `count` consecutive slots of a shop that may be called `per_second` times a second, at the pace that its
    /// refusals have left, and not before `now`. Nothing is taken, and the time to wait is returned as the error, when the
    /// first slot lies further away than `patience`.
    async fn reserve(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        count: u32,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Result<Slots, Duration>, StoreError>;

    /// The channel refused a call at `now` as one too many: the pace goes down, and where it named a time nobody calls
    /// before `until`.
    async fn refused(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError>;

    /// Until when nobody calls the shop, where that lies ahead of `now` by more than `patience`: because the channel
    /// asked for it, or because so many calls wait for their turn.
    async fn held_until(
        &self,
        channel: &Channel,
        shop: &ShopId,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Option<Timestamp>, StoreError>;
}
