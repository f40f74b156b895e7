//! Edits of price rules and fee schedules by a person. Each edit is a new version; the queue computes the quotes
//! afterwards.

use domain::{
    Channel, Invalid,
    ids::RepricingId,
    pricing::{FeeSchedule, FeeVersion, PriceRule, Scope, check_rule, check_schedule, in_force},
};
use jiff::civil::Date;
use serde_json::json;

use super::reprice;
use crate::{
    StoreError, UseCaseError,
    message::Severity,
    ports::{Ports, RepricingCause, Versioned},
    words::Notice,
};

mod overrides;
pub use overrides::{MAX_OVERRIDES, SavedOverride, put_override, remove_override};

/// The saved value, and the record with the progress of its repricing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved<T> {
    pub stored: Versioned<T>,
    /// Absent if nothing is computed today, because the schedule begins later.
    pub repricing: Option<RepricingId>,
}

/// Stores a channel's price rule and has its offers quoted again. `expected` is 0 for the first.
pub async fn put_price_rule(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    rule: &PriceRule,
    expected: u64,
) -> Result<Saved<PriceRule>, UseCaseError> {
    check_rule(rule)?;
    let before = ports.rules.price_rule(channel).await?;
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    let stored = match before.clone().filter(|before| &before.value == rule) {
        Some(same) => same,
        None => ports.rules.put_price_rule(channel, rule, expected).await?,
    };
    if stored.version != expected {
        let details = json!({ "from": before.map(|b| b.value), "to": rule, "version": stored.version });
        ports.record(actor, "price_rule.put", channel, details).await?;
    }
    let id = RepricingId::from_unique(&ports.ids.unique());
    follow(ports, &id, channel, RepricingCause::PriceRule, stored.version).await?;
    Ok(Saved { stored, repricing: Some(id) })
}

/// Stores the fee schedule of a channel or of a category there. Offers are quoted again now if it has begun, or on its
/// first day if it is planned. `expected` is the newest version of that scope, 0 for the first.
pub async fn put_fee_schedule(
    ports: &Ports,
    actor: &str,
    channel: &Channel,
    scope: &Scope,
    schedule: &FeeSchedule,
    expected: u64,
) -> Result<Saved<FeeSchedule>, UseCaseError> {
    check_schedule(schedule)?;
    let versions = ports.rules.fee_versions(channel).await?;
    let before = newest_fees(&versions, scope).cloned();
    if before.as_ref().map_or(0, |before| before.version) != expected {
        return Err(StoreError::Conflict.into());
    }
    never_superseded(&versions, scope, schedule, ports.today())?;
    let stored = match (before.clone().filter(|before| &before.schedule == schedule), scope) {
        (Some(same), _) => Versioned { value: same.schedule, version: same.version },
        (None, Scope::Channel) => ports.rules.put_fee_schedule(channel, schedule, expected).await?,
        (None, Scope::Category { .. }) => {
            ports.rules.put_category_fees(channel, scope, schedule, expected).await?
        }
        (None, _) => {
            let problem = "a fee schedule is a channel's or a category's";
            return Err(Invalid::new("scope", "scope_malformed", problem).into());
        }
    };
    let fresh = stored.version != expected;
    if fresh {
        let details = json!({
            "scope": scope.to_string(), "from": before.map(|b| b.schedule), "to": schedule, "version": stored.version
        });
        ports.record(actor, "fee_schedule.put", channel, details).await?;
    }
    if !schedule.has_begun(ports.today()) {
        announce(ports, channel, scope, &stored).await?;
        return Ok(Saved { stored, repricing: None });
    }
    // The id contains the version, so that the scheduler does not treat a schedule that is valid from today as one that
    // just began.
    let id = if fresh {
        fees_began(channel, scope, stored.version)
    } else {
        RepricingId::from_unique(&ports.ids.unique())
    };
    follow(ports, &id, channel, RepricingCause::FeeSchedule, stored.version).await?;
    Ok(Saved { stored, repricing: Some(id) })
}

/// Refuses a schedule that would never be in force, because one with a later day already is.
pub(crate) fn never_superseded(
    versions: &[FeeVersion],
    scope: &Scope,
    schedule: &FeeSchedule,
    today: Date,
) -> Result<(), Invalid> {
    let day = |schedule: &FeeSchedule| schedule.valid_from.parse::<Date>().ok();
    let Some(now) = in_force(versions, scope, today) else { return Ok(()) };
    if day(schedule) >= day(&now.schedule) {
        return Ok(());
    }
    let problem = format!(
        "version {} holds since {}; use that day to correct it, or a later one such as {today}",
        now.version, now.schedule.valid_from
    );
    Err(Invalid::new("valid_from", "superseded", problem))
}

/// The newest version of one scope's schedule, whether or not it has begun.
pub fn newest_fees<'a>(versions: &'a [FeeVersion], scope: &Scope) -> Option<&'a FeeVersion> {
    versions.iter().filter(|one| &one.scope == scope).max_by_key(|one| one.version)
}

/// The id of the repricing that a version of a schedule causes when it begins.
pub(crate) fn fees_began(channel: &Channel, scope: &Scope, version: u64) -> RepricingId {
    RepricingId::derived(&["fees", channel.as_str(), &scope.to_string(), &version.to_string()])
}

/// Notifies the seller that fees will change.
async fn announce(
    ports: &Ports,
    channel: &Channel,
    scope: &Scope,
    stored: &Versioned<FeeSchedule>,
) -> Result<(), StoreError> {
    let (name, day) = (place(ports, channel, scope), &stored.value.valid_from);
    let notice = Notice::FeesPlanned { place: &name, day };
    let message = crate::notices::tell::notice(
        &notice,
        &format!("{channel}/{scope}/{}", stored.version),
        Severity::Info,
    );
    ports.outbox.notify(&[message]).await
}

/// The channel's name for the seller, with the category if there is one.
pub(crate) fn place(ports: &Ports, channel: &Channel, scope: &Scope) -> String {
    let known = ports.marketplaces.get(channel);
    let name = known.map_or_else(|| channel.to_string(), |m| m.capabilities().name.clone());
    match scope {
        Scope::Category { category } => format!("{name} ({category})"),
        _ => name,
    }
}

/// Has every offer of the channel quoted again.
async fn follow(
    ports: &Ports,
    id: &RepricingId,
    channel: &Channel,
    cause: RepricingCause,
    version: u64,
) -> Result<(), StoreError> {
    let products = reprice::products_on(ports, channel).await?;
    reprice::begin(ports, id.clone(), channel, cause, version, Some(products)).await.map(drop)
}
