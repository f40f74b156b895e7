//! The fakes keep the same contracts as the real implementations.

use app::ports::{DeadLetter, QueueName};
use testkit::{Memory, contract};

#[tokio::test(flavor = "multi_thread")]
async fn products_keep_their_contract() {
    let memory = Memory::new();
    contract::products(&memory, &memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_keeps_its_contract() {
    let memory = Memory::new();
    contract::catalogue(&memory, &memory).await;
    contract::catalogue(&memory, &memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cards_of_listings_keep_their_contract() {
    let memory = Memory::new();
    contract::listing_cards(&memory, &memory).await;
    contract::listing_cards(&memory, &memory).await;
}

#[tokio::test]
async fn the_days_of_pushes_keep_their_contract() {
    let memory = Memory::new();
    contract::pushes(&memory).await;
    contract::pushes(&memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_at_pictures_keep_their_contract() {
    contract::image_hashes(&Memory::new()).await;
}

#[tokio::test]
async fn own_pictures_keep_their_contract() {
    let clock = std::sync::Arc::new(testkit::fake::FixedClock::default());
    let media = testkit::fake::MemoryMedia::new(clock);
    contract::media(&media).await;
    contract::media(&media).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listings_keep_their_contract() {
    contract::listings(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn matches_keep_their_contract() {
    let memory = Memory::new();
    for _ in 0..2 {
        contract::matches(&memory, &memory, &memory).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_keep_their_contract() {
    contract::imports(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_keep_their_contract() {
    contract::rules(&Memory::new()).await;
    let memory = Memory::new();
    contract::matching_rules(&memory).await;
    contract::matching_rules(&memory).await;
}

#[tokio::test]
async fn categories_keep_their_contract() {
    contract::categories(&Memory::new()).await;
}

#[tokio::test]
async fn bulk_tasks_keep_their_contract() {
    contract::bulk_tasks(&Memory::new()).await;
}

#[tokio::test]
async fn repricings_keep_their_contract() {
    contract::repricings(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn field_mappings_and_reports_keep_their_contracts() {
    let memory = Memory::new();
    contract::field_mappings(&memory).await;
    contract::field_reports(&memory).await;
    contract::field_reports(&memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn title_rules_and_verifications_keep_their_contracts() {
    let memory = Memory::new();
    contract::title_rules(&memory).await;
    contract::verifications(&memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_keep_their_contract() {
    contract::plans(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_keep_their_contract() {
    contract::runs(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_keep_their_contract() {
    contract::sheets(&Memory::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_secrets_and_locks_keep_their_contracts() {
    let memory = Memory::new();
    contract::connections(&memory).await;
    contract::secrets(&memory).await;
    contract::locks(&memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_machinery_keeps_its_contracts() {
    let memory = Memory::new();
    contract::budget(&memory).await;
    contract::idempotency(&memory).await;
    contract::events(&memory).await;
    contract::audit(&memory).await;
    contract::notifications(&memory).await;
    contract::preferences(&memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_contract_runs_again_over_the_same_table() {
    let memory = Memory::new();
    for _ in 0..2 {
        contract::listings(&memory).await;
        contract::image_hashes(&memory).await;
        contract::imports(&memory).await;
        contract::plans(&memory).await;
        contract::runs(&memory).await;
        contract::audit(&memory).await;
        contract::notifications(&memory).await;
    }
}

#[tokio::test]
async fn dead_letters_keep_their_contract() {
    let memory = Memory::new();
    for body in ["one", "two", "three"] {
        memory.bury(DeadLetter {
            id: format!("letter-{body}"),
            queue: QueueName::Sync,
            body: body.to_owned(),
            receives: 5,
            sent_at: None,
            reason: Some("channel_rejected: ditolak".to_owned()),
        });
    }
    contract::dead_letters(&memory, QueueName::Sync, ["one", "two", "three"]).await;
    assert_eq!(memory.take_redriven(QueueName::Sync), ["one"]);
}
