//! A listing after it exists: hidden, shown again, hidden by somebody in the shop, deleted.

use app::{
    UseCaseError,
    catalogue::masters::keep,
    message::NotifyMessage,
    ports::{JobState, Plan, PlanEntry, Run},
    publishing::{
        deletion::{MOST, make_deletion_plan},
        freshness::{Freshness, freshness},
        listing_edit::{ListingEdit, edit_listing},
        observe::observe,
        planning::{PlanRequest, make_plan},
        undo::make_undo_plan,
    },
};
use domain::{
    ListingStatus, PlanId, Product, Title,
    diff::{Field, Owner},
    plan::{Blocker, Visibility, Warning},
};
use rstest::rstest;
use testkit::{
    build::*,
    fake::{Fault, Verb},
};

use crate::desk::Desk;

const NEW: &str = "Dudukan Kamera Baru untuk Drone FPV Lima Inci";

async fn asked(desk: &Desk, product: &Product, visibility: Option<Visibility>) -> (Plan, Vec<PlanEntry>) {
    let request = PlanRequest { products: vec![product.id.clone()], visibility, ..PlanRequest::default() };
    let plan = make_plan(&desk.ports, "owner", request).await.unwrap();
    let entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    (plan, entries.into_iter().map(|(_, entry)| entry).collect())
}

async fn carried_out(desk: &Desk, plan: &Plan) -> (Run, JobState) {
    let run = desk.start(plan).await;
    desk.deliver_all().await;
    let state = desk.only_job(&run).await.state;
    (run, state)
}

async fn deletion(desk: &Desk, id: &str) -> Plan {
    let plan = PlanId::from_unique(&desk.ports.ids.unique());
    make_deletion_plan(&desk.ports, "owner", plan, vec![desk.key(id)]).await.unwrap()
}

async fn by_hand(desk: &Desk, status: ListingStatus) {
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| content.status = status);
    observe(&desk.ports, &desk.key("1"), "by hand").await.unwrap();
}

fn blockers(entries: &[PlanEntry], field: Field) -> Vec<Option<Blocker>> {
    let changes = entries.iter().flat_map(|entry| &entry.planned.changes);
    changes.filter(|change| change.field == field).map(|change| change.blocked.clone()).collect()
}

fn told(desk: &Desk) -> Vec<String> {
    let sent = desk.fakes.outbox.drain_notify().into_iter();
    sent.map(|sent| match sent.message {
        NotifyMessage::Tell { kind, .. } => kind,
    })
    .collect()
}

async fn accepted(desk: &Desk) {
    keep(&desk.ports, "owner", &desk.key("1"), None, &[Field::Visibility].into()).await.map(drop).unwrap();
}

#[rstest]
#[case("shopee")]
#[case("tiktok_shop")]
#[tokio::test]
async fn a_listing_is_hidden_shown_and_undone_and_nothing_else_of_it_is_pushed(#[case] channel: &str) {
    let desk = Desk::at(channel).await;
    let product = desk.listed("1").await;
    let title = desk.live("1").title;
    desk.edited(&product, |product| product.title = Title::parse(NEW).unwrap()).await;
    let (plan, _) = asked(&desk, &product, Some(Visibility::Unlisted)).await;
    assert_eq!((plan.changes, plan.visibility), (1, Some(Visibility::Unlisted)));
    let (hidden, state) = carried_out(&desk, &plan).await;
    assert_eq!((state, desk.live("1").status), (JobState::Succeeded, ListingStatus::Unlisted));
    assert_eq!(desk.live("1").title, title);
    assert_eq!(asked(&desk, &product, Some(Visibility::Unlisted)).await.0.changes, 0);
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), [], "it is agreed on");

    let undo = make_undo_plan(&desk.ports, "owner", &hidden.id).await.unwrap();
    assert_eq!(carried_out(&desk, &undo).await.1, JobState::Succeeded);
    assert_eq!((desk.live("1").status, desk.live("1").title), (ListingStatus::Live, title));
    assert!(!told(&desk).contains(&"listing_drift".to_owned()));

    carried_out(&desk, &asked(&desk, &product, Some(Visibility::Unlisted)).await.0).await;
    let (_, state) = carried_out(&desk, &asked(&desk, &product, Some(Visibility::Listed)).await.0).await;
    assert_eq!((state, desk.live("1").status), (JobState::Succeeded, ListingStatus::Live));
}

