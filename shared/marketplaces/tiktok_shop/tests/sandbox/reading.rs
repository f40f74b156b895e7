use std::{collections::BTreeSet, sync::atomic::Ordering};

use app::{marketplace::ListingReader, ports::Clock};
use domain::{ListingStatus, Rupiah, Sku};

use crate::harness::{Bench, bench, id, listing};

async fn walk(bench: &Bench, since: Option<i64>) -> Vec<String> {
    let since = since.map(|second| jiff::Timestamp::from_second(second).unwrap());
    let (mut ids, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = bench.client.list(&bench.session, cursor.as_deref(), since).await.unwrap();
        ids.extend(page.listings.into_iter().map(|item| item.id.to_string()));
        cursor = page.next;
        if cursor.is_none() {
            return ids;
        }
    }
}

#[tokio::test]
async fn every_listing_is_named_once_at_the_fewest_calls() {
    let bench = bench().await;
    bench.sandbox.seed((0..250).map(|n| listing(n, &[150_000])).collect());
    let ids = walk(&bench, None).await;
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 250);
    assert_eq!(bench.paths().await, vec!["POST /product/202502/products/search"; 3]);
    let first = bench.client.list(&bench.session, None, None).await.unwrap();
    assert_eq!((first.total, first.listings.len()), (Some(250), 100));
}

#[tokio::test]
async fn an_empty_shop_has_one_empty_page() {
    let bench = bench().await;
    let page = bench.client.list(&bench.session, None, None).await.unwrap();
    assert_eq!((page.listings.len(), page.next, page.total), (0, None, Some(0)));
}

#[tokio::test]
async fn a_shop_beyond_the_search_window_is_walked_in_spans_of_time() {
    let bench = bench().await;
    bench.sandbox.seed((0..300).map(|n| listing(n, &[150_000])).collect());
    bench.sandbox.set_search_window(120);
    let ids = walk(&bench, None).await;
    assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (300, 300));
}

#[tokio::test]
async fn only_what_changed_since_is_named() {
    let bench = bench().await;
    bench.sandbox.seed((0..10).map(|n| listing(n, &[150_000])).collect());
    let since = listing(7, &[1]).updated_at.unwrap().as_second();
    assert_eq!(walk(&bench, Some(since)).await, [7, 8, 9].map(|n| id(n).to_string()));
}

#[tokio::test]
async fn a_listing_is_read_back_exactly_as_it_was_put_in() {
    let bench = bench().await;
    let seeded = [listing(1, &[150_000]), listing(2, &[95_000, 105_000, 115_000])];
    bench.sandbox.seed(seeded.to_vec());
    let found = bench.client.fetch(&bench.session, &[id(1), id(2)]).await.unwrap();
    for (found, seeded) in found.iter().zip(&seeded) {
        assert_eq!((&found.id, found.updated_at), (&seeded.id, seeded.updated_at));
        assert_eq!(found.content.content_hash(), seeded.content.content_hash(), "{found:?}");
        let url = found.content.images[0].url.as_deref().unwrap();
        assert_eq!(bench.http.get(url).send().await.unwrap().headers()["content-type"], "image/png");
    }
}

#[tokio::test]
async fn each_listing_costs_one_detail_call_and_unknown_ones_are_left_out() {
    let bench = bench().await;
    bench.sandbox.seed((0..20).map(|n| listing(n, &[150_000])).collect());
    let ids: Vec<_> = (0..20).chain([99]).map(id).collect();
    let found = bench.client.fetch(&bench.session, &ids).await.unwrap();
    assert_eq!(found.iter().map(|l| l.id.clone()).collect::<Vec<_>>(), ids[..20]);
    assert_eq!(bench.paths().await.len(), 21);
    assert_eq!(bench.session.admitted.load(Ordering::SeqCst), 21, "every call takes a slot of the budget");
}

