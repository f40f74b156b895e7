//! [`app::ports::Products`]: versions, SKU claims, and all or nothing.

use app::{
    StoreError,
    ports::{Listings, NewMaster, Products, SkuClaim},
};
use domain::{ListingKey, Product, Sku};

use super::{own_channel, own_shop, unique};
use crate::build::{ProductVerbs as _, a_content, a_product_named, an_external_id, observed};

/// The whole contract. `listings` must be over the same table: products and links change together.
pub async fn products(products: &dyn Products, listings: &dyn Listings) {
    reads_back(products).await;
    a_stale_version_conflicts(products).await;
    claims_move_with_the_product(products).await;
    a_taken_sku_writes_nothing(products, listings).await;
    listing_states_change_in_the_same_write(products, listings).await;
    masters_are_made_each_on_its_own(products, listings).await;
    one_of_many_writers_wins(products).await;
}

fn fresh() -> Product {
    a_product_named(&unique())
}

/// Folded SKUs of a product.
fn skus(product: &Product) -> Vec<String> {
    product.variants.iter().filter_map(|variant| variant.sku.as_ref().map(Sku::folded)).collect()
}

async fn reads_back(products: &dyn Products) {
    let (one, two) = (fresh(), fresh());
    assert_eq!(products.get(&one.id).await, Ok(None), "an unknown product is absent and no error");
    let created = products.create(&one).await.expect("a new product can be created");
    assert_eq!((created.version, &created.value), (1, &one), "the first version is 1");
    assert_eq!(products.get(&one.id).await, Ok(Some(created.clone())));
    assert_eq!(products.create(&one).await, Err(StoreError::Conflict), "an id is created once");

    products.create(&two).await.expect("a new product can be created");
    let ids = [one.id.clone(), fresh().id, two.id.clone()];
    let mut found = products.get_many(&ids).await.expect("products can be read");
    found.sort_by(|a, b| a.value.id.cmp(&b.value.id));
    let mut expected = vec![one, two];
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    let found: Vec<Product> = found.into_iter().map(|stored| stored.value).collect();
    assert_eq!(found, expected, "those that exist are returned, the others left out");
    assert_eq!(products.get_many(&[]).await, Ok(Vec::new()));

    let many: Vec<Product> = (0..120).map(|_| fresh()).collect();
    for product in &many {
        products.create(product).await.expect("a new product can be created");
    }
    let ids: Vec<_> = many.iter().map(|product| product.id.clone()).collect();
    let found = products.get_many(&ids).await.expect("products can be read");
    assert_eq!(found.len(), 120, "get_many answers whole, however many are asked for");
}

async fn a_stale_version_conflicts(products: &dyn Products) {
    let product = fresh();
    assert_eq!(products.put(&product, 1, &[]).await, Err(StoreError::Conflict), "put does not create");
    products.create(&product).await.expect("a new product can be created");
    let edited = product.clone().with_title("Frame Drone 5 Inch Serat Karbon");
    let stored = products.put(&edited, 1, &[]).await.expect("the version is the stored one");
    assert_eq!((stored.version, &stored.value), (2, &edited));
    let late = product.clone().with_title("Frame Drone 7 Inch Serat Karbon");
    assert_eq!(products.put(&late, 1, &[]).await, Err(StoreError::Conflict));
    assert_eq!(products.put(&late, 3, &[]).await, Err(StoreError::Conflict));
    assert_eq!(products.get(&product.id).await, Ok(Some(stored)), "a refused write changes nothing");
}

