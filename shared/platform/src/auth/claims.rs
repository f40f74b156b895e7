//! The claims of a token, and the checks whether it is meant for us.

use app::ports::{AuthError, Principal, Role};
use jiff::Timestamp;
use serde::Deserialize;

use super::rejected;
use crate::config::Oidc;

/// Seconds by which the issuer's clock may be ahead of ours.
const SKEW: i64 = 60;

#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    token_use: Option<String>,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    aud: Option<Audience>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default, rename = "cognito:groups")]
    cognito_groups: Vec<String>,
    /// The claim's name at most other providers.
    #[serde(default)]
    groups: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn has(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Many(many) => many.iter().any(|one| one == client),
        }
    }
}

impl Claims {
    pub(super) fn accept(self, oidc: &Oidc, now: Timestamp) -> Result<Principal, AuthError> {
        let refuse = |reason| Err(rejected(reason));
        if self.iss.trim_end_matches('/') != oidc.issuer {
            return refuse("it is of another issuer");
        }
        if self.exp <= now.as_second() {
            return Err(AuthError::Expired);
        }
        if self.nbf.is_some_and(|from| from > now.as_second() + SKEW) {
            return refuse("it is not valid yet");
        }
        if !self.is_for(&oidc.client_id) {
            return refuse("it is made out to another client or of another kind");
        }
        let groups = self.cognito_groups.iter().chain(&self.groups);
        let role = groups.filter_map(|group| Role::of_group(group)).max().ok_or(AuthError::NoRole)?;
        // An access token has no e-mail address; its user name often is one.
        let name = self.email.or(self.username).unwrap_or_else(|| self.sub.clone());
        Ok(Principal { subject: self.sub, name, role })
    }

    /// An access token names its client, an id token its audience; a provider that does not distinguish the two must
    /// name us as the audience.
    fn is_for(&self, client: &str) -> bool {
        let audience = self.aud.as_ref().is_some_and(|aud| aud.has(client));
        match self.token_use.as_deref() {
            Some("access") => self.client_id.as_deref().map_or(audience, |named| named == client),
            Some("id") | None => audience,
            Some(_) => false,
        }
    }
}
