//! One call: admitted, signed, sent, and its answer read. Serialised once; the same bytes are signed and sent.

use std::time::{Duration, Instant};

use app::{
    ChannelError,
    marketplace::{Access, ShopSession},
};
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{
    Method, StatusCode,
    header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER},
    multipart::{Form, Part},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    body::whole_body,
    parse_error::{Refusal, parse_error, parse_partial},
    sign::sign,
};
use crate::{TiktokShop, config::endpoint, mapping::unexpected, wire};

/// How often a call that was refused as one too many is repeated, with a slot of its own each time: such a call had no
/// effect. Beyond, the work waits.
const THROTTLED_REPEATS: u32 = 4;
/// How long such a call waits before it asks for its next slot, the first time; doubles.
const THROTTLED_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_hours(1);
const TOKEN_HEADER: &str = "x-tts-access-token";

/// What a lost answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing: asking again is harmless.
    Read,
    /// The write may have happened.
    Write,
    /// The write may have happened and must not happen twice; even a failure that the channel reports leaves that
    /// open.
    Once,
}

#[derive(Debug, Clone)]
enum Body {
    Nothing,
    Json(Bytes),
    /// Its parts are not signed.
    Picture {
        bytes: Bytes,
        file_name: String,
        mime: &'static str,
        use_case: &'static str,
    },
}

/// A request before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Body,
    cipher: bool,
    effect: Effect,
    keeps_errors: bool,
    may_be_empty: bool,
}

impl Call {
    fn new(method: Method, path: String, body: Body, effect: Effect) -> Self {
        let (query, cipher, keeps_errors, may_be_empty) = (Vec::new(), true, false, false);
        Self { method, path, query, body, cipher, effect, keeps_errors, may_be_empty }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into(), Body::Nothing, Effect::Read)
    }

    /// A POST that only reads.
    pub fn search(path: &str, body: &impl Serialize) -> Result<Self, ChannelError> {
        Ok(Self::new(Method::POST, path.to_owned(), json(body)?, Effect::Read))
    }

    pub fn write(method: Method, path: String, body: &impl Serialize) -> Result<Self, ChannelError> {
        Ok(Self::new(method, path, json(body)?, Effect::Write))
    }

    pub fn upload(
        path: &str,
        bytes: Bytes,
        file_name: &str,
        mime: &'static str,
        use_case: &'static str,
    ) -> Self {
        let body = Body::Picture { bytes, file_name: file_name.to_owned(), mime, use_case };
        Self::new(Method::POST, path.to_owned(), body, Effect::Write)
    }

    pub fn query(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// For the calls that refuse a shop cipher.
    pub fn without_cipher(mut self) -> Self {
        self.cipher = false;
        self
    }

    /// For a write that must not happen twice.
    pub fn once(mut self) -> Self {
        self.effect = Effect::Once;
        self
    }

    /// For a read that may answer that there is nothing by leaving `data` out.
    pub fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Leaves `data.errors` to the caller instead of failing on them.
    pub fn keeping_errors(mut self) -> Self {
        self.keeps_errors = true;
        self
    }
}

fn json(body: &impl Serialize) -> Result<Body, ChannelError> {
    let bytes = serde_json::to_vec(body).map_err(|problem| unexpected(problem.to_string()))?;
    Ok(Body::Json(bytes.into()))
}

/// What a call brought.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    pub data: T,
    pub warnings: Vec<String>,
    pub errors: Vec<wire::PartialError>,
}

