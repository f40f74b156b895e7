//! The HTTP API of SyncStore.
//!
//! Owns: routes, JSON, status codes, roles, idempotency keys and entity tags; `docs/API.md` and `docs/ERRORS.md`.
//! Refuses: business rules (use cases of `app`), storage and queues (ports), and every marketplace's own words.

use std::{fmt, sync::Arc};

use app::ports::{Authenticator, Ports};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Method, header},
    middleware::from_fn_with_state,
};
use tower_http::cors::{AllowOrigin, CorsLayer};

pub mod body;
pub mod client;
pub mod download;
pub mod etag;
pub mod guard;
pub mod idempotency;
pub mod observe;
pub mod openapi;
pub mod permissions;
pub mod problem;
pub mod query;
mod route;
mod routes;
pub mod settings;
pub mod sheet;
pub mod start;
pub mod wire;

pub use settings::ApiSettings;

use problem::{Problem, codes::request};

/// What every handler can use.
#[derive(Clone)]
pub struct ApiState {
    pub ports: Ports,
    pub auth: Arc<dyn Authenticator>,
    pub settings: Arc<ApiSettings>,
}

impl ApiState {
    pub fn new(ports: Ports, auth: Arc<dyn Authenticator>, settings: ApiSettings) -> Self {
        let audit = Arc::new(client::FromClient(Arc::clone(&ports.audit)));
        Self { ports: Ports { audit, ..ports }, auth, settings: Arc::new(settings) }
    }
}

impl fmt::Debug for ApiState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiState").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The whole API as one service, for Lambda, the native host and tests.
pub fn router(state: ApiState) -> Router {
    routes::all::<Router<ApiState>>()
        .route_layer(from_fn_with_state(state.clone(), guard::guard))
        .method_not_allowed_fallback(async || Problem::of(&request::METHOD_NOT_ALLOWED))
        .fallback(async || Problem::of(&request::ROUTE_NOT_FOUND))
        .layer(DefaultBodyLimit::max(body::MAX_BODY))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .layer(cors(&state.settings))
        .with_state(state)
}

fn cors(settings: &ApiSettings) -> CorsLayer {
    // Requests are never authenticated by a cookie, so a deployment may allow any origin.
    let origins = if settings.allowed_origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(settings.allowed_origins.iter().cloned())
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            idempotency::KEY,
            observe::REQUEST_ID,
        ])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
            idempotency::REPLAYED,
            observe::REQUEST_ID,
        ])
        .max_age(std::time::Duration::from_hours(1))
}