#[rstest]
#[case(ListingStatus::Live, Visibility::Unlisted)]
#[case(ListingStatus::Unlisted, Visibility::Listed)]
#[tokio::test]
async fn what_somebody_hid_or_showed_in_the_shop_is_drift_and_waits_for_a_person(
    #[case] agreed: ListingStatus,
    #[case] other: Visibility,
) {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let wanted = Visibility::of(agreed).unwrap();
    by_hand(&desk, agreed).await;
    accepted(&desk).await;
    told(&desk);
    by_hand(&desk, other.status()).await;
    observe(&desk.ports, &desk.key("1"), "again").await.unwrap();
    assert_eq!(told(&desk), ["listing_drift"], "once");
    desk.edited(&product, |product| product.title = Title::parse(NEW).unwrap()).await;
    let (plan, entries) = asked(&desk, &product, None).await;
    let waits = Some(Blocker::VisibilityMoved { wanted });
    assert_eq!(blockers(&entries, Field::Visibility), [waits]);
    let (_, state) = carried_out(&desk, &plan).await;
    let now = desk.live("1");
    assert_eq!((state, now.status, now.title.as_str()), (JobState::Succeeded, other.status(), NEW));
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility).len(), 1, "it still waits");

    let (plan, _) = asked(&desk, &product, Some(wanted)).await;
    assert_eq!(carried_out(&desk, &plan).await.1, JobState::Succeeded);
    assert_eq!(desk.live("1").status, agreed);
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), []);
}

#[tokio::test]
async fn what_was_hidden_in_the_shop_can_be_accepted() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    by_hand(&desk, ListingStatus::Unlisted).await;
    accepted(&desk).await;
    accepted(&desk).await;
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), []);
    by_hand(&desk, ListingStatus::Live).await;
    let waits = Blocker::VisibilityMoved { wanted: Visibility::Unlisted };
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), [Some(waits)]);
}

#[tokio::test]
async fn a_channel_that_decides_visibility_is_not_asked_about_it_and_still_hides_on_request() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let edit =
        ListingEdit { owners: [(Field::Visibility, Some(Owner::Channel))].into(), ..ListingEdit::default() };
    edit_listing(&desk.ports, "owner", &desk.key("1"), None, edit).await.map(drop).unwrap();
    by_hand(&desk, ListingStatus::Unlisted).await;
    assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), [None]);
    let (plan, entries) = asked(&desk, &product, Some(Visibility::Listed)).await;
    assert!(entries.iter().flat_map(|entry| &entry.planned.changes).all(domain::plan::Change::is_pushed));
    assert_eq!(carried_out(&desk, &plan).await.1, JobState::Succeeded);
    assert_eq!(desk.live("1").status, ListingStatus::Live);
}

#[rstest]
#[case(ListingStatus::UnderReview)]
#[case(ListingStatus::Refused)]
#[case(ListingStatus::Frozen)]
#[case(ListingStatus::Draft)]
#[case(ListingStatus::Unknown)]
#[tokio::test]
async fn where_the_channel_decides_what_buyers_see_nothing_is_hidden_or_shown(#[case] status: ListingStatus) {
    for channel in ["shopee", "tiktok_shop"] {
        let desk = Desk::at(channel).await;
        let product = desk.listed("1").await;
        by_hand(&desk, status).await;
        assert_eq!(blockers(&asked(&desk, &product, None).await.1, Field::Visibility), []);
        for visibility in [Visibility::Listed, Visibility::Unlisted] {
            let (plan, entries) = asked(&desk, &product, Some(visibility)).await;
            assert_eq!(plan.changes, 0);
            assert_eq!(blockers(&entries, Field::Visibility), [Some(Blocker::NotEditable { status })]);
        }
    }
}

#[tokio::test]
async fn a_listing_that_was_shown_again_in_the_shop_after_the_approval_is_left_alone() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    by_hand(&desk, ListingStatus::Unlisted).await;
    let (plan, _) = asked(&desk, &product, Some(Visibility::Listed)).await;
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| content.status = ListingStatus::Refused);
    assert_eq!(carried_out(&desk, &plan).await.1, JobState::Stale);
    assert_eq!(desk.shopee.calls_of(Verb::Visibility), 0);
}

#[rstest]
#[case("shopee", Fault::LostAnswer)]
#[case("tiktok_shop", Fault::LostAnswer)]
#[case("shopee", Fault::Unavailable)]
#[tokio::test]
async fn a_deleted_listing_is_gone_for_good_and_says_so(#[case] channel: &str, #[case] fault: Fault) {
    let desk = Desk::at(channel).await;
    let product = desk.listed("1").await;
    desk.edited(&product, |product| product.channels = [desk.channel.clone()].into()).await;
    let plan = deletion(&desk, "1").await;
    assert_eq!((plan.deletes, plan.changes, plan.calls), (true, 1, 3));
    let entry = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items.remove(0).1;
    assert_eq!(entry.warnings, [Warning::DeletesListing { variants: 1 }]);
    assert_eq!(freshness(&desk.ports, &plan).await.unwrap(), Some(Freshness::Fresh));
    desk.shopee.fault_on(Verb::Delete, fault);
    let (run, state) = carried_out(&desk, &plan).await;
    assert_eq!(state, JobState::Succeeded);
    assert!(desk.shopee.listings(&desk.shop).iter().all(|one| one.content.status == ListingStatus::Deleted));
    let stored = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    assert!(stored.gone);
    let stored = desk.ports.products.get(&product.id).await.unwrap().unwrap().value;
    assert!(!stored.channels.contains(&desk.channel));
    let audited = desk.ports.audit.list(Some(plan.id.as_str()), None, 10).await.unwrap().items;
    assert_eq!(audited[0].action, "plan.delete");
    assert_eq!(audited[0].details["deletes"], serde_json::json!([desk.key("1")]));

    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    let entries = desk.ports.plans.entries(&undo.id, None, 10).await.unwrap().items;
    let entries: Vec<PlanEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
    assert_eq!((undo.changes, blockers(&entries, Field::Visibility)), (0, vec![Some(Blocker::Deleted)]));
}

