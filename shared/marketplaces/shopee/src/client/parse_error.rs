//! The one place that reads a refusal: by `error`, never by the HTTP status alone, because Shopee answers 200 with an
//! error and 403 with a token that only has to be renewed.

use std::time::Duration;

use app::{
    ChannelError,
    marketplace::call::{Effect, Refusal},
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{
    call::{Call, Reply},
    send::Answer,
};
use crate::wire::envelope::{Envelope, Failures};

mod codes;

/// A refusal in the channel's words.
#[derive(Debug, Clone, Copy)]
struct ErrorText<'a> {
    /// As it came, such as `product.error_param`.
    original: &'a str,
    /// The part after the last dot: modules put their name before it.
    code: &'a str,
    text: &'a str,
}

/// Reads an answer as the requested value, or as the refusal that says what to do next.
pub(super) fn read<T: DeserializeOwned>(
    call: &Call,
    answer: Answer,
    now: Timestamp,
) -> Result<Reply<T>, Refusal> {
    let (status, retry_after, body) = match answer {
        Answer::Whole { status, retry_after, body } => (status, retry_after, body),
        Answer::NotSent { reason } => {
            return Err(Refusal::Passing(ChannelError::Unavailable { reason: reason.to_owned() }));
        }
        Answer::Lost { reason } => return Err(lost(call, reason.to_owned())),
    };
    let Ok(envelope) = serde_json::from_slice::<Envelope>(&body) else {
        return Err(not_an_envelope(call, status, retry_after));
    };
    if !envelope.is_the_channels() && status < 400 {
        return Err(lost(call, format!("HTTP {status} with JSON that is not an answer of the channel")));
    }
    let response = envelope.response.as_ref().map(|raw| raw.get());
    // Refusals of parts come with a success and also with an error.
    let failures = response.and_then(|raw| serde_json::from_str::<Failures>(raw).ok()).unwrap_or_default();
    let failures = failures.failure_list;
    if envelope.is_error() {
        let original = envelope.error();
        let code = normalised(original);
        let reasons: Vec<&str> = failures.iter().map(|failure| failure.failed_reason.0.trim()).collect();
        let text = if reasons.iter().any(|reason| !reason.is_empty()) {
            format!("{}: {}", envelope.text(), reasons.join("; "))
        } else {
            envelope.text().to_owned()
        };
        tracing::debug!(
            shopee.error = original,
            shopee.request_id = envelope.request_id.0,
            http.status = status
        );
        return Err(judge(call, status, retry_after, ErrorText { original, code, text: &text }, now));
    }
    if status == 429 {
        return Err(Refusal::Throttled(retry_after));
    }
    if status >= 500 || (300..400).contains(&status) {
        return Err(lost(call, format!("HTTP {status}")));
    }
    if status >= 400 {
        return Err(unexpected(format!("HTTP {status} without an error code")));
    }
    let warning = envelope.warning_text();
    if let Some(warning) = &warning {
        tracing::warn!(shopee.path = call.path, shopee.warning = warning, "the channel remarks");
    }
    let value = match response {
        _ if call.flat => serde_json::from_slice(&body),
        Some(response) => serde_json::from_str(response),
        // No documented read is without one: "there is nothing" would be said by an empty list inside it.
        None if call.effect == Effect::Read => {
            return Err(lost(call, format!("HTTP {status} without a response")));
        }
        // Writes that answer nothing more leave it out (`delete_item`, `update_model`).
        None => serde_json::from_str("{}"),
    };
    match value {
        Ok(value) => Ok(Reply { value, warning, failures }),
        // A write that was answered with success is done, whatever else the answer says; the caller reads it back and
        // does not repeat it.
        Err(problem) if call.effect == Effect::Read => Err(unexpected(problem.to_string())),
        Err(problem) => Err(Refusal::Final(ChannelError::OutcomeUnknown { reason: problem.to_string() })),
    }
}

/// `product.error_param` is `error_param`; `error attribute`, seen with a space, is another spelling of
/// `error_attribute` and left as it is.
fn normalised(original: &str) -> &str {
    original.rsplit('.').next().unwrap_or(original).trim()
}

fn unexpected(reason: String) -> Refusal {
    Refusal::Final(ChannelError::Unexpected { reason })
}

