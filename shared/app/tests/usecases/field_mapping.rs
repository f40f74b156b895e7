use std::collections::BTreeMap;

use app::{
    StoreError, UseCaseError,
    publishing::field_mapping::{mapping_of, put_mapping, unmapped_fields},
};
use domain::diff::{Field, Owner};
use testkit::Kind;

use crate::world::{World, shopee, tiktok};

const ACTOR: &str = "admin@example.test";

#[tokio::test]
async fn a_mapping_follows_the_channel_until_a_person_changes_it() {
    let world = World::new();
    let capabilities = app::Marketplace::capabilities(world.shopee.as_ref()).clone();
    let default = mapping_of(&world.ports, &capabilities).await.unwrap();
    assert_eq!(default.version, 0);
    assert_eq!(unmapped_fields(&world.ports).await.unwrap(), []);
    let mut changed = default.value.clone();
    changed.0.get_mut(&Field::Title).unwrap().owner = Owner::Ask;
    changed.0.get_mut(&Field::Stock).unwrap().channel_field = None;
    let stored = put_mapping(&world.ports, ACTOR, &shopee(), &changed, 0).await.unwrap();
    assert_eq!((stored.version, &stored.value), (1, &changed));
    assert_eq!(mapping_of(&world.ports, &capabilities).await.unwrap(), stored);
    assert_eq!(unmapped_fields(&world.ports).await.unwrap(), [(shopee(), Field::Stock)]);
    let audit = world.ports.audit.list(Some("shopee"), None, 10).await.unwrap();
    assert_eq!(audit.items[0].action, "field_mapping.put");
    assert_eq!(audit.items[0].details["to"]["title"]["owner"], "ask");
}

#[tokio::test]
async fn what_a_mapping_already_says_is_not_written_again() {
    let world = World::new();
    let capabilities = app::Marketplace::capabilities(world.tiktok.as_ref()).clone();
    let default = mapping_of(&world.ports, &capabilities).await.unwrap();
    let kept = put_mapping(&world.ports, ACTOR, &tiktok(), &default.value, 0).await.unwrap();
    assert_eq!(kept, default);
    assert_eq!(world.fakes.memory.writes(), BTreeMap::new());
    let stale = put_mapping(&world.ports, ACTOR, &tiktok(), &default.value, 1).await.unwrap_err();
    assert_eq!(stale, UseCaseError::Store(StoreError::Conflict));
    let mut wrong = default.value;
    wrong.0.get_mut(&Field::Title).unwrap().channel_field = Some("nama".to_owned());
    let refused = put_mapping(&world.ports, ACTOR, &tiktok(), &wrong, 0).await.unwrap_err();
    assert!(matches!(refused, UseCaseError::Invalid(ref wrong) if wrong.code == "channel_field_unknown"));
    assert_eq!(world.fakes.memory.writes_of(Kind::FieldMapping), 0);
}