async fn claims_move_with_the_product(products: &dyn Products) {
    let mark = unique();
    let (kept, gone, new) = (format!("{mark}-k"), format!("{mark}-g"), format!("{mark} N"));
    let before = a_product_named(&mark)
        .with_variants(&["Ukuran"], &[(&["3 inch"], &kept, 100_000), (&["5 inch"], &gone, 120_000)]);
    let after = a_product_named(&mark)
        .with_variants(&["Ukuran"], &[(&["3 inch"], &kept, 100_000), (&["7 inch"], &new, 150_000)]);
    products.create(&before).await.expect("a new product can be created");
    assert_eq!(claims(products, &before).await, expected_claims(&before));

    products.put(&after, 1, &[]).await.expect("the version is the stored one");
    let mut asked = skus(&before);
    asked.extend(skus(&after));
    asked.sort();
    asked.dedup();
    let mut found = products.sku_claims(&asked).await.expect("claims can be read");
    found.sort_by(|a, b| a.sku.cmp(&b.sku));
    assert_eq!(found, expected_claims(&after), "a SKU that went is free, one that came is claimed");

    let other = fresh().with_sku(&gone);
    products.create(&other).await.expect("a SKU that its product gave up is free for another");
    let swapped = products.put(&after.with_sku(&gone), 2, &[]).await;
    assert!(matches!(swapped, Err(StoreError::SkuTaken { .. })), "and taken from then on: {swapped:?}");
}

async fn claims(products: &dyn Products, product: &Product) -> Vec<SkuClaim> {
    let mut found = products.sku_claims(&skus(product)).await.expect("claims can be read");
    found.sort_by(|a, b| a.sku.cmp(&b.sku));
    found
}

fn expected_claims(product: &Product) -> Vec<SkuClaim> {
    let claim = |variant: &domain::Variant| {
        let sku = variant.sku.as_ref()?.folded();
        Some(SkuClaim { sku, product: product.id.clone(), variant: variant.id.clone() })
    };
    let mut claims: Vec<SkuClaim> = product.variants.iter().filter_map(claim).collect();
    claims.sort_by(|a, b| a.sku.cmp(&b.sku));
    claims
}

async fn a_taken_sku_writes_nothing(products: &dyn Products, listings: &dyn Listings) {
    let mark = unique();
    let owner = fresh().with_sku(&format!("{mark}-1"));
    products.create(&owner).await.expect("a new product can be created");

    // The same SKU in another spelling is the same SKU.
    let thief = fresh().with_variants(
        &["Warna"],
        &[
            (&["Hitam"], &format!("{mark}-2"), 90_000),
            (&["Merah"], &format!(" {mark}- 1").to_uppercase(), 90_000),
        ],
    );
    match products.create(&thief).await {
        Err(StoreError::SkuTaken { product, sku }) => {
            assert_eq!(product, owner.id.to_string(), "the refusal names the owner");
            assert_eq!(sku.replace(' ', "").to_uppercase(), format!("{mark}-1").to_uppercase());
        }
        other => panic!("a SKU belongs to one product: {other:?}"),
    }
    assert_eq!(products.get(&thief.id).await, Ok(None), "nothing of the refused product is there");
    assert_eq!(claims(products, &thief).await, expected_claims(&owner), "not even its free SKU");

    let other = fresh();
    products.create(&other).await.expect("a new product can be created");
    let key = own_listing(listings).await;
    let mut state = read_state(listings, &key).await;
    state.value.product = Some(other.id.clone());
    let refused = products.put(&other.clone().with_sku(&format!("{mark}-1")), 1, &[state]).await;
    assert!(matches!(refused, Err(StoreError::SkuTaken { .. })), "{refused:?}");
    assert_eq!(products.get(&other.id).await.expect("readable").expect("there").value, other);
    assert_eq!(claims(products, &other).await, expected_claims(&other), "its own claims stay");
    assert_eq!(read_state(listings, &key).await.value.product, None, "the listing did not move");
}

/// A new listing in a new shop, just observed.
async fn own_listing(listings: &dyn Listings) -> ListingKey {
    let key = ListingKey::new(own_channel(), own_shop(), an_external_id("1"));
    listings.observe(&[observed(&key, a_content())]).await.expect("a listing can be observed");
    key
}

async fn read_state(
    listings: &dyn Listings,
    key: &ListingKey,
) -> app::ports::Versioned<app::ports::ListingState> {
    listings.get(key).await.expect("a listing can be read").expect("the listing exists").state
}

