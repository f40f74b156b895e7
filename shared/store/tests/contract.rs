//! The store over a real table: the contract suites that the fakes also pass, and tests of faults that only a real
//! table can have. Needs MiniStack at `MINISTACK_URL`; `make test` starts one.

#[path = "contract/listings.rs"]
mod listing_items;
#[path = "contract/machinery.rs"]
mod machinery;
#[path = "contract/products.rs"]
mod product_items;
#[path = "contract/table.rs"]
mod table;

use testkit::contract;

#[tokio::test]
async fn products() {
    let store = table::store().await;
    contract::products(&store, &store).await;
}

#[tokio::test]
async fn catalogue() {
    let store = table::store().await;
    contract::catalogue(&store, &store).await;
}

#[tokio::test]
async fn listing_cards() {
    let store = table::store().await;
    contract::listing_cards(&store, &store).await;
}

#[tokio::test]
async fn pushes() {
    contract::pushes(&table::store().await).await;
}

#[tokio::test]
async fn listings() {
    contract::listings(&table::store().await).await;
}

#[tokio::test]
async fn image_hashes() {
    contract::image_hashes(&table::store().await).await;
}

#[tokio::test]
async fn matches() {
    let store = table::store().await;
    contract::matches(&store, &store, &store).await;
}

#[tokio::test]
async fn imports() {
    contract::imports(&table::store().await).await;
}

#[tokio::test]
async fn rules() {
    contract::rules(&table::store().await).await;
}

#[tokio::test]
async fn matching_rules() {
    contract::matching_rules(&table::store().await).await;
}

#[tokio::test]
async fn field_mappings() {
    contract::field_mappings(&table::store().await).await;
}

#[tokio::test]
async fn field_reports() {
    contract::field_reports(&table::store().await).await;
}

#[tokio::test]
async fn bulk_tasks() {
    contract::bulk_tasks(&table::store().await).await;
}

#[tokio::test]
async fn categories() {
    contract::categories(&table::store().await).await;
}

#[tokio::test]
async fn repricings() {
    contract::repricings(&table::store().await).await;
}

#[tokio::test]
async fn title_rules() {
    contract::title_rules(&table::store().await).await;
}

#[tokio::test]
async fn verifications() {
    contract::verifications(&table::store().await).await;
}

#[tokio::test]
async fn plans() {
    contract::plans(&table::store().await).await;
}

#[tokio::test]
async fn runs() {
    contract::runs(&table::store().await).await;
}

#[tokio::test]
async fn sheets() {
    contract::sheets(&table::store().await).await;
}

#[tokio::test]
async fn connections() {
    contract::connections(&table::store().await).await;
}

#[tokio::test]
async fn locks() {
    contract::locks(&table::store().await).await;
}

#[tokio::test]
async fn budget() {
    contract::budget(&table::store().await).await;
}

#[tokio::test]
async fn idempotency() {
    contract::idempotency(&table::store().await).await;
}

#[tokio::test]
async fn events() {
    contract::events(&table::store().await).await;
}

#[tokio::test]
async fn audit() {
    contract::audit(&table::store().await).await;
}

#[tokio::test]
async fn notifications() {
    contract::notifications(&table::store().await).await;
}

#[tokio::test]
async fn preferences() {
    contract::preferences(&table::store().await).await;
}
