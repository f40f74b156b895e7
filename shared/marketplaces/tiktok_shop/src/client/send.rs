//! One call on its way: admitted, signed, sent, and its answer read.

use std::time::{Duration, Instant};

use app::{
    ChannelError,
    marketplace::{
        Access, ShopSession,
        call::{Effect, Refusal, Repeats, admitted, retry_after, whole_body},
    },
};
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER},
    multipart::{Form, Part},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    call::{Body, Call, Reply},
    parse_error::{parse_error, parse_partial},
    sign::sign,
};
use crate::{
    TiktokShop,
    config::endpoint,
    mapping::unexpected,
    wire::envelope::{Envelope, Remarks},
};

const TOKEN_HEADER: &str = "x-tts-access-token";

impl TiktokShop {
    /// Makes a call for a shop. A refused token is renewed once and a refused timestamp signed again once; every
    /// attempt takes its own slot of the shop's budget.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        call: &Call,
    ) -> Result<Reply<T>, ChannelError> {
        let mut repeats = Repeats::default();
        loop {
            let access = admitted(session).await?;
            match self.call_admitted(session, &access, call).await {
                Ok(reply) => return Ok(reply),
                Err(refusal) => repeats.after(refusal, call.effect, session, &access).await?,
            }
        }
    }

    /// Makes a call whose slot was taken before. Nothing is repeated here.
    pub(crate) async fn call_admitted<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        access: &Access,
        call: &Call,
    ) -> Result<Reply<T>, Refusal> {
        let data = self.attempt(access, session.now(), call).await?;
        read(data, call).map_err(Refusal::Final)
    }

    /// Makes a call with tokens that do not belong to a session yet.
    pub(crate) async fn call_with<T: DeserializeOwned>(
        &self,
        access: &Access,
        now: Timestamp,
        call: &Call,
    ) -> Result<Reply<T>, ChannelError> {
        let data = self.attempt(access, now, call).await.map_err(Refusal::into_error)?;
        read(data, call)
    }

    async fn attempt(&self, access: &Access, now: Timestamp, call: &Call) -> Result<Value, Refusal> {
        let request = self.request(access, now, call).map_err(Refusal::Final)?;
        let started = Instant::now();
        let answer = request.send().await.map_err(|error| Refusal::Final(lost(call.effect, error)))?;
        let status = answer.status();
        let named = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after(named);
        let body =
            whole_body(answer, next_part).await.map_err(|error| Refusal::Final(lost(call.effect, error)))?;
        let Some(body) = body else { return Err(unreadable(call.effect, status, retry_after)) };
        let envelope = serde_json::from_slice::<Envelope>(&body);
        tracing::debug!(
            http.method = %call.method,
            http.path = %call.path,
            http.status = status.as_u16(),
            channel.code = envelope.as_ref().map_or(-1, |envelope| envelope.code),
            channel.request_id = envelope.as_ref().ok().and_then(|e| e.request_id.as_deref()),
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "TikTok Shop answered"
        );
        match envelope {
            Ok(envelope) if envelope.code == 0 && status.is_success() => Ok(envelope.data),
            Ok(envelope) if envelope.code == 0 => Err(unreadable(call.effect, status, retry_after)),
            Ok(envelope) => {
                let message = match &envelope.request_id {
                    Some(id) => format!("{} [request {id}]", envelope.message),
                    None => envelope.message,
                };
                Err(open_end(call.effect, parse_error(status.as_u16(), envelope.code, &message), retry_after))
            }
            Err(_) => Err(unreadable(call.effect, status, retry_after)),
        }
    }

    fn request(
        &self,
        access: &Access,
        now: Timestamp,
        call: &Call,
    ) -> Result<reqwest::RequestBuilder, ChannelError> {
        let mut query: Vec<(String, String)> =
            call.query.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        query.push(("app_key".to_owned(), access.credentials.app_id.clone()));
        query.push(("timestamp".to_owned(), now.as_second().to_string()));
        if call.cipher {
            let reason = "the shop's cipher is missing: authorise the shop again".to_owned();
            let cipher = access.tokens.cipher.clone().ok_or(ChannelError::Unauthorized { reason })?;
            query.push(("shop_cipher".to_owned(), cipher));
        }
        let signed_body: &[u8] = match &call.body {
            Body::Json(bytes) => bytes,
            Body::Nothing | Body::Picture { .. } => &[],
        };
        let secret = access.credentials.app_secret.expose_secret();
        query.push(("sign".to_owned(), sign(secret, &call.path, &query, signed_body)));
        let mut url =
            endpoint(&self.config.api_base, &call.path).map_err(|problem| unexpected(problem.to_string()))?;
        url.query_pairs_mut().extend_pairs(&query);
        let mut token = HeaderValue::from_str(access.tokens.access_token.expose_secret()).map_err(|_| {
            ChannelError::Unauthorized { reason: "the stored token is no text that can be sent".to_owned() }
        })?;
        token.set_sensitive(true);
        let request = self.http.request(call.method.clone(), url).header(TOKEN_HEADER, token);
        Ok(match &call.body {
            Body::Nothing => request.header(CONTENT_TYPE, "application/json"),
            Body::Json(bytes) => request.header(CONTENT_TYPE, "application/json").body(bytes.clone()),
            Body::Picture { bytes, file_name, mime, use_case } => {
                let part = Part::stream_with_length(bytes.clone(), bytes.len() as u64)
                    .file_name(file_name.clone())
                    .mime_str(mime)
                    .map_err(|problem| unexpected(problem.to_string()))?;
                request.multipart(Form::new().part("data", part).text("use_case", *use_case))
            }
        })
    }
}

