use std::time::Duration;

use app::marketplace::AuditVerdict;
use domain::{
    ListingStatus, Rupiah,
    plan::{ContentEdit, Step},
};

use crate::{
    edits::apply,
    harness::{Bench, bench_with, id, listing, offer_id},
};

const DELAY: Duration = Duration::from_mins(5);

async fn slow_bench() -> Bench {
    let bench = bench_with(|options| options.audit_delay = DELAY).await;
    bench.sandbox.seed(vec![listing(1, &[150_000, 160_000])]);
    bench
}

fn title(text: &str) -> Step {
    Step::Content(ContentEdit { title: Some(text.to_owned()), ..ContentEdit::default() })
}

#[tokio::test]
async fn an_edit_is_accepted_and_shows_when_the_audit_has_passed() {
    let bench = slow_bench().await;
    let old = bench.content(&id(1)).await.title;
    let outcome = apply(&bench, &id(1), title("Frame Drone FPV Motekar Judul Baru 2026")).await.unwrap();
    assert!(outcome.audited);
    let waiting = bench.content(&id(1)).await;
    assert_eq!((waiting.title, waiting.status), (old, ListingStatus::Live));
    bench.clock.forward(DELAY);
    assert_eq!(bench.content(&id(1)).await.title, "Frame Drone FPV Motekar Judul Baru 2026");
}

#[tokio::test]
async fn a_refused_edit_silently_leaves_the_old_version() {
    let bench = slow_bench().await;
    let before = bench.content(&id(1)).await;
    let outcome = apply(&bench, &id(1), title("Frame Drone FPV Motekar TERLARANG dijual")).await.unwrap();
    assert!(outcome.audited);
    bench.clock.forward(DELAY);
    let after = bench.content(&id(1)).await;
    assert_eq!((after.title, after.status), (before.title, ListingStatus::Live));
    let audit = bench.fetched(&id(1)).await.audit.unwrap();
    assert_eq!(
        (audit.verdict, audit.reasons),
        (AuditVerdict::Refused, vec!["violate listing rules".to_owned()])
    );
    let raw = bench.get(&format!("_sandbox/products/{}", id(1))).await;
    assert_eq!(raw["product"]["audit"]["status"], "FAILED");
}

#[tokio::test]
async fn a_price_is_published_at_once_even_while_an_edit_waits() {
    let bench = slow_bench().await;
    apply(&bench, &id(1), title("Frame Drone FPV Motekar Judul Baru 2026")).await.unwrap();
    let step = Step::Prices { offers: vec![(offer_id(1, 0), Rupiah::new(180_000))] };
    assert!(!apply(&bench, &id(1), step).await.unwrap().audited);
    assert_eq!(bench.content(&id(1)).await.offers[0].price, Some(Rupiah::new(180_000)));
    bench.clock.forward(DELAY);
    let after = bench.content(&id(1)).await;
    assert_eq!(after.title, "Frame Drone FPV Motekar Judul Baru 2026");
    assert_eq!(after.offers[0].price, Some(Rupiah::new(180_000)), "the passed version has the new price too");
}

#[tokio::test]
async fn a_second_edit_starts_from_the_version_that_waits() {
    let bench = slow_bench().await;
    let new = domain::plan::NewOffer {
        variant: domain::VariantId::derived(&["7"]),
        sku: domain::Sku::parse("MTK-1-7").ok(),
        option_values: vec!["7 inch".to_owned()],
        price: Rupiah::new(170_000),
        stock: 1,
        weight: None,
    };
    let add = Step::AddVariants { options: vec!["Ukuran".to_owned()], offers: vec![new.clone()] };
    let first = apply(&bench, &id(1), add.clone()).await.unwrap();
    assert!(first.audited);
    assert_eq!(bench.content(&id(1)).await.offers.len(), 2);
    let again = apply(&bench, &id(1), add).await.unwrap();
    assert_eq!((again.added, bench.writes().await), (first.added, 1), "what waits is not added twice");
    let pre_order = Some(domain::PreOrderDays::parse(9).ok());
    apply(&bench, &id(1), Step::Content(ContentEdit { pre_order, ..ContentEdit::default() })).await.unwrap();
    bench.clock.forward(DELAY);
    let after = bench.content(&id(1)).await;
    assert_eq!((after.offers.len(), after.pre_order.map(domain::PreOrderDays::get)), (3, Some(9)));
}

#[tokio::test]
async fn showing_a_hidden_listing_waits_for_an_audit() {
    let bench = slow_bench().await;
    apply(&bench, &id(1), Step::Visibility { listed: false }).await.unwrap();
    let outcome = apply(&bench, &id(1), Step::Visibility { listed: true }).await.unwrap();
    assert!(outcome.audited);
    let waiting = bench.content(&id(1)).await;
    assert_eq!(waiting.status, ListingStatus::UnderReview);
    assert!(apply(&bench, &id(1), Step::Visibility { listed: true }).await.unwrap().audited);
    bench.clock.forward(DELAY);
    assert_eq!(bench.content(&id(1)).await.status, ListingStatus::Live);
}
