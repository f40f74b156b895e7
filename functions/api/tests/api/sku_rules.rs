//! Rules of the seller for what is ignored in SKUs.

use serde_json::json;

use crate::world::World;

const PATH: &str = "/v1/matching/sku-rules";

#[tokio::test]
async fn rules_are_saved_as_versions_and_checked() {
    let world = World::new();
    let reply = world.get(PATH).await;
    assert_eq!(reply.etag(), "\"0\"");
    assert_eq!(reply.ok(200)["rules"], json!({ "prefixes": [], "suffixes": [], "replace": [] }));
    let rules = json!({ "prefixes": ["TT-"], "suffixes": ["-NEW"], "replace": [{ "from": "O", "to": "0" }] });
    world.call("PUT", PATH, &[], Some(&rules.to_string())).await.problem(428, "if_match_missing");
    let saved = world.edit("PUT", PATH, "\"0\"", &rules).await;
    assert_eq!(saved.etag(), "\"1\"");
    assert_eq!(saved.ok(200), json!({ "version": 1, "rules": rules }));
    world.edit("PUT", PATH, "\"0\"", &json!({})).await.problem(412, "version_stale");
    // Saving the same rules again makes no new version.
    assert_eq!(world.edit("PUT", PATH, "\"1\"", &rules).await.ok(200)["version"], 1);
    assert_eq!(world.call("GET", PATH, &[("if-none-match", "\"1\"")], None).await.status.as_u16(), 304);
    for (wrong, field, code) in [
        (json!({ "prefixes": ["--"] }), "prefixes[0]", "sku_rule_malformed"),
        (json!({ "replace": [{ "from": "", "to": "0" }] }), "replace[0].from", "sku_rule_malformed"),
        (json!({ "suffixes": vec!["A"; 51] }), "suffixes", "sku_rules_too_many"),
    ] {
        let problem = world.edit("PUT", PATH, "\"1\"", &wrong).await.problem(422, code);
        assert_eq!(problem["field"], field);
    }
    let audit = world.get("/v1/audit?subject=sku_rules").await.ok(200);
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    assert_eq!(audit["items"][0]["action"], "sku_rules.put");
}
