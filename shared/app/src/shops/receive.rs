//! Receiving a channel's push: believe it or not, once, put it on a queue, answer.
//!
//! The channel waits for the answer (3 s at most), so nothing is asked of any channel here. The push is marked for a
//! minute before its work is queued, so that two deliveries at the same moment queue once, and remembered for three
//! days after that. When queueing fails the mark is removed and the answer is an error, so that the channel repeats it.
//! A worker that dies in between leaves a mark that lapses: until then a repeat is asked to come again.

use std::collections::BTreeMap;

use domain::{Channel, ContentHash, ExternalId, ListingKey, ShopId};
use jiff::Timestamp;

mod shape;

use super::connect::record;
use crate::{
    Ports, StoreError, UseCaseError,
    marketplace::{Event, Notice, NoticeError, RawNotice},
    message::{Envelope, Severity, SyncMessage},
    notices::tell,
    ports::{Arrival, Connection, ConnectionSecret, ConnectionState},
    words,
};

/// What became of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// Taken: its work is queued, or it asks for none.
    Accepted,
    /// Taken before.
    Duplicate,
    /// Another delivery of it is at work, or has died in the last minute: the channel has to send it again.
    AtWork,
    /// The signature is missing or wrong.
    Forged,
    /// Signed, and older than the window allows.
    Stale,
    /// Signed, and not as documented: kept and counted. Sending it again would not make it readable.
    Malformed,
    /// Nobody could have signed it: the channel has no credentials here.
    NotConnected,
}

/// Takes one push. `headers` are lower-case; `body` is to the byte what was signed.
pub async fn receive(
    ports: &Ports,
    channel: &Channel,
    headers: &BTreeMap<String, String>,
    body: &[u8],
) -> Result<Received, UseCaseError> {
    let marketplace = ports
        .marketplaces
        .get(channel)
        .ok_or_else(|| UseCaseError::NotFound { what: "channel", id: channel.to_string() })?;
    let Some(secret) = ports.secrets.get(channel, false).await? else { return Ok(Received::NotConnected) };
    let now = ports.clock.now();
    let raw = RawNotice { headers, body, callback_url: &secret.webhook_url, now };
    let notice = match marketplace.read_notice(&secret.credentials, &raw) {
        Ok(notice) => notice,
        Err(NoticeError::Forged) => return Ok(Received::Forged),
        Err(NoticeError::Stale) => return Ok(Received::Stale),
        Err(NoticeError::Malformed(problem)) => {
            tracing::warn!(channel = %channel, problem, "a signed push cannot be read");
            let id = ContentHash::of_bytes(body).short().to_string();
            let keeping = || keep(ports, channel, "malformed", &id, body, now);
            return Ok(match once(ports, channel, &id, now, keeping).await? {
                Received::AtWork => Received::AtWork,
                _ => Received::Malformed,
            });
        }
    };
    if notice.event == Event::Verification {
        return Ok(Received::Accepted);
    }
    let push = Push { ports, channel, secret: &secret, notice: &notice, body, now };
    let received = once(ports, channel, &notice.id, now, || push.dispatch()).await?;
    if received == Received::Accepted {
        tracing::info!(channel = %channel, notice.kind = notice.kind, notice.id = notice.id, "push taken");
    }
    Ok(received)
}

/// Does the work of a push unless that is done or another delivery is at it.
async fn once<F: Future<Output = Result<(), StoreError>>>(
    ports: &Ports,
    channel: &Channel,
    id: &str,
    now: Timestamp,
    work: impl FnOnce() -> F,
) -> Result<Received, StoreError> {
    match ports.events.begin(channel, id, now).await? {
        Arrival::New => {}
        Arrival::AtWork => return Ok(Received::AtWork),
        Arrival::Done => return Ok(Received::Duplicate),
    }
    if let Err(error) = work().await {
        // If this fails too, the mark lapses by itself.
        ports.events.forget(channel, id).await?;
        return Err(error);
    }
    // Should this fail, the repeat does the same work again under the same names, which changes nothing.
    ports.events.finish(channel, id, now).await?;
    Ok(Received::Accepted)
}

async fn keep(
    ports: &Ports,
    channel: &Channel,
    kind: &str,
    id: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    ports.events.keep(channel, kind, id, &shape::of(body), now).await
}

/// A push that is believed and new.
struct Push<'a> {
    ports: &'a Ports,
    channel: &'a Channel,
    secret: &'a ConnectionSecret,
    notice: &'a Notice,
    body: &'a [u8],
    now: Timestamp,
}