/// Transport failed. Without a connection nothing was sent; otherwise a write may have happened.
fn lost(effect: Effect, error: reqwest::Error) -> ChannelError {
    let unsent = error.is_connect() || error.is_builder();
    // The address contains the signature; the cause is shown without it.
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        reason = format!("{reason}: {cause}");
        source = cause.source();
    }
    if effect == Effect::Read || unsent {
        ChannelError::Unavailable { reason }
    } else {
        ChannelError::OutcomeUnknown { reason }
    }
}

/// A reported failure may have come after the effect: a call that must not happen twice is not repeated blindly.
fn open_end(effect: Effect, refusal: Refusal, retry_after: Option<Duration>) -> Refusal {
    match refusal {
        Refusal::Final(ChannelError::Unavailable { reason }) if effect == Effect::Make => {
            Refusal::Final(ChannelError::OutcomeUnknown { reason })
        }
        Refusal::Throttled(named) => Refusal::Throttled(named.or(retry_after)),
        other => other,
    }
}

/// An answer that is not an envelope: a page of some proxy, a redirect to one, cut short, or larger than any of the
/// channel's.
fn unreadable(effect: Effect, status: StatusCode, retry_after: Option<Duration>) -> Refusal {
    let reason = format!("an answer that is not the channel's, with HTTP status {}", status.as_u16());
    let passing = status.is_success() || status.is_redirection() || status == StatusCode::REQUEST_TIMEOUT;
    Refusal::Final(match status {
        StatusCode::TOO_MANY_REQUESTS => return Refusal::Throttled(retry_after),
        StatusCode::SERVICE_UNAVAILABLE => ChannelError::Unavailable { reason },
        _ if effect == Effect::Make => ChannelError::OutcomeUnknown { reason },
        _ if status.is_server_error() => ChannelError::Unavailable { reason },
        _ if passing && effect == Effect::Read => ChannelError::Unavailable { reason },
        _ if passing => ChannelError::OutcomeUnknown { reason },
        _ => ChannelError::Unexpected { reason },
    })
}

fn read<T: DeserializeOwned>(data: Value, call: &Call) -> Result<Reply<T>, ChannelError> {
    if data.is_null() && call.effect == Effect::Read && !call.may_be_empty {
        // No documented read is without data: "there is nothing" would be said by an empty list inside it.
        let reason = format!("{}: an answer without data", call.path);
        return Err(ChannelError::Unavailable { reason });
    }
    let data = if data.is_null() { Value::Object(serde_json::Map::new()) } else { data };
    // A write that was answered with success is done, whatever else the answer says: the caller reads it back.
    let strange = |problem: serde_json::Error| match call.effect {
        Effect::Read => unexpected(format!("{}: {problem}", call.path)),
        Effect::Set | Effect::Make => {
            ChannelError::OutcomeUnknown { reason: format!("{}: {problem}", call.path) }
        }
    };
    let remarks =
        if data.is_object() { Remarks::deserialize(&data).map_err(strange)? } else { Remarks::default() };
    if !call.keeps_errors
        && let Some(error) = parse_partial(&remarks.errors)
    {
        return Err(error);
    }
    let value = serde_json::from_value(data).map_err(strange)?;
    let warnings = remarks.warnings.into_iter().map(|warning| warning.message).collect();
    Ok(Reply { value, warnings, failures: remarks.errors })
}

pub(super) async fn next_part(
    mut answer: reqwest::Response,
) -> Result<(reqwest::Response, Option<Bytes>), reqwest::Error> {
    let part = answer.chunk().await?;
    Ok((answer, part))
}
