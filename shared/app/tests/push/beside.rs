//! What a call does beside what was approved is in the plan, and what the channel did instead is no success.

use app::ports::JobState;
use domain::{Product, ProductStatus, description::Format, diff::Field, plan::Warning};
use testkit::build::*;

use crate::desk::Desk;

async fn warnings(desk: &Desk, product: &Product) -> Vec<Warning> {
    let plan = desk.plan(&[product]).await;
    let entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    entries.into_iter().flat_map(|(_, entry)| entry.warnings).collect()
}

#[tokio::test]
async fn what_the_calls_of_a_plan_write_back_is_named_in_it_and_only_then() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let named = |warnings: &[Warning]| warnings.iter().any(|one| matches!(one, Warning::Rewrites { .. }));
    assert!(!named(&warnings(&desk, &product).await));
    desk.shopee.writes_back(&[Field::Sku, Field::Stock]);
    let found = warnings(&desk, &product).await;
    let fields = std::collections::BTreeSet::from([Field::Sku, Field::Stock]).into_iter().collect();
    assert!(found.contains(&Warning::Rewrites { fields }), "{found:?}");
    // The price is as it should be: nothing is called for it.
    desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    desk.edited(&product, |product| {
        product.title = domain::Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    assert!(!named(&warnings(&desk, &product).await));
}

#[tokio::test]
async fn layout_that_a_new_description_loses_is_named_in_the_plan() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let lost = Warning::DescriptionLosesFormat { formats: vec![Format::Emphasis] };
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        content.description = format!("<b>{}</b>", content.description);
    });
    app::publishing::observe::observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let stored = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap();
    let mut state = stored.state.value;
    state.base = domain::diff::base_of(&stored.observed.content);
    desk.ports.listings.put_state(&state, stored.state.version).await.unwrap();
    desk.edited(&product, |product| product.description = "Baru sekali, dicetak dari TPU.".into()).await;
    let with = app::publishing::planning::PlanRequest {
        products: vec![product.id.clone()],
        fields: Some([Field::Description].into()),
        ..Default::default()
    };
    let plan = app::publishing::planning::make_plan(&desk.ports, "owner", with).await.unwrap();
    let entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    let found: Vec<Warning> = entries.into_iter().flat_map(|(_, entry)| entry.warnings).collect();
    assert!(found.contains(&lost), "{found:?}");
}

/// Truth 17: a variant that the channel took with another stock than was approved is no success.
#[tokio::test]
async fn a_variant_that_was_added_with_another_stock_is_no_success() {
    for (stock, state) in [(7, JobState::Failed), (5, JobState::Succeeded)] {
        let desk = Desk::new().await;
        desk.shopee.added_with_stock(stock);
        let product = desk.listed_with_two("1").await;
        desk.edited(&product, |product| {
            let mut third = product.variants[0].clone();
            third.id = domain::VariantId::derived(&["third"]);
            third.sku = Some(a_sku("THIRD-1"));
            third.option_values = vec!["Ketiga".to_owned()];
            third.stock = Some(5);
            product.variants.push(third);
            product.status = ProductStatus::Active;
        })
        .await;
        let run = desk.start(&desk.plan(&[&product]).await).await;
        desk.deliver_all().await;
        assert_eq!(desk.only_job(&run).await.state, state, "{stock}");
        assert_eq!(desk.live("1").offers.len(), 3, "it is added once");
    }
}
