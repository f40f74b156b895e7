//! Reading listings: names in pages, whole listings one by one, and the look-up by SKU.

use std::sync::{Mutex, PoisonError};

use app::{
    ChannelError,
    marketplace::{FetchedListing, FetchedPart, ListingPage, ShopSession, one_by_one},
};
use domain::{ExternalId, Sku};
use jiff::Timestamp;

use super::{
    call::Call,
    parse_error::{is_window_full, is_wrong_status},
};
use crate::{
    TiktokShop, mapping,
    mapping::status,
    wire::{
        edit::Search,
        listing::{Product, SearchPage},
    },
};

mod cursor;
use cursor::Cursor;

const SEARCH: &str = "/product/202502/products/search";
const PAGE_SIZE: &str = "100";
/// How many SKUs one search takes (12019027).
const SKUS_PER_SEARCH: usize = 10;
/// Detail calls at the same time; the real pace comes from the shop's call budget.
const AT_ONCE: usize = 8;
/// The status of products that the channel has frozen.
const FROZEN: &str = "FREEZE";
/// No version of the product waits for the audit.
const NOTHING_UNDER_REVIEW: &str = "12052547";

impl TiktokShop {
    /// One page of names. All statuses, so that products that are in Tokopedia only are found too; deleted ones are
    /// left out. When more than 10,000 match, the search is split into spans of update times; the last one stays
    /// open, so that what changes during the reading is also found.
    pub(crate) async fn names(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        let mut cursor = match cursor {
            Some(text) => Cursor::parse(text).ok_or_else(|| {
                domain::Invalid::new("cursor", "cursor_malformed", "not a cursor of this channel")
            })?,
            None => Cursor::start(changed_since.map(Timestamp::as_second)),
        };
        let page = loop {
            match self.search(session, &cursor, "ALL").await {
                Err(error) if is_window_full(&error) => {
                    cursor = cursor.halved(session.now().as_second()).ok_or(error)?;
                }
                other => break other?,
            }
        };
        let total =
            page.total_count.filter(|_| cursor.is_whole()).and_then(|total| u64::try_from(total).ok());
        let mut listings = Vec::with_capacity(page.products.len());
        for product in &page.products {
            listings.extend(mapping::listed(product)?);
        }
        let next = cursor.after(&page)?;
        Ok(ListingPage { listings, next: next.map(|cursor| cursor.to_string()), total })
    }

    async fn search(
        &self,
        session: &dyn ShopSession,
        cursor: &Cursor,
        status: &'static str,
    ) -> Result<SearchPage, ChannelError> {
        let (from, to) = cursor.span();
        let body = Search { status, update_time_ge: from, update_time_le: to, seller_skus: Vec::new() };
        let mut call = Call::search(SEARCH, &body)?.query("page_size", PAGE_SIZE);
        if let Some(token) = &cursor.token {
            call = call.query("page_token", token);
        }
        Ok(self.call(session, &call).await?.value)
    }

    /// Whole listings, one call each. A frozen one is not shown whole: what the list says of it is kept. Deleted ones
    /// are left out. When an error stops it, what was read before is kept.
    pub(crate) async fn listings(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        let withheld = Mutex::new(Vec::new());
        let keep = |id| withheld.lock().unwrap_or_else(PoisonError::into_inner).push(id);
        let read = |id: ExternalId, ()| async move {
            match self.product(session, &id).await {
                Ok(product) => mapping::listing(&product).map(Some),
                Err(ChannelError::NotFound { .. }) => Ok(None),
                Err(error) if is_wrong_status(&error) => {
                    keep(id);
                    Ok(None)
                }
                Err(error) => Err(error),
            }
        };
        let asked = ids.iter().map(|id| (id.clone(), ())).collect();
        let mut part = one_by_one(session, asked, AT_ONCE, read).await;
        let withheld = std::mem::take(&mut *withheld.lock().unwrap_or_else(PoisonError::into_inner));
        if withheld.is_empty() {
            return Ok(part);
        }
        if part.stopped.is_some() {
            part.left.extend(withheld);
            return Ok(part);
        }
        match self.frozen(session, &withheld).await {
            Ok(frozen) => part.listings.extend(frozen),
            Err(error) if part.listings.is_empty() => return Err(error),
            Err(error) => part.stop(error, withheld),
        }
        Ok(part)
    }

