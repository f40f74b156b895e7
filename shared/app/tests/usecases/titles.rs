//! Titles: what is proposed, what a person takes, and what a plan then shows.

use app::{
    StoreError,
    catalogue::products::{self, EditError, ProductEdit},
    ports::{TitleFrom, TitleOrigin},
    publishing::{
        listing_edit::{self, ListingEdit},
        planning::{PlanRequest, look, make_plan},
        titles::{self, Choice, ListingTitle, Outcome, accept, lock, of_product, put_rule, rule, unlock},
    },
};
use domain::{
    ListingKey, ProductId,
    diff::Field,
    plan::Blocker,
    titles::{Similarity, same},
};
use testkit::{Kind, build::a_listing};

use crate::world::{World, shopee, tiktok};

const MASTER: &str = "Dudukan Kamera untuk Action Cam 9 25 derajat Bahan TPU 95A Drone FPV";

/// One product on both channels, with the same title there.
async fn on_both() -> (World, ProductId, [ListingKey; 2]) {
    let world = World::connected().await;
    let keys = [shopee(), tiktok()].map(|channel| {
        let mut listing = a_listing("100");
        MASTER.clone_into(&mut listing.content.title);
        world.put(&channel, listing)
    });
    world.import().await;
    let listing = world.ports.listings.get(&keys[0]).await.unwrap().unwrap();
    let product = listing.state.value.product.unwrap();
    let other = world.ports.listings.get(&keys[1]).await.unwrap().unwrap();
    assert_eq!(other.state.value.product.as_ref(), Some(&product), "equal SKUs make one product");
    (world, product, keys)
}

async fn titles_of(world: &World, product: &ProductId) -> Vec<ListingTitle> {
    of_product(&world.ports, product).await.unwrap().listings
}

async fn planned(world: &World, product: &ProductId) -> Vec<(ListingKey, String)> {
    let request = PlanRequest {
        products: vec![product.clone()],
        fields: Some([Field::Title].into()),
        ..PlanRequest::default()
    };
    let entries = look(&world.ports, &request).await.unwrap();
    entries
        .into_iter()
        .filter(|entry| !entry.planned.is_empty())
        .map(|entry| (entry.planned.key.clone(), entry.target.title.unwrap()))
        .collect()
}

fn choice(title: &ListingTitle) -> Choice {
    Choice { listing: title.key.clone(), title: title.proposal.title.clone().unwrap() }
}

#[tokio::test]
async fn nothing_is_pushed_that_nobody_accepted() {
    let (world, product, _) = on_both().await;
    let titles = titles_of(&world, &product).await;
    for title in &titles {
        assert_eq!((title.origin, title.target.as_str()), (TitleOrigin::Master, MASTER));
        assert!(title.proposal.in_band() && !title.outdated);
    }
    let proposals: Vec<&String> = titles.iter().filter_map(|title| title.proposal.title.as_ref()).collect();
    assert!(!same(proposals[0], proposals[1]));
    assert_eq!(planned(&world, &product).await, [], "a proposal alone changes nothing");
}

#[tokio::test]
async fn an_accepted_title_is_what_the_next_plan_pushes() {
    let (world, product, keys) = on_both().await;
    let titles = titles_of(&world, &product).await;
    let choices: Vec<Choice> = titles.iter().map(choice).collect();
    let done = accept(&world.ports, "member@example.test", &choices).await.unwrap();
    assert!(done.iter().all(|one| one.outcome == Outcome::Accepted), "{done:?}");
    let plan = planned(&world, &product).await;
    assert_eq!(
        plan,
        [(keys[0].clone(), choices[0].title.clone()), (keys[1].clone(), choices[1].title.clone())]
    );
    world.fakes.memory.forget_writes();
    let again = accept(&world.ports, "member@example.test", &choices).await.unwrap();
    assert!(again.iter().all(|one| one.outcome == Outcome::Unchanged));
    assert!(world.fakes.memory.writes().is_empty(), "accepting again writes nothing");
    let state = world.ports.listings.get(&keys[0]).await.unwrap().unwrap().state.value;
    assert_eq!(
        state.overrides.title_from,
        TitleFrom::Proposal { master: MASTER.to_owned(), rule_version: 0 }
    );
}

