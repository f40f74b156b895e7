//! The authorisation of shops: the link, the tokens, and the shops that they give access to.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{
        Access, AppCredentials, AuthorizedShop, CallbackQuery, ShopInfo, ShopSession, ShopTokens,
        call::{self, Refusal, whole_body},
    },
};
use domain::ShopId;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{call::Call, parse_error::parse_error, send::next_part};
use crate::{
    TiktokShop,
    config::endpoint,
    mapping::unexpected,
    wire::{
        account::{Prerequisite, Prerequisites, Shop, Shops, Tokens},
        envelope::Envelope,
    },
};

const SHOPS: &str = "/authorization/202309/shops";
const TOKEN_GET: &str = "/api/v2/token/get";
const TOKEN_REFRESH: &str = "/api/v2/token/refresh";
/// The kind of user whose token can work for a shop.
const SELLER: i64 = 0;

impl TiktokShop {
    /// The page where the seller allows access. The channel sends the browser to the address that is saved in its
    /// console; `redirect_uri` is there for stand-ins and ignored by the channel.
    pub(crate) fn link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
    ) -> Result<Url, ChannelError> {
        let service = credentials.service_id.as_deref().filter(|id| !id.is_empty());
        let page = match (&self.config.services_base, service) {
            (Some(base), Some(id)) => (base, "/open/authorize", "service_id", id),
            _ => (&self.config.auth_base, "/oauth/authorize", "app_key", credentials.app_id.as_str()),
        };
        let (base, path, key, id) = page;
        let mut link = endpoint(base, path).map_err(|problem| unexpected(problem.to_string()))?;
        link.query_pairs_mut()
            .append_pair(key, id)
            .append_pair("state", state)
            .append_pair("redirect_uri", redirect.as_str());
        Ok(link)
    }

    /// Exchanges the code of the redirect. The code works once and for 30 minutes.
    pub(crate) async fn exchange(
        &self,
        credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        let code = code_of(callback)?;
        let secrets = [("auth_code", code)];
        let tokens = self.tokens(credentials, TOKEN_GET, "authorized_code", secrets).await?;
        if tokens.user_type != SELLER {
            let reason = "the account that was authorised is not a seller's".to_owned();
            return Err(ChannelError::Unauthorized { reason });
        }
        let refresh_token = tokens.refresh_token.clone().filter(|token| !token.is_empty());
        let refresh_token = refresh_token.ok_or_else(|| unexpected("no refresh token was given"))?;
        let fresh = shop_tokens(&tokens, refresh_token, 0, now)?;
        let shops = self.shops(credentials, &fresh, now).await?;
        let shops = shops.into_iter().map(|shop| {
            let reason = || unexpected(format!("a shop id that is none: {:?}", shop.id));
            Ok(AuthorizedShop {
                shop: ShopId::parse(&shop.id).map_err(|_| reason())?,
                name: shop.name.or_else(|| tokens.seller_name.clone()),
                region: shop.region.or_else(|| tokens.seller_base_region.clone()),
                authorization_expires_at: fresh.refresh_expires_at,
                tokens: ShopTokens { cipher: shop.cipher, ..fresh.clone() },
            })
        });
        shops.collect()
    }

    /// A fresh pair. Whether the old refresh token still works is not documented: the new one is stored.
    pub(crate) async fn refreshed(
        &self,
        credentials: &AppCredentials,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        let old = tokens.refresh_token.expose_secret();
        let answer =
            self.tokens(credentials, TOKEN_REFRESH, "refresh_token", [("refresh_token", old)]).await?;
        let refresh_token = answer.refresh_token.clone().unwrap_or_else(|| old.to_owned());
        let fresh = shop_tokens(&answer, refresh_token, tokens.generation + 1, now)?;
        let refresh_expires_at = fresh.refresh_expires_at.or(tokens.refresh_expires_at);
        Ok(ShopTokens { cipher: tokens.cipher.clone(), refresh_expires_at, ..fresh })
    }

    /// What the shop still lacks before it can list.
    pub async fn prerequisites(&self, session: &dyn ShopSession) -> Result<Vec<Prerequisite>, ChannelError> {
        let call = Call::get("/product/202312/prerequisites");
        Ok(self.call::<Prerequisites>(session, &call).await?.value.check_results)
    }

    /// The shop that the token belongs to.
    pub(crate) async fn info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        let answer = self.call::<Shops>(session, &Call::get(SHOPS).without_cipher()).await?;
        let access = session.access().await?;
        let shop = answer.value.shops.into_iter().find(|shop| shop.id == access.shop.as_str());
        let shop = shop.ok_or_else(|| ChannelError::Unauthorized {
            reason: "the authorisation does not cover this shop".to_owned(),
        })?;
        Ok(ShopInfo {
            name: shop.name,
            region: shop.region,
            authorization_expires_at: access.tokens.refresh_expires_at,
            // The channel reports limits for each category only.
            limits: None,
        })
    }

    async fn shops(
        &self,
        credentials: &AppCredentials,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<Vec<Shop>, ChannelError> {
        // The call needs no shop; this id is not sent.
        let shop = ShopId::parse("0").map_err(ChannelError::Invalid)?;
        let access = Access { shop, credentials: credentials.clone(), tokens: tokens.clone() };
        let call = Call::get(SHOPS).without_cipher();
        Ok(self.call_with::<Shops>(&access, now, &call).await?.value.shops)
    }

    /// Calls the auth host. The secret is in the address: neither the address nor an error that may contain it is kept.
    async fn tokens(
        &self,
        credentials: &AppCredentials,
        path: &str,
        grant_type: &str,
        grant: [(&str, &str); 1],
    ) -> Result<Tokens, ChannelError> {
        let secret = credentials.app_secret.expose_secret();
        let mut url =
            endpoint(&self.config.auth_base, path).map_err(|problem| unexpected(problem.to_string()))?;
        url.query_pairs_mut()
            .append_pair("app_key", &credentials.app_id)
            .append_pair("app_secret", secret)
            .extend_pairs(grant)
            .append_pair("grant_type", grant_type);
        let lost = |error: reqwest::Error| {
            let unsent = error.is_connect();
            let reason = error.without_url().to_string();
            if unsent {
                ChannelError::Unavailable { reason }
            } else {
                ChannelError::OutcomeUnknown { reason }
            }
        };
        let answer = self.http.get(url).send().await.map_err(lost)?;
        let status = answer.status().as_u16();
        let body = whole_body(answer, next_part).await.map_err(lost)?.unwrap_or_default();
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&body) else {
            return Err(without_envelope(status));
        };
        if envelope.code != 0 {
            let hidden = [secret, grant[0].1]
                .iter()
                .filter(|text| text.len() > 3)
                .fold(envelope.message.clone(), |message, secret| message.replace(secret, "***"));
            return Err(refused_tokens(status, envelope.code, &hidden));
        }
        // The parser's words are left out: they may quote what it read.
        serde_json::from_value(envelope.data)
            .ok()
            .filter(|tokens: &Tokens| !tokens.access_token.is_empty())
            // The grant may be used up: the caller decides whether to try again.
            .ok_or_else(|| ChannelError::OutcomeUnknown { reason: "the tokens cannot be read".to_owned() })
    }
}

