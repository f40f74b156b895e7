//! Access tokens: who is asking, and in which role.
//!
//! Any provider of OIDC tokens works by configuration. The keys of the issuer are fetched once, and again when a token
//! names a key that is not among them, but at most once in 30 seconds. After a fetch that failed, no other fetch is
//! made for a few seconds; a token with an unknown key is then answered with `Unavailable`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use app::ports::{AuthError, Authenticator, Clock, Principal};
use async_trait::async_trait;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{Jwk, JwkSet},
};
use tokio::{
    sync::{Mutex, RwLock},
    time::Instant,
};

mod claims;

use crate::config::Oidc;

/// The least time between two fetches of the issuer's keys.
const REFETCH: Duration = Duration::from_secs(30);
/// The least time between a fetch that failed and the next.
const RETRY: Duration = Duration::from_secs(5);
/// The signature algorithms that are accepted. A shared secret (HS256) and `none` are never accepted.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512, Algorithm::ES256, Algorithm::ES384];

/// Checks bearer tokens of one issuer.
pub struct Verifier {
    http: reqwest::Client,
    oidc: Oidc,
    clock: Arc<dyn Clock>,
    keys: RwLock<BTreeMap<String, Key>>,
    /// The last fetch of the keys. The lock is held during a fetch.
    asked: Mutex<Option<Asked>>,
}

/// A fetch of the issuer's keys.
struct Asked {
    at: Instant,
    answered: bool,
}

#[derive(Clone)]
struct Key {
    key: DecodingKey,
    /// The only algorithm of this key, if the issuer names one.
    algorithm: Option<Algorithm>,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("oidc", &self.oidc).finish_non_exhaustive()
    }
}

impl Verifier {
    pub fn new(http: reqwest::Client, oidc: Oidc, clock: Arc<dyn Clock>) -> Self {
        Self { http, oidc, clock, keys: RwLock::default(), asked: Mutex::default() }
    }

    /// Fetches the issuer's keys ahead of the first request; a failure is reported to the first request.
    pub async fn warm_up(&self) {
        let mut asked = self.asked.lock().await;
        if let Err(error) = self.fetch(&mut asked).await {
            tracing::warn!(%error, "the keys of the token issuer are not there yet");
        }
    }

    /// Checks a token's signature, issuer, audience or client, times and kind.
    async fn check(&self, token: &str) -> Result<Principal, AuthError> {
        let header = decode_header(token).map_err(|_| rejected("it is not a signed token"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(rejected("its signature is of a kind that is not accepted"));
        }
        let kid = header.kid.ok_or(rejected("it does not name its key"))?;
        let key = self.key(&kid).await?;
        if key.algorithm.is_some_and(|only| only != header.alg) {
            return Err(rejected("its signature is not of its key's kind"));
        }
        // Issuer, audience and times are checked below, against our own clock and settings.
        let mut validation = Validation::new(header.alg);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = decode::<claims::Claims>(token, &key.key, &validation)
            .map_err(|_| rejected("its signature or content is wrong"))?
            .claims;
        claims.accept(&self.oidc, self.clock.now())
    }

    async fn key(&self, kid: &str) -> Result<Key, AuthError> {
        if let Some(key) = self.keys.read().await.get(kid) {
            return Ok(key.clone());
        }
        let mut asked = self.asked.lock().await;
        // Another request may have fetched the keys while this one waited for the lock.
        if let Some(key) = self.keys.read().await.get(kid) {
            return Ok(key.clone());
        }
        match asked.as_ref() {
            Some(last) if last.answered && last.at.elapsed() < REFETCH => {
                return Err(rejected("its key is unknown"));
            }
            // A caller that sends tokens with invented keys must not cause a flood of requests while the issuer is
            // down.
            Some(last) if !last.answered && last.at.elapsed() < RETRY => {
                return Err(AuthError::Unavailable("it did not answer a moment ago".to_owned()));
            }
            _ => {}
        }
        self.fetch(&mut asked).await?;
        self.keys.read().await.get(kid).cloned().ok_or(rejected("its key is unknown"))
    }

    async fn fetch(&self, asked: &mut Option<Asked>) -> Result<(), AuthError> {
        let fetched = self.fetch_keys().await;
        *asked = Some(Asked { at: Instant::now(), answered: fetched.is_ok() });
        *self.keys.write().await = fetched?;
        Ok(())
    }

    async fn fetch_keys(&self) -> Result<BTreeMap<String, Key>, AuthError> {
        let unavailable = |error: reqwest::Error| AuthError::Unavailable(crate::aws::chain(&error));
        let answer = self.http.get(self.oidc.jwks_url.clone()).send().await.map_err(unavailable)?;
        let set: JwkSet =
            answer.error_for_status().map_err(unavailable)?.json().await.map_err(unavailable)?;
        Ok(set.keys.iter().filter_map(usable).collect())
    }
}

#[async_trait]
impl Authenticator for Verifier {
    async fn verify(&self, bearer: &str) -> Result<Principal, AuthError> {
        self.check(bearer).await
    }
}

fn rejected(why: &str) -> AuthError {
    AuthError::Rejected(why.to_owned())
}

/// A public key with its name; `None` for kinds of keys that we do not accept.
fn usable(jwk: &Jwk) -> Option<(String, Key)> {
    let algorithm = jwk.common.key_algorithm.map(|named| named.to_string().parse::<Algorithm>());
    let algorithm = match algorithm {
        Some(Ok(algorithm)) if ALGORITHMS.contains(&algorithm) => Some(algorithm),
        Some(_) => return None,
        None => None,
    };
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some((jwk.common.key_id.clone()?, Key { key, algorithm }))
}

#[cfg(test)]
mod tests;
