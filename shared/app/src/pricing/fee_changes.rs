//! Fee schedules that were planned and begin today: the channel's offers are quoted again and the seller gets a notice.

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

/// How many days a beginning is made up for, when the clock stood still.
const LATE: i32 = 7;

/// Begins what is due. The record of the repricing is the mark that it was done: a tick later the same day does
/// nothing, and neither does one after a schedule that was saved to hold at once.
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
            // A schedule that was saved to hold at once was no surprise.
            if ports.repricings.get(&id).await?.is_some_and(|one| one.value.cause == cause) {
                tell_begun(ports, channel, begun).await?;
            }
        }
    }
    Ok(ticked)
}

/// What is in force and began lately.
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
