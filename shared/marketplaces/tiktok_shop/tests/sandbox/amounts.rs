//! Calls that carry the whole list of SKUs write back prices and stock: those of the moment of the write, never those
//! from before a wait or from a version that waits for its audit.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use app::marketplace::ListingWriter;
use domain::{
    OfferId, PreOrderDays, Rupiah, Sku, VariantId,
    diff::Field,
    plan::{ContentEdit, NewOffer, Step},
};
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    edits::apply,
    harness::{Bench, bench_with, id, listing, offer_id},
};

const STOCK: i64 = 50;
const PRICE: i64 = 160_000;

/// Each time a call waits, one piece of the second SKU is sold and its price goes up by a thousand rupiah.
fn sell_meanwhile(bench: &Bench) -> Arc<AtomicI64> {
    let sold = Arc::new(AtomicI64::new(0));
    let (sandbox, count) = (Arc::clone(&bench.sandbox), Arc::clone(&sold));
    *bench.session.meanwhile.lock().unwrap() = Some(Arc::new(move || {
        let sold = count.fetch_add(1, Ordering::SeqCst) + 1;
        let mut shop = sandbox.snapshot();
        amounts(&mut shop["products"][id(1).as_str()]["live"], sold);
        sandbox.restore(shop).unwrap();
    }));
    sold
}

fn amounts(product: &mut Value, sold: i64) {
    let sku = &mut product["skus"][1];
    sku["inventory"][0]["quantity"] = json!(STOCK - sold);
    let price = (PRICE + 1_000 * sold).to_string();
    sku["price"] = json!({ "currency": "IDR", "sale_price": price, "tax_exclusive_price": price });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Live,
    UnderAudit,
    Hidden,
}

fn steps() -> Vec<(&'static str, Step)> {
    let first = || offer_id(1, 0);
    let added = NewOffer {
        variant: VariantId::derived(&["7"]),
        sku: Sku::parse("MTK-1-7").ok(),
        option_values: vec!["7 inch".to_owned()],
        price: Rupiah::new(170_000),
        stock: 1,
        weight: None,
    };
    let pre_order = Some(PreOrderDays::parse(9).ok());
    vec![
        ("skus", Step::Skus { offers: vec![(first(), Sku::parse("MTK-NEW").unwrap())] }),
        ("pre-order", Step::Content(ContentEdit { pre_order, ..ContentEdit::default() })),
        ("variants", Step::AddVariants { options: vec!["Ukuran".to_owned()], offers: vec![added] }),
        ("prices", Step::Prices { offers: vec![(first(), Rupiah::new(180_000))] }),
        ("stock", Step::Stock { offers: vec![(first(), 3)] }),
    ]
}

async fn bench_in(standing: Standing) -> Bench {
    let bench = bench_with(|options| options.audit_delay = Duration::from_hours(1)).await;
    bench.sandbox.seed(vec![listing(1, &[150_000, PRICE])]);
    let mut shop = bench.sandbox.snapshot();
    amounts(&mut shop["products"][id(1).as_str()]["live"], 0);
    bench.sandbox.restore(shop).unwrap();
    match standing {
        Standing::Live => {}
        Standing::UnderAudit => {
            let title = Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned());
            let step = Step::Content(ContentEdit { title, ..ContentEdit::default() });
            assert!(apply(&bench, &id(1), step).await.unwrap().audited);
        }
        Standing::Hidden => {
            let hide = Step::Visibility { listed: false };
            apply(&bench, &id(1), hide).await.unwrap();
        }
    }
    bench
}

async fn second(bench: &Bench, version: &str) -> (Value, Value) {
    let raw = bench.get(&format!("_sandbox/products/{}", id(1))).await;
    let sku = &raw[version]["skus"][1];
    (sku["inventory"][0]["quantity"].clone(), sku["price"]["sale_price"].clone())
}

#[rstest]
#[tokio::test]
async fn what_is_sold_while_a_call_waits_is_not_put_back(
    #[values(Standing::Live, Standing::UnderAudit, Standing::Hidden)] standing: Standing,
    #[values(0, 1, 2, 3, 4)] which: usize,
    #[values(false, true)] token_refused: bool,
) {
    let (name, step) = steps().swap_remove(which);
    let bench = bench_in(standing).await;
    let before = bench.content(&id(1)).await;
    let sold = sell_meanwhile(&bench);
    if token_refused {
        let part = match (name, standing) {
            ("prices", Standing::Live | Standing::UnderAudit) => "prices/update",
            ("stock", Standing::Live | Standing::UnderAudit) => "inventory/update",
            _ => "partial_edit",
        };
        bench.fault(part, "token_revoked", 1).await;
    }
    bench.client.apply(&bench.session, &id(1), &before, &step).await.unwrap();
    *bench.session.meanwhile.lock().unwrap() = None;
    let sold = sold.load(Ordering::SeqCst);
    assert!(sold >= 1, "nothing was sold while {name} waited");
    let expected = (json!(STOCK - sold), json!((PRICE + 1_000 * sold).to_string()));
    assert_eq!(second(&bench, "product").await, expected, "{name}, {standing:?}");
    bench.clock.forward(Duration::from_hours(2));
    let after = bench.content(&id(1)).await;
    let offer = after.offer(&offer_id(1, 1)).unwrap();
    assert_eq!(
        (offer.stock.map(i64::from), offer.price),
        (Some(STOCK - sold), Some(Rupiah::new(PRICE + 1_000 * sold))),
        "{name}, {standing:?}, after the audit"
    );
}

#[tokio::test]
async fn removing_a_variant_keeps_the_stock_of_the_others() {
    let bench = bench_in(Standing::Live).await;
    let before = bench.content(&id(1)).await;
    let sold = sell_meanwhile(&bench);
    let gone: [OfferId; 1] = [offer_id(1, 0)];
    bench.client.remove_offers(&bench.session, &id(1), &before, &gone).await.unwrap();
    *bench.session.meanwhile.lock().unwrap() = None;
    bench.clock.forward(Duration::from_hours(2));
    let after = bench.content(&id(1)).await;
    let left: Vec<_> = after.offers.iter().map(|offer| offer.stock.map(i64::from)).collect();
    assert_eq!(left, [Some(STOCK - sold.load(Ordering::SeqCst))]);
}

#[tokio::test]
async fn a_step_says_what_its_call_writes_back() {
    let bench = bench_in(Standing::Live).await;
    let live = bench.content(&id(1)).await;
    let whole = vec![Field::Price, Field::Stock];
    for (name, step) in steps() {
        let alone = matches!(name, "prices" | "stock");
        let expected = if alone { vec![] } else { whole.clone() };
        assert_eq!(bench.client.rewrites(&live, &step), expected, "{name}");
    }
    let hidden = bench_in(Standing::Hidden).await;
    let before = hidden.content(&id(1)).await;
    for (name, step) in steps() {
        assert_eq!(hidden.client.rewrites(&before, &step), whole, "{name} of a hidden listing");
    }
    let title = Some("Frame Drone FPV Motekar Judul Baru 2026".to_owned());
    let text = Step::Content(ContentEdit { title, ..ContentEdit::default() });
    assert_eq!(bench.client.rewrites(&live, &text), []);
}
