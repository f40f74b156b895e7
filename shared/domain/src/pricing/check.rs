//! The checks for every rule and schedule that a person saves.

use crate::{
    BasisPoints, Invalid, Rupiah,
    pricing::{Fee, FeeKind, FeeSchedule, Method, NO_FLOOR, NetTarget, PriceRule, Rounding},
};

/// Checks a price rule.
pub fn check_rule(rule: &PriceRule) -> Result<(), Invalid> {
    percent("markup_percent", rule.markup, BasisPoints(-9_999), BasisPoints::percent(1_000))?;
    percent("guard_percent", rule.guard, BasisPoints(1), BasisPoints::percent(1_000))?;
    if let Some(margin) = rule.minimum_margin {
        percent("minimum_margin_percent", margin, NO_FLOOR, BasisPoints::percent(1_000))?;
    }
    if let Some(ceiling) = rule.ceiling {
        price("ceiling", ceiling)?;
    }
    if let Rounding::Charm { ending } = rule.rounding
        && ending > 999
    {
        return Err(Invalid::new("charm_ending", "charm_ending_malformed", "three digits, 0 to 999"));
    }
    match rule.method {
        Method::Markup | Method::KeepNet { target: NetTarget::Base } => Ok(()),
        Method::KeepNet { target: NetTarget::Cost { margin } } => {
            percent("net_margin_percent", margin, BasisPoints::ZERO, BasisPoints::percent(1_000))
        }
        Method::Fixed { price: typed } => price("fixed_price", typed),
    }
}

fn price(field: &str, amount: Rupiah) -> Result<(), Invalid> {
    Rupiah::price(amount.get()).map(drop).map_err(|mut problem| {
        field.clone_into(&mut problem.field);
        problem
    })
}

/// Checks a fee schedule.
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
    let taken: i64 = schedule.fees.iter().filter(|fee| fee.enabled).map(rate_of).sum();
    if taken >= i64::from(BasisPoints::ONE.0) {
        let problem = "percentages that are switched on must stay below 100% in all";
        return Err(Invalid::new("fees", "fees_take_everything", problem));
    }
    Ok(())
}

fn rate_of(fee: &Fee) -> i64 {
    match fee.kind {
        FeeKind::Percent { rate, .. } => i64::from(rate.0),
        FeeKind::PerOrder { .. } => 0,
    }
}

fn percent(field: &str, rate: BasisPoints, min: BasisPoints, max: BasisPoints) -> Result<(), Invalid> {
    if (min..=max).contains(&rate) {
        Ok(())
    } else {
        Err(Invalid::new(field, "percent_out_of_range", format!("expected {min} to {max}")))
    }
}
