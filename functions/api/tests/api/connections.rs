//! Channels and the connections to them.

use serde_json::json;

use crate::world::{World, consent_state, shop};

#[tokio::test]
async fn channels_say_what_they_can_and_where_their_pushes_go() {
    let channels = World::new().get("/v1/channels").await.ok(200);
    let shopee = &channels["items"][0];
    assert_eq!(shopee["channel"], "shopee");
    assert_eq!(shopee["webhook_url"], "https://hooks.motekar.test/webhooks/shopee");
    assert_eq!(shopee["limits"]["title_max"], 100);
}

#[tokio::test]
async fn credentials_go_in_and_their_secret_never_comes_out() {
    let world = World::new();
    world.get("/v1/connections/shopee").await.problem(404, "connection_not_found");
    let path = "/v1/connections/shopee/credentials";
    let typed = json!({ "partner_id": 2_001_887, "partner_key": "shpk-0123456789abcdef" });
    let reply = world.call("PUT", path, &[], Some(&typed.to_string())).await;
    assert_eq!(reply.etag(), "\"1\"");
    let saved = reply.ok(200);
    assert_eq!(saved["app_id"], "2001887");
    assert_eq!(saved["secret_last4"], "cdef");
    assert_eq!(saved["state"], "awaiting_authorization");
    assert_eq!(saved["webhook_url"], "https://hooks.motekar.test/webhooks/shopee");
    for path in ["/v1/connections", "/v1/connections/shopee", "/v1/audit", "/v1/dashboard"] {
        let reply = world.get(path).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert!(!reply.text.contains("0123456789"), "{path}: {}", reply.text);
    }
    let stale = [("if-match", "\"7\"")];
    world.call("PUT", path, &stale, Some(&typed.to_string())).await.problem(412, "version_stale");
}

#[tokio::test]
async fn credentials_are_taken_under_each_channels_own_words() {
    let world = World::new();
    let path = "/v1/connections/tiktok_shop/credentials";
    let typed = json!({ "app_key": "68xu7ks", "app_secret": "b0a1c2d3e4f5", "service_id": "7494049" });
    assert_eq!(world.call("PUT", path, &[], Some(&typed.to_string())).await.ok(200)["app_id"], "68xu7ks");
    for (typed, code, field) in [
        (json!({ "app_id": "1" }), "field_missing", "app_secret"),
        (json!({ "app_id": "1", "app_secret": "two words" }), "app_secret_malformed", "app_secret"),
        (
            json!({ "app_id": "1", "app_secret": "s", "webhook_url": "x" }),
            "webhook_url_malformed",
            "webhook_url",
        ),
        (json!({ "app_id": "1", "app_secret": "s", "shop": 1 }), "field_unknown", "shop"),
    ] {
        let reply = world.call("PUT", path, &[], Some(&typed.to_string())).await;
        assert_eq!(reply.problem(422, code)["field"], field);
        assert!(!reply.text.contains("two words"), "a secret is repeated");
    }
}

#[tokio::test]
async fn consent_ends_on_a_page_in_both_languages() {
    let world = World::new();
    world.save_credentials().await;
    let state = consent_state(&world).await;
    world.shopee.authorize("code-1", &[shop()]);
    let path = format!("/v1/connections/shopee/callback?code=code-1&shop_id=14701711&state={state}");
    let page = world.call("GET", &path, &[("authorization", ""), ("accept", "text/html")], None).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text.contains("Toko terhubung") && page.text.contains("Shop connected"), "{}", page.text);
    let connection = world.get("/v1/connections/shopee").await.ok(200);
    assert_eq!(connection["state"], "connected");
    assert_eq!(connection["shops"][0]["shop"], "14701711");
    let again = world.call("GET", &path, &[("accept", "text/html")], None).await;
    assert_eq!(again.status, 409);
    assert!(again.text.contains("authorization_state_mismatch"), "{}", again.text);
}

#[tokio::test]
async fn a_forged_consent_is_refused_as_json_for_a_program() {
    let world = World::new();
    world.save_credentials().await;
    consent_state(&world).await;
    let json = [("accept", "application/json"), ("authorization", "")];
    let path = "/v1/connections/shopee/callback";
    let call = async |query: &str| world.call("GET", &format!("{path}?{query}"), &json, None).await;
    call("code=x&state=guess").await.problem(409, "authorization_state_mismatch");
    call("code=x").await.problem(409, "authorization_state_missing");
    let injected = world
        .call("GET", &format!("{path}?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x"), &[], None)
        .await;
    assert!(!injected.text.contains("<script>"), "{}", injected.text);
}

#[tokio::test]
async fn a_connection_is_tested_and_cut() {
    let world = World::connected().await;
    let test = world.post("/v1/connections/shopee/test", &json!({})).await.ok(200);
    assert_eq!(test["passed"], true, "{test}");
    world.shopee.fault_next(testkit::fake::Fault::rejected("error_shop", "the shop is closed"));
    let test = world.post("/v1/connections/shopee/test", &json!({})).await.ok(200);
    assert_eq!(test["passed"], false, "{test}");
    assert_eq!(test["shops"][0]["code"], "channel_rejected");
    assert_eq!(world.call("DELETE", "/v1/connections/shopee", &[], None).await.status, 204);
    world.get("/v1/connections/shopee").await.problem(404, "connection_not_found");
    world.call("DELETE", "/v1/connections/shopee", &[], None).await.problem(404, "connection_not_found");
}
