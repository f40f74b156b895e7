//! The `webhook` function: receives the pushes of the marketplaces.
//!
//! Owns: the address `POST /webhooks/{channel}`, the raw bytes of the body, and the answer that a marketplace reads.
//! Refuses: checking a push's signature and acting on it; that is `app::shops::receive`.
//!
//! | result | answer, always with an empty body |
//! |---|---|
//! | accepted now or before; signed but unreadable (its shape is kept and logged) | the channel's own acknowledgement |
//! | signature missing or wrong, or no connection has a secret to check it with | 401 |
//! | older than the window | 400 |
//! | no such channel or path | 404 |
//! | not a POST | 405 |
//! | a body above 256 KB | 413 |
//! | our own storage or queues failed | 503, so that the channel sends it again |

use std::{collections::BTreeMap, convert::Infallible, time::Duration};

use app::{
    Ports, UseCaseError,
    ports::QueueName,
    shops::receive::{Received, receive},
};
use domain::Channel;
use lambda_http::{
    Body, Request, Response,
    http::{HeaderMap, Method, StatusCode, header},
};
use platform::config::{ConfigError, Env};
use wiring::{StartError, Wired};

/// The largest push, in bytes.
pub const LARGEST: usize = 256 * 1024;
const PATH: &str = "/webhooks/";
/// The longest wait for a slot in a call budget. It is short because a channel waits only three seconds for its answer;
/// this function calls no channel anyway.
const PATIENCE: Duration = Duration::from_secs(1);

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub wiring: wiring::Config,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?
            .sending(env, &[QueueName::Sync, QueueName::Notify])?
            .channels(env)?
            .patience(PATIENCE);
        Ok(Self { wiring })
    }
}

/// What the handler uses: created once per process.
#[derive(Debug, Clone)]
pub struct Deps {
    pub ports: Ports,
}

impl Deps {
    pub async fn new(config: Config) -> Result<Self, StartError> {
        let Wired { ports, .. } = wiring::wire(config.wiring).await?;
        Ok(Self { ports })
    }
}

/// Receives one push and answers it.
pub async fn handler(request: Request, deps: &Deps) -> Result<Response<Body>, Infallible> {
    let status = answer(&request, deps).await;
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
    }
    Ok(response)
}

async fn answer(request: &Request, deps: &Deps) -> StatusCode {
    let Some(channel) = channel_of(request.uri().path()) else { return StatusCode::NOT_FOUND };
    let Some(marketplace) = deps.ports.marketplaces.get(&channel) else { return StatusCode::NOT_FOUND };
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    let body: &[u8] = request.body();
    if body.len() > LARGEST {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let refused = |status: StatusCode, why: Received| {
        tracing::warn!(channel = %channel, status = status.as_u16(), bytes = body.len(), ?why, "push refused");
        status
    };
    match receive(&deps.ports, &channel, &headers(request.headers()), body).await {
        // A push that is signed but cannot be read is kept, counted and logged. If we refused it, the channel would
        // only repeat it, and after many refusals it would stop all pushes.
        Ok(Received::Accepted | Received::Duplicate | Received::Malformed) => {
            StatusCode::from_u16(marketplace.acknowledgement()).unwrap_or(StatusCode::OK)
        }
        Ok(why @ (Received::Forged | Received::NotConnected)) => refused(StatusCode::UNAUTHORIZED, why),
        Ok(why @ Received::Stale) => refused(StatusCode::BAD_REQUEST, why),
        // Were it acknowledged, a delivery that died would be lost: the channel sends it again.
        Ok(why @ Received::AtWork) => refused(StatusCode::SERVICE_UNAVAILABLE, why),
        Err(UseCaseError::NotFound { .. }) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(channel = %channel, %error, "a push could not be taken");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

fn channel_of(path: &str) -> Option<Channel> {
    Channel::parse(path.strip_prefix(PATH)?.trim_end_matches('/')).ok()
}

/// The headers with lower-case names, as the channels' clients expect them. Headers that are not text are left out,
/// because no signature is one.
fn headers(all: &HeaderMap) -> BTreeMap<String, String> {
    let text = all.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?)));
    text.map(|(name, value)| (name, value.to_owned())).collect()
}

#[cfg(test)]
mod tests;
