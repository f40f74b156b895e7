//! The call budget of a shop: one item with the time of the next free slot, and with the lowered pace after the channel
//! refused calls.
//!
//! A reservation is one conditional update. The item decides which update is right: the next slot is in the future or
//! in the past, and the pace was lowered or not. The first try assumes what this process saw last. If that is wrong,
//! DynamoDB returns the item, and the next try uses it.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use app::{
    StoreError,
    pacing::{self, Lowered, Refused},
    ports::{Budget, Slots},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::{Channel, ShopId};
use jiff::Timestamp;

use crate::{
    Store,
    db::{self, Expr, Item, n, number},
    keys::{self, Key},
};

/// A reservation gives up after losing this many races. In each of them another caller got a slot.
const TRIES: usize = 30;

/// The state of a budget, as far as an update depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    /// The first free slot, in microseconds since 1970.
    next_at: i64,
    /// Whether `next_at` was in the future when the item was read.
    busy: bool,
    lowered: Option<Lowered>,
}

/// The last known state of each budget, by partition key.
static SEEN: LazyLock<Mutex<HashMap<String, Seen>>> = LazyLock::new(Mutex::default);

impl Seen {
    fn last(key: &Key) -> Self {
        let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&key.pk).copied().unwrap_or_default()
    }

    fn remember(self, key: &Key) {
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(key.pk.clone(), self);
    }

    /// Reads `item`. `now` is in microseconds since 1970.
    fn of(item: &Item, now: i64) -> Self {
        let next_at = number(item, "next_at").unwrap_or(0);
        let count = |name| number(item, name).unwrap_or(0);
        let lowered = number(item, "lowered_at").map(|at| Lowered {
            at,
            to: count("lowered_to"),
            settles_at: number(item, "settles_at").unwrap_or(0),
            taken: count("taken"),
            refused: count("refused"),
        });
        Self { next_at, busy: next_at > now, lowered }
    }

    /// Condition: the pace was not lowered since the item was read.
    fn same_pace(self) -> Expr {
        match self.lowered {
            Some(lowered) => Expr::new("#lowered_at = :lowered").value(":lowered", n(lowered.at)),
            None => Expr::new("attribute_not_exists(#lowered_at)"),
        }
    }

    /// The condition and the change of an update share their values, and DynamoDB refuses a value that neither of them
    /// uses. So this adds only the values that it mentions.
    fn condition(self, now: i64, patience: i64) -> Expr {
        let next = if self.busy {
            Expr::new("#next_at > :now AND #next_at <= :patience").value(":patience", n(patience))
        } else {
            Expr::new("attribute_not_exists(#next_at) OR #next_at <= :now")
        };
        next.value(":now", n(now)).and(self.same_pace())
    }

    fn change(self, taken: i64, count: u32) -> Expr {
        let from = if self.busy { "#next_at" } else { ":now" };
        let change = format!("SET #next_at = {from} + :taken");
        if self.lowered.is_some() {
            // Each slot raises the pace.
            return Expr::new(format!("{change} ADD #taken :count"))
                .value(":taken", n(taken))
                .value(":count", n(count));
        }
        Expr::new(change).value(":taken", n(taken))
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
    ) -> Result<Result<Slots, Duration>, StoreError> {
        let now = now.as_microsecond();
        let patience = now.saturating_add(i64::try_from(patience.as_micros()).unwrap_or(i64::MAX));
        let key = keys::budget(channel, shop);
        let mut seen = Seen::last(&key);
        for _ in 0..TRIES {
            let apart = pacing::apart(pacing::pace(seen.lowered.as_ref(), per_second, now));
            let taken = apart * i64::from(count);
            let (change, when) = (seen.change(taken, count), seen.condition(now, patience));
            match self.update(key.clone(), change, Some(when), ReturnValue::AllNew).await? {
                Ok(item) => {
                    let next_at = number(&item, "next_at").unwrap_or(now + taken);
                    // The best guess for the next reservation is that the budget is as busy as it was for this one.
                    Seen { busy: seen.busy, ..Seen::of(&item, now) }.remember(&key);
                    return Ok(Ok(Slots {
                        first: micros(next_at - taken - now),
                        apart: micros(apart),
                        count,
                    }));
                }
                Err(db::Refused(stood)) => {
                    seen = Seen::of(&stood.unwrap_or_default(), now);
                    if seen.next_at > patience {
                        return Ok(Err(micros(seen.next_at - now)));
                    }
                }
            }
        }
        Err(StoreError::Unavailable("too many ask for calls at once".to_owned()))
    }

    async fn refused(
        &self,
        channel: &Channel,
        shop: &ShopId,
        per_second: u32,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let key = keys::budget(channel, shop);
        let now = now.as_microsecond();
        if let Some(until) = until.map(Timestamp::as_microsecond) {
            // `next_at` only grows, so the longest pause that any caller requested applies.
            let change = Expr::new("SET #next_at = :until").value(":until", n(until));
            let grows =
                Expr::new("attribute_not_exists(#next_at) OR #next_at < :until").value(":until", n(until));
            let _kept = self.update(key.clone(), change, Some(grows), ReturnValue::None).await?;
        }
        let mut seen = Seen::of(&self.read(key.clone()).await?.unwrap_or_default(), now);
        for _ in 0..TRIES {
            let change = match pacing::refused(seen.lowered.as_ref(), per_second, seen.next_at, now) {
                Refused::Counted => Expr::new("ADD #refused :one").value(":one", n(1)),
                Refused::Lowers(lowered) => lower(&lowered),
            };
            match self.update(key.clone(), change, Some(seen.same_pace()), ReturnValue::AllNew).await? {
                Ok(item) => {
                    Seen::of(&item, now).remember(&key);
                    return Ok(());
                }
                Err(db::Refused(stood)) => seen = Seen::of(&stood.unwrap_or_default(), now),
            }
        }
        Err(StoreError::Unavailable("too many calls are refused at once".to_owned()))
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

fn lower(lowered: &Lowered) -> Expr {
    Expr::new("SET #lowered_to = :to, #lowered_at = :at, #settles_at = :settles, #taken = :taken, #refused = :refused")
        .value(":to", n(lowered.to))
        .value(":at", n(lowered.at))
        .value(":settles", n(lowered.settles_at))
        .value(":taken", n(lowered.taken))
        .value(":refused", n(lowered.refused))
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}