/// No whole answer came: a read may be repeated, the result of a write has to be read back.
fn lost(call: &Call, reason: String) -> Refusal {
    match call.effect {
        Effect::Read => Refusal::Passing(ChannelError::Unavailable { reason }),
        Effect::Set | Effect::Make => Refusal::Final(ChannelError::OutcomeUnknown { reason }),
    }
}

/// HTML, an empty body, or half a JSON text: what the channel's proxies send when they fail.
fn not_an_envelope(call: &Call, status: u16, retry_after: Option<Duration>) -> Refusal {
    match status {
        429 => Refusal::Throttled(retry_after),
        // A redirect leads to the page of some other server, such as a broken proxy.
        200..=399 | 408 | 500.. => lost(call, format!("HTTP {status} without a readable body")),
        _ => unexpected(format!("HTTP {status} without a readable body")),
    }
}

fn judge(
    call: &Call,
    status: u16,
    retry_after: Option<Duration>,
    said: ErrorText<'_>,
    now: Timestamp,
) -> Refusal {
    let ErrorText { original, code, text } = said;
    let lower = text.to_ascii_lowercase();
    let reason = || shortened(if text.is_empty() { original } else { text });
    if status == 429 || codes::THROTTLED.contains(&code) {
        return Refusal::Throttled(retry_after);
    }
    // `logistics.error_limit` speaks of a batch that is too large, not of the day's calls.
    if code == "error_limit" && !original.starts_with("logistics.") {
        return Refusal::Final(ChannelError::QuotaExhausted { retry_after: until_quota_reset(now) });
    }
    if codes::TOKEN_REFUSED.contains(&code)
        || (matches!(code, "error_auth" | "error_param") && lower.contains("access_token"))
    {
        return Refusal::Token(reason());
    }
    if lower.contains("timestamp is expired") {
        let field = Some("timestamp".to_owned());
        let error = ChannelError::Rejected { code: original.to_owned(), field, reason: reason() };
        return Refusal::Clock(error);
    }
    if codes::is_passing(original, code, &lower) {
        return match call.effect {
            Effect::Make => Refusal::Final(ChannelError::OutcomeUnknown { reason: reason() }),
            Effect::Read | Effect::Set => Refusal::Passing(ChannelError::Unavailable { reason: reason() }),
        };
    }
    if codes::UNAUTHORIZED.contains(&code) || (code == "error_auth" && lower.contains("invalid")) {
        return Refusal::Final(ChannelError::Unauthorized { reason: format!("{} ({original})", reason()) });
    }
    if codes::is_not_found(code, &lower) {
        return Refusal::Final(ChannelError::NotFound { what: reason() });
    }
    if status >= 500 && !codes::is_known(code) {
        return lost(call, format!("HTTP {status}: {}", reason()));
    }
    let field = codes::field_of(code, &lower).or(call.about);
    let held = codes::is_in_promotion(code, field, &lower);
    let field = field.map(str::to_owned);
    if held {
        return Refusal::Final(ChannelError::InPromotion { field, reason: reason() });
    }
    Refusal::Final(ChannelError::Rejected { code: original.to_owned(), field, reason: reason() })
}

/// The refusal of one part, which has a text and no code.
pub(crate) fn partial(code: &str, text: &str, about: &'static str) -> ChannelError {
    let lower = text.to_ascii_lowercase();
    if codes::is_passing(code, code, &lower) {
        return ChannelError::Unavailable { reason: shortened(text) };
    }
    if codes::is_in_promotion(code, Some(about), &lower) {
        return ChannelError::InPromotion { field: Some(about.to_owned()), reason: shortened(text) };
    }
    let field = codes::field_of(code, &lower).unwrap_or(about).to_owned();
    ChannelError::Rejected { code: code.to_owned(), field: Some(field), reason: shortened(text) }
}

/// The day's quota starts again at midnight in UTC+8, which is 23:00 WIB.
fn until_quota_reset(now: Timestamp) -> Duration {
    const DAY: i64 = 86_400;
    let into_the_day = (now.as_second() + 8 * 3_600).rem_euclid(DAY);
    Duration::from_secs((DAY - into_the_day).unsigned_abs())
}

/// Server texts are shown to people; a very long one is cut.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
