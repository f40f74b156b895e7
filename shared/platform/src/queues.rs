//! The outbox over SQS: sends many messages in a few calls.

use app::{
    StoreError,
    message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, SyncMessage},
    ports::{Outbox, QueueName},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::{Client, types::SendMessageBatchRequestEntry};
use domain::ContentHash;
use futures::{StreamExt, TryStreamExt, stream};
use serde::Serialize;

use crate::{
    aws::{self, Late, late},
    config::QueueUrls,
};

/// The most messages in one call.
const PACK: usize = 10;
/// The most bytes in one call, and so in one message.
const PACK_BYTES: usize = 256 * 1024;
/// Calls that run at the same time, to a queue without order.
const AT_ONCE: usize = 4;
/// The most characters in a group id or deduplication id.
const LONGEST_NAME: usize = 128;

/// Sends to the queues whose addresses the function has.
#[derive(Debug, Clone)]
pub struct SqsOutbox {
    client: Late<Client>,
    urls: QueueUrls,
}

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parcel {
    body: String,
    /// Group and deduplication name, for a FIFO queue.
    order: Option<(String, String)>,
}

impl SqsOutbox {
    pub fn new(config: &SdkConfig, urls: QueueUrls) -> Self {
        Self { client: late(config, Client::new), urls }
    }

    async fn send<M: Serialize + Sync>(
        &self,
        queue: QueueName,
        messages: &[Envelope<M>],
        group: Option<fn(&M) -> String>,
    ) -> Result<(), StoreError> {
        if messages.is_empty() {
            return Ok(());
        }
        let url = self.urls.get(queue).ok_or_else(|| {
            StoreError::Unavailable(format!("this function has no address of the {queue:?} queue"))
        })?;
        let parcels: Vec<Parcel> = messages.iter().map(|m| parcel(m, group)).collect::<Result<_, _>>()?;
        // The order within a group is kept only when its packs are sent one after the other.
        let at_once = if group.is_some() { 1 } else { AT_ONCE };
        stream::iter(packs(parcels)?)
            .map(|pack| self.send_pack(url, pack))
            .buffered(at_once)
            .try_collect::<()>()
            .await
    }

    async fn send_pack(&self, url: &str, pack: Vec<Parcel>) -> Result<(), StoreError> {
        let entries = pack.into_iter().enumerate().map(|(index, parcel)| {
            let (group, deduplication) = parcel.order.unzip();
            SendMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .message_body(parcel.body)
                .set_message_group_id(group)
                .set_message_deduplication_id(deduplication)
                .build()
                .map_err(|problem| StoreError::Corrupt(format!("a message cannot be built: {problem}")))
        });
        let entries = entries.collect::<Result<_, _>>()?;
        let answer = self
            .client
            .send_message_batch()
            .queue_url(url)
            .set_entries(Some(entries))
            .send()
            .await
            .map_err(|error| aws::unavailable("SQS", &error))?;
        match answer.failed.first() {
            None => Ok(()),
            Some(first) => Err(StoreError::Unavailable(format!(
                "SQS took {} of {} messages: {}",
                answer.successful.len(),
                answer.successful.len() + answer.failed.len(),
                first.code()
            ))),
        }
    }
}

#[async_trait]
impl Outbox for SqsOutbox {
    async fn import(&self, messages: &[Envelope<ImportMessage>]) -> Result<(), StoreError> {
        self.send(QueueName::Import, messages, None).await
    }

    async fn sync(&self, messages: &[Envelope<SyncMessage>]) -> Result<(), StoreError> {
        self.send(QueueName::Sync, messages, Some(SyncMessage::group)).await
    }

    async fn pricing(&self, messages: &[Envelope<PricingMessage>]) -> Result<(), StoreError> {
        self.send(QueueName::Pricing, messages, None).await
    }

    async fn notify(&self, messages: &[Envelope<NotifyMessage>]) -> Result<(), StoreError> {
        self.send(QueueName::Notify, messages, None).await
    }
}

