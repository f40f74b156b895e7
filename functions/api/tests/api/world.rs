//! A whole API over fakes, with the methods that the tests use.

use std::sync::Arc;

use api::{ApiSettings, ApiState};
use app::{
    ports::{AuthError, Authenticator, Ports, Principal, Role},
    publishing::observe,
    worker,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use serde_json::{Value, json};
use testkit::{Fakes, fake::FakeMarketplace};
use tower::ServiceExt;

/// Accepts tokens that are the name of a role.
struct Tokens;

#[async_trait::async_trait]
impl Authenticator for Tokens {
    async fn verify(&self, bearer: &str) -> Result<Principal, AuthError> {
        match (Role::of_group(bearer), bearer) {
            (Some(role), _) => Ok(Principal {
                subject: format!("sub-{bearer}"),
                name: format!("{bearer}@motekar.test"),
                role,
            }),
            (None, "expired") => Err(AuthError::Expired),
            (None, "nobody") => Err(AuthError::NoRole),
            (None, "unreachable") => {
                Err(AuthError::Unavailable("jwks: connection refused to 10.0.0.9".into()))
            }
            _ => Err(AuthError::Rejected("bad signature".into())),
        }
    }
}

pub struct World {
    router: Router,
    pub ports: Ports,
    pub fakes: Fakes,
    pub shopee: Arc<FakeMarketplace>,
}

/// What the API answered.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub fn etag(&self) -> &str {
        self.header("etag")
    }

    /// The answer's body; panics if the status differs.
    #[track_caller]
    pub fn ok(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem; panics if status or code differ or if it is incomplete.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status.as_u16(), self.json()["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:syncstore:error:{code}"));
        for text in ["title", "detail", "detail_en"] {
            assert!(problem[text].as_str().is_some_and(|text| !text.is_empty()), "{text} in {problem}");
        }
        problem
    }
}

impl World {
    pub fn new() -> Self {
        let shopee = Arc::new(FakeMarketplace::shopee());
        let tiktok = Arc::new(FakeMarketplace::tiktok_shop());
        let channels: [Arc<dyn app::Marketplace>; 2] = [shopee.clone(), tiktok];
        let (mut ports, fakes) = testkit::ports(channels);
        // The clock does not move, so slots are never freed. This pace is so high that no test uses it up.
        ports.settings.calls_per_second.insert(testkit::build::a_channel("shopee"), 1_000_000);
        let settings = ApiSettings {
            public_api_url: Some("https://api.motekar.test".parse().unwrap()),
            webhook_base: "https://hooks.motekar.test".parse().unwrap(),
            allowed_origins: vec!["https://dashboard.motekar.test".parse().unwrap()],
        };
        let router = api::router(ApiState::new(ports.clone(), Arc::new(Tokens), settings));
        Self { router, ports, fakes, shopee }
    }

