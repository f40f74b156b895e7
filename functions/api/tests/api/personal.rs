//! A person's own settings, the notifications at the bell, and searches of the audit.

use app::worker;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn preferences_are_merged_and_each_persons_own() {
    let world = World::new();
    let path = "/v1/me/preferences";
    let first = world.get(path).await;
    assert_eq!(first.etag(), "\"0\"");
    let nothing = json!({
        "language": null, "theme": null, "density": null, "views": {}, "columns": {}, "notices": { "muted": [] }
    });
    assert_eq!(first.ok(200), nothing);
    let view = json!({ "name": "Di bawah batas", "search": "under_floor=true" });
    let changed = json!({ "language": "en", "theme": "dark", "views": { "products": [view] }, "columns": { "runs": ["a"] } });
    let saved = world.edit("PATCH", path, "\"0\"", &changed).await;
    assert_eq!((saved.etag(), &saved.json()["views"]["products"][0]), ("\"1\"", &view));
    let more =
        json!({ "theme": null, "columns": { "runs": null }, "notices": { "muted": ["import_finished"] } });
    let more = world.edit("PATCH", path, "\"1\"", &more).await.ok(200);
    assert_eq!(
        (&more["language"], &more["theme"], &more["columns"]),
        (&json!("en"), &Value::Null, &json!({}))
    );
    assert_eq!(more["notices"], json!({ "muted": ["import_finished"] }));
    assert_eq!(world.call("GET", path, &[("if-none-match", "\"2\"")], None).await.status, 304);

    let viewer = ("authorization", "Bearer viewer");
    assert_eq!(world.call("GET", path, &[viewer], None).await.ok(200), nothing, "another person has another");
    let stale = world.edit("PATCH", path, "\"1\"", &json!({ "theme": "light" })).await;
    stale.problem(412, "version_stale");
    world.call("PATCH", path, &[], Some("{}")).await.problem(428, "if_match_missing");
    let large = json!({ "columns": { "runs": ["x".repeat(20_000)] } });
    world.edit("PATCH", path, "\"2\"", &large).await.problem(422, "preferences_too_large");
    world.edit("PATCH", path, "\"2\"", &json!({ "theme": "pink" })).await.problem(422, "value_type_wrong");
}

async fn told(world: &World) {
    while let Some(message) = world.fakes.outbox.next_notify() {
        worker::notify::handle(&world.ports, message).await.unwrap();
    }
}

#[tokio::test]
async fn the_bell_counts_what_was_not_read_and_leads_to_it() {
    let world = World::with_one_listing().await;
    told(&world).await;
    let list = world.get("/v1/notifications").await;
    let tag = list.etag().to_owned();
    let list = list.ok(200);
    let count = list["items"].as_array().unwrap().len() as u64;
    assert!(count > 0 && list["unread"] == count, "{list}");
    let imported =
        list["items"].as_array().unwrap().iter().find(|told| told["kind"] == "import_finished").unwrap();
    let import = world.get("/v1/imports").await.json()["items"][0]["id"].clone();
    assert_eq!(imported["target"], json!({ "kind": "import", "id": import }));
    assert_eq!(world.call("GET", "/v1/notifications", &[("if-none-match", &tag)], None).await.status, 304);
    let read = format!("/v1/notifications/{}/read", imported["id"].as_str().unwrap());
    for _ in 0..2 {
        world.post(&read, &json!({})).await.ok(204);
        assert_eq!(world.get("/v1/notifications").await.ok(200)["unread"], count - 1);
    }
    world.post("/v1/notifications/read-all", &json!({})).await.ok(204);
    let list = world.get("/v1/notifications").await.ok(200);
    assert_eq!(list["unread"], 0);
    assert!(list["items"].as_array().unwrap().iter().all(|told| told["read"] == true));
}

#[tokio::test]
async fn the_audit_is_asked_by_person_action_subject_and_time_and_says_from_where() {
    let world = World::with_one_listing().await;
    let product = world.get("/v1/products").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/products/{product}");
    let tag = world.get(&path).await.etag().to_owned();
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let edited_at = world.ports.clock.now();
    let headers = [
        ("if-match", tag.as_str()),
        ("authorization", "Bearer member"),
        ("user-agent", "Firefox/140"),
        ("x-forwarded-for", "203.0.113.7"),
    ];
    world.call("PATCH", &path, &headers, Some(&json!({ "title": "Judul baru" }).to_string())).await.ok(200);
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    world.price_shopee().await;

    let asked = async |query: &str| world.get(&format!("/v1/audit?{query}")).await.ok(200)["items"].clone();
    let mine = asked("actor=member@motekar.test").await;
    assert_eq!(mine.as_array().unwrap().len(), 1);
    let entry = &mine[0];
    assert_eq!((&entry["action"], &entry["subject"]), (&json!("product.edit"), &json!(product)));
    assert_eq!(entry["target"], json!({ "kind": "product", "id": product }));
    assert_eq!(entry["client"], json!({ "address": "203.0.113.7", "agent": "Firefox/140" }));
    assert_eq!(
        (&entry["changes"][0]["field"], &entry["changes"][0]["to"]),
        (&json!("title"), &json!("Judul baru"))
    );
    assert_eq!(asked(&format!("subject={product}&action=product.")).await[0], *entry);
    let until = edited_at + jiff::SignedDuration::from_secs(1);
    assert_eq!(asked(&format!("since={edited_at}&until={until}")).await, json!([entry]));
    assert_eq!(asked(&format!("until={edited_at}&action=product.edit")).await, json!([]));
    assert_eq!(
        asked("action=price_rule.put").await[0]["target"],
        json!({ "kind": "price_rule", "id": "shopee" })
    );
    let history = world.get(&format!("{path}/history")).await.ok(200);
    assert_eq!(history["items"][0], *entry, "the history says the same");
    world.get("/v1/audit?since=yesterday").await.problem(400, "query_malformed");
}
