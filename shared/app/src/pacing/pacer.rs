//! The place of one process in a shop's call budget.
//!
//! All sessions of a process share it. Slots are reserved in chunks, because each reservation is a write to the table, and
//! never further ahead than [`AHEAD`] and [`REFILL`]: what was reserved before a refusal is used at the pace before it. A
//! slot that was not used in time is thrown away rather than used late, so that a pause never turns into a burst above
//! the budget.

use std::{
    collections::{BTreeMap, VecDeque},
    pin::pin,
    sync::{
        Arc, Mutex as StdMutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{Channel, ShopId};
use futures::future::{Either, select};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{Mutex, MutexGuard},
    time::Instant,
};

use super::LATE;
use crate::{
    ChannelError,
    ports::{Budget, Clock},
};

const LARGEST_CHUNK: u32 = 5;
/// Calls in a row after which one more slot is taken at a time.
const GROWS_AFTER: u32 = 8;
/// How much time the slots of one chunk fill at most.
const AHEAD: Duration = Duration::from_millis(500);
/// The next chunk is reserved when the last slot is this near.
const REFILL: Duration = Duration::from_millis(250);
/// At slots this far apart a session that has not called yet lets those go first that have: what they have read would
/// be read again.
const SCARCE: Duration = Duration::from_millis(400);
/// Slots that a call waits for at least, however far they are apart.
const SLOTS_WAITED_FOR: u32 = 3;
/// When somebody comes again who found a queue before the slots.
const QUEUED: Duration = Duration::from_secs(2);

type OfShop = BTreeMap<(Channel, ShopId), Arc<Pacer>>;

/// The pacers of a process, one for each shop. Clones share them.
#[derive(Clone, Default)]
pub struct Pacers(Arc<StdMutex<OfShop>>);

impl Pacers {
    /// The pacer of a shop.
    pub fn of(&self, channel: &Channel, shop: &ShopId) -> Arc<Pacer> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry((channel.clone(), shop.clone())).or_default().clone()
    }
}

impl std::fmt::Debug for Pacers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pacers").finish_non_exhaustive()
    }
}

/// Lets the calls of a process to one shop through, each in its slot.
#[derive(Debug, Default)]
pub struct Pacer {
    slots: Mutex<Slots>,
    /// Calls that want a slot and have none yet.
    waiting: AtomicU32,
    /// Those of sessions that have called before.
    begun: AtomicU32,
    /// Nobody calls before this: the channel named a time.
    held_until: StdMutex<Option<Instant>>,
}

#[derive(Debug, Default)]
struct Slots {
    due: VecDeque<Instant>,
    /// The latest slot that was reserved, used or not.
    last: Option<Instant>,
    /// Calls since a slot was last wasted.
    streak: u32,
    /// The distance of the slots that were reserved last.
    apart: Duration,
    /// How long the last reservation took: the next one asks for slots after that.
    took: Duration,
}

/// How a call waits for its slot.
#[derive(Debug, Clone, Copy)]
pub struct Wait {
    pub patience: Duration,
    /// No call begins after this.
    pub until: Option<Instant>,
    /// Its session has called before.
    pub begun: bool,
}

impl Wait {
    fn end(self, start: Instant, apart: Duration) -> Instant {
        let end = start + self.patience.max(apart * SLOTS_WAITED_FOR);
        self.until.map_or(end, |until| until.min(end))
    }
}

/// Where slots come from: the shop's record in the table, and the clock.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "ports have no Debug")]
pub struct Budgeted<'a> {
    pub clock: &'a dyn Clock,
    pub budget: &'a dyn Budget,
    /// Calls a second that all workers together make to the shop.
    pub per_second: u32,
}

