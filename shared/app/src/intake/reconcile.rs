//! What changed in the shops without a push: pushes get lost, and some changes have none.
//!
//! A quiet day costs one list call a shop and no write. The time from which changes are asked for moves only when
//! something was found or when the window has grown long.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ContentHash, ListingKey};
use jiff::{SignedDuration, Timestamp};

use crate::{
    ChannelError, Ports, StoreError, UseCaseError, intake,
    marketplace::{ListedItem, key_of},
    message::{Envelope, Severity, SyncMessage},
    notices::tell,
    shops::{
        connect::record,
        schedule::{Due, Ticked, connected},
        session,
    },
    words::Notice,
};

/// Asked for again before the last time, because a channel's clock and index lag.
const OVERLAP: SignedDuration = SignedDuration::from_mins(15);
/// A shop that was never reconciled is asked about this long; its import brought the rest.
const FIRST_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// A window longer than this is moved although nothing changed, so that it does not grow for ever.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Up to this many changed listings are looked at one by one; more are an import.
const FEW: usize = 50;
/// Pages of changes that we have seen already; a shop has fewer, and a list that never ends has more.
const MOST_PAGES: usize = 2_000;

pub(crate) async fn reconcile(ports: &Ports) -> Result<Ticked, StoreError> {
    let mut ticked = Ticked::default();
    for due in connected(ports).await? {
        ticked.shops += 1;
        match reconcile_one(ports, &due).await {
            Ok(acted) => ticked.acted += u64::from(acted),
            Err(error) => {
                if let UseCaseError::Channel(ChannelError::Unexpected { reason }) = &error {
                    tell_unreadable(ports, &due, reason).await?;
                }
                ticked.problem(&due.channel, &due.shop, &error);
            }
        }
    }
    Ok(ticked)
}

/// Once a day: what the channel answers is in no document, and asking again next hour may not help.
async fn tell_unreadable(ports: &Ports, due: &Due, reason: &str) -> Result<(), StoreError> {
    let Due { channel, name, shop, .. } = due;
    let day = ports.clock.now().strftime("%Y-%m-%d").to_string();
    tracing::warn!(channel = %channel, shop = %shop, reason, "the changes of a shop cannot be looked for");
    let message = tell::notice(
        &Notice::ChangesUnreadable { channel: name, shop },
        &format!("{channel}/{shop}/{day}"),
        Severity::Warning,
    );
    tell::once(ports, message).await
}

async fn reconcile_one(ports: &Ports, due: &Due) -> Result<bool, UseCaseError> {
    // Taken before the call: a change during it belongs to the next window.
    let now = ports.clock.now();
    let last = due.record.reconciled_at.unwrap_or(now - FIRST_WINDOW);
    let since = last - OVERLAP;
    let changed = changed_since(ports, due, since).await?;
    let acted = match changed {
        Changed::Nothing => false,
        Changed::Few(listings) => {
            let looks: Vec<_> = listings.into_iter().map(|(listing, at)| look(listing, at, since)).collect();
            // Ten is what one request to a queue carries.
            for chunk in looks.chunks(10) {
                ports.outbox.sync(chunk).await?;
            }
            true
        }
        Changed::Many => match intake::start_changed(ports, "schedule", &due.channel, &due.shop, since).await
        {
            Ok(_) => true,
            // The running import sees the changes or the next tick does: the window stays where it is.
            Err(UseCaseError::Refused { code: "import_running", .. }) => return Ok(false),
            Err(error) => return Err(error),
        },
    };
    // Moved last: a crash before it looks at the same changes again.
    if acted || now.duration_since(last) > LONGEST_WINDOW || due.record.reconciled_at.is_none() {
        record::amend(ports, &due.channel, |connection| {
            if let Some(shop) = connection.shops.get_mut(&due.shop) {
                shop.reconciled_at = Some(now);
            }
        })
        .await?;
    }
    Ok(acted)
}

enum Changed {
    Nothing,
    Few(Vec<(ListingKey, Option<Timestamp>)>),
    /// Many, or some that we do not know: they need masters, which an import makes.
    Many,
}

/// The listings that the channel calls changed, without those of which we hold that very change: our own pushes.
async fn changed_since(ports: &Ports, due: &Due, since: Timestamp) -> Result<Changed, ChannelError> {
    let marketplace = ports.marketplaces.get(&due.channel).ok_or(ChannelError::NotConnected)?;
    let session = session::open(ports, &due.channel, &due.shop).await?;
    let mut few = Vec::new();
    let (mut cursor, mut seen) = (None, BTreeSet::new());
    loop {
        let page = match marketplace.list(&session, cursor.as_deref(), Some(since)).await {
            // Pages that were read would be read again by the next tick, and the one after: an import keeps them.
            Err(error) if error.waits().is_some() && cursor.is_some() => return Ok(Changed::Many),
            answer => answer?,
        };
        let (unseen, stranger) = unseen(ports, due, page.listings).await?;
        few.extend(unseen);
        if stranger || few.len() > FEW {
            return Ok(Changed::Many);
        }
        match page.next {
            Some(next) if seen.len() < MOST_PAGES && seen.insert(next.clone()) => cursor = Some(next),
            Some(_) => {
                let reason = format!("the list of changes has no end after {} pages", seen.len() + 1);
                return Err(ChannelError::Unexpected { reason });
            }
            None => break,
        }
    }
    Ok(if few.is_empty() { Changed::Nothing } else { Changed::Few(few) })
}

/// Those whose change we have not seen, and whether one of them is unknown to us.
async fn unseen(
    ports: &Ports,
    due: &Due,
    items: Vec<ListedItem>,
) -> Result<(Vec<(ListingKey, Option<Timestamp>)>, bool), StoreError> {
    let keys: Vec<ListingKey> = items.iter().map(|item| key_of(&due.channel, &due.shop, &item.id)).collect();
    let listings = ports.listings.get_many(&keys).await?;
    let known: BTreeMap<ListingKey, Option<Timestamp>> =
        listings.into_iter().map(|listing| (listing.observed.key, listing.observed.updated_at)).collect();
    let stranger = keys.iter().any(|key| !known.contains_key(key));
    let unseen = keys
        .into_iter()
        .zip(items)
        .filter(|(key, item)| {
            // At or before what we hold counts as seen: reading a listing gives the later time.
            let held = known.get(key).copied().flatten();
            !matches!((held, item.updated_at), (Some(held), Some(told)) if told <= held)
        })
        .map(|(key, item)| (key, item.updated_at))
        .collect();
    Ok((unseen, stranger))
}

fn look(listing: ListingKey, at: Option<Timestamp>, since: Timestamp) -> Envelope<SyncMessage> {
    // Named after the change where its time is known, so that a repeated tick does not look twice.
    let at = at.unwrap_or(since).to_string();
    let id = ContentHash::of_parts(&["reconcile", &listing.to_string(), &at]).short().to_string();
    let message = SyncMessage::Observe { listing, reason: "reconcile".to_owned(), told: false };
    Envelope { v: 1, id, message }
}
