//! A request in its parts, and the checks that refuse it.

use axum::{
    extract::{FromRequest, Multipart, Request},
    http::{Method, header},
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::Options;

/// Ten megabytes of picture and what is around it.
pub(super) const LARGEST_BODY: usize = 12 * 1024 * 1024;

pub(super) struct Call {
    pub method: Method,
    pub path: String,
    pub query: Vec<(String, String)>,
    /// `Null` where there is none.
    pub body: Value,
    pub files: Vec<Bytes>,
}

/// What a handler may see in addition to the state.
pub(super) struct Ctx<'a> {
    pub options: &'a Options,
    pub call: &'a Call,
    /// Unix seconds.
    pub now: i64,
}

/// A whole answer body without the envelope's own fields, or a refusal.
pub(super) type Answer = Result<Value, Refusal>;

#[derive(Debug)]
pub(super) struct Refusal {
    pub status: u16,
    pub error: &'static str,
    pub message: String,
    pub response: Option<Value>,
}

pub(super) fn refuse(error: &'static str, message: impl Into<String>) -> Refusal {
    Refusal { status: 200, error, message: message.into(), response: None }
}

/// An answer in `response`.
pub(super) fn response(value: Value) -> Value {
    json!({ "response": value })
}

impl Call {
    pub async fn read(request: Request) -> Result<Self, Refusal> {
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let query = request.uri().query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (mut body, mut files) = (Value::Null, Vec::new());
        if content_type.starts_with("multipart/form-data") {
            let malformed = |_| refuse("error_param", "the form cannot be read");
            let mut form =
                Multipart::from_request(request, &()).await.map_err(|_| refuse("error_param", "no form"))?;
            while let Some(field) = form.next_field().await.map_err(malformed)? {
                let is_image = field.name() == Some("image");
                let bytes = field.bytes().await.map_err(malformed)?;
                if is_image {
                    files.push(bytes);
                }
            }
        } else if method == Method::POST {
            let bytes = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
                .await
                .map_err(|_| refuse("error_param", "the body is too large"))?;
            if !content_type.starts_with("application/json") {
                return Err(refuse("error_param", "Content-Type must be application/json"));
            }
            if !bytes.is_empty() {
                body =
                    serde_json::from_slice(&bytes).map_err(|_| refuse("error_data", "parse data failed"))?;
            }
        }
        Ok(Self { method, path, query, body, files })
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }

    /// Repeated keys and comma-joined values alike, as both are in the wild.
    pub fn query_list(&self, name: &str) -> Vec<&str> {
        let values = self.query.iter().filter(|(key, _)| key.trim_end_matches("[]") == name);
        values
            .flat_map(|(_, value)| value.trim_matches(['[', ']']).split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    pub fn query_int(&self, name: &str) -> Result<i64, Refusal> {
        let text = self.query(name).ok_or_else(|| missing(name))?;
        text.parse().map_err(|_| refuse("error_param", format!("{name} is not a number")))
    }

    pub fn query_ids(&self, name: &str, most: usize) -> Result<Vec<u64>, Refusal> {
        let ids = self.query_list(name);
        if ids.is_empty() {
            return Err(missing(name));
        }
        if ids.len() > most {
            return Err(refuse("error_param", format!("{name} takes at most {most}")));
        }
        ids.into_iter()
            .map(|id| {
                id.parse().map_err(|_| refuse("error_param", format!("{name} is not a list of numbers")))
            })
            .collect()
    }
}

pub(super) fn missing(name: &str) -> Refusal {
    refuse("error_param", format!("There is no {name} in request."))
}

/// A whole number field of a JSON object.
pub(super) fn int(object: &Value, name: &str) -> Result<i64, Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Err(missing(name)),
        Some(value) => {
            value.as_i64().ok_or_else(|| refuse("error_param", format!("{name} must be an integer")))
        }
    }
}

pub(super) fn id(object: &Value, name: &str) -> Result<u64, Refusal> {
    u64::try_from(int(object, name)?).map_err(|_| refuse("error_param", format!("{name} is negative")))
}

pub(super) fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

/// A list field; absent is empty.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A list field with 1 to `most` entries.
pub(super) fn entries<'a>(object: &'a Value, name: &str, most: usize) -> Result<&'a [Value], Refusal> {
    let entries = list(object, name);
    if entries.is_empty() {
        return Err(missing(name));
    }
    if entries.len() > most {
        return Err(refuse("error_param", format!("{name} takes at most {most}")));
    }
    Ok(entries)
}
