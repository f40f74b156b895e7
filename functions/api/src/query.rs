//! Reads the query and the path of a request. Cursors are wrapped, so that a damaged or wrong one is detected.

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Channel, ContentHash, Invalid};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use app::ports::Page;

use crate::problem::{Problem, codes::request};

/// The query of a request; a parameter that is unknown or malformed is refused.
#[derive(Debug, Clone)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let text = rejection.body_text();
                let text = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
                let field =
                    text.split(':').next().filter(|f| f.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
                let problem = Problem::of(&request::QUERY_MALFORMED).english(format!("{text}."));
                Err(match field {
                    Some(field) if text.contains(':') => problem.field(field),
                    _ => problem,
                })
            }
        }
    }
}

/// One segment of the path.
#[derive(Debug, Clone)]
pub struct Segment(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(text)| Self(text)).map_err(|_| Problem::of(&request::ROUTE_NOT_FOUND))
    }
}

impl Segment {
    /// The segment as one of our newtypes. A malformed one is not found.
    pub fn parse<T>(&self, parse: impl Fn(&str) -> Result<T, Invalid>) -> Result<T, Problem> {
        parse(&self.0).map_err(|invalid| Problem::from(invalid).in_path())
    }
}

/// Two segments of the path.
#[derive(Debug, Clone)]
pub struct Segments(pub Segment, pub Segment);

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        path.map(|Path((first, second))| Self(Segment(first), Segment(second)))
            .map_err(|_| Problem::of(&request::ROUTE_NOT_FOUND))
    }
}

/// The name of a product's history among the lists, for its cursors.
pub fn history_of(product: &domain::ProductId) -> String {
    format!("history {product}")
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The number of items of a page: 1 to 200, 50 without `limit`.
pub fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    match asked {
        None => Ok(50),
        Some(limit @ 1..=200) => Ok(limit),
        Some(_) => Err(Problem::of(&request::LIMIT_OUT_OF_RANGE).field("limit")),
    }
}

/// Wraps a port's cursor for the list named `of`, so that a damaged cursor, or one of another list, is detected.
pub fn wrap_cursor(of: &str, inner: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{inner}", seal(of, inner)))
}

/// The port's own cursor.
pub fn unwrap_cursor(of: &str, cursor: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let malformed = || Problem::of(&request::CURSOR_MALFORMED).field("cursor");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| malformed())?;
    let text = String::from_utf8(bytes).map_err(|_| malformed())?;
    match text.split_at_checked(SEAL) {
        Some((sealed, inner)) if sealed == seal(of, inner) => Ok(Some(inner.to_owned())),
        _ => Err(malformed()),
    }
}

const SEAL: usize = 16;

fn seal(of: &str, inner: &str) -> String {
    ContentHash::of_parts(&["cursor", of, inner]).short().to_string()
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Ask with `?cursor=` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// Converts a port's page to an answer.
    pub fn of<U>(list: &str, page: Page<U>) -> Self
    where
        T: for<'a> From<&'a U>,
    {
        let next = page.next.map(|next| wrap_cursor(list, &next));
        Self { items: page.items.iter().map(T::from).collect(), next }
    }
}

/// The channel named in a path. A malformed one, or one that is not in the registry, is not found.
pub fn known_channel(ports: &app::Ports, segment: &Segment) -> Result<Channel, Problem> {
    let channel = segment.parse(Channel::parse)?;
    if ports.marketplaces.get(&channel).is_some() {
        Ok(channel)
    } else {
        Err(channel_unknown("channel", &channel).in_path())
    }
}

/// There is no such channel.
pub fn channel_unknown(field: &str, channel: &Channel) -> Problem {
    Problem::of(&crate::problem::codes::values::CHANNEL_UNKNOWN)
        .field(field)
        .indonesian(format!("Kanal {channel} tidak ada. Lihat daftar kanal di /v1/channels."))
        .english(format!("There is no channel {channel}. See /v1/channels."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_works_for_its_own_list_only() {
        let cursor = wrap_cursor("plans", "2026|pln_1");
        assert_eq!(unwrap_cursor("plans", Some(&cursor)).unwrap().as_deref(), Some("2026|pln_1"));
        for (list, wrong) in [("runs", cursor.as_str()), ("plans", "zzz"), ("plans", ""), ("plans", "%%%")] {
            assert_eq!(unwrap_cursor(list, Some(wrong)).unwrap_err().code(), "cursor_malformed");
        }
    }
}
