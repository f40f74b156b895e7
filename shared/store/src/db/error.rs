//! What DynamoDB's failures mean to a caller of the ports.

use app::StoreError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// Maps a failure to a [`StoreError`]. A failed condition is normally handled by the caller before this. Throttling and
/// outages become `Unavailable`, so that the caller tries again.
pub(crate) fn failure<E>(error: &SdkError<E>) -> StoreError
where
    E: ProvideErrorMetadata,
{
    let SdkError::ServiceError(answer) = error else {
        let what = match error {
            SdkError::TimeoutError(_) => "no answer in time",
            SdkError::DispatchFailure(_) => "the table cannot be reached",
            SdkError::ResponseError(_) => "the answer cannot be read",
            _ => "the request cannot be made",
        };
        return StoreError::Unavailable(what.to_owned());
    };
    let code = answer.err().code().unwrap_or("unknown");
    let said = format!("{code}: {}", answer.err().message().unwrap_or("no reason given"));
    match code {
        "ConditionalCheckFailedException" => StoreError::Conflict,
        // The request itself is invalid, such as an item over 400 KB. Repeating it cannot help.
        "ValidationException" | "ItemCollectionSizeLimitExceededException" | "SerializationException" => {
            StoreError::Corrupt(said)
        }
        _ => StoreError::Unavailable(said),
    }
}
