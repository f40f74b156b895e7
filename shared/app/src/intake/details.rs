//! One slice of whole listings. What came before something stopped it is stored and marked as a part of the slice; the
//! message comes again and goes on with what is left.

use domain::ExternalId;

use super::{
    at::{At, CHANGES},
    pictures::{self, Shown},
    settle,
    stored::store,
};
use crate::{
    ChannelError, Ports, WorkError,
    marketplace::{FetchedPart, ListingReader, ShopSession},
    message::Severity,
    notices::tell,
    ports::{PageMark, PartOf, Upsert},
    shops::session,
    words::Notice,
};

pub(super) async fn handle(
    ports: &Ports,
    at: &At,
    slice: String,
    listings: Vec<ExternalId>,
) -> Result<(), WorkError> {
    let full = !slice.starts_with(CHANGES);
    if at.is_marked(ports, &format!("slice-{slice}")).await? {
        return settle::settle(ports, at, None, full).await;
    }
    // What an earlier delivery has pulled is not pulled again.
    let (number, listings) = match at.part(ports, PartOf::Slice(&slice)).await? {
        Some(part) => (part.number + 1, part.listings),
        None => (1, listings),
    };
    let marketplace = at.marketplace(ports)?;
    let session = session::open(ports, &at.channel, &at.shop).await?;
    // Taken before the call: what is read cannot be older than this.
    let seen_at = ports.clock.now();
    let FetchedPart { listings: fetched, left, stopped, unreadable } =
        fetch(&*marketplace, &session, &listings).await?;
    tell_unreadable(ports, at, &marketplace.capabilities().name, &unreadable).await?;
    let pulled = fetched.len();
    let missing = listings.len().saturating_sub(pulled + left.len()) as u64;
    if let (Some(error), true) = (&stopped, left.len() == listings.len()) {
        return Err(error.clone().into());
    }
    let shown: Vec<Shown> = fetched.iter().map(Shown::of).collect();
    let upserts = store(ports, at, fetched, seen_at).await?;
    let count = |wanted: Upsert| upserts.iter().filter(|upsert| **upsert == wanted).count() as u64;
    let (created, changed, unchanged) =
        (count(Upsert::Created), count(Upsert::Changed), count(Upsert::Unchanged));
    if let Some(error) = stopped.filter(|_| !left.is_empty()) {
        pictures::ask(ports, at, &format!("{slice}.p{number}"), shown).await?;
        let (part, pending) = (number, left.len());
        at.mark(ports, &PageMark::Part { slice, part, left, created, changed, unchanged, missing }).await?;
        tracing::info!(channel = %at.channel, shop = %at.shop, pulled, pending, "a part of a slice is kept");
        return Err(error.into());
    }
    pictures::ask(ports, at, &slice, shown).await?;
    let mark = PageMark::Pulled { slice, created, changed, unchanged, missing };
    let result = at.mark(ports, &mark).await?;
    settle::settle(ports, at, Some(result), full).await
}

/// Fetches the slice. A listing that the channel cannot give stops neither its slice nor the import: where it refuses the
/// whole batch the listings are asked for one by one.
async fn fetch(
    marketplace: &dyn ListingReader,
    session: &dyn ShopSession,
    ids: &[ExternalId],
) -> Result<FetchedPart, ChannelError> {
    let error = match marketplace.fetch_part(session, ids).await {
        Err(error) if error.concerns_a_listing() => error,
        answer => return answer,
    };
    let mut part = FetchedPart::default();
    if let [id] = ids {
        part.unreadable.push((id.clone(), error));
        return Ok(part);
    }
    for (place, id) in ids.iter().enumerate() {
        match marketplace.fetch_part(session, std::slice::from_ref(id)).await {
            Ok(one) => part.add(one),
            Err(error) if error.concerns_a_listing() => part.unreadable.push((id.clone(), error)),
            Err(error) => part.stop(error, [id.clone()]),
        }
        if part.stopped.is_some() {
            part.left.extend(ids[place + 1..].iter().cloned());
            break;
        }
    }
    Ok(part)
}

/// The seller hears of a shop's unreadable listings once in an import.
async fn tell_unreadable(
    ports: &Ports,
    at: &At,
    name: &str,
    unreadable: &[(ExternalId, ChannelError)],
) -> Result<(), WorkError> {
    for (id, error) in unreadable {
        tracing::warn!(channel = %at.channel, listing.id = %id, %error, "a listing cannot be read");
    }
    let Some((id, error)) = unreadable.first() else { return Ok(()) };
    let (channel, shop) = (&at.channel, &at.shop);
    let message = tell::notice(
        &Notice::ListingUnreadable { channel: name, listing: id.as_str(), why: error.seller_text() },
        &format!("{}/{channel}/{shop}", at.import),
        Severity::Warning,
    );
    Ok(tell::once(ports, message).await?)
}