fn parcel<M: Serialize>(
    envelope: &Envelope<M>,
    group: Option<fn(&M) -> String>,
) -> Result<Parcel, StoreError> {
    let body = serde_json::to_string(envelope)
        .map_err(|problem| StoreError::Corrupt(format!("a message cannot be written: {problem}")))?;
    let order = group.map(|group| (name(group(&envelope.message)), name(envelope.id.clone())));
    Ok(Parcel { body, order })
}

/// A name that SQS accepts. A longer one is replaced by its hash, which is as unique.
pub(crate) fn name(text: String) -> String {
    if text.len() <= LONGEST_NAME { text } else { ContentHash::of_bytes(text.as_bytes()).as_str().to_owned() }
}

/// Splits messages into calls without changing their order.
fn packs(parcels: Vec<Parcel>) -> Result<Vec<Vec<Parcel>>, StoreError> {
    let (mut packs, mut pack, mut bytes) = (Vec::new(), Vec::new(), 0);
    for parcel in parcels {
        let size = parcel.body.len();
        if size > PACK_BYTES {
            return Err(StoreError::Corrupt(format!("a message of {size} bytes is too long for the queue")));
        }
        if pack.len() == PACK || bytes + size > PACK_BYTES {
            packs.push(std::mem::take(&mut pack));
            bytes = 0;
        }
        bytes += size;
        pack.push(parcel);
    }
    if !pack.is_empty() {
        packs.push(pack);
    }
    Ok(packs)
}

#[cfg(test)]
mod tests {
    use domain::{JobId, ListingKey, RunId};

    use super::*;

    fn plain(bytes: usize) -> Parcel {
        Parcel { body: "x".repeat(bytes), order: None }
    }

    #[test]
    fn ten_messages_go_in_one_call_and_the_eleventh_in_the_next() {
        let sizes: Vec<usize> = packs(vec![plain(10); 21]).unwrap().iter().map(Vec::len).collect();
        assert_eq!(sizes, [10, 10, 1]);
        assert!(packs(Vec::new()).unwrap().is_empty());
    }

    #[test]
    fn a_call_stays_within_its_bytes_and_keeps_the_order() {
        let sent =
            packs(vec![plain(200 * 1024), plain(60 * 1024), plain(50 * 1024), plain(206 * 1024)]).unwrap();
        assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(sent[1][0].body.len(), 60 * 1024);
    }

    #[test]
    fn a_message_that_no_call_can_carry_is_refused() {
        assert!(matches!(packs(vec![plain(PACK_BYTES + 1)]), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn a_sync_message_is_grouped_by_its_listing_and_deduplicated_by_its_envelope() {
        let listing = ListingKey::parse("shopee:1:2").unwrap();
        let envelope =
            Envelope::derived(SyncMessage::Observe { listing, reason: "reconcile".into(), told: false });
        let parcel = parcel(&envelope, Some(SyncMessage::group)).unwrap();
        assert_eq!(parcel.order, Some(("shopee:1:2".to_owned(), envelope.id.clone())));
        assert_eq!(serde_json::from_str::<Envelope<SyncMessage>>(&parcel.body).unwrap(), envelope);
    }

    #[test]
    fn a_watch_holds_up_nothing_else_of_its_listing() {
        let listing = ListingKey::parse("shopee:1:2").unwrap();
        let (run, job) = (RunId::derived(&["1"]), JobId::derived(&["1"]));
        let watch = SyncMessage::Watch { run: run.clone(), job: job.clone(), listing: listing.clone() };
        let push = SyncMessage::Push { run, job, listing: listing.clone() };
        assert_eq!(push.group(), "shopee:1:2");
        assert_eq!(watch.group(), "watch:shopee:1:2");
    }

    #[test]
    fn a_name_too_long_for_the_queue_becomes_its_hash() {
        assert_eq!(name("shopee:1:2".to_owned()), "shopee:1:2");
        assert_eq!(name("a".repeat(150)).len(), 64);
        assert_ne!(name("a".repeat(150)), name("b".repeat(150)));
    }
}
