//! The shops' secrets over Secrets Manager: one entry per channel.
//!
//! Only this file handles secrets as plain text, while an entry is read or written; all other code uses `SecretString`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use app::{
    StoreError,
    marketplace::{AppCredentials, ShopTokens},
    ports::{ConnectionSecret, Secrets},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_secretsmanager::{
    Client,
    operation::{delete_secret::DeleteSecretError, put_secret_value::PutSecretValueError},
};
use domain::{Channel, ShopId};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::aws::{self, Late, late};

/// How long an entry is cached. After another process refreshed a token, callers read it with `fresh`.
const BELIEVED: Duration = Duration::from_mins(1);
/// How long the absence of an entry is cached: short, because the seller may be entering it right now.
const ABSENCE_BELIEVED: Duration = Duration::from_secs(5);

/// One secret per channel, named `{prefix}{channel}`.
#[derive(Debug)]
pub struct SecretsManager {
    client: Late<Client>,
    prefix: String,
    cache: Mutex<BTreeMap<Channel, Cached>>,
}

#[derive(Debug, Clone)]
struct Cached {
    secret: Option<ConnectionSecret>,
    until: Instant,
}

impl SecretsManager {
    /// `prefix` is the setting `SECRET_PREFIX`, such as `syncstore/prod/`.
    pub fn new(config: &SdkConfig, prefix: impl Into<String>) -> Self {
        Self { client: late(config, Client::new), prefix: prefix.into(), cache: Mutex::default() }
    }

    fn id(&self, channel: &Channel) -> String {
        format!("{}{channel}", self.prefix)
    }

    fn cached(&self, channel: &Channel) -> Option<Cached> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(channel).filter(|entry| entry.until > Instant::now()).cloned()
    }

    fn remember(&self, channel: &Channel, secret: Option<ConnectionSecret>) {
        let until = Instant::now() + if secret.is_some() { BELIEVED } else { ABSENCE_BELIEVED };
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.insert(channel.clone(), Cached { secret, until });
    }

    fn forget(&self, channel: &Channel) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).remove(channel);
    }

    async fn fetch(&self, channel: &Channel) -> Result<Option<ConnectionSecret>, StoreError> {
        let asked = self.client.get_secret_value().secret_id(self.id(channel)).send().await;
        let answer = match asked {
            Ok(answer) => answer,
            Err(error) => {
                let known = error.as_service_error();
                // For a secret that is being deleted, AWS answers with an invalid request. We treat it as deleted.
                return if known
                    .is_some_and(|e| e.is_resource_not_found_exception() || e.is_invalid_request_exception())
                {
                    Ok(None)
                } else {
                    Err(aws::unavailable("Secrets Manager", &error))
                };
            }
        };
        let text = SecretString::from(answer.secret_string.unwrap_or_default());
        read(&text).map(Some)
    }
}

#[async_trait]
impl Secrets for SecretsManager {
    async fn get(&self, channel: &Channel, fresh: bool) -> Result<Option<ConnectionSecret>, StoreError> {
        if !fresh && let Some(known) = self.cached(channel) {
            return Ok(known.secret);
        }
        let secret = self.fetch(channel).await?;
        self.remember(channel, secret.clone());
        Ok(secret)
    }

    async fn put(&self, channel: &Channel, secret: &ConnectionSecret) -> Result<(), StoreError> {
        // Whether or not the write succeeds, the cached entry may be wrong now.
        self.forget(channel);
        let (id, text) = (self.id(channel), write(secret)?);
        let put =
            self.client.put_secret_value().secret_id(&id).secret_string(text.expose_secret()).send().await;
        if let Err(error) = put {
            if !error.as_service_error().is_some_and(PutSecretValueError::is_resource_not_found_exception) {
                return Err(aws::unavailable("Secrets Manager", &error));
            }
            self.client
                .create_secret()
                .name(&id)
                .description("SyncStore: credentials and tokens of one channel")
                .secret_string(text.expose_secret())
                .send()
                .await
                .map_err(|error| aws::unavailable("Secrets Manager", &error))?;
        }
        self.remember(channel, Some(secret.clone()));
        Ok(())
    }

    async fn delete(&self, channel: &Channel) -> Result<(), StoreError> {
        self.forget(channel);
        let deleted = self
            .client
            .delete_secret()
            .secret_id(self.id(channel))
            .force_delete_without_recovery(true)
            .send()
            .await;
        match deleted {
            Err(error)
                if !error
                    .as_service_error()
                    .is_some_and(DeleteSecretError::is_resource_not_found_exception) =>
            {
                Err(aws::unavailable("Secrets Manager", &error))
            }
            _ => Ok(()),
        }
    }
}

/// For the functions that need no secrets and may not read any.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSecrets;

