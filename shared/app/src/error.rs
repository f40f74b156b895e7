//! What can go wrong at a port, named for what the caller can do about it.

use std::time::Duration;

pub use crate::words::SellerText;

/// A storage or queue failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote first: read again and decide again.
    #[error("the record was changed by somebody else")]
    Conflict,
    /// A SKU belongs to another product; nothing was written.
    #[error("the SKU {sku} belongs to product {product}")]
    SkuTaken { sku: String, product: String },
    /// Try the same again later.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A stored record cannot be read; trying again does not help.
    #[error("a stored record is unreadable: {0}")]
    Corrupt(String),
}

impl StoreError {
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict | Self::Unavailable(_))
    }
}

/// A channel refused, or could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// Too many calls: wait, then repeat. Does not count as a failed attempt.
    #[error("the channel asks to slow down")]
    RateLimited { retry_after: Duration },
    /// The day's calls are used up; nothing helps before `retry_after`.
    #[error("the channel's calls for today are used up")]
    QuotaExhausted { retry_after: Duration },
    /// The access token is refused even after a refresh: a person has to authorise again.
    #[error("the channel refuses the authorisation: {reason}")]
    Unauthorized { reason: String },
    /// No shop is connected, or its credentials are missing.
    #[error("the channel is not connected")]
    NotConnected,
    /// The listing, offer or shop does not exist there (any more).
    #[error("the channel does not know {what}")]
    NotFound { what: String },
    /// The channel will refuse the same request again. `field` is ours where it is known.
    #[error("the channel refuses: {reason} ({code})")]
    Rejected { code: String, field: Option<String>, reason: String },
    /// A promotion on the channel holds what was to be changed; nothing else is wrong with it. `field` is ours where it is
    /// known.
    #[error("a promotion holds the listing: {reason}")]
    InPromotion { field: Option<String>, reason: String },
    /// A limit that we checked before calling; no call was made.
    #[error("{0}")]
    Invalid(#[from] domain::Invalid),
    /// The channel did not answer or failed; the request had no effect or may be repeated.
    #[error("the channel is unavailable: {reason}")]
    Unavailable { reason: String },
    /// The request was sent and the answer was lost: look before repeating.
    #[error("the channel's answer was lost: {reason}")]
    OutcomeUnknown { reason: String },
    /// The channel answered with something that is not in its documents.
    #[error("the channel answered in an unknown way: {reason}")]
    Unexpected { reason: String },
    /// Our own storage failed on the way.
    #[error("our own storage failed")]
    Store(#[from] StoreError),
}

impl ChannelError {
    /// Repeating later can help.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::RateLimited { .. }
            | Self::QuotaExhausted { .. }
            | Self::Unavailable { .. }
            | Self::OutcomeUnknown { .. } => true,
            Self::Store(store) => store.is_retryable(),
            _ => false,
        }
    }

    /// How long to wait, where nothing else is wrong: no slot in the call budget, or the channel asks to wait.
    pub fn waits(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } | Self::QuotaExhausted { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// The failure is about what was asked for, not about the shop or the network.
    pub fn concerns_a_listing(&self) -> bool {
        matches!(
            self,
            Self::Rejected { .. } | Self::Unexpected { .. } | Self::Invalid(_) | Self::NotFound { .. }
        )
    }

    /// The stable word for it, as in JSON and in `docs/ERRORS.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "channel_rate_limited",
            Self::QuotaExhausted { .. } => "channel_quota_exhausted",
            Self::Unauthorized { .. } => "channel_unauthorized",
            Self::NotConnected => "channel_not_connected",
            Self::NotFound { .. } => "channel_not_found",
            Self::Rejected { .. } => "channel_rejected",
            Self::InPromotion { .. } => "in_promotion",
            Self::Invalid(_) => "channel_limit",
            Self::Unavailable { .. } => "channel_unavailable",
            Self::OutcomeUnknown { .. } => "channel_outcome_unknown",
            Self::Unexpected { .. } => "channel_unexpected",
            Self::Store(_) => "store_unavailable",
        }
    }
}

/// What a consumer of a queue says about a message that it could not finish.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkError {
    /// Deliver it again, not before `after`: it waits for a call budget, an audit or a channel's quota, or its worker's time
    /// was over. What it did is kept. No failed try, however often it happens.
    #[error("waits: {reason}")]
    Wait { after: Duration, reason: String },
    /// It failed in a way that may pass. Deliver it again, not before `after`.
    #[error("try again: {reason}")]
    Retry { after: Option<Duration>, reason: String },
    /// Repeating cannot help. The message goes to the dead letters, where a person reads the reason.
    #[error("cannot be done: {reason} ({code})")]
    Fail { code: String, reason: String },
}

impl From<StoreError> for WorkError {
    fn from(error: StoreError) -> Self {
        if error.is_retryable() {
            Self::Retry { after: None, reason: error.to_string() }
        } else {
            Self::Fail { code: "store_corrupt".to_owned(), reason: error.to_string() }
        }
    }
}

impl From<ChannelError> for WorkError {
    fn from(error: ChannelError) -> Self {
        let reason = error.to_string();
        match error.waits() {
            Some(after) => Self::Wait { after, reason },
            None if error.is_retryable() => Self::Retry { after: None, reason },
            None => Self::Fail { code: error.code().to_owned(), reason },
        }
    }
}

/// Why a use case that a person asked for did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UseCaseError {
    #[error(transparent)]
    Invalid(#[from] domain::Invalid),
    /// `what` is the kind of thing, such as `plan`; `id` the one that was asked for.
    #[error("there is no {what} {id}")]
    NotFound { what: &'static str, id: String },
    /// The thing exists and is in a state in which this cannot be done. `code` is stable, as in `docs/ERRORS.md`.
    #[error("{reason}")]
    Refused { code: &'static str, reason: String },
    #[error(transparent)]
    Channel(#[from] ChannelError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
