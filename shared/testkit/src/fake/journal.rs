//! The calls to a fake channel, and the faults that a test gave it.

use std::{collections::VecDeque, time::Duration};

use app::ChannelError;
use domain::{ExternalId, ShopId, diff::Field};

/// A kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Refresh,
    ShopInfo,
    List,
    Fetch,
    Variants,
    Find,
    Limits,
    Categories,
    Warehouses,
    AddVariants,
    Skus,
    Content,
    Prices,
    Stock,
    Visibility,
    RemoveOffers,
    Upload,
    Create,
    Delete,
}

impl Verb {
    /// Whether the call changes something at the channel.
    pub const fn is_write(self) -> bool {
        matches!(
            self,
            Self::AddVariants
                | Self::Skus
                | Self::Content
                | Self::Prices
                | Self::Stock
                | Self::Visibility
                | Self::RemoveOffers
                | Self::Upload
                | Self::Create
                | Self::Delete
        )
    }
}

/// One call that reached the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub verb: Verb,
    pub shop: ShopId,
    pub listing: Option<ExternalId>,
    /// The channel made the change, whatever it answered.
    pub applied: bool,
}

/// A fault that happens once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    RateLimited(Duration),
    /// Refused with a 5xx before anything happened.
    Unavailable,
    /// The call never arrived, and the caller cannot know that.
    LostRequest,
    /// The call was carried out and the answer was lost.
    LostAnswer,
    Rejected {
        code: String,
        field: Option<String>,
        reason: String,
    },
    /// A promotion locks this field; `None` if the channel does not name the field.
    InPromotion(Option<Field>),
    /// The access token is refused; a fresh one works.
    TokenRefused,
}

impl Fault {
    /// A refusal with a channel's code and text.
    pub fn rejected(code: &str, reason: &str) -> Self {
        Self::Rejected { code: code.to_owned(), field: None, reason: reason.to_owned() }
    }

    /// Whether the call is carried out although the caller gets an error.
    pub(super) fn applies(&self) -> bool {
        matches!(self, Self::LostAnswer)
    }

    pub(super) fn into_error(self) -> ChannelError {
        match self {
            Self::RateLimited(retry_after) => ChannelError::RateLimited { retry_after },
            Self::Unavailable => ChannelError::Unavailable { reason: "503 from the channel".to_owned() },
            Self::LostRequest | Self::LostAnswer => {
                ChannelError::OutcomeUnknown { reason: "the connection was closed".to_owned() }
            }
            Self::Rejected { code, field, reason } => ChannelError::Rejected { code, field, reason },
            Self::InPromotion(field) => ChannelError::InPromotion {
                field: field.map(|field| field.as_str().to_owned()),
                reason: "the listing is in a promotion".to_owned(),
            },
            Self::TokenRefused => {
                ChannelError::Unauthorized { reason: "the access token is refused".to_owned() }
            }
        }
    }
}

/// The calls that a fault applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Verb(Verb),
    AnyWrite,
    Any,
}

/// The journal and the faults that have not happened yet.
#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) calls: Vec<Call>,
    pub(super) faults: VecDeque<(Target, Fault)>,
}

impl Journal {
    /// Takes the first fault that applies to `verb`.
    pub(super) fn fault(&mut self, verb: Verb) -> Option<Fault> {
        let waits = |target: &Target| match target {
            Target::Verb(wanted) => *wanted == verb,
            Target::AnyWrite => verb.is_write(),
            Target::Any => true,
        };
        let index = self.faults.iter().position(|(target, _)| waits(target))?;
        self.faults.remove(index).map(|(_, fault)| fault)
    }
}
