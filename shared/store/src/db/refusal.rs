//! Conditions that did not hold, and cancelled transactions.

use app::StoreError;
use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::TransactWriteItemsError,
};

use super::{Item, delays, failure};

/// A condition failed. Contains the stored item, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused(pub(crate) Option<Item>);

/// Whether the stored item was written by this very call. The nonce decides: two writers can write items that are
/// otherwise equal.
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
        // `TransactionConflict` and throttling: another transaction was first, or there were too many requests.
        _ => Cancelled::Busy,
    }
}

/// The result of a single write. `None` when a transaction is using the item right now and the write has to be tried
/// again.
pub(super) async fn refusal<T, E: ProvideErrorMetadata + Refusal>(
    sent: impl Future<Output = Result<T, SdkError<E>>>,
) -> Result<Option<Result<T, Refused>>, StoreError> {
    let error = match sent.await {
        Ok(answer) => return Ok(Some(Ok(answer))),
        Err(error) => error,
    };
    let answer = error.as_service_error();
    if let Some(refused) = answer.and_then(Refusal::refusal) {
        return Ok(Some(Err(refused)));
    }
    match answer.and_then(ProvideErrorMetadata::code) {
        Some("TransactionConflictException") => Ok(None),
        _ => Err(failure(&error)),
    }
}

/// Repeats `attempt` until it returns a result, with growing, partly random waits, because other writers are changing
/// the same items. `Unavailable` when the tries are used up.
pub(super) async fn patiently<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<Option<T>, StoreError>>,
{
    let mut delays = delays();
    loop {
        if let Some(done) = attempt().await? {
            return Ok(done);
        }
        let Some(delay) = delays.next() else {
            return Err(StoreError::Unavailable("others keep changing the same records".to_owned()));
        };
        tokio::time::sleep(delay).await;
    }
}

/// A failed condition. The SDK has a separate error type for it in each of three operations.
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

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::{
        config::http::HttpResponse,
        types::{
            CancellationReason,
            error::{ThrottlingException, TransactionCanceledException},
        },
    };

    use super::*;

    fn answered(error: TransactWriteItemsError) -> SdkError<TransactWriteItemsError> {
        SdkError::service_error(error, HttpResponse::new(400.try_into().unwrap(), "".into()))
    }

    fn cancelled_for(codes: &[&str]) -> Cancelled {
        let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
        let exception =
            TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
        cancelled(&answered(TransactWriteItemsError::TransactionCanceledException(exception)))
    }

    #[test]
    fn a_cancelled_transaction_says_whose_condition_failed_or_that_others_were_there() {
        let Cancelled::Refused(refused) = cancelled_for(&[
            "None",
            "ConditionalCheckFailed",
            "TransactionConflict",
            "ConditionalCheckFailed",
        ]) else {
            panic!("a failed condition decides, whatever else happened")
        };
        assert_eq!(refused, [(1, None), (3, None)]);
        for busy in ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"] {
            assert!(matches!(cancelled_for(&["None", busy]), Cancelled::Busy), "{busy} is tried again");
        }
        assert!(matches!(
            cancelled_for(&["ValidationError", "None"]),
            Cancelled::Failed(StoreError::Corrupt(_))
        ));
    }

    #[test]
    fn what_may_pass_is_unavailable_and_what_may_not_is_corrupt() {
        let throttled = ThrottlingException::builder().message("slow down").build();
        let throttled = TransactWriteItemsError::ThrottlingException(throttled);
        assert!(matches!(failure(&answered(throttled)), StoreError::Unavailable(_)));
        let lost = SdkError::<TransactWriteItemsError>::timeout_error("no answer");
        assert!(failure(&lost).is_retryable());
    }
}
