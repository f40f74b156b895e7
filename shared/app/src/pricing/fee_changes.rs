//! Planned fee schedules that begin today: the channel's offers are quoted again, and the seller gets a notice.

use domain::{
    Channel,
    pricing::{FeeVersion, Scope, in_force},
};
use jiff::{ToSpan, civil::Date};

use super::{
    reprice,
    rules::{fees_began, place},
};
use crate::{
    Ports, StoreError, WorkError, message::Severity, notices::tell, ports::RepricingCause,
    shops::schedule::Ticked, words::Notice,
};

/// If the scheduler did not run, a beginning is processed up to this many days late.
const LATE: i32 = 7;

/// Processes the schedules that are due. The record of the repricing marks a schedule as done, so a later tick on the
/// same day does nothing. The same is true for a schedule that was saved with immediate effect.
pub(crate) async fn begin(ports: &Ports) -> Result<Ticked, WorkError> {
    let mut ticked = Ticked::default();
    let day = ports.today();
    for marketplace in ports.marketplaces.all() {
        let channel = &marketplace.capabilities().channel;
        ticked.shops += 1;
        let versions = ports.rules.fee_versions(channel).await?;
        for begun in due(&versions, day) {
            let id = fees_began(channel, &begun.scope, begun.version);
            let cause = RepricingCause::FeeScheduleBegan;
            if reprice::begin(ports, id.clone(), channel, cause, begun.version, None).await? {
                ticked.acted += 1;
            }
            // No notice for a schedule that the seller saved with immediate effect.
            if ports.repricings.get(&id).await?.is_some_and(|one| one.value.cause == cause) {
                tell_begun(ports, channel, begun).await?;
            }
        }
    }
    Ok(ticked)
}

/// The schedules in force that began recently.
fn due(versions: &[FeeVersion], day: Date) -> Vec<&FeeVersion> {
    let since = day.checked_sub(LATE.days()).unwrap_or(day);
    let mut scopes: Vec<&Scope> = versions.iter().map(|one| &one.scope).collect();
    scopes.sort();
    scopes.dedup();
    let began = |one: &&FeeVersion| one.schedule.valid_from.parse::<Date>().is_ok_and(|from| from >= since);
    scopes.into_iter().filter_map(|scope| in_force(versions, scope, day)).filter(began).collect()
}

async fn tell_begun(ports: &Ports, channel: &Channel, begun: &FeeVersion) -> Result<(), StoreError> {
    let name = place(ports, channel, &begun.scope);
    let day = &begun.schedule.valid_from;
    let notice = Notice::FeesBegan { place: &name, day };
    let subject = format!("{channel}/{}/{}", begun.scope, begun.version);
    let message = tell::notice(&notice, &subject, Severity::Warning);
    tell::once(ports, message).await
}
