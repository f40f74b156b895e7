//! Reads a JSON body. It checks the content type, the size, the syntax and then the fields. Each refusal has its own
//! code and names the field by its path.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::problem::{Problem, codes, codes::request};

/// The largest body: 1 MB.
pub const MAX_BODY: usize = 1_048_576;

/// A JSON body of type `T`.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::of(&request::CONTENT_TYPE_UNSUPPORTED));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        parse(&bytes).map(Self)
    }
}

fn unread(rejection: &axum::extract::rejection::BytesRejection) -> Problem {
    if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::of(&request::BODY_TOO_LARGE)
    } else {
        Problem::of(&request::BODY_NOT_JSON).english("The body did not arrive whole.")
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Reads `bytes`. The problem names the wrong field and the reason.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // Serde would accept a list as the fields of a struct in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) => {
                Problem::of(&request::VALUE_TYPE_WRONG).field("body").english("The body is not an object.")
            }
            Err(error) => problem_of(".", &error),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        problem_of(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| problem_of(".", &error))?;
    Ok(value)
}

fn problem_of(path: &str, error: &serde_json::Error) -> Problem {
    use serde_json::error::Category;
    let message = error.to_string();
    // The line and column do not help a person who filled in a form; the path of the field does.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::of(&request::BODY_NOT_JSON).english(format!("The body is not valid JSON: {error}."))
        }
        Category::Data => data_problem(path, message),
    }
}

/// Turns serde's message about a value into a problem. Its texts are stable enough to distinguish the three kinds, and
/// our own parsers put their code first.
fn data_problem(path: &str, message: &str) -> Problem {
    let at = |name: &str| match path {
        "." | "?" | "" => name.to_owned(),
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    };
    let quoted = |prefix: &str| {
        message.strip_prefix(prefix).and_then(|rest| rest.split('`').next()).map(str::to_owned)
    };
    if let Some(name) = quoted("unknown field `") {
        return Problem::of(&request::FIELD_UNKNOWN).field(at(&name)).english(format!("{message}."));
    }
    if let Some(name) = quoted("missing field `") {
        return Problem::of(&request::FIELD_MISSING).field(at(&name)).english(format!("{message}."));
    }
    let field = if matches!(path, "." | "?" | "") { "body" } else { path };
    let own = message.split([':', ' ']).next().and_then(codes::find);
    match own {
        Some(code) => Problem::of(code).field(field),
        None => Problem::of(&request::VALUE_TYPE_WRONG).field(field).english(format!("{message}.")),
    }
}

#[cfg(test)]
mod tests {
    use domain::Rupiah;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "inner")]
        _inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "price")]
        _price: Rupiah,
    }

    fn refused(json: &str) -> (String, String) {
        let body = parse::<Outer>(json.as_bytes()).unwrap_err().body();
        (body.code, body.field.unwrap_or_default())
    }

    fn code(code: &str, field: &str) -> (String, String) {
        (code.to_owned(), field.to_owned())
    }

    #[test]
    fn each_refusal_names_its_field() {
        assert_eq!(
            refused(r#"{"inner":[{"price":1},{"price":1.5}]}"#),
            code("money_not_whole", "inner[1].price")
        );
        assert_eq!(refused(r#"{"inner":[{"price":"1"}]}"#), code("value_type_wrong", "inner[0].price"));
        assert_eq!(refused(r#"{"inner":[{"price":1,"prize":2}]}"#), code("field_unknown", "inner[0].prize"));
        assert_eq!(refused(r#"{"inner":[{}]}"#), code("field_missing", "inner[0].price"));
        assert_eq!(refused("{}"), code("field_missing", "inner"));
        assert_eq!(refused(r#"{"outer":1}"#), code("field_unknown", "outer"));
        assert_eq!(refused("[1]"), code("value_type_wrong", "body"));
    }

    #[test]
    fn what_is_not_json_is_told_apart_from_a_wrong_value() {
        for text in ["", "{", "not json", r#"{"inner":[]} trailing"#] {
            assert_eq!(refused(text).0, "body_not_json", "{text}");
        }
    }
}
