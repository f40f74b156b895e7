//! Everything that the functions are told, read at once, so that a missing setting shows before anything runs.

use api::ApiSettings;
use app::ports::QueueName;
use axum::http::HeaderValue;
use platform::config::{ConfigError, Env, Oidc};

const QUEUES: [QueueName; 4] = [QueueName::Import, QueueName::Sync, QueueName::Pricing, QueueName::Notify];

#[derive(Debug)]
pub struct Settings {
    pub api_port: u16,
    pub webhook_port: u16,
    pub wiring: wiring::Config,
    pub import: import::Config,
    pub sync: sync::Config,
    pub pricing: pricing::Config,
    pub notify: notify::Config,
    pub oidc: Oidc,
    pub api: ApiSettings,
}

impl Settings {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?
            .sending(env, &QUEUES)?
            .dead_letters(env, &QUEUES)?
            .channels(env)?;
        Ok(Self {
            api_port: env.parsed("API_PORT")?,
            webhook_port: env.parsed("WEBHOOK_PORT")?,
            wiring,
            import: import::Config::from_env(env)?,
            sync: sync::Config::from_env(env)?,
            pricing: pricing::Config::from_env(env)?,
            notify: notify::Config::from_env(env)?,
            oidc: Oidc::from_env(env)?,
            api: api(env)?,
        })
    }
}

fn api(env: &Env) -> Result<ApiSettings, ConfigError> {
    let origin = |text: String| {
        HeaderValue::try_from(text).map_err(|problem| ConfigError::Unusable {
            name: "ALLOWED_ORIGINS".into(),
            problem: problem.to_string(),
        })
    };
    Ok(ApiSettings {
        public_api_url: env.optional_url("PUBLIC_API_URL")?,
        webhook_base: env.url("WEBHOOK_BASE_URL")?,
        allowed_origins: env.list("ALLOWED_ORIGINS").into_iter().map(origin).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: [&str; 18] = [
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
