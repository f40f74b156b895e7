//! Refreshes tokens before they expire, and notifies the seller before a consent ends.

use jiff::{SignedDuration, Timestamp};

use super::{Due, Ticked, connected};
use crate::{
    ChannelError, Ports, StoreError, marketplace::ShopSession, message::Severity, notices::tell,
    shops::session, words::Notice,
};

/// An access token that expires within this time is refreshed. The task runs twice as often.
const ACCESS_AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// A refresh token that expires within this time is used, which renews it if the channel allows that.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// If its use does not extend it (because the consent itself ends), once a day is enough.
const REFRESH_AT_MOST_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// The seller gets a notice this many days before the end of a consent.
const WARN_DAYS: [i64; 4] = [1, 7, 14, 30];

pub(crate) async fn refresh(ports: &Ports) -> Result<Ticked, StoreError> {
    let mut ticked = Ticked::default();
    let now = ports.clock.now();
    for due in connected(ports).await? {
        ticked.shops += 1;
        if is_due(&due, now) {
            match refresh_one(ports, &due).await {
                Ok(()) => ticked.acted += 1,
                Err(error) => ticked.problem(&due.channel, &due.shop, &error),
            }
        }
        warn(ports, &due, now).await?;
    }
    Ok(ticked)
}

fn is_due(due: &Due, now: Timestamp) -> bool {
    let within = |end: Timestamp, ahead| end.duration_since(now) < ahead;
    let record = &due.record;
    let rested = now.duration_since(record.last_refresh_at) >= REFRESH_AT_MOST_EVERY;
    within(record.access_expires_at, ACCESS_AHEAD)
        || (rested && record.refresh_expires_at.is_some_and(|end| within(end, REFRESH_AHEAD)))
}

async fn refresh_one(ports: &Ports, due: &Due) -> Result<(), ChannelError> {
    let session = session::open(ports, &due.channel, &due.shop).await?;
    // Not with `access`, which itself refreshes tokens that are about to expire: that would be two refreshes.
    let held = session.held().await?;
    session.renew(&held).await.map(|_| ())
}

/// Sends one notice for each threshold that is passed, and only for the nearest one.
async fn warn(ports: &Ports, due: &Due, now: Timestamp) -> Result<(), StoreError> {
    let Some(end) = due.record.info.authorization_expires_at else { return Ok(()) };
    let Some(days) = threshold(end.duration_since(now)) else { return Ok(()) };
    let Due { channel, name, shop, .. } = due;
    let day = end.strftime("%Y-%m-%d").to_string();
    let notice = Notice::AuthorizationEnding { channel: name, shop, day: &day };
    let severity = if days <= 1 { Severity::Urgent } else { Severity::Warning };
    let message = tell::notice(&notice, &format!("{channel}/{shop}/{day}/{days}"), severity);
    tell::once(ports, message).await
}

fn threshold(left: SignedDuration) -> Option<i64> {
    WARN_DAYS.into_iter().find(|days| left <= SignedDuration::from_hours(days * 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seller_is_told_at_30_14_7_and_1_days() {
        let days = |days: i64| threshold(SignedDuration::from_hours(days * 24));
        assert_eq!(days(31), None);
        assert_eq!([30, 15, 14, 8, 7, 2, 1, 0, -3].map(days), [30, 30, 14, 14, 7, 7, 1, 1, 1].map(Some));
    }
}
