//! A clock that jumps from one sleep to the next, so that minutes of waiting take no time.

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

/// Moves when everything that [`SimulatedClock::run`] runs waits for it.
#[derive(Debug)]
pub struct SimulatedClock {
    start: Timestamp,
    origin: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    passed: Duration,
    /// By when they are due and in which order they came.
    sleepers: BTreeMap<(Instant, u64), Waker>,
    came: u64,
}

impl Default for SimulatedClock {
    /// Starts where [`FixedClock`] stands.
    fn default() -> Self {
        Self { start: FixedClock::default().now(), origin: Instant::now(), state: Mutex::default() }
    }
}

/// Whether anything was woken since it was last asked.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl SimulatedClock {
    /// Runs `work` to its end. It may wait for this clock, for locks and for what it runs itself, and for nothing else.
    pub async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                return done;
            }
            // The runtime lets a task do so much before it must pause.
            tokio::task::yield_now().await;
            if !woken.0.swap(false, Ordering::SeqCst) {
                self.jump();
            }
        }
    }

    /// How long it has run.
    pub fn passed(&self) -> Duration {
        self.state().passed
    }

    pub async fn sleep(&self, time: Duration) {
        self.sleep_until(self.instant() + time).await;
    }

    /// Moves to the next time that somebody waits for.
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

/// Nobody waits for the time of a sleep that was given up.
impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.clock.state().sleepers.remove(&place);
        }
    }
}
