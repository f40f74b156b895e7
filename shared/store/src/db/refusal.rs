//! Conditions that did not hold, and cancelled transactions.

use app::StoreError;
use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::TransactWriteItemsError,
};

use super::{Item, Outcome, failure};

/// A condition did not hold; here is the item that stood there, if any.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused(pub(crate) Option<Item>);

/// Known by its nonce; equal items of two writers are still two.
pub(super) fn is_this_very(old: Option<&Item>, new: &Item) -> bool {
    let nonce = |item| super::text(item, "nonce");
    old.is_some_and(|old| nonce(new).is_some() && nonce(old) == nonce(new))
}

pub(super) enum Cancelled {
    Refused(Vec<(usize, Option<Item>)>),
    Busy,
    Failed(StoreError),
}

pub(super) fn cancelled(error: &SdkError<TransactWriteItemsError>) -> Cancelled {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return match error.as_service_error().and_then(ProvideErrorMetadata::code) {
            Some("TransactionConflictException" | "TransactionInProgressException") => Cancelled::Busy,
            _ => Cancelled::Failed(failure(error)),
        };
    };
    let reasons = cancelled.cancellation_reasons();
    let refused: Vec<_> = reasons
        .iter()
        .enumerate()
        .filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"))
        .map(|(place, reason)| (place, reason.item().filter(|item| !item.is_empty()).cloned()))
        .collect();
    if !refused.is_empty() {
        return Cancelled::Refused(refused);
    }
    match reasons.iter().find(|reason| !matches!(reason.code(), None | Some("None"))) {
        Some(reason) if reason.code() == Some("ValidationError") => {
            Cancelled::Failed(StoreError::Corrupt(reason.message().unwrap_or("not a valid write").to_owned()))
        }
        // `TransactionConflict` and the throttling ones: somebody else was first, or there were too many.
        _ => Cancelled::Busy,
    }
}

/// The item that made a condition fail, where that is what happened.
pub(super) fn refusal<E: ProvideErrorMetadata + Refusal>(error: &SdkError<E>) -> Option<Refused> {
    error.as_service_error().and_then(Refusal::refusal)
}

pub(super) fn outcome<E: ProvideErrorMetadata + Refusal>(
    sent: Result<(), SdkError<E>>,
) -> Result<Outcome, StoreError> {
    match sent {
        Ok(()) => Ok(Outcome::Written),
        Err(error) => match refusal(&error) {
            Some(Refused(old)) => Ok(Outcome::Refused(vec![(0, old)])),
            None => Err(failure(&error)),
        },
    }
}

/// The same exception under the three names that the SDK gives it.
pub(super) trait Refusal {
    fn refusal(&self) -> Option<Refused>;
}

macro_rules! refusal {
    ($($operation:ident::$error:ident),*) => {$(
        impl Refusal for aws_sdk_dynamodb::operation::$operation::$error {
            fn refusal(&self) -> Option<Refused> {
                match self {
                    Self::ConditionalCheckFailedException(failed) => {
                        Some(Refused(failed.item().filter(|item| !item.is_empty()).cloned()))
                    }
                    _ => None,
                }
            }
        }
    )*};
}
refusal!(put_item::PutItemError, update_item::UpdateItemError, delete_item::DeleteItemError);
