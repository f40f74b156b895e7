//! A stand-in of Shopee's HTTP API with a memory, for tests and local runs. Never part of a Lambda.
//!
//! It checks everything: signatures, timestamps, tokens, required fields and limits; and answers come in
//! the documented shapes with the odd ones seen on the wire (weights as texts, `next_offset` missing on the last
//! page, HTTP 200 with an error, refusals of parts beside an error). It shares no code with the client but the
//! signature, so that both cannot be wrong in the same way.
//!
//! Under `/_sandbox/` it takes commands: `health`, `journal`, `stats`, `faults`, `edit`, `items/{id}`, `push`,
//! `promotions`, `images/{id}`. See `README.md`.

#![expect(clippy::unnecessary_wraps, reason = "all handlers of a table have one signature")]
#![expect(clippy::needless_pass_by_value, reason = "refusals and lists move into answers")]

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::marketplace::FetchedListing;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, delete, get, post},
};
use bytes::Bytes;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;
use url::Url;

mod api;
mod authorise;
mod budget;
mod control;
mod create;
mod edits;
mod faults;
mod gate;
mod journal;
mod listings;
mod prices;
mod pushes;
mod request;
mod seed;
mod shop;
mod state;
mod tables;
mod variations;
mod views;

use budget::TokenBucket;
use faults::Faults;
use journal::Journal;
use state::State;

/// The settings of the sandbox at its start.
#[derive(Clone)]
pub struct Options {
    pub partner_id: u64,
    pub partner_key: SecretString,
    pub shop_id: u64,
    /// The shop's call budget; calls above it get 429 and `error_rate_limit`. Absent for no limit.
    pub calls_per_second: Option<u32>,
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The bytes of a picture that was not uploaded.
    pub picture: Arc<dyn Fn(&str) -> Bytes + Send + Sync>,
    /// Where the sandbox is reached; addresses of pictures begin with it.
    pub public_base: Url,
    pub access_token_ttl: Duration,
    /// Where pushes go, exactly as it is signed.
    pub webhook_url: Option<Url>,
    /// How deep an offset of `get_item_list` may go. Absent for no limit.
    pub max_offset: Option<usize>,
    /// The places of the seller's stock. With several, stock must name one of them; with one it must not.
    pub locations: Vec<String>,
    /// Also pushes what API calls change, so that a client receives the echo of its own writes.
    pub echo_pushes: bool,
}

impl Options {
    /// A shop without a budget, by the real clock, with access tokens of four hours.
    pub fn new(partner_id: u64, partner_key: SecretString, shop_id: u64, public_base: Url) -> Self {
        Self {
            partner_id,
            partner_key,
            shop_id,
            calls_per_second: None,
            clock: Arc::new(wall_clock),
            picture: Arc::new(|_| Bytes::from_static(tables::PIXEL)),
            public_base,
            access_token_ttl: Duration::from_hours(4),
            webhook_url: None,
            max_offset: None,
            locations: vec!["IDZ".to_owned()],
            echo_pushes: false,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("shop_id", &self.shop_id).finish_non_exhaustive()
    }
}

#[expect(clippy::disallowed_methods, reason = "the sandbox plays the outside world, which has its own clock")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

/// One shop.
pub struct Sandbox {
    options: Options,
    state: Mutex<State>,
    journal: Mutex<Journal>,
    faults: Mutex<Faults>,
    budget: Mutex<TokenBucket>,
    http: reqwest::Client,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Sandbox {
    pub fn new(options: Options) -> Arc<Self> {
        // Shopee waits three seconds for the answer to a push.
        let http = reqwest::Client::builder().timeout(Duration::from_secs(3)).build().unwrap_or_default();
        let state = State::new(options.webhook_url.as_ref().map(Url::to_string));
        Arc::new(Self {
            budget: Mutex::new(TokenBucket::new(options.calls_per_second)),
            options,
            state: Mutex::new(state),
            journal: Mutex::default(),
            faults: Mutex::default(),
            http,
        })
    }

    /// Shopee's paths, the authorise pages and `/_sandbox/`.
    pub fn router(self: &Arc<Self>) -> Router {
        let control = Router::new()
            .route("/health", get(control::health))
            .route("/journal", get(control::journal).delete(control::clear_journal))
            .route("/stats", get(control::stats))
            .route("/faults", post(control::add_fault).get(control::list_faults))
            .route("/faults", delete(control::clear_faults))
            .route("/edit", post(control::edit))
            .route("/seed", post(control::seed))
            .route("/budget", post(control::limit))
            .route("/items", get(control::items))
            .route("/items/{id}", get(control::item))
            .route("/push", post(control::push))
            .route("/promotions", post(control::promote).delete(control::end_promotions))
            .route("/images/{id}", get(control::image));
        Router::new()
            .route("/api/v2/shop/auth_partner", get(authorise::signed_page))
            .route("/auth", get(authorise::open_page))
            .route("/api/v2/{*path}", any(api::handle))
            .nest("/_sandbox", control)
            .fallback(api::not_routed)
            .layer(DefaultBodyLimit::max(request::LARGEST_BODY))
            .with_state(Arc::clone(self))
    }

    /// Puts listings into the shop. Ids that are numbers are kept; the others are generated.
    pub fn seed(&self, listings: Vec<FetchedListing>) {
        let now = self.now();
        let mut state = self.state();
        for listing in listings {
            seed::add(&mut state, listing, now.as_second());
        }
    }

    /// All that has to survive a restart.
    pub fn snapshot(&self) -> Value {
        serde_json::to_value(&*self.state()).unwrap_or(Value::Null)
    }

    /// Takes over what [`Sandbox::snapshot`] gave. The address of pushes stays the one of the options, if any.
    pub fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error> {
        let mut restored: State = serde_json::from_value(snapshot)?;
        if let Some(url) = &self.options.webhook_url {
            restored.callback_url = Some(url.to_string());
        }
        *self.state() = restored;
        Ok(())
    }

    /// Where pushes go from now on, exactly as it is signed.
    pub fn send_pushes_to(&self, url: &Url) {
        self.state().callback_url = Some(url.to_string());
    }

    fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bucket(&self) -> MutexGuard<'_, TokenBucket> {
        self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
