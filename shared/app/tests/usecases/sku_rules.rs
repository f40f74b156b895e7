//! What the seller says is to be overlooked in SKUs, where it counts: in matching and in masters.

use app::{
    UseCaseError,
    catalogue::sku_rules::{put_sku_rules, sku_rules},
    ports::MatchRecord,
};
use domain::matching::{SkuRules, SkuSays};
use testkit::build::{ListingVerbs, a_listing};

use crate::world::{World, shopee, tiktok};

#[tokio::test]
async fn the_next_import_compares_by_the_rules_that_were_saved() {
    let world = World::connected().await;
    let title = |mark: &str| format!("Dudukan Kamera GoPro TPU untuk Drone FPV Mark {mark}");
    let put = |channel: &domain::Channel, id: &str, title: &str, sku: &str| {
        world.put(channel, a_listing(id).with_title(title).with_sku(sku))
    };
    let ours = put(&shopee(), "1", &title("4"), "MTK-10");
    let theirs = put(&tiktok(), "171", &title("5"), "TT-MTK-1O");
    let id = MatchRecord::id_of(&ours, &theirs);
    world.import().await;
    let said = |record: MatchRecord| record.evidence.unwrap().sku;
    let before = world.ports.matches.get(&id).await.unwrap().expect("the two are offered");
    assert_eq!(said(before.value), SkuSays::Different);

    let rules = SkuRules {
        prefixes: vec!["TT".to_owned()],
        replace: vec![("O".to_owned(), "0".to_owned())],
        ..SkuRules::default()
    };
    assert_eq!(put_sku_rules(&world.ports, "admin", &rules, 0).await.unwrap().version, 1);
    let wrong = SkuRules { suffixes: vec![String::new()], ..rules.clone() };
    let refused = put_sku_rules(&world.ports, "admin", &wrong, 1).await.unwrap_err();
    assert!(matches!(refused, UseCaseError::Invalid(ref invalid) if invalid.field == "suffixes[0]"));
    assert_eq!(sku_rules(&world.ports).await.unwrap().value, rules, "nothing else was stored");

    world.import().await;
    let after = world.ports.matches.get(&id).await.unwrap().expect("the two are offered");
    assert_eq!(said(after.value), SkuSays::Equal("MTK10".to_owned()));
}