#[async_trait]
impl Secrets for NoSecrets {
    async fn get(&self, _: &Channel, _: bool) -> Result<Option<ConnectionSecret>, StoreError> {
        Err(no_secrets())
    }
    async fn put(&self, _: &Channel, _: &ConnectionSecret) -> Result<(), StoreError> {
        Err(no_secrets())
    }
    async fn delete(&self, _: &Channel) -> Result<(), StoreError> {
        Err(no_secrets())
    }
}

fn no_secrets() -> StoreError {
    StoreError::Unavailable("this function has no access to secrets".to_owned())
}

/// The stored form of an entry. Fields are only added, each with a default.
#[derive(Serialize, Deserialize)]
struct Entry {
    app_id: String,
    app_secret: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service_id: Option<String>,
    #[serde(default)]
    webhook_url: String,
    #[serde(default)]
    shops: BTreeMap<ShopId, Tokens>,
}

#[derive(Serialize, Deserialize)]
struct Tokens {
    access_token: String,
    refresh_token: String,
    access_expires_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_expires_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cipher: Option<String>,
    #[serde(default)]
    generation: u64,
}

fn read(text: &SecretString) -> Result<ConnectionSecret, StoreError> {
    // The parser's own message may quote the text, so it is not passed on.
    let entry: Entry = serde_json::from_str(text.expose_secret()).map_err(|problem| {
        StoreError::Corrupt(format!("a secret is not in our shape, line {}", problem.line()))
    })?;
    let tokens = |tokens: Tokens| ShopTokens {
        access_token: tokens.access_token.into(),
        refresh_token: tokens.refresh_token.into(),
        access_expires_at: tokens.access_expires_at,
        refresh_expires_at: tokens.refresh_expires_at,
        cipher: tokens.cipher,
        generation: tokens.generation,
    };
    Ok(ConnectionSecret {
        credentials: AppCredentials {
            app_id: entry.app_id,
            app_secret: entry.app_secret.into(),
            service_id: entry.service_id,
        },
        webhook_url: entry.webhook_url,
        shops: entry.shops.into_iter().map(|(shop, kept)| (shop, tokens(kept))).collect(),
    })
}

fn write(secret: &ConnectionSecret) -> Result<SecretString, StoreError> {
    let tokens = |tokens: &ShopTokens| Tokens {
        access_token: tokens.access_token.expose_secret().to_owned(),
        refresh_token: tokens.refresh_token.expose_secret().to_owned(),
        access_expires_at: tokens.access_expires_at,
        refresh_expires_at: tokens.refresh_expires_at,
        cipher: tokens.cipher.clone(),
        generation: tokens.generation,
    };
    let entry = Entry {
        app_id: secret.credentials.app_id.clone(),
        app_secret: secret.credentials.app_secret.expose_secret().to_owned(),
        service_id: secret.credentials.service_id.clone(),
        webhook_url: secret.webhook_url.clone(),
        shops: secret.shops.iter().map(|(shop, held)| (shop.clone(), tokens(held))).collect(),
    };
    serde_json::to_string(&entry)
        .map(SecretString::from)
        .map_err(|_| StoreError::Corrupt("a secret cannot be written".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> ConnectionSecret {
        let tokens = ShopTokens {
            access_token: "access-1".into(),
            refresh_token: "refresh-1".into(),
            access_expires_at: "2026-11-21T04:00:00Z".parse().unwrap(),
            refresh_expires_at: None,
            cipher: Some("cipher".into()),
            generation: 3,
        };
        ConnectionSecret {
            credentials: AppCredentials {
                app_id: "2001887".into(),
                app_secret: "hush".into(),
                service_id: None,
            },
            webhook_url: "https://hooks.example/webhooks/shopee".into(),
            shops: BTreeMap::from([(ShopId::parse("14701711").unwrap(), tokens)]),
        }
    }

    #[test]
    fn an_entry_survives_being_written_and_read() {
        let back = read(&write(&secret()).unwrap()).unwrap();
        let shop = &back.shops[&ShopId::parse("14701711").unwrap()];
        assert_eq!(back.credentials.app_secret.expose_secret(), "hush");
        assert_eq!(shop.refresh_token.expose_secret(), "refresh-1");
        assert_eq!((shop.generation, shop.cipher.as_deref()), (3, Some("cipher")));
    }

    #[test]
    fn an_entry_without_shops_still_decodes() {
        let text = r#"{"app_id":"1","app_secret":"s"}"#.to_owned();
        assert!(read(&text.into()).unwrap().shops.is_empty());
    }

    #[test]
    fn an_unreadable_entry_is_reported_without_its_text() {
        let text = r#"{"app_id":"1","app_secret":{"hush":1}}"#.to_owned();
        assert!(!read(&text.into()).unwrap_err().to_string().contains("hush"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let text = format!("{:?}", secret());
        assert!(!text.contains("hush") && !text.contains("access-1") && !text.contains("refresh-1"));
    }
}