/// An answer of the auth host that is not in the channel's form.
fn without_envelope(status: u16) -> ChannelError {
    let reason = format!("the auth host's answer is not the channel's, with HTTP status {status}");
    match status {
        429 => ChannelError::RateLimited { retry_after: call::SLOW_DOWN },
        // The grant may be used up.
        200..=299 => ChannelError::OutcomeUnknown { reason },
        300..=399 | 408 | 500.. => ChannelError::Unavailable { reason },
        _ => ChannelError::Unexpected { reason },
    }
}

/// A refusal of the auth host. `message` contains no secret any more.
fn refused_tokens(status: u16, code: i64, message: &str) -> ChannelError {
    match parse_error(status, code, message) {
        Refusal::Final(ChannelError::Rejected { code: theirs, reason, .. }) => {
            let reason = format!("{reason} ({theirs})");
            if refuses_the_grant(status, code, message) {
                ChannelError::Unauthorized { reason }
            } else {
                ChannelError::Unavailable { reason }
            }
        }
        refusal => refusal.into_error(),
    }
}

/// Whether the host refuses what it was given, so that a person has to authorise again. The page lists one code only;
/// the others are known by their family, their HTTP status or their words. Any other refusal says nothing about the
/// grant: treating it as one would disconnect a healthy shop.
fn refuses_the_grant(status: u16, code: i64, message: &str) -> bool {
    const WORDS: [&str; 7] = [
        "auth_code",
        "auth code",
        "authorization code",
        "refresh_token",
        "refresh token",
        "app_secret",
        "revoked",
    ];
    let message = message.to_ascii_lowercase();
    (36_004_000..=36_004_999).contains(&code)
        || matches!(status, 400 | 401 | 403)
        || WORDS.iter().any(|word| message.contains(word))
}

/// `code=null&error=auth_denied` is what a seller who declines sends back.
fn code_of(callback: &BTreeMap<String, String>) -> Result<&str, ChannelError> {
    let declined = callback.get("error").map(String::as_str).filter(|error| !error.is_empty());
    let code = callback.get("code").map(String::as_str).filter(|code| !code.is_empty() && *code != "null");
    match (declined, code) {
        (None, Some(code)) => Ok(code),
        (Some("auth_denied"), _) => Err(ChannelError::Unauthorized {
            reason: "the seller declined the authorisation (auth_denied)".to_owned(),
        }),
        (Some(_), _) => {
            Err(ChannelError::Unauthorized { reason: "the authorise page reported an error".to_owned() })
        }
        (None, None) => Err(ChannelError::Unauthorized { reason: "the redirect brought no code".to_owned() }),
    }
}

