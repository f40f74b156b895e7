//! One call on its way: a slot in the shop's budget, the tokens, a fresh signature, the request, and what its answer
//! means. Every attempt takes its own slot and is signed again. The text of a failure never shows the address, which
//! holds the token.

use std::time::Duration;

use app::{
    ChannelError,
    marketplace::{
        Access, AppCredentials, ShopSession,
        call::{Refusal, Repeats, admitted, retry_after, whole_body},
    },
};
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{Method, header, multipart};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use url::Url;

use super::{
    call::{Body, Call, Reply, Signer},
    parse_error,
    sign::{Scope, base_string, sign},
};
use crate::Shopee;

/// What came back, before it is read.
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
    /// Calls in the name of a shop.
    #[tracing::instrument(name = "shopee.call", level = "debug", skip_all, fields(shopee.path = call.path))]
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        mut call: Call,
    ) -> Result<Reply<T>, ChannelError> {
        let mut repeats = Repeats::default();
        loop {
            let access = admitted(session).await?;
            let now = session.now();
            let url = self.signed(&access, &call, now)?;
            let answer = self.send(&call, url).await;
            match parse_error::read(&call, answer, now) {
                Ok(reply) => return Ok(reply),
                // The documents call some paths public although their error lists name a token: repeat with one.
                Err(Refusal::Token(_)) if call.signer == Signer::Partner => call.signer = Signer::Shop,
                Err(refusal) => repeats.after(refusal, call.effect, session, &access).await?,
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
        parse_error::read(&call, answer, now).map_err(Refusal::into_error)
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

    async fn send(&self, call: &Call, url: Url) -> Answer {
        let request = match &call.body {
            Body::Get => self.http.request(Method::GET, url),
            Body::Json(body) => self
                .http
                .request(Method::POST, url)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.clone()),
            Body::Image { bytes, file_name, mime } => {
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
        let named = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after(named);
        match whole_body(response, next_part).await {
            Ok(Some(body)) => Answer::Whole { status, retry_after, body },
            Ok(None) => Answer::Lost { reason: "the answer is larger than any of the channel's" },
            Err(error) => Answer::Lost { reason: why(&error) },
        }
    }
}

fn why(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() { "no answer in time" } else { "the connection broke" }
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

async fn next_part(
    mut answer: reqwest::Response,
) -> Result<(reqwest::Response, Option<Bytes>), reqwest::Error> {
    let part = answer.chunk().await?;
    Ok((answer, part))
}