    /// Those of `ids` that are frozen, as the list shows them. A product that cannot be read and is not listed as
    /// frozen is deleted.
    async fn frozen(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        let (mut found, mut cursor) = (Vec::new(), Some(Cursor::start(None)));
        while let Some(now) = cursor {
            let page = match self.search(session, &now, FROZEN).await {
                Err(error) if is_window_full(&error) => {
                    cursor = Some(now.halved(session.now().as_second()).ok_or(error)?);
                    continue;
                }
                other => other?,
            };
            for product in
                page.products.iter().filter(|product| ids.iter().any(|id| id.as_str() == product.id))
            {
                found.push(FetchedListing { partial: true, ..mapping::listing(product)? });
            }
            cursor = if found.len() < ids.len() { now.after(&page)? } else { None };
        }
        Ok(found)
    }

    /// The live version of a product.
    pub(crate) async fn product(
        &self,
        session: &dyn ShopSession,
        id: &ExternalId,
    ) -> Result<Product, ChannelError> {
        let call = Call::get(format!("/product/202309/products/{id}"));
        let product: Product = self.call(session, &call).await?.value;
        // A deleted product is reported by a code. An answer about nothing, or about another product, says nothing.
        if product.id != id.as_str() {
            let reason = format!("the answer about the listing {id} is not about it");
            return Err(ChannelError::Unavailable { reason });
        }
        Ok(product)
    }

    /// The version that an edit starts from: the one that waits for its audit, if there is one, because the channel
    /// adds an edit to that; otherwise the live one.
    pub(crate) async fn editable(
        &self,
        session: &dyn ShopSession,
        id: &ExternalId,
    ) -> Result<Product, ChannelError> {
        let live = self.product(session, id).await?;
        if !status::is_auditing(&live) {
            return Ok(live);
        }
        Ok(self.under_review(session, id).await?.unwrap_or(live))
    }

    /// The version that waits for the audit, where there is one.
    pub(crate) async fn under_review(
        &self,
        session: &dyn ShopSession,
        id: &ExternalId,
    ) -> Result<Option<Product>, ChannelError> {
        let call = Call::get(format!("/product/202309/products/{id}"))
            .query("return_under_review_version", "true")
            .may_be_empty();
        match self.call::<Product>(session, &call).await {
            Ok(answer) => Ok(Some(answer.value).filter(|product| !product.skus.is_empty())),
            Err(ChannelError::Rejected { code, .. }) if code == NOTHING_UNDER_REVIEW => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The first listing that sells one of `skus`, compared as people read them.
    pub(crate) async fn by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError> {
        for some in skus.chunks(SKUS_PER_SEARCH) {
            let seller_skus: Vec<String> = some.iter().map(ToString::to_string).collect();
            let body = Search { status: "ALL", seller_skus, ..Search::default() };
            let call = Call::search(SEARCH, &body)?.query("page_size", PAGE_SIZE);
            let page: SearchPage = self.call(session, &call).await?.value;
            let wanted: Vec<String> = some.iter().map(Sku::folded).collect();
            let sells = |product: &&Product| {
                !status::is_deleted(product)
                    && product.skus.iter().any(|sku| {
                        let theirs = sku.seller_sku.as_deref().and_then(|text| Sku::parse(text).ok());
                        theirs.is_some_and(|sku| wanted.contains(&sku.folded()))
                    })
            };
            if let Some(product) = page.products.iter().find(sells) {
                return mapping::external_id(&product.id).map(Some);
            }
        }
        Ok(None)
    }
}
