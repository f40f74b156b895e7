//! Authorisation and pushes of the fake channel.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{
        AppCredentials, AuthorizedShop, CallbackQuery, Event, Notice, NoticeError, RawNotice, ShopTokens,
    },
};
use domain::{ContentHash, ShopId};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{FakeMarketplace, Fault, Verb};

const SIGNATURE: &str = "x-signature";
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

#[derive(Debug, Serialize, Deserialize)]
struct Body {
    id: String,
    shop: Option<ShopId>,
    sent_at: Timestamp,
    event: Event,
}

impl FakeMarketplace {
    /// The seller allows access to `shops`: the redirect contains `code`, which works once.
    pub fn authorize(&self, code: &str, shops: &[ShopId]) {
        self.state().codes.insert(code.to_owned(), shops.to_vec());
    }

    /// A push as it arrives: headers and body, signed with the credentials.
    pub fn notice(
        credentials: &AppCredentials,
        id: &str,
        shop: Option<&ShopId>,
        event: &Event,
        sent_at: Timestamp,
    ) -> (BTreeMap<String, String>, Vec<u8>) {
        let body = Body { id: id.to_owned(), shop: shop.cloned(), sent_at, event: event.clone() };
        let body = serde_json::to_vec(&body).expect("a push is plain data");
        (Self::signature(credentials, &body), body)
    }

    /// The headers with a valid signature of `body`, whatever its content is.
    pub fn signature(credentials: &AppCredentials, body: &[u8]) -> BTreeMap<String, String> {
        BTreeMap::from([(SIGNATURE.to_owned(), sign(credentials, body))])
    }

    pub(super) fn read(credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        if raw.headers.get(SIGNATURE) != Some(&sign(credentials, raw.body)) {
            return Err(NoticeError::Forged);
        }
        let body: Body = serde_json::from_slice(raw.body)
            .map_err(|problem| NoticeError::Malformed(problem.to_string()))?;
        if raw.now.duration_since(body.sent_at).abs() > WINDOW {
            return Err(NoticeError::Stale);
        }
        let kind = match &body.event {
            Event::ListingChanged { .. } => "listing_changed",
            Event::ListingViolation { .. } => "listing_violation",
            Event::PromotionChanged { .. } => "promotion_changed",
            Event::ShopAuthorized { .. } => "shop_authorized",
            Event::ShopDeauthorized { .. } => "shop_deauthorized",
            Event::AuthorizationExpiring { .. } => "authorization_expiring",
            Event::Verification => "verification",
            Event::Other => "other",
            Event::Unknown => "unknown",
        };
        Ok(Notice {
            id: body.id,
            shop: body.shop,
            sent_at: Some(body.sent_at),
            kind: kind.to_owned(),
            event: body.event,
        })
    }

    pub(super) fn link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
    ) -> Result<Url, ChannelError> {
        let host = self.capabilities.channel.as_str().replace('_', "-");
        let unreadable = |problem: url::ParseError| ChannelError::Unexpected { reason: problem.to_string() };
        let mut link = Url::parse(&format!("https://{host}.test/authorize")).map_err(unreadable)?;
        link.query_pairs_mut()
            .append_pair("app_id", &credentials.app_id)
            .append_pair("redirect", redirect.as_str())
            .append_pair("state", state);
        Ok(link)
    }

    pub(super) fn exchange(
        &self,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        let shops = callback.get("code").and_then(|code| self.state().codes.remove(code));
        let refused = || ChannelError::Unauthorized { reason: "the code is unknown or used".to_owned() };
        let mut opened = Vec::new();
        for shop in shops.ok_or_else(refused)? {
            let tokens = self.issue(&shop, 1, now);
            opened.push(AuthorizedShop {
                name: Some(format!("Toko {shop}")),
                region: Some("ID".to_owned()),
                authorization_expires_at: Some(now + SignedDuration::from_hours(24 * 365)),
                shop,
                tokens,
            });
        }
        Ok(opened)
    }

    /// Exchanges a refresh token. It works once; afterwards only the new pair works.
    pub(super) fn refresh_pair(
        &self,
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        let fault = self.state().journal.fault(Verb::Refresh);
        let sent = tokens.refresh_token.expose_secret();
        let alive = self.state().refresh_tokens.get(shop).is_none_or(|current| current == sent);
        let applied = alive && fault.as_ref().is_none_or(Fault::applies);
        self.note(Verb::Refresh, shop, None, applied);
        let fresh = applied.then(|| self.issue(shop, tokens.generation + 1, now));
        match (fault, fresh) {
            (Some(fault), _) => Err(fault.into_error()),
            (None, Some(fresh)) => Ok(fresh),
            (None, None) => {
                Err(ChannelError::Unauthorized { reason: "the refresh token was used before".to_owned() })
            }
        }
    }

    fn issue(&self, shop: &ShopId, generation: u64, now: Timestamp) -> ShopTokens {
        let refresh = format!("refresh-{shop}-{generation}");
        self.state().refresh_tokens.insert(shop.clone(), refresh.clone());
        ShopTokens {
            access_token: format!("access-{shop}-{generation}").into(),
            refresh_token: refresh.into(),
            access_expires_at: now + SignedDuration::from_hours(4),
            refresh_expires_at: Some(now + SignedDuration::from_hours(24 * 30)),
            cipher: None,
            generation,
        }
    }
}

fn sign(credentials: &AppCredentials, body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    ContentHash::of_parts(&[credentials.app_secret.expose_secret(), &body]).to_string()
}