/// Counts a waiting call for as long as it lives, also when the call is dropped half-way.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn among(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pacer {
    /// Waits for a slot as `wait` says. [`ChannelError::RateLimited`] where none comes within it.
    pub async fn admit(
        &self,
        budget: Budgeted<'_>,
        channel: &Channel,
        shop: &ShopId,
        wait: Wait,
    ) -> Result<(), ChannelError> {
        let (clock, start) = (budget.clock, budget.clock.instant());
        let mut waiting = Vec::new();
        let mut end = wait.end(start, Duration::ZERO);
        loop {
            if waiting.is_empty() {
                waiting.push(Waiting::among(&self.waiting));
                waiting.extend(wait.begun.then(|| Waiting::among(&self.begun)));
            }
            let lock = pin!(self.slots.lock());
            let Either::Left((mut slots, _)) = select(lock, clock.sleep_until(end)).await else {
                return Err(ChannelError::RateLimited { retry_after: QUEUED });
            };
            let now = clock.instant();
            end = wait.end(start, slots.apart);
            slots.drop_unusable(now, self.held());
            // Nobody holds the lock while it waits for its time: a call that is not polled then stops no other.
            let others_first = !wait.begun && slots.apart >= SCARCE && self.begun.load(Ordering::Relaxed) > 0;
            let (time, own) = match (slots.due.front().copied(), slots.last) {
                _ if others_first => (now + REFILL, false),
                (Some(due), _) => (due, true),
                (None, Some(last)) if last > now + REFILL => (last - REFILL, false),
                (None, _) => {
                    self.reserve(budget, channel, shop, &mut slots, end).await?;
                    continue;
                }
            };
            if time > end {
                return Err(ChannelError::RateLimited { retry_after: time - now });
            }
            if own {
                slots.due.pop_front();
                slots.streak = slots.streak.saturating_add(1);
                waiting.clear();
            }
            drop(slots);
            clock.sleep_until(time).await;
            if own && clock.instant() <= time + LATE && self.held().is_none_or(|until| until <= time) {
                return Ok(());
            }
        }
    }

    async fn reserve(
        &self,
        Budgeted { clock, budget, per_second }: Budgeted<'_>,
        channel: &Channel,
        shop: &ShopId,
        slots: &mut MutexGuard<'_, Slots>,
        end: Instant,
    ) -> Result<(), ChannelError> {
        if slots.apart.is_zero() {
            slots.apart = Duration::from_secs(1) / per_second;
        }
        let count = slots.chunk(self.waiting.load(Ordering::Relaxed));
        let begun = clock.instant();
        let first = begun + slots.took;
        let now = clock.now() + SignedDuration::try_from(slots.took).unwrap_or_default();
        let patience = end.saturating_duration_since(first);
        let reserved = budget
            .reserve(channel, shop, per_second, count, now, patience)
            .await?
            .map_err(|retry_after| ChannelError::RateLimited { retry_after })?;
        // A quarter more than it took, for one that takes a little longer.
        slots.took = (clock.instant() - begun) * 5 / 4;
        slots.apart = reserved.apart;
        slots.due.extend(reserved.waits().map(|wait| first + wait));
        slots.last = slots.due.back().copied();
        Ok(())
    }

    /// The channel named a time before which it wants no call: slots before it are not used.
    pub fn hold(&self, now: Instant, wait: Duration) {
        let until = now + wait;
        let mut held = self.held_until.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(held.map_or(until, |held| held.max(until)));
    }

    fn held(&self) -> Option<Instant> {
        *self.held_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    fn drop_unusable(&mut self, now: Instant, held_until: Option<Instant>) {
        let late = |due: &Instant| *due + LATE < now;
        let held = |due: &Instant| held_until.is_some_and(|until| *due < until);
        while self.due.front().is_some_and(|due| late(due) || held(due)) {
            self.due.pop_front();
            self.streak = 0;
        }
    }

    /// Slots to take at once, for one that keeps calling or for several that wait.
    fn chunk(&self, waiting: u32) -> u32 {
        let ahead = AHEAD.as_micros() / self.apart.as_micros().max(1);
        let most = u32::try_from(ahead).unwrap_or(u32::MAX).clamp(1, LARGEST_CHUNK);
        (1 + self.streak / GROWS_AFTER).max(waiting).min(most)
    }
}

/// When a time that the channel named is over.
pub(crate) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now + SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_mins(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(streak: u32, apart: u64) -> Slots {
        Slots { streak, apart: Duration::from_millis(apart), ..Slots::default() }
    }

    #[test]
    fn who_keeps_calling_or_waits_with_others_takes_larger_chunks() {
        let chunk = |streak| slots(streak, 10).chunk(1);
        assert_eq!([0, 7, 8, 16, 32, 1_000].map(chunk), [1, 1, 2, 3, 5, 5]);
        assert_eq!([1, 3, 40].map(|waiting| slots(0, 10).chunk(waiting)), [1, 3, 5]);
    }

    #[test]
    fn a_chunk_never_reaches_further_than_half_a_second() {
        assert_eq!([100, 105, 250, 400, 20_000].map(|apart| slots(100, apart).chunk(40)), [5, 4, 2, 1, 1]);
    }

    #[test]
    fn a_late_slot_is_thrown_away_and_chunks_are_small_again() {
        let now = Instant::now();
        let due = [now, now + Duration::from_millis(100), now + Duration::from_secs(5)];
        let mut slots = Slots { due: due.into(), ..slots(30, 10) };
        slots.drop_unusable(now + Duration::from_millis(400), None);
        assert_eq!(slots.due, [due[2]]);
        assert_eq!(slots.chunk(1), 1);
    }

    #[test]
    fn a_slot_a_little_late_is_still_good_and_one_before_a_hold_ends_is_not() {
        let now = Instant::now();
        let mut slots = Slots { due: [now].into(), ..slots(9, 10) };
        slots.drop_unusable(now + LATE, None);
        assert_eq!((slots.due.len(), slots.streak), (1, 9));
        slots.drop_unusable(now, Some(now + Duration::from_secs(1)));
        assert!(slots.due.is_empty());
    }
}
