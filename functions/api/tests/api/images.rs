//! The seller's own pictures: uploaded, served, refused by name.

use serde_json::json;

use crate::world::World;

const PATH: &str = "/v1/images";
const RAW: &[(&str, &str)] = &[("content-type", "image/jpeg"), ("host", "api.test")];

#[tokio::test]
async fn a_picture_is_stored_once_and_served_to_everybody_by_its_address() {
    let world = World::new();
    let reply = world.call("POST", PATH, RAW, Some("RIFF one photo")).await;
    let location = reply.header("location").to_owned();
    let stored = reply.ok(201);
    assert_eq!(location, format!("{PATH}/{}", stored["id"].as_str().unwrap()));
    assert!(stored["url"].as_str().unwrap().ends_with(&location), "{stored}");
    let again = world.call("POST", PATH, RAW, Some("RIFF one photo")).await.ok(201);
    assert_eq!(again, stored, "the same picture has the same address");
    assert_eq!(world.ports.media.all().await.unwrap().len(), 1);

    let served = world.call("GET", &location, &[("authorization", "")], None).await;
    assert_eq!((served.status.as_u16(), served.text.as_str()), (200, "RIFF one photo"));
    assert_eq!(served.header("content-type"), "image/jpeg");
    assert_eq!(served.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(served.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused_by_the_name_of_its_field() {
    let world = World::new();
    let refused = world.call("POST", PATH, RAW, Some("<svg/>")).await.problem(422, "picture_kind");
    assert_eq!(refused["field"], "image");
    let large = format!("RIFF{}", "x".repeat(4 * 1024 * 1024));
    let refused = world.call("POST", PATH, RAW, Some(&large)).await.problem(413, "picture_file_too_large");
    assert_eq!(refused["field"], "image");
    let allowed = world.call("POST", PATH, RAW, Some(&large[..4 * 1024 * 1024])).await;
    assert_eq!(allowed.status.as_u16(), 201);
    world
        .call("POST", PATH, &[], Some(&json!({}).to_string()))
        .await
        .problem(415, "content_type_unsupported");
    assert!(world.ports.media.all().await.unwrap().len() == 1);
}

#[tokio::test]
async fn a_name_that_is_no_pictures_is_not_found() {
    let world = World::new();
    for name in ["0".repeat(64), "..%2Funused".to_owned(), "A".repeat(64)] {
        let path = format!("{PATH}/{name}");
        world.call("GET", &path, &[("authorization", "")], None).await.problem(404, "picture_not_found");
    }
}
