//! Assembles a process: settings, AWS clients, the store, the queues, the channels.
//!
//! Owns: the assembly of [`Ports`] for all functions, so that each `main.rs` only lists what its function uses; the
//! [`Consumer`] of all functions that consume a queue.
//! Refuses: rules and decisions. Nothing here reads the content of a message, a product or a request.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use app::{
    Ports,
    ports::{QueueName, Settings},
};
use domain::Channel;
use platform::{
    aws,
    clock::SystemClock,
    config::{ConfigError, Env, QueueUrls},
    dead_letters::SqsDeadLetters,
    ids::TimeOrderedIds,
    image_hash::Decoder,
    images::HttpImages,
    mail::NoMail,
    media::{NoMedia, S3Media},
    picture::Preparer,
    queues::SqsOutbox,
    secrets::{NoSecrets, SecretsManager},
};
use registry::{Bases, CHANNELS, Registry, RegistryError};
use url::Url;

mod consumer;
pub use consumer::{Consumer, ConsumerConfig};

/// Why a process cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error("the HTTP client cannot be made")]
    Http(#[from] reqwest::Error),
}

/// The parts of a function's [`Ports`]. It starts with the table only. A function adds what else it uses; if a setting
/// for that is missing, the error names the variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    table: String,
    sending: QueueUrls,
    dead: QueueUrls,
    secret_prefix: Option<String>,
    bases: BTreeMap<&'static str, Bases>,
    calls_per_second: BTreeMap<Channel, u32>,
    patience: Duration,
    hash_images: bool,
    media_bucket: Option<String>,
}

impl Config {
    /// `TABLE_NAME`.
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            table: env.text("TABLE_NAME")?.to_owned(),
            sending: QueueUrls::default(),
            dead: QueueUrls::default(),
            secret_prefix: None,
            bases: BTreeMap::new(),
            calls_per_second: BTreeMap::new(),
            patience: Settings::default().patience,
            hash_images: Settings::default().hash_images,
            media_bucket: None,
        })
    }

    /// Sends to these queues: `{IMPORT,SYNC,PRICING,NOTIFY}_QUEUE_URL`.
    pub fn sending(mut self, env: &Env, queues: &[QueueName]) -> Result<Self, ConfigError> {
        self.sending = QueueUrls::sending(env, queues)?;
        Ok(self)
    }

    /// Shows and redrives the dead letters of these queues: `{IMPORT,SYNC,PRICING,NOTIFY}_DLQ_URL`.
    pub fn dead_letters(mut self, env: &Env, queues: &[QueueName]) -> Result<Self, ConfigError> {
        self.dead = QueueUrls::dead(env, queues)?;
        Ok(self)
    }

    /// Talks to the channels: `SECRET_PREFIX` and, for each remote channel, `…_API_BASE`, `…_AUTH_BASE` and
    /// `…_CALLS_PER_SECOND`.
    pub fn channels(mut self, env: &Env) -> Result<Self, ConfigError> {
        self.secret_prefix = Some(env.text("SECRET_PREFIX")?.to_owned());
        for entry in &CHANNELS {
            let Some(word) = entry.setting else { continue };
            let api = Some(env.url(&format!("{word}_API_BASE"))?);
            let auth = env.optional_url(&format!("{word}_AUTH_BASE"))?;
            let name = format!("{word}_CALLS_PER_SECOND");
            let pace = env.parsed_or(&name, 10_u32)?;
            if pace == 0 {
                return Err(ConfigError::Unusable { name, problem: "expected 1 or more".to_owned() });
            }
            self.bases.insert(word, Bases { api, auth });
            self.calls_per_second.insert((entry.capabilities)().channel, pace);
        }
        Ok(self)
    }

    /// Hashes the pictures of listings, unless `HASH_IMAGES` is `false`.
    pub fn pictures(mut self, env: &Env) -> Result<Self, ConfigError> {
        self.hash_images = env.parsed_or("HASH_IMAGES", true)?;
        Ok(self)
    }

    /// Stores or reads the seller's own pictures: `MEDIA_BUCKET`.
    pub fn media(mut self, env: &Env) -> Result<Self, ConfigError> {
        self.media_bucket = Some(env.text("MEDIA_BUCKET")?.to_owned());
        Ok(self)
    }

    /// The settings of the use cases. A host that shares one set of clients between functions gives each function its
    /// own settings.
    pub fn settings(&self) -> Settings {
        Settings {
            calls_per_second: self.calls_per_second.clone(),
            patience: self.patience,
            hash_images: self.hash_images,
            request_time: Settings::default().request_time,
            until: None,
        }
    }

    /// How long one worker waits for a slot in a shop's call budget; shorter for a function whose answer a person waits
    /// for.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

/// A process's ports, and the AWS configuration for its other clients.
#[derive(Debug, Clone)]
pub struct Wired {
    pub ports: Ports,
    pub aws: aws_config::SdkConfig,
    pub http: reqwest::Client,
}

