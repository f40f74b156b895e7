//! Telling the seller that a channel has taken a listing down or frozen it.
//!
//! Everybody who stores an observation reports first. The state notes what was reported before the observation is
//! stored: a worker that dies in between sends the same notification again, and a listing that is freed and frozen
//! again is reported again.

use domain::{ListingContent, ListingKey, ListingStatus};
use jiff::Timestamp;

use super::tell;
use crate::{
    Ports, StoreError,
    message::Severity,
    ports::{Listing, ListingState, Occurrences, Reported, Versioned},
    words::Notice,
};

const TRIES: usize = 5;

/// A listing that was read: its name, what we knew before, and what the channel says now.
pub(crate) struct Seen<'a> {
    pub key: &'a ListingKey,
    pub before: Option<&'a Listing>,
    pub now: &'a ListingContent,
    /// When it was read.
    pub at: Timestamp,
    /// The seller knows already, with the channel's reason: it is noted only.
    pub is_told: bool,
}

/// Reports a listing whose status is worse than before. A listing that is seen for the first time is reported where it
/// is frozen: it cannot be edited, and counts of the shop would not add up without a word.
pub(crate) async fn tell(ports: &Ports, seen: &Seen<'_>) -> Result<(), StoreError> {
    let Some(before) = seen.before else {
        return match seen.now.status {
            ListingStatus::Frozen if !seen.is_told => send(ports, seen, 0).await,
            _ => Ok(()),
        };
    };
    // A page that was read before what is stored says nothing of now.
    if before.observed.seen_at > seen.at {
        return Ok(());
    }
    let mut state = before.state.clone();
    for _ in 0..TRIES {
        let Some(taken_down) = moved(&state.value, seen.now.status) else { return Ok(()) };
        if taken_down.current.is_some() && !seen.is_told {
            send(ports, seen, taken_down.count).await?;
        }
        let Versioned { value, version } = state;
        let reported = Reported { taken_down, ..value.reported };
        match ports.listings.put_state(&ListingState { reported, ..value }, version).await {
            Err(StoreError::Conflict) => {}
            written => return written.map(drop),
        }
        match ports.listings.get(seen.key).await? {
            Some(now) => state = now.state,
            None => return Ok(()),
        }
    }
    Err(StoreError::Conflict)
}

/// What there is to note of a listing that is `status` now.
fn moved(state: &ListingState, status: ListingStatus) -> Option<Occurrences<Option<ListingStatus>>> {
    let Occurrences { count, current } = state.reported.taken_down;
    if !status.is_taken_down() {
        return current.is_some().then_some(Occurrences { count, current: None });
    }
    let known = current == Some(status) || state.channel_status == status;
    (!known).then_some(Occurrences { count: count + 1, current: Some(status) })
}

async fn send(ports: &Ports, seen: &Seen<'_>, count: u32) -> Result<(), StoreError> {
    let channel = ports.marketplaces.get(&seen.key.channel);
    let channel =
        channel.map_or_else(|| seen.key.channel.to_string(), |found| found.capabilities().name.clone());
    let notice =
        Notice::ListingTakenDown { title: &seen.now.title, channel: &channel, status: seen.now.status };
    let message = tell::notice(&notice, &format!("{}#{count}", seen.key), Severity::Warning);
    ports.outbox.notify(&[message]).await
}