    /// The raw answer, for bodies that are not text.
    pub async fn answer(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.answer(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    /// A request whose body or answer is a file.
    pub async fn file(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    }

    /// Any request: method, path, headers (with the owner's token unless one is named), body.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", "Bearer owner");
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.unwrap_or("").to_owned())).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[], None).await
    }

    /// A POST request that starts no work.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.call("POST", path, &[], Some(&body.to_string())).await
    }

    /// A request that starts work, with a new idempotency key.
    pub async fn start(&self, path: &str, body: &Value) -> Reply {
        let key = self.ports.ids.unique();
        self.call("POST", path, &[("idempotency-key", &key)], Some(&body.to_string())).await
    }

    /// An edit of the version `etag`.
    pub async fn edit(&self, method: &str, path: &str, etag: &str, body: &Value) -> Reply {
        self.call(method, path, &[("if-match", etag)], Some(&body.to_string())).await
    }

    /// A valid new product, with `more` on top.
    pub async fn create(&self, more: Value) -> Reply {
        self.start("/v1/products", &with(a_new_product(), more)).await
    }

    /// A rule of +15 % and a fee of 8 % for Shopee.
    pub async fn price_shopee(&self) {
        let rule = json!({ "markup_percent": 15 });
        self.edit("PUT", "/v1/price-rules/shopee", "\"0\"", &rule).await.ok(200);
        let fees = json!({
            "fees": [{ "name": "Biaya administrasi", "kind": "percent", "percent": 8 }],
            "source": "test", "valid_from": "2026-01-01"
        });
        self.edit("PUT", "/v1/fee-schedules/shopee", "\"0\"", &fees).await.ok(200);
    }

    /// Declares the imported prices as base prices: the shops' prices become what the rules compute from them.
    pub async fn shop_prices_are_base(&self) {
        let asked = json!({ "reading": "shop_prices_are_base" });
        self.start("/v1/price-rules/base-readings", &asked).await.ok(202);
        self.work_pricing().await;
    }

    pub async fn save_credentials(&self) {
        let typed = json!({ "partner_id": "1000016", "partner_key": "test-app-secret" }).to_string();
        self.call("PUT", "/v1/connections/shopee/credentials", &[], Some(&typed)).await.ok(200);
    }

    /// A world whose Shopee shop is connected.
    pub async fn connected() -> Self {
        let world = Self::new();
        world.save_credentials().await;
        let state = consent_state(&world).await;
        world.shopee.authorize("code-1", &[shop()]);
        let path = format!("/v1/connections/shopee/callback?code=code-1&state={state}");
        world.call("GET", &path, &[("accept", "application/json")], None).await.ok(200);
        world
    }

    /// A connected world with one imported listing at Rp150.000, and its product.
    pub async fn with_one_listing() -> Self {
        let world = Self::connected().await;
        world.shopee.put_listing(&shop(), testkit::build::a_listing("100"));
        world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
        world.work_imports().await;
        world
    }

    pub async fn work_imports(&self) {
        while let Some(message) = self.fakes.outbox.next_import() {
            worker::import::handle(&self.ports, message).await.unwrap();
        }
    }

    pub async fn work_pricing(&self) {
        while let Some(message) = self.fakes.outbox.next_pricing() {
            worker::pricing::handle(&self.ports, message).await.unwrap();
        }
    }

    pub async fn work_sync(&self) {
        while let Some(message) = self.fakes.outbox.next_sync() {
            worker::sync::handle(&self.ports, message).await.unwrap();
        }
    }

    /// The seller edits the listing's title at the channel, and SyncStore reads it.
    pub async fn change_title_at_the_channel(&self, title: &str) {
        let id = testkit::build::an_external_id("100");
        self.shopee.edit(&shop(), &id, |content| title.clone_into(&mut content.title));
        let key = testkit::build::a_key("shopee:14701711:100");
        observe::observe(&self.ports, &key, "test").await.unwrap();
    }
}

pub fn shop() -> domain::ShopId {
    testkit::build::a_shop("14701711")
}

/// Starts a consent; returns the `state` from its link.
pub async fn consent_state(world: &World) -> String {
    let answer = world.post("/v1/connections/shopee/authorization", &json!({})).await.ok(200);
    let link: url::Url = answer["link"].as_str().unwrap().parse().unwrap();
    let of = |wanted: &str| link.query_pairs().find(|(name, _)| name == wanted).unwrap().1.into_owned();
    assert_eq!(of("redirect"), "https://api.motekar.test/v1/connections/shopee/callback");
    of("state")
}

pub fn a_new_product() -> Value {
    json!({
        "title": "Frame 5 inch Motekar V2",
        "description": "Dicetak dari TPU 95A.",
        "weight_g": 250,
        "dimensions": { "length_cm": 20.5, "width_cm": 18, "height_cm": "3.25" },
        "pre_order_days": 5,
        "images": [{ "url": "https://images.test/frame.jpg" }],
        "variants": [{ "sku": "MTK-FRM5-V2", "base_price": 150_000 }]
    })
}

/// `base` with the fields of `more` added or replaced.
pub fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}
