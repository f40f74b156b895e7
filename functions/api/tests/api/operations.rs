//! Dead letters, notifications, audit and the first screen.

use app::{
    message::{Envelope, NotifyMessage, Severity},
    ports::{DeadLetter, QueueName},
    worker,
};
use serde_json::json;

use crate::world::World;

pub fn letter(queue: QueueName, id: &str) -> DeadLetter {
    DeadLetter {
        id: id.to_owned(),
        queue,
        body: r#"{"v":1,"id":"m1","type":"push","run":"run_0199c0ffee00"}"#.to_owned(),
        receives: 5,
        sent_at: None,
        reason: Some("product_missing: the product is gone".to_owned()),
    }
}

#[tokio::test]
async fn dead_letters_are_read_sent_again_and_thrown_away() {
    let world = World::new();
    world.fakes.memory.bury(letter(QueueName::Sync, "dl-1"));
    world.fakes.memory.bury(letter(QueueName::Import, "dl-2"));
    let all = world.get("/v1/dead-letters").await.ok(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let one = &world.get("/v1/dead-letters?queue=sync").await.ok(200)["items"][0];
    assert_eq!((&one["kind"], &one["receives"]), (&json!("push"), &json!(5)));
    assert_eq!(one["message"]["run"], "run_0199c0ffee00");
    assert_eq!(one["reason"], "product_missing: the product is gone");
    let act = async |path: &str| world.post(&format!("/v1/dead-letters/{path}"), &json!({})).await;
    assert_eq!(act("sync/dl-1/redrive").await.status, 204);
    assert_eq!(world.fakes.memory.take_redriven(QueueName::Sync).len(), 1);
    act("sync/dl-1/redrive").await.problem(404, "dead_letter_not_found");
    act("orders/dl-1/redrive").await.problem(404, "queue_not_found");
    assert_eq!(act("import/dl-2/discard").await.status, 204);
    act("import/dl-2/discard").await.problem(404, "dead_letter_not_found");
    assert_eq!(world.get("/v1/dead-letters").await.ok(200)["items"], json!([]));
    let audit = world.get("/v1/audit?subject=import/dl-2").await.ok(200);
    assert_eq!(audit["items"][0]["action"], "dead_letter.discard");
    assert_eq!(audit["items"][0]["details"]["receives"], 5, "the audit keeps what was thrown away");
    world.get("/v1/dead-letters?queue=orders").await.problem(400, "query_malformed");
}

#[tokio::test]
async fn a_notification_is_read_once_for_all() {
    let world = World::new();
    let message = NotifyMessage::Tell {
        kind: "import_finished".into(),
        subject: "imp_0199c0ffee00".into(),
        severity: Severity::Info,
        text: "Impor selesai.".into(),
        text_en: "The import is finished.".into(),
    };
    worker::notify::handle(&world.ports, Envelope::derived(message)).await.unwrap();
    let listed = world.get("/v1/notifications").await.ok(200);
    assert_eq!(
        (&listed["items"][0]["text"], &listed["items"][0]["read"]),
        (&json!("Impor selesai."), &json!(false))
    );
    let path = format!("/v1/notifications/{}/read", listed["items"][0]["id"].as_str().unwrap());
    assert_eq!(world.post(&path, &json!({})).await.status, 204);
    assert_eq!(world.get("/v1/notifications").await.ok(200)["items"][0]["read"], true);
    let missing = world.post("/v1/notifications/ntf_0199c0ffee00/read", &json!({})).await;
    missing.problem(404, "notification_not_found");
}

#[tokio::test]
async fn the_audit_is_paged_the_newest_first() {
    let world = World::new();
    for number in 0..3 {
        world
            .create(json!({ "title": format!("P{number}"), "variants": [] }))
            .await
            .problem(422, "variant_count");
        let body = json!({ "title": format!("P{number}"), "variants": [{ "sku": format!("S{number}") }] });
        world.create(body).await.ok(201);
    }
    let first = world.get("/v1/audit?limit=2").await.ok(200);
    let next = first["next"].as_str().unwrap();
    let second = world.get(&format!("/v1/audit?limit=2&cursor={next}")).await.ok(200);
    let titles = |page: &serde_json::Value| {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|entry| entry["details"]["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((titles(&first), titles(&second)), (vec!["P2".into(), "P1".into()], vec!["P0".into()]));
    let other = world.get(&format!("/v1/audit?subject=shopee&cursor={next}")).await;
    other.problem(400, "cursor_malformed");
}

#[tokio::test]
async fn the_first_screen_says_how_things_stand() {
    let world = World::with_one_listing().await;
    for number in 0..12 {
        world.fakes.memory.bury(letter(QueueName::Sync, &format!("dl-{number}")));
    }
    let shown = world.get("/v1/dashboard").await.ok(200);
    assert_eq!(shown["connections"][0]["state"], "connected");
    assert_eq!(shown["imports"][0]["phase"], "finished");
    assert_eq!(shown["products"], json!({ "active": 1 }));
    assert_eq!(shown["runs"], json!([]));
    // These are the queues' own counts. Reading the letters takes a second per queue and hides them during that time.
    assert_eq!(shown["dead_letters"], json!({ "import": 0, "sync": 12, "pricing": 0, "notify": 0 }));
}
