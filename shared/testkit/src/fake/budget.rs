//! Call budgets in memory.

use std::{collections::BTreeMap, time::Duration};

use app::{
    StoreError,
    pacing::{self, Lowered, Refused},
    ports::{Budget, Slots},
};
use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::Timestamp;

use super::memory::{Kind, Memory};

#[derive(Debug, Default)]
pub(super) struct Budgets(BTreeMap<(Channel, ShopId), Record>);

/// Times are microseconds since 1970.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    /// The first free slot.
    next_at: i64,
    lowered: Option<Lowered>,
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
    ) -> Result<Result<Slots, Duration>, StoreError> {
        let mut state = self.state();
        let key = (channel.clone(), shop.clone());
        let mut record = state.budgets.0.get(&key).copied().unwrap_or_default();
        let now = now.as_microsecond();
        let first = record.next_at.max(now);
        if micros(first - now) > patience {
            return Ok(Err(micros(first - now)));
        }
        state.write(Kind::Budget)?;
        let apart = pacing::apart(pacing::pace(record.lowered.as_ref(), per_second, now));
        record.next_at = first + apart * i64::from(count);
        if let Some(lowered) = &mut record.lowered {
            lowered.taken += u64::from(count);
        }
        state.budgets.0.insert(key, record);
        Ok(Ok(Slots { first: micros(first - now), apart: micros(apart), count }))
    }

    async fn refused(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Budget)?;
        let record = state.budgets.0.entry((channel.clone(), shop.clone())).or_default();
        if let Some(until) = until {
            record.next_at = record.next_at.max(until.as_microsecond());
        }
        let lowered = record.lowered.as_ref();
        match pacing::refused(lowered, per_second, record.next_at, now.as_microsecond()) {
            Refused::Lowers(lowered) => record.lowered = Some(lowered),
            Refused::Counted => {
                if let Some(lowered) = &mut record.lowered {
                    lowered.refused += 1;
                }
            }
        }
        Ok(())
    }

    async fn held_until(
        &self,
        channel: &Channel,
        shop: &ShopId,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Option<Timestamp>, StoreError> {
        let record = self.state().budgets.0.get(&(channel.clone(), shop.clone())).copied();
        let next = record.map_or(0, |record| record.next_at);
        let ahead = micros(next - now.as_microsecond()) > patience;
        Ok(ahead.then(|| Timestamp::from_microsecond(next).ok()).flatten())
    }
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}
