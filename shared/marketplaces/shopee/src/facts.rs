//! What a shop rarely changes: read once, kept at most a day, and only in this process.

use std::{
    collections::HashMap,
    sync::{MutexGuard, PoisonError},
};

use domain::{Limits, ShopId};
use jiff::{SignedDuration, Timestamp};

use crate::Shopee;

/// Limits depend on shop and category and are never hard-coded; Shopee lets them be kept for a day.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// Each with the time when it was read.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub limits: HashMap<(ShopId, Option<String>), (Timestamp, Limits)>,
    pub locations: HashMap<ShopId, (Timestamp, Vec<String>)>,
}

impl Shopee {
    pub(crate) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn is_fresh(read_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(read_at) < FRESH
}
