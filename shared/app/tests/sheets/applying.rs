//! Writing what was accepted: once, by version, resumably.

use app::{
    StoreError, UseCaseError,
    catalogue::{products, sheet},
    message::PricingMessage,
    ports::{SheetPart, SheetPhase, SheetResult},
    worker,
};
use domain::{ContentHash, Product, Rupiah};
use testkit::{
    Kind,
    build::{ProductVerbs, a_product, a_product_named},
};

use crate::world::{World, grid, grid_of};

fn many(count: usize) -> Vec<Product> {
    (0..count).map(|n| a_product_named(&n.to_string())).collect()
}

/// New prices for the first `count` products of [`many`].
fn prices(count: usize) -> domain::sheet::Grid {
    let rows: Vec<Vec<String>> = std::iter::once(vec!["SKU".to_owned(), "Harga dasar".to_owned()])
        .chain((0..count).map(|n| vec![format!("MTK-{n}"), format!("{}", 200_000 + n)]))
        .collect();
    grid_of(&rows)
}

fn refusal(error: UseCaseError) -> &'static str {
    match error {
        UseCaseError::Refused { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_sheet_is_applied_in_batches_audited_and_priced() {
    let products = many(60);
    let world = World::with(&products).await;
    let import = world.check(prices(60)).await;
    assert_eq!((import.updates, import.batches), (60, 3));
    let done = world.apply(&import, SheetPart::All).await;
    assert_eq!((done.phase, done.applied, done.conflicts, done.failed), (SheetPhase::Finished, 60, 0, 0));
    assert_eq!(done.accepted_by.as_deref(), Some(crate::world::ACTOR));
    for (n, product) in products.iter().enumerate() {
        let stored = world.product(&product.id).await;
        assert_eq!(stored.version, 2);
        assert_eq!(
            stored.value.variants[0].base_price,
            Some(Rupiah::new(200_000 + i64::try_from(n).unwrap()))
        );
    }
    let typed = world.product(&products[7].id).await.value.sources;
    assert!(typed.keys().any(|field| field.contains("base_price")), "a person typed it: {typed:?}");
    assert_eq!(world.audited(&products[7].id).await, [format!("{} product.edit", crate::world::ACTOR)]);
    let mut priced = 0;
    while let Some(message) = world.fakes.outbox.next_pricing() {
        let PricingMessage::Products { products } = message.message else { panic!("one message a batch") };
        priced += products.len();
    }
    assert_eq!(priced, 60);
    for message in world.fakes.outbox.drain_notify() {
        worker::notify::handle(&world.ports, message).await.unwrap();
    }
    let told = world.ports.notifications.list(None, 10).await.unwrap();
    assert_eq!(told.items[0].kind, "sheet_applied");
}

#[tokio::test]
async fn reading_again_what_was_applied_changes_nothing() {
    let world = World::with(&many(3)).await;
    let import = world.check(prices(3)).await;
    world.apply(&import, SheetPart::All).await;
    world.fakes.memory.forget_writes();
    let again = world.check(prices(3)).await;
    assert_eq!((again.updates, again.unchanged, again.errors, again.batches), (0, 3, 0, 0));
    let refused = sheet::accept(&world.ports, "ani", &again.id, &again.hash, SheetPart::All).await;
    assert_eq!(refusal(refused.unwrap_err()), "sheet_empty");
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
}

#[tokio::test]
async fn nothing_is_applied_of_a_sheet_with_errors_unless_the_valid_part_is_accepted() {
    let world = World::with(&many(2)).await;
    let sheet = grid(&[&["SKU", "Harga dasar"], &["MTK-0", "1,5"], &["MTK-1", "175.000"]]);
    let import = world.check(sheet).await;
    let all = sheet::accept(&world.ports, "ani", &import.id, &import.hash, SheetPart::All).await;
    assert_eq!(refusal(all.unwrap_err()), "sheet_has_errors");
    let other = ContentHash::of_bytes(b"what somebody else saw");
    let other = sheet::accept(&world.ports, "ani", &import.id, &other, SheetPart::Valid).await;
    assert_eq!(refusal(other.unwrap_err()), "sheet_hash_mismatch");
    assert_eq!(world.fakes.outbox.next_import(), None, "nothing was started");
    let done = world.apply(&import, SheetPart::Valid).await;
    assert_eq!((done.applied, done.rejected), (1, 1));
    assert_eq!(world.product(&many(2)[0].id).await.version, 1);
    assert_eq!(world.product(&many(2)[1].id).await.value.variants[0].base_price, Some(Rupiah::new(175_000)));
    let again = sheet::accept(&world.ports, "ani", &import.id, &import.hash, SheetPart::Valid).await;
    assert_eq!(refusal(again.unwrap_err()), "sheet_already_applied");
}

#[tokio::test]
async fn a_product_that_moved_since_the_preview_is_told_and_not_overwritten() {
    let world = World::with(&many(2)).await;
    let import = world.check(prices(2)).await;
    let moved = &many(2)[0].id;
    let title =
        app::catalogue::products::ProductEdit { title: Some("Judul lain".into()), ..Default::default() };
    products::edit(&world.ports, "budi", moved, None, title).await.unwrap();
    let done = world.apply(&import, SheetPart::All).await;
    assert_eq!((done.applied, done.conflicts), (1, 1));
    let stored = world.product(moved).await;
    assert_eq!(stored.value.title.as_str(), "Judul lain");
    assert_eq!(stored.value.variants[0].base_price, Some(Rupiah::new(150_000)));
    let conflict = &world.outcomes(&import).await[0];
    assert_eq!(
        (conflict.result, conflict.code.as_deref()),
        (SheetResult::Conflict, Some("sheet_product_moved"))
    );
    assert!(conflict.text.contains("pratinjau"));
}

#[tokio::test]
async fn a_sku_that_was_taken_meanwhile_fails_alone() {
    let world = World::with(&many(1)).await;
    let sheet = grid(&[&["Judul", "Berat (g)", "SKU"], &["Baru", "10", "N-1"], &["Lain", "10", "N-2"]]);
    let import = world.check(sheet).await;
    world.ports.products.create(&a_product_named("x").with_sku("n-1")).await.unwrap();
    let done = world.apply(&import, SheetPart::All).await;
    assert_eq!((done.applied, done.failed), (1, 1));
    assert_eq!(world.outcomes(&import).await[0].code.as_deref(), Some("sku_taken"));
}

#[tokio::test]
async fn a_message_that_comes_twice_writes_once() {
    let world = World::with(&many(30)).await;
    let import = world.check(prices(30)).await;
    world.accept(&import, SheetPart::All).await;
    let first = world.fakes.outbox.next_import().unwrap();
    worker::import::handle(&world.ports, first.clone()).await.unwrap();
    worker::import::handle(&world.ports, first.clone()).await.unwrap();
    world.work().await;
    worker::import::handle(&world.ports, first).await.unwrap();
    let done = world.ports.sheets.get(&import.id).await.unwrap().unwrap();
    assert_eq!((done.applied, done.conflicts, done.phase), (30, 0, SheetPhase::Finished));
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 30);
}

#[tokio::test]
async fn a_worker_that_dies_anywhere_leaves_nothing_half_done() {
    // Each kind of write refused once, at each of the first places.
    for kind in [Kind::Product, Kind::Audit, Kind::SheetResult, Kind::Sheet] {
        let world = World::with(&many(3)).await;
        let import = world.check(prices(3)).await;
        world.accept(&import, SheetPart::All).await;
        let message = world.fakes.outbox.next_import().unwrap();
        world.fakes.memory.refuse_next(kind, StoreError::Unavailable("gone".into()));
        worker::import::handle(&world.ports, message.clone()).await.unwrap_err();
        worker::import::handle(&world.ports, message).await.unwrap();
        let done = world.ports.sheets.get(&import.id).await.unwrap().unwrap();
        assert_eq!((done.applied, done.conflicts, done.phase), (3, 0, SheetPhase::Finished), "{kind:?}");
        for product in many(3) {
            assert_eq!(world.product(&product.id).await.version, 2, "{kind:?}");
            assert_eq!(world.audited(&product.id).await.len(), 1, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_product_that_was_edited_after_it_was_applied_is_no_conflict_on_a_repeat() {
    let world = World::with(&many(1)).await;
    let import = world.check(prices(1)).await;
    world.accept(&import, SheetPart::All).await;
    let message = world.fakes.outbox.next_import().unwrap();
    world.fakes.memory.refuse_next(Kind::SheetResult, StoreError::Unavailable("gone".into()));
    worker::import::handle(&world.ports, message.clone()).await.unwrap_err();
    let title = products::ProductEdit { title: Some("Sesudahnya".into()), ..Default::default() };
    products::edit(&world.ports, "budi", &many(1)[0].id, None, title).await.unwrap();
    worker::import::handle(&world.ports, message).await.unwrap();
    let done = world.ports.sheets.get(&import.id).await.unwrap().unwrap();
    assert_eq!((done.applied, done.conflicts), (1, 0));
    assert_eq!(world.product(&many(1)[0].id).await.value.title.as_str(), "Sesudahnya");
}

#[tokio::test]
async fn a_sheet_that_lost_its_message_goes_on_when_it_is_accepted_again() {
    let world = World::with(&many(60)).await;
    let import = world.check(prices(60)).await;
    world.accept(&import, SheetPart::All).await;
    let first = world.fakes.outbox.next_import().unwrap();
    worker::import::handle(&world.ports, first).await.unwrap();
    let lost = world.fakes.outbox.next_import().unwrap();
    let error = app::WorkError::Retry { after: None, reason: "the table did not answer".to_owned() };
    worker::import::give_up(&world.ports, &lost.message, &error, "1").await.unwrap();
    let told = world.fakes.outbox.drain_notify();
    assert!(format!("{told:?}").contains("sheet_stopped"));
    let done = world.apply(&import, SheetPart::All).await;
    assert_eq!((done.applied, done.phase), (60, SheetPhase::Finished));
}

#[tokio::test]
async fn a_new_product_is_made_once_and_its_links_break_with_its_variants() {
    let world = World::with(&[a_product()]).await;
    let sheet = grid(&[&["Judul", "Berat (g)", "SKU", "Harga dasar"], &["Baru", "10", "N-1", "25.000"]]);
    let import = world.check(sheet.clone()).await;
    assert_eq!(world.apply(&import, SheetPart::All).await.applied, 1);
    let made = world.entries(&import).await.remove(0).after;
    assert_eq!(world.audited(&made.id).await, [format!("{} product.create", crate::world::ACTOR)]);
    // The same rows again mean the product that now owns the SKU.
    let again = world.check(sheet).await;
    assert_eq!((again.creates, again.unchanged), (0, 1));
}
