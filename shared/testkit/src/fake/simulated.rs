//! A clock that jumps from one sleep to the next, so that minutes of waiting take no real time.

use std::{
    collections::BTreeMap,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use app::ports::Clock;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::FixedClock;

/// Its time moves only when all work that [`SimulatedClock::run`] runs is waiting for it.
#[derive(Debug)]
pub struct SimulatedClock {
    start: Timestamp,
    origin: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    passed: Duration,
    /// By due time, then by the order in which they began.
    sleepers: BTreeMap<(Instant, u64), Waker>,
    came: u64,
}

impl Default for SimulatedClock {
    /// Starts at the same time as [`FixedClock`].
    fn default() -> Self {
        Self { start: FixedClock::default().now(), origin: Instant::now(), state: Mutex::default() }
    }
}

/// Whether a task was woken since the last check.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl SimulatedClock {
    /// Runs `work` to its end. `work` may wait only for this clock, for locks and for tasks inside itself.
    pub async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                return done;
            }
            // The runtime makes a task pause after a certain amount of work.
            tokio::task::yield_now().await;
            if !woken.0.swap(false, Ordering::SeqCst) {
                self.jump();
            }
        }
    }

    /// The simulated time since the start.
    pub fn passed(&self) -> Duration {
        self.state().passed
    }

    pub async fn sleep(&self, time: Duration) {
        self.sleep_until(self.instant() + time).await;
    }

    /// Moves to the next time that a sleep is due.
    fn jump(&self) {
        let mut state = self.state();
        let ((due, _), waker) = state.sleepers.pop_first().expect("something waits for a time");
        state.passed = state.passed.max(due - self.origin);
        drop(state);
        waker.wake();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        self.start + SignedDuration::try_from(self.passed()).expect("a test's time is short")
    }

    fn instant(&self) -> Instant {
        self.origin + self.passed()
    }

    async fn sleep_until(&self, at: Instant) {
        Sleep { clock: self, at, place: None }.await;
    }
}

struct Sleep<'a> {
    clock: &'a SimulatedClock,
    at: Instant,
    place: Option<(Instant, u64)>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if let Some(place) = self.place {
            state.sleepers.remove(&place);
        }
        if self.clock.origin + state.passed >= self.at {
            return Poll::Ready(());
        }
        state.came += 1;
        let place = (self.at, state.came);
        state.sleepers.insert(place, context.waker().clone());
        drop(state);
        self.place = Some(place);
        Poll::Pending
    }
}

/// A sleep that is dropped early must not keep its place in the queue.
impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.clock.state().sleepers.remove(&place);
        }
    }
}