#[tokio::test]
async fn a_new_master_title_is_proposed_again_and_pushed_only_when_it_is_taken() {
    let (world, product, keys) = on_both().await;
    let before = titles_of(&world, &product).await;
    accept(&world.ports, "m", &before.iter().map(choice).collect::<Vec<_>>()).await.unwrap();
    let locked =
        lock(&world.ports, "m", &product, &keys[1], None, Some("Mount kamera pilihan saya sendiri 95A"));
    locked.await.unwrap();
    let new = MASTER.replace("25 derajat", "30 derajat");
    let edit = ProductEdit { title: Some(new.clone()), ..ProductEdit::default() };
    products::edit(&world.ports, "m", &product, None, edit).await.unwrap();
    let after = titles_of(&world, &product).await;
    let asked = || titles::Asked::Products(vec![product.clone()]);
    let old = titles::preview(&world.ports, asked(), &[], true).await.unwrap();
    assert_eq!(old.products[0].listings.len(), 1, "only the accepted one is outdated");
    assert!(after[0].outdated, "the accepted one is told to be old");
    assert_eq!(after[0].target, before[0].proposal.title.clone().unwrap(), "and still holds");
    assert!(after[0].proposal.title.as_ref().unwrap().contains("30 derajat"));
    assert_eq!(
        (after[1].origin, after[1].outdated),
        (TitleOrigin::Locked, false),
        "a locked one is left alone"
    );
    let stale = accept(&world.ports, "m", &[choice(&before[0])]).await.unwrap();
    assert_eq!((stale[0].outcome, &stale[0].proposed), (Outcome::Stale, &after[0].proposal.title));
    let taken = accept(&world.ports, "m", &[choice(&after[0])]).await.unwrap();
    assert_eq!(taken[0].outcome, Outcome::Accepted);
    assert!(!titles_of(&world, &product).await[0].outdated);
}

#[tokio::test]
async fn a_plan_says_that_an_accepted_title_is_old_and_holds_back_other_numbers() {
    let (world, product, keys) = on_both().await;
    let before = titles_of(&world, &product).await;
    accept(&world.ports, "m", &[choice(&before[0])]).await.unwrap();
    let fields = Some([Field::Title].into());
    let request = PlanRequest { products: vec![product.clone()], fields, ..PlanRequest::default() };
    let rename = async |title: &str| {
        let edit = ProductEdit { title: Some(title.to_owned()), ..ProductEdit::default() };
        products::edit(&world.ports, "m", &product, None, edit).await.unwrap();
        let entries = look(&world.ports, &request).await.unwrap();
        entries.into_iter().find(|entry| entry.planned.key == keys[0]).unwrap()
    };
    let title = |entry: &app::ports::PlanEntry| {
        entry.planned.changes.iter().find(|change| change.field == Field::Title).unwrap().clone()
    };
    let same = rename(&MASTER.to_uppercase()).await;
    assert!(same.warnings.is_empty() && title(&same).is_pushed(), "other letters are no other title");
    let words = rename(&MASTER.replace("Dudukan", "Penyangga")).await;
    assert_eq!(words.warnings.len(), 1);
    assert!(title(&words).is_pushed(), "the same numbers: a person is only told");
    let numbers = rename(&MASTER.replace("25 derajat", "30 derajat")).await;
    assert_eq!(numbers.warnings.len(), 1);
    let blocked = title(&numbers).blocked.unwrap();
    let words = ["25 derajat".to_owned(), "30 derajat".to_owned()].to_vec();
    assert_eq!(blocked, Blocker::TitleOutdated { words });
    let plan = make_plan(&world.ports, "m", request.clone()).await.unwrap();
    assert_eq!((plan.warnings, plan.blocked), (1, 1));
}

