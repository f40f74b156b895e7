//! The life of a worker, which a test can end between any two of its effects.

use std::sync::{Mutex, MutexGuard, PoisonError};

use app::StoreError;

/// Counts effects: writes to the table, sendings to a queue and calls to a channel.
#[derive(Debug, Default)]
pub struct Life(Mutex<Left>);

#[derive(Debug, Default)]
struct Left {
    /// Effects until the end; absent where nothing ends it.
    effects: Option<u64>,
    is_over: bool,
}

impl Life {
    /// The worker dies after so many more effects: nothing that it does then reaches the table, a queue or a channel.
    pub fn ends_after(&self, effects: u64) {
        self.left().effects = Some(effects);
    }

    /// Another worker begins. Returns whether the one before it died.
    pub fn begins(&self) -> bool {
        std::mem::take(&mut *self.left()).is_over
    }

    /// Must be called before every effect; fails where the worker is dead.
    pub(super) fn effect(&self) -> Result<(), StoreError> {
        let mut left = self.left();
        match left.effects {
            Some(0) => {
                left.is_over = true;
                Err(StoreError::Unavailable("the worker is dead".to_owned()))
            }
            Some(effects) => {
                left.effects = Some(effects - 1);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn left(&self) -> MutexGuard<'_, Left> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
