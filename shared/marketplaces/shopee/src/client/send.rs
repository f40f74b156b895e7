//! The HTTP request. What can be told of a failure is told without the address, which carries the token.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Method, header, multipart};
use url::Url;

use super::{Call, Payload};
use crate::Shopee;

/// What came back, before anyone looked into it.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The whole body arrived.
    Whole { status: u16, retry_after: Option<Duration>, body: Bytes },
    /// The request never reached the channel.
    NotSent { reason: &'static str },
    /// The request was sent, or may have been, and no whole answer came.
    Lost { reason: &'static str },
}

impl Shopee {
    pub(super) async fn send(&self, call: &Call, url: Url) -> Answer {
        let request = match &call.payload {
            Payload::Get => self.http.request(Method::GET, url),
            Payload::Json(body) => self
                .http
                .request(Method::POST, url)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.clone()),
            Payload::Image { bytes, file_name, mime } => {
                let part = multipart::Part::bytes(bytes.to_vec()).file_name(file_name.clone()).mime_str(mime);
                let Ok(part) = part else {
                    return Answer::NotSent { reason: "the picture's type is malformed" };
                };
                let form = multipart::Form::new().text("scene", "normal").part("image", part);
                self.http.request(Method::POST, url).multipart(form)
            }
        };
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() || error.is_builder() => {
                return Answer::NotSent { reason: "no connection" };
            }
            Err(error) => return Answer::Lost { reason: why(&error) },
        };
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        match response.bytes().await {
            Ok(body) => Answer::Whole { status, retry_after, body },
            Err(error) => Answer::Lost { reason: why(&error) },
        }
    }
}

fn why(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() { "no answer in time" } else { "the connection broke" }
}
