//! A stub of Lambda's runtime API, with the parts that a function's process uses.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::{
    net::TcpListener,
    sync::{Mutex, mpsc},
    task::AbortHandle,
    time::{Instant, timeout},
};

const NEXT: &str = "/2018-06-01/runtime/invocation/next";
const RESPONSE: &str = "/2018-06-01/runtime/invocation/{id}/response";
const FAILURE: &str = "/2018-06-01/runtime/invocation/{id}/error";
const INIT_FAILURE: &str = "/2018-06-01/runtime/init/error";
/// A process that needs longer than this for one step is stuck.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest time-out of the template.
const FUNCTION_TIME_MS: u64 = 120_000;

/// What a process answered.
enum Answer {
    Done(Bytes),
    Failed(Bytes),
}

/// The API for one process.
pub struct Stub {
    pub port: u16,
    polls: mpsc::UnboundedReceiver<Instant>,
    answers: mpsc::UnboundedReceiver<(Instant, Answer)>,
    events: mpsc::UnboundedSender<Event>,
    server: AbortHandle,
}

struct Event {
    payload: String,
    deadline_ms: u64,
}

struct Side {
    polled: mpsc::UnboundedSender<Instant>,
    answered: mpsc::UnboundedSender<(Instant, Answer)>,
    events: Mutex<mpsc::UnboundedReceiver<Event>>,
}

impl Stub {
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let (polled, polls) = mpsc::unbounded_channel();
        let (answered, answers) = mpsc::unbounded_channel();
        let (events, waiting) = mpsc::unbounded_channel();
        let side = Arc::new(Side { polled, answered, events: Mutex::new(waiting) });
        let router = Router::new()
            .route(NEXT, get(next))
            .route(RESPONSE, post(response))
            .route(FAILURE, post(failure))
            .route(INIT_FAILURE, post(failure))
            .with_state(side);
        let server = tokio::spawn(async move { axum::serve(listener, router).await }).abort_handle();
        Ok(Self { port, polls, answers, events, server })
    }

    /// Waits until the process polls; returns the time of the poll.
    pub async fn polled(&mut self) -> anyhow::Result<Instant> {
        tokio::select! {
            polled = timeout(PATIENCE, self.polls.recv()) => {
                polled.context("the function asks for no event")?.context("the stub ended")
            }
            Some((_, Answer::Failed(body))) = self.answers.recv() => {
                bail!("the function failed to start: {}", String::from_utf8_lossy(&body))
            }
        }
    }

    /// Sends one event to a process that has polled, and waits until it polls again. Returns the time to the answer,
    /// and the answer.
    pub async fn invoke(&mut self, payload: String, now_ms: u64) -> anyhow::Result<(Duration, Bytes)> {
        let begun = Instant::now();
        self.events.send(Event { payload, deadline_ms: now_ms + FUNCTION_TIME_MS }).ok();
        let answer = timeout(PATIENCE, self.answers.recv()).await.context("no answer in time")?;
        let (at, answer) = answer.context("the stub ended")?;
        self.polled().await?;
        match answer {
            Answer::Done(body) => Ok((at - begun, body)),
            Answer::Failed(body) => bail!("the function failed: {}", String::from_utf8_lossy(&body)),
        }
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next(State(side): State<Arc<Side>>) -> Response {
    side.polled.send(Instant::now()).ok();
    let Some(event) = side.events.lock().await.recv().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let header = |name: &'static str, value: &str| {
        Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?))
    };
    let mut response = event.payload.into_response();
    response.headers_mut().extend(
        [
            header("content-type", "application/json"),
            header("lambda-runtime-aws-request-id", "6bc28136-xmpl-4365-b021-0ce6b2e64ab0"),
            header("lambda-runtime-deadline-ms", &event.deadline_ms.to_string()),
            header(
                "lambda-runtime-invoked-function-arn",
                "arn:aws:lambda:ap-southeast-3:123456789012:function:bench",
            ),
            header("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0"),
        ]
        .into_iter()
        .flatten(),
    );
    response
}

async fn response(State(side): State<Arc<Side>>, body: Bytes) -> StatusCode {
    side.answered.send((Instant::now(), Answer::Done(body))).ok();
    StatusCode::ACCEPTED
}

async fn failure(State(side): State<Arc<Side>>, body: Bytes) -> StatusCode {
    side.answered.send((Instant::now(), Answer::Failed(body))).ok();
    StatusCode::ACCEPTED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_process_gets_its_event_and_its_answer_is_heard() {
        let mut stub = Stub::start().await.unwrap();
        let api = format!("http://127.0.0.1:{}/2018-06-01/runtime/invocation", stub.port);
        let process = tokio::spawn(async move {
            let http = platform::http::client().unwrap();
            let event = http.get(format!("{api}/next")).send().await.unwrap();
            let id = event.headers()["lambda-runtime-aws-request-id"].to_str().unwrap().to_owned();
            let body = event.text().await.unwrap();
            http.post(format!("{api}/{id}/response")).body(body + "!").send().await.unwrap();
            let _ = http.get(format!("{api}/next")).send().await;
        });
        stub.polled().await.unwrap();
        let (_, answer) = stub.invoke("hello".to_owned(), 0).await.unwrap();
        assert_eq!(&answer[..], b"hello!");
        process.abort();
    }
}
