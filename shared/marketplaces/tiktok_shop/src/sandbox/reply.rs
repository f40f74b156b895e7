//! Answers in the channel's envelope.

use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// An answer before it is written.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub code: i64,
    body: Payload,
}

#[derive(Debug, Clone)]
enum Payload {
    Json(Value),
    Html(&'static str),
}

impl Reply {
    pub fn ok(data: Value) -> Self {
        Self::with(200, 0, "Success", data)
    }

    /// A refusal by the business rules: HTTP 200, as the channel has been seen to do.
    pub fn fail(code: i64, message: &str) -> Self {
        // The gateway's own refusals have HTTP statuses of their own; which ones is documented for 429 and 503 only.
        let status = match code {
            36_009_002 => 429,
            36_009_003 => 500,
            105_001 | 105_002 | 106_001 => 401,
            36_009_009 => 404,
            36_009_000..=36_009_099 | 106_013 => 400,
            _ => 200,
        };
        Self::with(status, code, message, Value::Null)
    }

    pub fn html(status: u16, page: &'static str) -> Self {
        Self { status, code: -1, body: Payload::Html(page) }
    }

    fn with(status: u16, code: i64, message: &str, data: Value) -> Self {
        let mut body = json!({
            "code": code,
            "message": message,
            "request_id": "2026112107490001018908102800000001",
        });
        body["data"] = data;
        Self { status, code, body: Payload::Json(body) }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match self.body {
            Payload::Json(body) => {
                let json = HeaderValue::from_static("application/json");
                (status, [(CONTENT_TYPE, json)], body.to_string()).into_response()
            }
            Payload::Html(page) => {
                (status, [(CONTENT_TYPE, HeaderValue::from_static("text/html"))], page).into_response()
            }
        }
    }
}
