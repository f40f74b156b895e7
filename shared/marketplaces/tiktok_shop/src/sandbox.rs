//! A stateful stand-in of the channel's HTTP API, for tests and for running on one laptop.
//!
//! Serves the API host and the auth host on one port and a control API below `/_sandbox/`. It answers in the
//! documented shapes, the odd ones included, and where documents leave a choice it takes the harsher one: an edit
//! without `listing_platforms` leaves Tokopedia, a refresh token works once. It shares the signature with the client
//! and nothing else: its JSON is written on its own, so that a misspelling in `wire` cannot hide here.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{marketplace::FetchedListing, ports::Clock};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State as Shared},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;

mod api;
mod audit;
mod authorise;
mod check;
mod control;
mod edits;
mod faults;
mod gate;
mod journal;
mod lifecycle;
mod listings;
mod pushes;
mod reply;
mod seed;
mod shop;
mod state;
mod upload;
mod views;

use api::{Ask, Endpoint};
use faults::{Fault, Faults};
use journal::{Budget, Journal};
use pushes::Push;
use reply::Reply;
use state::State;

/// A word that no audit lets pass, in a title or a description.
pub const REFUSED_WORD: &str = "TERLARANG";
/// The warehouse that sells.
pub const WAREHOUSE: &str = "7068517275539719942";
/// How many products one search may match.
const SEARCH_WINDOW: usize = 10_000;
/// Larger than the largest picture.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Draws the picture of an image reference, as `/_sandbox/images/{reference}` serves it.
pub type Picture = Arc<dyn Fn(&str) -> Bytes + Send + Sync>;

/// What the stand-in represents.
#[derive(Clone)]
pub struct Options {
    pub app_key: String,
    pub app_secret: SecretString,
    pub shop_id: String,
    pub shop_cipher: String,
    pub seller_name: String,
    /// The call budget of the shop; without one there is no limit.
    pub calls_per_second: Option<u32>,
    pub clock: Arc<dyn Clock>,
    pub picture: Picture,
    /// Where this stand-in is reached, for the addresses of pictures.
    pub public_base: Url,
    pub access_token_ttl: Duration,
    /// How long an edit waits for its audit. Zero: it is decided at once.
    pub audit_delay: Duration,
    /// Where pushes go; without one there are none.
    pub webhook_url: Option<Url>,
    /// Where the authorise page sends the browser when the link does not say.
    pub redirect_url: Option<Url>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("app_key", &self.app_key)
            .field("shop_id", &self.shop_id)
            .field("calls_per_second", &self.calls_per_second)
            .field("audit_delay", &self.audit_delay)
            .finish_non_exhaustive()
    }
}

/// The stand-in.
#[derive(Debug)]
pub struct Sandbox {
    options: Options,
    inner: Mutex<Inner>,
    http: reqwest::Client,
}

#[derive(Debug)]
struct Inner {
    state: State,
    journal: Journal,
    faults: Faults,
    budget: Option<Budget>,
    search_window: usize,
    /// Uploaded pictures. Not part of a snapshot: after a restart they are drawn again.
    uploads: BTreeMap<String, Bytes>,
}

/// What an endpoint works on.
struct Desk<'a> {
    options: &'a Options,
    state: &'a mut State,
    search_window: usize,
    /// Unix milliseconds.
    now: i64,
    pushes: Vec<Push>,
    uploads: &'a mut BTreeMap<String, Bytes>,
}

impl Desk<'_> {
    /// Unix seconds.
    fn seconds(&self) -> i64 {
        self.now.div_euclid(1000)
    }
}

impl Sandbox {
    /// An empty shop.
    pub fn new(options: Options) -> Arc<Self> {
        let budget = options.calls_per_second.map(Budget::new);
        let inner = Inner {
            state: State::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            budget,
            search_window: SEARCH_WINDOW,
            uploads: BTreeMap::new(),
        };
        // Pushes to a host that hangs must not hold up a test for ever.
        let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build();
        let http = http.expect("a client without settings that can fail");
        Arc::new(Self { options, inner: Mutex::new(inner), http })
    }

