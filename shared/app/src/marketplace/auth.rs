//! How a shop is connected: the authorisation and the refresh of its tokens.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{Limits, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{AppCredentials, ShopSession, ShopTokens};
use crate::ChannelError;

/// A shop that a seller has just authorised, or whose state was asked for.
#[derive(Debug, Clone)]
pub struct AuthorizedShop {
    pub shop: ShopId,
    pub name: Option<String>,
    pub region: Option<String>,
    /// When the seller has to click again.
    pub authorization_expires_at: Option<Timestamp>,
    pub tokens: ShopTokens,
}

/// What the channel says about a connected shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopInfo {
    pub name: Option<String>,
    pub region: Option<String>,
    pub authorization_expires_at: Option<Timestamp>,
    /// Limits read from the shop, where it says them.
    pub limits: Option<Limits>,
}

/// The query of a redirect back from the channel's authorise page.
pub type CallbackQuery = BTreeMap<String, String>;

/// Connects shops of one channel.
#[async_trait]
pub trait ChannelAuth: Send + Sync {
    /// The page where the seller allows access. `state` comes back with the redirect.
    fn authorization_link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        now: Timestamp,
    ) -> Result<Url, ChannelError>;

    /// Exchanges what the redirect brought for tokens. One code may open several shops.
    async fn exchange_code(
        &self,
        credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError>;

    /// A fresh pair. The old refresh token may be dead the moment this was sent: the caller serialises refreshes and
    /// stores the new pair before anyone uses it. `generation` of the result is one more than before.
    async fn refresh(
        &self,
        credentials: &AppCredentials,
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError>;

    /// Asks the channel who we are: the test of a connection. Also reads the shop's limits.
    async fn shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError>;
}
