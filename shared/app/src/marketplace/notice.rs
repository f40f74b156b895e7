//! Pushes of channels: as they arrive, and what they mean to us.

use std::collections::BTreeMap;

use domain::{ExternalId, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::AppCredentials;

/// A push of a channel, after its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Equal for repeats of one push.
    pub id: String,
    pub shop: Option<ShopId>,
    /// The channel's own time of sending.
    pub sent_at: Option<Timestamp>,
    /// The channel's name for the kind, such as `22 item_price_update`, for counting and logs.
    pub kind: String,
    pub event: Event,
}

/// What a push means to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A listing was or may have been changed there: look at it.
    ListingChanged {
        listing: ExternalId,
    },
    /// A listing broke a rule of the channel or was refused by its audit.
    ListingViolation {
        listing: ExternalId,
        reason: String,
    },
    /// A promotion began, ended or has other contents: prices that one held may be free.
    PromotionChanged {
        listing: Option<ExternalId>,
    },
    ShopAuthorized {
        shops: Vec<ShopId>,
    },
    /// The seller or the channel withdrew the authorisation.
    ShopDeauthorized {
        shops: Vec<ShopId>,
        reason: String,
    },
    AuthorizationExpiring {
        shops: Vec<ShopId>,
        expires_at: Option<Timestamp>,
    },
    /// The channel checks that the address answers.
    Verification,
    /// Known, and of no concern yet (orders, chat, returns): kept and counted.
    Other,
    /// Not in any document: kept and counted.
    Unknown,
}

/// Why a push was not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    #[error("the signature is missing or wrong")]
    Forged,
    #[error("the push is older than the window allows")]
    Stale,
    /// The signature is right and the body is not what the channel documents.
    #[error("the body cannot be read: {0}")]
    Malformed(String),
}

impl NoticeError {
    /// A body that does not parse. Where it breaks is said, and nothing of what it says: it may name a buyer.
    pub fn unreadable(problem: &serde_json::Error) -> Self {
        let (kind, line, column) = (problem.classify(), problem.line(), problem.column());
        Self::Malformed(format!("{kind:?} error in line {line}, column {column}"))
    }
}

/// A request as it arrived: the bytes are those that were signed.
#[derive(Debug, Clone)]
pub struct RawNotice<'a> {
    pub headers: &'a BTreeMap<String, String>,
    pub body: &'a [u8],
    /// The address exactly as the seller saved it at the channel.
    pub callback_url: &'a str,
    pub now: Timestamp,
}

/// Reads the pushes of one channel.
pub trait NoticeReader: Send + Sync {
    /// The HTTP status of the empty answer by which this channel knows that a push has arrived.
    fn acknowledgement(&self) -> u16 {
        200
    }

    /// Checks a push over its raw bytes, in constant time, and reads it.
    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError>;
}