impl Push<'_> {
    async fn dispatch(&self) -> Result<(), StoreError> {
        match &self.notice.event {
            Event::ListingChanged { listing } => self.look_at(listing).await,
            Event::ListingViolation { listing, reason } => {
                self.look_at(listing).await?;
                self.tell_violation(listing, reason).await
            }
            Event::PromotionChanged { listing } => {
                let Some(shop) = self.shop() else { return self.keep().await };
                promotions_changed(self.ports, self.channel, shop).await?;
                match listing {
                    Some(listing) => self.look_at(listing).await,
                    None => Ok(()),
                }
            }
            Event::ShopDeauthorized { shops, reason } => {
                for shop in self.ours(shops) {
                    self.lose(shop, reason).await?;
                }
                Ok(())
            }
            Event::AuthorizationExpiring { shops, expires_at } => {
                for shop in self.ours(shops) {
                    self.tell_expiring(shop, *expires_at).await?;
                }
                Ok(())
            }
            Event::Verification => Ok(()),
            // A shop becomes ours when its consent comes back to us, not by a push.
            Event::ShopAuthorized { .. } | Event::Other | Event::Unknown => self.keep().await,
        }
    }

    async fn keep(&self) -> Result<(), StoreError> {
        let Notice { kind, id, .. } = self.notice;
        keep(self.ports, self.channel, kind, id, self.body, self.now).await
    }

    /// The shop the push is about: the one it names, or the only one there is.
    fn shop(&self) -> Option<&ShopId> {
        match &self.notice.shop {
            Some(shop) => self.secret.shops.get_key_value(shop).map(|(shop, _)| shop),
            None if self.secret.shops.len() == 1 => self.secret.shops.keys().next(),
            None => None,
        }
    }

    /// Those of `shops` that are connected here; the push's own shop where it names none.
    fn ours<'s>(&'s self, shops: &'s [ShopId]) -> Vec<&'s ShopId> {
        if shops.is_empty() {
            return self.shop().into_iter().collect();
        }
        shops.iter().filter(|shop| self.secret.shops.contains_key(shop)).collect()
    }

    async fn look_at(&self, listing: &ExternalId) -> Result<(), StoreError> {
        // One app may serve shops that are not connected here.
        let Some(shop) = self.shop() else { return self.keep().await };
        let listing = ListingKey::new(self.channel.clone(), shop.clone(), listing.clone());
        // Named after the push: two changes of one listing within the queue's five minutes are two looks.
        let id =
            ContentHash::of_parts(&["notice", self.channel.as_str(), &self.notice.id]).short().to_string();
        let message = SyncMessage::Observe {
            listing,
            reason: self.notice.kind.clone(),
            told: matches!(self.notice.event, Event::ListingViolation { .. }),
        };
        self.ports.outbox.sync(&[Envelope { v: 1, id, message }]).await
    }

    async fn tell_violation(&self, listing: &ExternalId, reason: &str) -> Result<(), StoreError> {
        let channel = self.channel;
        let message = tell::notice(
            &words::Notice::ListingViolation { channel, listing: listing.as_str(), said: reason },
            &format!("{channel}/{listing}/{}", self.notice.id),
            Severity::Warning,
        );
        self.ports.outbox.notify(&[message]).await
    }

    /// Reported first, marked second: a repeat sends the same notification again, which is stored once.
    async fn lose(&self, shop: &ShopId, reason: &str) -> Result<(), StoreError> {
        let channel = self.channel;
        let connection = self.ports.connections.get(channel).await?;
        if connection.is_none_or(|connection| self.is_outdated(&connection.value, shop)) {
            return Ok(());
        }
        let message = tell::notice(
            &words::Notice::ShopDeauthorized { channel, shop },
            &format!("{channel}/{shop}/{}", self.notice.id),
            Severity::Urgent,
        );
        self.ports.outbox.notify(&[message]).await?;
        let problem = format!("{shop}: {reason}");
        record::amend(self.ports, channel, |connection| {
            connection.state = ConnectionState::NeedsAuthorization;
            connection.problem = Some(problem.clone());
        })
        .await?;
        Ok(())
    }

    /// A repeat that arrives after the seller authorised again says nothing about now.
    fn is_outdated(&self, connection: &Connection, shop: &ShopId) -> bool {
        let renewed = connection.shops.get(shop).map(|shop| shop.last_refresh_at);
        matches!((self.notice.sent_at, renewed), (Some(sent), Some(renewed)) if sent < renewed)
    }

    async fn tell_expiring(&self, shop: &ShopId, expires_at: Option<Timestamp>) -> Result<(), StoreError> {
        let channel = self.channel;
        let day = expires_at.map(|at| at.strftime("%Y-%m-%d").to_string());
        let day = day.as_deref().unwrap_or("?");
        let notice = words::Notice::AuthorizationExpiring { channel: channel.as_str(), shop, day };
        // Repeated daily by one channel: once for each end.
        let message = tell::notice(&notice, &format!("{channel}/{shop}/{day}"), Severity::Warning);
        self.ports.outbox.notify(&[message]).await
    }
}

/// Forgets every lock of the shop: its promotions are others now.
async fn promotions_changed(ports: &Ports, channel: &Channel, shop: &ShopId) -> Result<(), StoreError> {
    let now = ports.clock.now();
    record::amend(ports, channel, |connection| {
        if let Some(shop) = connection.shops.get_mut(shop) {
            shop.promotions_changed_at = Some(now);
        }
    })
    .await?;
    Ok(())
}
