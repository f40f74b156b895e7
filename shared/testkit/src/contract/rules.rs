//! [`app::ports::Rules`] and [`app::ports::MatchingRules`]: versions count from 1 and stay readable.

#![expect(clippy::unwrap_used, reason = "a contract fails by panicking")]

use app::{
    StoreError,
    ports::{
        MatchingRules, PriceOverride, Repricing, RepricingCause, RepricingState, Repricings, Rules, Versioned,
    },
};
use domain::{
    BasisPoints, ProductId, Rupiah,
    ids::RepricingId,
    matching::SkuRules,
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, FeeVersion, PriceRule, Rounding, Scope},
};

use super::own_channel;

/// The whole contract.
pub async fn rules(rules: &dyn Rules) {
    price_rules_keep_every_version(rules).await;
    fee_schedules_keep_every_version(rules).await;
    exceptions_keep_every_version_and_their_removal(rules).await;
    categories_count_their_schedules_apart(rules).await;
}

fn rule(percent: i32) -> PriceRule {
    PriceRule {
        rounding: Rounding::Up500,
        minimum_margin: Some(BasisPoints::percent(10)),
        ceiling: Some(Rupiah::new(5_000_000)),
        ..PriceRule::of_markup(BasisPoints::percent(percent))
    }
}

fn schedule(rate: i32) -> FeeSchedule {
    let percent = FeeKind::Percent { rate: BasisPoints(rate), cap: Some(Rupiah::new(60_000)) };
    let order = FeeKind::PerOrder { amount: Rupiah::new(1_250) };
    FeeSchedule {
        fees: vec![
            Fee {
                name: "Biaya administrasi".to_owned(),
                kind: percent,
                enabled: true,
                group: FeeGroup::Commission,
            },
            Fee {
                name: "Biaya proses pesanan".to_owned(),
                kind: order,
                enabled: false,
                group: FeeGroup::Order,
            },
        ],
        source: "tabel biaya kanal".to_owned(),
        valid_from: "2026-01-01".to_owned(),
    }
}

async fn price_rules_keep_every_version(rules: &dyn Rules) {
    let channel = own_channel();
    assert_eq!(rules.price_rule(&channel).await, Ok(None));
    assert_eq!(rules.put_price_rule(&channel, &rule(15), 1).await, Err(StoreError::Conflict));
    let first = Versioned { value: rule(15), version: 1 };
    assert_eq!(rules.put_price_rule(&channel, &rule(15), 0).await, Ok(first.clone()));
    assert_eq!(rules.put_price_rule(&channel, &rule(16), 0).await, Err(StoreError::Conflict));
    assert_eq!(rules.price_rule(&channel).await, Ok(Some(first)));
    let second = Versioned { value: rule(20), version: 2 };
    assert_eq!(rules.put_price_rule(&channel, &rule(20), 1).await, Ok(second.clone()));
    assert_eq!(rules.price_rule(&channel).await, Ok(Some(second)));
    assert_eq!(rules.price_rule_at(&channel, 1).await, Ok(Some(rule(15))), "an old version stays readable");
    assert_eq!(rules.price_rule_at(&channel, 2).await, Ok(Some(rule(20))));
    assert_eq!(rules.price_rule_at(&channel, 3).await, Ok(None));
    assert_eq!(rules.price_rule(&own_channel()).await, Ok(None), "each channel has its own");
}

