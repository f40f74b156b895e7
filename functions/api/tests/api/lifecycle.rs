//! A listing after it exists: hidden, shown again, deleted, by a plan and a run.

use domain::ListingStatus;
use serde_json::{Value, json};

use crate::world::{World, shop};

const KEY: &str = "shopee:14701711:100";

async fn product(world: &World) -> Value {
    world.get(&format!("/v1/listings/{KEY}")).await.ok(200)["product_id"].clone()
}

fn status(world: &World) -> Option<ListingStatus> {
    world.shopee.listings(&shop()).first().map(|one| one.content.status)
}

async fn carried_out(world: &World, plan: &Value) -> Value {
    let run = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
    let run = world.start("/v1/runs", &run).await.header("location").to_owned();
    world.work_sync().await;
    world.get(&run).await.ok(200)
}

#[tokio::test]
async fn a_selection_is_hidden_shown_and_undone() {
    let world = World::with_one_listing().await;
    let product = product(&world).await;
    let hide = json!({ "selection": { "ids": [product] }, "visibility": "unlisted" });
    let plan = world.start("/v1/plans", &hide).await.ok(201);
    assert_eq!((&plan["changes"], &plan["visibility"]), (&json!(1), &json!("unlisted")));
    assert_eq!((&plan["fields"], &plan["deletes"]), (&json!(["visibility"]), &json!(false)));
    let done = carried_out(&world, &plan).await;
    assert_eq!(done["counts"], json!({ "succeeded": 1 }));
    assert_eq!(status(&world), Some(ListingStatus::Unlisted));
    let listing = world.get(&format!("/v1/listings/{KEY}")).await.ok(200);
    assert_eq!(listing["observed"]["status"], "unlisted");
    assert!(!listing["state"]["fields"].as_array().unwrap().contains(&json!("visibility")));

    let undo = format!("/v1/runs/{}/undo", done["id"].as_str().unwrap());
    let undo = world.start(&undo, &json!({})).await.ok(201);
    carried_out(&world, &undo).await;
    assert_eq!(status(&world), Some(ListingStatus::Live));
}

#[tokio::test]
async fn showing_and_hiding_is_planned_alone() {
    let world = World::with_one_listing().await;
    let product = product(&world).await;
    for more in [json!({ "fields": ["price"] }), json!({ "create": true })] {
        let mut asked = json!({ "products": [product], "visibility": "listed" });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let problem = world.start("/v1/plans", &asked).await.problem(422, "visibility_alone");
        assert_eq!(problem["field"], "visibility");
    }
    let wrong = json!({ "products": [product], "visibility": "deleted" });
    world.start("/v1/plans", &wrong).await.problem(422, "value_type_wrong");
}

#[tokio::test]
async fn what_was_hidden_in_the_shop_is_shown_as_drift_and_kept_or_shown_again() {
    let world = World::with_one_listing().await;
    let id = world.shopee.listings(&shop())[0].id.clone();
    world.shopee.edit(&shop(), &id, |content| content.status = ListingStatus::Unlisted);
    app::publishing::observe::observe(&world.ports, &testkit::build::a_key(KEY), "test").await.unwrap();
    let path = format!("/v1/listings/{KEY}");
    let listing = world.get(&path).await;
    let tag = listing.etag().to_owned();
    let listing = listing.ok(200);
    assert_eq!(
        (&listing["state"]["state"], &listing["state"]["fields"]),
        (&json!("drift"), &json!(["visibility"]))
    );
    assert!(listing["state"]["blocked"].as_array().unwrap().contains(&json!("visibility_moved")));
    let keep = json!({ "fields": ["visibility"] });
    world.edit("POST", &format!("{path}/keep"), &tag, &keep).await.ok(200);
    let kept = world.get(&path).await.ok(200);
    assert_eq!((&kept["state"]["fields"], kept["owners"].get("visibility")), (&json!([]), None));
}

#[tokio::test]
async fn a_deletion_is_a_request_of_its_own_that_says_what_is_lost() {
    let world = World::with_one_listing().await;
    let asked = json!({ "listings": [KEY] });
    let reply = world.start("/v1/deletion-plans", &asked).await;
    let location = reply.header("location").to_owned();
    let plan = reply.ok(201);
    assert_eq!(
        (&plan["deletes"], &plan["changes"], &plan["visibility"]),
        (&json!(true), &json!(1), &json!(null))
    );
    let entries = world.get(&format!("{location}/entries")).await.ok(200);
    let warning = &entries["items"][0]["warnings"][0];
    assert_eq!(warning["code"], "deletes_listing");
    assert!(warning["text"].as_str().unwrap().contains("ulasan"), "{warning}");
    assert_eq!(status(&world), Some(ListingStatus::Live), "nothing is sent by the plan");
    let done = carried_out(&world, &plan).await;
    assert_eq!(done["counts"], json!({ "succeeded": 1 }));
    assert_eq!(status(&world), None);
    world.start("/v1/deletion-plans", &asked).await.problem(404, "listing_not_found");
    let audit = world.get(&format!("/v1/audit?subject={}", plan["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(audit["items"][0]["details"]["deletes"], json!([KEY]));

    let undo = format!("/v1/runs/{}/undo", done["id"].as_str().unwrap());
    let undo = world.start(&undo, &json!({})).await.ok(201);
    assert_eq!((&undo["changes"], &undo["by_code"]), (&json!(0), &json!({ "deleted": 1 })));
}

#[tokio::test]
async fn what_cannot_be_deleted_is_refused_by_name() {
    let world = World::with_one_listing().await;
    for (listings, status, code) in [
        (json!([]), 422, "nothing_to_plan"),
        (json!(["shopee"]), 422, "listing_malformed"),
        (json!(["shopee:14701711:404"]), 404, "listing_not_found"),
        (
            Value::from((0..51).map(|n| format!("shopee:1:{n}")).collect::<Vec<_>>()),
            422,
            "deletion_too_large",
        ),
    ] {
        world.start("/v1/deletion-plans", &json!({ "listings": listings })).await.problem(status, code);
    }
}