impl TiktokShop {
    /// Makes a call for a shop. A refused token is renewed once and a refused timestamp signed again once; every
    /// attempt takes its own slot of the shop's budget.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        call: &Call,
    ) -> Result<Answer<T>, ChannelError> {
        let (mut renewed, mut signed_anew, mut throttled) = (false, false, 0);
        loop {
            // The slot last: the call begins in it.
            let access = session.access().await?;
            session.admit().await?;
            match self.attempt(&access, session.now(), call).await {
                Ok(data) => return read(data, call),
                Err(Refusal::Token(_)) if !renewed => {
                    renewed = true;
                    session.renew(&access).await?;
                }
                Err(Refusal::Clock(_)) if !signed_anew => signed_anew = true,
                Err(Refusal::Throttled(retry_after)) if throttled < THROTTLED_REPEATS => {
                    session.throttled(retry_after).await;
                    if retry_after.is_none() {
                        tokio::time::sleep(THROTTLED_PAUSE * 2_u32.pow(throttled)).await;
                    }
                    throttled += 1;
                }
                Err(refusal) => return Err(self.refused(session, refusal).await),
            }
        }
    }

    /// Makes a call whose slot was taken before. Nothing is repeated here: what the call is made of would be old.
    pub(crate) async fn call_admitted<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        access: &Access,
        call: &Call,
    ) -> Result<Answer<T>, Refusal> {
        let data = self.attempt(access, session.now(), call).await?;
        read(data, call).map_err(Refusal::Final)
    }

    /// The error of a refusal that nothing more can be done about; all workers slow down where it asks for that.
    pub(crate) async fn refused(&self, session: &dyn ShopSession, refusal: Refusal) -> ChannelError {
        if let Refusal::Throttled(retry_after) = &refusal {
            session.throttled(*retry_after).await;
        }
        refusal.give_up()
    }

    /// Makes a call with tokens that belong to no session yet.
    pub(crate) async fn call_with<T: DeserializeOwned>(
        &self,
        access: &Access,
        now: Timestamp,
        call: &Call,
    ) -> Result<Answer<T>, ChannelError> {
        let data = self.attempt(access, now, call).await.map_err(Refusal::give_up)?;
        read(data, call)
    }

    async fn attempt(&self, access: &Access, now: Timestamp, call: &Call) -> Result<Value, Refusal> {
        let request = self.request(access, now, call).map_err(Refusal::Final)?;
        let started = Instant::now();
        let answer = request.send().await.map_err(|error| Refusal::Final(lost(call.effect, error)))?;
        let status = answer.status();
        let retry_after = retry_after(&answer);
        let body = whole_body(answer).await.map_err(|error| Refusal::Final(lost(call.effect, error)))?;
        let Some(body) = body else { return Err(unreadable(call.effect, status, retry_after)) };
        let envelope = serde_json::from_slice::<wire::Envelope>(&body);
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

fn retry_after(answer: &reqwest::Response) -> Option<Duration> {
    let seconds: u64 = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    // A nonsense of years would stop the shop for as long.
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// Transport failed. Where no connection came about nothing was sent; otherwise a write may have happened.
fn lost(effect: Effect, error: reqwest::Error) -> ChannelError {
    let unsent = error.is_connect() || error.is_builder();
    // The address holds the signature; the cause says what went wrong without it.
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

/// A failure that the channel reports may still have come after the effect, where it must not be repeated blindly.
fn open_end(effect: Effect, refusal: Refusal, retry_after: Option<Duration>) -> Refusal {
    match refusal {
        Refusal::Final(ChannelError::Unavailable { reason }) if effect == Effect::Once => {
            Refusal::Final(ChannelError::OutcomeUnknown { reason })
        }
        Refusal::Throttled(named) => Refusal::Throttled(named.or(retry_after)),
        other => other,
    }
}

/// An answer that is no envelope: a page of some proxy, a redirect to one, cut short, or larger than any of the
/// channel's.
fn unreadable(effect: Effect, status: StatusCode, retry_after: Option<Duration>) -> Refusal {
    let reason = format!("an answer that is not the channel's, with HTTP status {}", status.as_u16());
    let passing = status.is_success() || status.is_redirection() || status == StatusCode::REQUEST_TIMEOUT;
    Refusal::Final(match status {
        StatusCode::TOO_MANY_REQUESTS => return Refusal::Throttled(retry_after),
        StatusCode::SERVICE_UNAVAILABLE => ChannelError::Unavailable { reason },
        _ if effect == Effect::Once => ChannelError::OutcomeUnknown { reason },
        _ if status.is_server_error() => ChannelError::Unavailable { reason },
        _ if passing && effect == Effect::Read => ChannelError::Unavailable { reason },
        _ if passing => ChannelError::OutcomeUnknown { reason },
        _ => ChannelError::Unexpected { reason },
    })
}

fn read<T: DeserializeOwned>(data: Value, call: &Call) -> Result<Answer<T>, ChannelError> {
    if data.is_null() && call.effect == Effect::Read && !call.may_be_empty {
        // No documented read is without data: "there is nothing" would be said by an empty list inside it.
        let reason = format!("{}: an answer without data", call.path);
        return Err(ChannelError::Unavailable { reason });
    }
    let data = if data.is_null() { Value::Object(serde_json::Map::new()) } else { data };
    // A write that was answered with success is done, whatever else the answer says: look rather than give up.
    let strange = |problem: serde_json::Error| match call.effect {
        Effect::Read => unexpected(format!("{}: {problem}", call.path)),
        Effect::Write | Effect::Once => {
            ChannelError::OutcomeUnknown { reason: format!("{}: {problem}", call.path) }
        }
    };
    let remarks = if data.is_object() {
        wire::Remarks::deserialize(&data).map_err(strange)?
    } else {
        wire::Remarks::default()
    };
    if !call.keeps_errors
        && let Some(error) = parse_partial(&remarks.errors)
    {
        return Err(error);
    }
    let data = serde_json::from_value(data).map_err(strange)?;
    let warnings = remarks.warnings.into_iter().map(|warning| warning.message).collect();
    Ok(Answer { data, warnings, errors: remarks.errors })
}
