//! What the stand-in refuses: it is only worth something when it is as strict as the channel.

use app::marketplace::ShopSession;
use reqwest::Method;
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tiktok_shop::sign::sign;

use crate::harness::{APP_KEY, APP_SECRET, Bench, CIPHER, NOW, bench, id, listing};

const SEARCH: &str = "/product/202502/products/search";

/// A call with the parts that a test wants to get wrong.
struct Raw<'a> {
    method: &'a str,
    path: &'a str,
    query: Vec<(&'a str, String)>,
    body: Option<String>,
    content_type: &'a str,
    token: Option<String>,
    spoil: fn(String) -> String,
}

fn raw<'a>(method: &'a str, path: &'a str) -> Raw<'a> {
    Raw {
        method,
        path,
        query: vec![
            ("app_key", APP_KEY.to_owned()),
            ("timestamp", NOW.to_string()),
            ("shop_cipher", CIPHER.to_owned()),
        ],
        body: None,
        content_type: "application/json",
        token: None,
        spoil: |sign| sign,
    }
}

impl<'a> Raw<'a> {
    fn body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    fn with(mut self, key: &'a str, value: &str) -> Self {
        self.query.retain(|(known, _)| *known != key);
        self.query.push((key, value.to_owned()));
        self
    }

    fn without(mut self, key: &str) -> Self {
        self.query.retain(|(known, _)| *known != key);
        self
    }

    async fn send(self, bench: &Bench) -> (u16, Value) {
        let query: Vec<(String, String)> =
            self.query.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let body = self.body.clone().unwrap_or_default();
        let signature = (self.spoil)(sign(APP_SECRET, self.path, &query, body.as_bytes()));
        let mut url = bench.base.join(self.path).unwrap();
        url.query_pairs_mut().extend_pairs(&query).append_pair("sign", &signature);
        let access = bench.session.access().await.unwrap().tokens.access_token;
        let token = self.token.unwrap_or_else(|| access.expose_secret().to_owned());
        let mut request = bench
            .http
            .request(Method::from_bytes(self.method.as_bytes()).unwrap(), url)
            .header("content-type", self.content_type)
            .header("x-tts-access-token", token);
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
    }
}

/// A right call, for what the client never sends.
pub async fn signed(bench: &Bench, method: &str, path: &str, body: Option<Value>) -> Value {
    let mut call = raw(method, path);
    call.body = body.map(|body| body.to_string());
    call.send(bench).await.1
}

fn search() -> Raw<'static> {
    raw("POST", SEARCH).with("page_size", "10")
}

#[tokio::test]
async fn bodies_of_other_clients_are_taken() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    for body in [None, Some("{}"), Some("[]"), Some(r#"{ "status": "ALL" }"#)] {
        let call = match body {
            Some(body) => search().body(body),
            None => search(),
        };
        let (status, answer) = call.send(&bench).await;
        assert_eq!((status, &answer["code"]), (200, &json!(0)), "{body:?}: {answer}");
        assert!(answer["data"].get("next_page_token").is_none());
    }
}

#[rstest]
#[case::no_key(search().without("app_key"), 36_009_004)]
#[case::other_key(search().with("app_key", "x"), 36_009_004)]
#[case::old(search().with("timestamp", &(NOW - 301).to_string()), 36_009_004)]
#[case::ahead(search().with("timestamp", &(NOW + 31).to_string()), 36_009_004)]
#[case::upper_case(Raw { spoil: |sign| sign.to_uppercase(), ..search() }, 106_001)]
#[case::unsigned(Raw { spoil: |_| String::new(), ..search() }, 106_001)]
#[case::no_cipher(search().without("shop_cipher"), 106_013)]
#[case::other_cipher(search().with("shop_cipher", "GCP_x"), 101_000)]
#[case::legacy_shop_id(search().with("shop_id", "1"), 36_009_004)]
#[case::cipher_where_not_wanted(raw("GET", "/authorization/202309/shops"), 36_009_004)]
#[case::no_token(Raw { token: Some(String::new()), ..search() }, 36_009_004)]
#[case::other_token(Raw { token: Some("GCP_other".to_owned()), ..search() }, 105_002)]
#[case::no_page_size(raw("POST", SEARCH), 36_009_004)]
#[case::large_page(raw("POST", SEARCH).with("page_size", "101"), 12_019_108)]
#[case::not_json(search().body("status=ALL"), 36_009_022)]
#[case::other_type(Raw { content_type: "text/plain", ..search().body("{}") }, 36_009_022)]
#[case::unknown_path(raw("GET", "/api/products/search"), 36_009_009)]
#[case::wrong_method(raw("GET", SEARCH), 36_009_010)]
#[case::upload_without_a_form(raw("POST", "/product/202309/images/upload").without("shop_cipher").body("{}"), 36_009_023)]
#[tokio::test]
async fn a_wrong_call_is_refused_with_its_code(#[case] call: Raw<'static>, #[case] code: i64) {
    let bench = bench().await;
    let (_, answer) = call.send(&bench).await;
    assert_eq!(answer["code"], code, "{answer}");
}