#[tokio::test]
async fn what_a_channel_refuses_in_a_title_is_said_before_a_run() {
    let (world, product, keys) = on_both().await;
    let bad = format!("{MASTER} 🔥");
    let error = lock(&world.ports, "m", &product, &keys[0], None, Some(&bad)).await.unwrap_err();
    assert!(format!("{error:?}").contains("title_emoji"), "{error:?}");
    for (title, code) in [(bad.as_str(), "title_emoji"), ("Pendek", "title_length")] {
        let edit = ListingEdit { title: Some(Some(title.to_owned())), ..ListingEdit::default() };
        let error = listing_edit::edit_listing(&world.ports, "m", &keys[1], None, edit).await.unwrap_err();
        let EditError::Invalid(problems) = error else { panic!("{error:?}") };
        assert_eq!((problems[0].field.as_str(), problems[0].code), ("overrides.title", code));
    }
    let edit = ProductEdit { title: Some(bad), ..ProductEdit::default() };
    products::edit(&world.ports, "m", &product, None, edit).await.unwrap();
    let request = PlanRequest { products: vec![product.clone()], ..PlanRequest::default() };
    for entry in look(&world.ports, &request).await.unwrap() {
        let change = entry.planned.changes.iter().find(|change| change.field == Field::Title).unwrap();
        assert_eq!(change.blocked, Some(Blocker::TitleRefused { reason: "title_emoji".to_owned() }));
    }
}

#[tokio::test]
async fn two_channels_are_not_given_one_title() {
    let (world, product, keys) = on_both().await;
    let offered = titles_of(&world, &product).await[0].proposal.title.clone().unwrap();
    lock(&world.ports, "m", &product, &keys[0], None, Some(&offered)).await.unwrap();
    let error = lock(&world.ports, "m", &product, &keys[1], None, Some(&offered.to_uppercase())).await;
    assert!(format!("{error:?}").contains("title_taken"), "{error:?}");
    // The master's words may be locked where others follow the master; it is said that they are equal.
    unlock(&world.ports, "m", &product, &keys[0], None).await.unwrap();
    lock(&world.ports, "m", &product, &keys[1], None, None).await.unwrap();
    let titles = titles_of(&world, &product).await;
    assert_eq!((&titles[0].equal_to[..], &titles[1].equal_to[..]), (&keys[1..], &keys[..1]));
}

#[tokio::test]
async fn a_locked_title_is_kept_and_no_other_channel_is_offered_it() {
    let (world, product, keys) = on_both().await;
    let offered = titles_of(&world, &product).await[0].proposal.title.clone().unwrap();
    let version = titles_of(&world, &product).await[1].version;
    lock(&world.ports, "m", &product, &keys[1], Some(version), Some(&offered)).await.unwrap();
    let titles = titles_of(&world, &product).await;
    assert_eq!(titles[1].target, offered);
    assert!(!same(titles[0].proposal.title.as_ref().unwrap(), &offered));
    let refused = accept(&world.ports, "m", &[choice(&titles[1])]).await.unwrap();
    assert_eq!(refused[0].outcome, Outcome::Locked);
    let error =
        lock(&world.ports, "m", &product, &keys[1], Some(version), Some("Judul lain yang cukup panjang"));
    assert_eq!(error.await.unwrap_err(), StoreError::Conflict.into(), "another version was edited");
    let short = lock(&world.ports, "m", &product, &keys[1], None, Some("Pendek")).await;
    assert!(format!("{short:?}").contains("title_length"), "{short:?}");
    unlock(&world.ports, "m", &product, &keys[1], None).await.unwrap();
    assert_eq!(titles_of(&world, &product).await[1].origin, TitleOrigin::Master);
}

