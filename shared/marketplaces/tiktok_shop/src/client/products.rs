//! Reading listings: names in pages, whole listings one by one, and the look-up by SKU.

use app::{
    ChannelError,
    marketplace::{FetchedListing, ListingPage, ShopSession},
};
use domain::{ExternalId, Sku};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::{
    parse_error::{is_window_full, is_wrong_status},
    send::Call,
};
use crate::{
    TiktokShop, mapping,
    mapping::status,
    wire::{
        edit::Search,
        product::{Product, SearchPage},
    },
};

mod cursor;
use cursor::Cursor;

const SEARCH: &str = "/product/202502/products/search";
const PAGE_SIZE: &str = "100";
/// How many SKUs one search takes (12019027).
const SKUS_PER_SEARCH: usize = 10;
/// Detail calls under way at once; the shop's call budget is what really paces them.
const AT_ONCE: usize = 8;
/// No version of the product waits for the audit.
const NOTHING_UNDER_REVIEW: &str = "12052547";

impl TiktokShop {
    /// One page of names. All statuses, so that products that are in Tokopedia only are found too; deleted ones are
    /// left out. Where more than 10,000 match, the search is cut into spans of update times; the last one stays
    /// open, so that what is changed meanwhile is still met.
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
            match self.search(session, &cursor).await {
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

    async fn search(&self, session: &dyn ShopSession, cursor: &Cursor) -> Result<SearchPage, ChannelError> {
        let (from, to) = cursor.span();
        let body =
            Search { status: "ALL", update_time_ge: from, update_time_le: to, seller_skus: Vec::new() };
        let mut call = Call::search(SEARCH, &body)?.query("page_size", PAGE_SIZE);
        if let Some(token) = &cursor.token {
            call = call.query("page_token", token);
        }
        Ok(self.call(session, &call).await?.data)
    }

    /// Whole listings, one call each. Those that are gone or frozen, which the channel does not show, are left out.
    pub(crate) async fn listings(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        let found: Vec<Option<Product>> = stream::iter(ids.to_vec())
            .map(|id| async move {
                match self.product(session, &id).await {
                    Ok(product) => Ok(Some(product)),
                    Err(ChannelError::NotFound { .. }) => Ok(None),
                    Err(error) if is_wrong_status(&error) => Ok(None),
                    Err(error) => Err(error),
                }
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        found.iter().flatten().map(mapping::listing).collect()
    }

    /// The live version of a product.
    pub(crate) async fn product(
        &self,
        session: &dyn ShopSession,
        id: &ExternalId,
    ) -> Result<Product, ChannelError> {
        let call = Call::get(format!("/product/202309/products/{id}"));
        let product: Product = self.call(session, &call).await?.data;
        // What is gone is told by a code. An answer about nothing, or about another product, tells nothing.
        if product.id != id.as_str() {
            let reason = format!("the answer about the listing {id} is not about it");
            return Err(ChannelError::Unavailable { reason });
        }
        Ok(product)
    }

    /// The version that an edit starts from: what waits for the audit where something does, because the channel adds
    /// an edit to that, else the live one.
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
            Ok(answer) => Ok(Some(answer.data).filter(|product| !product.skus.is_empty())),
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
            let page: SearchPage = self.call(session, &call).await?.data;
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