async fn fee_schedules_keep_every_version(rules: &dyn Rules) {
    let channel = own_channel();
    assert_eq!(rules.fee_schedule(&channel).await, Ok(None));
    let first = Versioned { value: schedule(800), version: 1 };
    assert_eq!(rules.put_fee_schedule(&channel, &schedule(800), 0).await, Ok(first.clone()));
    assert_eq!(rules.put_fee_schedule(&channel, &schedule(900), 0).await, Err(StoreError::Conflict));
    assert_eq!(rules.fee_schedule(&channel).await, Ok(Some(first)));
    let second = Versioned { value: schedule(697), version: 2 };
    assert_eq!(rules.put_fee_schedule(&channel, &schedule(697), 1).await, Ok(second.clone()));
    assert_eq!(rules.fee_schedule(&channel).await, Ok(Some(second)));
    assert_eq!(rules.fee_schedule_at(&channel, 1).await, Ok(Some(schedule(800))));
    assert_eq!(rules.fee_schedule_at(&channel, 3).await, Ok(None));
    assert_eq!(rules.price_rule(&channel).await, Ok(None), "rules and fees are counted apart");
}

async fn exceptions_keep_every_version_and_their_removal(rules: &dyn Rules) {
    let channel = own_channel();
    let product = Scope::Product { product: ProductId::derived(&["frame"]) };
    let category = Scope::category("Frame").unwrap();
    assert_eq!(rules.price_overrides(&channel).await, Ok(vec![]));
    assert_eq!(rules.price_override(&channel, &product).await, Ok(None));
    let stale = rules.put_price_override(&channel, &product, Some(&rule(15)), 1).await;
    assert_eq!(stale, Err(StoreError::Conflict));
    let kept = |scope: &Scope, rule: Option<u8>, version| PriceOverride {
        scope: scope.clone(),
        rule: rule.map(|percent| self::rule(i32::from(percent))),
        version,
    };
    let put = |scope: Scope, percent: Option<u8>, expected| {
        let channel = &channel;
        async move {
            let rule = percent.map(|percent| rule(i32::from(percent)));
            rules.put_price_override(channel, &scope, rule.as_ref(), expected).await
        }
    };
    assert_eq!(put(product.clone(), Some(15), 0).await, Ok(kept(&product, Some(15), 1)));
    assert_eq!(put(product.clone(), Some(16), 0).await, Err(StoreError::Conflict));
    assert_eq!(put(category.clone(), Some(20), 0).await, Ok(kept(&category, Some(20), 1)));
    assert_eq!(put(product.clone(), None, 1).await, Ok(kept(&product, None, 2)));
    let all = vec![kept(&category, Some(20), 1), kept(&product, None, 2)];
    assert_eq!(rules.price_overrides(&channel).await, Ok(all), "in the order of their scopes");
    assert_eq!(rules.price_override(&channel, &product).await, Ok(Some(kept(&product, None, 2))));
    assert_eq!(rules.price_override_at(&channel, &product, 1).await, Ok(Some(rule(15))));
    assert_eq!(rules.price_override_at(&channel, &product, 2).await, Ok(None), "a removal");
    assert_eq!(rules.price_override_at(&channel, &product, 0).await, Ok(None));
    assert_eq!(put(product.clone(), Some(17), 2).await, Ok(kept(&product, Some(17), 3)));
    assert_eq!(rules.price_rule(&channel).await, Ok(None), "an exception is not the channel's rule");
    assert_eq!(rules.price_overrides(&own_channel()).await, Ok(vec![]));
}

async fn categories_count_their_schedules_apart(rules: &dyn Rules) {
    let channel = own_channel();
    let frame = Scope::category("Frame").unwrap();
    let first = Ok(Versioned { value: schedule(500), version: 1 });
    assert_eq!(rules.put_category_fees(&channel, &frame, &schedule(500), 0).await, first);
    assert_eq!(rules.fee_schedule(&channel).await, Ok(None), "a category's is not the channel's");
    let stale = rules.put_category_fees(&channel, &frame, &schedule(600), 0).await;
    assert_eq!(stale, Err(StoreError::Conflict));
    rules.put_fee_schedule(&channel, &schedule(800), 0).await.unwrap();
    rules.put_category_fees(&channel, &frame, &schedule(600), 1).await.unwrap();
    let one =
        |scope: &Scope, version, rate| FeeVersion { scope: scope.clone(), version, schedule: schedule(rate) };
    let all = vec![one(&Scope::Channel, 1, 800), one(&frame, 1, 500), one(&frame, 2, 600)];
    assert_eq!(rules.fee_versions(&channel).await, Ok(all));
    assert_eq!(rules.fee_versions(&own_channel()).await, Ok(vec![]));
}

