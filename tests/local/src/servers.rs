//! The two HTTP servers: the API with the dashboard, and the address to which marketplaces send pushes.

use std::{convert::Infallible, net::Ipv4Addr, sync::Arc};

use anyhow::Context;
use app::worker::schedule::Task;
use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};

use crate::{
    functions::Functions,
    pages::{self, Pages},
    schedules,
    settings::Settings,
};

/// Bound sockets that do not answer yet. A port that is in use is found before any client is created.
pub struct Doors {
    api: TcpListener,
    webhook: TcpListener,
    pages: Option<Pages>,
}

impl Doors {
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        Ok(Self {
            api: listen("API_PORT", settings.api_port).await?,
            webhook: listen("WEBHOOK_PORT", settings.webhook_port).await?,
            pages: settings.pages.as_deref().map(Pages::read).transpose()?,
        })
    }

    /// Serves until the host has to stop.
    pub fn serve(
        self,
        functions: &Functions,
        stopping: watch::Receiver<bool>,
    ) -> impl Future<Output = anyhow::Result<()>> + use<> {
        let api = pages::in_front_of(api::router(functions.api.clone()), self.pages)
            .layer(middleware::from_fn(to_the_end));
        let webhook = Router::new()
            .route("/_local/schedule/{task}", post(run_schedule))
            .with_state(functions.schedule.clone())
            .route("/_local/meter", get(meter))
            .fallback_service(Router::new().fallback(push).with_state(functions.webhook.clone()))
            .layer(middleware::from_fn(to_the_end));
        let until = |mut stopping: watch::Receiver<bool>| async move {
            // A dropped sender also means to stop.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        async move {
            let api = axum::serve(self.api, api).with_graceful_shutdown(until(stopping.clone()));
            let webhook = axum::serve(self.webhook, webhook).with_graceful_shutdown(until(stopping));
            tokio::try_join!(api.into_future(), webhook.into_future())?;
            Ok(())
        }
    }
}

/// As on Lambda, a request is finished even if the caller disconnects. Otherwise it could be cancelled after it stored
/// a record and before it sent the messages for it.
async fn to_the_end(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

async fn listen(name: &str, port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("the setting {name} names port {port}, which cannot be used"))
}

/// Converts a request to the form of a function URL, calls the function, and converts its answer back.
async fn push(State(deps): State<Arc<webhook::Deps>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, webhook::LARGEST + 1).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = lambda_http::Request::from_parts(parts, lambda_http::Body::Binary(bytes.to_vec()));
    match webhook::handler(request, &deps).await {
        Ok(response) => response.map(|body| Body::from(body.to_vec())),
        Err(never) => match never {},
    }
}

/// Runs a schedule now. Requests from a web page are refused; they are recognised by their `Origin` header.
async fn run_schedule(
    State(deps): State<Arc<schedule::Deps>>,
    Path(task): Path<Task>,
    headers: HeaderMap,
) -> Result<Response, Infallible> {
    if headers.contains_key(header::ORIGIN) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    Ok(match schedules::tick(&deps, task).await {
        Ok(ticked) => Json(ticked).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    })
}

/// The table capacity that all functions together consumed since the start, for the bench.
async fn meter() -> Json<Value> {
    let used = store::meter();
    Json(json!({
        "read_units": used.read_units, "write_units": used.write_units, "requests": used.requests
    }))
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        time::Duration,
    };

    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_caller_that_goes_away_does_not_cut_off_its_request() {
        let finished = Arc::new(AtomicBool::new(false));
        let seen = finished.clone();
        let work = move || async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            seen.store(true, Ordering::SeqCst);
        };
        let door = Router::new().route("/", get(work)).layer(middleware::from_fn(to_the_end));
        let answer = door.oneshot(Request::new(Body::empty()));
        assert!(
            tokio::time::timeout(Duration::from_millis(5), answer).await.is_err(),
            "the caller did not wait"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(finished.load(Ordering::SeqCst));
    }
}
