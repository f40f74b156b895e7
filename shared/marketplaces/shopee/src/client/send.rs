//! The HTTP request. What can be said of a failure is said without the address, which carries the token.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Method, header, multipart};
use url::Url;

use super::{Call, Payload};
use crate::Shopee;

/// Far above the largest documented answer, which is 50 items with their descriptions.
const LARGEST: usize = 8 * 1024 * 1024;
const LONGEST_WAIT: Duration = Duration::from_hours(1);

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
            // A nonsense of years would stop the shop for as long.
            .map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT));
        match whole_body(response).await {
            Ok(Some(body)) => Answer::Whole { status, retry_after, body },
            Ok(None) => Answer::Lost { reason: "the answer is larger than any of the channel's" },
            Err(error) => Answer::Lost { reason: why(&error) },
        }
    }
}

/// Nothing when the body is larger than [`LARGEST`]: a few hundred megabytes would end the worker.
async fn whole_body(mut response: reqwest::Response) -> Result<Option<Bytes>, reqwest::Error> {
    let mut body = BytesMut::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > LARGEST {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body.freeze()))
}

fn why(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() { "no answer in time" } else { "the connection broke" }
}
