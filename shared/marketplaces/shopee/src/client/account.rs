//! The authorisation of a shop: the link, the exchange of its code, the refresh of a pair of tokens that works once;
//! and what the shop says of itself.

use app::{
    ChannelError,
    marketplace::{
        AppCredentials, AuthorizedShop, CallbackQuery, ShopInfo, ShopSession, ShopTokens,
        call::{Effect, expiry},
    },
};
use domain::{Invalid, ShopId};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use url::Url;

use super::{
    call::Call,
    send::{partner_id, shop_number},
    sign::{Scope, base_string, sign},
};
use crate::{
    AuthLink, Shopee,
    wire::{
        account::{self, CodeExchange, Refresh, Tokens},
        tolerant::Text,
    },
};

/// Refresh tokens are valid for 30 days, or less when the seller's authorisation ends earlier.
const REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Shopee {
    pub(crate) fn link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        now: Timestamp,
    ) -> Result<Url, ChannelError> {
        let partner_id = partner_id(credentials)?;
        if let (AuthLink::Open, Some(portal)) = (self.config.auth_link, &self.config.auth_base) {
            let mut url = portal.clone();
            // The portal's address may already have the page.
            if !url.path().trim_end_matches('/').ends_with("/auth") {
                url.set_path(&format!("{}/auth", portal.path().trim_end_matches('/')));
            }
            url.query_pairs_mut()
                .append_pair("partner_id", &partner_id.to_string())
                .append_pair("auth_type", "seller")
                .append_pair("redirect_uri", redirect.as_str())
                .append_pair("response_type", "code")
                .append_pair("state", state);
            return Ok(url);
        }
        // This kind of link does not send the state back: it is put into the redirect's own query.
        let mut redirect = redirect.clone();
        redirect.query_pairs_mut().append_pair("state", state);
        let path = "/api/v2/shop/auth_partner";
        let base = base_string(partner_id, path, now.as_second(), Scope::Public);
        let mut url = self.config.endpoint(path);
        url.query_pairs_mut()
            .append_pair("partner_id", &partner_id.to_string())
            .append_pair("timestamp", &now.as_second().to_string())
            .append_pair("sign", &sign(&credentials.app_secret, &base))
            .append_pair("redirect", redirect.as_str());
        Ok(url)
    }

    pub(crate) async fn exchange(
        &self,
        credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        let field = |name: &str| callback.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        let number = |name: &'static str| {
            let malformed = || Invalid::new(name, "id_malformed", "Shopee's ids are numbers");
            field(name).map(|text| text.parse::<u64>().map_err(|_| malformed())).transpose()
        };
        let code = field("code")
            .ok_or_else(|| Invalid::new("code", "code_missing", "Shopee's redirect brings a code"))?;
        let (shop_id, main_account_id) = (number("shop_id")?, number("main_account_id")?);
        if shop_id.is_none() && main_account_id.is_none() {
            let problem = "Shopee's redirect names a shop or a main account";
            return Err(Invalid::new("shop_id", "shop_missing", problem).into());
        }
        // Only one of the two may be sent.
        let main_account_id = main_account_id.filter(|_| shop_id.is_none());
        let body = CodeExchange { code, partner_id: partner_id(credentials)?, shop_id, main_account_id };
        let call = Call::post("/api/v2/auth/token/get", Effect::Make, &body)?.flat().public();
        let tokens = self.call_as_partner::<Tokens>(credentials, now, call).await?.value;
        let mut shops: Vec<u64> = tokens.shop_id_list.iter().filter_map(|id| id.id()).collect();
        if let Some(shop) = shop_id {
            shops = vec![shop];
        }
        if shops.is_empty() {
            return Err(ChannelError::NotFound { what: "any shop of this main account".to_owned() });
        }
        // The first refresh token of a main account may be used once for each of its shops.
        let pair = pair(tokens, now, 1);
        shops
            .into_iter()
            .map(|shop| {
                Ok(AuthorizedShop {
                    shop: ShopId::parse(&shop.to_string())?,
                    name: None,
                    region: None,
                    authorization_expires_at: None,
                    tokens: pair.clone(),
                })
            })
            .collect()
    }

    pub(crate) async fn refreshed(
        &self,
        credentials: &AppCredentials,
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        let body = Refresh {
            refresh_token: tokens.refresh_token.expose_secret(),
            partner_id: partner_id(credentials)?,
            shop_id: shop_number(shop)?,
        };
        let call = Call::post("/api/v2/auth/access_token/get", Effect::Make, &body)?.flat().public();
        // Sent once: only the caller knows whether another worker refreshed at the same time, so it decides about a
        // repeat.
        let reply = self.call_as_partner::<Tokens>(credentials, now, call).await?;
        Ok(pair(reply.value, now, tokens.generation + 1))
    }

    pub(crate) async fn read_shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        let call = Call::get("/api/v2/shop/get_shop_info", Vec::new()).flat();
        let info = self.call::<account::ShopInfo>(session, call).await?.value;
        if info.shop_name.0.trim().is_empty() && info.region.0.trim().is_empty() {
            // Flat answers have no `response` whose absence would show this.
            let reason = "get_shop_info names no shop".to_owned();
            return Err(ChannelError::Unavailable { reason });
        }
        let limits = match self.read_limits(session, None).await {
            Ok(limits) => Some(limits),
            Err(ChannelError::Rejected { .. }) => None,
            Err(error) => return Err(error),
        };
        let filled = |text: Text| Some(text.0).filter(|text| !text.trim().is_empty());
        Ok(ShopInfo {
            name: filled(info.shop_name),
            region: filled(info.region),
            authorization_expires_at: info.expire_time.time(),
            limits,
        })
    }
}

