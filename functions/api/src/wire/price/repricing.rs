//! The progress of quoting a channel's listings again.

use app::ports;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

pub use crate::wire::enums::{RepricingCause, RepricingState};

/// A channel's listings being quoted again after a change of rules or fees.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Repricing {
    pub id: String,
    pub channel: String,
    pub cause: RepricingCause,
    /// Of the rule or schedule that was saved or has begun.
    pub version: u64,
    pub state: RepricingState,
    /// Listings looked at so far.
    pub listings: u64,
    /// Products listed on the channel when it began, about as many as listings; absent where nobody counted.
    pub products: Option<u64>,
    /// Listings whose quotes changed in some figure.
    pub written: u64,
    /// Listings of which a price is another: they wait for a push.
    pub moved: u64,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// It does not go on by itself: a page of it lies in the dead letters of the pricing queue, to be sent again.
    pub stalled: bool,
}

impl Repricing {
    pub fn of(repricing: &ports::Repricing, now: Timestamp) -> Self {
        Self {
            id: repricing.id.to_string(),
            channel: repricing.channel.to_string(),
            cause: repricing.cause.into(),
            version: repricing.version,
            state: repricing.state.into(),
            listings: repricing.listings,
            products: repricing.products,
            written: repricing.written,
            moved: repricing.moved,
            started_at: repricing.started_at,
            finished_at: repricing.finished_at,
            stalled: repricing.is_stalled(now),
        }
    }
}