async fn listing_states_change_in_the_same_write(products: &dyn Products, listings: &dyn Listings) {
    let product = fresh();
    products.create(&product).await.expect("a new product can be created");
    let key = own_listing(listings).await;
    let read = read_state(listings, &key).await;
    let mut linked = read.clone();
    linked.value.product = Some(product.id.clone());
    products.put(&product, 1, std::slice::from_ref(&linked)).await.expect("nothing moved since");
    let stored = read_state(listings, &key).await;
    assert_eq!(stored.value.product, Some(product.id.clone()));
    assert_eq!(stored.version, read.version + 1, "the state's version moved with it");
    assert_eq!(listings.of_product(&product.id).await, Ok(vec![key.clone()]));

    // The listing changed since it was read, so the product is not written either.
    let late = products.put(&product.clone().with_title("Ducting Cinewhoop 3 Inch"), 2, &[linked]).await;
    assert_eq!(late, Err(StoreError::Conflict));
    let unchanged = products.get(&product.id).await.expect("readable").expect("there");
    assert_eq!((unchanged.version, unchanged.value), (2, product), "all or nothing");
}

async fn masters_are_made_each_on_its_own(products: &dyn Products, listings: &dyn Listings) {
    let taken = fresh();
    products.create(&taken).await.expect("a new product can be created");
    let mut masters = Vec::new();
    let mut keys = Vec::new();
    for _ in 0..4 {
        let key = own_listing(listings).await;
        let product = fresh();
        let mut state = read_state(listings, &key).await;
        state.value.product = Some(product.id.clone());
        masters.push(NewMaster { product, listings: vec![state] });
        keys.push(key);
    }
    masters[1].product.id = taken.id.clone();
    masters[1].listings[0].value.product = Some(taken.id.clone());
    masters[2].product.variants[0].sku.clone_from(&taken.variants[0].sku);
    masters[3].listings[0].version += 1;
    let written = products.create_masters(&masters).await.expect("masters can be made");
    assert_eq!(
        written,
        [true, false, false, false],
        "an existing id, a taken SKU and a moved listing are told apart from the good one"
    );
    assert_eq!(listings.of_product(&masters[0].product.id).await, Ok(vec![keys[0].clone()]));
    for index in [2, 3] {
        assert_eq!(products.get(&masters[index].product.id).await, Ok(None));
    }
    for key in &keys[1..] {
        assert_eq!(read_state(listings, key).await.value.product, None, "a refused master links nothing");
    }
    let again = products.create_masters(&masters[..1]).await.expect("masters can be made");
    assert_eq!(again, [false], "a repeat makes no second one");

    let mut many = Vec::new();
    for _ in 0..30 {
        let key = own_listing(listings).await;
        let product = fresh();
        let mut state = read_state(listings, &key).await;
        state.value.product = Some(product.id.clone());
        many.push(NewMaster { product, listings: vec![state] });
    }
    let written = products.create_masters(&many).await.expect("masters can be made");
    assert_eq!(written, vec![true; 30], "a batch larger than one request is written whole");
}

async fn one_of_many_writers_wins(products: &dyn Products) {
    let product = fresh();
    products.create(&product).await.expect("a new product can be created");
    let edits: Vec<Product> =
        (0..8).map(|n| product.clone().with_title(&format!("Baling-baling Tri-blade {n}"))).collect();
    let results = futures::future::join_all(edits.iter().map(|edit| products.put(edit, 1, &[]))).await;
    let won = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(won, 1, "one writer of a version wins: {results:?}");
    assert!(results.iter().all(|r| matches!(r, Ok(_) | Err(StoreError::Conflict))), "{results:?}");
    assert_eq!(products.get(&product.id).await.expect("readable").expect("there").version, 2);

    // If two products claim one SKU at the same time, one of them gets it.
    let sku = unique();
    let rivals: Vec<Product> = (0..4).map(|_| fresh().with_sku(&sku)).collect();
    let results = futures::future::join_all(rivals.iter().map(|rival| products.create(rival))).await;
    let won = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(won, 1, "one product gets a SKU: {results:?}");
}