/// Both times are absolute seconds although their names say otherwise. Life spans, as stand-ins send them, also work.
fn shop_tokens(
    tokens: &Tokens,
    refresh_token: String,
    generation: u64,
    now: Timestamp,
) -> Result<ShopTokens, ChannelError> {
    let expiry = |seconds: i64| call::expiry(seconds, now);
    let access_expires_at = expiry(tokens.access_token_expire_in);
    if tokens.access_token.is_empty() {
        return Err(unexpected("no access token was given"));
    }
    Ok(ShopTokens {
        access_token: SecretString::from(tokens.access_token.clone()),
        refresh_token: SecretString::from(refresh_token),
        access_expires_at: access_expires_at.ok_or_else(|| unexpected("the token has no time of expiry"))?,
        refresh_expires_at: tokens.refresh_token_expire_in.and_then(expiry),
        cipher: None,
        generation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn client(services: Option<&str>) -> TiktokShop {
        let config = Config {
            services_base: services.map(|base| Url::parse(base).unwrap()),
            ..Config::parse(None, None).unwrap()
        };
        TiktokShop::new(reqwest::Client::builder().build().unwrap(), config)
    }

    fn link(services: Option<&str>, service_id: Option<&str>) -> String {
        let credentials = AppCredentials {
            app_id: "68xu9ks5p4i8".to_owned(),
            app_secret: "secret".to_owned().into(),
            service_id: service_id.map(str::to_owned),
        };
        let redirect = Url::parse("https://api.example.id/v1/connections/tiktok_shop/callback").unwrap();
        client(services).link(&credentials, &redirect, "a b&c").unwrap().to_string()
    }

    #[test]
    fn the_authorise_page_is_the_services_one_where_the_app_has_a_service_id() {
        let services = Some("https://services.tiktokshop.com");
        assert!(
            link(services, Some("7001"))
                .starts_with("https://services.tiktokshop.com/open/authorize?service_id=7001&state=a+b%26c&")
        );
        for (base, id) in [(services, None), (services, Some("")), (None, Some("7001"))] {
            assert!(
                link(base, id)
                    .starts_with("https://auth.tiktok-shops.com/oauth/authorize?app_key=68xu9ks5p4i8&state=")
            );
        }
    }

    #[test]
    fn the_secret_is_in_no_link_and_in_no_debug_output() {
        assert!(!link(None, None).contains("secret"));
        assert!(!format!("{:?}", client(None)).contains("secret"));
    }

    fn query(pairs: &[(&str, &str)]) -> CallbackQuery {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_seller_who_declines_is_told_apart_from_a_lost_code() {
        let declined =
            code_of(&query(&[("code", "null"), ("error", "auth_denied")])).unwrap_err().to_string();
        assert!(declined.contains("declined"), "{declined}");
        assert!(code_of(&query(&[("state", "x")])).is_err());
        assert_eq!(code_of(&query(&[("code", "ROW_abc")])).unwrap(), "ROW_abc");
    }

    #[test]
    fn only_what_speaks_of_the_grant_asks_a_person_to_authorise_again() {
        for (status, code, message) in [
            (200, 36_004_004, "code used"),
            (200, 36_004_009, "?"),
            (401, 99, "?"),
            (200, 99, "Refresh token is invalid or expired"),
        ] {
            assert!(refuses_the_grant(status, code, message), "{status} {code} {message}");
        }
        assert!(!refuses_the_grant(200, 99, "system maintenance, come back later"));
        assert!(!refuses_the_grant(404, 36_009_009, "unknown path"));
    }

    #[test]
    fn times_of_expiry_are_absolute() {
        let answer = Tokens {
            access_token: "TTP_a".to_owned(),
            access_token_expire_in: 1_660_556_783,
            refresh_token_expire_in: Some(1_691_487_031),
            ..Tokens::default()
        };
        let now = Timestamp::from_second(1_660_000_000).unwrap();
        let tokens = shop_tokens(&answer, "TTP_r".to_owned(), 4, now).unwrap();
        assert_eq!(tokens.access_expires_at.as_second(), 1_660_556_783);
        assert_eq!(tokens.refresh_expires_at.map(Timestamp::as_second), Some(1_691_487_031));
        let span = Tokens { access_token_expire_in: 604_800, ..answer };
        let tokens = shop_tokens(&span, "TTP_r".to_owned(), 4, now).unwrap();
        assert_eq!(tokens.access_expires_at.as_second(), 1_660_604_800);
    }
}
