//! The call budget of a shop: one item that says when the next free slot is.
//!
//! A reservation is one conditional update. Which of four it must be follows from the item: the next slot lies ahead
//! or in the past, and the pace is full or halved. The last answer of this process is tried first; a wrong guess
//! brings the item back, which says the right one.

use std::{
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use app::{StoreError, ports::Budget};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::{Channel, ShopId};
use jiff::Timestamp;

use crate::{
    Store,
    db::{Expr, Item, Refused, n, number},
    keys,
};

/// How long after a hold the pace stays halved, in microseconds.
const RECOVERY: i64 = 60_000_000;
/// Lost races before giving up. Each means that somebody else got a slot.
const TRIES: usize = 30;

/// The state of a budget, as far as the update depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mode {
    /// Slots ahead are taken.
    busy: bool,
    slow: bool,
}

/// The mode that held last, as bits.
static GUESS: AtomicU8 = AtomicU8::new(0);

impl Mode {
    fn guess() -> Self {
        let bits = GUESS.load(Ordering::Relaxed);
        Self { busy: bits & 1 != 0, slow: bits & 2 != 0 }
    }

    fn remember(self) {
        GUESS.store(u8::from(self.busy) | u8::from(self.slow) << 1, Ordering::Relaxed);
    }

    /// What `item` says at `now`, in microseconds.
    fn of(item: &Item, now: i64) -> Self {
        let (next, slow_until) =
            (number(item, "next_at").unwrap_or(0), number(item, "slow_until").unwrap_or(0));
        let first: i64 = now.max(next);
        Self { busy: next > now, slow: slow_until > first }
    }

    fn condition(self) -> Expr {
        let next = if self.busy {
            "#next_at > :now AND #next_at <= :patience"
        } else {
            "(attribute_not_exists(#next_at) OR #next_at <= :now)"
        };
        let first = if self.busy { "#next_at" } else { ":now" };
        let pace = if self.slow {
            format!("#slow_until > {first}")
        } else {
            format!("(attribute_not_exists(#slow_until) OR #slow_until <= {first})")
        };
        Expr::new(format!("{next} AND {pace}"))
    }

    fn change(self) -> Expr {
        Expr::new(if self.busy { "SET #next_at = #next_at + :taken" } else { "SET #next_at = :now + :taken" })
    }
}

#[async_trait]
impl Budget for Store {
    async fn reserve(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        count: u32,
        now: Timestamp,
        patience: Duration,
    ) -> Result<Result<Vec<Duration>, Duration>, StoreError> {
        let now = now.as_microsecond();
        let patience = now.saturating_add(i64::try_from(patience.as_micros()).unwrap_or(i64::MAX));
        let full_pace = 1_000_000_i64.div_euclid(i64::from(per_second.max(1))).max(1);
        let mut mode = Mode::guess();
        for _ in 0..TRIES {
            let apart = if mode.slow { full_pace * 2 } else { full_pace };
            let taken = apart * i64::from(count);
            let change = mode.change().value(":taken", n(taken));
            // Both expressions share their values, and DynamoDB refuses one that neither mentions.
            let mut when = mode.condition().value(":now", n(now));
            if mode.busy {
                when = when.value(":patience", n(patience));
            }
            let key = keys::budget(channel, shop);
            match self.update(key, change, Some(when), ReturnValue::UpdatedNew).await? {
                Ok(item) => {
                    mode.remember();
                    let first = number::<i64>(&item, "next_at").unwrap_or(now + taken) - taken;
                    let slots = (0..i64::from(count)).map(|nth| wait(now, first + nth * apart));
                    return Ok(Ok(slots.collect()));
                }
                Err(Refused(stood)) => {
                    let item = stood.unwrap_or_default();
                    let next = number::<i64>(&item, "next_at").unwrap_or(0);
                    if next > patience {
                        return Ok(Err(wait(now, next)));
                    }
                    mode = Mode::of(&item, now);
                }
            }
        }
        Err(StoreError::Unavailable("too many ask for calls at once".to_owned()))
    }

    async fn hold(
        &self,
        channel: &Channel,
        shop: &ShopId,
        _now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let until = until.as_microsecond();
        // Two attributes that only grow, each on its own condition: whoever asks for the longest hold gets it.
        for (attribute, value) in [("slow_until", until + RECOVERY), ("next_at", until)] {
            let change = Expr::new(format!("SET #{attribute} = :value")).value(":value", n(value));
            let grows = Expr::new(format!("attribute_not_exists(#{attribute}) OR #{attribute} < :value"));
            let _kept =
                self.update(keys::budget(channel, shop), change, Some(grows), ReturnValue::None).await?;
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
        let item = self.read(keys::budget(channel, shop)).await?;
        Ok(item.and_then(|item| later(&item, now, patience)))
    }
}

fn later(item: &Item, now: Timestamp, patience: Duration) -> Option<Timestamp> {
    let next = Timestamp::from_microsecond(number::<i64>(item, "next_at")?).ok()?;
    (next > now.checked_add(patience).ok()?).then_some(next)
}

fn wait(now: i64, then: i64) -> Duration {
    Duration::from_micros(u64::try_from(then - now).unwrap_or(0))
}
