//! Pushes that did not arrive: Shopee keeps those of the last three days.

use app::{
    ChannelError,
    marketplace::{AppCredentials, Notice, call::Effect},
};
use jiff::Timestamp;
use serde::Serialize;

use super::call::Call;
use crate::{
    Shopee, webhook,
    wire::{envelope::Nothing, notice::LostPushes},
};

/// The earliest lost pushes, at most a hundred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostNotices {
    pub notices: Vec<Notice>,
    /// How many could not be read; they are skipped.
    pub unreadable: usize,
    /// [`Shopee::confirm_lost_notices`] with this id deletes them at Shopee.
    pub last_message_id: i64,
    pub has_more: bool,
}

#[derive(Serialize)]
struct Confirm {
    last_message_id: i64,
}

impl Shopee {
    /// They come as the answer to our own signed call and have no signature of their own.
    pub async fn lost_notices(
        &self,
        credentials: &AppCredentials,
        now: Timestamp,
    ) -> Result<LostNotices, ChannelError> {
        let call = Call::get("/api/v2/push/get_lost_push_message", Vec::new()).public();
        let lost = self.call_as_partner::<LostPushes>(credentials, now, call).await?.value;
        let mut notices = Vec::new();
        for push in &lost.push_message_list {
            notices.extend(webhook::parse(push.data.0.as_bytes()));
        }
        Ok(LostNotices {
            unreadable: lost.push_message_list.len() - notices.len(),
            notices,
            last_message_id: lost.last_message_id.0,
            has_more: lost.has_next_page.0,
        })
    }

    /// Deletes them at Shopee, up to this message. Only after all of them were queued.
    pub async fn confirm_lost_notices(
        &self,
        credentials: &AppCredentials,
        now: Timestamp,
        last_message_id: i64,
    ) -> Result<(), ChannelError> {
        let path = "/api/v2/push/confirm_consumed_lost_push_message";
        let call = Call::post(path, Effect::Set, &Confirm { last_message_id })?.public();
        self.call_as_partner::<Nothing>(credentials, now, call).await.map(drop)
    }
}
