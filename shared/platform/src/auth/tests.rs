use std::sync::atomic::{AtomicUsize, Ordering};

use app::ports::Role;
use jiff::Timestamp;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Keys that are used only in these tests.
const EC: &[u8] = include_bytes!("../../fixtures/token-ec.pk8");
const OTHER_EC: &[u8] = include_bytes!("../../fixtures/token-ec-other.pk8");
const RSA: &[u8] = include_bytes!("../../fixtures/token-rsa.der");
const ISSUER: &str = "https://cognito-idp.ap-southeast-3.amazonaws.com/ap-southeast-3_pool";

struct At(i64);

impl Clock for At {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0).unwrap()
    }
}

fn jwk(key: &EncodingKey, algorithm: Algorithm, kid: &str) -> Value {
    let mut jwk = Jwk::from_encoding_key(key, algorithm).unwrap();
    jwk.common.key_id = Some(kid.to_owned());
    serde_json::to_value(jwk).unwrap()
}

/// Serves these keys and counts the requests for them.
async fn issuer(keys: Vec<Value>) -> (Verifier, Arc<AtomicUsize>) {
    answering("200 OK", &json!({ "keys": keys }).to_string()).await
}

/// An issuer that answers every request for its keys with this status and body.
async fn answering(status: &'static str, body: &str) -> (Verifier, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let jwks_url = format!("http://{}/jwks.json", listener.local_addr().unwrap()).parse().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let body = body.to_owned();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let _ = socket.read(&mut [0; 2048]).await;
            let head =
                format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = socket.write_all((head + &body).as_bytes()).await;
        }
    });
    let oidc = Oidc { issuer: ISSUER.into(), jwks_url, client_id: "dashboard".into() };
    let http = crate::http::client().unwrap();
    (Verifier::new(http, oidc, Arc::new(At(1_000))), asked)
}

fn ec() -> EncodingKey {
    EncodingKey::from_ec_der(EC)
}

fn access() -> Value {
    json!({
        "iss": ISSUER, "sub": "9d1c", "exp": 1_600, "token_use": "access", "client_id": "dashboard",
        "username": "owner@motekarfpv.test", "cognito:groups": ["member", "admin", "friends"],
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = access();
    claims[name] = value;
    claims
}

fn signed(claims: &Value, key: &EncodingKey, algorithm: Algorithm, kid: &str) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(algorithm) };
    encode(&header, claims, key).unwrap()
}

async fn verify(claims: &Value) -> Result<Principal, AuthError> {
    let (verifier, _) = issuer(vec![jwk(&ec(), Algorithm::ES256, "k1")]).await;
    verifier.verify(&signed(claims, &ec(), Algorithm::ES256, "k1")).await
}

#[tokio::test]
async fn an_access_token_gives_its_holder_the_highest_of_their_roles() {
    let identity = verify(&access()).await.unwrap();
    assert_eq!(identity.role, Role::Admin);
    assert_eq!((identity.subject.as_str(), identity.name.as_str()), ("9d1c", "owner@motekarfpv.test"));
}

#[tokio::test]
async fn an_id_token_is_known_by_its_audience() {
    let id = |aud: Value| {
        json!({
            "iss": ISSUER, "sub": "9d1c", "exp": 1_600, "token_use": "id", "aud": aud,
            "email": "o@m.test", "cognito:username": "9d1c", "cognito:groups": ["owner"],
        })
    };
    assert_eq!(verify(&id(json!("dashboard"))).await.unwrap().name, "o@m.test");
    assert_eq!(verify(&id(json!(["other", "dashboard"]))).await.unwrap().role, Role::Owner);
    assert!(matches!(verify(&id(json!("other"))).await, Err(AuthError::Rejected(_))));
}

