//! Versions in HTTP: `ETag`, `If-Match`, `If-None-Match`.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::ContentHash;
use serde::Serialize;

use crate::problem::{Problem, codes::request};

/// The version that a person edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Version(u64),
    /// `*`: the current version, whatever it is.
    Any,
}

impl Expected {
    /// The version; `None` for `*`.
    pub fn version(self) -> Option<u64> {
        match self {
            Self::Version(version) => Some(version),
            Self::Any => None,
        }
    }
}

/// The version that an edit names; an edit without one is refused with 428.
pub fn required(headers: &HeaderMap) -> Result<Expected, Problem> {
    optional(headers)?.ok_or_else(|| Problem::of(&request::IF_MATCH_MISSING))
}

/// The version that an edit names; `None` if it has no `If-Match`.
pub fn optional(headers: &HeaderMap) -> Result<Option<Expected>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or("").trim();
    if text == "*" {
        return Ok(Some(Expected::Any));
    }
    let digits = text.strip_prefix("W/").unwrap_or(text);
    let digits = digits.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    // The part after a point only distinguishes answers of one version; see `dated`.
    let digits = digits.map(|digits| digits.split_once('.').map_or(digits, |(version, _)| version));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(version) => Ok(Some(Expected::Version(version))),
        None => Err(Problem::of(&request::IF_MATCH_MALFORMED)),
    }
}

/// The version that a save names. `If-None-Match: *` and `If-Match: "0"` mean that nothing is stored yet.
pub fn required_or_first(headers: &HeaderMap) -> Result<Expected, Problem> {
    if headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == b"*") {
        return Ok(Expected::Version(0));
    }
    required(headers)
}

/// `body` with its version as the `ETag`.
pub fn versioned(version: u64, body: impl Serialize) -> Response {
    tagged(StatusCode::OK, &format!("\"{version}\""), body)
}

/// `body` with its version as the `ETag`, or 304 if the caller has that version.
pub fn versioned_or_304(headers: &HeaderMap, version: u64, body: impl Serialize) -> Response {
    let tag = format!("\"{version}\"");
    if has(headers, &tag) { not_modified(&tag) } else { tagged(StatusCode::OK, &tag, body) }
}

/// The `ETag` of a record whose answer depends on the day: its version, and the version that is in force today. An edit
/// can name it like any other version.
pub fn dated(version: u64, in_force: Option<u64>) -> String {
    format!("\"{version}.{}\"", in_force.unwrap_or(0))
}

/// `body` with this tag, or 304 if the caller has it.
pub fn tagged_or_304(headers: &HeaderMap, tag: &str, body: impl Serialize) -> Response {
    if has(headers, tag) { not_modified(tag) } else { tagged(StatusCode::OK, tag, body) }
}

/// `body` with its own hash as the `ETag`, or 304 if the caller has the same; for answers that are polled.
pub fn hashed_or_304(headers: &HeaderMap, body: impl Serialize) -> Response {
    let tag = format!("\"{}\"", ContentHash::of(&body).short());
    if has(headers, &tag) { not_modified(&tag) } else { tagged(StatusCode::OK, &tag, body) }
}

/// The answer of `make` with this tag, or 304 if the caller has it.
pub fn if_changed(headers: &HeaderMap, tag: &str, make: impl FnOnce() -> Response) -> Response {
    if has(headers, tag) { not_modified(tag) } else { with_tag(make(), tag) }
}

fn tagged(status: StatusCode, tag: &str, body: impl Serialize) -> Response {
    with_tag((status, Json(body)).into_response(), tag)
}

fn not_modified(tag: &str) -> Response {
    with_tag(StatusCode::NOT_MODIFIED.into_response(), tag)
}

/// `response` with this tag.
pub fn with_tag(mut response: Response, tag: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn has(headers: &HeaderMap, tag: &str) -> bool {
    headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|known| {
            let known = known.trim();
            known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_version_is_a_quoted_number_or_a_star() {
        assert_eq!(required(&with(header::IF_MATCH, "\"7\"")).unwrap(), Expected::Version(7));
        assert_eq!(required(&with(header::IF_MATCH, "W/\"7\"")).unwrap(), Expected::Version(7));
        assert_eq!(required(&with(header::IF_MATCH, "\"7.3\"")).unwrap(), Expected::Version(7));
        assert_eq!(required(&with(header::IF_MATCH, "*")).unwrap(), Expected::Any);
        assert_eq!(required(&HeaderMap::new()).unwrap_err().status(), StatusCode::PRECONDITION_REQUIRED);
        for wrong in ["7", "\"x\"", "\".3\"", "", "\"1\", \"2\""] {
            let headers = HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_str(wrong).unwrap())]);
            assert_eq!(required(&headers).unwrap_err().code(), "if_match_malformed", "{wrong}");
        }
    }

    #[test]
    fn the_first_save_says_that_nothing_is_there() {
        assert_eq!(required_or_first(&with(header::IF_NONE_MATCH, "*")).unwrap(), Expected::Version(0));
        assert_eq!(required_or_first(&with(header::IF_MATCH, "\"0\"")).unwrap(), Expected::Version(0));
    }

    #[test]
    fn a_tag_is_known_in_a_list_weak_or_by_a_star_and_never_by_what_is_malformed() {
        for known in ["\"2\"", "\"1\", \"2\"", "W/\"2\"", "*"] {
            assert!(has(&with(header::IF_NONE_MATCH, known), "\"2\""), "{known}");
        }
        for other in ["\"1\"", "2", "", "\"1\", \"3\""] {
            assert!(!has(&with(header::IF_NONE_MATCH, other), "\"2\""), "{other}");
        }
    }

    #[test]
    fn what_the_caller_has_is_not_sent_again() {
        let response = versioned_or_304(&with(header::IF_NONE_MATCH, "\"1\", \"2\""), 2, "body");
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(response.headers()[header::ETAG], "\"2\"");
    }
}
