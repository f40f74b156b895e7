//! The call budget of a shop in memory: slots in a row, never two at once.

use std::{collections::BTreeMap, time::Duration};

use app::{StoreError, ports::Budget};
use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::{SignedDuration, Timestamp};

use super::memory::{Kind, Memory};

/// How long after a hold the pace stays halved.
const RECOVERY: Duration = Duration::from_mins(1);

#[derive(Debug, Default)]
pub(super) struct Budgets(BTreeMap<(Channel, ShopId), Pace>);

#[derive(Debug, Clone, Copy)]
struct Pace {
    /// The first slot that nobody has.
    free: Timestamp,
    /// Slots before this are twice as far apart.
    slow_until: Timestamp,
}

#[async_trait]
impl Budget for Memory {
    async fn reserve(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        count: u32,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Result<Vec<Duration>, Duration>, StoreError> {
        let mut state = self.state();
        let key = (channel.clone(), shop.clone());
        let mut pace = state.budgets.0.get(&key).copied().unwrap_or(Pace { free: now, slow_until: now });
        pace.free = pace.free.max(now);
        let first = until(now, pace.free);
        if first > patience {
            return Ok(Err(first));
        }
        state.write(Kind::Budget)?;
        let apart = Duration::from_secs(1) / per_second.max(1);
        let mut slots = Vec::new();
        for _ in 0..count {
            slots.push(until(now, pace.free));
            pace.free += if pace.free < pace.slow_until { apart * 2 } else { apart };
        }
        state.budgets.0.insert(key, pace);
        Ok(Ok(slots))
    }

    async fn hold(
        &self,
        channel: &Channel,
        shop: &ShopId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Budget)?;
        let key = (channel.clone(), shop.clone());
        let pace = state.budgets.0.entry(key).or_insert(Pace { free: now, slow_until: now });
        pace.free = pace.free.max(until);
        pace.slow_until = pace.slow_until.max(until + RECOVERY);
        Ok(())
    }

    async fn held_until(
        &self,
        channel: &Channel,
        shop: &ShopId,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Option<Timestamp>, StoreError> {
        let pace = self.state().budgets.0.get(&(channel.clone(), shop.clone())).copied();
        Ok(pace.map(|pace| pace.free).filter(|free| until(now, *free) > patience))
    }
}

fn until(now: Timestamp, then: Timestamp) -> Duration {
    then.duration_since(now).max(SignedDuration::ZERO).unsigned_abs()
}