/// The whole contract of [`Repricings`].
pub async fn repricings(repricings: &dyn Repricings) {
    let channel = own_channel();
    let repricing = Repricing {
        id: RepricingId::derived(&[channel.as_str(), "first"]),
        channel,
        cause: RepricingCause::FeeSchedule,
        version: 3,
        state: RepricingState::Queued,
        pages: 0,
        listings: 0,
        written: 0,
        moved: 0,
        products: Some(40),
        next: None,
        started_at: "2026-11-20T01:00:00Z".parse().unwrap(),
        moved_on_at: None,
        finished_at: None,
    };
    assert_eq!(repricings.get(&repricing.id).await, Ok(None));
    assert_eq!(repricings.put(&repricing, 1).await, Err(StoreError::Conflict), "there is none yet");
    assert_eq!(repricings.create(&repricing).await, Ok(true));
    let further = Repricing { pages: 1, listings: 200, state: RepricingState::Running, ..repricing.clone() };
    assert_eq!(repricings.create(&further).await, Ok(false), "the first stays");
    let second = Versioned { value: further.clone(), version: 2 };
    assert_eq!(repricings.put(&further, 1).await, Ok(second.clone()));
    assert_eq!(repricings.put(&further, 1).await, Err(StoreError::Conflict));
    assert_eq!(repricings.get(&repricing.id).await, Ok(Some(second)));
    let newer = Repricing {
        id: RepricingId::derived(&[repricing.channel.as_str(), "second"]),
        started_at: "2026-11-20T02:00:00Z".parse().unwrap(),
        ..repricing.clone()
    };
    assert_eq!(repricings.create(&newer).await, Ok(true));
    let recent = repricings.recent(None, 10).await.unwrap().items;
    let ours: Vec<_> = recent.into_iter().filter(|one| one.channel == repricing.channel).collect();
    assert_eq!(ours, [newer, further]);
}

/// There is only one record, so the contract starts from the stored version.
pub async fn matching_rules(rules: &dyn MatchingRules) {
    let before = rules.sku_rules().await.unwrap().map_or(0, |stored| stored.version);
    let replace = vec![("O".to_owned(), "0".to_owned())];
    let mut wanted = SkuRules { prefixes: vec!["TT-".to_owned()], replace, ..SkuRules::default() };
    assert_eq!(rules.put_sku_rules(&wanted, before + 1).await, Err(StoreError::Conflict));
    let first = Versioned { value: wanted.clone(), version: before + 1 };
    assert_eq!(rules.put_sku_rules(&wanted, before).await, Ok(first.clone()));
    assert_eq!(rules.sku_rules().await, Ok(Some(first)));
    wanted.suffixes.push("-NEW".to_owned());
    assert_eq!(rules.put_sku_rules(&wanted, before).await, Err(StoreError::Conflict));
    let second = Versioned { value: wanted.clone(), version: before + 2 };
    assert_eq!(rules.put_sku_rules(&wanted, before + 1).await, Ok(second.clone()));
    assert_eq!(rules.sku_rules().await, Ok(Some(second)));

    let before = rules.sku_pattern().await.unwrap().map_or(0, |stored| stored.version);
    let pattern = |text| domain::SkuPattern::parse(text).unwrap();
    for (made, text) in [(1, "A{number}"), (2, "{title}-{number}")] {
        let stored = Versioned { value: pattern(text), version: before + made };
        assert_eq!(rules.put_sku_pattern(&pattern(text), before + made).await, Err(StoreError::Conflict));
        assert_eq!(rules.put_sku_pattern(&pattern(text), before + made - 1).await, Ok(stored.clone()));
        assert_eq!(rules.sku_pattern().await, Ok(Some(stored)));
    }
}
