//! Creates everything that the API's process needs.

use std::sync::Arc;

use app::ports::QueueName;
use axum::http::HeaderValue;
use platform::{
    auth::Verifier,
    config::{ConfigError, Env, Oidc},
};
use wiring::{StartError, Wired};

use crate::{ApiSettings, ApiState};

const QUEUES: [QueueName; 4] = [QueueName::Import, QueueName::Sync, QueueName::Pricing, QueueName::Notify];
/// The longest wait for a slot in a shop's call budget. It is short, because a person waits for the answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub wiring: wiring::Config,
    pub oidc: Oidc,
    pub settings: ApiSettings,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?
            .sending(env, &QUEUES)?
            .dead_letters(env, &QUEUES)?
            .channels(env)?
            .media(env)?
            .patience(PATIENCE);
        let origins = env.list("ALLOWED_ORIGINS");
        let allowed_origins = origins.iter().map(|origin| {
            HeaderValue::from_str(origin).map_err(|_| ConfigError::Unusable {
                name: "ALLOWED_ORIGINS".to_owned(),
                problem: format!("{origin} is no origin"),
            })
        });
        let settings = ApiSettings {
            public_api_url: env.optional_url("PUBLIC_API_URL")?,
            webhook_base: env.url("WEBHOOK_BASE_URL")?,
            allowed_origins: allowed_origins.collect::<Result<_, _>>()?,
        };
        Ok(Self { wiring, oidc: Oidc::from_env(env)?, settings })
    }
}

/// Creates everything once. The issuer's keys are fetched in the background; a request that arrives before that fetches
/// them itself.
pub async fn state(config: Config) -> Result<ApiState, StartError> {
    let Wired { ports, http, .. } = wiring::wire(config.wiring).await?;
    let verifier = Arc::new(Verifier::new(http, config.oidc, ports.clock.clone()));
    let early = Arc::clone(&verifier);
    tokio::spawn(async move { early.warm_up().await });
    Ok(ApiState::new(ports, verifier, config.settings))
}
