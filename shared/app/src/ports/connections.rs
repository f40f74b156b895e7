//! Connections: what a person sees of one, what the secret store keeps, and the lock that serialises refreshes.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{Channel, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Versioned;
use crate::{
    StoreError,
    marketplace::{AppCredentials, ShopInfo, ShopTokens},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Credentials are saved; no shop was authorised yet.
    AwaitingAuthorization,
    Connected,
    /// The channel refuses the tokens: a person has to authorise again.
    NeedsAuthorization,
}

/// What may be shown of a connection. Holds no secret: of each only the last 4 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub channel: Channel,
    pub state: ConnectionState,
    pub app_id: String,
    pub secret_last4: String,
    /// What the seller saves at the channel as the address of pushes, to the letter.
    pub webhook_url: String,
    pub shops: BTreeMap<ShopId, ConnectedShop>,
    /// What went wrong last, for a person.
    pub problem: Option<String>,
    /// Of the authorisation that is under way: the `state` we expect back, its redirect and when it lapses.
    pub pending: Option<PendingAuthorization>,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingAuthorization {
    pub state: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedShop {
    pub info: ShopInfo,
    pub access_expires_at: Timestamp,
    pub refresh_expires_at: Option<Timestamp>,
    pub last_refresh_at: Timestamp,
    /// When the limits in `info` were read.
    pub checked_at: Option<Timestamp>,
    /// Up to when the shop was asked what changed there.
    #[serde(default)]
    pub reconciled_at: Option<Timestamp>,
    /// The generation of tokens that the channel refused for good: asking with them again cannot help.
    #[serde(default)]
    pub refused: Option<u64>,
    /// When the shop's promotions last changed: locks of prices that were met before say nothing any more.
    #[serde(default)]
    pub promotions_changed_at: Option<Timestamp>,
}

#[async_trait]
pub trait Connections: Send + Sync {
    async fn get(&self, channel: &Channel) -> Result<Option<Versioned<Connection>>, StoreError>;
    async fn all(&self) -> Result<Vec<Versioned<Connection>>, StoreError>;
    /// `expected` is 0 for the first.
    async fn put(&self, connection: &Connection, expected: u64) -> Result<Versioned<Connection>, StoreError>;
    async fn delete(&self, channel: &Channel) -> Result<(), StoreError>;
}

/// All secrets of one channel: one entry in the secret store.
#[derive(Debug, Clone)]
pub struct ConnectionSecret {
    pub credentials: AppCredentials,
    pub webhook_url: String,
    pub shops: BTreeMap<ShopId, ShopTokens>,
}

#[async_trait]
pub trait Secrets: Send + Sync {
    /// May answer from a short-lived cache; `fresh` asks the store itself.
    async fn get(&self, channel: &Channel, fresh: bool) -> Result<Option<ConnectionSecret>, StoreError>;
    async fn put(&self, channel: &Channel, secret: &ConnectionSecret) -> Result<(), StoreError>;
    async fn delete(&self, channel: &Channel) -> Result<(), StoreError>;
}

/// Leases by name, shared by all Lambdas.
#[async_trait]
pub trait Leases: Send + Sync {
    /// `true` when `owner` holds `name` until `until`. An expired lease can be taken over.
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError>;
    async fn release(&self, name: &str, owner: &str) -> Result<(), StoreError>;
}