#[rstest]
#[case::sold(|content: &mut domain::ListingContent| content.offers[0].stock = Some(1))]
#[case::repriced(|content: &mut domain::ListingContent| content.offers[0].price = Some(rupiah(1_000)))]
#[case::renamed(|content: &mut domain::ListingContent| content.title = NEW.to_owned())]
#[case::frozen(|content: &mut domain::ListingContent| content.status = ListingStatus::Frozen)]
#[tokio::test]
async fn what_was_sold_or_edited_since_the_deletion_was_planned_is_not_deleted(
    #[case] edit: fn(&mut domain::ListingContent),
    #[values(false, true)] begun: bool,
) {
    let desk = Desk::new().await;
    desk.listed("1").await;
    let plan = deletion(&desk, "1").await;
    let run = desk.start(&plan).await;
    if begun {
        // The first try gets as far as the call, and the message comes again later.
        desk.shopee.fault_on(Verb::Delete, Fault::Unavailable);
        let message = desk.fakes.outbox.next_sync().unwrap();
        app::worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
        assert_eq!(desk.only_job(&run).await.state, JobState::Pushing);
        desk.shopee.edit(&desk.shop, &an_external_id("1"), edit);
        desk.deliver_until_done(message).await;
    } else {
        desk.shopee.edit(&desk.shop, &an_external_id("1"), edit);
        desk.deliver_all().await;
    }
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    assert_ne!(desk.live("1").status, ListingStatus::Deleted);
}

#[tokio::test]
async fn a_deletion_names_listings_that_are_there() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let plan = || PlanId::from_unique(&desk.ports.ids.unique());
    let delete = async |keys| make_deletion_plan(&desk.ports, "owner", plan(), keys).await.unwrap_err();
    let unknown = delete(vec![desk.key("2")]).await;
    assert!(matches!(unknown, UseCaseError::NotFound { what: "listing", .. }));
    let code = |error| match error {
        UseCaseError::Invalid(invalid) => invalid.code,
        other => panic!("{other}"),
    };
    assert_eq!(code(delete(Vec::new()).await), "nothing_to_plan");
    let many = (0..=MOST).map(|id| desk.key(&id.to_string())).collect();
    assert_eq!(code(delete(many).await), "deletion_too_large");

    by_hand(&desk, ListingStatus::Frozen).await;
    let frozen = deletion(&desk, "1").await;
    let entries = desk.ports.plans.entries(&frozen.id, None, 10).await.unwrap().items;
    let entries: Vec<PlanEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
    let status = ListingStatus::Frozen;
    assert_eq!((frozen.changes, frozen.calls), (0, 0));
    assert_eq!(blockers(&entries, Field::Visibility), [Some(Blocker::NotEditable { status })]);

    let listing = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap();
    let state = app::ports::ListingState { product: None, ..listing.state.value };
    desk.ports.listings.put_state(&state, listing.state.version).await.unwrap();
    assert_eq!(code(delete(vec![desk.key("1")]).await), "listing_unlinked");
    let state = app::ports::ListingState { gone: true, product: Some(product.id), ..state };
    desk.ports.listings.put_state(&state, listing.state.version + 1).await.unwrap();
    let gone = delete(vec![desk.key("1")]).await;
    assert!(matches!(gone, UseCaseError::NotFound { what: "listing", .. }));
}

/// Whatever is planned otherwise, nothing is deleted by it.
#[tokio::test]
async fn no_plan_of_products_deletes_anything() {
    let desk = Desk::new().await;
    let product = desk.listed_with_two("1").await;
    desk.edited(&product, |product| product.variants.truncate(1)).await;
    for visibility in [None, Some(Visibility::Listed), Some(Visibility::Unlisted)] {
        let (_, entries) = asked(&desk, &product, visibility).await;
        let deleted = domain::diff::Value::Visibility(ListingStatus::Deleted);
        assert!(entries.iter().flat_map(|entry| &entry.planned.changes).all(|change| change.to != deleted));
    }
}