#[tokio::test]
async fn a_body_that_was_changed_on_the_way_does_not_verify() {
    let bench = bench().await;
    let mut call = search().body(r#"{"status":"ALL"}"#);
    call.spoil = |_| {
        let query = [
            ("app_key", APP_KEY),
            ("page_size", "10"),
            ("shop_cipher", CIPHER),
            ("timestamp", &NOW.to_string()),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
        sign(APP_SECRET, SEARCH, &query, br#"{"status": "ALL"}"#)
    };
    assert_eq!(call.send(&bench).await.1["code"], 106_001);
}

#[rstest]
#[case(json!({"title": "pendek"}), 12_052_931)]
#[case(json!({"title": "a".repeat(256)}), 12_052_051)]
#[case(json!({"description": ""}), 12_052_015)]
#[case(json!({"main_images": [{"uri": "https://elsewhere/x.png"}]}), 12_052_300)]
#[case(json!({"package_weight": {"value": "0.2505", "unit": "KILOGRAM"}}), 12_019_011)]
#[case(json!({"package_weight": {"value": "250", "unit": "GRAM"}}), 12_019_011)]
#[case(json!({"skus": []}), 12_052_902)]
#[case(json!({"skus": [{"id": "1", "price": {"amount": "1000", "currency": "IDR"}}]}), 12_052_553)]
#[case(json!({"skus": [{"seller_sku": "A", "price": {"amount": "99", "currency": "IDR"}, "inventory": [{"warehouse_id": "7068517275539719942", "quantity": 1}]}]}), 12_052_073)]
#[case(json!({"skus": [{"seller_sku": "A", "inventory": [{"warehouse_id": "7068517275539719942", "quantity": 1}]}]}), 12_052_571)]
#[case(json!({"listing_platforms": ["TTS_SHOP"]}), 12_052_330)]
#[tokio::test]
async fn a_write_beyond_the_limits_is_refused_with_its_code(#[case] body: Value, #[case] code: i64) {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let path = format!("/product/202509/products/{}/partial_edit", id(1));
    assert_eq!(signed(&bench, "POST", &path, Some(body)).await["code"], code);
}

#[tokio::test]
async fn stock_failures_come_with_code_zero() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let path = format!("/product/202309/products/{}/inventory/update", id(1));
    let sku = crate::harness::offer_id(1, 0);
    let body = json!({"skus": [{"id": sku, "inventory": [{"warehouse_id": "999", "quantity": 1}]}]});
    let answer = signed(&bench, "POST", &path, Some(body)).await;
    assert_eq!(answer["code"], 0);
    assert_eq!(answer["data"]["errors"][0]["detail"]["extra_errors"][0]["code"], 12_052_533);
}

#[tokio::test]
async fn the_version_under_review_exists_only_while_there_is_one() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let path = format!("/product/202309/products/{}", id(1));
    let call = raw("GET", &path).with("return_under_review_version", "true");
    assert_eq!(call.send(&bench).await.1["code"], 12_052_547);
}

#[tokio::test]
async fn the_journal_tells_reads_from_writes_and_can_be_followed() {
    let bench = bench().await;
    search().send(&bench).await;
    let journal = bench.get("_sandbox/journal").await;
    assert_eq!((&journal[0]["path"], &journal[0]["write"]), (&json!(SEARCH), &json!(false)));
    let seq = journal[0]["seq"].as_u64().unwrap();
    assert_eq!(bench.get(&format!("_sandbox/journal?since={seq}")).await, json!([]));
    signed(&bench, "DELETE", "/product/202309/products", Some(json!({"product_ids": ["1"]}))).await;
    let later = bench.get(&format!("_sandbox/journal?since={seq}")).await;
    assert_eq!((later.as_array().unwrap().len(), &later[0]["write"]), (1, &json!(true)));
    assert_eq!(bench.get("_sandbox/stats").await["calls"]["DELETE /product/202309/products"], 1);
}
