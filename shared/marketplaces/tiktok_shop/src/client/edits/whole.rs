//! Writes that are made from what was just read: the whole list of SKUs, or the stock of each warehouse.
//!
//! Such a call also writes back what it does not change. So nothing may wait between the read and the write: the slot
//! of the write is taken from the shop's call budget before the read, and a write that has to be signed again is made
//! from a new read. Price and stock come from the live version, whatever version the edit is added to: an audit may
//! have waited for days while pieces were sold.

use app::{
    ChannelError,
    marketplace::{ShopSession, call::Repeats},
};
use domain::ExternalId;
use reqwest::Method;
use serde::de::DeserializeOwned;

use crate::{
    TiktokShop,
    client::call::{Call, Reply},
    mapping::{skus, status},
    wire::{
        edit,
        listing::{Product, Saved},
    },
};

/// What a write is made from.
#[derive(Debug)]
pub(super) struct Fresh {
    /// The version that an edit is added to: the one that waits for its audit, if there is one, otherwise the live one.
    pub base: Product,
    /// What buyers see now.
    pub live: Product,
}

impl Fresh {
    /// Every SKU as it has to be sent to stay as it is.
    pub fn skus(&self) -> Result<Vec<edit::Sku>, ChannelError> {
        skus::kept(&self.base, &self.live)
    }
}

/// Makes the body of a write from what was read; `None` when nothing has to be sent.
type Build<'a, T> = &'a mut (dyn FnMut(&Fresh) -> Result<Option<T>, ChannelError> + Send);

impl TiktokShop {
    /// A partial edit with the list of SKUs. `None` when `build` has nothing to send.
    pub(super) async fn edit_whole(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        build: Build<'_, edit::PartialEdit>,
    ) -> Result<Option<(Fresh, Reply<Saved>)>, ChannelError> {
        let path = format!("/product/202509/products/{listing}/partial_edit");
        let mut call = |fresh: &Fresh| -> Result<Option<Call>, ChannelError> {
            let Some(mut body) = build(fresh)? else { return Ok(None) };
            body.listing_platforms = status::platforms(&status::standing(&fresh.base).storefronts);
            Call::write(Method::POST, path.clone(), &body).map(Some)
        };
        self.read_and_write(session, listing, true, &mut call).await
    }

    /// Reads the product and writes at once. `edits` says that the write adds to the version under review.
    pub(super) async fn read_and_write<T: DeserializeOwned>(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        edits: bool,
        build: Build<'_, Call>,
    ) -> Result<Option<(Fresh, Reply<T>)>, ChannelError> {
        let mut repeats = Repeats::without_waiting();
        loop {
            session.admit().await?;
            let fresh = self.fresh(session, listing, edits).await?;
            let Some(call) = build(&fresh)? else { return Ok(None) };
            let access = session.access().await?;
            match self.call_admitted(session, &access, &call).await {
                Ok(answer) => return Ok(Some((fresh, answer))),
                Err(refusal) => repeats.after(refusal, call.effect, session, &access).await?,
            }
        }
    }

    /// The live version is always read last.
    async fn fresh(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        edits: bool,
    ) -> Result<Fresh, ChannelError> {
        let live = self.product(session, listing).await?;
        if !edits || !status::is_auditing(&live) {
            return Ok(Fresh { base: live.clone(), live });
        }
        let review = self.under_review(session, listing).await?;
        let live = self.product(session, listing).await?;
        Ok(Fresh { base: review.unwrap_or_else(|| live.clone()), live })
    }
}
