//! The road of one call: a slot in the shop's budget, the tokens, a fresh signature, the request, and what to make
//! of the answer. Every attempt takes its own slot and is signed again.

use std::time::Duration;

use app::{
    ChannelError,
    marketplace::{Access, AppCredentials, ShopSession},
};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{Shopee, wire::envelope::Failure};

mod ahead;
pub mod parse_error;
mod send;
pub mod sign;

pub(crate) use ahead::Ahead;
use parse_error::Verdict;
use sign::{Scope, base_string, sign};

/// What a call does to the shop, which decides what a lost answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Changes nothing, or nothing that matters when done twice: repeated at once, then `Unavailable`.
    Read,
    /// Sets absolute values: a lost answer is `OutcomeUnknown`, a refusal that may pass is `Unavailable`.
    Set,
    /// Makes something new: whatever went wrong on the way is `OutcomeUnknown`.
    Make,
}

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// With the shop's token and id.
    Shop,
    /// With the partner's key alone.
    Partner,
}

#[derive(Debug, Clone)]
pub(crate) enum Payload {
    Get,
    Json(Vec<u8>),
    Image { bytes: bytes::Bytes, file_name: String, mime: &'static str },
}

/// One call, before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub path: &'static str,
    pub query: Vec<(&'static str, String)>,
    pub payload: Payload,
    pub effect: Effect,
    pub signer: Signer,
    /// The answer's fields lie beside `error` rather than in `response`.
    pub flat: bool,
    /// Ours: the field that a refusal without a known code is about.
    pub about: Option<&'static str>,
}

impl Call {
    pub fn get(path: &'static str, query: Vec<(&'static str, String)>) -> Self {
        let (payload, effect) = (Payload::Get, Effect::Read);
        Self { path, query, payload, effect, signer: Signer::Shop, flat: false, about: None }
    }

    pub fn post(
        path: &'static str,
        effect: Effect,
        body: &impl serde::Serialize,
    ) -> Result<Self, ChannelError> {
        let body = serde_json::to_vec(body).map_err(|problem| ChannelError::Unexpected {
            reason: format!("cannot write JSON: {problem}"),
        })?;
        let payload = Payload::Json(body);
        Ok(Self { path, query: Vec::new(), payload, effect, signer: Signer::Shop, flat: false, about: None })
    }

    pub fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    pub fn public(mut self) -> Self {
        self.signer = Signer::Partner;
        self
    }

    pub fn about(mut self, field: &'static str) -> Self {
        self.about = Some(field);
        self
    }
}

/// What a successful call brought.
#[derive(Debug)]
pub(crate) struct Reply<T> {
    pub value: T,
    pub warning: Option<String>,
    /// Parts that were refused although the call as a whole was not.
    pub failures: Vec<Failure>,
}

/// How often a call that was refused as one too many is repeated, with a slot of its own each time: such a call had no
/// effect. Beyond, the work waits.
const THROTTLED_REPEATS: u32 = 4;
/// How long such a call waits before it asks for its next slot, the first time; doubles.
const THROTTLED_PAUSE: Duration = Duration::from_millis(250);
/// How often a read is repeated at once when the channel failed, and how long is waited before the first time.
const READ_RETRIES: u32 = 2;
const READ_PAUSE: Duration = Duration::from_millis(250);

