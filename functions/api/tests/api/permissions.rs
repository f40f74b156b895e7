//! Every route × every role.

use std::collections::BTreeSet;

use api::{
    openapi,
    permissions::{Access, TABLE},
};
use app::ports::Role;
use serde_json::json;

use crate::world::World;

/// The path of a template, with values for its parameters.
fn path_of(template: &str) -> String {
    template
        .replace("{channel}", "shopee")
        .replace("{queue}", "import")
        .replace("{hash}", &"0".repeat(64))
        .replace("{field}", "title")
        .replace("{key}", "shopee:1:2")
        .replace("{variant}", "SKU-1")
        .replace("{scope}", "category:frame")
        .replace("{job}", "job_0199c0ffee00")
        .replace("{id}", if template.contains("/runs") { "run_0199c0ffee00" } else { "prd_0199c0ffee00" })
}

async fn status(world: &World, method: &str, template: &str, token: Option<&str>) -> u16 {
    let authorization = token.map_or(String::new(), |token| format!("Bearer {token}"));
    let headers: &[(&str, &str)] = match token {
        Some(_) => &[("authorization", &authorization), ("if-match", "\"1\"")],
        // An empty value: no token at all.
        None => &[("authorization", "")],
    };
    let body = matches!(method, "POST" | "PUT" | "PATCH").then_some("{}");
    world.call(method, &path_of(template), headers, body).await.status.as_u16()
}

#[tokio::test]
async fn every_route_lets_in_exactly_the_roles_of_the_table() {
    let world = World::new();
    for (method, template, access) in TABLE {
        let at = format!("{method} {template}");
        let without = status(&world, method, template, None).await;
        let Some(needed) = access.role() else {
            assert!(!matches!(without, 401 | 403), "{at} is open, answered {without}");
            continue;
        };
        assert_eq!(without, 401, "{at} without a token");
        assert_eq!(status(&world, method, template, Some("forged")).await, 401, "{at} with a forged token");
        for role in Role::ALL {
            let got = status(&world, method, template, Some(role.as_str())).await;
            if role < needed {
                assert_eq!(got, 403, "{at} as {}", role.as_str());
            } else {
                assert!(!matches!(got, 401 | 403 | 405) && got < 500, "{at} as {}: {got}", role.as_str());
            }
        }
    }
}

#[test]
fn every_route_of_the_document_is_in_the_table_and_the_other_way_round() {
    let mut described = BTreeSet::new();
    for (template, item) in &openapi::document().paths.paths {
        let operations = [
            ("GET", item.get.is_some()),
            ("PUT", item.put.is_some()),
            ("POST", item.post.is_some()),
            ("PATCH", item.patch.is_some()),
            ("DELETE", item.delete.is_some()),
        ];
        described
            .extend(operations.into_iter().filter(|(_, there)| *there).map(|(m, _)| (m, template.clone())));
    }
    let table: BTreeSet<_> =
        TABLE.iter().map(|(method, template, _)| (*method, (*template).to_owned())).collect();
    assert_eq!(described, table);
    assert_eq!(table.len(), TABLE.len(), "a route stands in the table twice");
}

#[tokio::test]
async fn every_route_that_starts_work_asks_for_an_idempotency_key() {
    let world = World::new();
    for (method, template, access) in TABLE.iter().filter(|(_, _, access)| matches!(access, Access::Once(_)))
    {
        let reply = world.call(method, &path_of(template), &[], Some("{}")).await;
        assert!(access.role().is_some());
        reply.problem(400, "idempotency_key_missing");
    }
}

/// Steps of a run that its state allows once: done again they are refused.
const STEPS: [&str; 3] = ["/v1/runs/{id}/pause", "/v1/runs/{id}/resume", "/v1/runs/{id}/cancel"];

/// What answers 202 leaves work to the queues: asked for twice it must be started once.
#[test]
fn every_route_that_may_answer_202_is_marked_as_one_that_starts_work() {
    let mut starts = 0;
    for (template, item) in &openapi::document().paths.paths {
        let operations =
            [("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
        for (method, operation) in operations {
            let answers = operation.iter().flat_map(|operation| operation.responses.responses.keys());
            let is_step = STEPS.contains(&template.as_str());
            if answers.into_iter().any(|status| status == "202") && !is_step {
                starts += 1;
                let access =
                    TABLE.iter().find(|(m, t, _)| *m == method && t == template).map(|(.., access)| *access);
                assert!(matches!(access, Some(Access::Once(_))), "{method} {template}: {access:?}");
            }
        }
    }
    assert!(starts > 10, "{starts}");
}

/// A repeat whose first answer was lost finds the task that was started.
#[tokio::test]
async fn titles_and_previews_that_are_asked_for_twice_with_one_key_start_one_task() {
    let world = World::new();
    for (path, body) in [
        ("/v1/titles/accept", json!({ "proposed": { "filter": {}, "channels": [], "outdated": false } })),
        ("/v1/price-rules/preview", json!({ "channel": "shopee", "on": "2026-12-01" })),
    ] {
        let headers = [("idempotency-key", "one-and-the-same")];
        let first = world.call("POST", path, &headers, Some(&body.to_string())).await;
        let again = world.call("POST", path, &headers, Some(&body.to_string())).await;
        assert_eq!((first.status, &first.text), (again.status, &again.text), "{path}");
        let other = json!({ "channel": "tiktok_shop" }).to_string();
        world.call("POST", path, &headers, Some(&other)).await.problem(422, "idempotency_key_reused");
    }
}

#[tokio::test]
async fn a_token_that_tells_nobody_is_explained() {
    let world = World::new();
    for (token, status, code) in [
        ("Bearer expired", 401, "token_expired"),
        ("Bearer nonsense", 401, "token_invalid"),
        ("Bearer nobody", 403, "role_missing"),
        ("Bearer unreachable", 503, "auth_unavailable"),
        ("Bearer ", 401, "token_missing"),
        ("Basic b3duZXI6", 401, "token_missing"),
    ] {
        let reply = world.call("GET", "/v1/me", &[("authorization", token)], None).await;
        reply.problem(status, code);
        assert_eq!(reply.header("www-authenticate"), if status == 401 { "Bearer" } else { "" });
        assert!(!reply.text.contains("10.0.0.9"), "internals leak: {}", reply.text);
    }
}

#[tokio::test]
async fn a_refusal_names_the_role_that_would_do() {
    let world = World::new();
    let viewer = [("authorization", "Bearer viewer")];
    let reply = world.call("DELETE", "/v1/connections/shopee", &viewer, None).await;
    let problem = reply.problem(403, "role_insufficient");
    assert_eq!(problem["detail_en"], "This needs the role owner or more.");
    let me = world.call("GET", "/v1/me", &viewer, None).await.ok(200);
    assert_eq!(me["role"], "viewer");
    assert_eq!(me["name"], "viewer@motekar.test");
}