#[tokio::test]
async fn a_channel_that_is_switched_off_keeps_the_master() {
    let (world, product, _) = on_both().await;
    let mut off = rule(&world.ports, &shopee()).await.unwrap();
    assert_eq!(off.version, 0, "the preset holds until something is saved");
    off.value.enabled = false;
    let stored = put_rule(&world.ports, "admin", &shopee(), &off.value, 0).await.unwrap();
    assert_eq!(stored.version, 1);
    let again = put_rule(&world.ports, "admin", &shopee(), &off.value, 1).await.unwrap();
    assert_eq!(again.version, 1, "the same rule is no new version");
    assert!(put_rule(&world.ports, "admin", &shopee(), &off.value, 0).await.is_err());
    let titles = titles_of(&world, &product).await;
    assert_eq!((titles[0].proposal.title.as_ref(), titles[0].rule_version), (None, 1));
    assert!(
        !same(titles[1].proposal.title.as_ref().unwrap(), MASTER),
        "the other channel still differs from it"
    );
    let wrong = domain::titles::TitleRule { banned: vec![String::new()], ..off.value };
    assert!(put_rule(&world.ports, "admin", &shopee(), &wrong, 1).await.is_err());
}

#[tokio::test]
async fn a_preview_of_many_products_writes_nothing() {
    let (world, product, _) = on_both().await;
    world.fakes.memory.forget_writes();
    let query = app::ports::CatalogueQuery { limit: 10, ..Default::default() };
    let page = titles::preview(&world.ports, titles::Asked::Filter(Box::new(query)), &[tiktok()], false)
        .await
        .unwrap();
    assert_eq!(page.products.len(), 1);
    assert_eq!((&page.products[0].product, page.products[0].listings.len()), (&product, 1));
    assert_eq!(page.products[0].facts.material.as_deref(), Some("Bahan TPU 95A"));
    assert!(world.fakes.memory.writes().is_empty());
    assert_eq!(world.fakes.memory.writes_of(Kind::ListingState), 0);
    let title = &page.products[0].listings[0];
    assert_eq!(title.target_similarity, Similarity(10_000));
}

#[tokio::test]
async fn a_description_says_what_the_product_says_on_each_channel() {
    let (world, product, keys) = on_both().await;
    let edit = |text: &str| ProductEdit {
        description: Some(text.to_owned()),
        pre_order_days: Some(Some(7)),
        ..ProductEdit::default()
    };
    let unknown = products::edit(&world.ports, "m", &product, None, edit("Kirim {hari} hari")).await;
    assert!(format!("{unknown:?}").contains("placeholder_unknown"), "{unknown:?}");
    let text = "{title}\u{200b}\r\nPre-order {pre_order_days} hari di {channel}.\n{pre_order_text}";
    products::edit(&world.ports, "m", &product, None, edit(text)).await.unwrap();
    let request = PlanRequest { products: vec![product.clone()], ..PlanRequest::default() };
    for entry in look(&world.ports, &request).await.unwrap() {
        let said = entry.target.description.unwrap();
        assert!(said.contains(MASTER) && said.contains("Pre-order 7 hari di "), "{said}");
        assert!(!said.contains(['{', '\u{200b}', '\r']), "{said}");
    }
    // A brand that the product does not have: nothing is sent, and it is said why.
    let brand = ProductEdit { brand: Some(None), ..edit("Merek {brand}") };
    products::edit(&world.ports, "m", &product, None, brand).await.unwrap();
    let entries = look(&world.ports, &request).await.unwrap();
    for key in &keys {
        let entry = entries.iter().find(|entry| entry.planned.key == *key).unwrap();
        let change = entry.planned.changes.iter().find(|change| change.field == Field::Description).unwrap();
        let blocked = change.blocked.as_ref().unwrap();
        assert!(!change.is_pushed() && app::words::blocker(blocked).text.contains("{brand}"), "{blocked:?}");
    }
}