/// Creates every client once and opens the first connection, so that no request has to wait for it.
pub async fn wire(config: Config) -> Result<Wired, StartError> {
    let settings = config.settings();
    let aws = aws::sdk_config().await;
    let http = platform::http::client()?;
    let store = Arc::new(store::Store::new(aws_sdk_dynamodb::Client::new(&aws), &config.table));
    let bases: Vec<Url> =
        config.bases.values().flat_map(|base| [&base.api, &base.auth]).flatten().cloned().collect();
    let listings: Arc<dyn app::ports::Listings> = store.clone();
    let registry = Registry::new(&http, &config.bases, &listings)?;
    let secrets: Arc<dyn app::ports::Secrets> = match config.secret_prefix {
        Some(prefix) => Arc::new(SecretsManager::new(&aws, prefix)),
        None => Arc::new(NoSecrets),
    };
    let media = media_of(config.media_bucket.as_deref(), &aws, &http);
    let ports = Ports {
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds),
        products: store.clone(),
        catalogue: store.clone(),
        card_maker: Arc::new(app::publishing::cards::PlannedCards),
        listings,
        matches: store.clone(),
        matching_rules: store.clone(),
        imports: store.clone(),
        rules: store.clone(),
        field_mappings: store.clone(),
        field_reports: store.clone(),
        repricings: store.clone(),
        bulk_tasks: store.clone(),
        categories: store.clone(),
        title_rules: store.clone(),
        verifications: store.clone(),
        plans: store.clone(),
        runs: store.clone(),
        sheets: store.clone(),
        connections: store.clone(),
        secrets,
        leases: store.clone(),
        budget: store.clone(),
        pacers: app::pacing::Pacers::default(),
        events: store.clone(),
        idempotency: store.clone(),
        audit: store.clone(),
        preferences: store.clone(),
        notifications: store.clone(),
        dead_letters: Arc::new(SqsDeadLetters::new(&aws, config.sending.clone(), config.dead)),
        outbox: Arc::new(SqsOutbox::new(&aws, config.sending)),
        mailer: Arc::new(NoMail),
        images: Arc::new(HttpImages::new(&bases)?),
        media,
        picture_preparer: Arc::new(Preparer::default()),
        image_hasher: Arc::new(Decoder::default()),
        image_hashes: store.clone(),
        marketplaces: Arc::new(registry),
        settings,
    };
    warm_up(&ports).await;
    Ok(Wired { ports, aws, http })
}

fn media_of(
    bucket: Option<&str>,
    aws: &aws_config::SdkConfig,
    http: &reqwest::Client,
) -> Arc<dyn app::ports::Media> {
    match bucket {
        Some(bucket) => Arc::new(S3Media::new(aws, http, bucket)),
        None => Arc::new(NoMedia),
    }
}

/// One cheap call. The first TLS connection takes most of a cold start, and Lambda gives more CPU to the start than to
/// the work after it. An error is only logged, because the first request would report it better.
async fn warm_up(ports: &Ports) {
    let Ok(nobody) = Channel::parse("nobody") else { return };
    if let Err(error) = ports.connections.get(&nobody).await {
        tracing::warn!(%error, "the table does not answer yet");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(without: &str) -> Env {
        let all = [
            ("TABLE_NAME", "syncstore"),
            ("SYNC_QUEUE_URL", "http://127.0.0.1:4566/000000000000/sync.fifo"),
            ("SYNC_DLQ_URL", "http://127.0.0.1:4566/000000000000/sync-dead.fifo"),
            ("SECRET_PREFIX", "syncstore/local/"),
            ("SHOPEE_API_BASE", "http://127.0.0.1:8791"),
            ("TIKTOK_API_BASE", "http://127.0.0.1:8792"),
            ("TIKTOK_AUTH_BASE", "http://127.0.0.1:8792"),
            ("TIKTOK_CALLS_PER_SECOND", "50"),
        ];
        all.into_iter().filter(|(name, _)| *name != without).collect()
    }

    fn config(env: &Env) -> Result<Config, ConfigError> {
        let queues = [QueueName::Sync];
        Config::from_env(env)?.sending(env, &queues)?.dead_letters(env, &queues)?.channels(env)
    }

    #[test]
    fn every_setting_that_a_function_uses_is_asked_for_by_name() {
        assert!(config(&env("")).is_ok());
        for name in [
            "TABLE_NAME",
            "SYNC_QUEUE_URL",
            "SYNC_DLQ_URL",
            "SECRET_PREFIX",
            "SHOPEE_API_BASE",
            "TIKTOK_API_BASE",
        ] {
            assert_eq!(config(&env(name)).unwrap_err(), ConfigError::Missing { name: name.to_owned() });
        }
    }

    #[test]
    fn the_pace_of_a_shop_is_a_setting_with_a_default() {
        let calls = config(&env("")).unwrap().calls_per_second;
        let calls: Vec<_> = calls.into_iter().map(|(channel, pace)| (channel.to_string(), pace)).collect();
        assert_eq!(calls, [("shopee".to_owned(), 10), ("tiktok_shop".to_owned(), 50)]);
    }

    #[test]
    fn a_function_without_channels_needs_only_its_table() {
        let env = Env::from_iter([("TABLE_NAME", "syncstore")]);
        assert_eq!(Config::from_env(&env).unwrap().secret_prefix, None);
    }
}
