//! Price rules and fee schedules as a person edits them. Each edit is a new version; quotes follow from the queue.

use domain::{
    BasisPoints, Channel, Invalid, Rupiah,
    pricing::{FeeKind, FeeSchedule, PriceRule},
};
use serde_json::json;

use crate::{
    StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, Ports, Versioned},
};

/// Stores a channel's price rule and has its offers quoted again. `expected` is 0 for the first.
pub async fn put_price_rule(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    rule: &PriceRule,
    expected: u64,
) -> Result<Versioned<PriceRule>, UseCaseError> {
    check_rule(rule)?;
    let before = ports.rules.price_rule(channel).await?;
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    let stored = match before.clone().filter(|before| &before.value == rule) {
        Some(same) => same,
        None => ports.rules.put_price_rule(channel, rule, expected).await?,
    };
    let details = json!({ "from": before.map(|b| b.value), "to": rule, "version": stored.version });
    follow(ports, actor, "price_rule.put", channel, stored.version, expected, details).await?;
    Ok(stored)
}

/// Stores a channel's fee schedule and has its offers quoted again. `expected` is 0 for the first.
pub async fn put_fee_schedule(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    schedule: &FeeSchedule,
    expected: u64,
) -> Result<Versioned<FeeSchedule>, UseCaseError> {
    check_schedule(schedule)?;
    let before = ports.rules.fee_schedule(channel).await?;
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    let stored = match before.clone().filter(|before| &before.value == schedule) {
        Some(same) => same,
        None => ports.rules.put_fee_schedule(channel, schedule, expected).await?,
    };
    let details = json!({ "from": before.map(|b| b.value), "to": schedule, "version": stored.version });
    follow(ports, actor, "fee_schedule.put", channel, stored.version, expected, details).await?;
    Ok(stored)
}

/// The audit, where something was written, and the message that has every offer of the channel quoted again.
async fn follow(
    ports: &Ports,
    actor: &str,
    action: &str,
    channel: &Channel,
    version: u64,
    expected: u64,
    details: serde_json::Value,
) -> Result<(), StoreError> {
    if version != expected {
        ports
            .audit
            .append(&AuditEntry {
                id: ports.ids.unique(),
                at: ports.clock.now(),
                actor: actor.to_owned(),
                action: action.to_owned(),
                subject: channel.to_string(),
                details,
            })
            .await?;
    }
    let message = PricingMessage::Channel { channel: channel.clone(), cursor: None, rule_version: version };
    ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await
}

/// What holds for every price rule.
pub fn check_rule(rule: &PriceRule) -> Result<(), Invalid> {
    percent("markup_percent", rule.markup, BasisPoints(-9_999), BasisPoints::percent(1_000))?;
    percent("guard_percent", rule.guard, BasisPoints(1), BasisPoints::percent(1_000))?;
    if let Some(margin) = rule.minimum_margin {
        percent("minimum_margin_percent", margin, BasisPoints::ZERO, BasisPoints::percent(1_000))?;
    }
    if let Some(ceiling) = rule.ceiling {
        Rupiah::price(ceiling.get()).map_err(|mut problem| {
            "ceiling".clone_into(&mut problem.field);
            problem
        })?;
    }
    Ok(())
}

/// What holds for every fee schedule.
pub fn check_schedule(schedule: &FeeSchedule) -> Result<(), Invalid> {
    if schedule.valid_from.parse::<jiff::civil::Date>().is_err() {
        return Err(Invalid::new("valid_from", "date_malformed", "expected a date such as 2026-01-31"));
    }
    if schedule.source.trim().is_empty() {
        return Err(Invalid::new("source", "source_missing", "say where the numbers come from"));
    }
    if schedule.fees.len() > 50 {
        return Err(Invalid::new("fees", "too_many_fees", "at most 50 fees"));
    }
    for (index, fee) in schedule.fees.iter().enumerate() {
        let at = format!("fees[{index}]");
        if fee.name.trim().is_empty() || fee.name.chars().count() > 100 {
            return Err(Invalid::new(format!("{at}.name"), "fee_name_malformed", "1 to 100 characters"));
        }
        let amount = match &fee.kind {
            FeeKind::Percent { rate, cap } => {
                percent(&format!("{at}.percent"), *rate, BasisPoints::ZERO, BasisPoints::ONE)?;
                cap.map(|cap| ("cap", cap))
            }
            FeeKind::PerOrder { amount } => Some(("amount", *amount)),
        };
        if let Some((field, amount)) = amount
            && !(Rupiah::ZERO..=Rupiah::MAX_PRICE).contains(&amount)
        {
            let problem = "a fee is Rp0 to Rp100,000,000";
            return Err(Invalid::new(format!("{at}.{field}"), "fee_out_of_range", problem));
        }
    }
    Ok(())
}

fn percent(field: &str, rate: BasisPoints, min: BasisPoints, max: BasisPoints) -> Result<(), Invalid> {
    if (min..=max).contains(&rate) {
        Ok(())
    } else {
        Err(Invalid::new(field, "percent_out_of_range", format!("expected {min} to {max}")))
    }
}
