//! [`app::ports::Rules`]: versions count from 1 and stay readable.

use app::{
    StoreError,
    ports::{Rules, Versioned},
};
use domain::{
    BasisPoints, Rupiah,
    plan::DEFAULT_GUARD,
    pricing::{Fee, FeeKind, FeeSchedule, PriceRule, Rounding},
};

use super::own_channel;

/// The whole contract.
pub async fn rules(rules: &dyn Rules) {
    price_rules_keep_every_version(rules).await;
    fee_schedules_keep_every_version(rules).await;
}

fn rule(percent: i32) -> PriceRule {
    PriceRule {
        markup: BasisPoints::percent(percent),
        rounding: Rounding::Up500,
        minimum_margin: Some(BasisPoints::percent(10)),
        ceiling: Some(Rupiah::new(5_000_000)),
        guard: DEFAULT_GUARD,
    }
}

fn schedule(rate: i32) -> FeeSchedule {
    let percent = FeeKind::Percent { rate: BasisPoints(rate), cap: Some(Rupiah::new(60_000)) };
    let order = FeeKind::PerOrder { amount: Rupiah::new(1_250) };
    FeeSchedule {
        fees: vec![
            Fee { name: "Biaya administrasi".to_owned(), kind: percent, enabled: true },
            Fee { name: "Biaya proses pesanan".to_owned(), kind: order, enabled: false },
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
