//! A session's place in its shop's call budget.
//!
//! Slots are reserved in chunks, because each reservation is a write to the table: one at first, up to five for a
//! session that keeps calling or that has several calls waiting. A slot that was not used in time is thrown away
//! rather than used late, so that a pause never turns into a burst above the budget.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use domain::{Channel, ShopId};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

use crate::{ChannelError, Ports};

const LARGEST_CHUNK: u32 = 5;
/// Calls in a row after which one more slot is taken at a time.
const GROWS_AFTER: u32 = 8;

#[derive(Default)]
pub(super) struct Pace {
    slots: Mutex<Slots>,
    /// Calls that want a slot and have none yet.
    waiting: AtomicU32,
}

#[derive(Default)]
struct Slots {
    due: VecDeque<Instant>,
    /// Calls since a slot was last wasted.
    streak: u32,
}

/// Counts a waiting call for as long as it lives, also when the call is dropped half-way.
struct Waiting<'a>(&'a AtomicU32);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pace {
    pub async fn admit(&self, ports: &Ports, channel: &Channel, shop: &ShopId) -> Result<(), ChannelError> {
        let due = self.slot(ports, channel, shop).await?;
        sleep_until(due).await;
        Ok(())
    }

    async fn slot(&self, ports: &Ports, channel: &Channel, shop: &ShopId) -> Result<Instant, ChannelError> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        let mut slots = self.slots.lock().await;
        let per_second = ports.settings.calls_per_second(channel);
        slots.drop_late(Instant::now(), slack(per_second));
        if slots.due.is_empty() {
            let count = slots
                .chunk()
                .max(self.waiting.load(Ordering::Relaxed))
                .clamp(1, LARGEST_CHUNK.min(per_second));
            let (start, now, patience) = (Instant::now(), ports.clock.now(), ports.settings.patience);
            let waits = ports
                .budget
                .reserve(channel, shop, per_second, count, now, patience)
                .await?
                .map_err(|retry_after| ChannelError::RateLimited { retry_after })?;
            slots.due.extend(waits.into_iter().map(|wait| start + wait));
        }
        slots.streak = slots.streak.saturating_add(1);
        // A budget that grants nothing without naming a wait lets the call through at once.
        Ok(slots.due.pop_front().unwrap_or_else(Instant::now))
    }

    /// Throws the reserved slots away: they were granted at a pace that the channel refuses.
    pub async fn forget(&self) {
        *self.slots.lock().await = Slots::default();
    }
}

impl Slots {
    fn drop_late(&mut self, now: Instant, slack: Duration) {
        while self.due.front().is_some_and(|due| *due + slack < now) {
            self.due.pop_front();
            self.streak = 0;
        }
    }

    fn chunk(&self) -> u32 {
        1 + self.streak / GROWS_AFTER
    }
}

/// How late a slot may be used: twice the distance between two.
fn slack(per_second: u32) -> Duration {
    (Duration::from_secs(2) / per_second.max(1)).clamp(Duration::from_millis(50), Duration::from_millis(250))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_keeps_calling_takes_larger_chunks() {
        let chunk = |streak| Slots { due: VecDeque::new(), streak }.chunk().min(LARGEST_CHUNK);
        assert_eq!([0, 7, 8, 16, 32, 1_000].map(chunk), [1, 1, 2, 3, 5, 5]);
    }

    #[test]
    fn a_late_slot_is_thrown_away_and_the_pace_starts_anew() {
        let now = Instant::now();
        let due = [now, now + Duration::from_millis(100), now + Duration::from_secs(5)];
        let mut slots = Slots { due: due.into(), streak: 30 };
        slots.drop_late(now + Duration::from_millis(400), slack(10));
        assert_eq!(slots.due, [due[2]]);
        assert_eq!(slots.chunk(), 1);
    }

    #[test]
    fn a_slot_a_little_late_is_still_good() {
        let now = Instant::now();
        let mut slots = Slots { due: [now].into(), streak: 9 };
        slots.drop_late(now + Duration::from_millis(150), slack(10));
        assert_eq!((slots.due.len(), slots.streak), (1, 9));
    }
}