fn pair(wire: Tokens, now: Timestamp, generation: u64) -> ShopTokens {
    ShopTokens {
        access_token: wire.access_token.0,
        refresh_token: wire.refresh_token.0,
        // A life span; one of the documents' samples has a moment.
        access_expires_at: expiry(wire.expire_in.0, now).unwrap_or(now),
        refresh_expires_at: now.checked_add(REFRESH_LIFE).ok(),
        cipher: None,
        generation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, PRODUCTION, PRODUCTION_PORTAL};

    fn credentials() -> AppCredentials {
        AppCredentials {
            app_id: "2001887".into(),
            app_secret: "shpk4f6d59536b7a4c7a55794d4e7a6f5a4b4a7562524f4c6a6d".into(),
            service_id: None,
        }
    }

    fn shopee(portal: Option<&str>) -> Shopee {
        let portal = portal.map(|portal| Url::parse(portal).unwrap());
        let http = reqwest::Client::builder().build().unwrap();
        Shopee::new(http, Config::new(Url::parse(PRODUCTION).unwrap(), portal))
    }

    fn redirect() -> Url {
        Url::parse("https://api.example.com/v1/connections/shopee/callback").unwrap()
    }

    #[test]
    fn the_signed_link_is_the_vectors_and_carries_the_state_in_the_redirect() {
        let now = Timestamp::from_second(1_655_714_431).unwrap();
        let url = shopee(None).link(&credentials(), &redirect(), "n0nce", now).unwrap();
        let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(url.path(), "/api/v2/shop/auth_partner");
        assert_eq!(query["sign"], "998cb404339e8077c6cd477fe645298cf9708256f7bb2036674b50276867de71");
        assert_eq!(query["redirect"], format!("{}?state=n0nce", redirect()));
        assert!(!url.as_str().contains("shpk"), "the key is never in the link");
    }

    #[test]
    fn the_open_link_is_unsigned_and_names_the_state() {
        for portal in [PRODUCTION_PORTAL, "https://open.shopee.com/auth"] {
            let url = shopee(Some(portal))
                .link(&credentials(), &redirect(), "n0nce", Timestamp::UNIX_EPOCH)
                .unwrap();
            assert_eq!((url.host_str(), url.path()), (Some("open.shopee.com"), "/auth"));
            let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
            assert_eq!((query["state"].as_str(), query["response_type"].as_str()), ("n0nce", "code"));
            assert_eq!(query["redirect_uri"], redirect().as_str());
            assert!(!query.contains_key("sign"));
        }
    }

    #[test]
    fn a_life_span_and_a_moment_are_told_apart() {
        let now = Timestamp::from_second(1_766_990_000).unwrap();
        let wire = |expire_in: i64| {
            let json = format!(r#"{{"access_token":"a","refresh_token":"r","expire_in":{expire_in}}}"#);
            serde_json::from_str::<Tokens>(&json).unwrap()
        };
        assert_eq!(pair(wire(14_344), now, 1).access_expires_at.as_second(), 1_766_990_000 + 14_344);
        assert_eq!(pair(wire(1_767_001_812), now, 1).access_expires_at.as_second(), 1_767_001_812);
    }

    #[test]
    fn a_partner_id_that_is_no_number_is_refused_by_name() {
        let mut wrong = credentials();
        wrong.app_id = "abc".into();
        let error = shopee(None).link(&wrong, &redirect(), "s", Timestamp::UNIX_EPOCH).unwrap_err();
        assert_eq!(error.code(), "channel_limit");
    }
}