impl Shopee {
    /// Calls in the name of a shop.
    #[tracing::instrument(name = "shopee.call", level = "debug", skip_all, fields(shopee.path = call.path))]
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        mut call: Call,
    ) -> Result<Reply<T>, ChannelError> {
        let (mut renewed, mut retimed, mut repeats, mut throttled) = (false, false, 0, 0);
        loop {
            // The slot last: the call begins in it.
            let access = session.access().await?;
            session.admit().await?;
            let now = session.now();
            let url = self.signed(&access, &call, now)?;
            let answer = self.send(&call, url).await;
            match parse_error::read(&call, answer, now) {
                Ok(reply) => return Ok(reply),
                // Documents call some paths public whose error lists still speak of a token: then with one.
                Err(Verdict::TokenRefused(_)) if call.signer == Signer::Partner => call.signer = Signer::Shop,
                Err(Verdict::TokenRefused(reason)) => {
                    if renewed {
                        return Err(ChannelError::Unauthorized { reason });
                    }
                    renewed = true;
                    session.renew(&access).await?;
                }
                Err(Verdict::TimestampExpired(error)) => {
                    if retimed {
                        return Err(error);
                    }
                    retimed = true;
                }
                Err(Verdict::Throttled(retry_after)) => {
                    session.throttled(retry_after).await;
                    if throttled >= THROTTLED_REPEATS {
                        let retry_after = retry_after.unwrap_or(parse_error::DEFAULT_PAUSE);
                        return Err(ChannelError::RateLimited { retry_after });
                    }
                    if retry_after.is_none() {
                        tokio::time::sleep(THROTTLED_PAUSE * 2_u32.pow(throttled)).await;
                    }
                    throttled += 1;
                }
                Err(Verdict::Passing(error)) => {
                    if call.effect != Effect::Read || repeats >= READ_RETRIES {
                        return Err(error);
                    }
                    tokio::time::sleep(READ_PAUSE * 2_u32.pow(repeats)).await;
                    repeats += 1;
                }
                Err(Verdict::Final(error)) => return Err(error),
            }
        }
    }

    /// Calls in the name of the seller's app, before there is a shop.
    #[tracing::instrument(name = "shopee.call", level = "debug", skip_all, fields(shopee.path = call.path))]
    pub(crate) async fn call_as_partner<T: DeserializeOwned>(
        &self,
        credentials: &AppCredentials,
        now: Timestamp,
        call: Call,
    ) -> Result<Reply<T>, ChannelError> {
        let partner_id = partner_id(credentials)?;
        let base = base_string(partner_id, call.path, now.as_second(), Scope::Public);
        let mut url = self.address(&call, partner_id, now);
        url.query_pairs_mut().append_pair("sign", &sign(&credentials.app_secret, &base));
        let answer = self.send(&call, url).await;
        parse_error::read(&call, answer, now).map_err(Verdict::into_error)
    }

    /// The address of a shop call, signed for this moment.
    fn signed(&self, access: &Access, call: &Call, now: Timestamp) -> Result<Url, ChannelError> {
        let partner_id = partner_id(&access.credentials)?;
        let mut url = self.address(call, partner_id, now);
        let base = match call.signer {
            Signer::Partner => base_string(partner_id, call.path, now.as_second(), Scope::Public),
            Signer::Shop => {
                let id = shop_number(&access.shop)?;
                let access_token = access.tokens.access_token.expose_secret();
                url.query_pairs_mut()
                    .append_pair("access_token", access_token)
                    .append_pair("shop_id", &id.to_string());
                base_string(partner_id, call.path, now.as_second(), Scope::Owner { access_token, id })
            }
        };
        url.query_pairs_mut().append_pair("sign", &sign(&access.credentials.app_secret, &base));
        Ok(url)
    }

    fn address(&self, call: &Call, partner_id: u64, now: Timestamp) -> Url {
        let mut url = self.config.endpoint(call.path);
        {
            let mut query = url.query_pairs_mut();
            for (name, value) in &call.query {
                query.append_pair(name, value);
            }
            query.append_pair("partner_id", &partner_id.to_string());
            query.append_pair("timestamp", &now.as_second().to_string());
        }
        url
    }
}

/// Shopee's partner id is a number that fits 32 bits.
pub(crate) fn partner_id(credentials: &AppCredentials) -> Result<u64, ChannelError> {
    credentials.app_id.trim().parse::<u32>().map(u64::from).map_err(|_| {
        let problem = "Shopee's partner id is a number, such as 2001887";
        ChannelError::Invalid(domain::Invalid::new("app_id", "app_id_malformed", problem))
    })
}

/// Shopee's shop ids are numbers.
pub(crate) fn shop_number(shop: &domain::ShopId) -> Result<u64, ChannelError> {
    shop.as_str().parse().map_err(|_| ChannelError::NotFound { what: format!("shop {shop}") })
}