    /// The API, the auth host and the control API.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/oauth/authorize", get(authorise::authorize))
            .route("/open/authorize", get(authorise::authorize))
            .route("/api/v2/token/get", get(authorise::token_get))
            .route("/api/v2/token/refresh", get(authorise::token_refresh))
            .route("/_sandbox/health", get(control::health))
            .route("/_sandbox/journal", get(control::journal).delete(control::clear_journal))
            .route("/_sandbox/stats", get(control::stats))
            .route("/_sandbox/faults", post(control::add_fault).delete(control::clear_faults))
            .route("/_sandbox/edit", post(control::edit))
            .route("/_sandbox/promotions", post(control::promotion))
            .route("/_sandbox/push", post(control::push))
            .route("/_sandbox/seed", post(control::seed))
            .route("/_sandbox/products", get(control::products))
            .route("/_sandbox/products/{id}", get(control::product))
            .route("/_sandbox/images/{*id}", get(control::image))
            .fallback(serve)
            .with_state(self.clone())
    }

    /// Puts listings into the shop as if they had always been there.
    pub fn seed(&self, listings: Vec<FetchedListing>) {
        let mut inner = self.lock();
        let mut desk = self.desk(&mut inner);
        for listing in listings {
            seed::put(&mut desk, &listing);
        }
    }

    /// How many products one search may match before it is refused: 10,000 unless a test says otherwise.
    pub fn set_search_window(&self, products: usize) {
        self.lock().search_window = products;
    }

    /// Everything that should survive a restart: products, tokens, keys. Not the journal nor the faults.
    pub fn snapshot(&self) -> Value {
        serde_json::to_value(&self.lock().state)
            .unwrap_or_else(|problem| json!({ "error": problem.to_string() }))
    }

    /// Puts back what [`Sandbox::snapshot`] gave.
    pub fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error> {
        self.lock().state = serde_json::from_value(snapshot)?;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic inside a test's handler must not hide the state from the next request.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        self.options.clock.now().as_millisecond()
    }

    fn desk<'a>(&'a self, inner: &'a mut Inner) -> Desk<'a> {
        Desk {
            options: &self.options,
            state: &mut inner.state,
            search_window: inner.search_window,
            now: self.now(),
            pushes: Vec::new(),
            uploads: &mut inner.uploads,
        }
    }

    /// Decides every audit that is due and returns the pushes that follow.
    fn settle(&self) -> Vec<Push> {
        let mut inner = self.lock();
        let mut desk = self.desk(&mut inner);
        audit::settle(&mut desk);
        desk.pushes
    }

    /// Sends pushes without delaying the answer, and decides what was just submitted when its time comes.
    fn follow_up(self: &Arc<Self>, pushes: Vec<Push>, submitted: bool) {
        if self.options.webhook_url.is_none() && self.lock().state.webhooks.is_empty() {
            return;
        }
        let sandbox = self.clone();
        tokio::spawn(async move {
            sandbox.send_all(pushes).await;
            if submitted {
                tokio::time::sleep(sandbox.options.audit_delay + Duration::from_millis(20)).await;
                let pushes = sandbox.settle();
                sandbox.send_all(pushes).await;
            }
        });
    }
}

/// A call of the API: every path that is not a command to the stand-in.
async fn serve(Shared(sandbox): Shared<Arc<Sandbox>>, request: Request) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let fault = sandbox.lock().faults.take(&path);
    if let Some(fault) = &fault {
        faults::wait(fault).await;
    }
    let endpoint = api::find(&method, &path);
    let (template, write) = endpoint
        .as_ref()
        .map_or((path.clone(), false), |(endpoint, _)| (endpoint.path.to_owned(), endpoint.write));
    let entry = journal::Entry::new(method, path, template, write, sandbox.now());
    if fault == Some(Fault::DropBefore) {
        sandbox.lock().journal.add(entry.answered(0, -1));
        return faults::closed();
    }
    let reply = match fault.as_ref().and_then(|fault| faults::instead(fault, &sandbox, request.headers())) {
        Some(reply) => reply,
        None => answer(&sandbox, endpoint, request).await,
    };
    let dropped = fault == Some(Fault::DropAfter);
    let (status, code) = if dropped { (0, -1) } else { (reply.status, reply.code) };
    sandbox.lock().journal.add(entry.answered(status, code));
    if dropped { faults::closed() } else { reply.into_response() }
}

async fn answer(
    sandbox: &Arc<Sandbox>,
    endpoint: Result<(&'static Endpoint, Option<String>), Reply>,
    request: Request,
) -> Reply {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return Reply::fail(36_009_021, "The request body is too large");
    };
    let (endpoint, id) = match endpoint {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let query = match gate::check(sandbox, endpoint, &parts, &body) {
        Ok(query) => query,
        Err(reply) => return reply,
    };
    let content = match gate::content(endpoint, &parts, &body).await {
        Ok(content) => content,
        Err(reply) => return reply,
    };
    let ask = Ask { id: id.unwrap_or_default(), query, content };
    let (reply, pushes, submitted) = {
        let mut inner = sandbox.lock();
        let mut desk = sandbox.desk(&mut inner);
        audit::settle(&mut desk);
        let before = desk.state.pending();
        let reply = (endpoint.run)(&mut desk, &ask);
        let submitted = desk.state.pending() != before;
        (reply, desk.pushes, submitted)
    };
    sandbox.follow_up(pushes, submitted);
    reply
}

/// A body that breaks off the connection before anything was sent.
fn broken_body() -> Body {
    let broken = std::io::Error::other("the sandbox closes the connection");
    Body::from_stream(futures::stream::once(async move { Err::<Bytes, _>(broken) }))
}
