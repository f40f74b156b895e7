//! Maps the errors of the use cases to answers. This is the only place that does so.

use app::{
    ChannelError, StoreError, UseCaseError,
    catalogue::products::EditError,
    ports::{AuthError, Role},
    words,
};
use domain::Invalid;

use super::{
    Problem,
    codes::{self, request, state, values},
};

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        let known = codes::find(invalid.code);
        let mut problem = Self::of(known.unwrap_or(&values::VALUE_INVALID));
        if known.is_none() {
            problem.0.shown = Some(invalid.code);
        }
        problem.told(words::invalid(&invalid)).field(invalid.field).caused_by(invalid.problem)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::of(&request::WRITE_CONFLICT),
            StoreError::SkuTaken { .. } => Self::of(&state::SKU_TAKEN).field("sku").told(error.seller_text()),
            StoreError::Unavailable(cause) => {
                Self::of(&request::STORE_UNAVAILABLE).retry_after(1).caused_by(cause)
            }
            StoreError::Corrupt(cause) => Self::internal(cause),
        }
    }
}

impl From<ChannelError> for Problem {
    fn from(error: ChannelError) -> Self {
        let told = error.seller_text();
        let problem = Self::of(codes::find(error.code()).unwrap_or(&request::INTERNAL)).told(told);
        match error {
            ChannelError::RateLimited { retry_after } | ChannelError::QuotaExhausted { retry_after } => {
                problem.retry_after(retry_after.as_secs())
            }
            ChannelError::Rejected { field, reason, .. } | ChannelError::InPromotion { field, reason } => {
                let problem = problem.caused_by(reason);
                match field {
                    Some(field) => problem.field(field),
                    None => problem,
                }
            }
            ChannelError::Invalid(invalid) => problem.field(invalid.field).caused_by(invalid.problem),
            ChannelError::Unavailable { reason } => problem.retry_after(30).caused_by(reason),
            ChannelError::Unauthorized { reason }
            | ChannelError::NotFound { what: reason }
            | ChannelError::OutcomeUnknown { reason }
            | ChannelError::Unexpected { reason } => problem.caused_by(reason),
            ChannelError::Store(store) => store.into(),
            ChannelError::NotConnected => problem,
        }
    }
}

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::Invalid(invalid) => invalid.into(),
            UseCaseError::NotFound { what, id } => not_found(what, &id),
            UseCaseError::Refused { code, reason } => {
                let known = codes::find(code);
                let mut problem = Self::of(known.unwrap_or(&state::REFUSED)).caused_by(reason);
                if known.is_none() {
                    problem.0.shown = Some(code);
                }
                problem
            }
            UseCaseError::Channel(error) => error.into(),
            UseCaseError::Store(error) => error.into(),
        }
    }
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Invalid(problems) => Self::invalid(problems),
            EditError::UseCase(error) => error.into(),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Expired => Self::of(&request::TOKEN_EXPIRED),
            AuthError::Rejected(_) => Self::of(&request::TOKEN_INVALID),
            AuthError::NoRole => Self::of(&request::ROLE_MISSING),
            AuthError::Unavailable(cause) => {
                Self::of(&request::AUTH_UNAVAILABLE).retry_after(5).caused_by(cause)
            }
        }
    }
}

impl Problem {
    /// The answer to a person whose role is lower than `needed`.
    pub fn role(needed: Role) -> Self {
        let needed = needed.as_str();
        Self::of(&request::ROLE_INSUFFICIENT)
            .indonesian(format!("Ini perlu peran {needed} atau lebih."))
            .english(format!("This needs the role {needed} or more."))
    }

    /// Why an edit of a named version did not happen. A conflict means that another person saved first: the version is
    /// stale.
    #[must_use]
    pub fn of_edit(error: impl Into<Self>) -> Self {
        let problem = error.into();
        if problem.0.code == &request::WRITE_CONFLICT { Self::of(&request::VERSION_STALE) } else { problem }
    }
}

/// `what` with this id does not exist.
pub fn not_found(what: &str, id: &str) -> Problem {
    Problem::of(words::not_found_code(what)).caused_by(format!("there is no {what} {id}"))
}
