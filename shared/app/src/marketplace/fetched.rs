//! A channel's answers to requests for listings.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use domain::{ExternalId, ListingContent};
use futures::{
    StreamExt,
    future::{Either, select},
    stream,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ShopSession;
use crate::ChannelError;

/// One page of listing names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingPage {
    pub listings: Vec<ListedItem>,
    /// Opaque; absent on the last page.
    pub next: Option<String>,
    /// The total number of listings in the shop, if the channel reports it.
    pub total: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedItem {
    pub id: ExternalId,
    pub updated_at: Option<Timestamp>,
}

/// A listing as the channel returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedListing {
    pub id: ExternalId,
    pub content: ListingContent,
    /// The channel's own time of the last change.
    pub updated_at: Option<Timestamp>,
    /// The channel does not return the whole listing, for example a frozen one. Then `content` has only the values from
    /// its list.
    pub partial: bool,
    /// The state of the channel's audit of the last edit, if it reports one. It is not part of the content, because it
    /// does not change what buyers see.
    pub audit: Option<Audit>,
}

impl FetchedListing {
    /// The listing, completed with the values from `before` if the channel returned only a part.
    #[must_use]
    pub fn completed(self, before: Option<&ListingContent>) -> Self {
        match before {
            Some(before) if self.partial => {
                Self { content: self.content.listed_over(before), partial: false, ..self }
            }
            _ => self,
        }
    }
}

/// The result of a request for listings.
#[derive(Debug, Default)]
pub struct FetchedPart {
    pub listings: Vec<FetchedListing>,
    /// Listings that were not requested or not answered because of the error in [`stopped`](FetchedPart::stopped).
    pub left: Vec<ExternalId>,
    pub stopped: Option<ChannelError>,
    /// Listings that the channel cannot return, with the reason. They do not stop the others.
    pub unreadable: Vec<(ExternalId, ChannelError)>,
}

impl FetchedPart {
    /// All listings, or the error why some are missing.
    pub fn whole(self) -> Result<Vec<FetchedListing>, ChannelError> {
        match self.stopped.or_else(|| self.unreadable.into_iter().next().map(|(_, error)| error)) {
            Some(error) => Err(error),
            None => Ok(self.listings),
        }
    }

    /// Adds the result of other listings.
    pub fn add(&mut self, other: Self) {
        self.listings.extend(other.listings);
        self.left.extend(other.left);
        self.unreadable.extend(other.unreadable);
        self.stopped = self.stopped.take().or(other.stopped);
    }

    /// Stops with `error`; the listings in `left` were not fetched.
    pub fn stop(&mut self, error: ChannelError, left: impl IntoIterator<Item = ExternalId>) {
        self.left.extend(left);
        self.stopped.get_or_insert(error);
    }
}

/// Reads each of `asked` alone, up to `at_once` at a time, until one fails for a reason that does not concern only this
/// listing. Then running reads are completed, and the others are left. `None` means that the listing is gone.
pub async fn one_by_one<T, F, Fut>(
    session: &dyn ShopSession,
    asked: Vec<(ExternalId, T)>,
    at_once: usize,
    read: F,
) -> FetchedPart
where
    T: Send,
    F: Fn(ExternalId, T) -> Fut + Sync,
    Fut: Future<Output = Result<Option<FetchedListing>, ChannelError>> + Send,
{
    let mut part = FetchedPart::default();
    let mut waiting: Vec<ExternalId> = asked.iter().map(|(id, _)| id.clone()).collect();
    let stopped = AtomicBool::new(false);
    let (stopped, read) = (&stopped, &read);
    let mut answers = stream::iter(asked)
        .map(|(id, with)| async move {
            if stopped.load(Ordering::Relaxed) {
                return (id, None);
            }
            let answer = read(id.clone(), with).await;
            let stops = answer.as_ref().is_err_and(|error| !error.concerns_a_listing());
            stopped.fetch_or(stops, Ordering::Relaxed);
            (id, Some(answer))
        })
        .buffered(at_once.max(1))
        .boxed();
    let mut over = session.time_over();
    loop {
        let next = match select(answers.next(), over.as_mut()).await {
            Either::Left((next, _)) => next,
            Either::Right(_) => {
                part.stop(ChannelError::RateLimited { retry_after: Duration::ZERO }, waiting);
                return part;
            }
        };
        let Some((id, answer)) = next else { return part };
        waiting.retain(|other| *other != id);
        match answer {
            Some(Ok(listing)) => part.listings.extend(listing),
            Some(Err(error)) if error.concerns_a_listing() => part.unreadable.push((id, error)),
            Some(Err(error)) => part.stop(error, [id]),
            None => part.left.push(id),
        }
    }
}

/// The result of a channel's audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    pub verdict: AuditVerdict,
    /// Why it refused, in the channel's own words.
    pub reasons: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditVerdict {
    Waiting,
    Passed,
    Refused,
}