#[tokio::test]
async fn a_product_that_is_in_tokopedia_only_is_found_and_a_deleted_one_is_not() {
    let bench = bench().await;
    let mut only = listing(1, &[25_000]);
    only.content.storefronts = vec!["tokopedia".to_owned()];
    let mut deleted = listing(2, &[25_000]);
    deleted.content.status = ListingStatus::Deleted;
    bench.sandbox.seed(vec![only.clone(), deleted]);
    assert_eq!(walk(&bench, None).await, [id(1).to_string()]);
    let found = bench.client.fetch(&bench.session, &[id(1), id(2)]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.content_hash(), only.content.content_hash());
    let raw = bench.get(&format!("_sandbox/products/{}", id(1))).await;
    assert!(raw["product"].get("status").is_none());
}

#[tokio::test]
async fn a_sku_is_found_however_it_is_typed_there_and_only_as_a_whole() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000]), listing(2, &[95_000, 99_000])]);
    let sku = |text: &str| Sku::parse(text).unwrap();
    let find = |skus: Vec<Sku>| {
        let bench = &bench;
        async move { bench.client.find_by_sku(&bench.session, &skus).await.unwrap() }
    };
    assert_eq!(find(vec![sku("MTK-2-1")]).await, Some(id(2)));
    assert_eq!(find(vec![sku("MTK-2")]).await, None);
    let many: Vec<_> = (0..15).map(|n| sku(&format!("NONE-{n}"))).chain([sku("MTK-1-0")]).collect();
    assert_eq!(find(many).await, Some(id(1)), "the second ten are looked for too");
}

#[tokio::test]
async fn what_the_seller_changes_by_hand_is_read() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    bench.post("_sandbox/edit", serde_json::json!({ "product_id": id(1), "price": 155_000, "title": "Frame diubah tangan di Seller Center" })).await;
    let content = bench.content(&id(1)).await;
    assert_eq!(content.title, "Frame diubah tangan di Seller Center");
    assert_eq!(content.offers[0].price, Some(Rupiah::new(155_000)));
    assert_eq!(walk(&bench, Some(bench.clock.now().as_second())).await, [id(1).to_string()]);
}

#[tokio::test]
async fn the_shop_survives_a_snapshot() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let snapshot = bench.sandbox.snapshot();
    let other = crate::harness::bench().await;
    other.sandbox.restore(snapshot).unwrap();
    // The tokens are part of it: the session of the first shop works with the second.
    assert_eq!(other.get("_sandbox/health").await["products"], 1);
    assert_eq!(
        other.get(&format!("_sandbox/products/{}", id(1))).await["product"]["title"],
        listing(1, &[1]).content.title
    );
}

#[tokio::test]
async fn a_frozen_product_is_known_from_the_list_on_whatever_storefront_it_is_frozen() {
    let bench = bench().await;
    bench.sandbox.seed((1..=5).map(|n| listing(n, &[150_000, 160_000])).collect());
    let mut shop = bench.sandbox.snapshot();
    let mut stands = |number: u64, own: Option<&str>, tokopedia: &str| {
        let live = &mut shop["products"][id(number).as_str()]["live"];
        match own {
            Some(own) => live["status"] = own.into(),
            None => {
                live.as_object_mut().unwrap().remove("status");
            }
        }
        live["integrated_platform_statuses"][0]["status"] = tokopedia.into();
    };
    stands(1, Some("FREEZE"), "FREEZE");
    stands(2, Some("ACTIVATE"), "FREEZE");
    stands(3, None, "FREEZE");
    stands(4, Some("DELETED"), "DELETED");
    bench.sandbox.restore(shop).unwrap();
    let ids: Vec<_> = (1..=5).map(id).collect();
    let mut found = bench.client.fetch(&bench.session, &ids).await.unwrap();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let shown: Vec<_> =
        found.iter().map(|found| (found.id.clone(), found.content.status, found.partial)).collect();
    let frozen = |n| (id(n), ListingStatus::Frozen, true);
    assert_eq!(shown, [frozen(1), frozen(2), frozen(3), (id(5), ListingStatus::Live, false)]);
    assert!(found[0].content.title.contains("Nomor 1"), "{}", found[0].content.title);
    let whole = listing(1, &[150_000, 160_000]).content;
    let completed = found.remove(0).completed(Some(&whole)).content;
    assert_eq!((completed.description, completed.offers), (whole.description, whole.offers));
}
