//! Telling the seller that a channel has taken a listing down or frozen it.

use domain::{ListingContent, ListingKey};

use super::tell;
use crate::{Ports, StoreError, message::Severity, ports::Listing, words::Notice};

/// A listing that was read: its name, what we knew before, and what the channel says now.
pub(crate) type Seen<'a> = (&'a ListingKey, Option<&'a Listing>, &'a ListingContent);

/// Tells of each listing that stands worse than before. A listing that is met for the first time is reported where it is
/// frozen: it cannot be edited, and counts of the shop would not add up without a word.
pub(crate) async fn tell(ports: &Ports, seen: &[Seen<'_>]) -> Result<(), StoreError> {
    let mut messages = Vec::new();
    for (key, before, now) in seen {
        let status = now.status;
        let moved = match before {
            Some(before) => before.state.value.channel_status != status && status.is_taken_down(),
            None => status == domain::ListingStatus::Frozen,
        };
        if !moved {
            continue;
        }
        let channel = ports.marketplaces.get(&key.channel);
        let channel =
            channel.map_or_else(|| key.channel.to_string(), |found| found.capabilities().name.clone());
        let title = &now.title;
        let notice = Notice::ListingTakenDown { title, channel: &channel, status };
        let subject = format!("{key}@{}", now.content_hash().short());
        messages.push(tell::notice(&notice, &subject, Severity::Warning));
    }
    if messages.is_empty() { Ok(()) } else { ports.outbox.notify(&messages).await }
}
