//! All settings of the functions, read together, so that a missing setting is reported before anything runs.

use std::path::PathBuf;

use platform::config::{ConfigError, Env};
use wiring::ConsumerConfig;

/// The settings of every function, each read as the function itself reads them. The clients are created once, from the
/// API's settings, because the API uses every queue and channel.
#[derive(Debug)]
pub struct Settings {
    pub api_port: u16,
    pub webhook_port: u16,
    /// The description of the pages to serve beside the API; `None` if the dashboard was not built.
    pub pages: Option<PathBuf>,
    pub api: api::start::Config,
    pub webhook: webhook::Config,
    pub schedule: schedule::Config,
    pub import: ConsumerConfig,
    pub sync: ConsumerConfig,
    pub pricing: ConsumerConfig,
    pub notify: notify::Config,
}

impl Settings {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            api_port: env.parsed("API_PORT")?,
            webhook_port: env.parsed("WEBHOOK_PORT")?,
            pages: env.optional("PAGES").map(PathBuf::from),
            api: api::start::Config::from_env(env)?,
            webhook: webhook::Config::from_env(env)?,
            schedule: schedule::Config::from_env(env)?,
            import: import::config(env)?,
            sync: sync::config(env)?,
            pricing: pricing::config(env)?,
            notify: notify::Config::from_env(env)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: [&str; 19] = [
        "TABLE_NAME",
        "IMPORT_QUEUE_URL",
        "SYNC_QUEUE_URL",
        "PRICING_QUEUE_URL",
        "NOTIFY_QUEUE_URL",
        "IMPORT_DLQ_URL",
        "SYNC_DLQ_URL",
        "PRICING_DLQ_URL",
        "NOTIFY_DLQ_URL",
        "SECRET_PREFIX",
        "SHOPEE_API_BASE",
        "TIKTOK_API_BASE",
        "API_PORT",
        "WEBHOOK_PORT",
        "OIDC_ISSUER",
        "OIDC_JWKS_URL",
        "OIDC_CLIENT_ID",
        "WEBHOOK_BASE_URL",
        "MEDIA_BUCKET",
    ];

    fn env(without: &str) -> Env {
        let value = |name: &str| if name.ends_with("_PORT") { "8787" } else { "http://127.0.0.1:1/x" };
        NEEDED.into_iter().filter(|name| *name != without).map(|name| (name, value(name))).collect()
    }

    #[test]
    fn every_missing_setting_is_named() {
        assert!(Settings::from_env(&env("")).is_ok());
        for name in NEEDED {
            assert_eq!(
                Settings::from_env(&env(name)).unwrap_err(),
                ConfigError::Missing { name: name.to_owned() }
            );
        }
    }
}
