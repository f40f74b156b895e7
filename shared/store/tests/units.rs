//! What the table costs: request units of an import, on the full-size catalogue. In a process of its own, because the
//! meter counts for the whole process. Needs MiniStack at `MINISTACK_URL`; `make test` starts one.

#[path = "contract/table.rs"]
#[expect(dead_code, reason = "the contract tests need more of it")]
mod table;

use app::{
    marketplace::FetchedListing,
    ports::{
        Catalogue, CatalogueQuery, ListingState, Listings, NewMaster, Observed, Products, Upsert, Versioned,
    },
};
use domain::ListingKey;
use store::meter::Meter;
use testkit::{
    build::{a_channel, a_product_named, a_shop, observed},
    catalogue::{DEFAULT_SEED, generate},
};

fn seen(channel: &str, shop: &str, listings: &[FetchedListing]) -> Vec<Observed> {
    let key =
        |listing: &FetchedListing| ListingKey::new(a_channel(channel), a_shop(shop), listing.id.clone());
    listings.iter().map(|listing| observed(&key(listing), listing.content.clone())).collect()
}

/// Runs `work` and says what it consumed for each of `count`.
async fn metered<T>(what: &str, count: usize, work: impl Future<Output = T>) -> (T, Meter) {
    let (before, started) = (store::meter(), std::time::Instant::now());
    let done = work.await;
    let used = store::meter().since(before);
    #[expect(clippy::print_stdout, reason = "the numbers are what the test is for")]
    {
        println!(
            "{what}: {:.2} read and {:.2} write units each, {:.3} requests each, {:?} in all",
            used.read_units / as_number(count),
            used.write_units / as_number(count),
            as_number(usize::try_from(used.requests).expect("few requests")) / as_number(count),
            started.elapsed(),
        );
    }
    (done, used)
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a few thousand"))
}

#[tokio::test]
async fn an_import_stays_within_its_units_and_a_second_one_writes_nothing() {
    let store = table::store().await;
    let catalogue = generate(DEFAULT_SEED, "http://shopee.test", "http://tiktok.test");
    let mut all = seen("shopee", "14701711", &catalogue.shopee);
    all.extend(seen("tiktok_shop", "7494049642642441621", &catalogue.tiktok));
    let slices: Vec<&[Observed]> = all.chunks(50).collect();
    let listings = as_number(all.len());

    let observe = async |expected: Upsert| {
        for slice in &slices {
            let answers = store.observe(slice).await.expect("observations are stored");
            assert!(answers.iter().all(|answer| *answer == expected));
        }
    };
    let ((), first) = metered("first import", all.len(), observe(Upsert::Created)).await;
    assert!(first.write_units / listings < 12.0, "{first:?}");

    let ((), second) = metered("second import", all.len(), observe(Upsert::Unchanged)).await;
    assert!(second.write_units.abs() < f64::EPSILON, "an unchanged listing is not written: {second:?}");
    assert!(second.read_units / listings < 2.1, "{second:?}");

    let keys: Vec<ListingKey> = all.iter().map(|seen| seen.key.clone()).collect();
    let (found, _) = metered("reading listings", all.len(), Listings::get_many(&store, &keys)).await;
    let states: Vec<Versioned<ListingState>> =
        found.expect("listings can be read").into_iter().map(|listing| listing.state).collect();
    assert_eq!(states.len(), all.len());

    let masters: Vec<NewMaster> = states
        .into_iter()
        .map(|mut state| {
            let product = a_product_named(&state.value.key.to_string());
            state.value.product = Some(product.id.clone());
            NewMaster { product, listings: vec![state] }
        })
        .collect();
    let build = async {
        let mut written = 0;
        for batch in masters.chunks(100) {
            let answers = store.create_masters(batch).await.expect("masters are stored");
            written += answers.into_iter().filter(|written| *written).count();
        }
        written
    };
    let (written, used) = metered("making masters", masters.len(), build).await;
    assert_eq!(written, masters.len());
    assert!(used.write_units / listings < 20.0, "{used:?}");

    let query = CatalogueQuery { limit: 50, ..CatalogueQuery::default() };
    let (page, _) = metered("first search", 1, store.search(&query)).await;
    assert_eq!(page.expect("the catalogue can be searched").total, masters.len());
}