#[tokio::test]
async fn a_provider_that_signs_with_rsa_and_calls_groups_groups_works_too() {
    let key = EncodingKey::from_rsa_der(RSA);
    let (verifier, _) = issuer(vec![jwk(&key, Algorithm::RS256, "k2")]).await;
    let claims = json!({ "iss": format!("{ISSUER}/"), "sub": "x", "exp": 1_600, "aud": "dashboard", "groups": ["viewer"] });
    let identity = verifier.verify(&signed(&claims, &key, Algorithm::RS256, "k2")).await.unwrap();
    assert_eq!((identity.role, identity.name.as_str()), (Role::Viewer, "x"));
}

#[tokio::test]
async fn tokens_that_are_not_for_us_are_refused() {
    for (name, value) in [
        ("iss", json!("https://evil.test")),
        ("nbf", json!(1_100)),
        ("client_id", json!("other")),
        ("token_use", json!("refresh")),
        ("exp", Value::Null),
    ] {
        let refused = verify(&with(name, value.clone())).await;
        assert!(matches!(refused, Err(AuthError::Rejected(_))), "{name} {value}");
    }
}

#[tokio::test]
async fn a_good_token_without_one_of_our_groups_has_no_role() {
    assert_eq!(verify(&with("cognito:groups", json!(["friends"]))).await, Err(AuthError::NoRole));
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let (verifier, _) = issuer(vec![jwk(&ec(), Algorithm::ES256, "k1")]).await;
    let other = signed(&access(), &EncodingKey::from_ec_der(OTHER_EC), Algorithm::ES256, "k1");
    // A shared-secret signature made with the public key: the classic algorithm confusion attack.
    let public = jwk(&ec(), Algorithm::ES256, "k1").to_string();
    let confused = signed(&access(), &EncodingKey::from_secret(public.as_bytes()), Algorithm::HS256, "k1");
    let unsigned = "eyJhbGciOiJub25lIiwia2lkIjoiazEifQ.eyJzdWIiOiJ4In0.";
    let good = signed(&access(), &ec(), Algorithm::ES256, "k1");
    let truncated = &good[..good.len() - 4];
    for token in [other.as_str(), &confused, unsigned, truncated, "", "a.b.c"] {
        assert!(matches!(verifier.verify(token).await, Err(AuthError::Rejected(_))), "{token}");
    }
}

#[tokio::test]
async fn keys_are_fetched_once_and_an_unknown_key_does_not_fetch_again_at_once() {
    let (verifier, asked) = issuer(vec![jwk(&ec(), Algorithm::ES256, "k1")]).await;
    let (known, unknown) =
        (signed(&access(), &ec(), Algorithm::ES256, "k1"), signed(&access(), &ec(), Algorithm::ES256, "k9"));
    for _ in 0..5 {
        assert!(verifier.verify(&known).await.is_ok());
        assert_eq!(verifier.verify(&unknown).await, Err(rejected("its key is unknown")));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_not_the_callers_fault() {
    let oidc = Oidc {
        issuer: ISSUER.into(),
        jwks_url: "http://127.0.0.1:9/jwks.json".parse().unwrap(),
        client_id: "dashboard".into(),
    };
    let verifier = Verifier::new(crate::http::client().unwrap(), oidc, Arc::new(At(1_000)));
    let token = signed(&access(), &ec(), Algorithm::ES256, "k1");
    assert!(matches!(verifier.verify(&token).await, Err(AuthError::Unavailable(_))));
}

#[tokio::test]
async fn made_up_keys_do_not_flood_an_issuer_that_is_down() {
    let (verifier, asked) = answering("503 Service Unavailable", "").await;
    for kid in 0..20 {
        let token = signed(&access(), &ec(), Algorithm::ES256, &format!("made-up-{kid}"));
        assert!(matches!(verifier.verify(&token).await, Err(AuthError::Unavailable(_))), "{kid}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_expired_token_is_told_from_a_wrong_one() {
    assert_eq!(verify(&with("exp", json!(1_000))).await, Err(AuthError::Expired));
}
