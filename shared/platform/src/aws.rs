//! One SDK configuration for all AWS clients of a process.

use std::{
    error::Error,
    sync::{Arc, LazyLock},
    time::Duration,
};

use app::StoreError;
use aws_config::{BehaviorVersion, SdkConfig, timeout::TimeoutConfig};
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};

/// The time-out of one try of one call.
const ATTEMPT: Duration = Duration::from_secs(8);

/// Reads region, credentials and `AWS_ENDPOINT_URL…` as the SDK does, with time-outs that fit a Lambda: a call that
/// hangs is tried again long before the function's own time is over.
pub async fn sdk_config() -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(crate::http::CONNECT)
        .operation_attempt_timeout(ATTEMPT)
        .build();
    aws_config::defaults(BehaviorVersion::latest()).timeout_config(timeouts).load().await
}

/// A client that is created at its first use. Most invocations send no message and read no secret, and each client
/// loads its own list of endpoints.
pub(crate) type Late<C> = Arc<LazyLock<C, Box<dyn FnOnce() -> C + Send>>>;

pub(crate) fn late<C: 'static>(config: &SdkConfig, make: fn(&SdkConfig) -> C) -> Late<C> {
    let config = config.clone();
    Arc::new(LazyLock::new(Box::new(move || make(&config))))
}

/// The error that a caller of a port gets for a failed call. It contains only codes and messages, because the SDK's own
/// report would put the bodies of request and answer into the logs.
pub(crate) fn unavailable<E, R>(service: &str, error: &SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata + Error + 'static,
    R: std::fmt::Debug + 'static,
{
    let text = match (error.code(), error.message()) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        _ => chain(error),
    };
    StoreError::Unavailable(format!("{service}: {text}"))
}

/// The texts of an error and of all its sources.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
